"""One channel's way out: what waits for it goes in the order of its making, and what fails comes again without holding up others.

A row leaves the outbox only by a commit after the receiver's answer. Whatever ends us before, it goes out again, under the same
name.
"""

import asyncio
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial

from alerts.delivery import flood, outcomes, payload
from alerts.delivery.flood import Candidate
from alerts.delivery.outcomes import Outcome, Tried
from alerts.rules import Rules
from feint.collector.clock import Clock
from feint.collector.delivering import settling
from feint.collector.delivering.sending import Exit
from feint.collector.ledger import Ledger
from storage.alerting.mailbox import Mailbox
from storage.alerting.outbox import Due, Parcel, Waiting
from storage.file.errors import StoreError, Superseded
from storage.file.sqlite import SqliteError

_LONGEST_WAIT_S = 60.0
_AFTER_ERROR_S = 5.0
"""A file that could not be read or written is tried again after so long."""


class Drain:
    """Empties the outbox into one channel."""

    def __init__(
        self, exit: Exit, mailbox: Mailbox, ledger: Ledger, rules: Rules, clock: Clock, jitter: Callable[[], float]
    ) -> None:
        self._exit = exit
        self._mailbox = mailbox
        self._ledger = ledger
        self._rules = rules
        self._clock = clock
        self._jitter = jitter
        self._changed = asyncio.Event()
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._unsettled: dict[int, tuple[Parcel, Outcome]] = {}
        """What has been answered, but could not be written down: it is not sent again while we know."""
        since_ms = clock.now_ms() - exit.flood.most_ms
        self._gone = [at_ms - clock.ahead_ms() for at_ms in mailbox.recent(exit.id, since_ms)]
        """When something went, by the steady clock."""
        self.outcomes: Counter[str] = Counter()
        """How many attempts ended how."""

    def wake(self) -> None:
        """Have it look: something has changed."""
        self._changed.set()

    async def run(self) -> None:
        """Send what waits, for ever. Raises Superseded once the file is no longer ours."""
        try:
            while True:
                try:
                    await self._settle_late()
                    wait_s = await self._start()
                except Superseded:
                    raise
                except (StoreError, SqliteError) as error:
                    print(f"channel {self._exit.id}: {error}", file=sys.stderr)
                    wait_s = _AFTER_ERROR_S
                except Exception as error:  # a mistake of ours must not silence a channel for as long as we run
                    traceback.print_exception(error, file=sys.stderr)
                    wait_s = _AFTER_ERROR_S
                await self._wait(wait_s)
        finally:
            await self._ground()

    async def once(self) -> None:
        """Send what may go now. Raises StoreError and SqliteError."""
        try:
            await self._start()
            while self._flying:
                await asyncio.wait(self._flying.values(), return_when=asyncio.FIRST_COMPLETED)
                await self._start()
        finally:
            await self._ground()

    async def _ground(self) -> None:
        """Break off what is under way."""
        flying = list(self._flying.values())
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)

    async def _start(self) -> float:
        """Start what may go now; returns how long nothing else will."""
        channel, mailbox = self._exit.id, self._mailbox
        now_ms = self._clock.now_ms()
        if mailbox.is_off(channel):
            if late := mailbox.made_before(channel, now_ms - outcomes.GIVE_UP_MS):
                await self._ledger.write(partial(settling.give_up, channel=channel, ids=late, now_ms=now_ms))
            return _LONGEST_WAIT_S
        while len(self._flying) < self._exit.parallel and (id := await self._next()) is not None:
            if parcel := mailbox.parcel(id):
                self._flying[id] = asyncio.create_task(self._send(parcel))
                self._flying[id].add_done_callback(partial(self._landed, id))
        if self._unsettled:
            return _AFTER_ERROR_S
        due_ms = mailbox.next_due(channel, now_ms)
        if due_ms is None or len(self._flying) == self._exit.parallel:
            return _LONGEST_WAIT_S  # a landing, or a commit, wakes us
        return min(_LONGEST_WAIT_S, (due_ms - now_ms) / 1_000)

    async def _next(self) -> int | None:
        """The next row to go. What the cap keeps back is written down first."""
        now_ms = self._clock.now_ms()
        waiting = [
            row
            for row in self._mailbox.due(self._exit.id, now_ms, now_ms + 2 * outcomes.LONGEST_MS)
            if row.id not in self._flying and row.id not in self._unsettled
        ]
        fresh = [Candidate(row.id, row.severity, row.put_off) for row in waiting if not row.admitted]
        plan = flood.plan(self._exit.flood, self._gone, fresh, self._clock.steady_ms())
        if plan.digest or plan.hold:
            await self._hold(plan, now_ms)
        if plan.digest:
            return await self._next()
        passed = set(plan.go)
        going = [row for row in waiting if row.admitted or row.id in passed]
        if not going:
            return None
        first = min(
            going, key=lambda row: (row.tried, row.id)
        )  # what has failed before waits for nobody, nor anybody for it
        self._pass(first)
        return first.id

    def _pass(self, row: Due) -> None:
        """Count what goes for the first time; a digest has been counted when it was made."""
        if not row.admitted:
            steady_ms = self._clock.steady_ms()
            self._gone = [at for at in self._gone if at > steady_ms - self._exit.flood.most_ms] + [steady_ms]

    async def _hold(self, plan: flood.Plan, now_ms: int) -> None:
        ahead_ms = self._clock.ahead_ms()
        held = {each.id: each.until_ms + ahead_ms for each in plan.hold}
        digest = self._digest(plan.digest, now_ms) if plan.digest else None
        await self._ledger.write(
            partial(settling.hold, held=held, digested=plan.digest, digest=digest, now_ms=now_ms), reserve=True
        )
        if digest:
            self._gone.append(self._clock.steady_ms())

    def _digest(self, ids: tuple[int, ...], now_ms: int) -> Waiting:
        told, channel = self._mailbox.told(ids), self._exit.id
        severity = max((each.severity for each in told), default=0)
        return Waiting(
            f"digest:{ids[0]}:{channel}", channel, None, severity, payload.digest(told, now_ms), now_ms, now_ms
        )

    async def _send(self, parcel: Parcel) -> None:
        reply = await self._exit.attempt(parcel.delivery, parcel.payload)
        tried = Tried(parcel.made_ms, parcel.attempts, self._clock.now_ms(), self._jitter())
        outcome = outcomes.of(reply, tried)
        self.outcomes[type(outcome).__name__.lower()] += 1
        self._unsettled[parcel.id] = (parcel, outcome)
        await self._settle(parcel.id)

    async def _settle_late(self) -> None:
        for id in [id for id in self._unsettled if id not in self._flying]:
            await self._settle(id)

    async def _settle(self, id: int) -> None:
        parcel, outcome = self._unsettled[id]
        now_ms = self._clock.now_ms()
        work = partial(settling.settle, rules=self._rules, parcel=parcel, outcome=outcome, now_ms=now_ms)
        if await self._ledger.attempt(work, reserve=True):
            del self._unsettled[id]

    def _landed(self, id: int, task: asyncio.Task[None]) -> None:
        del self._flying[id]
        self._changed.set()
        if not task.cancelled() and (error := task.exception()) and not isinstance(error, Superseded):
            traceback.print_exception(error, file=sys.stderr)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            pass
        self._changed.clear()
