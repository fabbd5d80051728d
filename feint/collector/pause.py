"""A full disk: collection pauses, says so, and goes on by itself when there is room again.

To fetch what cannot be stored is impolite, and would take the room that operators need. The reserve, given up by the first
write that failed, carries their acts and our own word meanwhile.
"""

import asyncio
import sys
import time
from collections.abc import Callable
from functools import partial

from alerts import health
from feint.collector.clock import Clock
from feint.collector.ledger import Ledger
from feint.collector.trouble import Trouble
from storage.file.reserve import Reserve
from storage.file.sqlite import Connection
from storage.log.events import COLLECTOR, Event, append

_LOOK_S = 3.0
_LOOK_AT_MOST_S = 60.0
_SOON_MS = 60_000
"""A disk that is full again so soon is looked at half as often: what there is may be enough for us alone."""


class Pause:
    """Watches over the room that there is."""

    def __init__(self, ledger: Ledger, reserve: Reserve, trouble: Trouble, clock: Clock) -> None:
        self._ledger = ledger
        self._reserve = reserve
        self._trouble = trouble
        self._clock = clock

    async def watch(self, resume: Callable[[], None]) -> None:
        """Whenever there is no room, wait for some, then have the collector `resume`; for ever."""
        look_s, ended_ms = _LOOK_S, -_SOON_MS
        while True:
            await self._ledger.full.wait()
            again_soon = self._clock.steady_ms() - ended_ms < _SOON_MS
            look_s = min(2 * look_s, _LOOK_AT_MOST_S) if again_soon else _LOOK_S
            await self._wait_for_room(look_s)
            self._ledger.full.clear()
            ended_ms = self._clock.steady_ms()
            resume()

    async def _wait_for_room(self, look_s: float) -> None:
        since_ms = self._clock.now_ms()
        said = f"disk full: collection pauses since {time.strftime('%H:%MZ', time.gmtime(since_ms / 1_000))}"
        print(said, file=sys.stderr)
        begin = partial(_begin, said=said, now_ms=since_ms)
        is_told = await self._trouble.tell("disk", said, begin)
        while True:
            await asyncio.sleep(look_s)
            is_told = is_told or await self._trouble.tell("disk", said, begin)
            end = partial(_end, now_ms=self._clock.now_ms())
            if self._reserve.restore() and await self._trouble.tell("disk", "", end):
                print("there is room again: collection goes on", file=sys.stderr)
                return


def _begin(connection: Connection, said: str, now_ms: int) -> None:
    health.disk_full(connection, now_ms)
    append(connection, Event(now_ms, COLLECTOR, "paused", "collector", [], said))


def _end(connection: Connection, now_ms: int) -> None:
    health.disk_has_room(connection, now_ms)
    append(connection, Event(now_ms, COLLECTOR, "resumed", "collector", [], "there is room again: collection goes on"))
