"""A desk in a real pty whose queue is walked down: how long each `j` takes from the key to the screen that answers it."""

import os
import re
import select
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pyte

from tests.tui.terminal import Terminal

_COLUMNS, _ROWS = 160, 45
_EVERY_S = 0.2
_PATIENCE_S = 10.0
_SETTLE_S = 1.5
"""A desk that has just opened still loads what its first screen did not need."""
_PLACE = re.compile(r"2 Queue [^│]* ([\d,]+)/[\d,]+ ")
"""The queue's title says on which line its cursor stands: it alone tells an answer from a clock that ticks."""


class Walk:
    """An open desk, its cursor in the queue."""

    def __init__(self, database: Path) -> None:
        self._screen = pyte.Screen(_COLUMNS, _ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._asked: deque[tuple[int, float]] = deque()
        """(line to be on, when its key was pressed) of each key that waits for its answer, oldest first."""
        self._took_s: list[float] = []
        self._terminal = Terminal(database, _COLUMNS, _ROWS)
        self._read(lambda: self._line() > 0, time.monotonic() + _PATIENCE_S)
        if not self._line():
            self._give_up("no queue came")
        os.write(self._terminal.fd, b"2")
        self._read(lambda: False, time.monotonic() + _SETTLE_S)

    def down(self, ended: Callable[[], bool]) -> list[float]:
        """Press `j` every 200 ms until `ended`; returns the seconds that each took, the last ones' too."""
        self._took_s.clear()
        press_at = time.monotonic()
        line = self._line()
        while not ended():
            line += 1
            self._asked.append((line, time.monotonic()))
            os.write(self._terminal.fd, b"j")
            press_at += _EVERY_S
            self._read(lambda: False, press_at)
        self._read(lambda: not self._asked, time.monotonic() + _PATIENCE_S)
        if self._asked:
            self._give_up(f"{len(self._asked)} keys were not answered")
        return list(self._took_s)

    def close(self) -> None:
        """Close the desk."""
        if self._terminal.alive():
            self._terminal.end()

    def _read(self, enough: Callable[[], bool], end: float) -> None:
        """Show what comes until `enough`, at the latest until the monotonic moment `end`."""
        while not enough() and (left := end - time.monotonic()) > 0:
            if not select.select([self._terminal.fd], [], [], left)[0]:
                return
            try:
                came = os.read(self._terminal.fd, 1 << 16)
            except OSError:
                self._give_up("the desk has gone")
            now = time.monotonic()
            self._stream.feed(came)
            line = self._line()
            while self._asked and self._asked[0][0] <= line:
                self._took_s.append(now - self._asked.popleft()[1])

    def _give_up(self, why: str) -> NoReturn:
        self.close()
        raise SystemExit(f"{why}; the screen: {' '.join(' '.join(self._screen.display).split())[-500:]}")

    def _line(self) -> int:
        """The queue's line that the cursor is on, from 1; 0 where no queue is shown."""
        title = _PLACE.search(self._screen.display[1])
        return int(title[1].replace(",", "")) if title else 0
