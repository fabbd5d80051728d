"""A page of set lines that scrolls only by the operator's hand."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message

from tui.look import Look
from tui.present.title import Title, title_line
from tui.text import SPACE, say, span
from tui.widgets.lines import Lines, PaneClicked

Line = list[Segment]


class Page(Lines):
    """A title and lines below it."""

    class Resized(Message):
        """The lines must be set anew for another width."""

        def __init__(self, pane: str) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, name: str, look: Look) -> None:
        super().__init__(look, name)
        self.pane = name
        self.active = False
        self.top = 0
        self.pointed: int | None = None
        """The line that was sought last; it carries the cursor's sign."""
        self._is_sought = False
        """Whether it is to be brought into view as soon as the page is on the screen."""
        self.lines: Sequence[Line] = ()
        self.head = Title(0, SPACE)

    @property
    def text_width(self) -> int:
        """Columns that a line may take."""
        return max(1, self.size.width - 2)

    def laid_out(self, size: Size) -> None:
        """The owner sets the lines for the new width."""
        self._scroll(self.top)
        self.post_message(self.Resized(self.pane))

    def line(self, y: int, width: int) -> Line:
        """The title, then the lines in view."""
        if y == 0:
            return title_line(self._title(), width, self.active, self.look)
        index = self.top + y - 1
        if index >= len(self.lines):
            return []
        pointed = (
            span(self.look.glyphs.cursor, self.look.accent) if index == self.pointed else span(SPACE, self.look.base)
        )
        return [pointed, *self.lines[index]]

    def show(
        self, head: Title, lines: Sequence[Line], from_top: bool, moved: Callable[[int], int] = lambda line: line
    ) -> None:
        """Other lines; the view goes to their top or stays where it is. `moved`: where a line that was there stands now."""
        self.head, self.lines = head, lines
        self.pointed = None if from_top or self.pointed is None else moved(self.pointed)
        self._scroll(0 if from_top or self.top == 0 else moved(self.top))
        if self._is_sought and self.pointed is not None:
            self.reveal(self.pointed)
        self.repaint()

    def activate(self, active: bool) -> None:
        """Whether keys come here: the title shows it."""
        if self.active != active:
            self.active = active
            self.repaint((0,))

    def reveal(self, index: int) -> None:
        """Scroll so that this line is in view, with some of what leads to it."""
        height = self.size.height - 1
        self.pointed, self._is_sought = index, height < 1
        if not self._is_sought and not self.top <= index < self.top + height:
            self._scroll(index - height // 3)
        self.repaint()

    def clear_choice(self) -> bool:
        """Take the cursor's sign off the line that was sought; that alone is nothing to leave."""
        self.pointed = None
        return False

    def move(self, by: int) -> None:
        """By lines."""
        self._scroll(self.top + by)
        self.repaint()

    def half_page(self, direction: int) -> None:
        """By half the view."""
        self.move(direction * max(1, (self.size.height - 1) // 2))

    def first(self) -> None:
        """To the top."""
        self.move(-len(self.lines))

    def last(self) -> None:
        """To the end."""
        self.move(len(self.lines))

    def _title(self) -> Title:
        """The head, and how much of the page has been in view from its top on, where it is longer than the view."""
        bottom, whole = self.top + self.size.height - 1, len(self.lines)
        return (
            replace(self.head, count=say("{}%", 100 * bottom // whole)) if self.size.height - 1 < whole else self.head
        )

    def _scroll(self, top: int) -> None:
        self.top = max(0, min(top, len(self.lines) - (self.size.height - 1)))

    def on_click(self, event: events.Click) -> None:
        """The pane becomes active."""
        event.stop()
        self.post_message(PaneClicked(self.pane))

    def on_mouse_scroll_down(self) -> None:
        """Three lines on."""
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        """Three lines back."""
        self.move(-3)
