"""How a trigger is meant: cues with a direction, a reach and words that end it; the strongest stance wins."""

from bisect import bisect_left
from typing import NamedTuple

from classifier.lexicon import Cue
from classifier.matcher import Span
from classifier.passage import Passage
from classifier.records import Stance
from classifier.spots import NOWHERE, Spots, holds, sentence_of
from classifier.triggers import Trigger

PRECEDENCE: tuple[Stance, ...] = ("denied", "doubted", "conditional", "historical", "claimed", "asserted")
_LONGEST_REACH = 110
"""Tokens: no cue reaches further (scope at most 100, and its own words)."""


class Reading(NamedTuple):
    """A stance with the cue that set it and where the cue stands; `asserted` has neither."""

    stance: Stance
    cue: str = ""
    span: Span = NOWHERE


def standing(passage: Passage, spots: Spots, item: frozenset[str]) -> list[tuple[Cue, Span]]:
    """The cues that count: of nested ones the longest, their needs met, and no false friends."""
    kept: list[tuple[Cue, Span]] = []
    covered = 0
    for cue, span in sorted(spots.cues, key=lambda hit: (hit[1].first, -hit[1].end, hit[0].id)):
        if span.end <= covered and not (kept and kept[-1][1] == span):
            continue
        if cue.needs:
            sentence = sentence_of(passage, span.first)
            if not all(holds(need, span, sentence, passage, spots, item) for need in cue.needs):
                continue
        covered = max(covered, span.end)
        kept.append((cue, span))
    return [(cue, span) for cue, span in kept if cue.stance]


def reading(trigger: Trigger, cues: list[tuple[Cue, Span]], spots: Spots, told: Reading | None) -> Reading:
    """The strongest stance whose cue reaches the trigger; `told` is the claim of the quote or clause it stands in."""
    best = told or Reading("asserted")
    at = bisect_left(cues, trigger.span.first - _LONGEST_REACH, key=lambda hit: hit[1].first)
    while at < len(cues) and cues[at][1].first < trigger.span.end + _LONGEST_REACH:
        cue, span = cues[at]
        at += 1
        if cue.stance and _reaches(cue, span, trigger, spots) and _stronger(cue.stance, best.stance):
            best = Reading(cue.stance, cue.id, span)
    return best


def _stronger(one: Stance, other: Stance) -> bool:
    return PRECEDENCE.index(one) < PRECEDENCE.index(other)


def _reaches(cue: Cue, span: Span, trigger: Trigger, spots: Spots) -> bool:
    if not trigger.sentence.first <= span.first < trigger.sentence.end:
        return False
    if cue.labels and trigger.rule.label not in cue.labels:
        return False
    if span.first < trigger.span.end and trigger.span.first < span.end:
        return True
    if span.end <= trigger.span.first:
        between = Span(span.end, trigger.span.first)
        return cue.direction != "backward" and _open(cue, between, spots)
    between = Span(trigger.span.end, span.first)
    return cue.direction != "forward" and _open(cue, between, spots)


def _open(cue: Cue, between: Span, spots: Spots) -> bool:
    """Whether the scope is long enough and no stop stands between."""
    if between.end - between.first > cue.scope:
        return False
    for name in cue.stops:
        stops = spots.classes.get(name, [])
        at = bisect_left(stops, (between.first,))
        if at < len(stops) and stops[at].first < between.end:
            return False
    return True
