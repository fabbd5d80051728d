"""A database that cannot be used: one clear line, exit code 2, and every byte as it was."""

import os
import random
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feint.cli.app import run
from storage.file import migrate, sqlite
from tests.storage.desk import Desk, entry

PAGE = 4_096


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with some hundred items and nothing in its -wal, and a config with a feed."""
    folder = tmp_path_factory.mktemp("sound")
    desk = Desk(folder / "desk.db")
    source = desk.source("Herald")
    for poll in range(10):
        desk.poll(source, *(entry(f"Ferry {poll} {n} resumes", text=f"words {poll} {n} " * 50) for n in range(30)))
    desk.acts().set_state([1, 2, 3], "acked")
    desk.close()
    feed = folder / "feed.xml"
    feed.write_text("<rss version='2.0'><channel><title>Herald</title></channel></rss>")
    (folder / "desk.toml").write_text(f'[collector]\nallow_local = true\n[[source]]\nurl = "{feed.as_uri()}"\n')
    return folder / "desk.db"


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may ruin."""
    path = tmp_path / "desk.db"
    shutil.copy(sound, path)
    return path


@pytest.fixture
def ordinary_user(sound: Path, path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Root may write everywhere: the test goes on as somebody else, who owns the copy."""
    if os.geteuid() != 0:
        yield
        return
    for words in (["collect", "--once"], ["items"]):  # loads what that user may not be able to read
        feint(sound, tmp_path_factory.mktemp("other") / "desk.db", *words)
    ways = {folder: folder.stat().st_mode for each in (sound, path) for folder in each.parents}
    for folder in ways:
        folder.chmod(stat.S_IMODE(ways[folder]) | 0o011)
    sound.with_name("desk.toml").chmod(0o644)
    for each in (path, path.parent):
        os.chown(each, 65_534, 65_534)
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)
        for folder in ways:
            folder.chmod(stat.S_IMODE(ways[folder]))


def feint(sound: Path, path: Path, *words: str) -> int:
    return run(["--config", str(sound.with_name("desk.toml")), "--database", str(path), *words])


def wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def root_of(path: Path, table: str) -> int:
    with closing(sqlite.connect(path, "reader")) as connection:
        return int(connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0])


def a_text(path: Path) -> None:
    path.write_text("This is a diary, and it has been kept for a long time.\n" * 100)


def a_zeroed_header(path: Path) -> None:
    overwrite(path, 0, bytes(100))


def pages_cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 5 * PAGE)


def an_odd_end(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 5 * PAGE - 1_234)


def items_overwritten(path: Path) -> None:
    overwrite(path, (root_of(path, "item") - 1) * PAGE, random.Random(1).randbytes(PAGE))


def the_search_index_overwritten(path: Path) -> None:
    overwrite(path, (root_of(path, "item_fts_data") - 1) * PAGE, random.Random(1).randbytes(PAGE))


def a_line_of_the_log_changed(path: Path) -> None:
    with closing(sqlite.connect(path, "collector")) as connection:
        connection.execute("DROP TRIGGER event_is_never_changed")
        connection.execute("UPDATE event SET operator = 'eve' WHERE n = 1")


def a_garbage_wal(path: Path) -> None:
    wal(path).write_bytes(random.Random(1).randbytes(20_000))


def the_wal_of_an_older_copy(path: Path) -> None:
    """The file was brought back from a backup while a -wal lay beside it."""
    shutil.copy(path, older := path.with_name("older.db"))
    with closing(sqlite.connect(path, "collector")) as connection:
        for n in range(40):
            connection.execute("INSERT INTO revision VALUES (1, ?, ?, '', '', 1)", (n + 2, "x" * 9_000))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.execute("UPDATE revision SET title = 'y' || title")
        left = wal(path).read_bytes()
    older.replace(path)
    wal(path).write_bytes(left)


def the_wal_of_another_file(path: Path) -> None:
    other = path.with_name("other.db")
    migrate.ready(other)
    with closing(sqlite.connect(other, "collector")) as connection:
        for n in range(99):
            connection.execute("INSERT INTO host VALUES (?, 1)", (f"{n}" * 900,))
        wal(path).write_bytes(wal(other).read_bytes())


def a_newer_schema(path: Path) -> None:
    with closing(sqlite.connect(path, "collector")) as connection:
        connection.execute("PRAGMA user_version = 999")


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (name TEXT)")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


EVERYWHERE: list[tuple[Callable[[Path], None], str]] = [
    (a_text, "not a database"),
    (a_zeroed_header, "not a database"),
    (pages_cut_off, "damaged"),
    (an_odd_end, "damaged"),
    (items_overwritten, "damaged"),
    (a_newer_schema, "newer feint"),
    (of_another_program, "another program"),
    (a_pipe, "no file"),
    (a_folder, "no file"),
]
"""What reading meets as well as writing."""
FOUND_BY_THE_LOOK: list[tuple[Callable[[Path], None], str]] = [
    (the_search_index_overwritten, "damaged"),
    (a_line_of_the_log_changed, "line 1 is not as it was written"),
    (a_garbage_wal, "is not what SQLite left"),
    (the_wal_of_an_older_copy, "damaged"),
    (the_wal_of_another_file, "damaged"),
]
"""What only the look before writing meets."""


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that holds something of its own: no -shm, and no -wal that a reader has made."""
    files = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file() and each.suffix != ".db-shm"}
    return {name: content for name, content in files.items() if content}


