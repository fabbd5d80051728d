"""Textual's side of tui.arrange: widgets stand where the plan says, by their names."""

from collections.abc import Callable

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from tui.arrange import Plan


class PlannedLayout(Layout):
    """Places children by name; one without a box is not shown."""

    name = "planned"

    def __init__(self, plan: Callable[[Size], Plan]) -> None:
        self._plan = plan

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Called by Textual at each change of size or of what is shown."""
        boxes = self._plan(size).boxes
        return [
            WidgetPlacement(Region(*boxes[child.name]), NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if child.name in boxes
        ]
