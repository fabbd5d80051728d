from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.http_policy import (
    Policy,
    after_failure,
    after_response,
    is_unchanged,
    request_headers,
    retry_after_ms,
)
from feeds.records import Feed, PollState
from feeds.transport import FailureKind, Response

URL = "https://example.org/feed"
NOW = 1_700_000_000_000
POLICY = Policy()
DAY_MS = 86_400_000


def response(status: int = 200, body: bytes = b"<rss/>", **headers: str) -> Response:
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, body, URL, ())


def feed(*fingerprints: bytes, format_: str = "rss 2.0", problems: tuple[str, ...] = (), whole: bool = True) -> Feed:
    return Feed(format_, "", "", None, (), fingerprints, problems, "strict", whole)


def polled(
    state: PollState, answer: Response, read: Feed | None = None, now_ms: int = NOW, jitter: float = 0.5
) -> PollState:
    if read is None and answer.status == 200 and not is_unchanged(state, answer):
        read = feed(b"1")
    return after_response(state, URL, answer, read, POLICY, now_ms, jitter)


def delay_s(state: PollState, now_ms: int = NOW) -> float:
    return (state.next_attempt_ms - now_ms) / 1000


def test_validators_go_back_byte_for_byte() -> None:
    state = polled(PollState(), response(etag='W/"a-gzip"', last_modified="Thu, 1 Jan 2038 00:00:00 GMT"))
    assert request_headers(state, URL) == {
        "If-None-Match": 'W/"a-gzip"',
        "If-Modified-Since": "Thu, 1 Jan 2038 00:00:00 GMT",
    }


def test_validators_go_to_no_other_url() -> None:
    state = polled(PollState(), response(etag='"a"'))
    assert request_headers(state, "https://example.org/other") == {}


def test_a_first_request_is_unconditional() -> None:
    assert request_headers(PollState(), URL) == {}


def test_a_200_without_validators_clears_the_old_ones() -> None:
    state = polled(polled(PollState(), response(etag='"a"')), response(body=b"<rss>new</rss>"))
    assert request_headers(state, URL) == {}


def test_a_304_with_a_new_etag_replaces_the_old_one_and_keeps_the_date() -> None:
    state = polled(PollState(), response(etag='"a"', last_modified="yesterday"))
    state = polled(state, response(304, b"", etag='"b"'))
    assert request_headers(state, URL) == {"If-None-Match": '"b"', "If-Modified-Since": "yesterday"}


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500, 503])
def test_an_error_touches_no_validator(status: int) -> None:
    state = polled(PollState(), response(etag='"a"'))
    assert request_headers(polled(state, response(status, b"", etag='"error"')), URL) == {"If-None-Match": '"a"'}


def test_a_page_that_is_no_feed_touches_no_validator() -> None:
    state = polled(PollState(), response(etag='"a"'))
    wall = feed(format_="", problems=("not a feed: an HTML page",))
    state = polled(state, response(body=b"<html>", etag='"wall"'), wall)
    assert (state.state, state.reason) == ("not-a-feed", "not a feed: an HTML page")
    assert request_headers(state, URL) == {"If-None-Match": '"a"'}


def test_a_document_cut_short_counts_its_entries_but_not_its_validators() -> None:
    state = polled(PollState(), response(etag='"cut"'), feed(b"1", problems=("document cut short",), whole=False))
    assert (state.state, state.fingerprints, state.failures) == ("malformed", (b"1",), 0)
    assert request_headers(state, URL) == {}
    assert not is_unchanged(state, response())


def test_a_304_that_nobody_asked_for_is_an_error() -> None:
    state = polled(PollState(), response(304, b""))
    assert (state.state, state.failures) == ("http-error", 1)


def test_the_same_bytes_are_unchanged_whatever_the_headers_say() -> None:
    state = polled(PollState(), response(etag='"a"'))
    assert is_unchanged(state, response(etag='"b"'))
    assert not is_unchanged(state, response(body=b"<rss>other</rss>"))
    assert not is_unchanged(state, response(500))


