"""One poll of one source: fetch, read in a worker, decide what to remember. No writing, no schedule."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from feeds.fetch.transport import FetchError, Request, Response, Transport
from feeds.manners import health, http_policy
from feeds.manners.pace import Policy
from feeds.records import Feed, PollState
from feint.collector.job import Job, Read
from feint.collector.reach import Way
from feint.collector.workers import Unreadable, WorkerPool
from feint.config import ConfigError
from storage.items.intake import AnalysedEntry, Polled

_OLDER_PAGES = 3
"""So many pages of older entries are looked at after a possible gap (RFC 5005)."""


@dataclass(slots=True)
class Source:
    """A source as the collector holds it; `state` is what was last committed."""

    id: int
    url: str
    name: str
    language: str
    policy: Policy
    state: PollState
    timezone: str
    way: Callable[[], Way]
    """Finds out how it is reached; raises ConfigError where a secret is missing."""
    paused: bool = False
    """By an operator: it is polled only when somebody asks for it."""

    @property
    def address(self) -> str:
        """Where it is asked for: where the config says, or where it has moved."""
        return self.state.moved_url or self.url

    @property
    def host(self) -> str:
        """Whose manners it shares."""
        return urlsplit(self.address).netloc.rpartition("@")[2].lower()

    @property
    def is_local(self) -> bool:
        """Whether it comes from this machine and says nothing about the line."""
        return urlsplit(self.url).scheme in ("file", "exec")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a poll brought, ready to be stored."""

    polled: Polled
    unchanged: bool = False
    failed: bool = False
    unreached: bool = False
    """Nobody answered."""
    gate_until_ms: int | None = None
    """The host asked to be left alone until then."""


@dataclass(frozen=True, slots=True)
class Poller:
    """What it takes to poll."""

    transport: Transport
    pool: WorkerPool
    host_gap_s: float
    taken: set[str]
    """The addresses of all sources, configured or moved to: none of them is adopted by another."""

    async def poll(self, source: Source, now_ms: int, jitter: float) -> Outcome:
        """Poll once. Whatever the network and the feed do, there is an outcome."""
        before, policy = source.state, source.policy
        try:
            way = source.way()
            key = http_policy.request_key(source.address, way.own_headers)
            headers = http_policy.request_headers(before, key, now_ms)
            response = await self._fetch(way, source.address, headers)
        except (FetchError, ConfigError) as error:
            kind = error.kind if isinstance(error, FetchError) else "refused"
            after = http_policy.after_failure(before, kind, str(error), policy, now_ms, jitter)
            unreached = kind in ("unreachable", "timeout")
            return Outcome(_nothing(source, after, now_ms), failed=True, unreached=unreached)
        if not http_policy.is_usable(response) or http_policy.is_unchanged(before, response):
            after = self._after(source, key, response, None, now_ms, jitter)
            gate_ms = http_policy.gate_until_ms(before, response, now_ms)
            failed = after.failures > 0
            return Outcome(_nothing(source, after, now_ms), unchanged=not failed, failed=failed, gate_until_ms=gate_ms)
        try:
            read = await self._read(source, response, now_ms)
        except Unreadable as error:
            after = http_policy.after_failure(before, "unreadable", str(error), policy, now_ms, jitter)
            return Outcome(_nothing(source, after, now_ms), failed=True)
        after = self._after(source, key, response, read.feed, now_ms, jitter)
        entries = _analysed(read)
        if health.has_gap(before, read.feed) and read.feed.older_url:
            older, closed = await self._older(source, way, read.feed.older_url, now_ms)
            await asyncio.sleep(self.host_gap_s)  # until then nobody else starts at this host
            entries += older
            if closed:
                after = replace(after, gap_from_ms=before.gap_from_ms, gap_to_ms=before.gap_to_ms)
        # Feeds list the newest first; numbers rise with age.
        polled = Polled(
            source.id,
            after,
            read.feed.title,
            entries[::-1],
            now_ms,
            doubtful_guids=read.feed.doubtful_guids,
            total=len(read.feed.fingerprints),
        )
        return Outcome(polled, failed=after.failures > 0)

    def _after(
        self, source: Source, key: str, response: Response, feed: Feed | None, now_ms: int, jitter: float
    ) -> PollState:
        """What is to be remembered; where it says that the feed has moved, nobody else may move there."""
        after = http_policy.after_response(source.state, key, response, feed, source.policy, now_ms, jitter, self.taken)
        if after.moved_url:
            self.taken.add(after.moved_url)
        return after

    async def _older(self, source: Source, way: Way, url: str, now_ms: int) -> tuple[list[AnalysedEntry], bool]:
        """The entries of the pages before this one, and whether they reach back to where we were."""
        entries: list[AnalysedEntry] = []
        seen = {source.address}
        for _ in range(_OLDER_PAGES):
            if not url or url in seen or urlsplit(url).netloc != urlsplit(source.address).netloc:
                break
            seen.add(url)
            await asyncio.sleep(self.host_gap_s)
            try:
                response = await self._fetch(way, url, {})
                if not http_policy.is_usable(response):
                    break
                read = await self._read(source, response, now_ms)
            except (FetchError, Unreadable):
                break
            entries += _analysed(read)
            if not health.has_gap(source.state, read.feed):
                return entries, True
            url = read.feed.older_url
        return entries, False

    async def _fetch(self, way: Way, url: str, conditional: Mapping[str, str]) -> Response:
        return await self.transport.fetch(Request(url, conditional, way.own_headers, way.route))

    async def _read(self, source: Source, response: Response, now_ms: int) -> Read:
        content_type = response.headers.get("content-type", "")
        state = source.state
        return await self.pool.read(
            Job(
                body=response.body,
                content_type=content_type,
                url=response.url,
                language=source.language,
                timezone=source.timezone,
                identity_by=state.identity_by,
                known=state.fingerprints,
                now_ms=now_ms,
            )
        )


def _analysed(read: Read) -> list[AnalysedEntry]:
    return [AnalysedEntry(entry, analysis) for entry, analysis in zip(read.feed.entries, read.analyses, strict=True)]


def _nothing(source: Source, after: PollState, now_ms: int) -> Polled:
    return Polled(source.id, after, "", (), now_ms)
