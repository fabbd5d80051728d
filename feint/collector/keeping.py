"""Keeping the file's size: what is old goes into archives and from the file, an hour's portion each hour, in small slices.

A clock that is wrong must not empty the file:
- nothing goes unless a source has answered within the last day by this very clock: a year ahead it finds certificates expired;
- what the clock has gained in a leap makes nothing older until we have run for a day;
- in an hour goes no more than a day's arrivals or 2,000 items, whichever is more: there is time to notice.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from feint.collector.clock import Clock
from feint.collector.ledger import Ledger
from feint.config import Config
from storage.file.errors import StoreError
from storage.file.sqlite import Connection
from storage.items import departed
from storage.keeping import leaving, retention, shrinking
from storage.keeping.archive import Volume
from storage.keeping.leaving import Reason
from storage.keeping.retention import Slice
from storage.log.events import COLLECTOR, Event, append

T = TypeVar("T")

DAY_MS = 86_400_000
MOST_AN_HOUR = 2_000
SLICE_MS = 20
"""So long a slice may hold the file: an operator's act waits for one at most."""

_AT_FIRST_S = 60.0
_EVERY_S = 3_600.0
_LEAP_MS = 60_000
_PAUSE_S = 0.08
"""After each slice, for polls and acts."""
_FEWEST, _MOST = 5, 200
"""Items in a slice: beside an archive 90 take 20 ms, without one 180 (measured)."""
_PAGES = 200
_INDEX_PAGES = 64
_COMPACT_MS = 30 * DAY_MS
_KEPT: dict[Reason, str] = {
    "starred": "starred",
    "noted": "noted",
    "corrected": "corrected",
    "evidence": "evidence of alerts",
    "served": "still in their feeds",
}
"""What is worth telling of what stays."""


async def keep(ledger: Ledger, clock: Clock, config: Config, database: Path) -> None:
    """Keep house by `[storage]`, for ever."""
    keeping = Keeping(ledger, clock, config, database)
    await asyncio.sleep(_AT_FIRST_S)
    while True:
        await keeping.once()
        await asyncio.sleep(_EVERY_S)


