"""The collector's loop: what is due starts, what came of it is stored, in one process on one event loop."""

import asyncio
import sys
import traceback
from collections.abc import Collection, Iterable
from functools import partial

from alerts import engine, health
from feeds.records import PollState
from feint.collector import duties, tenure
from feint.collector.child import NotStarted
from feint.collector.duties import LEAP_MS
from feint.collector.hands import Hands
from feint.collector.leaps import Leaps
from feint.collector.line import Line
from feint.collector.pause import Pause
from feint.collector.poll import Outcome, Source
from feint.collector.steadily import Duty, steadily
from feint.collector.summary import Progress, Summary
from feint.collector.trouble import Trouble
from storage.file.errors import DiskFull, StoreError, Superseded
from storage.file.sqlite import Connection
from storage.items import intake, sources
from storage.items.intake import Stored

_LONGEST_WAIT_S = 60.0
_AFTER_STORE_ERROR_MS = 30_000
"""A poll that could not be stored, the file being locked, is made again after so long; nothing of it is kept."""
_ONCE_PATIENCE_S = 5.0
"""`--once` waits for host manners, not for a host that asked for minutes of peace."""


class Collector:
    """Polls the sources given, for ever or once."""

    def __init__(self, hands: Hands, watched: list[Source], progress: Progress) -> None:
        self._hands = hands
        self._sources = {source.id: source for source in watched}
        self._progress = progress
        self._line = Line()
        self._flying: set[asyncio.Task[None]] = set()
        self._kept_back: set[int] = set()
        """Sources to be polled as soon as there is room."""
        self._changed = asyncio.Event()
        self._ahead_ms = hands.clock.ahead_ms()
        self._leaps = Leaps(hands.clock)
        self.summary = Summary(sources=sum(not source.paused for source in watched))
        self.has_run = False

    async def once(self) -> Summary:
        """Poll every source that is not paused once, due or not, tag anew what awaits it, and return when all is stored."""
        clock, schedule, ledger = self._hands.clock, self._hands.schedule, self._hands.ledger
        held = await self._restore_gates()
        for source in self._sources.values():
            if source.paused:
                continue
            wait_ms = max(0, held.get(source.url, 0) - clock.now_ms())
            schedule.put(source.id, source.host, clock.steady_ms() + wait_ms)
        try:
            while True:
                ledger.check()
                if not ledger.full.is_set():
                    self._start(schedule.take(clock.steady_ms()))
                wait_s = None if ledger.full.is_set() else schedule.wait_s(clock.steady_ms())
                if not self._flying and (wait_s is None or wait_s > _ONCE_PATIENCE_S):
                    break
                await self._wait(_ONCE_PATIENCE_S if wait_s is None else wait_s)
        finally:
            await _drop(self._flying)
        if ledger.full.is_set():
            self.summary.fail("collection", "the disk is full: what is left was not polled")
        await self._hands.outward.once()
        if self.summary.polled > self.summary.unchanged + self.summary.failed:
            await self._hands.reload.begun()  # where nothing was read, nobody waits for a reader
        try:
            self.summary.retagged = await self._hands.retagging.catch_up(self._progress)
        except (NotStarted, StoreError) as error:
            self.summary.fail("re-tagging", str(error))
        return self.summary

    async def run(self, stop: asyncio.Event) -> Summary:
        """Poll each source when it is due until `stop` is set; what is under way is then dropped, nothing half-written.

        Raises Superseded once the file is no longer ours to write.
        """
        hands = self._hands
        await self._restore_gates()
        await hands.ledger.attempt(
            partial(tenure.began, holder=hands.holder, now_ms=hands.clock.now_ms()), reserve=True
        )
        self.has_run = True
        for source in self._sources.values():
            self._plan(source)
        stop_soon = asyncio.create_task(stop.wait())
        stop_soon.add_done_callback(lambda _: self._changed.set())
        under_way = [asyncio.create_task(steadily(duty)) for duty in self._duties()]
        under_way += [asyncio.create_task(duty) for duty in hands.outward.duties(self.summary)]
        for duty in under_way:
            duty.add_done_callback(self._broke_off)
        try:
            while not stop.is_set():
                hands.ledger.check()
                self._heed_leaps()
                await self._wait(self._start_due())
        finally:
            await _drop((*under_way, *self._flying, stop_soon))
        return self.summary

    def _duties(self) -> Iterable[Duty]:
        """All that goes on beside polling and sending, each for ever."""
        hands, ledger, clock = self._hands, self._hands.ledger, self._hands.clock
        trouble = Trouble(ledger)
        return (
            partial(duties.beat, ledger, clock, lambda: len(self._flying)),
            partial(duties.listen, hands.requests, self._poll_now, self._heed_pauses),
            partial(duties.watch_silence, ledger, clock, hands.rules, self._leaps),
            partial(duties.look_at_alerts, ledger, clock, hands.rules, hands.alarm, self._leaps),
            partial(duties.end_mutes, ledger, clock),
            partial(duties.watch_line, ledger, clock, self._line),
            partial(duties.watch_file, ledger),
            partial(duties.watch_wal, ledger, clock, trouble),
            partial(duties.keep_house, ledger, clock),
            partial(Pause(ledger, hands.reserve, trouble, clock).watch, self._go_on),
            hands.reload.watch,
            hands.retagging.run,
            hands.keep,
        )

    def _broke_off(self, duty: asyncio.Task[None]) -> None:
        """A duty ends only when it is cancelled, or when the file is no longer ours; a mistake of ours is told."""
        if duty.cancelled():
            return
        self._changed.set()
        if (error := duty.exception()) and not isinstance(error, Superseded):
            traceback.print_exception(error, file=sys.stderr)

    def _start_due(self) -> float:
        """Start what may start now, or while we are offline now and then one source; returns how long to wait."""
        if self._hands.ledger.full.is_set():
            return _LONGEST_WAIT_S
        schedule, now = self._hands.schedule, self._hands.clock.steady_ms
        outage = self._line.outage
        if outage.since_ms is not None:
            if outage.probes(now()):
                self._start(schedule.take(now(), most=1), again=True)
            return outage.wait_s(now())
        self._start(schedule.take(now()), again=True)
        wait_s = schedule.wait_s(now())
        return _LONGEST_WAIT_S if wait_s is None else min(wait_s, _LONGEST_WAIT_S)

    def _start(self, source_ids: Iterable[int], *, again: bool = False) -> None:
        for source_id in source_ids:
            task = asyncio.create_task(self._poll(self._sources[source_id], again))
            self._flying.add(task)
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self._changed.set()

    async def _wait(self, seconds: float) -> None:
        """Until a poll lands or `seconds` have passed."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            pass
        self._changed.clear()

    async def _poll(self, source: Source, again: bool) -> None:
        clock, schedule = self._hands.clock, self._hands.schedule
        now_ms, began_ms, host = clock.now_ms(), clock.steady_ms(), source.host
        due_ms = began_ms + _AFTER_STORE_ERROR_MS
        try:
            outcome = await self._hands.poller.poll(source, now_ms, self._hands.jitter())
            outcome, acquitted = self._line.weigh(source, outcome, now_ms, began_ms)
            stored = await self._hands.ledger.write(lambda run: self._store(run, source, outcome, acquitted))
            for id, state in acquitted.items():
                self._sources[id].state = state
                if again:
                    self._plan(self._sources[id])
            source.state = stored.after(outcome.polled.state)
            self._hands.retagging.heed(each.analysis.lexicon for each in outcome.polled.entries)
            due_ms = began_ms + source.state.next_attempt_ms - now_ms
            if outcome.gate_until_ms is not None and self._hands.gates_hosts:
                schedule.gate(host, began_ms + outcome.gate_until_ms - now_ms)
            self.summary.add(source, outcome, stored)
            self._progress(self.summary.polled, self.summary.sources, "sources")
        except (DiskFull, Superseded) as error:  # told for all sources at once
            self._kept_back.add(source.id)
            self.summary.fail(source.name, str(error))
        except StoreError as error:
            self._report(source, str(error), again)
        except Exception as error:  # one source's surprise must never end the watch over the others
            self._report(source, f"unexpected {type(error).__name__}: {error}", again)
            traceback.print_exc(file=sys.stderr)
        finally:
            schedule.done(source.id)
            if again and not source.paused:
                schedule.put(source.id, source.host, due_ms, spread=True)

    def _report(self, source: Source, said: str, again: bool) -> None:
        self.summary.fail(source.name, said)
        if again:  # else the summary tells
            print(f"{source.name}: {said}", file=sys.stderr)

    def _store(
        self, connection: Connection, source: Source, outcome: Outcome, acquitted: dict[int, PollState]
    ) -> Stored:
        """One transaction: the items with all that hangs on them, the source's state, the host's gate, the alerts."""
        polled = outcome.polled
        for id, state in acquitted.items():
            sources.remember(connection, id, state, polled.at_ms)
        if outcome.gate_until_ms is not None:
            host = source.host if self._hands.gates_hosts else source.url
            sources.gate(connection, host, outcome.gate_until_ms)
        health.after_poll(connection, source.id, source.state.state, polled.state.state, polled.at_ms)
        if not polled.entries and not polled.title:
            sources.remember(connection, polled.source_id, polled.state, polled.at_ms)
            return Stored(polled.source_id, (), (), False, polled.state.identity_by)
        stored = intake.store(connection, polled, self._hands.judge, reopen_edited=self._hands.reopens_edited)
        self._leaps.heed(connection)
        engine.after_poll(connection, self._hands.rules, stored, polled.at_ms)
        return stored

    def _plan(self, source: Source) -> None:
        """Put a source at the time that the file remembers, in a steady clock's terms; one that is paused nowhere."""
        if source.paused:
            return
        now_ms, state = self._hands.clock.now_ms(), source.state
        wait_ms = max(0, state.next_attempt_ms - now_ms)
        if state.last_attempt_ms is not None and state.last_attempt_ms > now_ms + LEAP_MS:
            wait_ms = 0  # the wall's clock was set back since: its times say nothing
        self._hands.schedule.put(source.id, source.host, self._hands.clock.steady_ms() + wait_ms, spread=True)

    def _heed_leaps(self) -> None:
        """After a sleep of the machine what has become due is polled, spread out; a clock set back moves nothing."""
        ahead_ms = self._hands.clock.ahead_ms()
        leap_ms, self._ahead_ms = ahead_ms - self._ahead_ms, ahead_ms
        if leap_ms > LEAP_MS:
            for source in self._sources.values():
                self._plan(source)

    def _go_on(self) -> None:
        """After a full disk poll what has become due meanwhile, and what could not be stored or was asked for."""
        for source in self._sources.values():
            self._plan(source)
        for source_id in self._kept_back:
            self._poll_now(source_id)
        self._kept_back.clear()
        self._changed.set()

    def _heed_pauses(self, paused: Collection[int]) -> None:
        """These are not to be polled. Who may go on is due at once, but spread out."""
        schedule, now_ms = self._hands.schedule, self._hands.clock.steady_ms()
        for source in self._sources.values():
            if source.paused == (source.id in paused):
                continue
            source.paused = not source.paused
            if source.paused:
                schedule.remove(source.id)
                self._kept_back.discard(source.id)
            else:
                schedule.put(source.id, source.host, now_ms, spread=True)
        self._changed.set()

    def _poll_now(self, source_id: int) -> None:
        if source := self._sources.get(source_id):
            self._hands.schedule.put(source.id, source.host, self._hands.clock.steady_ms())
            self._line.outage.hasten()
            self._changed.set()
            if self._hands.ledger.full.is_set():
                self._kept_back.add(source_id)

    async def _restore_gates(self) -> dict[str, int]:
        """Heed what was asked of us before a restart; returns until when, by host or, without gates for hosts, by URL."""
        now_ms, steady_ms = self._hands.clock.now_ms(), self._hands.clock.steady_ms()
        held = await self._hands.ledger.write(lambda connection: sources.gates(connection, now_ms))
        if self._hands.gates_hosts:
            for host, until_ms in held.items():
                self._hands.schedule.gate(host, steady_ms + until_ms - now_ms)
        return held


async def _drop(tasks: Iterable[asyncio.Task[object]]) -> None:
    """Cancel tasks and wait until each has let go of what it held."""
    dropped = list(tasks)
    for task in dropped:
        task.cancel()
    await asyncio.gather(*dropped, return_exceptions=True)
