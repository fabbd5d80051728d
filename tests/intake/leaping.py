"""An event loop that lives through a month in seconds: its clock leaps to the next timer whenever nothing is under way.

Sockets are real, on loopback. While a request is under way the loop first waits a moment for bytes; while a commit is under
way it waits for that alone, for it happens in another thread.
"""

import asyncio
import selectors
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_GRACE_S = 0.05
"""So long loopback may take; a server that is meant to be slower makes the clock leap."""
_COMMIT_S = 10.0


class LeapingLoop(asyncio.SelectorEventLoop):
    """`time()` is virtual and begins at 0."""

    def __init__(self) -> None:
        self._selector_that_leaps = _LeapingSelector()
        super().__init__(self._selector_that_leaps)

    def time(self) -> float:
        """Virtual seconds."""
        return self._selector_that_leaps.now_s

    @contextmanager
    def on_the_wire(self) -> Iterator[None]:
        """A request is under way."""
        self._selector_that_leaps.on_the_wire += 1
        try:
            yield
        finally:
            self._selector_that_leaps.on_the_wire -= 1

    @contextmanager
    def committing(self) -> Iterator[None]:
        """Another thread is at work for us."""
        self._selector_that_leaps.committing += 1
        try:
            yield
        finally:
            self._selector_that_leaps.committing -= 1


class _LeapingSelector(selectors.DefaultSelector):
    now_s = 0.0
    on_the_wire = 0
    committing = 0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if self.committing or timeout is None:
            return super().select(_COMMIT_S)
        if self.on_the_wire and (ready := super().select(_GRACE_S)):
            return ready
        self.now_s += timeout
        return []