class Keeping:
    """Remembers how far the old items have been looked through, and what is known of the clock."""

    def __init__(self, ledger: Ledger, clock: Clock, config: Config, database: Path) -> None:
        self._ledger = ledger
        self._clock = clock
        self._keep_s = config.storage.keep_items_s
        self._archives = config.storage.archive == "monthly"
        self._database = database
        self._reached = leaving.START
        self._began_ms = clock.steady_ms()
        """When the look through all of them began."""
        self._ahead_ms = clock.ahead_ms()
        self._leapt_ms = 0
        """What the wall's clock has gained in leaps that are not a day old yet."""
        self._leapt_at_ms = clock.steady_ms()
        self._items = _FEWEST
        self._volume: Volume | None = None
        self._said = ""

    async def once(self) -> None:
        """An hour's work."""
        try:
            await self._write(partial(departed.forget, now_ms=self._clock.now_ms()))
            trusted_ms = self._trusted_ms()
            if self._keep_s is not None and await self._has_answer():
                keep_ms = round(self._keep_s * 1_000)
                await self._retain(trusted_ms - keep_ms)
                await self._compact(keep_ms)
            while await self._write(partial(shrinking.give_back, most=_PAGES)):
                pass
        except StoreError as error:
            await self._tell(error)

    async def _retain(self, before_ms: int) -> None:
        """Let go what is older, and say so."""
        if self._clock.steady_ms() - self._began_ms >= DAY_MS:  # what had to stay may go by now
            self._reached, self._began_ms = leaving.START, self._clock.steady_ms()
        done: list[Slice] = []
        try:
            while not (done and done[-1].ended) and not _is_much(done):
                await self._slice(before_ms, done)
            self._said = ""
        finally:
            await self._ledger.attempt(lambda _: None)  # a slice that was under way when we were stopped ends first
            await self._close()
            await self._log(done)

    async def _slice(self, before_ms: int, done: list[Slice]) -> None:
        """One transaction's worth, added to `done` even if we are stopped meanwhile.

        How long it took says how much the next one takes on.
        """
        writing = asyncio.create_task(self._ledger.write(partial(self._step, before_ms)))
        writing.add_done_callback(lambda task: None if task.exception() else done.append(task.result()[0]))
        now, took_ms = await asyncio.shield(writing)
        if now.awaits:
            await self._close()
            self._volume = await asyncio.to_thread(Volume, self._database, now.month)
        else:
            self._reached = now.reached
            fits = self._items * SLICE_MS // max(1, took_ms)
            self._items = min(_MOST, 2 * self._items, max(_FEWEST, fits))
        await asyncio.sleep(_PAUSE_S)

    def _step(self, before_ms: int, connection: Connection) -> tuple[Slice, int]:
        """A slice, and how long it took."""
        began_ms = self._clock.steady_ms()
        done = retention.step(
            connection,
            after=self._reached,
            before_ms=before_ms,
            most=self._items,
            now_ms=self._clock.now_ms(),
            archives=self._archives,
            volume=self._volume,
        )
        return done, self._clock.steady_ms() - began_ms

    async def _compact(self, keep_ms: int) -> None:
        """Rid the search index of what it still holds of deleted items: monthly, or four times in as long as items are kept."""
        now_ms = self._clock.now_ms()
        due = partial(shrinking.is_due, before_ms=now_ms - min(_COMPACT_MS, keep_ms // 4))
        if not await self._write(due):
            return
        await self._write(shrinking.begin_compacting)
        while await self._write(partial(shrinking.compact, pages=_INDEX_PAGES)):
            pass
        await self._write(partial(shrinking.compacted, now_ms=now_ms))

    def _trusted_ms(self) -> int:
        """The wall's time, but for what it has leapt ahead lately: a machine that slept, or somebody who has set the clock."""
        steady_ms, ahead_ms = self._clock.steady_ms(), self._clock.ahead_ms()
        leap_ms, self._ahead_ms = ahead_ms - self._ahead_ms, ahead_ms
        if abs(leap_ms) > _LEAP_MS:
            self._leapt_ms, self._leapt_at_ms = max(0, self._leapt_ms + leap_ms), steady_ms
        elif steady_ms - self._leapt_at_ms >= DAY_MS:
            self._leapt_ms = 0
        return self._clock.now_ms() - self._leapt_ms

    async def _has_answer(self) -> bool:
        """Has a source answered lately, by this clock?"""
        now_ms = self._clock.now_ms()
        return await self._write(partial(retention.has_answered, since_ms=now_ms - DAY_MS, until_ms=now_ms + _LEAP_MS))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        """Have work committed, and leave the file to others for a moment. Raises StoreError."""
        done = await self._ledger.write(work)
        await asyncio.sleep(_PAUSE_S)
        return done

    async def _close(self) -> None:
        """Let go of the archive."""
        if self._volume is not None:
            volume, self._volume = self._volume, None
            await asyncio.to_thread(volume.close)

    async def _log(self, done: list[Slice]) -> None:
        said = told(done, archived=self._archives)
        if said:
            act = shrinking.GONE[0] if self._archives else shrinking.GONE[1]
            event = Event(self._clock.now_ms(), COLLECTOR, act, "collector", [], said)
            await self._ledger.attempt(partial(append, event=event))

    async def _tell(self, error: StoreError) -> None:
        """Say what keeps us from it, once."""
        said = f"nothing old is archived or deleted: {error}"
        if said != self._said:
            self._said = said
            print(said, file=sys.stderr)
            event = Event(self._clock.now_ms(), COLLECTOR, "hindered", "collector", [], said)
            await self._ledger.attempt(partial(append, event=event))


def told(done: list[Slice], *, archived: bool) -> str:
    """What a run has done, for the log; empty where nothing went."""
    gone = sum(each.gone for each in done)
    if not gone:
        return ""
    kept = sum((each.kept for each in done), Counter[Reason]())
    *months, last = dict.fromkeys(each.month for each in done if each.gone)
    of = f"{', '.join(months)} and {last}" if months else last
    items = f"{gone:,} item{'' if gone == 1 else 's'}"
    said = f"archived {items} of {of}, deleted {gone:,}" if archived else f"deleted {items} of {of}"
    stays = ", ".join(f"{kept[reason]:,} {words}" for reason, words in _KEPT.items() if kept[reason])
    return f"{said}; kept {stays}" if stays else said


def _is_much(done: list[Slice]) -> bool:
    """Is it as much as may go in an hour?"""
    went = [each for each in done if each.gone]
    if sum(each.gone for each in went) < MOST_AN_HOUR:
        return False
    return went[-1].reached.first_seen_ms - went[0].reached.first_seen_ms > DAY_MS
