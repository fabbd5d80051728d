"""A list whose rows may stand under a heading of columns."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size

from tui.look import Look
from tui.present.title import Title
from tui.text import SafeText, spaces, span
from tui.widgets.idlist import MARGIN, IdList
from tui.widgets.lines import PaneClicked

Row = TypeVar("Row")


class HeadedPainter(Protocol[Row]):
    """As a list's painter, and what stands above the rows."""

    def rows(self, ids: Sequence[int]) -> Mapping[int, Row]:
        """The rows of these ids, as storage has them now."""

    def paint(self, row: Row, width: int) -> list[Segment]:
        """One row, without the margin."""

    def title(self) -> Title:
        """The pane's head."""

    def empty(self) -> Sequence[SafeText]:
        """What to say when there is no row, a sentence or an empty line each."""

    def heading(self, width: int) -> list[Segment]:
        """The names of the columns, without the margin; empty where the rows have none."""


class HeadedList(IdList[Row]):
    """The line under the title is the heading, where the painter has one for the width and there are rows."""

    def __init__(self, name: str, painter: HeadedPainter[Row], look: Look) -> None:
        super().__init__(name, painter, look)
        self._heads = painter

    def laid_out(self, size: Size) -> None:
        """As many rows as fit under title and heading."""
        self.model.resize(size.height - 1 - self._taken(size.width))

    def line(self, y: int, width: int) -> list[Segment]:
        """The title, the heading, then rows."""
        taken = self._taken(width) if self.model.ids else 0
        if 0 < y <= taken:
            return [span(spaces(MARGIN), self.look.base), *self._heads.heading(width - MARGIN)]
        return super().line(max(0, y - taken), width)

    def _taken(self, width: int) -> int:
        return 1 if self._heads.heading(width - MARGIN) else 0

    def on_click(self, event: events.Click) -> None:
        """The heading is no row."""
        event.prevent_default()
        index = self.model.top + event.y - 1 - self._taken(self.size.width)
        if self.model.top <= index < len(self.model):
            self.model.go(index)
            self.update()
        self.post_message(PaneClicked(self.pane))
