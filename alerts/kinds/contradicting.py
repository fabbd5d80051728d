"""The rule of kind `contradict`: on one story one side says what others deny or doubt, or somebody takes back what they said.

Sides are those of the people whose word it is, and not of the papers: one press review that quotes a ministry and three capitals
is a contradiction, three papers that quote one ministry are none.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from alerts import weighing
from alerts.arriving.brought import Brought, Seen
from alerts.facts import CONTRADICTION, Fact
from alerts.firing import Firing, Found
from alerts.kinds import matching
from alerts.life.lifecycle import OPEN
from alerts.rules import Contradict, Rule
from storage.alerting import facts as known_facts
from storage.alerting import matched, shelf, weights
from storage.alerting.weights import Weight
from storage.query import Query


def firings(rule: Rule, when: Contradict, brought: Brought) -> Iterable[Firing]:
    """One for each story on which that has just come about; an alert that is open grows by every new voice on either hand."""
    left, right = (brought.fresh(rule.id, query) for query in (when.left, when.right))
    stories: dict[int, list[Seen]] = {}
    for seen in {seen.item.id: seen for seen in (*left, *right)}.values():
        stories.setdefault(seen.item.story_id, []).append(seen)
    for story_id, new in stories.items():
        bare = Firing(rule, (("story", story_id),), "", rule.severity, story_id=story_id)
        alert = shelf.newest(brought.connection, bare.fingerprint)
        if alert and alert.state in OPEN:
            parts = _parts(left, right)
            beside = _beside(known_facts.known(brought.connection, alert.id), _weighed(when.right, new, brought))
            yield replace(bare, title=alert.title, found=tuple(_as(seen, parts) for seen in new), facts=tuple(beside))
        elif any(seen.rings for seen in new):
            yield from _begun(bare, when, brought)


def _begun(bare: Firing, when: Contradict, brought: Brought) -> Iterator[Firing]:
    """The contradiction of a story, if there is one by now. It is weighed by one print of each text, and rests on all."""
    since_ms = brought.now_ms - when.within_ms
    said, doubted = (_within(bare, query, brought, since_ms) for query in (when.left, when.right))
    if not (said and doubted):
        return
    claims, doubts = _prints(when.left, said, brought, since_ms), _prints(when.right, doubted, brought, since_ms)
    facts = (*_disputed(when, claims, doubts), *_reversed(claims, doubts))
    if facts:
        left, right = brought.near(when.left, said, since_ms), brought.near(when.right, doubted, since_ms)
        parts = _parts(left, right)
        whole = {seen.item.id: seen for seen in (*left, *right)}
        found = tuple(_as(seen, parts) for _, seen in sorted(whole.items()))
        yield replace(matching.firing(bare.rule, bare.group, left), found=found, facts=facts)


def _beside(known: Collection[tuple[str, str]], doubts: Sequence[Weight]) -> Iterator[Fact]:
    """Each side that doubts what the claimants of an open alert say."""
    claimants = {value.partition("|")[0] for kind, value in known if kind == CONTRADICTION}
    for side, item_id in weighing.sides(doubts).items():
        if side not in claimants:
            yield from (Fact(CONTRADICTION, f"{one}|{side}", item_id) for one in sorted(claimants))


def _within(bare: Firing, query: Query, brought: Brought, since_ms: int) -> list[int]:
    assert bare.story_id is not None
    return matched.of_story(brought.connection, query, bare.story_id, since_ms, brought.now_ms)


def _prints(query: Query, ids: Collection[int], brought: Brought, since_ms: int) -> list[Weight]:
    prints = matched.prints(brought.connection, ids, brought.rules.late_ms)
    return _weighed(query, brought.near(query, prints, since_ms), brought)


def _weighed(query: Query, found: Sequence[Seen], brought: Brought) -> list[Weight]:
    counted = {seen.item.id: seen.at_ms for seen in found if seen.rings and seen.flag != "stale"}
    return weights.of(brought.connection, counted, query.labels, query.stances)


def _disputed(when: Contradict, claims: Sequence[Weight], doubts: Sequence[Weight]) -> list[Fact]:
    """Each side that says it against each that doubts it, once there are enough of both."""
    left, right = weighing.sides(claims), weighing.sides(doubts)
    others = {side: item_id for side, item_id in right.items() if side not in left}
    if len(left) < when.left_sides or len(others) < when.right_sides:
        return []
    return [Fact(CONTRADICTION, f"{one}|{other}", item_id) for one in left for other, item_id in others.items()]


def _reversed(claims: Sequence[Weight], doubts: Sequence[Weight]) -> list[Fact]:
    """Everybody who first says it, and in a later item that does not say it any more takes it back."""
    said = _first_said(claims)
    found: dict[str, Fact] = {}
    for weight in doubts:
        for voice in weight.voices:
            first = said.get(voice.name)
            is_later = (
                first is not None and first.at_ms < weight.at_ms and not _says(claims, weight.item_id, voice.name)
            )
            if is_later and not voice.unnamed and not voice.own:
                found.setdefault(voice.name, Fact(CONTRADICTION, f"{voice.name}|{voice.name}", weight.item_id))
    return list(found.values())


def _first_said(claims: Sequence[Weight]) -> dict[str, Weight]:
    said: dict[str, Weight] = {}
    for weight in claims:
        for voice in weight.voices:
            said.setdefault(voice.name, weight)
    return said


def _says(claims: Sequence[Weight], item_id: int, name: str) -> bool:
    return any(weight.item_id == item_id and any(voice.name == name for voice in weight.voices) for weight in claims)


def _parts(left: Sequence[Seen], right: Sequence[Seen]) -> dict[int, str]:
    parts = {seen.item.id: "left" for seen in left}
    for seen in right:
        parts[seen.item.id] = "both" if seen.item.id in parts else "right"
    return parts


def _as(seen: Seen, parts: dict[int, str]) -> Found:
    return seen.found(parts[seen.item.id])
