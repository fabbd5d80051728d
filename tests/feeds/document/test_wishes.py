import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.document.wishes import RawWishes, skipped_days, skipped_hours, stays_for_s


@pytest.mark.parametrize(
    ("wishes", "seconds"),
    [
        (RawWishes(), None),
        (RawWishes("15"), 900),
        (RawWishes(" 60 "), 3_600),
        (RawWishes("0"), None),
        (RawWishes("-5"), None),
        (RawWishes("soon"), None),
        (RawWishes("99999999999"), None),
        (RawWishes("", "hourly"), 3_600),
        (RawWishes("", "hourly", "1"), 3_600),
        (RawWishes("", "\n Hourly\t", " 2 "), 1_800),
        (RawWishes("", "daily", "0"), 86_400),
        (RawWishes("", "weekly", "7"), 86_400),
        (RawWishes("", "yearly", "999999"), 31),
        (RawWishes("", "sometimes"), None),
        (RawWishes("15", "daily"), 900),
    ],
)
def test_how_long_a_feed_says_it_stays_as_it_is(wishes: RawWishes, seconds: int | None) -> None:
    assert stays_for_s(wishes) == seconds


def test_hours_are_of_the_day_and_midnight_may_be_24() -> None:
    assert skipped_hours(["3", " 1", "24", "1", "25", "-2", "noon", ""]) == (0, 1, 3)


def test_days_are_numbers_from_monday() -> None:
    assert skipped_days(["Sunday", "monday ", "Someday", "Sunday"]) == (0, 6)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.lists(st.text(max_size=10)))
def test_no_wish_breaks_it(minutes: str, period: str, frequency: str, names: list[str]) -> None:
    assert (stays_for_s(RawWishes(minutes, period, frequency)) or 1) > 0
    assert set(skipped_hours(names)) <= set(range(24))
    assert set(skipped_days(names)) <= set(range(7))
