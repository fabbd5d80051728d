"""A year makes history only if it lies two or more before the item's own; without a date, any year does."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.engine import Classifier
from classifier.lexicon.document import Layer
from classifier.tagging.history import year_of

CUE = """
[[cue]]
id = "h.in-year"
stance = "historical"
phrases = ["(in|since) #year", "between #year and #year"]
direction = "both"
[[cue]]
id = "h.ago"
stance = "historical"
phrases = ["#number years ago"]
direction = "both"
[[cue]]
id = "i.by-year"
stance = "conditional"
phrases = ["by #year"]
direction = "both"
"""


def ms(written: str) -> int:
    return int(datetime.fromisoformat(written).replace(tzinfo=UTC).timestamp() * 1_000)


@pytest.fixture(scope="module")
def dated() -> Classifier:
    return Classifier.of([Layer("site.toml", CUE)])


def stance(classifier: Classifier, text: str, dated_ms: int | None) -> str:
    (tag,) = classifier.analyze(text, dated_ms=dated_ms).tags
    return tag.stance


@pytest.mark.parametrize(
    ("written", "dated_ms", "expected"),
    [
        ("in 2024", ms("2026-06-01"), "historical"),
        ("in 2025", ms("2026-06-01"), "asserted"),
        ("in 2026", ms("2026-06-01"), "asserted"),
        ("in 2025", None, "historical"),
        ("in 2024", ms("2025-12-31T23:59:59"), "asserted"),
        ("in 2024", ms("2026-01-01"), "historical"),
        ("between 2023 and 2025", ms("2026-06-01"), "historical"),
        ("between 2025 and 2026", ms("2026-06-01"), "asserted"),
        ("40 years ago", ms("2026-06-01"), "historical"),
        ("by 2026", ms("2026-06-01"), "conditional"),
        ("in 1999", 10**18, "historical"),
    ],
)
def test_a_year_is_history_to_later_items(dated: Classifier, written: str, dated_ms: int | None, expected: str) -> None:
    assert stance(dated, f"The army withdrew from the valley {written}.", dated_ms) == expected


def test_an_item_has_its_date_like_a_text(dated: Classifier) -> None:
    title = "Army withdrew from valley in 2025"
    assert [tag.stance for tag in dated.analyze_item(title, "", "", "en", ms("2026-06-01")).tags] == ["asserted"]
    assert [tag.stance for tag in dated.analyze_item(title, "", "", "en", ms("2027-06-01")).tags] == ["historical"]


@given(st.integers())
def test_a_date_beyond_every_calendar_is_none(dated_ms: int) -> None:
    year = year_of(dated_ms)
    assert year is None or 1 <= year <= 9999
