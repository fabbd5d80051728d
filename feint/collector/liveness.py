"""Whether the collector really works: there is room in the file, and our word that we live goes on being committed to it."""

from collections.abc import Callable
from typing import Literal

from feint.collector.clock import Clock
from feint.collector.ledger import Ledger
from storage.file import lease
from storage.file.sqlite import SqliteError

Ailment = Literal["", "disk", "unwritable"]

_BEATS = 3
"""So many beats may be missing."""


class Liveness:
    """Goes by the steady clock: a machine that has slept has missed no beat."""

    def __init__(self, beat_ms: Callable[[], int | None], ledger: Ledger, clock: Clock) -> None:
        """`beat_ms` reads our last word from the file, and raises SqliteError where that cannot be done."""
        self._beat_ms = beat_ms
        self._ledger = ledger
        self._clock = clock
        self._last_ms: int | None = None
        self._since_ms = clock.steady_ms()
        """When another word was first read."""

    def ailment(self) -> Ailment:
        """What keeps us from our work; empty: nothing does."""
        if self._ledger.full.is_set():
            return "disk"
        try:
            beat_ms = self._beat_ms()
        except SqliteError:
            beat_ms = self._last_ms
        now_ms = self._clock.steady_ms()
        if beat_ms != self._last_ms:
            self._last_ms, self._since_ms = beat_ms, now_ms
        return "" if now_ms - self._since_ms <= _BEATS * lease.BEAT_S * 1_000 else "unwritable"
