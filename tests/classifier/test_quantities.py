"""Numbers in the news: their value, what they count, and that no text breaks the reading of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.matching.quantities import Quantity, quantities
from classifier.words.wording import plain, stem, words


def read(text: str) -> list[tuple[float, str, str]]:
    """Value, unit and what is counted."""
    return [(each.value, each.unit, each.after) for each in quantities(words(plain(text)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Four million goats", (4_000_000, "", "goat")),
        ("a $6.3bn bridge", (6_300_000_000, "", "bridg")),
        ("Twenty-five goats", (25, "", "goat")),
        ("1,480 goats", (1_480, "", "goat")),
        ("two dozen goats", (24, "", "goat")),
        ("the fifth bridge", (5, "th", "bridg")),
        ("a 3rd bridge", (3, "th", "bridg")),
        ("prices up 3 per cent", (3, "%", "")),
        ("siege enters day 34", (34, "th", "day")),
        ("bulletin for May 14", (14, "date", "may")),
    ],
)
def test_a_number_is_read_with_what_it_counts(text: str, found: tuple[float, str, str]) -> None:
    assert read(text) == [found]


@pytest.mark.parametrize("text", ["no one knows", "one of the goats", "for the first time", "²³", "the A320 lands"])
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert read(text) == []


def test_a_number_at_the_end_is_known_by_the_word_before() -> None:
    assert quantities(words("the toll passes fifty")) == (Quantity(50, "", stem("passes"), ""),)


@given(st.text(alphabet="0123456789.,-% abnthmk²٣", max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    for quantity in quantities(words(plain(text))):
        assert quantity.value >= 0
