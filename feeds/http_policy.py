"""What a response means for the next request: validators, freshness, back-off, Retry-After. Pure.

The collector's way: `request_headers` -> fetch -> `is_unchanged`, else read -> `after_response`; or `after_failure` when
there was nothing to read. Delays are jittered with a number in [0, 1) that the caller draws.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from feeds.records import Feed, PollState

if TYPE_CHECKING:
    from feeds.transport import FailureKind, Response

MINUTE_S, HOUR_S, DAY_S = 60.0, 3_600.0, 86_400.0

FRESHNESS_CAP_S = HOUR_S
"""A server's max-age counts up to here; ages of ten years are seen in the wild."""
RETRY_AFTER_CAP_S = 48 * HOUR_S
RATE_LIMITED_S = 10 * MINUTE_S
BACKOFF_CAP_S = 30 * MINUTE_S
GONE_PROBE_S = DAY_S
VALIDATORS_KEPT_S = 8 * DAY_S
"""Some servers answer 304 to anything conditional, so once in so long we ask without (NetNewsWire's figure)."""
BUSY_S = 30 * MINUTE_S
"""So long after its last new entry a source is polled at the shortest interval."""
QUIET_S = 2 * HOUR_S
"""A source without a new entry for longer than this is polled less often, in proportion to its silence."""
VALIDATOR_CHARS = 1_000

NOT_MODIFIED, TOO_MANY_REQUESTS, UNAVAILABLE, GONE = 304, 429, 503, 410


@dataclass(frozen=True, slots=True)
class Policy:
    """How often to poll: at the start, at most when there is news, at least when it is quiet."""

    interval_s: float = 120.0
    interval_min_s: float = 30.0
    interval_max_s: float = 1_800.0


def request_headers(state: PollState, url: str) -> dict[str, str]:
    """Return the conditional headers for this URL, byte-identical to what it served, or none (RFC 9110, 13.1)."""
    if state.validators_url != url:
        return {}
    headers = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in headers.items() if value}


def body_hash(body: bytes) -> bytes:
    """Return the digest that tells an identical body (16 bytes)."""
    return blake2b(body, digest_size=16).digest()


def is_usable(response: "Response") -> bool:
    """Tell whether the response carries a document."""
    return 200 <= response.status < 300


def is_unchanged(state: PollState, response: "Response") -> bool:
    """Tell whether there is nothing to read: a 304, or the very bytes that were read last time."""
    return response.status == NOT_MODIFIED or (is_usable(response) and state.body_hash == body_hash(response.body))


def after_response(
    state: PollState, url: str, response: "Response", feed: Feed | None, policy: Policy, now_ms: int, jitter: float
) -> PollState:
    """Return what to remember after a response to a request for `url`; `feed` is None when nothing was read.

    Nothing is read when the response is unchanged or not usable.
    """
    if is_usable(response) and feed is not None and (problem := _unreadable(feed)):
        return _failed(state, problem, policy, now_ms, jitter, fresh_s=_fresh_s(response.headers))
    if is_usable(response) and (feed is not None or is_unchanged(state, response)):
        return _after_document(state, url, response, feed, policy, now_ms, jitter)
    if response.status == NOT_MODIFIED and state.validators_url == url:
        return _after_not_modified(state, response, policy, now_ms, jitter)
    return _after_refusal(state, response, policy, now_ms, jitter)


def after_failure(
    state: PollState,
    kind: "FailureKind | Literal['unreadable']",
    reason: str,
    policy: Policy,
    now_ms: int,
    jitter: float,
) -> PollState:
    """Return what to remember when there was no response, or (`unreadable`) when the reader gave up on it."""
    return _failed(state, (_STATE_OF_FAILURE[kind], reason), policy, now_ms, jitter)


