"""The turnstile: who waits to write goes before the collector's next transaction, and nobody is waited for in vain."""

import fcntl
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage.file import migrate, sqlite
from storage.file.sqlite import Connection
from storage.file.turnstile import Turnstile

COLLECT = """
import sys, time
from pathlib import Path
from storage.file import sqlite
from storage.file.turnstile import Turnstile

path = Path(sys.argv[1])
connection = sqlite.connect(path, "collector")
turnstile = Turnstile(path, gives_way=True)
while True:
    turnstile.begin(connection)
    connection.execute("UPDATE host SET gated_until_ms = gated_until_ms + 1")
    time.sleep(0.02)
    connection.execute("COMMIT")
    print(flush=True)
"""
RAISE_A_HAND = """
import fcntl, os, sys
descriptor = os.open(sys.argv[1] + ".turnstile", os.O_CREAT | os.O_RDWR)
fcntl.flock(descriptor, fcntl.LOCK_SH)
print(flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feint.db"
    migrate.ready(path)
    with closing(sqlite.connect(path, "collector")) as connection:
        connection.execute("INSERT INTO host VALUES ('count', 0)")
    return path


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    with closing(sqlite.connect(path, "desk")) as connection:
        yield connection


@contextmanager
def another(code: str, path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that has said its first line."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=os.getcwd()
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def count(connection: Connection) -> int:
    return int(connection.execute("SELECT gated_until_ms FROM host").fetchone()[0])


def test_an_act_waits_for_the_present_transaction_of_a_collector_that_never_rests(
    path: Path, connection: Connection
) -> None:
    passed = []
    with another(COLLECT, path):
        for _ in range(20):
            before = count(connection)
            Turnstile(path).begin(connection)
            passed.append(count(connection) - before)
            connection.execute("ROLLBACK")
    assert sorted(passed)[-3] <= 1  # but for what the scheduler of a loaded machine puts between count and hand


def test_the_collector_looks_for_hands_before_it_begins(path: Path, connection: Connection) -> None:
    with another(RAISE_A_HAND, path) as waiting:
        held = os.open(f"{path}.turnstile", os.O_RDWR)
        with pytest.raises(BlockingIOError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        waiting.kill()
        waiting.wait(10)
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the kernel has lowered the hand
        os.close(held)
    Turnstile(path, gives_way=True).begin(connection)
    assert connection.in_transaction


def test_a_hand_that_is_never_lowered_holds_the_collector_for_a_moment_only(path: Path, connection: Connection) -> None:
    with another(RAISE_A_HAND, path) as stopped:
        stopped.send_signal(signal.SIGSTOP)
        Turnstile(path, gives_way=True).begin(connection)
        assert connection.in_transaction


def test_hands_do_not_wait_for_one_another(path: Path, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("waited"))
    with another(RAISE_A_HAND, path):
        Turnstile(path).begin(connection)


def test_a_transaction_once_begun_needs_no_hand(path: Path, connection: Connection) -> None:
    Turnstile(path).begin(connection)
    held = os.open(f"{path}.turnstile", os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(held)


def test_who_has_waited_long_enough_is_told_that_the_file_is_busy(path: Path, connection: Connection) -> None:
    connection.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite.connect(path, "desk")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite.SqliteError) as busy:
            Turnstile(path).begin(connection)
    assert sqlite.is_busy(busy.value)
    assert not connection.in_transaction


def test_sqlites_own_patience_is_as_before(path: Path, connection: Connection) -> None:
    before = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    Turnstile(path).begin(connection)
    connection.execute("ROLLBACK")
    assert connection.execute("PRAGMA busy_timeout").fetchone()[0] == before


def test_where_no_turnstile_can_be_made_it_is_a_plain_beginning(path: Path, connection: Connection) -> None:
    Path(f"{path}.turnstile").mkdir()
    for gives_way in (False, True):
        Turnstile(path, gives_way=gives_way).begin(connection)
        assert connection.in_transaction
        connection.execute("ROLLBACK")


def test_it_is_its_owners_alone(path: Path, connection: Connection) -> None:
    Turnstile(path).begin(connection)
    assert stat.S_IMODE(Path(f"{path}.turnstile").stat().st_mode) == 0o600
