"""The quick look: what it finds is told in tests/feint/test_damage.py; here is what it must never find."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feint.sound import end_of_log, whole_log
from storage.file import migrate, soundness, sqlite, walfile
from storage.file.schema import STEPS
from storage.file.walfile import NoWal
from tests.storage.desk import Desk

WRITE = """
import random, sys
from pathlib import Path
from storage.file import sqlite
from storage.file.turnstile import Turnstile
from storage.log.events import Event, append

chance = random.Random(1)
path = Path(sys.argv[1])
connection = sqlite.connect(path, "collector")
while True:
    Turnstile(path).begin(connection)
    for _ in range(chance.randint(1, 20)):
        append(connection, Event(1, "ana", "noted", "desk", [], "x" * chance.randint(1, 3_000)))
    connection.execute("COMMIT")
    if chance.random() < 0.2:
        connection.execute(f"PRAGMA wal_checkpoint({chance.choice(['PASSIVE', 'RESTART', 'TRUNCATE'])})").fetchone()
    print(flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feint.db"
    migrate.ready(path)
    return path


@pytest.fixture
def writing(path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that commits and checkpoints without a pause."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def test_nothing_is_wrong_with_a_fresh_file_an_empty_one_and_none(path: Path, tmp_path: Path) -> None:
    assert soundness.look(path, whole_log) == ""
    (tmp_path / "empty.db").touch()
    for each in (path, tmp_path / "empty.db", tmp_path / "none.db"):
        soundness.check(each, end_of_log)
    assert not (tmp_path / "none.db").exists()


def test_nothing_is_wrong_with_a_file_that_is_being_written(path: Path, writing: "subprocess.Popen[bytes]") -> None:
    assert [soundness.look(path, end_of_log) for _ in range(40)] == [""] * 40


def test_nothing_is_wrong_with_a_file_whose_writer_was_killed(path: Path, writing: "subprocess.Popen[bytes]") -> None:
    assert writing.stdout is not None
    for _ in range(50):
        writing.stdout.readline()
    writing.kill()
    writing.wait()
    assert soundness.look(path, whole_log) == ""


def test_an_older_file_is_not_asked_for_what_it_cannot_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "feint.db"
    with monkeypatch.context() as older:
        older.setattr(migrate, "STEPS", STEPS[:2])
        migrate.ready(path)
    soundness.check(path, end_of_log)


def test_the_wal_tells_which_pages_it_has_and_how_often_the_first_was_written(path: Path, tmp_path: Path) -> None:
    with closing(sqlite.connect(path, "collector")) as connection:
        connection.execute("INSERT INTO host VALUES ('a', 1)")
        connection.execute("CREATE TABLE more (a)")
        log = walfile.read(tmp_path / "feint.db-wal")
        assert log is not None
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'host'").fetchone()
    assert log.page_bytes == 4_096
    assert {1, root} <= log.pages
    assert len(log.counters) == 1


@given(st.binary(max_size=400))
def test_whatever_lies_in_its_place_is_no_wal_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "noise-wal"
    path.write_bytes(noise)
    try:
        assert walfile.read(path) is None  # a checksum met by chance is one in 2^64
    except NoWal:
        assert any(noise[28:32])


def test_a_source_that_has_gone_from_under_its_items_is_found(desk: Desk) -> None:
    desk.item(desk.source("Herald"), "Ferry resumes")
    desk.connection.execute("PRAGMA foreign_keys = OFF")
    desk.connection.execute("DELETE FROM source")
    assert "items are there whose source is not" in soundness.look(desk.path, end_of_log)
