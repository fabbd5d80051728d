"""A screen that sends its first frame once, and knows no style but its own."""

from typing import Self

from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.screen import Screen


class PlainScreen(Screen[None], inherit_bindings=False, inherit_css=False):
    """Textual 8.2.8 draws the first frame as the screen resumes, and asks twice more for all of it: 46 kB of a start's 72."""

    DEFAULT_CSS = "PlainScreen { overflow: hidden hidden; }"
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False, repaint=False)
    _is_settled = False

    def on_mount(self) -> None:
        """From the first idle moment on, which follows the first frame, whatever asks for another gets it."""
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        self._is_settled = True

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Another frame, once the first one has been drawn."""
        if self._is_settled:
            super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self
