"""A copy that is whole, taken while others write, and that a desk can go on with."""

import stat
import threading
from pathlib import Path

import pytest

from storage.file import migrate, sqlite
from storage.file.backup import backup
from storage.file.errors import StoreError
from storage.reads.reader import Reader
from tests.storage.desk import Desk, entry


def test_a_backup_taken_while_a_writer_goes_on_is_a_committed_prefix(desk: Desk, tmp_path: Path) -> None:
    source = desk.source("Herald")
    ended = threading.Event()

    def write() -> None:
        for n in range(10_000):
            desk.poll(source, *(entry(f"one{n}x{m} two{n}x{m}") for m in range(3)))
            if ended.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = []
        for n in range(3):
            copy = tmp_path / f"copy{n}.db"
            assert backup(desk.path, copy) == copy.stat().st_size
            counts.append((copy, Reader(copy)))
    finally:
        ended.set()
        writer.join()
    sizes = []
    for copy, reader in counts:
        ids = list(reader.item_ids())[::-1]
        assert ids == list(range(1, len(ids) + 1))
        assert len(ids) % 3 == 0
        assert reader.item_rows(ids) == desk.reader().item_rows(ids)
        assert reader.status().items == len(ids)
        reader.close()
        connection = sqlite.connect(copy, "reader")
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        connection.close()
        sizes.append(len(ids))
    assert sizes == sorted(sizes)


def test_a_desk_goes_on_with_a_backup_as_with_the_file(desk: Desk, tmp_path: Path) -> None:
    item_id = desk.item(desk.source("Herald"), "Bridge closed")
    desk.acts().set_state([item_id], "acked")
    copy = tmp_path / "copy.db"
    backup(desk.path, copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    migrate.ready(copy)
    connection = sqlite.connect(copy, "collector")
    found = [
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "auto_vacuum", "application_id")
    ]
    connection.close()
    assert found == ["wal", 2, sqlite.APPLICATION_ID]
    other = Desk(copy)
    undone = other.acts("ana").undo()
    other.close()
    assert undone is not None
    assert undone.item_ids == (item_id,)


def test_a_backup_never_overwrites_and_leaves_nothing_behind_when_it_fails(desk: Desk, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    with pytest.raises(StoreError, match="never overwrite"):
        backup(desk.path, precious)
    assert precious.read_text() == "mine"
    with pytest.raises(StoreError, match="the database is unharmed"):
        backup(desk.path, tmp_path / "no folder" / "copy.db")
    with pytest.raises(StoreError, match="no such database"):
        backup(tmp_path / "none.db", tmp_path / "copy.db")
    assert sorted(each.name for each in tmp_path.iterdir() if "copy" in each.name) == []


def test_what_a_killed_backup_left_does_not_hinder_the_next(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "copy.db.partial").write_text("half")
    backup(desk.path, tmp_path / "copy.db")
    Reader(tmp_path / "copy.db").close()
    assert not (tmp_path / "copy.db.partial").exists()
