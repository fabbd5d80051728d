"""The -wal stays small: short readers cannot starve its cutting, and a long one is found out."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage.file import checkpoint, migrate, sqlite
from storage.file.checkpoint import Checkpoints
from storage.file.sqlite import Connection
from storage.file.writer import Writer
from storage.query import parse
from storage.reads import listing
from tests.storage.desk import Desk

READ = """
import sys
from pathlib import Path
from storage.file import sqlite
connection = sqlite.connect(Path(sys.argv[1]), "reader")
connection.execute("BEGIN")
connection.execute("SELECT count(*) FROM host").fetchone()
print(flush=True)
sys.stdin.read()
"""
READ_IN_TURNS = """
import itertools, sys, threading
from pathlib import Path
from storage.file import sqlite

def read():
    connection = sqlite.connect(Path(sys.argv[1]), "reader")
    while True:
        cursor = connection.execute("SELECT a.name, sum(length(b.name)) FROM host AS a, host AS b GROUP BY 1")
        cursor.fetchall()

for _ in range(3):
    threading.Thread(target=read, daemon=True).start()
print(flush=True)
sys.stdin.read()
"""
KB = 1 << 10


class Steady:
    """A clock that goes on when it is told to."""

    now_s = 1_000.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> Steady:
    """Small sizes, and time in the test's hand."""
    monkeypatch.setattr(checkpoint, "_CUT_BYTES", 64 * KB)
    monkeypatch.setattr(checkpoint, "_TELL_BYTES", 256 * KB)
    monkeypatch.setattr(checkpoint, "time", clock := Steady())
    return clock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feint.db"
    migrate.ready(path)
    return path


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    with closing(sqlite.connect(path, "collector")) as connection:
        yield connection


