"""Backup, restore, export and import as commands: what they say, what they end in."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from feint.cli.app import run
from storage.file import migrate, sqlite
from storage.file.lease import Lease
from storage.file.schema import STEPS
from tests.storage.desk import open_desk


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database of two items, the last of them with a hostile title."""
    path = tmp_path / "desk.db"
    with open_desk(path) as desk:
        source = desk.source("Herald")
        desk.item(source, "Ferry halted")
        desk.item(source, "Bridge \x1b[31mclosed\u202e")
        desk.acts("ana").set_state([1], "acked")
    return path


def feint(database: Path, *words: str) -> int:
    return run([*words, "--database", str(database)])


def test_a_backup_says_how_large_it_is_and_what_is_not_in_it(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert feint(database, "backup", str(tmp_path / "copy.db")) == 0
    assert capsys.readouterr().err == f"{tmp_path / 'copy.db'}: {(tmp_path / 'copy.db').stat().st_size / 1e6:,.1f} MB\n"
    for month in ("2026-08", "2026-09"):
        migrate.ready(tmp_path / f"desk.{month}.archive.db")
    assert feint(database, "backup", str(tmp_path / "other.db")) == 0
    assert "not in it: 2 archived months, " in capsys.readouterr().err
    assert feint(database, "backup", str(tmp_path / "other.db")) == 2
    assert (
        capsys.readouterr().err
        == f"feint: {tmp_path / 'other.db'}: exists already; choose another name, backups never overwrite\n"
    )


def test_a_restore_says_what_is_there_now_and_where_the_file_of_before_is(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, other = tmp_path / "copy.db", tmp_path / "other.db"
    feint(database, "backup", str(copy))
    migrate.ready(other)
    capsys.readouterr()
    assert feint(other, "restore", str(copy)) == 0
    out, err = capsys.readouterr()
    first, newest, last, aside = out.splitlines()
    assert first == f"{other}: holds now what {copy} held: 2 items, 1 lines in the log"
    assert newest == "newest item: 2027-01-15 08:00:03Z Bridge \ufffd[31mclosed\ufffd"
    assert last.startswith("last line of the log: 20")
    assert last.endswith("ana: acknowledged “Ferry halted” (Herald)")
    assert Path(aside.removeprefix("the file that was there: ")).exists()
    assert err == ""


def test_a_restore_reminds_of_a_replicator_that_followed_the_file(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feint(database, "backup", str(tmp_path / "copy.db"))
    (tmp_path / ".desk.db-litestream").mkdir()
    assert feint(database, "restore", str(tmp_path / "copy.db")) == 0
    assert f"remove {tmp_path / '.desk.db-litestream'} before it is started again" in capsys.readouterr().err


def test_a_restore_beside_a_collector_ends_in_2_and_changes_nothing(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feint(database, "backup", str(tmp_path / "copy.db"))
    capsys.readouterr()
    collector = Lease(database)
    assert collector.take()
    before = database.read_bytes()
    assert feint(database, "restore", str(tmp_path / "copy.db")) == 2
    assert (
        capsys.readouterr().err
        == f"feint: {database}: the collector is at work on it; stop it first, nothing was changed\n"
    )
    assert database.read_bytes() == before
    collector.release()


def test_everything_goes_out_as_lines_and_comes_in_as_a_new_database(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export, other = tmp_path / "night.jsonl", tmp_path / "other.db"
    assert feint(database, "export", "--jsonl", str(export)) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"{database}: {len(export.read_bytes().splitlines()) - 2} rows exported\n")
    assert feint(other, "import", str(export)) == 0
    assert capsys.readouterr().out.startswith(f"{other}: holds now what {export} held: 2 items")
    assert feint(other, "import", str(export)) == 2
    assert "is there already, an export is only read into a new database" in capsys.readouterr().err


def test_an_export_without_a_file_goes_to_standard_output(database: Path) -> None:
    words = [sys.executable, "-m", "feint", "--database", str(database), "export", "--jsonl"]
    ran = subprocess.run(words, capture_output=True, check=True)
    assert json.loads(ran.stdout.splitlines()[0])["schema"] == len(STEPS)
    assert b"rows exported" in ran.stderr


def test_an_export_of_a_damaged_database_saves_what_it_can_and_ends_in_1(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connection = sqlite.connect(database, "collector")
    (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'tag'").fetchone()
    connection.close()
    data = bytearray(database.read_bytes())
    data[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    database.write_bytes(data)
    export = tmp_path / "saved.jsonl"
    assert feint(database, "export", "--jsonl", str(export)) == 1
    assert f"{database}: table tag: could not be read to its end (" in capsys.readouterr().err
    assert feint(tmp_path / "other.db", "import", str(export)) == 0
    assert "missing: tag: could not be read to its end" in capsys.readouterr().err


def test_the_words_of_an_export_must_say_one_thing(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((), ("--opml", "--jsonl", "x.jsonl"), ("--jsonl", "x.jsonl", "--query", "a")):
        assert feint(database, "export", *words) == 2
    assert "say what to export: --opml, --labels, --tests or --jsonl" in capsys.readouterr().err
