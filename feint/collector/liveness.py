"""Whether the collector really works: there is room in the file, our word that we live goes on being committed to it, and feeds
that are due are asked."""

import asyncio
from collections.abc import Callable
from typing import Literal

from feint.collector.clock import Clock
from feint.collector.ledger import Ledger
from storage.alerting.mailbox import Polls
from storage.file import lease
from storage.file.sqlite import SqliteError

Ailment = Literal["", "disk", "unwritable"]

_LOOK_S = 5.0
_BEATS = 3
"""So many beats may be missing."""
_STOOD_MS = 10_000
"""Who has not looked for so long has stood still, as a process does that somebody has stopped."""
_IDLE_MS = 15 * 60_000
"""So long feeds may be due, and none be asked."""


class Liveness:
    """Goes by the steady clock: a machine that has slept has missed no beat."""

    def __init__(
        self, beat_ms: Callable[[], int | None], polls: Callable[[], Polls], ledger: Ledger, clock: Clock
    ) -> None:
        """Both read from the file, our last word and how polls go, and raise SqliteError where that cannot be done."""
        self._read_beat_ms = beat_ms
        self._read_polls = polls
        self._ledger = ledger
        self._clock = clock
        now_ms = clock.steady_ms()
        self._looked_ms = now_ms
        self._beat_ms: int | None = None
        self._beat_since_ms = now_ms
        """When another word was first read."""
        self._polled_ms: int | None = None
        self._polled_since_ms = now_ms
        """When another poll was first read of."""

    async def watch(self) -> None:
        """Look again and again, for ever."""
        while True:
            self.ailment()
            await asyncio.sleep(_LOOK_S)

    def ailment(self) -> Ailment:
        """What keeps us from our work; empty: nothing does. To be asked every few seconds."""
        now_ms = self._clock.steady_ms()
        if now_ms - self._looked_ms > _STOOD_MS:
            self._beat_since_ms = now_ms
        self._looked_ms = now_ms
        try:
            beat_ms = self._read_beat_ms()
        except SqliteError:
            beat_ms = self._beat_ms
        if beat_ms != self._beat_ms:
            self._beat_ms, self._beat_since_ms = beat_ms, now_ms
        if self._ledger.full.is_set():
            return "disk"
        return "" if now_ms - self._beat_since_ms <= _BEATS * lease.BEAT_S * 1_000 else "unwritable"

    def is_idle(self) -> bool:
        """Whether feeds have long been due and none is asked, though we live."""
        now_ms = self._clock.steady_ms()
        try:
            polls = self._read_polls()
        except SqliteError:
            return True
        if polls.last_ms != self._polled_ms:
            self._polled_ms, self._polled_since_ms = polls.last_ms, now_ms
        late_ms = 0 if polls.due_ms is None else self._clock.now_ms() - polls.due_ms
        return min(late_ms, now_ms - self._polled_since_ms) > _IDLE_MS
