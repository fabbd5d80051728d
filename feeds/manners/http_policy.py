"""What a response means for the next request: validators, freshness, back-off, Retry-After, state of health. Pure.

The collector's way: `request_headers` -> fetch -> `is_unchanged`, else read -> `after_response`; or `after_failure` when
there was nothing to read. Delays are jittered with a number in [0, 1) that the caller draws.
"""

from collections.abc import Container, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from feeds.manners import health, moving, pace
from feeds.manners.freshness import fresh_s, retry_after_s
from feeds.manners.pace import DAY_S, HOUR_S, MINUTE_S, Policy
from feeds.records import Feed, PollState

if TYPE_CHECKING:
    from feeds.fetch.transport import FailureKind, Response

RETRY_AFTER_CAP_S = 48 * HOUR_S
RATE_LIMITED_S, RATE_LIMITED_CAP_S = 10 * MINUTE_S, 6 * HOUR_S
"""How long a 429 that names no time holds: twice as long each time in a row."""
GONE_POLLS, GONE_LASTING_MS, GONE_PROBE_S = 3, round(DAY_S * 1000), 7 * DAY_S
"""HTTP 410 is believed once it has been said so often for so long; then we look once a week."""
PROBE_AFTER_S, PROBE_AFTER_CAP_S, PROBE_GAPS = DAY_S, 8 * DAY_S, 20
"""Some servers answer 304 to anything conditional: after this much, or 20 of the feed's gaps, without a full body we ask
for one. Where that brings nothing new we ask again in 8 days (NetNewsWire's figure)."""
OFFLINE_S = MINUTE_S
BELIEVED_FAILURES = 3
"""So many failures in a row at a place that a feed has moved to, and its configured address is asked again."""
VALIDATOR_CHARS = 1_000

NOT_MODIFIED, TOO_MANY_REQUESTS, UNAVAILABLE, GONE = 304, 429, 503, 410


def request_key(url: str, own_headers: Mapping[str, str]) -> str:
    """Return what tells this request from others: validators that came for one are sent with no other."""
    if not own_headers:
        return url
    digest = blake2b(repr(sorted(own_headers.items())).encode(), digest_size=8).hexdigest()
    return f"{url} {digest}"


def request_headers(state: PollState, key: str, now_ms: int) -> dict[str, str]:
    """Return the conditional headers for a request, byte-identical to what was served for it (RFC 9110, 13.1).

    None where none came for it, or where it is time to see a full body again.
    """
    if state.validators_for != key or _is_probe_due(state, now_ms):
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
    state: PollState,
    key: str,
    response: "Response",
    feed: Feed | None,
    policy: Policy,
    now_ms: int,
    jitter: float,
    taken: Container[str] = (),
) -> PollState:
    """Return what to remember after a response to the request `key`; `feed` is None when nothing was read.

    Nothing is read when the response is unchanged or not usable. `taken` are the addresses of other sources.
    """
    if is_usable(response) and feed is not None and (problem := health.unreadable(feed, response)):
        return _failed(state, problem, policy, now_ms, jitter, fresh_s=_capped_fresh_s(response, policy))
    if is_usable(response) and (feed is not None or is_unchanged(state, response)):
        after = _with_document(state, key, response, feed, now_ms)
    elif response.status == NOT_MODIFIED and state.validators_for == key:
        after = _with_validators(state, response)
    else:
        return _after_refusal(state, response, policy, now_ms, jitter)
    after = replace(moving.after_redirects(after, response, feed, taken, now_ms), keys=_keys(state, feed))
    return _succeeded(state, after, response, feed, policy, now_ms, jitter)


def after_failure(
    state: PollState,
    kind: "FailureKind | Literal['unreadable']",
    reason: str,
    policy: Policy,
    now_ms: int,
    jitter: float,
) -> PollState:
    """Return what to remember when there was no response, or (`unreadable`) when the reader gave up on it."""
    return _failed(state, (health.STATE_OF_FAILURE[kind], reason), policy, now_ms, jitter)


