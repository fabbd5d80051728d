"""The way of bytes to the terminal: a thread writes them, and whoever hands them over never waits.

Textual 8.2.8 queues 30 writes and then blocks the event loop, so a desk behind a link that stands still would hear neither keys
nor signals. Here what paints is dropped once a terminal falls too far behind, and a whole frame is asked for when it has caught up.
"""

import os
import re
import threading
from collections.abc import Callable
from contextlib import suppress

BEHIND = 1 << 16
"""Characters that may wait: three whole frames, half a second of a line of 1 Mbit/s."""
LEAVING_S = 0.5
"""How long a terminal may take for the last bytes."""
_PAINTS = re.compile(r"\x1b\[\d+;\d+H")
"""What begins by moving the cursor draws cells, and a whole frame makes up for it; modes, title and bell nothing replaces."""


class Outlet(threading.Thread):
    """Writes to `fileno` what it is given, in order; `caught_up` is called, in this thread, when some of it was dropped."""

    def __init__(self, fileno: int, encoding: str, caught_up: Callable[[], None]) -> None:
        super().__init__(daemon=True, name="outlet")
        self._fileno = fileno
        self._encoding = encoding
        self._caught_up = caught_up
        self._changed = threading.Condition()
        self._waiting: list[str] = []
        self._size = 0
        self._is_behind = False
        self._is_ending = False

    def write(self, text: str) -> None:
        """Hand over; returns at once."""
        with self._changed:
            if self._size > BEHIND:
                self._is_behind = True
                self._waiting = [kept for kept in self._waiting if not _PAINTS.match(kept)]
                self._size = sum(map(len, self._waiting))
            if not (self._is_behind and _PAINTS.match(text)):
                self._waiting.append(text)
                self._size += len(text)
                self._changed.notify_all()

    def end(self) -> None:
        """Write what is left, unless the terminal takes nothing any more."""
        with self._changed:
            self._is_ending = True
            self._changed.notify_all()
        self.join(LEAVING_S)

    def run(self) -> None:
        """Write until told to end; a terminal that has gone is somebody else's to notice."""
        with suppress(OSError):
            while (text := self._next()) is not None:
                left = memoryview(text.encode(self._encoding, "replace"))
                while left:
                    left = left[os.write(self._fileno, left) :]

    def _next(self) -> str | None:
        """All that waits, once there is something; None at the end."""
        with self._changed:
            while not self._waiting and not self._is_ending:
                if self._is_behind:
                    self._is_behind = False
                    self._caught_up()
                self._changed.wait()
            text = "".join(self._waiting)
            self._waiting.clear()
            self._size = 0
            return text or None
