"""Esc, and what begins like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.tty.escapes import Escapes


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("\x1bV", [None, "V"]),
        ("j\x1b/", ["j", None, "/"]),
        ("\x1b\x1b", ["\x1b"]),
        ("\x1b", []),
        ("\x1b[A\x1bOB", ["\x1b[A\x1bOB"]),
        ("\x1b[A\x1bq", ["\x1b[A", None, "q"]),
        ("\x1b\u044f", [None, "\u044f"]),
        ("", []),
    ],
)
def test_esc_is_a_key_where_no_sequence_follows(typed: str, parts: list[str | None]) -> None:
    assert list(Escapes().parts(typed)) == parts


def test_what_follows_esc_in_the_next_read_decides_what_it_was() -> None:
    escapes = Escapes()
    assert list(escapes.parts("j\x1b")) == ["j"]
    assert list(escapes.parts("/")) == [None, "/"]
    assert list(escapes.parts("\x1b")) == []
    assert list(escapes.parts("[A")) == ["\x1b[A"]
    assert not escapes.key()
    assert list(escapes.parts("\x1b")) == []
    assert escapes.key()
    assert list(escapes.parts("/")) == ["/"]


def test_what_is_pasted_presses_no_key_however_it_is_cut() -> None:
    escapes = Escapes()
    assert list(escapes.parts("\x1b[200~a\x1bQ")) == ["\x1b[200~", "a\x1bQ"]
    assert list(escapes.parts("\x1bQ\x1b[201~\x1bq")) == ["\x1bQ", "\x1b[201~", None, "q"]


@given(st.text(st.sampled_from("\x1b[O]~201aj")))
def test_nothing_is_lost_or_added(typed: str) -> None:
    escapes = Escapes()
    parts = list(escapes.parts(typed))
    assert "".join("\x1b" if part is None else part for part in parts) + "\x1b" * escapes.key() == typed
