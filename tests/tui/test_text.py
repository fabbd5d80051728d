"""Foreign text on its way to the screen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text import SafeText, cells, cut, left, right, safe_run, safe_text

ELLIPSIS = SafeText("…")
HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x1b\x9b\x07\x0e\u202e\u2066\u200b\u200d\u200c\ufe0f\u20e3\U0001f3fd\U0001f1f7\u0301\u0651\u2028\ud83d م अ"
        ),
    )
)


@given(HOSTILE)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert safe_text(safe_text(text)) == safe_text(text)
    assert safe_run(safe_run(text)) == safe_run(text)


@given(HOSTILE)
def test_no_control_no_line_break_and_no_direction_override_is_left(text: str) -> None:
    clean = safe_text(text)
    assert not {unicodedata.category(character) for character in clean} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(clean) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    clean.encode("utf-8")


@given(HOSTILE, st.integers(0, 40))
def test_cut_and_filled_text_takes_exactly_its_columns(text: str, width: int) -> None:
    clean = safe_text(text)
    assert cells(cut(clean, width, ELLIPSIS)) <= width
    assert cells(left(clean, width)) == width
    assert cells(right(clean, width)) == width


def test_a_terminal_sequence_shows_where_it_was_and_does_nothing() -> None:
    assert safe_text("a\x1b]52;c;aGk=\x1b\\b") == "a\ufffd]52;c;aGk=\ufffd\\b"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("warning \u26a0\ufe0f now", "warning \u26a0 now"),
        ("step 1\ufe0f\u20e3", "step 1"),
        ("\U0001f44d\U0001f3fd yes", "\U0001f44d yes"),
        ("\U0001f1fa\U0001f1e6 Kyiv", "UA Kyiv"),
        ("a\u0301\u0301\u0301\u0301b", "a\u0301\u0301b"),
        ("two\tlines\r\nand\u2028three", "two lines and three"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_what_terminals_disagree_about_goes(text: str, clean: str) -> None:
    assert safe_text(text) == clean


def test_persian_keeps_the_joiner_that_its_spelling_needs() -> None:
    assert (
        safe_text("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")
        == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )
    assert safe_text("paste\u200cd") == "pasted"


def test_a_loss_is_marked() -> None:
    assert cut(safe_text("Moscow says units return"), 10, ELLIPSIS) == "Moscow sa…"
