"""Header, tabs, message and key line: one row, painted by whoever owns it."""

from collections.abc import Callable

from rich.segment import Segment

from tui.look import Look
from tui.widgets.lines import Lines


class OneLine(Lines):
    """A row that asks for its segments."""

    def __init__(self, name: str, paint: Callable[[int], list[Segment]], look: Look) -> None:
        super().__init__(look, name)
        self._paint = paint

    def line(self, y: int, width: int) -> list[Segment]:
        """What the owner paints."""
        return self._paint(width)
