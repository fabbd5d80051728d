"""The collector's loop: what is due starts, what came of it is stored, in one process on one event loop."""

import asyncio
import random
import sys
import traceback
from asyncio import shield, wrap_future
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from alerts import engine
from alerts.rules import Rules
from feeds.schedule import Schedule
from feeds.transport import Transport
from feint.collector.poll import Outcome, Source, poll
from feint.collector.workers import WorkerPool
from storage import intake, lease, sources, stories
from storage.errors import StoreError
from storage.intake import Stored
from storage.requests import Requests
from storage.sqlite import Connection, SqliteError
from storage.stories import Judge
from storage.writer import Writer

T = TypeVar("T")

_LOOK_S = 0.5
"""How often operators' requests are looked for."""
_SILENCE_S = 60.0
_HOUSEKEEPING_S = 3_600.0
_LONGEST_WAIT_S = 60.0
_AFTER_STORE_ERROR_S = 30.0
"""A poll that could not be stored (disk full, file locked) is made again after so long; nothing of it is kept."""
_ONCE_PATIENCE_S = 5.0
"""`--once` waits for host manners, not for a host that asked for minutes of peace."""


@dataclass(slots=True)
class Summary:
    """What a run did; the contract of `collect --once --json`."""

    sources: int = 0
    polled: int = 0
    unchanged: int = 0
    failed: int = 0
    new_items: int = 0
    revisions: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    """A source's name to why it failed last."""

    def add(self, source: Source, outcome: Outcome, stored: Stored) -> None:
        """Count one poll."""
        self.polled += 1
        self.unchanged += outcome.unchanged
        self.failed += outcome.failed
        self.new_items += len(stored.new)
        self.revisions += len(stored.revised)
        if outcome.failed:
            self.failures[source.name] = outcome.polled.state.reason or outcome.polled.state.state


@dataclass(frozen=True, slots=True)
class Hands:
    """What a collector works with."""

    writer: Writer
    transport: Transport
    pool: WorkerPool
    schedule: Schedule
    judge: Judge
    rules: Rules
    requests: Requests
    now_ms: Callable[[], int]
    jitter: Callable[[], float] = random.random


