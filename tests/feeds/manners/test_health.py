"""What state a source is in, and the line that says so."""

from dataclasses import replace

import pytest

from feeds.manners.health import has_gap
from feeds.manners.http_policy import after_response
from feeds.manners.pace import Policy
from feeds.manners.walls import vendor_of
from feeds.records import Feed, PollState
from tests.feeds.manners.answers import DAY_MS, HOUR_MS, NOW, URL, feed, response


def polled(state: PollState, read: Feed | None, now_ms: int = NOW, body: bytes = b"x", status: int = 200) -> PollState:
    return after_response(state, URL, response(status, body), read, Policy(), now_ms, 0.5)


def hourly(newest_ms: int) -> Feed:
    return feed(b"1", b"2", b"3", published_ms=tuple(newest_ms - hour * HOUR_MS for hour in range(3)))


def test_a_feed_that_answers_but_stands_still_for_a_week_is_frozen() -> None:
    state = polled(PollState(), hourly(NOW - 8 * DAY_MS))
    assert (state.state, state.reason, state.failures) == ("frozen", "2023-11-06 is its newest entry", 0)
    assert polled(PollState(), hourly(NOW - 6 * DAY_MS)).state == "ok"


def test_a_frozen_feed_keeps_the_faults_it_has() -> None:
    read = replace(hourly(NOW - 8 * DAY_MS), problems=("malformed XML, mended",))
    state = polled(PollState(), read)
    assert state.reason == "2023-11-06 is its newest entry; malformed XML, mended"
    assert polled(state, None, NOW + HOUR_MS).reason == state.reason


def test_it_freezes_while_we_watch_though_nothing_ever_changes() -> None:
    state = polled(PollState(), hourly(NOW))
    assert polled(state, None, NOW + 6 * DAY_MS, status=200).state == "ok"
    assert polled(state, None, NOW + 8 * DAY_MS, status=200).state == "frozen"


def test_a_monthly_feed_is_not_frozen_after_a_week() -> None:
    monthly = feed(b"1", b"2", b"3", published_ms=tuple(NOW - month * 30 * DAY_MS for month in (1, 2, 3)))
    assert polled(PollState(), monthly).state == "ok"


def test_news_ends_the_frost() -> None:
    frozen = polled(PollState(), hourly(NOW - 8 * DAY_MS))
    state = polled(frozen, replace(hourly(NOW), fingerprints=(b"4", b"5", b"6")), body=b"new")
    assert (state.state, state.since_ms) == ("ok", NOW)


def test_two_documents_with_nothing_in_common_have_a_gap_between_them() -> None:
    before = polled(PollState(), feed(b"1", b"2"))
    assert has_gap(before, feed(b"3", b"4"))
    assert not has_gap(before, feed(b"2", b"3"))
    assert not has_gap(before, feed())
    assert not has_gap(PollState(), feed(b"1"))


def test_a_gap_is_remembered_from_the_last_good_poll_to_this_one() -> None:
    state = polled(polled(PollState(), feed(b"1", b"2")), feed(b"3", b"4"), NOW + HOUR_MS, b"y")
    assert (state.gap_from_ms, state.gap_to_ms) == (NOW, NOW + HOUR_MS)
    assert state.interval_s == Policy().interval_min_s


def test_an_empty_document_in_between_hides_no_gap() -> None:
    state = polled(polled(PollState(), feed(b"1")), feed(), NOW + HOUR_MS, b"y")
    assert state.state == "empty"
    assert polled(state, feed(b"9"), NOW + 2 * HOUR_MS, b"z").gap_to_ms == NOW + 2 * HOUR_MS


def test_edited_entries_are_no_gap() -> None:
    before = polled(PollState(), feed(b"1", b"2", keys=(b"a", b"b")))
    assert polled(before, feed(b"8", b"9", keys=(b"a", b"b")), body=b"y").gap_to_ms is None


@pytest.mark.parametrize(
    ("headers", "vendor"),
    [
        ({"cf_mitigated": "challenge"}, "Cloudflare"),
        ({"server": "cloudflare"}, "Cloudflare"),
        ({"x_datadome": "protected"}, "DataDome"),
        ({"server": "nginx"}, ""),
    ],
)
def test_a_bot_wall_is_named_where_its_headers_name_it(headers: dict[str, str], vendor: str) -> None:
    assert vendor_of(response(403, b"", **headers).headers) == vendor


def test_a_wall_is_part_of_the_reason() -> None:
    page = feed(format_="", problems=("not a feed: an HTML page",))
    answer = response(body=b"<html>", cf_mitigated="challenge")
    state = after_response(PollState(), URL, answer, page, Policy(), NOW, 0.5)
    assert (state.state, state.reason) == ("not-a-feed", "not a feed: an HTML page (a bot wall of Cloudflare?)")
    refused = after_response(PollState(), URL, response(403, b"", server="cloudflare"), None, Policy(), NOW, 0.5)
    assert refused.reason == "HTTP 403 (a bot wall of Cloudflare?)"
