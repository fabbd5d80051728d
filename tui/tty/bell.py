"""How an alert makes itself heard: a BEL and the terminal's title, which are all that tmux lets pass."""

from collections.abc import Callable

from tui.text import SafeText, say

LEAST_GAP_MS = 2_000
SAVE_TITLE = "\x1b[22;0t"
RESTORE_TITLE = "\x1b[23;0t"


class Bell:
    """Rings at most once in two seconds; `write` goes to the terminal."""

    def __init__(self, write: Callable[[str], None], audible: bool) -> None:
        self._write = write
        self._audible = audible
        self._rang_ms = -LEAST_GAP_MS
        self._title = ""

    def ring(self, now_ms: int) -> None:
        """One BEL, unless one has just been."""
        if self._audible and now_ms - self._rang_ms >= LEAST_GAP_MS:
            self._rang_ms = now_ms
            self._write("\x07")

    def title(self, new_alerts: int) -> None:
        """`feint: 2 alerts` in the terminal's title; ended by ST, for a BEL would ring in some terminals."""
        title = title_text(new_alerts)
        if title != self._title:
            self._write((SAVE_TITLE if not self._title else "") + f"\x1b]0;{title}\x1b\\")
            self._title = title

    def leave(self) -> None:
        """Give the terminal its own title back."""
        if self._title:
            self._write(RESTORE_TITLE)


def title_text(new_alerts: int) -> SafeText:
    """What the title says."""
    if not new_alerts:
        return SafeText("feint")
    return say("feint: {} alerts", new_alerts) if new_alerts > 1 else SafeText("feint: 1 alert")