class Collector:
    """Polls the sources given, for ever or once."""

    def __init__(
        self, hands: Hands, watched: list[Source], *, gates_hosts: bool, progress: Callable[[int, int], None]
    ) -> None:
        """`gates_hosts`: a Retry-After speaks for the whole host; not where the config waives host manners."""
        self._hands = hands
        self._sources = {source.id: source for source in watched}
        self._gates_hosts = gates_hosts
        self._progress = progress
        self._flying: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self.summary = Summary(sources=len(watched))

    async def once(self) -> Summary:
        """Poll every source once, due or not, and return when all are stored."""
        held, now = await self._restore_gates(), self._hands.now_ms()
        for source in self._sources.values():
            self._hands.schedule.put(source.id, source.host, max(now, held.get(source.url, 0)))
        try:
            while True:
                self._start_due()
                wait_s = self._hands.schedule.wait_s(self._hands.now_ms())
                if not self._flying and (wait_s is None or wait_s > _ONCE_PATIENCE_S):
                    return self.summary
                await self._wait(_ONCE_PATIENCE_S if wait_s is None else wait_s)
        finally:
            await _drop(self._flying)

    async def run(self, stop: asyncio.Event) -> Summary:
        """Poll each source when it is due until `stop` is set; what is under way is then dropped, nothing half-written."""
        await self._restore_gates()
        for source in self._sources.values():
            self._hands.schedule.put(source.id, source.host, source.state.next_attempt_ms)
        stop_soon = asyncio.create_task(stop.wait())
        stop_soon.add_done_callback(lambda _: self._changed.set())
        duties = [
            asyncio.create_task(duty)
            for duty in (self._beat(), self._listen(), self._watch_silence(), self._keep_house())
        ]
        try:
            while not stop.is_set():
                self._start_due(again=True)
                wait_s = self._hands.schedule.wait_s(self._hands.now_ms())
                await self._wait(_LONGEST_WAIT_S if wait_s is None else wait_s)
        finally:
            await _drop((*duties, *self._flying, stop_soon))
        return self.summary

    def _start_due(self, *, again: bool = False) -> None:
        for source_id in self._hands.schedule.take(self._hands.now_ms()):
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
        schedule, now = self._hands.schedule, self._hands.now_ms
        next_ms = now() + round(_AFTER_STORE_ERROR_S * 1_000)
        try:
            outcome = await poll(source, self._hands.transport, self._hands.pool, now(), self._hands.jitter())
            stored = await self._written(lambda connection: self._store(connection, source, outcome))
            source.state, next_ms = outcome.polled.state, outcome.polled.state.next_attempt_ms
            if outcome.gate_until_ms is not None and self._gates_hosts:
                schedule.gate(source.host, outcome.gate_until_ms)
            self.summary.add(source, outcome, stored)
            self._progress(self.summary.polled, self.summary.sources)
        except StoreError as error:
            self._report(source, str(error), again)
        except Exception as error:  # one source's surprise must never end the watch over the others
            self._report(source, f"unexpected {type(error).__name__}: {error}", again)
            traceback.print_exc(file=sys.stderr)
        finally:
            schedule.done(source.id)
            if again:
                schedule.put(source.id, source.host, next_ms)

    def _report(self, source: Source, said: str, again: bool) -> None:
        self.summary.failed += 1
        self.summary.failures[source.name] = said
        if again:  # else the summary tells
            print(f"{source.name}: {said}", file=sys.stderr)

    async def _written(self, work: Callable[[Connection], T]) -> T:
        """Have `work` committed. A stop doesn't take back what the writer has been given."""
        return await shield(wrap_future(self._hands.writer.do(work)))

    def _store(self, connection: Connection, source: Source, outcome: Outcome) -> Stored:
        """One transaction: the items with all that hangs on them, the source's state, the host's gate, the alerts."""
        polled = outcome.polled
        if not polled.entries and not polled.title and outcome.unchanged:
            sources.remember(connection, polled.source_id, polled.state, polled.at_ms)
            return Stored(polled.source_id, (), (), False)
        stored = intake.store(connection, polled, self._hands.judge)
        if outcome.gate_until_ms is not None:
            sources.gate(connection, source.host if self._gates_hosts else source.url, outcome.gate_until_ms)
        engine.after_poll(connection, self._hands.rules, stored, polled.at_ms)
        return stored

    async def _restore_gates(self) -> dict[str, int]:
        """Heed what was asked of us before a restart; returns until when, by host or, without gates for hosts, by URL."""
        now = self._hands.now_ms()
        held = await self._written(lambda connection: sources.gates(connection, now))
        if self._gates_hosts:
            for host, until_ms in held.items():
                self._hands.schedule.gate(host, until_ms)
        return held

    async def _beat(self) -> None:
        while True:
            await self._try(partial(lease.beat, now_ms=self._hands.now_ms(), polling=len(self._flying)))
            await asyncio.sleep(lease.BEAT_S)

    async def _listen(self) -> None:
        """Poll what operators ask for, as soon as host manners allow."""
        while True:
            for source_id in self._asked_for():
                if source := self._sources.get(source_id):
                    self._hands.schedule.put(source.id, source.host, self._hands.now_ms())
                    self._changed.set()
            await asyncio.sleep(_LOOK_S)

    def _asked_for(self) -> list[int]:
        try:
            return self._hands.requests.to_poll()
        except SqliteError as error:  # the next look finds them
            print(f"operators' requests could not be read: {error}", file=sys.stderr)
            return []

    async def _watch_silence(self) -> None:
        began_ms, rules = self._hands.now_ms(), self._hands.rules
        while True:
            await asyncio.sleep(_SILENCE_S)
            now = self._hands.now_ms()
            await self._try(partial(engine.watch_silence, rules=rules, watching_since_ms=began_ms, now_ms=now))

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(_HOUSEKEEPING_S)
            await self._try(partial(stories.forget_words, now_ms=self._hands.now_ms()))

    async def _try(self, work: Callable[[Connection], object]) -> None:
        """A duty that cannot be done now is done next time."""
        try:
            await self._written(work)
        except StoreError as error:
            print(error, file=sys.stderr)


async def _drop(tasks: Iterable[asyncio.Task[object]]) -> None:
    """Cancel tasks and wait until each has let go of what it held."""
    dropped = list(tasks)
    for task in dropped:
        task.cancel()
    await asyncio.gather(*dropped, return_exceptions=True)
