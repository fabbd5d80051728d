"""One poll of one source: fetch, read in a worker, decide what to remember. No writing, no schedule."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from feeds import http_policy
from feeds.http_policy import Policy
from feeds.records import PollState
from feeds.transport import FetchError, Request, Response, Transport
from feint.collector.job import Job
from feint.collector.workers import Unreadable, WorkerPool
from storage.intake import AnalysedEntry, Polled


@dataclass(slots=True)
class Source:
    """A source as the collector holds it; `state` is what was last committed."""

    id: int
    url: str
    name: str
    language: str
    policy: Policy
    state: PollState
    host: str = field(init=False)

    def __post_init__(self) -> None:
        self.host = (urlsplit(self.url).netloc.rpartition("@")[2]).lower()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a poll brought, ready to be stored."""

    polled: Polled
    unchanged: bool
    failed: bool
    gate_until_ms: int | None
    """The host asked to be left alone until then."""


async def poll(source: Source, transport: Transport, pool: WorkerPool, now_ms: int, jitter: float) -> Outcome:
    """Poll once. Whatever the network and the feed do, there is an outcome."""
    before = source.state
    try:
        response = await transport.fetch(Request(source.url, http_policy.request_headers(before, source.url)))
    except FetchError as error:
        return _failed(
            source, http_policy.after_failure(before, error.kind, error.reason, source.policy, now_ms, jitter), now_ms
        )
    if not http_policy.is_usable(response) or http_policy.is_unchanged(before, response):
        return _nothing_to_read(source, response, now_ms, jitter)
    content_type = response.headers.get("content-type", "")
    job = Job(response.body, content_type, response.url, source.language, before.fingerprints)
    try:
        read = await pool.read(job)
    except Unreadable as error:
        return _failed(
            source, http_policy.after_failure(before, "unreadable", str(error), source.policy, now_ms, jitter), now_ms
        )
    state = http_policy.after_response(before, source.url, response, read.feed, source.policy, now_ms, jitter)
    analysed = [AnalysedEntry(e, a) for e, a in zip(read.feed.entries, read.analyses, strict=True)]
    # Feeds list the newest first; numbers rise with age.
    polled = Polled(source.id, state, read.feed.title, analysed[::-1], now_ms)
    return Outcome(polled, unchanged=False, failed=state.failures > 0, gate_until_ms=None)


def _nothing_to_read(source: Source, response: Response, now_ms: int, jitter: float) -> Outcome:
    state = http_policy.after_response(source.state, source.url, response, None, source.policy, now_ms, jitter)
    failed = state.failures > 0
    gate = http_policy.retry_after_ms(response.status, response.headers, now_ms)
    return Outcome(Polled(source.id, state, "", (), now_ms), not failed, failed, gate)


def _failed(source: Source, state: PollState, now_ms: int) -> Outcome:
    return Outcome(Polled(source.id, state, "", (), now_ms), unchanged=False, failed=True, gate_until_ms=None)