def while_offline(before: PollState, now_ms: int) -> PollState:
    """Return what to remember of a source that could not be reached because we are offline: no fault of its own."""
    outcome = ("offline", "no host answers: the fault is on our side")
    return _attempted(before, outcome, "our line", now_ms, now_ms + round(OFFLINE_S * 1000))


def gate_until_ms(state: PollState, response: "Response", now_ms: int) -> int | None:
    """Return the time (epoch ms) until which the whole host wants to be left alone, or None (RFC 9110, 10.2.3).

    `state` is the one before the response.
    """
    if response.status not in (TOO_MANY_REQUESTS, UNAVAILABLE):
        return None
    delay_s = retry_after_s(response.headers, now_ms)
    if delay_s is None:
        if response.status == UNAVAILABLE:
            return None
        delay_s = min(RATE_LIMITED_S * 2.0 ** min(state.failures, 30), RATE_LIMITED_CAP_S)
    return now_ms + round(min(delay_s, RETRY_AFTER_CAP_S) * 1000)


def _is_probe_due(state: PollState, now_ms: int) -> bool:
    if state.full_ms is None:
        return False
    waited_s = (now_ms - state.full_ms) / 1000
    suspicious_s = min(max(PROBE_AFTER_S, PROBE_GAPS * state.median_gap_s), PROBE_AFTER_CAP_S)
    if state.hides_news:
        suspicious_s = PROBE_AFTER_S
    elif state.probed_ms is not None or not state.median_gap_s:
        suspicious_s = PROBE_AFTER_CAP_S
    return waited_s > suspicious_s


def _with_document(state: PollState, key: str, response: "Response", feed: Feed | None, now_ms: int) -> PollState:
    """The document counts; its validators only when it is whole."""
    is_probe = _is_probe_due(state, now_ms)
    if feed is None or feed.whole:
        state = replace(
            state,
            etag=_validator(response.headers.get("etag")),
            last_modified=_validator(response.headers.get("last-modified")),
            validators_for=key,
            body_hash=body_hash(response.body),
            full_ms=now_ms,
        )
    is_news = (
        feed is not None and state.last_ok_ms is not None and not set(feed.fingerprints) <= set(state.fingerprints)
    )
    if is_news:
        state = replace(state, news_ms=now_ms, probed_ms=None, hides_news=state.hides_news or is_probe)
    elif is_probe:
        state = replace(state, probed_ms=now_ms)
    if feed is None:
        return state
    newest_ms, median_gap_s = pace.rhythm(feed.published_ms, now_ms)
    if health.has_gap(state, feed):
        state = replace(state, gap_from_ms=state.last_ok_ms, gap_to_ms=now_ms)
    return replace(
        state,
        fingerprints=feed.fingerprints,
        problems="; ".join(feed.problems),
        newest_ms=newest_ms,
        median_gap_s=median_gap_s,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
    )


def _keys(state: PollState, feed: Feed | None) -> tuple[bytes, ...]:
    return feed.keys if feed is not None and feed.keys else state.keys


def _with_validators(state: PollState, response: "Response") -> PollState:
    """A 304 renews the validators it carries and leaves the others (RFC 9111, 4.3.4)."""
    return replace(
        state,
        etag=_validator(response.headers.get("etag")) or state.etag,
        last_modified=_validator(response.headers.get("last-modified")) or state.last_modified,
    )


def _after_refusal(state: PollState, response: "Response", policy: Policy, now_ms: int, jitter: float) -> PollState:
    """Any answer without a document: 4xx, 5xx, a 304 that nobody asked for."""
    fresh_s = _capped_fresh_s(response, policy)
    if response.status == GONE:
        return _after_gone(state, policy, now_ms, jitter, fresh_s)
    until_ms = gate_until_ms(state, response, now_ms)
    outcome = ("http-error" if until_ms is None else "rate-limited", health.refusal(response))
    wait_s = 0.0 if until_ms is None else (until_ms - now_ms) / 1000
    return _failed(state, outcome, policy, now_ms, jitter, fresh_s=fresh_s, wait=("Retry-After", wait_s))


