"""A backup in the database's place: at any moment the old file or the new one is whole there, and nothing is thrown away."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.file import lease, migrate, sqlite
from storage.file.backup import backup
from storage.file.dump import dump_to
from storage.file.errors import StoreError, Superseded
from storage.file.lease import Lease
from storage.file.restore import Restored, restore
from storage.file.schema import STEPS
from storage.file.standing import Standing
from storage.reads.reader import Reader
from tests.storage.desk import NOW_MS, open_desk

ASIDE = "feint.db.before-restore-20270115T080000.000Z"


def fill(path: Path, *titles: str) -> None:
    """A database with an item of each title; the first is acknowledged."""
    with open_desk(path) as desk:
        source = desk.source("Herald")
        ids = [desk.item(source, title) for title in titles]
        desk.acts().set_state(ids[:1], "acked")


def titles(path: Path) -> list[str]:
    """The titles that a file holds, once it has been checked from end to end."""
    connection = sqlite.connect(path, "desk")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return [row["title"] for row in connection.execute("SELECT title FROM item ORDER BY id").fetchall()]
    finally:
        connection.close()


def put(path: Path, source: Path, now_ms: int = NOW_MS) -> Restored:
    return restore(path, source, now_ms, lambda _: "")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of now, to be replaced."""
    path = tmp_path / "feint.db"
    fill(path, "Bridge closed", "Rail yard shut")
    return path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A backup of another day."""
    other, copy = tmp_path / "other.db", tmp_path / "copy.db"
    fill(other, "Ferry halted", "Port reopened", "Pilots on strike")
    backup(other, copy)
    return copy


def test_the_backup_takes_the_databases_place_and_the_file_that_was_there_is_kept(path: Path, copy: Path) -> None:
    restored = put(path, copy)
    assert restored.aside == path.with_name(ASIDE)
    assert (restored.items, restored.newest_title) == (3, "Pilots on strike")
    assert restored.log_lines >= 1
    assert restored.log_last.startswith("ana: acknowledged")
    assert titles(path) == ["Ferry halted", "Port reopened", "Pilots on strike"]
    assert titles(restored.aside) == ["Bridge closed", "Rail yard shut"]
    assert titles(copy) == ["Ferry halted", "Port reopened", "Pilots on strike"]
    assert not list(path.parent.glob("*.partial"))
    with open_desk(path) as desk:
        desk.item(desk.source("Herald"), "Lock gates stuck")
        assert desk.reader().status(NOW_MS).items == 4


def test_a_restored_file_takes_desks_at_once_without_being_made_ready(path: Path, copy: Path) -> None:
    put(path, copy)
    connection = sqlite.connect(path, "reader")
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert connection.execute("SELECT (SELECT count(*) FROM desk) + (SELECT count(*) FROM lease)").fetchone()[0] == 0
    connection.close()


def test_a_collector_at_work_forbids_it_and_is_named(path: Path, copy: Path) -> None:
    collector = Lease(path)
    assert collector.take()
    connection = sqlite.connect(path, "collector")
    lease.begin(connection, "box:42", NOW_MS)
    connection.close()
    with pytest.raises(StoreError, match="the collector box:42 is at work on it; stop it first, nothing was changed"):
        put(path, copy)
    collector.release()
    assert titles(path) == ["Bridge closed", "Rail yard shut"]
    put(path, copy)


def test_an_open_desk_forbids_it_and_is_named_and_a_killed_one_is_forgotten(path: Path, copy: Path) -> None:
    connection = sqlite.connect(path, "collector")
    connection.execute(
        "INSERT INTO desk(operator, process, since_ms, seen_ms) VALUES ('ben', 'box:7', 1, ?)", (NOW_MS,)
    )
    connection.close()
    for now_ms in (NOW_MS, NOW_MS + 149_000):
        with pytest.raises(
            StoreError, match=r"desks are open on it: ben \(box:7\); close them first, nothing was changed"
        ):
            put(path, copy, now_ms)
    assert titles(path) == ["Bridge closed", "Rail yard shut"]
    put(path, copy, NOW_MS + 151_000)
    assert len(titles(path)) == 3


@pytest.mark.parametrize("day_ms", [-86_400_000, 86_400_000])
def test_a_clock_that_was_set_since_does_not_keep_a_killed_desk_alive(path: Path, copy: Path, day_ms: int) -> None:
    connection = sqlite.connect(path, "collector")
    connection.execute(
        "INSERT INTO desk(operator, process, since_ms, seen_ms) VALUES ('ben', 'box:7', 1, ?)", (NOW_MS + day_ms,)
    )
    connection.close()
    put(path, copy)
    assert len(titles(path)) == 3


def test_whoever_has_the_file_open_without_a_word_forbids_it_too(path: Path, copy: Path) -> None:
    code = (
        f"from pathlib import Path; from storage.file import sqlite; c = sqlite.connect(Path({str(path)!r}), 'reader')"
    )
    silent = subprocess.Popen(
        [sys.executable, "-c", f"{code}; print(); input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert silent.stdout is not None
    silent.stdout.readline()
    with pytest.raises(StoreError, match=rf"process {silent.pid} .*has it open; end it first, nothing was changed"):
        put(path, copy)
    silent.communicate("\n", timeout=10)
    assert titles(path) == ["Bridge closed", "Rail yard shut"]
    assert [each.name for each in path.parent.glob("*before-restore*")] == []
    put(path, copy)


def test_who_still_holds_the_file_of_before_is_told_before_it_writes(path: Path, copy: Path) -> None:
    connection = sqlite.connect(path, "desk")
    standing = Standing(path, connection)
    shutil.copy(copy, path.with_name("swapped"))
    path.with_name("swapped").replace(path)
    with pytest.raises(Superseded, match="another file lies in its place"):
        standing.check()
    connection.close()


def damaged(copy: Path) -> str:
    data = copy.read_bytes()
    copy.write_bytes(data[:20_480] + os.urandom(8_192) + data[28_672:])
    return "is damaged"


def cut_short(copy: Path) -> str:
    copy.write_bytes(copy.read_bytes()[:50_000])
    return "is damaged"


def a_diary(copy: Path) -> str:
    copy.write_text("This is a diary.\n" * 100)
    return "not a database"


def of_another_program(copy: Path) -> str:
    copy.unlink()
    connection = sqlite.Connection(copy)
    connection.execute("CREATE TABLE song (name TEXT)")
    connection.close()
    return "another program"


def of_a_newer_feint(copy: Path) -> str:
    connection = sqlite.connect(copy, "collector")
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    return "newer feint"


def missing(copy: Path) -> str:
    copy.unlink()
    return "there is no such file"


@pytest.mark.parametrize("spoil", [damaged, cut_short, a_diary, of_another_program, of_a_newer_feint, missing])
def test_what_is_no_whole_backup_of_ours_is_refused_and_nothing_is_changed(
    path: Path, copy: Path, spoil: object
) -> None:
    assert callable(spoil)
    said = spoil(copy)
    with pytest.raises(StoreError, match=said):
        put(path, copy)
    assert titles(path) == ["Bridge closed", "Rail yard shut"]
    assert not [each for each in path.parent.iterdir() if "before" in each.name or "partial" in each.name]


def test_the_database_is_no_backup_of_itself(path: Path) -> None:
    with pytest.raises(StoreError, match="is the database itself"):
        put(path, path)


def test_a_backup_of_a_former_version_is_brought_up_to_date(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, copy = tmp_path / "older.db", tmp_path / "copy.db"
    with monkeypatch.context() as then:
        then.setattr(migrate, "STEPS", STEPS[:-1])
        migrate.ready(older)
    backup(older, copy)
    put(path, copy)
    reader = Reader(path)
    assert reader.status(NOW_MS).items == 0
    reader.close()


def test_an_export_is_restored_as_a_backup_is(path: Path, copy: Path, tmp_path: Path) -> None:
    export = tmp_path / "night.jsonl"
    dump_to(copy, export)
    restored = put(path, export)
    assert restored.items == 3
    assert restored.told == ()
    assert titles(path) == ["Ferry halted", "Port reopened", "Pilots on strike"]


def test_a_missing_database_is_restored_and_a_wal_that_it_left_is_kept_from_it(path: Path, copy: Path) -> None:
    leave_a_wal(path)
    path.unlink()
    restored = put(path, copy)
    assert restored.aside is None
    assert titles(path) == ["Ferry halted", "Port reopened", "Pilots on strike"]
    assert (path.parent / f"{ASIDE}-wal").stat().st_size > 0


def test_the_folder_of_a_missing_database_is_made(copy: Path, tmp_path: Path) -> None:
    put(tmp_path / "new" / "feint.db", copy)
    assert len(titles(tmp_path / "new" / "feint.db")) == 3


WRITTEN = """
import os, signal, sys
from pathlib import Path
from storage.file import sqlite
connection = sqlite.connect(Path(sys.argv[1]), "desk")
connection.execute("UPDATE item SET title = 'In the wal' WHERE id = 1")
os.kill(os.getpid(), signal.SIGKILL)
"""


def leave_a_wal(path: Path) -> None:
    """Let a process be killed that has just committed."""
    subprocess.run([sys.executable, "-c", WRITTEN, str(path)], check=False)
    assert path.with_name(f"{path.name}-wal").stat().st_size > 0


def test_what_a_killed_process_left_in_the_wal_is_kept_with_the_file_that_it_belongs_to(path: Path, copy: Path) -> None:
    leave_a_wal(path)
    restored = put(path, copy)
    assert titles(path) == ["Ferry halted", "Port reopened", "Pilots on strike"]
    assert restored.aside is not None
    assert titles(restored.aside) == ["In the wal", "Rail yard shut"]


def break_header(path: Path) -> bytes:
    """Spoil a file so that SQLite refuses it; returns what it holds then."""
    data = bytes(100) + path.read_bytes()[100:]
    path.write_bytes(data)
    return data


def test_a_damaged_database_goes_aside_with_its_wal_and_the_backup_takes_its_place(path: Path, copy: Path) -> None:
    leave_a_wal(path)
    wal = path.with_name("feint.db-wal").read_bytes()
    before = break_header(path)
    restored = put(path, copy)
    assert titles(path) == ["Ferry halted", "Port reopened", "Pilots on strike"]
    assert restored.aside is not None
    assert restored.aside.read_bytes() == before
    assert restored.aside.with_name(f"{restored.aside.name}-wal").read_bytes() == wal


KILLED = """
import itertools, os, signal, sys
from pathlib import Path
from storage.file import restore

