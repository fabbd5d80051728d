from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.fetch.transport import FailureKind, Response
from feeds.manners import http_policy
from feeds.manners.http_policy import (
    after_failure,
    after_response,
    gate_until_ms,
    is_unchanged,
    request_key,
    while_offline,
)
from feeds.manners.pace import Policy
from feeds.records import Feed, PollState
from tests.feeds.manners.answers import DAY_MS, HOUR_MS, NOW, URL, feed, response

POLICY = Policy()


def request_headers(state: PollState, key: str, now_ms: int = NOW) -> dict[str, str]:
    return http_policy.request_headers(state, key, now_ms)


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


def test_validators_go_with_no_other_name_or_password() -> None:
    own = {"Authorization": "Basic YTpi"}
    key = request_key(URL, own)
    state = after_response(PollState(), key, response(etag='"a"'), feed(b"1"), POLICY, NOW, 0.5)
    assert request_headers(state, key) == {"If-None-Match": '"a"'}
    assert request_headers(state, request_key(URL, {})) == {}
    assert request_headers(state, request_key(URL, {"Authorization": "Basic YTpj"})) == {}
    assert "YTpi" not in key


def test_after_a_week_of_304s_one_request_is_unconditional() -> None:
    state = polled(PollState(), response(etag='"a"'))
    state = polled(state, response(304, b""), now_ms=NOW + 7 * DAY_MS)
    assert request_headers(state, URL, NOW + 7 * DAY_MS)
    assert request_headers(state, URL, NOW + 9 * DAY_MS) == {}


def hourly(*fingerprints: bytes) -> Feed:
    return feed(*fingerprints, published_ms=tuple(NOW - hour * HOUR_MS for hour in range(5)))


def test_304s_where_there_should_have_been_twenty_entries_are_looked_behind_after_a_day() -> None:
    state = polled(PollState(), response(etag='"a"'), hourly(b"1"))
    state = polled(state, response(304, b""), now_ms=NOW + 23 * HOUR_MS)
    assert request_headers(state, URL, NOW + 23 * HOUR_MS)
    assert request_headers(state, URL, NOW + 25 * HOUR_MS) == {}


def test_a_look_that_finds_nothing_is_repeated_after_eight_days_not_after_one() -> None:
    state = polled(PollState(), response(etag='"a"'), hourly(b"1"))
    looked = NOW + 25 * HOUR_MS
    state = polled(state, response(etag='"a"'), now_ms=looked)
    assert request_headers(state, URL, looked + 7 * DAY_MS)
    assert request_headers(state, URL, looked + 8 * DAY_MS + 1) == {}


def test_a_look_that_finds_news_makes_the_server_suspect_again_after_a_day() -> None:
    state = polled(PollState(), response(etag='"a"'), hourly(b"1"))
    looked = NOW + 25 * HOUR_MS
    state = polled(state, response(etag='"a"', body=b"more"), hourly(b"1", b"2"), now_ms=looked)
    assert request_headers(state, URL, looked + 23 * HOUR_MS)
    assert request_headers(state, URL, looked + 25 * HOUR_MS) == {}


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


@pytest.mark.parametrize(("urgent", "hours"), [(True, 1), (False, 5)])
def test_ten_years_of_freshness_are_hours(urgent: bool, hours: int) -> None:
    answer = response(cache_control="max-age=315360000")
    state = after_response(PollState(), URL, answer, feed(b"1"), Policy(urgent=urgent), NOW, 0.0)
    assert (delay_s(state), state.waits_for) == (hours * 3_600, "the server's max-age")


def test_an_operator_s_own_interval_goes_before_max_age_and_says_that_it_is_impolite() -> None:
    policy = Policy(own_s=60.0)
    state = after_response(PollState(), URL, response(cache_control="max-age=900"), feed(b"1"), policy, NOW, 0.0)
    assert delay_s(state) == 60
    assert state.waits_for == "its own interval, impolite: the server says 15 min"


def test_an_operator_s_own_interval_is_the_least_wait_after_a_failure_too() -> None:
    policy = Policy(own_s=3_600.0)
    state = after_response(PollState(), URL, response(500, b""), None, policy, NOW, 0.0)
    assert delay_s(state) == 3_600


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


def test_back_off_doubles_is_capped_and_never_ends() -> None:
    state, delays = PollState(), []
    for _ in range(60):
        state = polled(state, response(500, b""), jitter=0.999999)
        delays.append(round(delay_s(state)))
    assert delays[:6] == [240, 480, 960, 1_920, 3_840, 7_200]
    assert set(delays[6:]) == {7_200}
    assert (state.state, state.reason, state.failures) == ("http-error", "HTTP 500", 60)


def test_an_urgent_source_is_never_left_alone_for_longer_than_half_an_hour() -> None:
    state = PollState(failures=40)
    assert delay_s(after_response(state, URL, response(500, b""), None, Policy(urgent=True), NOW, 0.999)) <= 1_800


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


def test_gone_is_believed_when_said_three_times_over_a_day_and_then_probed_weekly() -> None:
    state = PollState()
    for hours in (0, 12, 23):
        state = polled(state, response(410, b""), now_ms=NOW + hours * HOUR_MS, jitter=0.0)
        assert (state.state, state.reason) == ("http-error", "HTTP 410")
    then = NOW + 24 * HOUR_MS
    state = polled(state, response(410, b""), now_ms=then, jitter=0.0)
    assert (state.state, delay_s(state, then)) == ("gone", 7 * 86_400)


def test_another_answer_in_between_begins_the_count_anew() -> None:
    state = PollState()
    for hours, status in ((0, 410), (12, 410), (18, 500), (25, 410)):
        state = polled(state, response(status, b""), now_ms=NOW + hours * HOUR_MS)
    assert (state.state, state.gone_polls) == ("http-error", 1)


def test_offline_is_no_failure_of_the_source() -> None:
    before = polled(PollState(), response(etag='"a"'))
    state = while_offline(before, NOW + HOUR_MS)
    assert (state.state, state.failures, state.etag) == ("offline", 0, '"a"')
    assert state.last_ok_ms == NOW < state.next_attempt_ms <= NOW + HOUR_MS + 60_000


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
    until_ms = gate_until_ms(PollState(), Response(status, headers, b"", URL, ()), NOW)
    assert until_ms == (None if wait_s is None else NOW + wait_s * 1_000)


def test_a_429_that_names_no_time_holds_twice_as_long_each_time_up_to_six_hours() -> None:
    waits = [gate_until_ms(PollState(failures=failures), response(429, b""), NOW) for failures in (0, 1, 2, 9)]
    assert [(wait or 0) - NOW for wait in waits] == [600_000, 1_200_000, 2_400_000, 6 * HOUR_MS]


def test_a_rate_limited_source_waits_as_told() -> None:
    state = polled(PollState(), response(503, b"", retry_after="7200"), jitter=0.0)
    assert (state.state, state.reason, delay_s(state)) == ("rate-limited", "HTTP 503", 7_200)
    assert state.waits_for == "Retry-After"


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
    before = replace(PollState(), failures=failures, gone_polls=failures, gone_since_ms=0)
    state = after_response(before, URL, answer, feed(b"1"), POLICY, NOW, jitter)
    assert 0 < delay_s(state) <= 7 * 86_400 * 1.1