@contextmanager
def another(code: str, path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Another process, once it has said its first line."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def grow(connection: Connection, kilobytes: int) -> None:
    """Commit so much, a page at a time."""
    for n in range(kilobytes // 4):
        connection.execute("INSERT OR REPLACE INTO host VALUES (?, ?)", (f"host {n % 8}", n))


def wal_bytes(path: Path) -> int:
    return path.with_name(path.name + "-wal").stat().st_size


def test_a_small_wal_is_left_alone(path: Path, connection: Connection, steady: Steady) -> None:
    grow(connection, 40)
    before = wal_bytes(path)
    Checkpoints(path, connection, own=True).after_commit()
    assert wal_bytes(path) == before > 0


def test_a_large_wal_is_cut_to_nothing(path: Path, connection: Connection, steady: Steady) -> None:
    grow(connection, 128)
    Checkpoints(path, connection, own=True).after_commit()
    assert wal_bytes(path) == 0


def test_readers_without_a_pause_between_them_cannot_starve_it(
    path: Path, connection: Connection, steady: Steady
) -> None:
    grow(connection, 128)
    with another(READ_IN_TURNS, path):
        checkpoints = Checkpoints(path, connection, own=True)
        for _ in range(50):
            checkpoints.after_commit()
            if not wal_bytes(path):
                break
            steady.now_s += 60
        assert wal_bytes(path) == 0


def test_a_stuck_reader_is_named_once_the_wal_is_too_large_and_the_wal_is_cut_when_it_ends(
    path: Path, connection: Connection, steady: Steady
) -> None:
    checkpoints = Checkpoints(path, connection, own=True)
    with another(READ, path) as reader:
        grow(connection, 128)
        checkpoints.after_commit()
        steady.now_s += 2
        checkpoints.after_commit()
        assert checkpoints.held == ""  # it is too early to complain
        grow(connection, 512)
        steady.now_s += 60
        checkpoints.after_commit()
        assert f"process {reader.pid} ({sys.executable} -c" in checkpoints.held
        assert "feint.db-wal has grown to" in checkpoints.held
        said = checkpoints.held
        grow(connection, 64)
        steady.now_s += 60
        checkpoints.after_commit()
        assert checkpoints.held == said
    steady.now_s += 60
    checkpoints.after_commit()
    assert (wal_bytes(path), checkpoints.held) == (0, "")


def test_who_only_reads_shortly_is_not_named(path: Path, connection: Connection, steady: Steady) -> None:
    checkpoints = Checkpoints(path, connection, own=True)
    with another(READ, path) as stuck:
        grow(connection, 128)
        with another(READ, path):
            checkpoints.after_commit()
        grow(connection, 512)
        steady.now_s += 60
        checkpoints.after_commit()
        assert "process" in checkpoints.held
        assert checkpoints.held.count("process") == 1
        assert str(stuck.pid) in checkpoints.held


def test_where_nobody_can_say_who_reads_it_is_a_process(
    path: Path, connection: Connection, steady: Steady, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "readers", lambda database: set())
    checkpoints = Checkpoints(path, connection, own=True)
    with another(READ, path):
        grow(connection, 512)
        for _ in range(2):
            checkpoints.after_commit()
            steady.now_s += 60
    assert checkpoints.held.startswith("a process has been reading")


def test_a_try_that_fails_is_made_again_ever_less_often(
    path: Path, connection: Connection, steady: Steady, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[float] = []
    cut: Callable[[Checkpoints], bool] = Checkpoints._cut

    def noted(self: Checkpoints) -> bool:
        tries.append(steady.now_s - 1_000)
        return cut(self)

    monkeypatch.setattr(Checkpoints, "_cut", noted)
    monkeypatch.setattr(checkpoint, "_WAIT_MS", 0)
    checkpoints = Checkpoints(path, connection, own=True)
    with another(READ, path):
        grow(connection, 128)
        for _ in range(150):
            checkpoints.after_commit()
            steady.now_s += 1
    assert tries == [0, 1, 3, 7, 15, 31, 61, 91, 121]


def test_where_a_replicator_checkpoints_we_never_do(path: Path, connection: Connection, steady: Steady) -> None:
    checkpoints = Checkpoints(path, connection, own=False)
    grow(connection, 6_000)
    checkpoints.after_commit()
    assert wal_bytes(path) > 5_000 * KB


def test_a_writer_cuts_after_its_commits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "_CUT_BYTES", 64 * KB)
    writer = Writer(path)
    writer.do(lambda run: run.execute("INSERT INTO host VALUES (?, 1)", ("x" * 200_000,))).result(10)
    writer.do(lambda run: None).result(10)  # it comes after what followed the commit
    assert wal_bytes(path) == 0
    writer.close()


def test_no_reading_of_ours_holds_the_wal_once_it_has_answered(desk: Desk) -> None:
    for n in range(40):
        desk.item(desk.source("Herald"), f"Ferry {n} resumes", summary="“we go home tonight”")
    reader, query = desk.reader(), parse("ferry")
    readings: list[Callable[[], object]] = [
        lambda: reader.changed(),
        lambda: reader.newest(query, 5),
        lambda: reader.item_ids(),
        lambda: reader.item_ids_after(5, query),
        lambda: reader.matching([1, 2, 3], query),
        lambda: reader.item_rows([1, 2, 3]),
        lambda: reader.story(1),
        lambda: reader.sources(),
        lambda: reader.alerts(1),
        lambda: reader.utterance_rows(reader.utterance_ids(1)),
        lambda: reader.ledger(1, 1),
        lambda: reader.status(),
        lambda: reader.labels(),
        lambda: reader.events_after(0),
        lambda: next(listing.items(desk.path, query, 5, desk.now_ms)),
    ]
    with closing(sqlite.connect(desk.path, "collector")) as connection, sqlite.patience(connection, 0):
        for n, read in enumerate(readings):
            answer = read()
            connection.execute("INSERT INTO host VALUES (?, 1)", (f"host {n}",))
            assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0, n
            del answer
