"""The log: append-only, numbered without gaps, each line's hash built on the one before."""

import pytest

from storage.file import sqlite
from storage.file.sqlite import Connection
from storage.log.events import Event, append, link_hash
from tests.storage.desk import NOW_MS, Desk


def line(detail: str = "done") -> Event:
    return Event(NOW_MS, "ana", "noted", "item", [1], detail)


def first_broken_line(connection: Connection) -> int | None:
    """Walk the chain from its start, as an auditor would."""
    previous = b""
    for at, row in enumerate(connection.execute("SELECT * FROM event ORDER BY n").fetchall(), 1):
        fields = [row[name] for name in ("at_ms", "operator", "act", "subject", "subject_ids", "detail", "before")]
        if row["n"] != at or row["hash"] != link_hash(previous, at, [*fields, row["undoes"]]):
            return at
        previous = row["hash"]
    return None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET detail = 'nothing happened' WHERE n = 1",
        "DELETE FROM event WHERE n = 1",
        "INSERT OR REPLACE INTO event SELECT n, at_ms, 'ben', act, subject, subject_ids, detail, before, undoes, hash FROM event",
        "INSERT INTO event SELECT 9, at_ms, 'ben', act, subject, subject_ids, detail, before, undoes, hash FROM event",
    ],
)
def test_no_statement_changes_drops_replaces_or_skips_a_line(desk: Desk, sql: str) -> None:
    desk.commit(lambda run: append(run, line()))
    with pytest.raises(sqlite.SqliteError, match="append-only"):
        desk.connection.execute(sql)
    assert desk.all("SELECT n, operator, detail FROM event") == [(1, "ana", "done")]


def test_numbers_have_no_gaps_although_some_work_is_rolled_back(desk: Desk) -> None:
    desk.commit(lambda run: append(run, line()))

    def fall(run: Connection) -> None:
        append(run, line())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        desk.commit(fall)
    desk.commit(lambda run: append(run, line()))
    assert desk.all("SELECT n FROM event") == [(1,), (2,)]


def test_the_chain_can_be_recomputed_from_the_rows(desk: Desk) -> None:
    source = desk.source("Herald")
    item_id = desk.item(source, "Bridge closed")
    acts = desk.acts()
    acts.set_state([item_id], "acked")
    acts.note(item_id, "Rang the ministry: „no comment“ 🔔")
    acts.undo()
    assert desk.one("SELECT count(*) FROM event") == 3
    assert first_broken_line(desk.connection) is None


def four_lines(desk: Desk) -> None:
    def write(run: Connection) -> None:
        for n in range(4):
            append(run, line(f"act {n}"))

    desk.commit(write)


@pytest.mark.parametrize("column", ["at_ms", "operator", "act", "subject_ids", "detail", "before", "undoes"])
def test_tampering_is_found_at_its_line(desk: Desk, column: str) -> None:
    four_lines(desk)
    desk.connection.execute("DROP TRIGGER event_is_never_changed")
    desk.connection.execute(f"UPDATE event SET {column} = 1 WHERE n = 3")
    assert first_broken_line(desk.connection) == 3


def test_a_line_taken_out_of_the_middle_is_found(desk: Desk) -> None:
    four_lines(desk)
    desk.connection.execute("DROP TRIGGER event_is_never_deleted")
    desk.connection.execute("PRAGMA foreign_keys = OFF")
    desk.connection.execute("DELETE FROM event WHERE n = 2")
    assert first_broken_line(desk.connection) == 2


def test_a_reader_goes_on_from_the_last_line_it_saw(desk: Desk) -> None:
    reader = desk.reader()
    assert reader.last_event() == 0
    desk.commit(lambda run: append(run, line("one")))
    seen = reader.last_event()
    desk.commit(lambda run: append(run, line("two")))
    assert [(each.n, each.detail, each.subject_ids) for each in reader.events_after(seen)] == [(2, "two", (1,))]


def test_half_a_character_does_not_lose_the_note_around_it(desk: Desk) -> None:
    item_id = desk.item(desk.source("Herald"), "Bridge closed")
    assert desk.acts().note(item_id, "half a character: \ud83d").text == "half a character: ?"
    assert first_broken_line(desk.connection) is None
