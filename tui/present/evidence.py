"""A field of an item as runs of style: the words of each tag stand between brackets with the sign of its stance, in its colour.

`[+begin return to garrison]`, `[?leave]`, `[-not withdraw]`, `[~the last withdrawal]`: no colour is needed to read it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.style import Style

from storage.query.highlight import Span
from storage.rows import TagRow
from tui.look import Look
from tui.present.badges import sign, stance_style
from tui.present.wrap import Run
from tui.text import SafeText, safe_run, say

_UNDERLINED, _PLAIN = Style(underline=True), Style(underline=False)
_CLOSING = SafeText("]")


class Paragraph(NamedTuple):
    """What stands between two line ends."""

    runs: Sequence[Run]
    marks: Sequence[tuple[int, TagRow]] = ()
    """Where in the words of the runs those of a tag begin, or go on from the paragraph before."""


def paragraphs(
    text: str, tags: Sequence[TagRow], plain: Style, look: Look, hits: Sequence[Span] = (), within: Span | None = None
) -> list[Paragraph]:
    """The paragraphs of a text, or of a part of it; where tags overlap, the later one has the words.

    `hits`, the words that somebody looks for, in order and apart, have a ground of their own, whatever else they are.
    """
    start, end = within or (0, len(text))
    made: list[Paragraph] = []
    for words in text[start:end].split("\n"):
        stop = start + len(words)
        if words.strip():
            here = [tag for tag in tags if _is_in(tag, start, stop)]
            sought = hits[bisect_left(hits, (start,)) : bisect_left(hits, (stop,))]
            made.append(
                _marked(text, start, stop, here, sought, plain, look)
                if here or sought
                else Paragraph([(safe_run(words), plain)])
            )
        start = stop + 1
    return made


def _is_in(tag: TagRow, start: int, stop: int) -> bool:
    """Does it have words or its cue here?"""
    return (tag.start < stop and tag.end > start) or (tag.cue_start < stop and tag.cue_end > start)


def _marked(
    text: str, start: int, stop: int, tags: Sequence[TagRow], hits: Sequence[Span], plain: Style, look: Look
) -> Paragraph:
    """A paragraph cut wherever anything begins or ends in it."""
    spoken, cues, sought = (
        [(max(a, start), min(b, stop)) for a, b in places]
        for places in ([(tag.start, tag.end) for tag in tags], [(tag.cue_start, tag.cue_end) for tag in tags], hits)
    )
    edges = sorted({start, stop, *(edge for a, b in (*spoken, *cues, *sought) if a < b for edge in (a, b))})
    held, cued, lit = (_owners(edges, places) for places in (spoken, cues, sought))
    clean = safe_run(text[start:stop])
    is_clean = clean == text[start:stop]
    runs: list[Run] = []
    marks: list[tuple[int, TagRow]] = []
    length = 0
    for at, (a, b) in enumerate(pairwise(edges)):
        marks += [(length, tag) for tag, place in zip(tags, spoken, strict=True) if place[0] == a < place[1]]
        owner = held[at] if held[at] is not None else cued[at]
        style = plain if owner is None else stance_style(tags[owner].stance, look) + _PLAIN
        piece = SafeText(clean[a - start : b - start]) if is_clean else safe_run(text[a:b])
        words = [(piece, style + look.hit if lit[at] is not None else style)]
        if held[at] is not None and owner is not None:
            words = _bracketed(words[0], style, sign(tags[owner].stance), at == 0 or held[at - 1] != owner,
                               at + 1 == len(held) or held[at + 1] != owner)  # fmt: skip
        runs += words
        length += sum(len(run) for run, _ in words)
    return Paragraph(runs, marks)


def _bracketed(run: Run, style: Style, sign: SafeText, begins: bool, ends: bool) -> list[Run]:
    """A tag's words, or a piece of them, underlined."""
    opening = [(say("[{}", sign), style)] if begins else []
    return [*opening, (run[0], run[1] + _UNDERLINED), *([(_CLOSING, style)] if ends else [])]


def _owners(edges: Sequence[int], places: Sequence[Span]) -> list[int | None]:
    """Between each two edges the number of the place that they lie in, of the last one where places overlap."""
    owners: list[int | None] = [None] * (len(edges) - 1)
    for number, (a, b) in enumerate(places):
        if a < b:
            first, last = bisect_left(edges, a), bisect_left(edges, b)
            owners[first:last] = [number] * (last - first)
    return owners
