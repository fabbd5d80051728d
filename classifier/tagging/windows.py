"""What stands near a rule's or cue's words: the window of a condition, and the word of a class that lies in it."""

from bisect import bisect_left
from typing import NamedTuple

from classifier.lexicon.entries import Condition
from classifier.lexicon.matcher import Span
from classifier.lexicon.spots import NOWHERE, Spots
from classifier.tagging.history import year_of
from classifier.words.passage import Passage, Sentence

_LONGEST_CLASS = 8
"""No class phrase is longer, in tokens: how far before a window one may begin and still reach into it."""


_ASIDE_CHARS = 120
"""So far down a description most of what its headline does not speak of is background (six of seven read, 2026)."""


class Scene(NamedTuple):
    """One passage with all that the lexicon finds in it, and what of the whole item bears on it."""

    passage: Passage
    spots: Spots
    item: frozenset[str]
    """The word classes of the whole item."""
    year: int | None
    """The item's year, where it is known."""


class Anchor(NamedTuple):
    """A word of a class that a condition speaks of; NOWHERE where it may stand anywhere in the item."""

    name: str
    span: Span


def scenes_of(passages: list[Passage], spots: list[Spots], dated_ms: int | None) -> list[Scene]:
    """An item's passages with what was spotted in each; `dated_ms` is the item's date."""
    item = frozenset[str]().union(*[found.classes for found in spots])
    year = year_of(dated_ms)
    _mark_asides(passages, spots)
    return [Scene(passage, found, item, year) for passage, found in zip(passages, spots, strict=True)]


def _mark_asides(passages: list[Passage], spots: list[Spots]) -> None:
    """Class ASIDE: a rule's words far down an item whose headline holds no rule's words."""
    if len(passages) < 2 or passages[0].field != "title" or spots[0].rules:
        return
    for passage, found in zip(passages[1:], spots[1:], strict=True):
        deep = sorted({span for _, span in found.rules if passage.starts[span.first] >= _ASIDE_CHARS})
        if deep:
            found.classes["ASIDE"] = deep


def anchor(condition: Condition, span: Span, sentence: Sentence, scene: Scene) -> Anchor | None:
    """The word that makes the condition true of `span`: one of its classes, near enough; None where it is not true."""
    if condition.scope == "item":
        return next((Anchor(name, NOWHERE) for name in condition.classes if name in scene.item), None)
    low, high = window(condition, span, sentence, scene.spots)
    for name in condition.classes:
        found = _within(name, low, high, sentence, scene)
        if found is not None:
            return Anchor(name, found)
    return None


def window(condition: Condition, span: Span, sentence: Sentence, spots: Spots) -> tuple[int, int]:
    """The tokens that a condition looks at around `span`, the first and the one behind the last; none beyond the sentence."""
    low = span.first if condition.side == "right" else max(sentence.first, span.first - condition.within)
    high = span.end if condition.side == "left" else min(sentence.end, span.end + condition.within)
    return _clause(span, low, high, spots) if condition.scope == "clause" else (low, high)


def _clause(span: Span, low: int, high: int, spots: Spots) -> tuple[int, int]:
    """Narrow a window to the clause around `span`: nothing beyond a word or mark of the class CLAUSE or COMMA."""
    for name in ("CLAUSE", "COMMA"):
        marks = spots.classes.get(name, [])
        at = bisect_left(marks, (span.first,))
        if at and marks[at - 1].end > low:
            low = marks[at - 1].end
        at = bisect_left(marks, (span.end,))
        if at < len(marks) and marks[at].first < high:
            high = marks[at].first
    return low, high


def _within(name: str, low: int, high: int, sentence: Sentence, scene: Scene) -> Span | None:
    """The first word of the class that reaches into the tokens from `low` to before `high`."""
    if name == "NAME":
        return _capital(max(low, _first_name(sentence)), high, scene.passage)
    spans = scene.spots.classes.get(name)
    if not spans:
        return None
    at = bisect_left(spans, (low - _LONGEST_CLASS,))
    while at < len(spans) and spans[at].first < high:
        if spans[at].end > low:
            return spans[at]
        at += 1
    return None


def near(name: str, span: Span, reach: int, sentence: Sentence, scene: Scene) -> list[Span]:
    """The words of a class in the sentence of `span`, not farther than so many tokens from it."""
    low, high = max(sentence.first, span.first - reach), min(sentence.end, span.end + reach)
    if name == "NAME":
        low = max(low, _first_name(sentence))
        return [Span(at, at + 1) for at in range(low, high) if scene.passage.capitals[at]]
    spans = scene.spots.classes.get(name, [])
    return spans[bisect_left(spans, (low,)) : bisect_left(spans, (high,))]


def _first_name(sentence: Sentence) -> int:
    """Where a name may stand first: any word that begins a sentence has a capital, but a headline begins with who acts."""
    return sentence.first if sentence.headline else sentence.first + 1


def _capital(low: int, high: int, passage: Passage) -> Span | None:
    """The first capitalised word."""
    for at in range(low, high):
        if passage.capitals[at]:
            return Span(at, at + 1)
    return None
