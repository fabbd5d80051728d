"""A field of an item as runs of style: the words of each tag stand out in the colour of their stance, underlined."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rich.style import Style

from storage.query.highlight import Span
from storage.rows import TagRow
from tui.look import Look
from tui.present.badges import stance_style
from tui.present.wrap import Run
from tui.text import safe_run

UNDERLINE = Style(underline=True)
_Marked = tuple[int, int, Style]


def evidence_runs(
    text: str, tags: Iterable[TagRow], plain: Style, look: Look, hits: Sequence[Span] = ()
) -> list[list[Run]]:
    """The paragraphs of a field, each as runs; where spans overlap, the later tag wins, and evidence wins over cues.

    `hits`, the words that somebody looks for, have a ground of their own, whatever else they are.
    """
    marked: list[_Marked] = []
    for tag in tags:
        marked.append((tag.start, tag.end, stance_style(tag.stance, look) + UNDERLINE))
        if tag.cue_end > tag.cue_start:
            marked.insert(0, (tag.cue_start, tag.cue_end, stance_style(tag.stance, look)))
    paragraphs: list[list[Run]] = []
    start = 0
    for paragraph in text.split("\n"):
        if paragraph.strip():
            paragraphs.append(_runs(text, start, start + len(paragraph), marked, hits, plain, look))
        start += len(paragraph) + 1
    return paragraphs


def is_evidence(style: Style | None) -> bool:
    """Is this the style of a tag's words?"""
    return bool(style and style.underline)


def _runs(
    text: str,
    start: int,
    end: int,
    marked: Sequence[_Marked],
    hits: Sequence[Span],
    plain: Style,
    look: Look,
) -> list[Run]:
    inside = [(max(a, start), min(b, end), style) for a, b, style in marked if a < end and b > start]
    sought = [(max(a, start), min(b, end)) for a, b in hits if a < end and b > start]
    edges = sorted({start, end, *(x for a, b, _ in inside for x in (a, b)), *(x for hit in sought for x in hit)})
    runs: list[Run] = []
    for a, b in pairwise(edges):
        style = next((style for x, y, style in reversed(inside) if x <= a and b <= y), plain)
        is_hit = any(x <= a and b <= y for x, y in sought)
        runs.append((safe_run(text[a:b]), style + look.hit if is_hit else style))
    return runs
