"""One collector at a time: the kernel's lock decides, the row tells."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.file import lease
from storage.file.errors import StoreError, Superseded
from storage.file.lease import Former, Lease
from tests.storage.desk import Desk

HOLD = """
import sys
from pathlib import Path
from storage.file.lease import Lease
print(Lease(Path(sys.argv[1])).take(), flush=True)
sys.stdin.read()
"""


STAND_BY = """
import sys
from pathlib import Path
from storage.file.lease import Lease
with Lease(Path(sys.argv[1])).standing_by():
    print(flush=True)
    sys.stdin.read()
"""


def hold(database: Path) -> "subprocess.Popen[str]":
    """Another process that takes the lease and keeps it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


def test_one_process_holds_it_and_a_standby_takes_it_the_moment_the_holder_is_killed(tmp_path: Path) -> None:
    database = tmp_path / "feint.db"
    standby = Lease(database)
    with hold(database) as holder:
        assert not standby.take()
        assert not standby.free()
        holder.kill()
        holder.wait(10)
    assert standby.free()
    assert standby.take()


def test_it_can_be_released_and_taken_again(tmp_path: Path) -> None:
    one, other = Lease(tmp_path / "feint.db"), Lease(tmp_path / "feint.db")
    assert one.take()
    assert not other.take()
    one.release()
    one.release()
    assert other.take()


def test_asking_whether_it_is_free_does_not_take_it(tmp_path: Path) -> None:
    one, other = Lease(tmp_path / "feint.db"), Lease(tmp_path / "feint.db")
    assert one.free()
    assert other.take()
    assert not one.free()


def test_two_databases_have_two_leases(tmp_path: Path) -> None:
    assert Lease(tmp_path / "one.db").take()
    assert Lease(tmp_path / "two.db").take()


def test_where_no_lock_can_be_made_it_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be"):
        Lease(tmp_path / "no folder" / "feint.db").take()


def test_a_lock_whose_file_was_taken_away_counts_no_more(tmp_path: Path) -> None:
    one, other = Lease(tmp_path / "feint.db"), Lease(tmp_path / "feint.db")
    assert one.take()
    one.check()
    (tmp_path / "feint.db.collector").unlink()
    with pytest.raises(Superseded, match="was taken away"):
        one.check()
    assert other.take()
    other.check()
    with pytest.raises(Superseded):
        one.check()


def test_one_that_was_never_taken_gives_no_right(tmp_path: Path) -> None:
    with pytest.raises(Superseded):
        Lease(tmp_path / "feint.db").check()


def test_who_stands_by_is_seen_until_it_ends(tmp_path: Path) -> None:
    database = tmp_path / "feint.db"
    standby = subprocess.Popen(
        [sys.executable, "-c", STAND_BY, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert standby.stdout is not None
    standby.stdout.readline()
    assert Lease(database).waiting() == {standby.pid}
    standby.kill()
    standby.communicate()
    assert Lease(database).waiting() == set()


def test_the_row_of_a_collector_that_was_killed_tells_the_next_one_from_whom_it_takes_over(desk: Desk) -> None:
    assert desk.commit(lambda run: lease.begin(run, "host:1", 1_000)) is None
    desk.commit(lambda run: lease.beat(run, 5_000, 3))
    desk.commit(lambda run: lease.trouble(run, "disk full"))
    assert desk.commit(lambda run: lease.begin(run, "host:2", 9_000)) == Former("host:1", 5_000)
    assert desk.all("SELECT holder, trouble FROM lease") == [("host:2", "")]
    desk.commit(lease.end)
    assert desk.commit(lambda run: lease.begin(run, "host:3", 9_000)) is None
