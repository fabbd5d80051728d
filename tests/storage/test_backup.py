"""A copy that is whole, taken while others write, and that a desk can go on with."""

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storage.file import backup as backups
from storage.file import migrate, partial, sqlite
from storage.file.backup import backup
from storage.file.errors import DiskFull, StoreError
from storage.file.restore import restore
from storage.reads.reader import Reader
from tests.storage.desk import NOW_MS, Desk, entry


def names(folder: Path, part: str) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if part in each.name)


def test_a_backup_taken_while_a_writer_goes_on_is_a_committed_prefix_and_restores_to_it(
    desk: Desk, tmp_path: Path
) -> None:
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
        copies = [tmp_path / f"copy{n}.db" for n in range(3)]
        for copy in copies:
            assert backup(desk.path, copy) == copy.stat().st_size
    finally:
        ended.set()
        writer.join()
    sizes = []
    for copy in copies:
        database = copy.with_suffix(".restored.db")
        restore(database, copy, NOW_MS, lambda _: "")
        reader = Reader(database)
        ids = list(reader.item_ids())[::-1]
        assert ids == list(range(1, len(ids) + 1))
        assert len(ids) % 3 == 0
        assert reader.item_rows(ids) == desk.reader().item_rows(ids)
        assert reader.status().items == len(ids)
        reader.close()
        connection = sqlite.connect(database, "reader")
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
    assert getattr(undone, "item_ids", None) == (item_id,)


def test_what_cannot_be_a_place_for_a_backup_is_said_in_a_line_and_left_as_it_is(desk: Desk, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    before = desk.path.read_bytes()
    for target, said in (
        (precious, "exists already; choose another name, backups never overwrite"),
        (desk.path, "exists already; choose another name, backups never overwrite"),
        (tmp_path, "is a folder; name a file in it"),
        (tmp_path / "none" / "copy.db", f"there is no folder {tmp_path / 'none'}; make it first"),
    ):
        with pytest.raises(StoreError) as failure:
            backup(desk.path, target)
        assert str(failure.value).startswith(f"{target}: {said}")
    assert (precious.read_text(), desk.path.read_bytes()) == ("mine", before)
    assert names(tmp_path, "partial") == []


def test_what_is_no_database_of_ours_is_not_backed_up(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such database"):
        backup(tmp_path / "none.db", tmp_path / "copy.db")
    other = tmp_path / "songs.db"
    connection = sqlite.Connection(other)
    connection.execute("CREATE TABLE song (name TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="database of another program"):
        backup(other, tmp_path / "copy.db")
    assert names(tmp_path, "copy") == []


def test_where_there_is_no_room_the_line_says_how_much_it_takes(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_free", lambda folder: 0)
    with pytest.raises(DiskFull, match=r"takes 0\.\d MB where 0\.0 MB are free; free some space"):
        backup(desk.path, tmp_path / "copy.db")
    assert names(tmp_path, "copy") == []


LIMITED = """
import resource, signal, sys
from pathlib import Path
from storage.file.backup import backup
from storage.file.errors import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    backup(Path(sys.argv[1]), Path(sys.argv[2]))
except StoreError as error:
    print(error)
"""


def test_a_write_that_fails_while_the_copy_is_made_leaves_none(desk: Desk, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, str(desk.path), str(tmp_path / "copy.db")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.startswith(f"{tmp_path / 'copy.db'}: the backup could not be written (")
    assert ran.stdout.endswith("the database is unharmed\n")
    assert names(tmp_path, "copy") == []


def test_two_backups_at_once_do_not_disturb_each_other(desk: Desk, tmp_path: Path) -> None:
    desk.item(desk.source("Herald"), "Bridge closed")
    words = [sys.executable, "-m", "feint", "--database", str(desk.path), "backup"]
    copies = [tmp_path / name for name in ("copy.db", "copy.db", "other.db")]
    racers = [subprocess.Popen([*words, str(copy)], stderr=subprocess.PIPE, text=True) for copy in copies]
    said = [racer.communicate(timeout=60)[1] for racer in racers]
    assert sorted(racer.returncode for racer in racers) == [0, 0, 2], said
    assert any("backups never overwrite" in line for line in said)
    for copy in set(copies):
        reader = Reader(copy)
        assert reader.status().items == 1
        reader.close()
    assert names(tmp_path, "partial") == []


KILLED = """
import os, signal, sys
from pathlib import Path
from storage.file import backup, partial
partial.sync = lambda path: os.kill(os.getpid(), signal.SIGKILL)
backup.backup(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_what_a_killed_backup_left_does_not_hinder_the_next_and_is_cleared_away(desk: Desk, tmp_path: Path) -> None:
    words = [sys.executable, "-c", KILLED, str(desk.path), str(tmp_path / "copy.db")]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    assert len(names(tmp_path, "partial")) == 1
    backup(desk.path, tmp_path / "copy.db")
    Reader(tmp_path / "copy.db").close()
    assert names(tmp_path, "partial") == []


def test_a_copy_that_came_out_damaged_gets_no_name(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(data[:8_192] + bytes(4_096) + data[12_288:])

    monkeypatch.setattr(partial, "sync", failing)
    with pytest.raises(StoreError, match="came out damaged"):
        backup(desk.path, tmp_path / "copy.db")
    assert names(tmp_path, "copy") == []


def test_a_backup_is_on_the_disk_before_it_has_its_name(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, link = os.fsync, os.link

    def seen_fsync(descriptor: int) -> None:
        steps.append("sync of " + ("the folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "the copy"))
        fsync(descriptor)

    def seen_link(whole: Path, target: Path) -> None:
        steps.append("name")
        link(whole, target)

    monkeypatch.setattr(os, "fsync", seen_fsync)
    monkeypatch.setattr(os, "link", seen_link)
    backup(desk.path, tmp_path / "copy.db")
    assert steps == ["sync of the copy", "name", "sync of the folder"]
