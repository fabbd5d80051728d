"""The collector's two clocks: the wall's, which goes into the file, and a steady one, by which it waits."""

import time
from collections.abc import Callable
from dataclasses import dataclass


def wall_clock_ms() -> int:
    """UTC epoch milliseconds."""
    return time.time_ns() // 1_000_000


def steady_clock_ms() -> int:
    """Milliseconds since some moment: nobody sets this clock, and it stands still while the machine sleeps."""
    return time.monotonic_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Clock:
    """Both; a test that lives through a month in a second hands in its own."""

    now_ms: Callable[[], int] = wall_clock_ms
    steady_ms: Callable[[], int] = steady_clock_ms

    def ahead_ms(self) -> int:
        """By how much the wall's clock is ahead of the steady one: a change of it is a leap of the wall's."""
        return self.now_ms() - self.steady_ms()


MACHINE = Clock()
"""The machine's own."""