def test_the_same_bytes_still_bring_new_validators() -> None:
    state = polled(polled(PollState(), response(etag='"a"')), response(etag='"b"'))
    assert request_headers(state, URL) == {"If-None-Match": '"b"'}
    assert (state.state, state.fingerprints) == ("ok", (b"1",))


def test_an_unchanged_document_keeps_the_faults_it_had() -> None:
    state = polled(PollState(), response(etag='"a"'), feed(b"1", problems=("malformed XML, mended",)))
    assert polled(state, response(304, b"")).reason == "malformed XML, mended"


def test_after_a_week_of_304s_one_request_is_unconditional() -> None:
    state = polled(PollState(), response(etag='"a"'))
    state = polled(state, response(304, b""), now_ms=NOW + 7 * DAY_MS)
    assert request_headers(state, URL)
    state = polled(state, response(304, b""), now_ms=NOW + 9 * DAY_MS)
    assert request_headers(state, URL) == {}


def test_an_absurdly_long_validator_is_not_kept() -> None:
    assert request_headers(polled(PollState(), response(etag="x" * 5_000)), URL) == {}


def test_the_server_s_max_age_is_obeyed_less_its_age() -> None:
    state = polled(PollState(), response(cache_control="public, max-age=900", age="300"), jitter=0.0)
    assert delay_s(state) == 600


@pytest.mark.parametrize("status", [200, 304, 429])
def test_freshness_counts_on_any_answer(status: int) -> None:
    state = polled(PollState(), response(etag='"a"'))
    state = polled(state, response(status, cache_control="max-age=3000", retry_after="1"), jitter=0.0)
    assert delay_s(state) == 3_000


def test_freshness_may_come_from_expires() -> None:
    answer = response(date="Tue, 14 Nov 2023 22:00:00 GMT", expires="Tue, 14 Nov 2023 22:10:00 GMT")
    assert delay_s(polled(PollState(), answer, jitter=0.0)) == 600


def test_ten_years_of_freshness_are_an_hour() -> None:
    assert delay_s(polled(PollState(), response(cache_control="max-age=315360000"), jitter=0.0)) == 3_600


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cache-control": "no-cache, max-age=900"},
        {"cache-control": "no-store"},
        {"expires": "0", "date": "Tue, 14 Nov 2023 22:00:00 GMT"},
        {"cache-control": "s-maxage=900"},
        {"cache-control": "max-age=banana"},
    ],
)
def test_without_a_word_from_the_server_the_interval_rules(headers: dict[str, str]) -> None:
    assert delay_s(polled(PollState(), Response(200, headers, b"<rss/>", URL, ()), jitter=0.5)) == pytest.approx(
        POLICY.interval_s
    )


def test_the_interval_varies_by_a_tenth() -> None:
    assert delay_s(polled(PollState(), response(), jitter=0.0)) == pytest.approx(108)
    assert delay_s(polled(PollState(), response(), jitter=0.999)) == pytest.approx(132, abs=0.1)


def test_a_source_with_news_is_polled_at_the_shortest_interval_for_half_an_hour() -> None:
    state = polled(polled(PollState(), response()), response(body=b"2"), feed(b"1", b"2"))
    assert state.interval_s == POLICY.interval_min_s
    later = NOW + 40 * 60_000
    assert polled(state, response(body=b"2"), now_ms=later).interval_s == POLICY.interval_s


def test_a_quiet_source_is_polled_in_step_with_its_silence_up_to_the_longest_interval() -> None:
    state = polled(PollState(), response())
    intervals = [
        polled(state, response(), now_ms=NOW + hours * 3_600_000 - 30 * 60_000).interval_s for hours in (1, 4, 8, 100)
    ]
    assert intervals == [120, 240, 480, 1_800]


def test_entries_that_only_fall_out_of_the_window_are_no_news() -> None:
    state = polled(PollState(), response(), feed(b"1", b"2"))
    assert polled(state, response(body=b"2"), feed(b"2")).interval_s == POLICY.interval_s


def test_an_operator_s_two_seconds_rule() -> None:
    policy = Policy(interval_s=2.0, interval_min_s=2.0)
    state = after_response(PollState(), URL, response(), feed(b"1"), policy, NOW, 0.5)
    assert delay_s(state) == 2.0


