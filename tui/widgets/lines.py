"""A widget that knows the lines it shows, and sends only the cells that change.

Textual 8.2.8 has no cell diff: one changed cell of a DataTable is 18.7 kB on the wire, and what a widget marks as dirty is drawn
from its left edge by composing every widget of the screen. Ours never overlap, so changed cells go to the terminal as they are:
a cursor step is some 500 bytes and half the CPU. Whole frames (a new size, other panes) are Textual's.
"""

import asyncio
from collections.abc import Iterable, Iterator

from rich.control import Control
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.look import Look
from tui.present.fill import filled, joined
from tui.text import SafeText, span
from tui.tty.celldiff import changed_spans
from tui.tty.wire import write


class PaneClicked(Message):
    """Somebody pointed at a pane."""

    def __init__(self, pane: str) -> None:
        super().__init__()
        self.pane = pane


class Lines(Widget, inherit_bindings=False, inherit_css=False):
    """Paints `line(y, width)` for each of its rows; `repaint` sends the differences.

    No style sheet is read for it (8 ms of a start), and a size of its own is no reason to draw the whole screen once more.
    """

    ALLOW_SELECT = False
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False, repaint=False)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(name=name)
        self.look = look
        self._said: list[list[Segment]] = []
        """Each row as its owner gave it."""
        self._painted: list[Strip] = []
        self._painted_size = Size(0, 0)
        self._stale: set[int] = set()
        """Rows to be composed anew before the event loop turns again."""

    def line(self, y: int, width: int) -> list[Segment]:
        """The segments of row `y`; shorter than `width` is filled, longer is cut. May raise: the row then shows `?`."""
        raise NotImplementedError

    def laid_out(self, size: Size) -> None:
        """Told before the first line of another size is asked for."""

    def repaint(self, rows: Iterable[int] | None = None) -> None:
        """Compose these rows anew, all by default, and send what differs from what is on the screen.

        However often that is asked for within one turn of the event loop, it is done once: a new item is several reasons.
        """
        region = self.region
        if (
            self._painted_size != region.size
        ):  # not shown, or about to stand elsewhere: the next frame composes all lines
            self._painted_size = Size(0, 0)
            self.refresh()
            return
        if not self._stale:
            asyncio.get_running_loop().call_soon(self._send)
        self._stale.update(range(region.height) if rows is None else rows)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Straight from what is painted: no style of a sheet is laid over, and Textual asks all widgets at each repaint."""
        strips = [self.render_line(y) for y in crop.line_range]
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """What Textual asks for; a new size composes all lines at once."""
        if self._painted_size != self.size:
            self._painted_size = self.size
            self._stale.clear()
            self.laid_out(self.size)
            self._said = [self._words(row) for row in range(self.size.height)]
            self._painted = [self._strip(segments) for segments in self._said]
        if self._stale:
            self._send()
        return self._painted[y] if y < len(self._painted) else Strip.blank(self.size.width, self.look.base)

    def _send(self) -> None:
        """The cells of stale rows that differ, to the terminal."""
        region, stale = self.region, sorted(self._stale)
        self._stale.clear()
        if self._painted_size != region.size:
            return
        written: list[str] = []
        for y in stale:
            if 0 <= y < region.height and (said := self._words(y)) != self._said[y]:
                self._said[y] = said
                before, self._painted[y] = self._painted[y], self._strip(said)
                written += self._difference(y, before, self._painted[y], region)
        if written and not self.app._exit:  # a clock that ticks once more would paint the shell's screen
            write(self.app, "".join(written))

    def _difference(self, y: int, before: Strip, after: Strip, region: Region) -> Iterator[str]:
        for start, end in changed_spans(list(before), list(after), region.width):
            yield Control.move_to(region.x + start, region.y + y).segment.text
            yield after.crop(start, end).render(self.app.console)

    def _words(self, y: int) -> list[Segment]:
        try:
            return self.line(y, self.size.width)
        except Exception as error:  # a row that cannot be drawn must not take the desk with it
            self.log.error(error)
            return [span(SafeText("?"), self.look.bad)]

    def _strip(self, segments: list[Segment]) -> Strip:
        width = self.size.width
        return Strip(joined(filled(segments, width, self.look)), width)
