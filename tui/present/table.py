"""A line of a table: cells of known width, all lines of it alike."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from tui.look import Look
from tui.text import SafeText, cut, left, right, spaces, span


class Cell(NamedTuple):
    """What stands in a column, and how wide the column is."""

    text: SafeText
    style: Style
    width: int
    to_right: bool = False


def table_line(cells: Sequence[Cell], gap: int, look: Look) -> list[Segment]:
    """The cells side by side; what is too long for its column is cut, and shows that it is."""
    line: list[Segment] = []
    for cell in cells:
        text = cut(cell.text, cell.width, look.glyphs.ellipsis)
        line.append(span(right(text, cell.width) if cell.to_right else left(text, cell.width), cell.style))
        line.append(span(spaces(gap), look.base))
    return line[:-1]
