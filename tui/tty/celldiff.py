"""Which cells of a line changed: Textual sends whatever a widget marks as dirty, so we mark no more than that."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment

Span = tuple[int, int]
"""First column and the one behind the last."""


def changed_spans(old: Sequence[Segment], new: Sequence[Segment], width: int) -> list[Span]:
    """The stretches of `width` columns where two lines differ; every other cell is the same in text and style.

    Segments that begin and end alike are compared one by one, so a ticking clock and a counter far from it cost two small spans.
    """
    old_edges, new_edges = _edges(old), _edges(new)
    shared = sorted(old_edges.keys() & new_edges.keys() | {0, width})
    spans: list[Span] = []
    for start, end in pairwise(shared):
        before = old[old_edges.get(start, len(old)) : old_edges.get(end, len(old))]
        after = new[new_edges.get(start, len(new)) : new_edges.get(end, len(new))]
        if before != after:
            spans.append(_trimmed(before, after, start, end))
    return _joined(spans)


def _edges(line: Iterable[Segment]) -> dict[int, int]:
    """Column of each segment's begin -> its index."""
    edges: dict[int, int] = {}
    column = 0
    for index, segment in enumerate(line):
        edges.setdefault(column, index)
        column += cell_len(segment.text)
    return edges


def _trimmed(before: Sequence[Segment], after: Sequence[Segment], start: int, end: int) -> Span:
    """One stretch without the characters that both sides share at its ends; only where a character is a cell."""
    if len(before) != 1 or len(after) != 1 or before[0].style != after[0].style:
        return start, end
    a, b = before[0].text, after[0].text
    if len(a) != len(b) or not (a.isascii() and b.isascii()):
        return start, end
    differing = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return start + differing[0], start + differing[-1] + 1


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Neighbours as one: a jump of the terminal's cursor costs about eight bytes."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= 4:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
