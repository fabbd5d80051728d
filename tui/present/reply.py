"""What a command of the command line has written, set as a page: its columns kept, its long lines broken."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.segment import Segment

from tui.look import Look
from tui.text import SafeText, cells, safe_run, spaces, span

_GAP = re.compile("( {2,})")
_TAB = 8
_HANGING = 4
"""Columns by which the rest of a broken line is set in, where it has no columns."""


def reply_lines(lines: Iterable[str], width: int, look: Look) -> list[list[Segment]]:
    """A page's lines; each of theirs takes as many as it needs."""
    return [[span(part, look.base)] for line in lines for part in _broken(aligned(line), width)]


def aligned(line: str) -> SafeText:
    """A line of clean text whose runs of blanks stay as long as they were: they make its columns."""
    pieces: Sequence[str] = _GAP.split(line.expandtabs(_TAB).rstrip())
    return SafeText("".join(spaces(len(piece)) if piece.isspace() else safe_run(piece) for piece in pieces))


def _broken(line: SafeText, width: int) -> Iterator[SafeText]:
    """At a blank where there is one in the latter half, else anywhere; the rest stands under the line's last column."""
    column = max((gap.end() for gap in _GAP.finditer(line, 0, width // 2)), default=0)
    hanging, indent, start = spaces(column or min(_HANGING, width // 4)), spaces(0), 0
    while (end := start + _fitting(line, start, width - len(indent))) < len(line):
        blank = line.rfind(" ", (start + end) // 2, end + 1)
        stop = blank if blank > start else end
        yield SafeText(indent + line[start:stop])
        indent, start = hanging, stop + (blank > start)
    yield SafeText(indent + line[start:])


def _fitting(line: SafeText, start: int, width: int) -> int:
    """How many of its characters from there on fit, at least one; a character takes two columns at most."""
    n = max(1, width)
    while n > 1 and (over := cells(SafeText(line[start : start + n])) - width) > 0:
        n = max(1, n - (over + 1) // 2)
    return n
