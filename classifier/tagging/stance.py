"""How a trigger is meant: cues with a direction, a reach and words that end it; the strongest stance wins."""

from bisect import bisect_left
from typing import Literal, NamedTuple

from classifier.lexicon.entries import Condition, Cue
from classifier.lexicon.matcher import Span
from classifier.lexicon.spots import NOWHERE, Spots
from classifier.records import Stance
from classifier.tagging.history import recent
from classifier.tagging.triggers import Trigger
from classifier.tagging.windows import Anchor, Scene, anchor
from classifier.words.passage import Sentence

PRECEDENCE: tuple[Stance, ...] = ("denied", "doubted", "conditional", "historical", "claimed", "asserted")
_RANK = {stance: rank for rank, stance in enumerate((*PRECEDENCE, ""))}
_NO_REACH = (0, -1)
_LONGEST_REACH = 110
"""Tokens: no cue reaches further (scope at most 100, and its own words)."""


class Reading(NamedTuple):
    """A stance with the cue that set it and where the cue stands; `asserted` has neither."""

    stance: Stance
    cue: str = ""
    span: Span = NOWHERE


class Idle(NamedTuple):
    """Why a cue whose words stand there says nothing."""

    reason: Literal["friend", "longer", "needs", "recent", "unless"]
    by: str = ""
    """The false friend, or the longer cue, that covers the words."""
    span: Span = NOWHERE
    """Where that stands."""
    condition: Condition | None = None
    """The need that nothing meets, or the suppressor that something meets."""
    anchor: Anchor | None = None
    """What meets the suppressor."""


class Heard(NamedTuple):
    """A cue's words, and its reach: a trigger that ends at `low` or behind and begins at `high` or before is meant."""

    span: Span
    cue: Cue
    low: int
    high: int
    rank: int
    """Of its stance, in PRECEDENCE."""
    idle: Idle | None


def standing(scene: Scene) -> list[Heard]:
    """The cues that count, in order: of nested ones of several stances the longest, and no false friends."""
    return [heard for heard in heard_in(scene) if heard.idle is None and heard.cue.stance]


def heard_in(scene: Scene) -> list[Heard]:
    """Every cue whose words stand in a passage, in order, and whether it counts."""
    found: list[Heard] = []
    cover: tuple[Cue, Span] | None = None
    kept = NOWHERE
    sentence: Sentence | None = None
    for cue, span in sorted(scene.spots.cues, key=lambda hit: (hit[1].first, -hit[1].end, hit[0].id)):
        sentence = sentence if sentence and span.first < sentence.end else scene.passage.sentence_at(span.first)
        nested = cover is not None and span.end <= cover[1].end and span != kept
        if cover is not None and nested and cue.stance != cover[0].stance:
            idle: Idle | None = Idle("longer" if cover[0].stance else "friend", cover[0].id, cover[1])
        else:
            idle = _idle(cue, span, sentence, scene)
        if idle is None and not nested:
            kept = span
            if cover is None or span.end > cover[1].end:
                cover = (cue, span)
        low, high = _reach(cue, span, sentence, scene.spots) if cue.stance and idle is None else _NO_REACH
        found.append(Heard(span, cue, low, high, _RANK[cue.stance], idle))
    return found


def _idle(cue: Cue, span: Span, sentence: Sentence, scene: Scene) -> Idle | None:
    """Why a cue that nothing covers says nothing: a year too near to be history, else its first condition that is broken."""
    if cue.stance == "historical" and recent(scene.passage.words[span.first : span.end], scene.year):
        return Idle("recent")
    for need in cue.needs:
        if anchor(need, span, sentence, scene) is None:
            return Idle("needs", condition=need)
    for bar in cue.unless:
        found = anchor(bar, span, sentence, scene)
        if found is not None:
            return Idle("unless", condition=bar, anchor=found)
    return None


def _reach(cue: Cue, span: Span, sentence: Sentence, spots: Spots) -> tuple[int, int]:
    """The first token that a trigger may end before, and the last that it may begin at."""
    low, high = span.first + 1, span.end - 1
    if cue.direction != "backward":
        stop = stop_behind(cue, span, spots)
        high = min(span.end + cue.scope, sentence.end - 1, stop.span.first if stop else sentence.end)
    if cue.direction != "forward":
        stop = stop_before(cue, span, spots)
        low = max(span.first - cue.scope, sentence.first + 1, stop.span.first + 1 if stop else 0)
    return low, high


def stop_behind(cue: Cue, span: Span, spots: Spots) -> Anchor | None:
    """The first word behind a cue that ends its reach."""
    nearest: Anchor | None = None
    for name in cue.stops:
        stops = spots.classes.get(name, ())
        at = bisect_left(stops, (span.end,))
        if at < len(stops) and (nearest is None or stops[at] < nearest.span):
            nearest = Anchor(name, stops[at])
    return nearest


def stop_before(cue: Cue, span: Span, spots: Spots) -> Anchor | None:
    """The last word before a cue that ends its reach."""
    nearest: Anchor | None = None
    for name in cue.stops:
        stops = spots.classes.get(name, ())
        at = bisect_left(stops, (span.first,)) - 1
        if at >= 0 and (nearest is None or stops[at] > nearest.span):
            nearest = Anchor(name, stops[at])
    return nearest


def reaches(heard: Heard, trigger: Trigger) -> bool:
    """Whether the trigger is within the cue's reach and of a label that it speaks of."""
    first, end = trigger.span
    touches = heard.low <= end and first <= heard.high
    return touches and (not heard.cue.labels or trigger.rule.label in heard.cue.labels)


def reading(trigger: Trigger, cues: list[Heard], told: Reading | None) -> Reading:
    """The strongest stance whose cue reaches the trigger; `told` is the claim of the quote or clause it stands in."""
    best = told or Reading("asserted")
    rank = _RANK[best.stance]
    for heard in between(cues, trigger.span.first - _LONGEST_REACH, trigger.span.end + _LONGEST_REACH):
        if heard.rank < rank and reaches(heard, trigger):
            rank = heard.rank
            best = Reading(PRECEDENCE[rank], heard.cue.id, heard.span)
    return best


def between(cues: list[Heard], first: int, end: int) -> list[Heard]:
    """The cues that begin at the tokens from `first` to before `end`."""
    low = bisect_left(cues, ((first,),))
    return cues[low : bisect_left(cues, ((end,),), low)]
