"""What an alert knows, which of it is news, and how that is said. Pure.

A fact is a kind and a value. An alert knows each once, and nobody is told of it twice. Copies bring no fact.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from alerts.rules import MINUTE_MS, Altered, Contradict, Counts, Match, Need, Quorum, Rule, Rules
from storage.alerting.facts import Untold
from storage.rows import AlertRow, AlertView
from storage.severity import SEVERITIES

RAISED, LATE, REOPENED, EPISODE = "raised", "late", "reopened", "episode"
"""EPISODE: since when that has been so which a rule watches; it makes one silence another than the last."""
RUNG, PRIMARY, SIDE, CONTRADICTION = "rung", "primary", "side", "contradiction"
CORRECTION, WITHDRAWN, TIMEOUT, SNOOZE = "correction", "withdrawn", "timeout", "snooze"

RENOTIFY, ESCALATED = "renotify", "escalated"
"""Reasons of notices that tell nothing new."""

REASONS = {
    LATE: "late",
    RAISED: "first",
    REOPENED: "reopened",
    RUNG: "raised",
    CONTRADICTION: "contradiction",
    WITHDRAWN: "correction",
    CORRECTION: "correction",
    SIDE: "side",
    PRIMARY: "primary",
    TIMEOUT: "timeout",
    SNOOZE: "snooze",
}
"""The reason of a notice by the kind of what it tells; the first of several counts."""

_NAMES = 3
_NAME, _SENTENCE = 60, 240
"""So many characters."""
_NTH = ("no", "a first", "a second", "a third", "a fourth", "a fifth", "a sixth")
_DOES = {"denied": ("denies", "deny"), "doubted": ("doubts", "doubt")}


class Fact(NamedTuple):
    """Something to be known."""

    kind: str
    value: str = ""
    item_id: int | None = None
    """The item that brought it."""


class Stand(NamedTuple):
    """An alert, as far as its sentences name it."""

    severity: int
    counts: Counts
    owner: str = ""
    snoozed_until_ms: int | None = None


def rings_for(rule: Rule | None) -> frozenset[str]:
    """Which voices are news to the alerts of a rule: of a contradiction sides alone, of a rate none."""
    match rule.when if rule else None:
        case Match() | Quorum():
            return frozenset({PRIMARY, SIDE})
        case Contradict():
            return frozenset({SIDE})
        case _:
            return frozenset()


def reason(news: Sequence[Untold]) -> str:
    """The reason of a notice that tells this."""
    kinds = {each.kind for each in news}
    return next((reason for kind, reason in REASONS.items() if kind in kinds), RENOTIFY)


def sentence(news: Sequence[Untold], stand: Stand, rule: Rule | None) -> str:
    """Why an alert rings, in a short sentence without an end."""
    kinds = {each.kind for each in news}
    if RAISED in kinds:
        begun = "late, after an outage" if LATE in kinds else "new"
        said = ": ".join(filter(None, (begun, _rests_on(news, stand, rule))))
    else:
        parts = [
            *_graver(news, rule),
            *_contradicted(news, rule),
            *_changed(news),
            *_voices(news, stand),
            *_by_time(news, stand),
        ]
        said = "; ".join(parts)
        if REOPENED in kinds:
            said = f"open again: {said}" if said else "open again"
    return _clip(said, _SENTENCE)


def unheard(stand: Stand, new_ms: int) -> str:
    """The sentence of a notice that repeats."""
    return f"{SEVERITIES[stand.severity]}, and nobody has acknowledged it for {span(new_ms)}"


def gathered(titles: Sequence[str]) -> str:
    """The sentence of one notice for the alerts of a catch-up."""
    said = "; ".join(_clip(title, _NAME) for title in titles[:_NAMES])
    more = f" and {len(titles) - _NAMES} more" if len(titles) > _NAMES else ""
    return _clip(f"late, after an outage: {len(titles)} alerts: {said}{more}", _SENTENCE)


def span(ms: int) -> str:
    """A length of time as a person says it: 45 min, 3 h, 2 d."""
    minutes = ms // MINUTE_MS
    if minutes < 1:
        return f"{max(0, ms // 1_000)} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2_880 else f"{minutes // 1_440} d"


def needs(need: Need) -> str:
    """What a rung or a quorum asks for: `2 origins, 2 sides within 60 min`."""
    asked = ", ".join(_many(count, name) for name, count in zip(Counts._fields, need.least, strict=True) if count)
    return asked if need.within_ms is None else f"{asked} within {span(need.within_ms)}"


def rings_again(view: AlertView, rule: Rule | None, rules: Rules) -> tuple[str, ...]:
    """What would make an alert ring again, for a person."""
    alert = view.alert
    rungs = _rungs_above(alert.severity, rule)
    if alert.state == "dismissed":
        return rungs
    said = (*_facts_to_come(view, rule), *rungs, *_changes_to_come(view, rules))
    if alert.state in ("resolved", "expired"):
        return (f"until {_clock(alert.state_ms + rules.reopen_ms)}: {', '.join(said)}",) if said else ()
    return (*said, *_times_to_come(alert, rules))


def _rests_on(news: Sequence[Untold], stand: Stand, rule: Rule | None) -> str:
    names = [each for each in news if each.kind == PRIMARY]
    sides = [each.value for each in news if each.kind == SIDE]
    voices = [_called(names)] if names else [_list(sides)] if sides else []
    origins = [_many(stand.counts.origins, "origins")] if stand.counts.origins else []
    return ", ".join([*(list(_disputed(news, rule)) or voices), *origins])


def _graver(news: Sequence[Untold], rule: Rule | None) -> Iterator[str]:
    reached = [int(each.value) for each in news if each.kind == RUNG]
    if reached:
        needed = [f": {needs(rung.need)}" for rung in rule.rungs if rung.severity == max(reached)] if rule else []
        yield f"graver, {SEVERITIES[max(reached)]}{needed[0] if needed else ''}"


def _contradicted(news: Sequence[Untold], rule: Rule | None) -> Iterator[str]:
    return (f"first contradiction: {said}" for said in _disputed(news, rule))


def _disputed(news: Sequence[Untold], rule: Rule | None) -> Iterator[str]:
    """Who goes against whom, in the words of what the rule asks for."""
    pairs = [each.value.partition("|")[::2] for each in news if each.kind == CONTRADICTION]
    for name in dict.fromkeys(left for left, right in pairs if left == right):
        yield f"{_clip(name, _NAME)} takes back what was said"
    if against := [(left, right) for left, right in pairs if left != right]:
        claims, doubts = (list(dict.fromkeys(sides)) for sides in zip(*against, strict=True))
        when = rule.when if rule else None
        stances = when.right.stances if isinstance(when, Contradict) else ()
        one, many = next((_DOES[stance] for stance in stances if stance in _DOES), ("disputes", "dispute"))
        yield f"{_and(doubts)} {many if len(doubts) > 1 else one} what {_and(claims)} claim{'s' * (len(claims) == 1)}"


def _changed(news: Sequence[Untold]) -> Iterator[str]:
    for kind, said in ((WITHDRAWN, "withdrawn"), (CORRECTION, "corrected")):
        sources = dict.fromkeys(each.source or "its source" for each in news if each.kind == kind)
        if sources:
            yield f"evidence {said} by {_list([_clip(source, _NAME) for source in sources])}"


def _voices(news: Sequence[Untold], stand: Stand) -> Iterator[str]:
    names = [each for each in news if each.kind == PRIMARY]
    new_sides = [each.value for each in news if each.kind == SIDE]
    spoken = [each for each in names if each.side in new_sides]
    if new_sides:
        nth = _nth(stand.counts.sides, len(new_sides), "side")
        unsaid = [side for side in new_sides if side not in {each.side for each in spoken}]
        yield f"{nth}: {', '.join([_called(spoken)] * bool(spoken) + unsaid)}"
    if others := [each for each in names if each not in spoken]:
        yield f"{_nth(stand.counts.primaries, len(names), 'primary', 'primaries')}: {_called(others)}"


def _by_time(news: Sequence[Untold], stand: Stand) -> Iterator[str]:
    for each in news:
        if each.kind == TIMEOUT:
            whose = f" by {_clip(stand.owner, _NAME)}" if stand.owner else ""
            yield f"acknowledged{whose}, and no word for {span(each.at_ms - int(each.value))}"
        if each.kind == SNOOZE:
            until_ms = stand.snoozed_until_ms or each.at_ms
            late = f", {span(each.at_ms - until_ms)} late" if each.at_ms - until_ms >= MINUTE_MS else ""
            yield f"it was snoozed until {_clock(until_ms)}{late}"


def _facts_to_come(view: AlertView, rule: Rule | None) -> Iterator[str]:
    heard = rings_for(rule)
    if PRIMARY in heard:
        yield "another primary" if view.alert.primaries else "a primary"
    if SIDE in heard:
        known = [fact.value for fact in view.facts if fact.kind == SIDE]
        yield f"a side beside {_list(known)}" if known else "a side"


def _rungs_above(severity: int, rule: Rule | None) -> tuple[str, ...]:
    rungs = rule.rungs if rule else ()
    return tuple(f"{needs(rung.need)}: {SEVERITIES[rung.severity]}" for rung in rungs if rung.severity > severity)


def _changes_to_come(view: AlertView, rules: Rules) -> Iterator[str]:
    if view.evidence and any(isinstance(each.when, Altered) for each in rules.rules):
        yield "evidence corrected or withdrawn"


def _times_to_come(alert: AlertRow, rules: Rules) -> Iterator[str]:
    urgency = rules.urgency(alert.severity)
    if alert.state == "acked" and urgency.ack_timeout_ms is not None:
        whose = f"{_clip(alert.owner, _NAME)}'s" if alert.owner else "the"
        yield f"no word for {span(urgency.ack_timeout_ms)} after {whose} ack"
    if alert.state == "snoozed" and alert.snoozed_until_ms is not None:
        yield f"the end of its snooze at {_clock(alert.snoozed_until_ms)}"
    if alert.state == "new" and urgency.renotify_ms is not None:
        yield f"no ack for {span(urgency.renotify_ms)}"


def _called(names: Sequence[Untold]) -> str:
    """Names with their sides: `the Kremlin (ru), the General Staff (ua) and 2 more`."""
    return _list([_clip(each.value, _NAME) + (f" ({each.side})" if each.side else "") for each in names])


def _list(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more


def _and(names: Sequence[str]) -> str:
    *first, last = (_clip(name, _NAME) for name in names)
    return f"{', '.join(first)} and {last}" if first else last


def _nth(total: int, new: int, one: str, many: str = "") -> str:
    if new > 1:
        return f"{new} more {many or one + 's'}"
    return f"{_NTH[total]} {one}" if 0 < total < len(_NTH) else f"another {one}"


def _many(count: int, name: str) -> str:
    singular = {"families": "family", "primaries": "primary"}.get(name, name.removesuffix("s"))
    return f"{count} {singular if count == 1 else name}"


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _clock(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%H:%MZ}"
