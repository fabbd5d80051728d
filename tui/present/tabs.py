"""The line of tabs where not all panes have room."""

from collections.abc import Collection, Mapping

from rich.segment import Segment

from tui.commands import PANES
from tui.look import Look
from tui.text import SafeText, cells, say, spaces, span


def tab_line(active: str, shown: Collection[str], counts: Mapping[str, int], width: int, look: Look) -> list[Segment]:
    """`1 Sources  2 Queue 12  3 Alerts 2  4 Quotes  5 Story`: numbers are what is new there."""
    line: list[Segment] = []
    room = width
    for number, pane in enumerate(PANES, 1):
        name = SafeText(pane.capitalize())
        text = say(" {} {} {} ", number, name, counts[pane]) if counts.get(pane) else say(" {} {} ", number, name)
        if cells(text) + 1 > room:
            break
        style = look.title_active if pane == active else look.base if pane in shown else look.dim
        line += [span(text, style), span(spaces(1), look.base)]
        room -= cells(text) + 1
    return line
