"""Putting a collector together, and taking it apart again in the right order."""

import time
from asyncio import wrap_future
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from feeds.schedule import Schedule
from feeds.transport import Transport
from feint.collector.collect import Collector, Hands
from feint.collector.judge import ClassifierJudge
from feint.collector.poll import Source
from feint.collector.workers import WorkerPool
from feint.config import Config
from feint.wiring import policy_of, rules_of, sources_of, speakers_of
from storage import lease, sources
from storage.errors import StoreError
from storage.requests import Requests
from storage.sqlite import Connection
from storage.writer import Writer

_JOB_DEADLINE_S = 10.0


def wall_clock_ms() -> int:
    """UTC epoch milliseconds."""
    return time.time_ns() // 1_000_000


def _silent(done: int, of: int) -> None:
    """Nobody waits for this run."""


@asynccontextmanager
async def collecting(
    config: Config,
    database: Path,
    holder: str,
    *,
    progress: Callable[[int, int], None] = _silent,
    now_ms: Callable[[], int] = wall_clock_ms,
) -> AsyncIterator[Collector]:
    """A collector on `database`, whose lock the caller holds. Raises QueryError for a rule that cannot be read."""
    rules = rules_of(config)
    options = config.collector
    writer = Writer(database)
    requests = Requests(database)
    transport = Transport(
        user_agent=options.user_agent, allow_private=options.allow_private, timeout_s=options.timeout_s
    )
    pool = WorkerPool(options.workers, _JOB_DEADLINE_S)
    schedule = Schedule(concurrency=options.concurrency, per_host=options.per_host, host_gap_s=options.host_gap_s)

    def begin(connection: Connection) -> list[sources.Known]:
        sources.configure(connection, sources_of(config), speakers_of(config))
        lease.begin(connection, holder, now_ms())
        return sources.known(connection)

    try:
        known = await wrap_future(writer.do(begin))
        hands = Hands(writer, transport, pool, schedule, ClassifierJudge(), rules, requests, now_ms)
        # With no gap between requests the operator vouches for the host: a Retry-After then speaks for one feed.
        yield Collector(hands, _watched(config, known), gates_hosts=options.host_gap_s > 0, progress=progress)
        with suppress(StoreError):  # the lock goes with us; a row left behind only grows old
            await wrap_future(writer.do(lease.end))
    finally:
        await pool.close()
        await transport.close()
        requests.close()
        writer.close()


def _watched(config: Config, known: list[sources.Known]) -> list[Source]:
    by_url = {source.url: source for source in config.sources}
    return [
        Source(row.id, row.url, row.name, row.language, policy_of(config, by_url[row.url]), row.state)
        for row in known
        if not row.paused
    ]