def retry_after_ms(status: int, headers: Mapping[str, str], now_ms: int) -> int | None:
    """Return the time (epoch ms) until which the whole host wants to be left alone, or None (RFC 9110, 10.2.3)."""
    if status not in (TOO_MANY_REQUESTS, UNAVAILABLE):
        return None
    delay_s = _retry_after_s(headers.get("retry-after", "").strip(), now_ms)
    if delay_s is None:
        if status == UNAVAILABLE:
            return None
        delay_s = RATE_LIMITED_S
    return now_ms + round(min(max(delay_s, 0.0), RETRY_AFTER_CAP_S) * 1000)


_STATE_OF_FAILURE = {
    "timeout": "timeout",
    "unreachable": "unreachable",
    "refused": "unreachable",
    "too-big": "too-big",
    "bad-response": "http-error",
    "unreadable": "malformed",
}


def _unreadable(feed: Feed) -> tuple[str, str] | None:
    """Return the state and reason of a document that gave nothing, else None."""
    reason = "; ".join(feed.problems)
    if not feed.format:
        return "not-a-feed", reason
    if not feed.fingerprints and (not feed.whole or feed.rung == "feedparser"):
        return "malformed", reason
    return None


def _after_document(
    state: PollState, url: str, response: "Response", feed: Feed | None, policy: Policy, now_ms: int, jitter: float
) -> PollState:
    fingerprints = state.fingerprints if feed is None else feed.fingerprints
    name = "ok" if fingerprints else "empty"
    if feed is not None and not feed.whole:
        name = "malformed"
    else:
        state = replace(
            state,
            etag=_validator(response.headers.get("etag")),
            last_modified=_validator(response.headers.get("last-modified")),
            validators_url=url,
            body_hash=body_hash(response.body),
            full_ms=now_ms,
        )
    state = replace(state, news_ms=_news_ms(state, feed, now_ms), fingerprints=fingerprints)
    reason = _reason_kept(state, name) if feed is None else "; ".join(feed.problems)
    return _succeeded(state, (name, reason), response, policy, now_ms, jitter)


def _after_not_modified(
    state: PollState, response: "Response", policy: Policy, now_ms: int, jitter: float
) -> PollState:
    """A 304 renews the validators it carries and leaves the others (RFC 9111, 4.3.4)."""
    state = replace(
        state,
        etag=_validator(response.headers.get("etag")) or state.etag,
        last_modified=_validator(response.headers.get("last-modified")) or state.last_modified,
    )
    if state.full_ms is not None and now_ms - state.full_ms > VALIDATORS_KEPT_S * 1000:
        state = replace(state, etag=None, last_modified=None, validators_url="")
    name = "ok" if state.fingerprints else "empty"
    return _succeeded(state, (name, _reason_kept(state, name)), response, policy, now_ms, jitter)


def _reason_kept(state: PollState, name: str) -> str:
    """An unchanged document still has the faults it had."""
    return state.reason if state.state == name else ""


def _after_refusal(state: PollState, response: "Response", policy: Policy, now_ms: int, jitter: float) -> PollState:
    """Any answer without a document: 4xx, 5xx, a 304 that nobody asked for."""
    fresh_s = _fresh_s(response.headers)
    if response.status == GONE:
        return _failed(state, ("gone", "HTTP 410: gone"), policy, now_ms, jitter, fresh_s=fresh_s, wait_s=GONE_PROBE_S)
    until_ms = retry_after_ms(response.status, response.headers, now_ms)
    if until_ms is None:
        return _failed(state, ("http-error", f"HTTP {response.status}"), policy, now_ms, jitter, fresh_s=fresh_s)
    wait_s = (until_ms - now_ms) / 1000
    limited = ("rate-limited", f"HTTP {response.status}")
    return _failed(state, limited, policy, now_ms, jitter, fresh_s=fresh_s, wait_s=wait_s)


