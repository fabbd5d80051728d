"""What of the items that match fits best, and which part of its text shows it. Pure.

SQLite's bm25 counts how many of all items hold each word before it ranks the first, and with an index that does not keep how
long each text is, as ours, it reads every text that matches. The same formula is applied here to the newest few hundred alone:
what a word is worth is taken from them, and what an older item would have been worth among them is not asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from storage.query.clauses import Wanted
from storage.query.highlight import Span, joined, places
from storage.rows import ItemRow

_WEIGHTS = (4.0, 2.0, 1.0)
"""What a word counts in title, summary and text."""
_SATURATION, _SHARE_OF_LENGTH = 1.2, 0.75
"""k1 and b of bm25."""
_SNIPPET, _LEAD = 180, 40
"""Characters of a snippet, and how many of them stand before what was found."""
_TITLE = 0


@dataclass(frozen=True, slots=True)
class Text:
    """An item as it is weighed."""

    item: ItemRow
    archive: str
    """As in storage.reads.search.Found."""
    fields: tuple[str, str, str]
    """Title, summary and text."""


def ranked(texts: Sequence[Text], words: Sequence[Wanted]) -> list[Text]:
    """The best first; of equals those first that come first."""
    counts = [[_counts(field, words, n) for n, field in enumerate(text.fields)] for text in texts]
    holding = [sum(any(fields[n][w] for n in range(3)) for fields in counts) for w in range(len(words))]
    worth = [log(1 + (len(texts) - held + 0.5) / (held + 0.5)) for held in holding]
    usual = [sum(len(text.fields[n]) for text in texts) / max(len(texts), 1) or 1.0 for n in range(3)]

    def score(place: int) -> float:
        lengths = [len(field) / usual[n] for n, field in enumerate(texts[place].fields)]
        return sum(_saturated(counts[place], lengths, w) * worth[w] for w in range(len(words)))

    return [texts[place] for place in sorted(range(len(texts)), key=lambda place: (-score(place), place))]


def snippet(text: Text, words: Sequence[Wanted]) -> tuple[str, tuple[Span, ...]]:
    """The part of an item's summary or text that holds most of what is wanted, and where; its beginning where none does."""
    best: tuple[tuple[int, int], str, int, list[Span]] | None = None
    for field in text.fields[1:]:
        hits = places(field, words, in_title=False)
        for start in sorted(span[0] for found in hits for span in found):
            within = [
                [span for span in found if start <= span[0] and span[1] <= start + _SNIPPET - _LEAD] for found in hits
            ]
            held = (sum(map(bool, within)), sum(map(len, within)))
            if best is None or held > best[0]:
                best = held, field, start, joined(span for found in hits for span in found)
    if best is None:
        return _cut(text.fields[1] or text.fields[2], 0, [])
    _, field, start, marks = best
    return _cut(field, start, marks)


def _counts(field: str, words: Sequence[Wanted], n: int) -> list[int]:
    return [len(found) for found in places(field, words, in_title=n == _TITLE)]


def _saturated(counts: Sequence[Sequence[int]], lengths: Sequence[float], w: int) -> float:
    """How much there is of a word: ten times is not ten times as good, and in a long text it is worth less."""
    much = sum(
        weight * fields[w] / (1 - _SHARE_OF_LENGTH + _SHARE_OF_LENGTH * length)
        for weight, fields, length in zip(_WEIGHTS, counts, lengths, strict=True)
    )
    return much * (_SATURATION + 1) / (much + _SATURATION)


def _cut(field: str, at: int, marks: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """The characters around a place, cut between words where there are any, with an ellipsis where something is left out."""
    first = max(0, at - _LEAD)
    if first:
        first = field.find(" ", first, at) + 1 or first
    last = min(len(field), first + _SNIPPET)
    if last < len(field):
        last = max(field.rfind(" ", at + 1, last), first) or last
    before, after = "…" if first else "", "…" if last < len(field) else ""
    shift = len(before) - first
    inside = ((start + shift, min(end, last) + shift) for start, end in marks if first <= start < last)
    return before + field[first:last].replace("\n", " ") + after, tuple(inside)
