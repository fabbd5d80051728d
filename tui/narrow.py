"""Only the cells that changed go to the terminal.

Textual 8.2.8 draws a changed span from the left edge of its widget (`ChopsUpdate.render_segments` crops at the right only): a clock
at column 60 of a header re-sends all that stands before it, 900 bytes where 50 do. tests/tui/test_bytes.py tells when this is
mended upstream.
"""

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate


class NarrowUpdate(ChopsUpdate):
    """A partial update cropped at both ends of each span."""

    @classmethod
    def of(cls, update: ChopsUpdate) -> "NarrowUpdate":
        """The same update, narrowed."""
        return cls(update.chops, update.spans, update.chop_ends)

    def render_segments(self, console: Console) -> str:
        """The bytes to write."""
        written: list[str] = []
        for y, first, last in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                start, stop = max(x, first), min(end, last)
                if strip is not None and start < stop:
                    written.append(Control.move_to(start, y).segment.text)
                    written.append(strip.crop(start - x, stop - x).render(console))
        return "".join(written)