def _succeeded(
    state: PollState, outcome: tuple[str, str], response: "Response", policy: Policy, now_ms: int, jitter: float
) -> PollState:
    interval_s = _interval_s(state, policy, now_ms)
    fresh_s = _fresh_s(response.headers)
    delay_s = max(interval_s * (0.9 + 0.2 * jitter), fresh_s * (1 + 0.1 * jitter))
    return replace(
        _attempted(state, outcome, now_ms, delay_s), failures=0, last_ok_ms=now_ms, interval_s=max(interval_s, fresh_s)
    )


def _failed(
    state: PollState,
    outcome: tuple[str, str],
    policy: Policy,
    now_ms: int,
    jitter: float,
    *,
    fresh_s: float = 0.0,
    wait_s: float = 0.0,
) -> PollState:
    """Back off: twice as far with each failure in a row, fully jittered, capped, for ever."""
    failures = state.failures + 1
    cap_s = max(policy.interval_max_s, BACKOFF_CAP_S)
    ceiling_s = min(cap_s, policy.interval_s * 2.0 ** min(failures, 30))
    delay_s = policy.interval_min_s + jitter * max(0.0, ceiling_s - policy.interval_min_s)
    delay_s = max(delay_s, max(fresh_s, wait_s) * (1 + 0.1 * jitter))
    return replace(_attempted(state, outcome, now_ms, delay_s), failures=failures)


def _attempted(state: PollState, outcome: tuple[str, str], now_ms: int, delay_s: float) -> PollState:
    name, reason = outcome
    return replace(
        state,
        state=name,
        reason=reason,
        since_ms=state.since_ms if state.state == name else now_ms,
        last_attempt_ms=now_ms,
        next_attempt_ms=now_ms + round(delay_s * 1000),
    )


def _interval_s(state: PollState, policy: Policy, now_ms: int) -> float:
    """Poll a busy source at the shortest interval, a quiet one in step with its silence."""
    quiet_s = (now_ms - (state.news_ms or now_ms)) / 1000
    if state.news_ms is not None and quiet_s < BUSY_S:
        return policy.interval_min_s
    if quiet_s < QUIET_S:
        return policy.interval_s
    return max(policy.interval_s, min(policy.interval_max_s, policy.interval_s * quiet_s / QUIET_S))


def _news_ms(state: PollState, feed: Feed | None, now_ms: int) -> int | None:
    """Return when the source last had something new; its first document makes it neither busy nor quiet."""
    if state.news_ms is None:
        return now_ms - round(BUSY_S * 1000)
    if feed is None or set(feed.fingerprints) <= set(state.fingerprints):
        return state.news_ms
    return now_ms


def _validator(value: str | None) -> str | None:
    """Keep a validator as it came; an absurdly long one is not worth sending back."""
    return value if value and len(value) <= VALIDATOR_CHARS else None


def _fresh_s(headers: Mapping[str, str]) -> float:
    """Return for how long the server calls its answer fresh (RFC 9111, 4.2.1), capped; 0 when it does not say."""
    control = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(?:cache|store)\b", control):
        return 0.0
    if found := re.search(r"(?<![\w-])max-age\s*=\s*\"?(\d{1,12})", control):
        return min(max(0.0, float(found[1]) - _age_s(headers)), FRESHNESS_CAP_S)
    expires, date = _http_date(headers.get("expires", "")), _http_date(headers.get("date", ""))
    if expires is None or date is None:
        return 0.0
    return min(max(0.0, (expires - date).total_seconds()), FRESHNESS_CAP_S)


def _age_s(headers: Mapping[str, str]) -> float:
    age = headers.get("age", "").strip()
    return float(age) if re.fullmatch(r"[0-9]{1,12}", age) else 0.0


def _retry_after_s(value: str, now_ms: int) -> float | None:
    if re.fullmatch(r"[0-9]{1,12}", value):
        return float(value)
    until = _http_date(value)
    return None if until is None else until.timestamp() - now_ms / 1000


def _http_date(value: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(value[:100])
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
