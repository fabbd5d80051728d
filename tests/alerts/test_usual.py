"""What is usual at an hour of the week: how long a source keeps quiet, and with which windows one is compared."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from alerts.kinds import usual
from alerts.kinds.usual import WEEK_MS
from alerts.rules import DAY_MS, HOUR_MS, MINUTE_MS

MONDAY_MS = 1_790_553_600_000
"""2026-09-28 00:00Z."""


def office_hours(weeks: int) -> list[int]:
    """Every half hour from 8 to 18, Monday to Friday, for so many weeks until `MONDAY_MS`."""
    days = [MONDAY_MS - week * WEEK_MS + day * DAY_MS for week in range(weeks, 0, -1) for day in range(5)]
    return [day + 8 * HOUR_MS + n * HOUR_MS // 2 for day in days for n in range(21)]


def test_by_day_half_an_hour_is_usual_and_by_night_the_night() -> None:
    times = office_hours(5)
    assert usual.gap_ms(times, MONDAY_MS + 12 * HOUR_MS) == HOUR_MS // 2
    assert usual.gap_ms(times, MONDAY_MS + DAY_MS + 3 * HOUR_MS) == 14 * HOUR_MS


def test_at_the_weekend_the_weekend_is() -> None:
    assert usual.gap_ms(office_hours(5), MONDAY_MS - 12 * HOUR_MS) == 62 * HOUR_MS


def test_of_ten_days_the_same_hour_of_other_days_is_asked() -> None:
    days = [MONDAY_MS - day * DAY_MS for day in range(10, 0, -1)]
    times = [day + 8 * HOUR_MS + n * HOUR_MS // 2 for day in days for n in range(21)]
    assert usual.gap_ms(times, MONDAY_MS + 12 * HOUR_MS) == HOUR_MS // 2
    assert usual.gap_ms(times, MONDAY_MS + 3 * HOUR_MS) == 14 * HOUR_MS


def test_of_two_days_all_hours_are() -> None:
    times = [MONDAY_MS - n * 3 * HOUR_MS for n in range(16, 0, -1)]
    assert usual.gap_ms(times, MONDAY_MS) == 3 * HOUR_MS


def test_of_less_than_a_day_or_of_two_gaps_nothing_is_known() -> None:
    assert usual.gap_ms([MONDAY_MS - n * HOUR_MS for n in range(20, 0, -1)], MONDAY_MS) is None
    assert usual.gap_ms([MONDAY_MS - n * 7 * DAY_MS for n in range(3, 0, -1)], MONDAY_MS) is None
    assert usual.gap_ms([], MONDAY_MS) is None


def test_one_gap_in_a_hundred_is_passed_by() -> None:
    times = [MONDAY_MS - 6 * DAY_MS]
    for n in range(400):
        times.append(times[-1] + (9 * HOUR_MS if n == 200 else 15 * MINUTE_MS))
    assert usual.gap_ms(times, times[-1] + 5 * HOUR_MS) == 15 * MINUTE_MS


@given(st.lists(st.integers(0, 40 * DAY_MS), max_size=60), st.integers(0, DAY_MS))
def test_what_is_usual_is_one_of_the_gaps(times: list[int], ago_ms: int) -> None:
    times = sorted(times)
    found = usual.gap_ms(times, 40 * DAY_MS + ago_ms)
    assert found is None or found in {until - since for since, until in pairwise(times)}


def test_a_window_is_compared_with_the_same_hours_of_the_weeks_before() -> None:
    now_ms = MONDAY_MS
    found = usual.windows(now_ms, HOUR_MS, 4 * WEEK_MS, now_ms - 90 * DAY_MS)
    assert found == [(now_ms - n * WEEK_MS - HOUR_MS, now_ms - n * WEEK_MS) for n in (1, 2, 3, 4)]


def test_where_weeks_are_few_with_the_same_hours_of_days_and_of_a_day_with_all_hours() -> None:
    by_day = usual.windows(MONDAY_MS, HOUR_MS, 4 * WEEK_MS, MONDAY_MS - 15 * DAY_MS)
    assert by_day[0] == (MONDAY_MS - DAY_MS - HOUR_MS, MONDAY_MS - DAY_MS)
    assert len(by_day) == 14
    by_hour = usual.windows(MONDAY_MS, HOUR_MS, 4 * WEEK_MS, MONDAY_MS - 30 * HOUR_MS)
    assert len(by_hour) == 24
    assert all(until <= MONDAY_MS - HOUR_MS for _, until in by_hour)


def test_before_a_day_has_passed_there_is_nothing_to_compare_with() -> None:
    assert usual.windows(MONDAY_MS, HOUR_MS, 4 * WEEK_MS, MONDAY_MS - DAY_MS) == []


@given(st.integers(MINUTE_MS, DAY_MS), st.integers(0, 60 * DAY_MS), st.integers(0, 60 * DAY_MS))
def test_windows_lie_within_what_is_known_and_never_touch_the_one_of_now(
    window_ms: int, baseline_ms: int, known_ms: int
) -> None:
    began_ms = MONDAY_MS - known_ms
    found = usual.windows(MONDAY_MS, window_ms, baseline_ms, began_ms)
    assert len(found) <= 60
    assert all(
        began_ms <= since and since + window_ms == until <= MONDAY_MS - min(window_ms, DAY_MS) for since, until in found
    )
