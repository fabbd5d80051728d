"""A firing put into its alert: raised, or grown by evidence, or opened again. Runs inside the transaction that found it.

What is news here is not told here: the alert is woken, and alerts.life.looking tells it when its time has come.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from alerts import facts
from alerts.facts import Fact
from alerts.firing import Firing, Found
from alerts.life import growing, lifecycle, noticing
from alerts.life.growing import Grown
from alerts.rules import Counts, Rule, Rules
from storage.alerting import evidence, shelf
from storage.alerting import facts as known_facts
from storage.alerting.evidence import Piece, Rests
from storage.alerting.shelf import Alert, Raised
from storage.file.sqlite import Connection
from storage.log.events import COLLECTOR, Event, append
from storage.severity import SEVERITIES

_WEIGHED = 200
"""So many of the newest pieces of an alert are weighed with each that comes; all of 1,000 took 30 ms."""


def fire(connection: Connection, rules: Rules, firing: Firing, now_ms: int, *, names: bool = True) -> int | None:
    """Raise the alert of a firing, or give it what the firing adds; returns its number, None where nothing was raised.

    `names`: the items that were found are as grave as their alert from now on.
    """
    last = shelf.newest(connection, firing.fingerprint)
    alert_id = (
        _raise_first(connection, firing, now_ms) if last is None else _attach(connection, rules, firing, last, now_ms)
    )
    if names and firing.found:
        _name(connection, firing, alert_id, last.severity if last else None)
    return alert_id


def tell(
    connection: Connection, rules: Rules, alert_id: int, told: Sequence[Fact], now_ms: int, found: Sequence[Found] = ()
) -> None:
    """Let an alert know facts that are not of its own rule, and what has become of its evidence."""
    alert = shelf.alert(connection, alert_id)
    evidence.put(connection, alert_id, growing.joined(_held(connection, alert_id, found), found))
    if rule := rules.rule(alert.rule):
        _count(connection, rule, alert)
    fresh = _fresh(told, known_facts.known(connection, alert_id))
    if not fresh:
        return
    growth = lifecycle.on_evidence(
        alert.state, news=True, climbs=False, again=False, closed_ms=now_ms - alert.state_ms, reopen_ms=rules.reopen_ms
    )
    if growth in ("grows", "reopens"):
        _learn(connection, rules, alert_id, fresh, now_ms, reopens=growth == "reopens")
    else:
        known_facts.add(connection, alert_id, fresh, now_ms, told=True)


def clear(connection: Connection, fingerprint: str, now_ms: int, why: str) -> None:
    """The cause is gone: the alert is resolved by itself."""
    if (alert := shelf.newest(connection, fingerprint)) and alert.state in lifecycle.OPEN:
        shelf.close(connection, alert.id, "resolved", why, now_ms)
        shelf.lift(connection, alert.id)
        append(connection, Event(now_ms, COLLECTOR, "cleared", "alert", [alert.id], why))


def is_open(connection: Connection, fingerprint: str) -> bool:
    """Is there an open alert of this fingerprint?"""
    return shelf.is_open(connection, fingerprint)


def live_on(connection: Connection, rules: Rules, item_ids: Collection[int], now_ms: int) -> list[Rests]:
    """The alerts that rest on these items and are open, or so lately closed that a new fact opens them again."""
    return evidence.live_on(connection, item_ids, now_ms - rules.reopen_ms)


@dataclass(frozen=True, slots=True)
class _Case:
    """A firing that meets an alert of its own, and what it would add."""

    firing: Firing
    alert: Alert
    pieces: dict[int, Piece]
    """Those that are new, or change."""
    known: set[tuple[str, str]]


def _raise_first(connection: Connection, firing: Firing, now_ms: int) -> int | None:
    if firing.found and not firing.quiet and all(found.flag in evidence.QUIET for found in firing.found):
        return None
    return _raise(connection, firing, now_ms)


def _attach(connection: Connection, rules: Rules, firing: Firing, alert: Alert, now_ms: int) -> int:
    pieces = growing.joined(_held(connection, alert.id, firing.found), firing.found)
    known = known_facts.known(connection, alert.id)
    case = _Case(firing, alert, pieces, known)
    if not _fresh(firing.facts, known):
        if not pieces and (firing.found or firing.facts):
            return alert.id
        if pieces and growing.adds_nothing(connection, firing, alert.id, pieces, known):
            evidence.put(connection, alert.id, pieces)
            shelf.echoed(connection, alert.id, now_ms)
            return alert.id
    held = evidence.newest(connection, alert.id, _WEIGHED)
    grown = growing.grown(connection, firing, held, pieces, _since_ms(pieces, now_ms))
    if len(held) == _WEIGHED:  # what is older has counted already
        counts = Counts(origins=alert.origins, primaries=alert.primaries, sides=alert.sides)
        grown = replace(grown, counts=Counts(*map(max, counts, grown.counts)))
    return _grow(connection, rules, case, grown, now_ms)


def _grow(connection: Connection, rules: Rules, case: _Case, grown: Grown, now_ms: int) -> int:
    alert, is_quiet, closed_ms = case.alert, bool(case.firing.quiet), now_ms - case.alert.state_ms
    climbs = grown.severity > alert.severity and not is_quiet
    fresh = [fact for fact in _fresh(grown.news, case.known) if not is_quiet and (fact.kind != facts.RUNG or climbs)]
    growth = lifecycle.on_evidence(
        alert.state,
        news=bool(fresh),
        climbs=climbs,
        again=not is_quiet and _happens_again(case, is_over=closed_ms > rules.reopen_ms),
        closed_ms=closed_ms,
        reopen_ms=rules.reopen_ms,
    )
    if growth == "another":
        return _raise(connection, case.firing, now_ms, former=case)
    evidence.put(connection, alert.id, case.pieces)
    counts, climbs_silently = grown.counts, is_quiet and alert.quiet
    severity = max(alert.severity, grown.severity) if climbs or climbs_silently else alert.severity
    shelf.grow(connection, alert.id, severity, (counts.origins, counts.primaries, counts.sides), now_ms)
    if growth != "quietly" and (fresh or growth == "reopens"):
        if climbs:
            shelf.from_the_first_step(connection, alert.id)
        _learn(connection, rules, alert.id, fresh, now_ms, reopens=growth == "reopens")
    known_facts.add(connection, alert.id, [*fresh, *grown.told], now_ms, told=True)
    return alert.id


def _learn(
    connection: Connection, rules: Rules, alert_id: int, fresh: Sequence[Fact], now_ms: int, *, reopens: bool
) -> None:
    """Let an alert know what is to be told of it, which no operator who has acted on it can have seen."""
    alert = shelf.alert(connection, alert_id)
    at_ms = max(now_ms, alert.state_ms + 1)
    if reopens:
        shelf.renew(connection, alert_id, now_ms)
        known_facts.add(connection, alert_id, [Fact(facts.REOPENED, str(now_ms))], at_ms)
    known_facts.add(connection, alert_id, fresh, at_ms)
    shelf.wake(connection, alert_id, now_ms)
    if reopens:
        said = noticing.why(rules, alert, known_facts.untold(connection, alert_id))
        append(connection, Event(now_ms, COLLECTOR, "reopened", "alert", [alert_id], f"{alert.title}: {said}"))


def _raise(connection: Connection, firing: Firing, now_ms: int, former: _Case | None = None) -> int:
    """Write an alert that rests on what was found alone; it knows already what a former one has told."""
    pieces = growing.joined({}, firing.found)
    grown = growing.grown(connection, firing, {}, pieces, _since_ms(pieces, now_ms))
    counts = grown.counts
    raised = Raised(
        firing.rule.id, firing.fingerprint, grown.severity, firing.title, now_ms, firing.story_id, firing.source_id,
        counts.origins, counts.primaries, counts.sides, firing.quiet,
    )  # fmt: skip
    alert_id = shelf.put(connection, raised)
    evidence.put(connection, alert_id, pieces)
    known = {fact for fact in former.known if fact[0] == facts.CONTRADICTION} if former else set()
    if former:
        known_facts.inherit(connection, alert_id, former.alert.id)
    is_late = bool(pieces) and all(piece.flag == "late" for piece in pieces.values())
    begun = [Fact(facts.RAISED), *[Fact(facts.LATE)] * is_late, *_fresh(grown.news, known)]
    known_facts.add(connection, alert_id, begun, now_ms, told=bool(firing.quiet))
    known_facts.add(connection, alert_id, grown.told, now_ms, told=True)
    quietly = f" (rings for nobody: {firing.quiet})" if firing.quiet else ""
    said = f"{SEVERITIES[grown.severity]}, rule {firing.rule.id}: {firing.title}{quietly}"
    append(connection, Event(now_ms, COLLECTOR, "raised", "alert", [alert_id], said))
    return alert_id


def _happens_again(case: _Case, *, is_over: bool) -> bool:
    """Is it another time of the same, and no more of it? A story is told once; a source, a label, a rate come round again."""
    firing = case.firing
    if any(fact.kind == facts.EPISODE and fact[:2] not in case.known for fact in firing.facts):
        return True
    if not firing.found and not firing.facts:
        return True
    is_aloud = any(growing.is_loud(piece.flag) for piece in case.pieces.values())
    return is_over and is_aloud and "story" not in dict(firing.group)


def _count(connection: Connection, rule: Rule, alert: Alert) -> None:
    """Let the counts of an alert be those of the evidence that is left."""
    left = evidence.newest(connection, alert.id, _WEIGHED)
    if len(left) < _WEIGHED:
        of_it = Firing(rule, shelf.group(alert), alert.title, alert.severity, quiet=alert.quiet)
        counts = growing.grown(connection, of_it, left, {}, alert.evidence_ms).counts
        shelf.count(connection, alert.id, (counts.origins, counts.primaries, counts.sides))


def _fresh(told: Iterable[Fact], known: set[tuple[str, str]]) -> list[Fact]:
    """What is not known yet; of contradictions the first is the news."""
    disputed = any(kind == facts.CONTRADICTION for kind, _ in known)
    return [fact for fact in told if fact[:2] not in known and not (disputed and fact.kind == facts.CONTRADICTION)]


def _held(connection: Connection, alert_id: int, found: Sequence[Found]) -> dict[int, Piece]:
    return evidence.these(connection, alert_id, [each.item_id for each in found]) if found else {}


def _since_ms(pieces: dict[int, Piece], now_ms: int) -> int:
    return min((piece.at_ms for piece in pieces.values()), default=now_ms)


def _name(connection: Connection, firing: Firing, alert_id: int | None, was: int | None) -> None:
    """A rule names what it finds: as grave as the alert, but for what is old or was brought in silently."""
    grave = firing.severity if alert_id is None else shelf.alert(connection, alert_id).severity
    flags = {each.item_id: each.flag for each in firing.found}
    if alert_id is not None and was is not None and grave > was:
        flags = {item_id: piece.flag for item_id, piece in evidence.of(connection, alert_id).items()}
    loud = [item_id for item_id, flag in flags.items() if growing.is_loud(flag)]
    quiet = [item_id for item_id, flag in flags.items() if flag in evidence.QUIET]
    stale = [item_id for item_id, flag in flags.items() if flag == growing.STALE]
    for item_ids, severity in ((loud, grave), (quiet, firing.severity), (stale, min(firing.severity, growing.INFO))):
        if item_ids:
            shelf.name_severity(connection, item_ids, severity)