def assert_one_line(said: str, *parts: str) -> None:
    assert len(said.splitlines()) == 1
    assert all(part in said for part in parts)


@pytest.mark.parametrize(("ruin", "told"), [*EVERYWHERE, *FOUND_BY_THE_LOOK])
def test_a_collector_names_what_is_wrong_and_touches_nothing(
    sound: Path, path: Path, capsys: pytest.CaptureFixture[str], ruin: Callable[[Path], None], told: str
) -> None:
    ruin(path)
    before = contents(path.parent)
    assert feint(sound, path, "collect", "--once") == 2
    assert_one_line(capsys.readouterr().err, str(path), told)
    assert contents(path.parent) == before


@pytest.mark.parametrize(("ruin", "told"), EVERYWHERE)
def test_a_list_names_what_is_wrong_and_touches_nothing(
    sound: Path, path: Path, capsys: pytest.CaptureFixture[str], ruin: Callable[[Path], None], told: str
) -> None:
    ruin(path)
    before = contents(path.parent)
    assert feint(sound, path, "items", "--json") == 2
    assert_one_line(capsys.readouterr().err, str(path), told)
    assert contents(path.parent) == before


@pytest.mark.parametrize(("ruin", "told"), FOUND_BY_THE_LOOK)
def test_the_doctor_finds_what_a_collector_would(
    sound: Path, path: Path, capsys: pytest.CaptureFixture[str], ruin: Callable[[Path], None], told: str
) -> None:
    ruin(path)
    before = contents(path.parent)
    assert feint(sound, path, "doctor") == 1
    assert told in capsys.readouterr().out
    assert contents(path.parent) == before


@pytest.mark.parametrize("seed", range(12))
def test_a_random_page_overwritten_never_ends_in_a_traceback(
    sound: Path, path: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    chance = random.Random(seed)
    page = chance.randrange(path.stat().st_size // PAGE)
    overwrite(path, page * PAGE, chance.randbytes(PAGE))
    for words in (["items", "--json"], ["doctor", "--deep"], ["collect", "--once"]):
        code = feint(sound, path, *words)
        said = capsys.readouterr().err
        assert "Traceback" not in said
        assert code in ((0, 1) if words[0] == "doctor" else (0, 1, 2))
        assert len(said.splitlines()) <= 1 + (words[0] == "collect")


def test_the_way_out_is_named_with_the_newest_backup_beside_the_file(
    sound: Path, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for age_s, name in enumerate(("desk.db.monday.backup", "desk.db.friday.backup", "other.db.sunday.backup")):
        (path.parent / name).write_bytes(b"")
        os.utime(path.parent / name, (age_s, age_s))
    a_zeroed_header(path)
    feint(sound, path, "items")
    assert f"`feint restore {path.parent / 'desk.db.friday.backup'}`" in capsys.readouterr().err


@pytest.mark.usefixtures("ordinary_user")
def test_a_file_that_may_only_be_read_is_read_but_not_collected_into(
    sound: Path, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.chmod(0o400)
    before = contents(path.parent)
    assert feint(sound, path, "collect", "--once") == 2
    assert_one_line(capsys.readouterr().err, str(path), "yours to write")
    assert feint(sound, path, "items", "--json") == 0
    assert contents(path.parent) == before


@pytest.mark.usefixtures("ordinary_user")
def test_a_folder_that_may_only_be_read_is_named(sound: Path, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.parent.chmod(0o500)
    try:
        before = contents(path.parent)
        for words in (["collect", "--once"], ["items", "--json"]):
            assert feint(sound, path, *words) == 2
            assert_one_line(capsys.readouterr().err, str(path), "folder must be yours")
        assert contents(path.parent) == before
    finally:
        path.parent.chmod(0o700)


@pytest.mark.usefixtures("ordinary_user")
def test_a_folder_that_is_out_of_reach_is_named(sound: Path, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.parent.chmod(0o000)
    try:
        for words in (["collect", "--once"], ["items", "--json"]):
            assert feint(sound, path, *words) == 2
            assert_one_line(capsys.readouterr().err, str(path))
        assert feint(sound, path, "doctor") == 1
    finally:
        path.parent.chmod(0o700)


def test_a_folder_that_is_not_there_is_made_by_a_collector_only(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "some" / "where" / "desk.db"
    assert feint(sound, path, "items") == 2
    assert_one_line(capsys.readouterr().err, "there is no such database")
    assert feint(sound, path, "collect", "--once") == 0


def test_a_network_file_system_is_refused(
    sound: Path, path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "file_system_of", lambda folder: "nfs4")
    before = contents(path.parent)
    assert feint(sound, path, "collect", "--once") == 2
    assert_one_line(capsys.readouterr().err, "network file system (nfs4)")
    assert contents(path.parent) == before


def test_a_wal_whose_database_is_gone_is_not_thrown_away(
    sound: Path, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite.connect(path, "collector")) as connection:
        connection.execute("INSERT INTO host VALUES ('a', 1)")
        left = wal(path).read_bytes()
    path.unlink()
    wal(path).write_bytes(left)
    assert feint(sound, path, "collect", "--once") == 2
    assert_one_line(capsys.readouterr().err, str(wal(path)), "put that back")
    assert wal(path).read_bytes() == left
