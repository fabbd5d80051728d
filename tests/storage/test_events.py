"""The log: append-only, numbered without gaps, each line's hash built on the one before."""

import pytest

from storage.file import sqlite
from storage.file.sqlite import Connection
from storage.log.chain import verify
from storage.log.events import Event, after, append
from tests.storage.desk import NOW_MS, Desk, entry


def line(detail: str = "done") -> Event:
    return Event(NOW_MS, "ana", "noted", "item", [1], detail)


COLUMNS = "at_ms, operator, act, subject, subject_ids, detail, before, undoes, hash, occurred_ms"
COPY = f"INTO event(n, {COLUMNS}) SELECT {{}}, {COLUMNS} FROM event WHERE n = 1"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET detail = 'nothing happened' WHERE n = 1",
        "UPDATE OR IGNORE event SET detail = 'nothing happened'",
        "UPDATE OR REPLACE event SET n = 2 WHERE n = 1",
        "UPDATE event SET n = n + 5",
        "DELETE FROM event WHERE n = 1",
        "DELETE FROM event",
        f"INSERT OR REPLACE {COPY.format(1)}",
        f"INSERT OR IGNORE {COPY.format(2)}",
        f"INSERT {COPY.format(9)}",
        f"INSERT {COPY.format(-1)}",
        f"INSERT {COPY.format('NULL')}",
        f"INSERT {COPY.format(1)} ON CONFLICT (n) DO UPDATE SET detail = 'nothing happened'",
    ],
)
def test_no_statement_changes_drops_replaces_renumbers_or_skips_a_line(desk: Desk, sql: str) -> None:
    desk.commit(lambda run: [append(run, line()), append(run, line())])
    with pytest.raises(sqlite.SqliteError, match="append-only"):
        desk.connection.execute(sql)
    assert desk.all("SELECT n, operator, detail FROM event") == [(1, "ana", "done"), (2, "ana", "done")]


def test_numbers_have_no_gaps_although_some_work_is_rolled_back(desk: Desk) -> None:
    desk.commit(lambda run: append(run, line()))

    def fall(run: Connection) -> None:
        append(run, line())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        desk.commit(fall)
    desk.commit(lambda run: append(run, line()))
    assert desk.all("SELECT n FROM event") == [(1,), (2,)]


def test_a_reader_goes_on_from_the_last_line_it_saw(desk: Desk) -> None:
    reader = desk.reader()
    assert reader.last_event() == 0
    desk.commit(lambda run: append(run, line("one")))
    seen = reader.last_event()
    desk.commit(lambda run: append(run, line("two")))
    assert [(each.n, each.detail, each.subject_ids) for each in reader.events_after(seen)] == [(2, "two", (1,))]


def test_polls_that_bring_nothing_leave_no_line(desk: Desk) -> None:
    source = desk.source("Herald")
    desk.poll(source, entry("Bridge closed"))
    before = desk.reader().last_event()
    for _ in range(20):
        desk.poll(source)
        desk.poll(source, entry("Bridge closed"))
    assert desk.reader().last_event() == before


def test_a_source_that_stays_out_of_reach_is_told_once(desk: Desk) -> None:
    source = desk.source("Herald")
    for n in range(20):
        desk.poll(source, state="unreachable", reason=f"no answer {n}")
    assert len(desk.log("unreachable")) == 1


def test_a_desk_that_was_away_reads_the_log_in_parts(desk: Desk) -> None:
    desk.commit(lambda run: [append(run, line()) for _ in range(7)])
    parts = [after(desk.connection, n, limit=3) for n in (0, 3, 6, 7)]
    assert [[each.n for each in part] for part in parts] == [[1, 2, 3], [4, 5, 6], [7], []]


def test_half_a_character_does_not_lose_the_note_around_it(desk: Desk) -> None:
    item_id = desk.item(desk.source("Herald"), "Bridge closed")
    assert desk.acts().note(item_id, "half a character: \ud83d").text.endswith("half a character: ?")
    assert verify(desk.connection).wrong == ""
