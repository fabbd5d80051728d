"""Leaps of the wall's clock, as alerts see them: what was to happen in ten minutes happens ten minutes later by any clock."""

from collections.abc import Callable

from alerts.life import looking
from feint.collector.clock import Clock
from storage.file.sqlite import Connection

_BACK_MS, _AHEAD_MS = 2_000, 60_000
"""A clock that is set by less is being kept right."""


class Leaps:
    """Knows how far the wall's clock was ahead of the steady one when alerts were last looked at."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_ms = clock.ahead_ms()

    def has_come(self) -> bool:
        """Has the clock leapt since?"""
        leap_ms = self._clock.ahead_ms() - self._ahead_ms
        return not -_BACK_MS <= leap_ms <= _AHEAD_MS

    def before(self, work: Callable[[Connection], object]) -> Callable[[Connection], None]:
        """The same work, but that first all times of open alerts go along with a leap that has come."""

        def done(connection: Connection) -> None:
            self.heed(connection)
            work(connection)

        return done

    def heed(self, connection: Connection) -> None:
        """Let all times of open alerts go along with a leap that has come. For whoever has the turn to write."""
        ahead_ms = self._clock.ahead_ms()
        if self.has_come():
            looking.shift(connection, ahead_ms - self._ahead_ms, self._clock.now_ms())
        self._ahead_ms = ahead_ms
