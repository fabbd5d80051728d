"""What `feint doctor` sees of the file."""

from pathlib import Path

from storage.file import health, lease
from tests.storage.desk import Desk


def test_a_healthy_file_is_described(desk: Desk) -> None:
    desk.item(desk.source("Herald"), "Bridge closed")
    desk.commit(lambda run: lease.begin(run, "host:1", desk.now_ms))
    desk.commit(lambda run: lease.trouble(run, "disk full"))
    found = health.look(desk.path, deep=True)
    assert (found.wrong, found.items, found.newest_ms) == ("", 1, desk.now_ms)
    assert (found.collector, found.trouble) == ("host:1", "disk full")


def test_a_damaged_page_is_found_by_a_deep_look_and_the_file_is_not_touched(desk: Desk) -> None:
    source = desk.source("Herald")
    for n in range(50):
        desk.item(source, f"one{n} two{n} " + "word " * 100)
    desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (root,) = desk.connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'item_by_arrival'").fetchone()
    desk.close()
    whole = desk.path.read_bytes()
    damaged = whole[: (root - 1) * 4_096] + b"\xff" * 4_096 + whole[root * 4_096 :]
    desk.path.write_bytes(damaged)
    assert health.look(desk.path, deep=False).wrong == ""
    found = health.look(desk.path, deep=True)
    assert "damaged" in found.wrong
    assert "`feint restore" in found.wrong
    assert "\n" not in found.wrong
    assert desk.path.read_bytes() == damaged


def test_a_search_index_that_has_lost_a_word_is_found_by_a_deep_look(desk: Desk) -> None:
    desk.item(desk.source("Herald"), "Bridge closed")
    desk.connection.execute("UPDATE item_fts_data SET block = zeroblob(length(block)) WHERE id > 10")
    desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert "damaged" in health.look(desk.path, deep=True).wrong


def test_a_row_whose_parent_is_gone_is_found_by_a_deep_look(desk: Desk) -> None:
    item = desk.item(desk.source("Herald"), "Bridge closed")
    desk.connection.execute("PRAGMA foreign_keys = OFF")
    desk.connection.execute("INSERT INTO revision VALUES (?, 1, '', '', '', 1)", (item + 1,))
    assert "a row of revision has lost its item" in health.look(desk.path, deep=True).wrong


def test_no_file_is_said_in_a_line(tmp_path: Path) -> None:
    assert "no such database" in health.look(tmp_path / "none.db", deep=False).wrong
