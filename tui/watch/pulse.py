"""The desk's heartbeat: looks whether the file changed, moves the clock, ages and presence on. Five times a second, 4 us when idle.

A bare asyncio timer: Textual's own costs a message and a repaint check at each tick.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

EVERY_S = 0.2
AFTER_TROUBLE_S = 1.0
"""A file that cannot be read is not asked five times a second."""


@dataclass(frozen=True, slots=True)
class Due:
    """What this tick is for."""

    second: bool
    """The clock shows another second."""
    ages: bool
    """Ten seconds have gone."""
    half_minute: bool
    """Thirty seconds have gone."""
    presence: bool
    """A minute has gone."""


class Rhythm:
    """Which things are due when; counts in the wall clock's own seconds, so that a suspended desk catches up."""

    def __init__(self, now_ms: int) -> None:
        self._before = _counts(now_ms)

    def due(self, now_ms: int) -> Due:
        """What has become due since the last call."""
        before, self._before = self._before, _counts(now_ms)
        return Due(*(then != now for then, now in zip(before, self._before, strict=True)))


def _counts(now_ms: int) -> tuple[int, int, int, int]:
    """Seconds, tens of seconds, half minutes, minutes."""
    return now_ms // 1_000, now_ms // 10_000, now_ms // 30_000, now_ms // 60_000


class Pulse:
    """Calls `tick` on the event loop until it is stopped; what `tick` raises goes to `failed`, and the next beat waits."""

    def __init__(self, tick: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        self._tick = tick
        self._failed = failed
        self._timer: asyncio.TimerHandle | None = None

    def start(self, after_s: float = EVERY_S) -> None:
        """Begin; must be called on the event loop."""
        self._timer = asyncio.get_running_loop().call_later(after_s, self._beat)

    def stop(self) -> None:
        """End."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _beat(self) -> None:
        after_s = EVERY_S
        try:
            self._tick()
        except Exception as error:  # a desk on watch outlives any one tick
            after_s = AFTER_TROUBLE_S
            self._failed(error)
        if self._timer is not None:  # not stopped meanwhile
            self.start(after_s)
