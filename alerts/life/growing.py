"""What evidence makes of an alert: how much it is, how grave, and what it says that may be news."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from alerts import facts, weighing
from alerts.facts import Fact
from alerts.firing import Firing, Found
from alerts.rules import Counts, Need
from storage.alerting import evidence, weights
from storage.alerting.evidence import QUIET, Piece
from storage.alerting.weights import Weight
from storage.file.sqlite import Connection
from storage.severity import SEVERITIES

INFO = SEVERITIES.index("info")
WITHDRAWN, EDITED, STALE = "withdrawn", "edited", "stale"
_LOUD = frozenset({"", "late", EDITED})
_LATER = frozenset({WITHDRAWN, EDITED})
"""What becomes of evidence after it was found."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What evidence comes to."""

    severity: int
    counts: Counts
    news: tuple[Fact, ...]
    """What may be told, where it is not known yet."""
    told: tuple[Fact, ...]
    """What is no news from now on, told or not."""


def joined(held: Mapping[int, Piece], found: Sequence[Found]) -> dict[int, Piece]:
    """The pieces that what was found adds, or changes."""
    pieces: dict[int, Piece] = {}
    for each in found:
        was = pieces.get(each.item_id) or held.get(each.item_id)
        new = Piece(each.at_ms, each.revision, each.part, each.flag)
        pieces[each.item_id] = new if was is None else _again(was, new)
    return {item_id: piece for item_id, piece in pieces.items() if held.get(item_id) != piece}


def grown(
    connection: Connection, firing: Firing, held: Mapping[int, Piece], new: Mapping[int, Piece], since_ms: int
) -> Grown:
    """What the pieces that an alert holds and those that are new come to by the rule of a firing.

    What came before `since_ms` has reached no rung by itself. What is held aloud says nothing new, by whatever name its people
    go now; who is known only by what came in silently is news to everybody.
    """
    pieces = {**held, **new}
    weighed = _weighed(connection, firing, pieces)
    loud = [each for each in weighed if firing.quiet or pieces[each.item_id].flag in _LOUD]
    stale = [each for each in weighed if pieces[each.item_id].flag == STALE]
    severity = _severity(firing, loud, since_ms) if loud or not pieces else min(firing.severity, INFO)
    heard = [*loud, *stale] if severity <= INFO else loud
    said = _voices(heard)
    before = {fact[:2] for fact in _voices(each for each in heard if each.item_id not in new)}
    rings = facts.rings_for(firing.rule)
    news = [fact for fact in said if fact.kind in rings and fact[:2] not in before]
    is_heard = not firing.found or severity <= INFO or any(is_loud(each.flag) for each in firing.found)
    own = [fact for fact in firing.facts if fact.kind != facts.EPISODE] if is_heard else []
    return Grown(
        severity=severity,
        counts=weighing.counts(weighed),
        news=(Fact(facts.RUNG, str(severity)), *own, *news),
        told=(*firing.facts, *said),
    )


def adds_nothing(
    connection: Connection,
    firing: Firing,
    alert_id: int,
    pieces: Mapping[int, Piece],
    known: Collection[tuple[str, str]],
) -> bool:
    """Are these copies of what an alert rests on already, that name nobody whom it does not know?

    So a story of 2,000 copies is not weighed anew with each of them.
    """
    if evidence.echoes(connection, alert_id, pieces) != pieces.keys():
        return False
    weighed = _weighed(connection, firing, pieces)
    named = [voice for each in weighed for voice in each.voices if not voice.own]
    return all((facts.PRIMARY, name) in known for name, *_ in named) and all(
        not side or (facts.SIDE, side) in known for _, side, *_ in named
    )


def is_loud(flag: str) -> bool:
    """May what is flagged so ring as grave as its rule says?"""
    return flag in _LOUD


def _weighed(connection: Connection, firing: Firing, pieces: Mapping[int, Piece]) -> list[Weight]:
    """What counts of these pieces for the alert of a firing."""
    seen = {item_id: piece.at_ms for item_id, piece in pieces.items() if piece.flag != WITHDRAWN}
    weighed = weights.of(connection, seen, *weighing.asked(firing.rule, firing.group))
    return weighing.of_group(weighed, firing.rule, firing.group)


def _again(was: Piece, new: Piece) -> Piece:
    """A piece that is found again: what was brought in silently counts from now on, the rest goes on counting from then."""
    part = was.part if new.part in ("", was.part) else new.part if not was.part else "both"
    is_low = was.flag in (*QUIET, STALE)
    if new.flag in _LATER:
        return was._replace(flag=was.flag if is_low and new.flag == EDITED else new.flag, revision=new.revision)
    if is_low and new.flag in _LOUD:
        return new._replace(part=part)
    return was._replace(part=part, revision=max(was.revision, new.revision))


def _severity(firing: Firing, loud: Sequence[Weight], since_ms: int) -> int:
    reached = (rung.severity for rung in firing.rule.rungs if _is_reached(rung.need, loud, since_ms))
    return max((firing.severity, *reached))


def _is_reached(need: Need, weighed: Sequence[Weight], since_ms: int) -> bool:
    """Is it as much, within some time that ends then or later?"""
    if need.within_ms is None:
        return weighing.counts(weighed).reach(need.least)
    return any(
        weighing.counts([each for each in weighed if each.at_ms <= end_ms], end_ms - need.within_ms).reach(need.least)
        for end_ms in sorted({each.at_ms for each in weighed if each.at_ms >= since_ms})
    )


def _voices(heard: Iterable[Weight]) -> list[Fact]:
    weighed = list(heard)
    said = [Fact(facts.PRIMARY, name, item_id) for name, item_id in weighing.primaries(weighed).items()]
    return said + [Fact(facts.SIDE, side, item_id) for side, item_id in weighing.sides(weighed).items()]
