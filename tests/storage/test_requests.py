"""What operators ask of the collector, and what `feint doctor` sees of the file."""

from pathlib import Path

from storage.file import health, lease
from storage.log.requests import Requests
from tests.storage.desk import Desk


def test_a_request_is_heard_once_and_only_if_it_is_made_after_the_collector_began(desk: Desk) -> None:
    source = desk.source("Herald")
    acts = desk.acts()
    acts.poll_now([source])
    requests = Requests(desk.path)
    assert requests.to_poll() == []
    acts.poll_now([source, 7])
    acts.note(desk.item(source, "Bridge closed"), "no request")
    acts.poll_now([9])
    assert requests.to_poll() == [source, 7, 9]
    assert requests.to_poll() == []
    requests.close()


def test_a_request_cannot_be_undone(desk: Desk) -> None:
    acts = desk.acts()
    acts.poll_now([desk.source("Herald")])
    assert acts.undo() is None


def test_a_healthy_file_is_described(desk: Desk) -> None:
    desk.item(desk.source("Herald"), "Bridge closed")
    desk.commit(lambda run: lease.begin(run, "host:1", desk.now_ms))
    found = health.look(desk.path, deep=True)
    assert (found.wrong, found.items, found.newest_ms, found.mode, found.collector) == (
        "",
        1,
        desk.now_ms,
        0o600,
        "host:1",
    )


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
    found = health.look(desk.path, deep=True)
    assert "damaged" in found.wrong
    assert "restore a backup" in found.wrong
    assert desk.path.read_bytes() == damaged


def test_no_file_is_said_in_a_line(tmp_path: Path) -> None:
    assert "no such database" in health.look(tmp_path / "none.db", deep=False).wrong
