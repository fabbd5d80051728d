"""No text breaks the query language: it is read or refused, and what is read runs and changes nothing."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.query import FIELDS, Query, QueryError, parse
from storage.query.finding import Finder
from storage.reads.reader import Reader
from tests.storage.alerted import raised
from tests.storage.desk import NOW_MS, Desk, entry, open_desk, quote, tag

PIECES = st.one_of(
    st.sampled_from([f"{name}:" for name in FIELDS]),
    st.sampled_from(["OR", "(", ")", "-", '"', "*", ",", " ", "  ", "'", ";", "--", ":", "<=C", ">=", "6h", "1"]),
    st.sampled_from(
        ["withdrawal", "denied", "new", "copy", "wire", "urgent", "NEAR", "NOT", "AND", "title:", "{a}:", "^a"]
    ),
    st.text(max_size=4),
)
KNOWN = re.compile(
    r"\b(SELECT|FROM|WHERE|AND|OR|NOT|IN|INDEXED|BY|CROSS|LEFT|JOIN|ON|AS|UNION|EXISTS|MATCH|CASE|WHEN|THEN|ELSE|END|IS|NULL)\b"
    r"|\b(item|tag|quote|utterance|voice|source|story|event|verdict|alert|alert_evidence|item_fts|its|json_each|holds|known)\b"
    r"|\b(item|tag|quote|utterance|voice|story|event|evidence|alert)_(by_\w+|queue|starred|alerting|edited|disputed)\b"
    r"|\b\w*id\b|\b(current|label|stance|rule|side|name|origin|operator|severity|revision|state|starred|disputed|act|value)\b"
    r"|\b(first_seen_ms|last_seen_ms|copy_of|subject_ids|title|summary|text)\b|'noted'|''"
    r"|\bc\d+\b|:(v\d+|lo|hi|narrow|probes|seen_ms)\b|\b\d+\b|[ (),.+<>=]"
)
"""Every word and sign that a compiled query may be made of."""
QUERIES = st.lists(PIECES, max_size=25).map("".join)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("safety") / "feint.db") as desk:
        source = desk.source("Wire", kind="wire", side="eu")
        said = quote("they will stay where they are", "Petrov")
        desk.poll(
            source, entry("Troops leave", tags=[tag("withdrawal", "denied")], quotes=[said]), entry("Rain is near")
        )
        raised(desk, "r", story=1, items=(1,))
        raised(desk, "quiet", source=source)
        yield desk


def read(text: str) -> Query | None:
    """The query, or None where it was refused within the text and with a reason."""
    refused: QueryError
    try:
        return parse(text)
    except QueryError as error:
        refused = error
    assert 0 <= refused.column <= len(text)
    assert refused.message
    return None


@pytest.fixture(scope="module")
def reader(desk: Desk) -> Reader:
    return desk.reader()


@settings(max_examples=600, deadline=None)
@given(text=st.text(max_size=60) | QUERIES)
@example(text="a " * 999)
@example(text="is:" + "new," * 400 + "new")
@example(text="speaker:" + ",".join(chr(0x4E00 + n) for n in range(900)))
@example(text="source:" + ",".join(chr(0x4E00 + n) for n in range(199)))
@example(text="story:" + ",".join(str(n) for n in range(199)))
@example(text="grade:" + ",".join("ABCDEF" * 33))
@example(text=" OR ".join("source:a,b" for _ in range(66)))
@example(text="(" * 12 + "-a " * 50 + ")" * 12)
@example(text="(side:ru OR tag:x " * 12 + "b" + ")" * 12)
@example(text="-(side:ru tag:x " * 6 + "b*" + ")" * 6)
@example(text="-(-speaker:a OR -(side:ru -side:x " * 3 + "b*" + "))" * 3)
@example(text="(tag:a OR stance:denied) " * 28)
def test_whatever_is_typed_is_read_or_refused_and_what_is_read_runs_and_changes_nothing(
    desk: Desk, reader: Reader, text: str
) -> None:
    reader.changed()
    query = read(text)
    if query is None:
        return
    shown = list(reader.item_ids(query))
    assert shown == sorted(shown, reverse=True)
    assert reader.matching([1, 2], query) == set(shown)
    assert list(reader.newest(query, 10)) == shown
    before = desk.connection.total_changes
    assert set(Finder(desk.connection, query, NOW_MS, copies=True).newest(10)) >= set(shown)
    assert desk.connection.total_changes == before
    assert not reader.changed()


@settings(max_examples=300, deadline=None)
@given(text=QUERIES)
@example(text="a " * 999)
@example(text="(" * 12 + "-a " * 50 + ")" * 12)
@example(text="-alert:r -source:wire")
@example(text="alert:r OR (kind:wire -grade:a troop*)")
def test_whatever_can_be_read_can_be_muted_and_gone_through(reader: Reader, text: str) -> None:
    query = read(text)
    if query is not None:
        assert reader.would_mute(query, 0) in (0, 1, 2)
        assert (reader.gravest_new(query) or 0) in {0, *reader.item_ids(query)}


@settings(max_examples=300, deadline=None)
@given(text=QUERIES)
def test_nothing_that_was_typed_stands_in_the_sql(text: str) -> None:
    query = read(text)
    for plan in (query.plan, query.near) if query else ():
        if plan is not None:
            assert not re.sub(KNOWN, "", " ".join([plan.sql, *plan.lists])), plan.sql
