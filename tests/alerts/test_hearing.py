"""Whom a notice wakes: how grave it must be, and when an operator sleeps by the clock on the wall."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.delivery.flood import FLASH
from alerts.delivery.hearing import Hearing, Quiet, hears

NIGHT = Quiet(23 * 60, 6 * 60)
INFO, NOTICE, URGENT = 1, 2, 3
MINUTE_MS = 60_000
DAY_MIN = 24 * 60
ZONES = ("UTC", "Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
"""Lord Howe's summer is half an hour; Kathmandu has no whole hour between it and UTC."""
MOMENTS = st.integers(1_750_000_000, 1_850_000_000).map(lambda s: s * 1_000)
QUIET = st.builds(Quiet, st.integers(0, DAY_MIN - 1), st.integers(1, DAY_MIN))


def at(text: str, zone: str = "UTC") -> int:
    """The moment at which a clock in the zone shows this (the first time, where it does twice)."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1_000)


def clock(moment_ms: int, zone: str) -> str:
    return datetime.fromtimestamp(moment_ms / 1_000, UTC).astimezone(ZoneInfo(zone)).strftime("%H:%M")


def shown(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def test_what_is_less_grave_than_asked_for_rings_for_nobody() -> None:
    assert [hears(Hearing(least=URGENT), rank, 0) for rank in (INFO, NOTICE, URGENT, FLASH)] == [
        False,
        False,
        True,
        True,
    ]


def test_an_operator_of_whom_nothing_is_said_hears_notices_and_what_is_graver() -> None:
    assert [hears(Hearing(), rank, 0) for rank in (INFO, NOTICE, URGENT)] == [False, True, True]


@pytest.mark.parametrize(
    ("time", "rings"), [("22:59", True), ("23:00", False), ("00:00", False), ("05:59", False), ("06:00", True)]
)
def test_a_night_begins_and_ends_by_the_clock_of_the_zone(time: str, rings: bool) -> None:
    hearing = Hearing(quiet=(NIGHT,), zone=ZoneInfo("Europe/Kyiv"))
    assert hears(hearing, URGENT, at(f"2026-11-22T{time}", "Europe/Kyiv")) is rings
    assert hears(hearing, FLASH, at(f"2026-11-22T{time}", "Europe/Kyiv"))


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 6), ("2026-10-24", 8), ("2026-11-21", 7)])
def test_the_night_in_which_clocks_change_is_as_long_as_the_clock_makes_it(day: str, hours: int) -> None:
    hearing, evening = Hearing(quiet=(NIGHT,), zone=ZoneInfo("Europe/Kyiv")), at(f"{day}T18:00", "Europe/Kyiv")
    quiet = [not hears(hearing, URGENT, evening + minute * MINUTE_MS) for minute in range(18 * 60)]
    assert sum(quiet) == hours * 60
    assert sum(one != other for one, other in pairwise(quiet)) == 2


def test_an_hour_that_comes_twice_is_quiet_both_times_and_one_that_is_skipped_is_not_made_up_for() -> None:
    zone = "Europe/Kyiv"
    autumn = Hearing(quiet=(Quiet(3 * 60, 4 * 60),), zone=ZoneInfo(zone))
    begins = at("2026-10-25T02:00", zone)
    assert sum(not hears(autumn, URGENT, begins + minute * MINUTE_MS) for minute in range(300)) == 120
    begins = at("2026-03-29T02:00", zone)
    assert all(hears(autumn, URGENT, begins + minute * MINUTE_MS) for minute in range(300))


@given(moment_ms=MOMENTS, zone=st.sampled_from(ZONES), quiet=st.lists(QUIET, max_size=3), least=st.integers(0, FLASH))
def test_what_the_clock_shows_decides(moment_ms: int, zone: str, quiet: list[Quiet], least: int) -> None:
    now = clock(moment_ms, zone)
    sleeps = any(
        (shown(start) <= now < shown(end)) if start <= end else not shown(end) <= now < shown(start)
        for start, end in quiet
    )
    hearing = Hearing("ana", least, tuple(quiet), ZoneInfo(zone))
    for rank in range(FLASH):
        assert hears(hearing, rank, moment_ms) is (rank >= least and not sleeps)
    assert hears(hearing, FLASH, moment_ms)
