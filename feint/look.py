"""A look at feeds without a collector: fetched and read as at a poll, with the same limits, nothing written or remembered."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from feeds.fetch.exchange import FetchError, Request
from feeds.fetch.transport import Transport
from feeds.lists.discover import Answer, Search, search
from feeds.manners.http_policy import TOO_MANY_REQUESTS, UNAVAILABLE, is_usable
from feeds.manners.schedule import Schedule
from feint.collector.clock import steady_clock_ms, wall_clock_ms
from feint.collector.job import Job
from feint.collector.reach import transport_of, way_of
from feint.collector.workers import Unreadable, WorkerPool
from feint.config import Collector, Config, ConfigError, Source

_JOB_DEADLINE_S = 10.0


@dataclass(frozen=True, slots=True)
class Glance:
    """What one source answered; `held` when nothing was asked because its host wants to be left alone."""

    answer: Answer
    seconds: float = 0.0
    held: bool = False


_HELD = Glance(Answer(why="its host asked to be left alone"), held=True)


class Looker:
    """Asks and reads; `looking` makes one."""

    def __init__(self, transport: Transport, pool: WorkerPool, manners: Collector) -> None:
        self._transport = transport
        self._pool = pool
        self._manners = manners

    async def ask(self, request: Request, timezone: str = "") -> Answer:
        """Fetch, and read what came. Whatever the network and the feed do, there is an answer."""
        try:
            response = await self._transport.fetch(request)
        except FetchError as error:
            return Answer(why=error.reason)
        if not is_usable(response):
            return Answer(response)
        job = Job(
            body=response.body,
            content_type=response.headers.get("content-type", ""),
            url=response.url,
            language="",
            timezone=timezone,
            identity_by="guid",
            known=(),
            now_ms=wall_clock_ms(),
        )
        try:
            return Answer(response, (await self._pool.read(job)).feed)
        except Unreadable as error:
            return Answer(response, why=str(error))

    async def find(self, url: str) -> Search:
        """Look for feeds at an address and around it, one request after the other."""
        steps = search(Request(url, {}))
        request, asked = next(steps), set()
        while True:
            host = urlsplit(request.url).netloc
            if host in asked:
                await asyncio.sleep(self._manners.host_gap_s)
            asked.add(host)
            try:
                request = steps.send(await self.ask(request))
            except StopIteration as end:
                found: Search = end.value
                return found

    async def each(
        self, sources: Sequence[Source], gates: Mapping[str, int], now_ms: int
    ) -> AsyncIterator[tuple[Source, Glance]]:
        """Look at every source once, under the manners of polling; gives each as it is done.

        `gates` says until when (epoch ms) a host, or a URL, asked to be left alone.
        """
        manners = self._manners
        schedule = Schedule(concurrency=manners.concurrency, per_host=manners.per_host, host_gap_s=manners.host_gap_s)
        for n, source in enumerate(sources):
            if max(gates.get(_host(source.url), 0), gates.get(source.url, 0)) > now_ms:
                yield source, _HELD
            else:
                schedule.put(n, _host(source.url), 0)
        flying: set[asyncio.Task[tuple[int, Glance]]] = set()
        shut: set[str] = set()
        while True:
            flying |= {asyncio.create_task(self._glance(n, sources[n], shut)) for n in schedule.take(steady_clock_ms())}
            wait_s = schedule.wait_s(steady_clock_ms())
            if not flying and wait_s is None:
                return
            if not flying:
                await asyncio.sleep(wait_s or 0.0)
                continue
            done, flying = await asyncio.wait(flying, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                n, glance = task.result()
                schedule.done(n)
                yield sources[n], glance

    async def _glance(self, n: int, source: Source, shut: set[str]) -> tuple[int, Glance]:
        """Look at one source; `shut` are the hosts that asked to be left alone meanwhile."""
        if _host(source.url) in shut:
            return n, _HELD
        began = time.monotonic()
        try:
            way = way_of(source)
        except ConfigError as error:
            return n, Glance(Answer(why=str(error)))
        answer = await self.ask(Request(source.url, {}, way.own_headers, way.route), source.timezone)
        # With no gap between requests the operator vouches for the host.
        if answer.response and answer.response.status in (TOO_MANY_REQUESTS, UNAVAILABLE) and self._manners.host_gap_s:
            shut.add(_host(source.url))
        return n, Glance(answer, time.monotonic() - began)


@asynccontextmanager
async def looking(config: Config) -> AsyncIterator[Looker]:
    """A looker with the config's limits. Raises ConfigError for a proxy that is not there."""
    transport = transport_of(config)
    pool = WorkerPool(config.collector.workers, _JOB_DEADLINE_S)
    try:
        yield Looker(transport, pool, config.collector)
    finally:
        await pool.close()
        await transport.close()


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()