last, steps = int(sys.argv[3]), itertools.count()
def counted(call):
    def step(*words, **named):
        if next(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*words, **named)
    return step
for name in ("link", "unlink", "replace", "fsync"):
    setattr(os, name, counted(getattr(os, name)))
restore.restore(Path(sys.argv[1]), Path(sys.argv[2]), 1_800_000_000_000, lambda _: "")
"""


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_restore_that_is_killed_at_any_step_leaves_the_old_file_or_the_new_one(
    path: Path, copy: Path, tmp_path: Path, is_damaged: bool
) -> None:
    leave_a_wal(path)
    old, new = ["In the wal", "Rail yard shut"], ["Ferry halted", "Port reopened", "Pilots on strike"]
    broken = break_header(path) if is_damaged else b""
    for last in range(100):
        folder = tmp_path / f"round{last}"
        folder.mkdir()
        for each in tmp_path.glob("feint.db*"):
            shutil.copy(each, folder)
        words = [sys.executable, "-c", KILLED, str(folder / "feint.db"), str(copy), str(last)]
        code = subprocess.run(words, check=False).returncode
        if is_damaged and (folder / "feint.db").read_bytes() == broken:
            assert code == -signal.SIGKILL
        else:
            assert titles(folder / "feint.db") == (old if code and not is_replaced(folder) else new)
        put(folder / "feint.db", copy, NOW_MS + 1_000 * last + 1)
        assert titles(folder / "feint.db") == new
        assert not list(folder.glob("*.partial"))
        if not is_damaged:
            kept = [titles(each) for each in folder.glob("*before-restore*") if each.name.endswith("Z")]
            assert old in kept
        if code == 0:
            assert last > 4
            return
    pytest.fail("the restore never came to its end")


def is_replaced(folder: Path) -> bool:
    """Whether the copy had taken the place before the process was killed: then the first name is no longer the old file's."""
    aside = folder / ASIDE
    return aside.exists() and not aside.samefile(folder / "feint.db")


def test_a_second_name_that_a_killed_restore_left_is_dropped(path: Path, copy: Path) -> None:
    second = path.with_name("feint.db.before-restore-20260101T000000.000Z")
    os.link(path, second)
    restored = put(path, copy)
    assert not second.exists()
    assert restored.aside is not None
    assert titles(restored.aside) == ["Bridge closed", "Rail yard shut"]


def test_no_hard_links_is_a_line_and_nothing_is_changed(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*words: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    with pytest.raises(StoreError, match=r"nothing could be put in its place \(.*\); what is there is unharmed"):
        put(path, copy)
    assert titles(path) == ["Bridge closed", "Rail yard shut"]
