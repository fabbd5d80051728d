"""Three collectors that start at once: one polls, and when it is killed one of the others does, within the lease's time."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage.file import lease
from tests.feint.desk import Desk
from tests.feint.loopback import WAIT_S, Loopback
from tests.storage.wholeness import faults_of

TITLES = [f"Ferry {n} resumes" for n in range(5)]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as stack:
        desk = Desk(tmp_path)
        stack.callback(desk.kill_all)
        yield desk


def holder(desk: Desk, *, but: int = 0) -> int:
    """The number of the process that collects, once it is another than that."""
    for row in desk.follow("SELECT holder FROM lease"):
        pid = int(row["holder"].rpartition(":")[2])
        if pid != but:
            return pid
    raise AssertionError("follow ends by itself")


def test_three_that_start_at_once_never_poll_together_and_a_killed_one_is_followed(
    server: Loopback, desk: Desk
) -> None:
    desk.watch(server.feed("/a.xml", *TITLES))
    server.hold("/a.xml")
    racing = {process.pid: process for process in (desk.start("collect") for _ in range(3))}
    server.until_asked("/a.xml")
    first = holder(desk)
    killed = time.monotonic()
    racing.pop(first).kill()
    second = holder(desk, but=first)
    assert time.monotonic() - killed < lease.BEAT_S
    assert second in racing
    server.until_asked("/a.xml", times=2)
    server.release()
    assert next(row for row in desk.follow("SELECT count(*) AS items FROM item") if row["items"])["items"] == len(
        TITLES
    )
    for process in racing.values():
        process.terminate()
        assert process.wait(WAIT_S) == 0
    assert len(server.asked()) == 2
    assert sorted(desk.titles()) == TITLES
    assert len(desk.rows("SELECT 1 FROM event WHERE act = 'began' AND subject = 'collector'")) == 2
    assert len(desk.rows("SELECT 1 FROM event WHERE act = 'took over'")) == 1
    assert faults_of(desk.database) == []