def _after_gone(state: PollState, policy: Policy, now_ms: int, jitter: float, fresh_s: float) -> PollState:
    polls, since_ms = state.gone_polls + 1, state.gone_since_ms or now_ms
    is_believed = polls >= GONE_POLLS and now_ms - since_ms >= GONE_LASTING_MS
    after = _failed(
        state,
        ("gone", "HTTP 410: gone for good") if is_believed else ("http-error", "HTTP 410"),
        policy,
        now_ms,
        jitter,
        fresh_s=fresh_s,
        wait=("a look once a week", GONE_PROBE_S if is_believed else 0.0),
    )
    return replace(after, gone_polls=polls, gone_since_ms=since_ms)


def _succeeded(
    before: PollState,
    after: PollState,
    response: "Response",
    feed: Feed | None,
    policy: Policy,
    now_ms: int,
    jitter: float,
) -> PollState:
    interval_s = pace.interval_s(before, after, feed, policy, now_ms)
    fresh_s = _capped_fresh_s(response, policy)
    if policy.own_s is not None:
        due_s, waits_for = interval_s * (1 + 0.1 * jitter), "its own interval"
        if fresh_s > policy.own_s:
            waits_for = f"its own interval, impolite: the server says {round(fresh_s / MINUTE_S)} min"
        next_ms = now_ms + round(due_s * 1000)
    else:
        paced_s, fresh_s = interval_s * (0.9 + 0.2 * jitter), fresh_s * (1 + 0.1 * jitter)
        waits_for = "the server's max-age" if fresh_s > paced_s else "its pace"
        due_ms = now_ms + round(max(paced_s, fresh_s) * 1000)
        next_ms = pace.after_rest_ms(due_ms, after, jitter)
        waits_for = waits_for if next_ms == due_ms else "its hours of rest"
    outcome = health.of_document(after, feed, now_ms)
    return replace(
        _attempted(after, outcome, waits_for, now_ms, next_ms),
        failures=0,
        gone_polls=0,
        gone_since_ms=None,
        last_ok_ms=now_ms,
        interval_s=interval_s,
    )


def _failed(
    state: PollState,
    outcome: tuple[str, str],
    policy: Policy,
    now_ms: int,
    jitter: float,
    *,
    fresh_s: float = 0.0,
    wait: tuple[str, float] = ("", 0.0),
) -> PollState:
    """Back off: twice as far with each failure in a row, fully jittered, capped, for ever."""
    failures = state.failures + 1
    floor_s = policy.own_s or policy.interval_min_s
    ceiling_s = min(policy.backoff_cap_s, (policy.own_s or policy.interval_s) * 2.0 ** min(failures, 30))
    backoff_s = floor_s + jitter * max(0.0, ceiling_s - floor_s)
    waits = [("back-off", backoff_s)]
    waits += [(why, asked_s * (1 + 0.1 * jitter)) for why, asked_s in (("the server's max-age", fresh_s), wait)]
    waits_for, delay_s = max(waits, key=lambda each: each[1])
    state = replace(state, failures=failures, gone_polls=0, gone_since_ms=None)
    if failures >= BELIEVED_FAILURES and outcome[0] != "rate-limited":
        state = replace(moving.still(state), moved_url="")
    return _attempted(state, outcome, waits_for, now_ms, now_ms + round(delay_s * 1000))


def _attempted(
    state: PollState, outcome: tuple[str, str], waits_for: str, now_ms: int, next_attempt_ms: int
) -> PollState:
    name, reason = outcome
    return replace(
        state,
        state=name,
        reason=reason,
        waits_for=waits_for,
        since_ms=state.since_ms if state.state == name else now_ms,
        last_attempt_ms=now_ms,
        next_attempt_ms=next_attempt_ms,
    )


def _validator(value: str | None) -> str | None:
    """Keep a validator as it came; an absurdly long one is not worth sending back."""
    return value if value and len(value) <= VALIDATOR_CHARS else None


def _capped_fresh_s(response: "Response", policy: Policy) -> float:
    return min(fresh_s(response.headers), policy.freshness_cap_s)
