"""How SQLite goes about each read: no look of a desk ever goes through all items, or sorts more than it shows.

It is the same whether or not statistics have been gathered, for indexes are named where there is a choice.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage.acting import alerting, touches, triage
from storage.file.sqlite import Connection
from storage.query import parse
from storage.reads import listing
from storage.reads.reader import Reader
from tests.storage.small_world import NOW_MS, build

LARGE = (
    "item", "tag", "quote", "revision", "event", "event_item", "event_alert", "item_words", "voice", "utterance", "story", "its",
    "newest", "alert", "alert_evidence", "alert_fact", "notice", "outbox",
)  # fmt: skip
FEW = ("INDEX outbox_waiting", "INDEX outbox_flooded")
"""They hold only what waits to be sent, or for its channel's cap."""
QUERIES = (
    "", "bridge", '"rail head" -drill', "troop*", "title:troop*", "tag:a", "tag:a stance:denied,doubted", "stance:denied",
    "rule:w.*", "is:copy", "is:new", "is:new,starred", "-is:new", "is:starred", "is:edited", "is:alerting", "is:evidence",
    "is:noted",
    "is:disputed", "is:corrected", "since:6h", "before:2026-01-01", "speaker:x", "-speaker:x", "side:ru", "tag:a side:ru",
    "side:ru speaker:x", "primary:x", "origin:x", "source:x", "kind:wire grade:<=C language:en", "severity:urgent",
    "operator:ana", "story:1", "alert:leaving", "-alert:le*", "alert:* side:ru",
    "(tag:a bridge) OR is:starred", "-(side:ru troop*)",
)  # fmt: skip


@pytest.fixture(scope="module", params=["without statistics", "with statistics"])
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path = tmp_path_factory.mktemp("plans") / "feint.db"
    with closing(build(path, 1).connection) as connection:
        if request.param == "with statistics":
            connection.execute("ANALYZE").fetchall()
            # As of a file ten thousand times as large: of a small one SQLite may well read all.
            connection.execute(
                "UPDATE sqlite_stat1 SET stat = (10000 * CAST(stat AS INTEGER)) || substr(stat, instr(stat, ' '))"
            )
    with closing(Reader(path)) as reader:
        yield reader


def path_of(reader: Reader) -> Path:
    """Its file."""
    return Path(reader._connection.execute("PRAGMA database_list").fetchone()["file"])


def steps(connection: Connection, sql: str) -> list[str]:
    """What SQLite would do; of what a window leaves undone, what it would do in another."""
    sql = sql.replace("WHERE 0 AND", "WHERE abs(0) AND").replace("WHERE NOT 1 AND", "WHERE NOT abs(1) AND")
    values = [1] * sql.count("?")
    return [str(row["detail"]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]


@contextmanager
def said(reader: Reader) -> Iterator[list[str]]:
    """The statements that it runs."""
    asked: list[str] = []
    reader._connection.set_trace_callback(asked.append)
    yield asked
    reader._connection.set_trace_callback(None)


def scans(connection: Connection, asked: list[str]) -> list[tuple[str, str]]:
    """What goes through a large table from one end to the other."""
    statements = [sql for sql in asked if sql.lstrip().startswith(("SELECT", "WITH"))]
    assert statements
    return [
        (step, sql)
        for sql in statements
        for step in steps(connection, sql)
        if step.startswith("SCAN ") and step.split()[1] in LARGE and not step.endswith(FEW)
    ]


@pytest.mark.parametrize("text", QUERIES)
def test_no_query_goes_through_all_items(reader: Reader, text: str) -> None:
    query = parse(text)
    with said(reader) as asked:
        reader.newest(query, 2)
        reader.item_ids(query)
        reader.item_ids_after(9, query)
        reader.matching([10, 20], query)
    assert not scans(reader._connection, asked)


def test_no_part_of_the_desk_goes_through_all_items(reader: Reader) -> None:
    with said(reader) as asked:
        ids = reader.newest(None, 5)
        reader.item_rows(ids)
        reader.story(ids[0])
        reader.sources(NOW_MS)
        reader.alert(reader.alerts()[0].id)
        reader.notices_after(reader.last_notice() - 1)
        reader.operators()
        reader.mutes(0)
        reader.would_mute(parse("alert:leaving OR troop*"), NOW_MS - 7 * 86_400_000)
        reader.gravest_new(None)
        reader.gravest_new(parse("tag:withdrawal"), ids[0])
        reader.has_been_welcomed("ana")
        reader.utterance_rows(reader.utterance_ids())
        reader.ledger(reader.speakers_named("petrov")[0])
        reader.status(NOW_MS)
        reader.labels(NOW_MS)
        reader.last_event()
        reader.events_after(0)
    assert len(asked) > 30
    in_order = [
        sql for sql in asked if "ORDER BY last_seen_ms DESC, id DESC LIMIT" in sql or "alert_by_age WHERE +" in sql
    ]
    assert len(in_order) == 2
    assert not scans(reader._connection, [sql for sql in asked if sql not in in_order])


@pytest.mark.parametrize(
    "name",
    [
        "_ITEMS",
        "_ALERTS",
        "_EVIDENCE",
        "_STORIES",
        "_STORIES_OF",
        "_STORY",
        "_MEMBERS",
        "_QUOTES",
        "_SPEAKING",
        "_CORRECTED",
    ],
)
def test_a_page_of_a_list_is_found_by_an_index(reader: Reader, name: str) -> None:
    found = steps(reader._connection, getattr(listing, name))
    assert not [step for step in found if step.startswith("SCAN") and "json_each" not in step]
    assert ("story_by_age" in str(found)) == (name == "_STORIES")


def test_lists_in_order_are_read_in_that_order(reader: Reader) -> None:
    with said(reader) as asked:
        reader.newest(None, 5)
        reader.utterance_ids(5)
        reader.alerts(5)
    sorted_by = [sql for sql in asked if any("TEMP B-TREE" in step for step in steps(reader._connection, sql))]
    assert not sorted_by
    assert not [step for step in steps(reader._connection, listing._STORIES) if "TEMP B-TREE" in step]
    assert not [step for step in steps(reader._connection, listing._ALERTS) if "TEMP B-TREE" in step]


@pytest.mark.parametrize("aspect", [triage.STATE, alerting.ALERT])
def test_whose_hand_was_on_a_row_last_is_told_by_the_lines_about_it(reader: Reader, aspect: touches.Aspect) -> None:
    with said(reader) as asked:
        touches.newest(reader._connection, aspect, [1, 2])
        touches.standing(reader._connection, aspect, {1: 0, 2: 0}, "ana")
    found = [step for sql in asked for step in steps(reader._connection, sql) if "event " in step]
    assert len(found) == 2
    assert all("rowid=?" in step for step in found)
