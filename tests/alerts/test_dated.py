"""The newest date that a text names, in six languages and in digits."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.arriving import dated


def day(text: str) -> str | None:
    named = dated.newest(text)
    return named and f"{datetime.datetime.fromtimestamp(named.at_ms / 1000, datetime.UTC):%Y-%m-%d}"


@pytest.mark.parametrize(
    "text",
    [
        "15 February 2022", "15th of February, 2022", "Feb. 15, 2022", "February 15th 2022", "2022-02-15", "15.02.2022",
        "am 15. Februar 2022", "le 15 février 2022", "el 15 de febrero de 2022", "15 февраля 2022 года", "15 лютого 2022 року",
        "TUESDAY 15 FEB 2022 5:00PM",
    ],
)  # fmt: skip
def test_a_full_date_is_read_however_it_is_written(text: str) -> None:
    assert day(f"(Kora) {text} - The ferry is late.") == "2022-02-15"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15 February",
        "February 2022",
        "on Tuesday",
        "03/04/2022",
        "31.02.2022",
        "15 Flubuary 2022",
        "1.2.3.2022",
        "v2022-13-41",
    ],
)
def test_what_is_no_full_date_is_none(text: str) -> None:
    assert dated.newest(text) is None


def test_the_newest_of_all_counts_wherever_it_stands() -> None:
    assert day("Signed on 5 December 1994, broken on 20 March 2014, said on 3 March 1999") == "2014-03-20"
    named = dated.newest("12 May 2011", "since 13 May 2011")
    assert named is not None
    assert "since 13 May 2011"[named.start : named.end] == "13 May 2011"


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y"]),
)
def test_every_day_of_two_centuries_is_read(date: datetime.date, form: str) -> None:
    assert day(f"x {date.strftime(form)} x") == date.isoformat()


@given(st.text(st.sampled_from("0123456789 .-,/May февраля février\n\0")))
def test_no_text_makes_it_fall_and_what_it_names_stands_there(text: str) -> None:
    for named in dated.dates(text):
        assert 0 <= named.start < named.end <= len(text)
        assert any(letter.isdigit() for letter in text[named.start : named.end])


def test_a_long_text_is_read_in_no_time() -> None:
    assert dated.newest("1 a " * 50_000 + "15.02.2022") is not None


STORY = "Units left on 3 March 2026, it says.\nFilmed on 3 March 2026 in Kora."


@pytest.mark.parametrize("line", ["Saturday, 15 May 2027", "Updated: 15 May 2027, 17:40 UTC", "15.05.2027"])
def test_a_page_s_own_date_is_not_that_of_its_story(line: str) -> None:
    named = dated.newest_told("Units leave", f"{line}\n{STORY}")
    assert named is not None
    assert named.at_ms == 1_772_496_000_000


@pytest.mark.parametrize(
    "text",
    [
        "15 May 2027\nUnits leave, against the treaty of 5 December 1994.",
        "15 May 2027",
        "Filmed on 3 March 2026.",
        "Units leave, for the first time since the war of 24 August 2021, and that of 5 December 1994, began.",
    ],
)
def test_a_story_that_names_no_day_twice_does_not_date_itself(text: str) -> None:
    assert dated.newest_told(text) is None


def test_what_a_summary_and_its_text_both_say_is_said_once() -> None:
    lede = "Units leave, for the first time since the war of 24 August 2021 began."
    assert dated.newest_told("Units leave", lede, f"{lede}\nNobody was seen to come back.") is None


def test_a_date_in_a_sentence_is_the_story_s() -> None:
    named = dated.newest_told(f"{STORY}\nOn 15 May 2027 they came back, as the mayor of Kora says.")
    assert named is not None
    assert named.at_ms == 1_810_339_200_000
