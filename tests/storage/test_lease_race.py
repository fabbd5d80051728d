"""Collectors that race for the lease: never do two write, and a killed one's successor writes at once."""

import fcntl
import os
import random
import time
from contextlib import closing
from functools import partial
from itertools import pairwise
from multiprocessing.connection import Connection as Line
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple

import pytest

from storage.file import migrate, sqlite
from storage.file.lease import Lease
from storage.file.sqlite import Connection
from storage.file.writer import Writer
from tests.storage.load import WAIT_S, Process, telling

TENURES = 50
ONE_IN = 4
"""Of so many holders one is killed."""
SOON_NS = 2_000_000_000
"""A successor's first write after a kill: it looks every millisecond, the rest is for a busy machine."""


class Mark(NamedTuple):
    """What a collector wrote, each in a transaction of its own."""

    pid: int
    what: str
    at_ns: int


class NoLease(Lease):
    """A lease that everybody gets."""

    def take(self) -> bool:
        """Take it whoever has it."""
        self._descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        return True


def race(line: Line, path: Path, of: type[Lease], seed: int) -> None:
    """Take the lease whenever it is free, write into the file, and let go again."""
    chance, mine = random.Random(seed), of(path)
    while not line.poll(chance.uniform(0.0, 0.002)):
        if mine.take():
            with closing(Writer(path, lease=mine)) as writer:
                writer.do(partial(_mark, what="begin")).result()
                with telling(line, "tenure"):
                    for what in (*["write"] * chance.randrange(4), "end"):
                        writer.do(partial(_mark, what=what)).result()
            mine.release()


def _mark(connection: Connection, what: str) -> None:
    connection.execute("INSERT INTO mark VALUES (?, ?, ?)", (os.getpid(), what, time.monotonic_ns()))


def raced(path: Path, racers: int, of: type[Lease]) -> tuple[list[Mark], dict[int, int]]:
    """What was written until the lease has been held so often, and who was killed meanwhile, and when."""
    migrate.ready(path)
    with closing(sqlite.connect(path, "collector")) as connection:
        connection.execute("CREATE TABLE mark (pid INTEGER, what TEXT, at_ns INTEGER)")
    chance, killed, held = random.Random(racers), {}, 0
    racing = [Process(race, path, of, seed) for seed in range(racers)]
    while held < TENURES:
        ready = wait([each.line for each in racing], WAIT_S)
        at, speaking = next((at, each) for at, each in enumerate(racing) if each.line is ready[0])
        if speaking.hear().done:
            held += 1
        elif chance.randrange(ONE_IN) == 0:
            killed[speaking.pid] = time.monotonic_ns()
            speaking.kill()
            racing[at] = Process(race, path, of, held)
    for each in racing:
        each.stop()
    with closing(sqlite.connect(path, "reader")) as connection:
        marks = [Mark(*row) for row in connection.execute("SELECT * FROM mark ORDER BY rowid")]
    return marks, killed


def intrusions(marks: list[Mark], killed: dict[int, int]) -> list[Mark]:
    """Marks that were written while another collector was alive and not at its end."""
    found, holder = [], 0
    for mark in marks:
        gone = killed.get(holder, mark.at_ns) < mark.at_ns
        if holder not in (0, mark.pid) and not gone:
            found.append(mark)
        holder = 0 if mark.what == "end" else mark.pid
    return found


@pytest.mark.parametrize("racers", [2, 3])
def test_never_do_two_write_and_a_killed_ones_successor_writes_soon(tmp_path: Path, racers: int) -> None:
    marks, killed = raced(tmp_path / "feint.db", racers, Lease)
    assert sum(mark.what == "end" for mark in marks) >= TENURES
    assert intrusions(marks, killed) == []
    for last, following in pairwise(marks):
        if last.what != "end" and following.pid != last.pid:
            assert following.what == "begin"
            assert following.at_ns - killed[last.pid] < SOON_NS
    assert sum(mark.what == "begin" for mark in marks) > TENURES, "nobody was killed while it wrote"


def test_without_a_lease_they_do_intrude_so_that_these_tests_can_fail(tmp_path: Path) -> None:
    assert intrusions(*raced(tmp_path / "feint.db", 3, NoLease)) != []
