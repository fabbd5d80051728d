"""What leaves a house: a real file, the real drains, senders that a test scripts, and virtual time."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from alerts.delivery.flood import Flood
from alerts.delivery.outcomes import Answered, Reply
from alerts.rules import Rules
from feint.collector.clock import Clock
from feint.collector.delivering.dispatch import Dispatch
from feint.collector.delivering.sending import Exit
from feint.collector.ledger import Ledger
from storage.alerting import outbox
from storage.alerting.outbox import Waiting
from storage.file import lease, sqlite
from storage.file.sqlite import Connection
from storage.file.writer import Writer
from storage.severity import SEVERITIES
from tests.intake.leaping import LeapingLoop
from tests.storage import fresh

T = TypeVar("T")
EPOCH_MS = 1_800_000_000_000
OK = Answered(200)
FREE = Flood(1_000, 60_000)


class Script:
    """A sender that answers what it is told, the last answer for ever, after so many seconds each."""

    def __init__(self, *replies: Reply, takes_s: float = 0.0) -> None:
        self.replies = list(replies) or [OK]
        self.takes_s = takes_s
        self.begun: list[str] = []
        self.got: list[tuple[float, str, str]] = []
        """(second, delivery, body) of each attempt that has come to its end."""
        self.closed = False

    async def send(self, delivery: str, body: str) -> Reply:
        self.begun.append(delivery)
        await asyncio.sleep(self.takes_s)
        self.got.append((asyncio.get_running_loop().time(), delivery, body))
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    async def close(self) -> None:
        self.closed = True

    @property
    def deliveries(self) -> list[str]:
        return [delivery for _, delivery, _ in self.got]


def notice(
    connection: Connection,
    *channels: str,
    at_ms: int = EPOCH_MS,
    severity: str = "notice",
    rule: str = "leaving",
    title: str = "Units leave the garrison",
    payload: str = '{"v":1}',
) -> int:
    """An alert that rings once, for these channels; returns its number."""
    rank = SEVERITIES.index(severity)
    (before,) = connection.execute("SELECT count(*) FROM alert").fetchone()
    alert_id = connection.execute(
        "INSERT INTO alert(rule, fingerprint, severity, title, raised_ms, updated_ms, state_ms, evidence_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (rule, f"{rule}/story/{before + 1}", rank, title, at_ms, at_ms, at_ms, at_ms),
    ).lastrowid
    assert alert_id is not None
    notice_id = connection.execute(
        "INSERT INTO notice(alert_id, seq, at_ms, severity, reason, said, channels) VALUES (?, 1, ?, ?, 'first', ?, ?)",
        (alert_id, at_ms, rank, "1 origin, 1 primary", " ".join(channels)),
    ).lastrowid
    for channel in channels:
        delivery = outbox.name(alert_id, 1, channel)
        outbox.put(connection, Waiting(delivery, channel, notice_id, rank, payload, at_ms, at_ms))
    return alert_id


class House:
    """One database and its ways out, living through virtual time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.loop = LeapingLoop()
        self.set_back_s = 0.0
        self.rules = Rules()
        self.config = ""
        """What the config says of every channel."""
        self.ledger: Ledger
        self.beats_every_s = 0.0
        """How often the collector says that it lives; 0: never."""
        fresh.ready(path)
        self.connection = sqlite.connect(path, "collector")
        self.connection.execute("PRAGMA synchronous = OFF")

    @property
    def now_ms(self) -> int:
        return EPOCH_MS + round((self.loop.time() - self.set_back_s) * 1_000)

    def ring(self, *channels: str, count: int = 1, **more: Any) -> list[int]:
        """So many notices now."""
        with sqlite.transaction(self.connection):
            return [notice(self.connection, *channels, at_ms=self.now_ms, **more) for _ in range(count)]

    def live(self, seconds: float, exits: Sequence[Exit], *happenings: tuple[float, Callable[[], object]]) -> Dispatch:
        """Run the drains for so long, as from a start to a stop."""
        return self.loop.run_until_complete(self._live(seconds, exits, happenings))

    async def _live(
        self, seconds: float, exits: Sequence[Exit], happenings: Sequence[tuple[float, Callable[[], object]]]
    ) -> Dispatch:
        loop = self.loop

        class WatchedLedger(Ledger):
            async def write(self, work: Callable[[Connection], T], *, reserve: bool = False) -> T:
                with loop.committing():
                    return await super().write(work, reserve=reserve)

        writer = Writer(self.path)
        clock = Clock(lambda: self.now_ms, lambda: round(loop.time() * 1_000))
        self.ledger = WatchedLedger(writer)
        dispatch = Dispatch(exits, self.path, self.ledger, self.rules, clock, lambda: 0.0)
        await dispatch.begin({exit.id: self.config for exit in exits})
        tasks = [asyncio.create_task(duty) for duty in dispatch.duties()]
        if self.beats_every_s:
            tasks.append(asyncio.create_task(self._beat()))
        for after_s, what in happenings:
            loop.call_later(after_s, what)
        await asyncio.sleep(seconds)
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(end, asyncio.CancelledError) or end is None for end in ends), ends
        await dispatch.close()
        writer.close()
        return dispatch

    async def _beat(self) -> None:
        with sqlite.transaction(self.connection):
            lease.begin(self.connection, "test:1", self.now_ms)
        while True:
            await asyncio.sleep(self.beats_every_s)
            with sqlite.transaction(self.connection):
                lease.beat(self.connection, self.now_ms, 0)

    def rows(
        self, sql: str = "SELECT delivery, state FROM outbox ORDER BY id", *values: object
    ) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.connection.execute(sql, values).fetchall()]

    def lines(self, act: str) -> list[str]:
        """What the log says of one kind of act."""
        return [row[0] for row in self.rows("SELECT detail FROM event WHERE act = ? ORDER BY n", act)]

    def close(self) -> None:
        self.connection.close()
        self.loop.close()


@contextmanager
def house(path: Path) -> Iterator[House]:
    """A house for the length of a block."""
    made = House(path)
    try:
        yield made
    finally:
        made.close()
