"""The one list of the desk: ids newest first, rows read as they come into view, a cursor that is an id."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message

from tui.look import Look
from tui.model import Rows
from tui.present.fill import filled
from tui.present.title import Title, title_line
from tui.present.wrap import wrap
from tui.text import SPACE, SafeText, spaces, span
from tui.widgets.lines import Lines, PaneClicked

Row = TypeVar("Row")
_Shown = tuple[int, bool, bool]
"""A row's id, whether the cursor is on it, whether it is marked."""
CACHED_ROWS = 1_000
NOT_REVERSED = Style(reverse=False)
MARGIN = 2
"""Columns before a row: the cursor's sign, then the mark's; neither hides the other."""
GONE = SafeText("no longer held; another look at the view takes it away")


class Painter(Protocol[Row]):
    """What a pane tells its list: where rows come from and how one looks."""

    def rows(self, ids: Sequence[int]) -> Mapping[int, Row]:
        """The rows of these ids, as storage has them now."""

    def paint(self, row: Row, width: int) -> list[Segment]:
        """One row, without the margin."""

    def title(self) -> Title:
        """The pane's head."""

    def empty(self) -> Sequence[SafeText]:
        """What to say when there is no row, a sentence or an empty line each."""


class IdList(Lines, Generic[Row]):
    """A title and the rows of a model; the pane that owns it is its painter."""

    class CursorMoved(Message):
        """The cursor rests on another row, or on none."""

        def __init__(self, pane: str) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, name: str, painter: Painter[Row], look: Look) -> None:
        super().__init__(look, name)
        self.pane = name
        self.model = Rows()
        self.active = False
        self._painter = painter
        self._cache: dict[int, Row] = {}
        self._announced: int | None = None
        self._drawn: dict[int, _Shown | None] = {}
        """Line -> what stands there."""

    # Painting

    def laid_out(self, size: Size) -> None:
        """As many rows as fit under the title."""
        self.model.resize(size.height - 1)

    def line(self, y: int, width: int) -> list[Segment]:
        """The title, then rows, or what to say when there is none."""
        if y == 0:
            return title_line(self._painter.title(), width, self.active, self.look)
        self._drawn[y] = self._shown(y)
        if not self.model.ids:
            return self._empty_line(y - 1, width)
        index = self.model.top + y - 1
        if index >= len(self.model):
            return []
        return self._row_line(index, width)

    def _row_line(self, index: int, width: int) -> list[Segment]:
        id = self.model.ids[index]
        row = self.row(id)
        on_cursor = index == self.model.cursor
        body = [span(GONE, self.look.faint)] if row is None else self._painter.paint(row, width - MARGIN)
        line = [*self._margin(id, on_cursor), *body]
        if not on_cursor:
            return line
        return [self._on_cursor(segment) for segment in filled(line, width, self.look)]

    def _on_cursor(self, segment: Segment) -> Segment:
        """The cursor's ground under a piece of its row; a piece with a ground of its own, such as a flash, keeps it.

        Where the ground is the ink reversed, a reversed piece stands out by being turned back.
        """
        style = segment.style or self.look.base
        if style.reverse and self.look.cursor.reverse and self.active:
            return Segment(segment.text, style + NOT_REVERSED)
        if style.bgcolor != self.look.base.bgcolor:
            return segment
        return Segment(segment.text, style + (self.look.cursor if self.active else self.look.cursor_resting))

    def _margin(self, id: int, on_cursor: bool) -> Iterator[Segment]:
        look, is_marked = self.look, id in self.model.marks or id in self.model.ranged
        yield span(look.glyphs.cursor if on_cursor else SPACE, look.accent if self.active else look.dim)
        yield span(look.glyphs.mark if is_marked else SPACE, look.warn)

    def _empty_line(self, y: int, width: int) -> list[Segment]:
        """Below the head a line is left free."""
        room = max(2, width - 2 * MARGIN)
        lines = [line for words in self._painter.empty() for line in wrap([(words, self.look.dim)], room) or [[]]]
        return [span(spaces(MARGIN), self.look.base), *lines[y - 1]] if 0 < y <= len(lines) else []

    # Rows

    def row(self, id: int) -> Row | None:
        """The row of an id, read with all others in view that are not yet known; None when it is gone."""
        if id not in self._cache:
            wanted = {id, *self.model.in_view} - self._cache.keys()
            if len(self._cache) > CACHED_ROWS:
                self._cache.clear()
            self._cache.update(self._painter.rows(list(wanted)))
        return self._cache.get(id)

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return None if self.model.cursor_id is None else self.row(self.model.cursor_id)

    def forget(self) -> None:
        """Read every row anew and repaint."""
        self._cache.clear()
        self.repaint()
        self._announce()

    def reread(self) -> None:
        """Read the rows in view anew, and repaint those that are not what they were; their looks go by nothing else."""
        before, self._cache = self._cache, {}
        differing = [y for y, id in enumerate(self.model.in_view, 1) if self.row(id) != before.get(id)]
        self.repaint({*differing, *self._moved()})
        self._announce()

    def update(self) -> None:
        """The model changed: repaint what stands elsewhere now, and tell when the cursor is on another id."""
        self.repaint(self._moved())
        self._announce()

    def _moved(self) -> Iterator[int]:
        """The title, and the lines that show another row than before, or the same with or without cursor or mark."""
        lines = range(1, self.model.height + 1)
        yield 0
        yield from (y for y in lines if not self.model.ids or self._drawn.get(y) != self._shown(y))

    def _shown(self, y: int) -> _Shown | None:
        model, index = self.model, self.model.top + y - 1
        if index >= len(model):
            return None
        id = model.ids[index]
        return id, index == model.cursor, id in model.marks or id in model.ranged

    def _announce(self) -> None:
        if self._announced != self.model.cursor_id:
            self._announced = self.model.cursor_id
            self.post_message(self.CursorMoved(self.pane))

    def turn_to(self, model: Rows) -> None:
        """Another list in the same place; each keeps its own cursor and view."""
        if model.height != self.model.height:
            model.resize(self.model.height)
        self.model = model
        self.forget()

    def activate(self, active: bool) -> None:
        """Whether keys come here: title and cursor show it."""
        if self.active != active:
            self.active = active
            self.repaint()

    def clear_choice(self) -> bool:
        """Drop marks and range; False when there was neither."""
        return self.model.clear_choice()

    # Motion, the same for every pane

    def move(self, by: int) -> None:
        """By lines."""
        self.model.move(by)
        self.update()

    def mark(self) -> None:
        """Mark the cursor's row, or unmark it, and go on to the next."""
        self.model.mark()
        self.move(1)

    def toggle_range(self) -> None:
        """Begin a range of marks at the cursor, or end it there."""
        self.model.toggle_range()
        self.update()

    def half_page(self, direction: int) -> None:
        """By half the view."""
        self.move(direction * max(1, self.model.height // 2))

    def first(self) -> None:
        """To the newest row; what waited is shown."""
        self.model.newest()
        self.update()

    def last(self) -> None:
        """To the oldest row."""
        self.model.go(len(self.model) - 1)
        self.update()

    def find(self, step: int, wanted: Callable[[Row], bool]) -> bool:
        """On to the next row, or back to the previous one, that is wanted; False when there is none."""

        def picked(ids: Sequence[int]) -> Collection[int]:
            return [id for id, row in self._painter.rows(ids).items() if wanted(row)]

        index = self.model.find(step, picked)
        if index is None:
            return False
        self.model.go(index)
        self.update()
        return True

    # Mouse, where it is on

    def on_click(self, event: events.Click) -> None:
        """The pane becomes active, the row under the pointer the cursor's."""
        if event.y > 0 and self.model.top + event.y - 1 < len(self.model):
            self.model.go(self.model.top + event.y - 1)
            self.update()
        self.post_message(PaneClicked(self.pane))

    def on_mouse_scroll_down(self) -> None:
        """Three rows on."""
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        """Three rows back."""
        self.move(-3)
