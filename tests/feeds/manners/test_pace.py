"""A source's own rhythm: how it is learned, and what may move a poll."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.manners.http_policy import after_response
from feeds.manners.pace import Policy, after_rest_ms, interval_s, rhythm
from feeds.records import Feed, PollState
from tests.feeds.manners.answers import HOUR_MS, NOW, URL, feed, response

POLICY = Policy()
MINUTE_MS = 60_000


def pace(state: PollState, now_ms: int = NOW, read: Feed | None = None, policy: Policy = POLICY) -> float:
    """The interval of a source that answers in this state."""
    return interval_s(state, state, read, policy, now_ms)


def dated(gap_s: float, silence_s: float = 0.0) -> PollState:
    return PollState(interval_s=120, median_gap_s=gap_s, newest_ms=NOW - round(silence_s * 1000))


def test_the_rhythm_is_the_median_gap_of_the_newest_entries() -> None:
    times = tuple(NOW - minutes * MINUTE_MS for minutes in (5, 15, 20, 30, 300))
    assert rhythm(times, NOW) == (NOW - 5 * MINUTE_MS, 600.0)


def test_entries_dated_ahead_say_nothing() -> None:
    assert rhythm((NOW + 11 * MINUTE_MS,), NOW) == (None, 0.0)
    assert rhythm((NOW + 11 * MINUTE_MS, NOW, NOW - 1000, NOW - 2000), NOW) == (NOW, 1.0)


def test_two_dates_are_no_rhythm_and_neither_is_a_batch() -> None:
    assert rhythm((NOW, NOW - 1000), NOW) == (NOW, 0.0)
    assert rhythm((NOW, NOW, NOW), NOW) == (NOW, 0.0)


def test_a_busy_source_is_polled_several_times_between_two_entries() -> None:
    assert pace(dated(gap_s=180)) == 60
    assert pace(dated(gap_s=20)) == POLICY.interval_min_s


def test_a_weekly_source_is_polled_at_the_longest_interval() -> None:
    assert pace(dated(gap_s=7 * 86_400)) == POLICY.interval_max_s


def test_silence_slows_even_a_busy_source_since_nights_end() -> None:
    assert pace(dated(gap_s=180, silence_s=3_600)) == 360
    assert pace(dated(gap_s=180, silence_s=100 * 3_600)) == POLICY.interval_max_s


def test_an_undated_source_begins_where_the_config_or_its_ttl_says() -> None:
    assert pace(PollState(), read=feed(b"1")) == POLICY.interval_s
    assert pace(PollState(), read=replace(feed(b"1"), ttl_s=600)) == 600
    assert pace(PollState(), read=replace(feed(b"1"), ttl_s=86_400)) == POLICY.interval_max_s


def test_an_undated_source_is_slower_with_each_poll_without_news_and_twice_as_fast_with_it() -> None:
    state = PollState(interval_s=100)
    assert pace(state) == pytest.approx(130)
    assert pace(replace(state, news_ms=NOW)) == 50


def test_after_news_an_urgent_source_is_polled_at_the_shortest_interval_for_half_an_hour() -> None:
    state = replace(dated(gap_s=86_400), news_ms=NOW)
    urgent = Policy(urgent=True)
    assert pace(state, NOW + 29 * MINUTE_MS, policy=urgent) == urgent.interval_min_s
    assert pace(state, NOW + 31 * MINUTE_MS, policy=urgent) == urgent.interval_max_s
    assert pace(state, NOW + 29 * MINUTE_MS) == POLICY.interval_max_s


def test_after_a_possible_gap_the_next_poll_comes_soonest() -> None:
    assert pace(replace(dated(gap_s=86_400), gap_to_ms=NOW)) == POLICY.interval_min_s


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("per_hour", "least", "most"), [(20, 30, 60), (1 / 168, 1_800, 1_800)])
def test_twenty_polls_find_the_pace_of_a_feed(seed: int, per_hour: float, least: float, most: float) -> None:
    """Entries at random times, 30 of them in the document, no cache headers."""
    chance, now_ms = random.Random(seed), NOW
    times = [now_ms]
    while len(times) < 30:
        times.append(times[-1] - round(chance.expovariate(per_hour) * HOUR_MS))
    next_ms = now_ms + round(chance.expovariate(per_hour) * HOUR_MS)
    state, intervals = PollState(), []
    for n in range(60):
        while next_ms <= now_ms:
            times, next_ms = [next_ms, *times[:29]], next_ms + round(chance.expovariate(per_hour) * HOUR_MS)
        document = feed(*(str(time).encode() for time in times), published_ms=tuple(times))
        state = after_response(
            state, URL, response(body=str(times).encode()), document, POLICY, now_ms, chance.random()
        )
        intervals.append(state.interval_s)
        now_ms = state.next_attempt_ms
        assert n < 20 or POLICY.interval_min_s <= state.interval_s <= POLICY.interval_max_s
    settled = sorted(intervals[20:])
    assert least <= settled[len(settled) // 2] <= most


def test_hours_of_rest_are_heeded() -> None:
    """NOW is 22:13:20 UTC on a Tuesday."""
    one_o_clock = NOW - (13 * 60 + 20) * 1_000 + 3 * HOUR_MS
    assert after_rest_ms(NOW, PollState(skip_hours=(22, 23, 0)), 0.0) == one_o_clock
    assert after_rest_ms(NOW, PollState(skip_hours=(22, 23, 0)), 0.5) == one_o_clock + 5 * MINUTE_MS
    assert after_rest_ms(NOW, PollState(skip_hours=(3,)), 0.5) == NOW
    assert after_rest_ms(NOW, PollState(skip_days=(1,)), 0.0) == NOW - NOW % 86_400_000 + 86_400_000


def test_a_feed_that_always_rests_never_rests() -> None:
    assert after_rest_ms(NOW, PollState(skip_hours=tuple(range(24))), 0.5) == NOW
    assert after_rest_ms(NOW, PollState(skip_days=tuple(range(7))), 0.5) == NOW


@given(
    st.lists(st.integers(0, 23), max_size=23).map(tuple),
    st.lists(st.integers(0, 6), max_size=6).map(tuple),
    st.floats(0, 1),
)
def test_rest_ends_within_a_week_and_never_moves_a_poll_nearer(
    hours: tuple[int, ...], days: tuple[int, ...], jitter: float
) -> None:
    due_ms = after_rest_ms(NOW, PollState(skip_hours=hours, skip_days=days), jitter)
    assert NOW <= due_ms <= NOW + 8 * 24 * HOUR_MS
