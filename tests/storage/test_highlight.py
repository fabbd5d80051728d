"""Where a query's words stand in a text is what the search index found there, no more and no less."""

import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from storage.file import sqlite
from storage.file.sqlite import Connection
from storage.query import QueryError, parse
from storage.query.highlight import folded, spans


def marked(text: str, query: str, *, in_title: bool = True) -> list[str]:
    """The parts of a text that are marked."""
    return [text[start:end] for start, end in spans(text, parse(query), in_title=in_title)]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Troops leave; the troops' trains wait", "troops", ["Troops", "troops"]),
        ("Troop trains", "troops", []),
        ("Troopers and troops", "troop*", ["Troopers", "troops"]),
        ("The rail head, the head of rail", '"rail head"', ["rail head"]),
        ("At the rail — head office", '"rail head"', ["rail — head"]),
        ("The rail heads", '"rail he"*', ["rail heads"]),
        ("rail head", "head rail", ["rail", "head"]),
        ("rail head", 'rail OR "rail head"', ["rail head"]),
        ("Café, CAFÉ, cafe\u0301, cafes", "cafe", ["Café", "CAFÉ", "cafe\u0301"]),
        ("a cafe", "café", ["cafe"]),
        ("Войска выводят", "войска выво*", ["Войска", "выводят"]),
        ("ΟΔΟΣ", "οδος", ["ΟΔΟΣ"]),
        ("10:30 at pier 7", "10:30", ["10:30"]),
        ("snake_case", "case", ["case"]),
        ("troops stay", "-troops", []),
        ("troops stay", "stay -(troops OR trains)", ["stay"]),
        ("troops stay", "troops tag:withdrawal since:6h", ["troops"]),
        ("troops stay", "tag:withdrawal", []),
        ("troops stay", "", []),
        ("", "troops", []),
    ],
)
def test_what_is_marked(text: str, query: str, found: list[str]) -> None:
    assert marked(text, query) == found


def test_words_of_headlines_are_marked_in_headlines_alone() -> None:
    assert marked("troops stay", "title:troop* stay") == ["troops", "stay"]
    assert marked("troops stay", "title:troop* stay", in_title=False) == ["stay"]


def test_no_query_marks_nothing() -> None:
    assert spans("troops", None) == []


LETTERS = "aeiouAEIOU zZsS01_-.,'’\n\u00a0éÉüñçŁøßİıſςΣσйЙёЁіїжא中\U0001f600\u0301\u0308\u0336"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=12)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """An index as item_fts is."""
    path = tmp_path_factory.mktemp("highlight") / "feint.db"
    sqlite.create(path)
    with closing(sqlite.connect(path, "collector")) as connection:
        connection.execute("CREATE VIRTUAL TABLE one USING fts5(text, tokenize='unicode61 remove_diacritics 2')")
        yield connection


@settings(max_examples=1_500, deadline=None)
@given(text=TEXTS, typed=TEXTS.map(str.strip).filter(bool), is_prefix=st.booleans())
@example(text="a\u0301", typed="A", is_prefix=False)
@example(text="b \u0301a", typed="a", is_prefix=True)
@example(text="e\u0336e", typed="e", is_prefix=False)
def test_a_text_is_marked_exactly_where_the_index_finds_it(
    index: Connection, text: str, typed: str, is_prefix: bool
) -> None:
    try:
        query = parse(f'"{typed}"{"*" if is_prefix else ""}')
    except QueryError:
        assume(False)
    index.execute("BEGIN")
    index.execute("INSERT INTO one(rowid, text) VALUES (1, ?)", (text,))
    found = index.execute("SELECT 1 FROM one WHERE one MATCH ?", (query.words[0].match,)).fetchone()
    index.execute("ROLLBACK")
    assert bool(spans(text, query)) == bool(found)


@given(text=st.text(max_size=80), query=st.sampled_from(["a*", '"a b"', "a OR e*", "title:a 1"]))
def test_spans_lie_in_the_text_in_order_and_apart(text: str, query: str) -> None:
    at = 0
    for start, end in spans(text, parse(query)):
        assert at <= start < end <= len(text)
        at = end
    assert len(folded(text)) == len(text)


def test_a_hostile_text_costs_no_more_than_its_length() -> None:
    query = parse('"a a a a a b" a* title:aa*')
    start = time.process_time()
    for text in ("a " * 50_000, "a" * 100_000, "a\u0301" * 50_000, "\u0301" * 100_000, "\ue000é" * 50_000):
        spans(text, query)
    assert time.process_time() - start < 2
