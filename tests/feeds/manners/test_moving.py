"""A feed that says it has moved for good: believed slowly, and only when it is the same feed."""

from collections.abc import Container
from dataclasses import replace

import pytest

from feeds.manners.http_policy import after_response
from feeds.manners.pace import Policy
from feeds.records import Feed, PollState
from tests.feeds.manners.answers import HOUR_MS, NOW, URL, feed, response

NEW = "https://new.example/feed"
OURS = feed(b"1", b"2", b"3", b"4")


def redirected(
    state: PollState,
    hours: int,
    *,
    statuses: tuple[int, ...] = (301,),
    target: str = NEW,
    read: Feed | None = OURS,
    taken: Container[str] = (),
) -> PollState:
    answer = replace(
        response(body=str(hours).encode()), url=target, redirects=tuple((status, target) for status in statuses)
    )
    return after_response(state, URL, answer, read, Policy(), NOW + hours * HOUR_MS, 0.5, taken)


def known() -> PollState:
    return after_response(PollState(), URL, response(), OURS, Policy(), NOW, 0.5)


@pytest.mark.parametrize("status", [301, 308])
def test_a_move_is_believed_on_the_third_poll_a_day_later(status: int) -> None:
    state = known()
    for hours in (1, 10, 20):
        state = redirected(state, hours, statuses=(status,))
        assert (state.moved_url, state.moving_url) == ("", NEW)
    assert redirected(state, 25, statuses=(status,)).moved_url == NEW


def test_three_polls_in_an_hour_are_not_a_day() -> None:
    state = known()
    for _ in range(10):
        state = redirected(state, 1)
    assert state.moved_url == ""


@pytest.mark.parametrize("statuses", [(302,), (307,), (301, 302), (303,), ()])
def test_a_way_with_one_temporary_step_is_temporary(statuses: tuple[int, ...]) -> None:
    state = redirected(redirected(known(), 1), 2, statuses=statuses)
    assert (state.moving_url, state.moving_polls) == ("", 0)


def test_another_target_begins_the_count_anew() -> None:
    state = redirected(redirected(known(), 1), 2, target="https://other.example/feed")
    assert (state.moving_url, state.moving_polls) == ("https://other.example/feed", 1)


def test_a_place_with_other_entries_is_not_the_feed() -> None:
    state = known()
    for hours in (1, 10, 30, 50):
        state = replace(redirected(state, hours, read=feed(b"4", b"5", b"6", b"7")), keys=OURS.keys)
    assert state.moved_url == ""


def test_the_address_of_another_source_is_never_adopted() -> None:
    state = known()
    for hours in (1, 10, 30, 50):
        state = redirected(state, hours, taken={NEW})
    assert (state.moved_url, state.moving_url) == ("", "")


def test_a_page_that_is_no_feed_is_no_new_home() -> None:
    state = known()
    for hours in (1, 10, 30, 50):
        state = redirected(state, hours, read=feed(format_="", problems=("not a feed: an HTML page",)))
    assert (state.moved_url, state.state) == ("", "not-a-feed")


def test_a_new_home_that_fails_three_times_is_given_up_for_the_old_address() -> None:
    state = replace(known(), moved_url=NEW)
    for _ in range(2):
        state = after_response(state, NEW, response(404, b""), None, Policy(), NOW, 0.5)
        assert state.moved_url == NEW
    assert after_response(state, NEW, response(404, b""), None, Policy(), NOW, 0.5).moved_url == ""