def test_back_off_doubles_is_capped_and_never_ends() -> None:
    state, delays = PollState(), []
    for _ in range(60):
        state = polled(state, response(500, b""), jitter=0.999999)
        delays.append(round(delay_s(state)))
    assert delays[:4] == [240, 480, 960, 1_800]
    assert set(delays[4:]) == {1_800}
    assert (state.state, state.reason, state.failures) == ("http-error", "HTTP 500", 60)


def test_a_success_ends_the_back_off() -> None:
    state = polled(polled(PollState(), response(500, b"")), response())
    assert (state.state, state.reason, state.failures, state.last_ok_ms) == ("ok", "", 0, NOW)


def test_since_tells_when_the_state_began() -> None:
    state = polled(PollState(), response(500, b""))
    state = polled(state, response(502, b""), now_ms=NOW + 60_000)
    assert state.since_ms == NOW
    assert polled(state, response(), now_ms=NOW + 90_000).since_ms == NOW + 90_000


STATES: list[tuple[FailureKind | Literal["unreadable"], str]] = [
    ("timeout", "timeout"),
    ("unreachable", "unreachable"),
    ("refused", "unreachable"),
    ("too-big", "too-big"),
    ("bad-response", "http-error"),
    ("unreadable", "malformed"),
]


@pytest.mark.parametrize(("kind", "name"), STATES)
def test_a_failure_to_fetch_has_its_own_state(kind: FailureKind | Literal["unreadable"], name: str) -> None:
    state = after_failure(PollState(etag='"a"'), kind, "no answer in 30 s", POLICY, NOW, 0.5)
    assert (state.state, state.reason, state.failures, state.etag) == (name, "no answer in 30 s", 1, '"a"')


def test_gone_is_probed_daily() -> None:
    state = polled(PollState(), response(410, b""), jitter=0.0)
    assert (state.state, delay_s(state)) == ("gone", 86_400)


def test_a_valid_feed_without_entries_is_empty_not_failed() -> None:
    state = polled(PollState(), response(), feed())
    assert (state.state, state.failures) == ("empty", 0)


@pytest.mark.parametrize(
    ("status", "headers", "wait_s"),
    [
        (429, {"retry-after": "120"}, 120),
        (503, {"retry-after": "120"}, 120),
        (429, {"retry-after": "Tue, 14 Nov 2023 22:15:20 GMT"}, 120),
        (429, {}, 600),
        (429, {"retry-after": "soon"}, 600),
        (429, {"retry-after": "999999999"}, 48 * 3_600),
        (503, {}, None),
        (200, {"retry-after": "120"}, None),
        (500, {"retry-after": "120"}, None),
    ],
)
def test_retry_after_gates_the_host(status: int, headers: dict[str, str], wait_s: int | None) -> None:
    until_ms = retry_after_ms(status, headers, NOW)
    assert until_ms == (None if wait_s is None else NOW + wait_s * 1_000)


def test_a_rate_limited_source_waits_as_told() -> None:
    state = polled(PollState(), response(503, b"", retry_after="7200"), jitter=0.0)
    assert (state.state, state.reason, delay_s(state)) == ("rate-limited", "HTTP 503", 7_200)


@given(
    st.sampled_from([200, 204, 301, 304, 404, 410, 429, 500, 503]),
    st.dictionaries(
        st.sampled_from(["cache-control", "expires", "date", "age", "retry-after", "etag", "last-modified"]),
        st.text(st.characters(max_codepoint=255), max_size=40),
    ),
    st.floats(0, 0.999),
    st.integers(0, 50),
)
def test_no_header_breaks_the_policy_or_stops_the_polling(
    status: int, headers: dict[str, str], jitter: float, failures: int
) -> None:
    answer = Response(status, headers, b"", URL, ())
    state = after_response(replace(PollState(), failures=failures), URL, answer, feed(b"1"), POLICY, NOW, jitter)
    assert 0 < delay_s(state) <= 48 * 3_600 * 1.1
