"""When it happened, as operators put it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.file.errors import StoreError
from storage.log.ages import ago
from storage.log.logbook import day_before, occurred

DAY_MS = 86_400_000
NOW = datetime(2026, 11, 22, 14, 0, 30, tzinfo=UTC)
ZONES = {"MSK": ZoneInfo("Europe/Moscow"), "KYIV": ZoneInfo("Europe/Kyiv")}


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def read(text: str, now: datetime = NOW) -> tuple[str | None, str]:
    at, words = occurred(text, ms(now), ZONES)
    return None if at is None else f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M:%S}", words


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("10:20 rang the ministry", "2026-11-22 10:20:00", "rang the ministry"),
        (" 9:05:07  rang  ", "2026-11-22 09:05:07", "rang"),
        ("14:00 rang", "2026-11-22 14:00:00", "rang"),
        ("14:01 rang", "2026-11-21 14:01:00", "rang"),
        ("yesterday 23:10 rang", "2026-11-21 23:10:00", "rang"),
        ("Yesterday 10:20 rang", "2026-11-21 10:20:00", "rang"),
        ("21 Nov 10:20 rang", "2026-11-21 10:20:00", "rang"),
        ("25 dec 10:20 rang", "2025-12-25 10:20:00", "rang"),
        ("2026-11-21 10:20 rang", "2026-11-21 10:20:00", "rang"),
        ("2026-11-21T10:20Z rang", "2026-11-21 10:20:00", "rang"),
        ("10:20 UTC rang", "2026-11-22 10:20:00", "rang"),
        ("10:20 MSK rang", "2026-11-22 07:20:00", "rang"),
        ("18:30 MSK rang", "2026-11-21 15:30:00", "rang"),
        ("yesterday 00:30 KYIV rang", "2026-11-20 22:30:00", "rang"),
        ("10:20 MSK: rang", "2026-11-22 07:20:00", "rang"),
        ("10:20 A rang", "2026-11-22 10:20:00", "A rang"),
        ("10:20 REUTERS rang", "2026-11-22 10:20:00", "REUTERS rang"),
        ("10:20Z NATO rang", "2026-11-22 10:20:00", "NATO rang"),
        ("10:20 UTC NATO rang", "2026-11-22 10:20:00", "NATO rang"),
        ("OST 10:20 rang", None, "OST 10:20 rang"),
        ("10:20 Kyiv reports shelling", "2026-11-22 10:20:00", "Kyiv reports shelling"),
        ("10:20Z MSK rang", "2026-11-22 10:20:00", "MSK rang"),
        ("rang at 10:20", None, "rang at 10:20"),
        ("10:20-10:40 on the phone", None, "10:20-10:40 on the phone"),
        ("16:9 is wide", None, "16:9 is wide"),
        ("10:200 rounds", None, "10:200 rounds"),
    ],
)
def test_a_line_begins_with_its_time_or_has_none(text: str, at: str | None, words: str) -> None:
    assert read(text) == (at, words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-11-22 14:01 rang", "is still to come"),
        ("2027-01-01 00:00 rang", "is still to come"),
        ("2026-11-22 17:01 MSK rang", "is still to come"),
        ("25:00 rang", "no such time as 25:00"),
        ("10:60 rang", "no such time as 10:60"),
        ("31 Feb 10:20 rang", "no such time as 31 Feb 10:20"),
        ("2026-13-01 10:20 rang", "no such time"),
        ("2026-03-29 03:30 KYIV left out when clocks went forward", "no such time"),
        ("10:20pm rang", "write the hour from 0 to 23"),
        ("10:20 pm rang", "write the hour from 0 to 23"),
        ("10:20 OST rang", r"^OST is no zone here: MSK, KYIV or Z; a word goes after the Z: 10:20Z OST$"),
        ("yesterday 10:20 МСК, rang", r"^МСК is no zone here: .*yesterday 10:20Z МСК$"),
        ("10:20 NATO", "NATO is no zone here"),
        ("10:20", "no words"),
        ("10:20 MSK", "no words"),
        ("  ", "no words"),
    ],
)
def test_a_time_that_is_not_or_is_to_come_is_refused_and_so_is_a_line_without_words(text: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        read(text)


def test_in_the_hour_that_clocks_show_twice_a_time_is_never_to_come() -> None:
    second_half_past_three = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert read("03:45 KYIV rang", second_half_past_three) == ("2026-10-25 00:45:00", "rang")


def test_without_zones_there_is_but_one() -> None:
    with pytest.raises(StoreError, match=r"^MSK is no zone here: Z; a word goes after the Z: 10:20Z MSK$"):
        occurred("10:20 MSK rang", ms(NOW))
    assert occurred("10:20 UTC rang", ms(NOW))[1] == "rang"


def test_a_time_of_the_day_before_is_known_as_such() -> None:
    at_ms, _ = occurred("23:50 rang", ms(NOW), ZONES)
    assert at_ms is not None
    assert day_before(at_ms, ms(NOW))
    assert not day_before(at_ms - DAY_MS, ms(NOW))
    assert not day_before(ms(NOW) - 1, ms(NOW))


@given(st.text())
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        at, words = occurred(text, ms(NOW), ZONES)
    except StoreError:
        return
    assert words
    assert text.strip().endswith(words)
    assert at is None or at <= ms(NOW)


@pytest.mark.parametrize(
    ("age_ms", "said"),
    [
        (-5_000, "just now"),
        (999, "just now"),
        (4_200, "4s ago"),
        (150_000, "2m ago"),
        (7_300_000, "2h ago"),
        (4 * 86_400_000, "4d ago"),
    ],
)
def test_ages_are_told_in_their_largest_unit(age_ms: int, said: str) -> None:
    assert ago(age_ms) == said
