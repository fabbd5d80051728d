"""How an alert makes itself heard: a BEL and the terminal's title, which are all that tmux lets pass unasked."""

from collections.abc import Callable

from tui.text import EMPTY, SafeText

LEAST_GAP_MS = 2_000
SAVE_TITLE = "\x1b[22;0t"
RESTORE_TITLE = "\x1b[23;0t"


class Bell:
    """Rings at most once in two seconds; `write` goes to the terminal."""

    def __init__(self, write: Callable[[str], None], audible: bool) -> None:
        self._write = write
        self._audible = audible
        self._rang_ms: int | None = None
        self._title = EMPTY

    def ring(self, now_ms: int) -> None:
        """One BEL, unless one has just been; a clock that was set back silences nothing."""
        has_just = self._rang_ms is not None and 0 <= now_ms - self._rang_ms < LEAST_GAP_MS
        if self._audible and not has_just:
            self._rang_ms = now_ms
            self._write("\x07")

    def title(self, title: SafeText) -> None:
        """The terminal's title; ended by ST, for a BEL would ring in some terminals."""
        if title != self._title:
            self._write((SAVE_TITLE if not self._title else "") + f"\x1b]0;{title}\x1b\\")
            self._title = title

    def leave(self) -> None:
        """Give the terminal its own title back."""
        if self._title:
            self._write(RESTORE_TITLE)
