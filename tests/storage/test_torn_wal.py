"""A log of writes whose end was torn: what a crash left of it is a committed prefix, whole, and the file opens as if by itself.

A prefix that was acknowledged lies in the log up to where the log ended at that moment, and was synced: damage behind that
place must cost none of it.
"""

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.file import sqlite
from storage.file.errors import StoreError
from tests.storage.desk import Desk
from tests.storage.load import BATCH, RANG, RINGING, RULES, batch
from tests.storage.wholeness import faults_of, start

SECTOR = 512
BATCHES = 8


@dataclass(frozen=True)
class Crashed:
    """The file and its log as a crash left them, and how long the log was when each batch was acknowledged."""

    file: bytes
    log: bytes
    acknowledged: tuple[int, ...]

    def reopened(self, folder: Path, log: bytes) -> int:
        """How many batches are there after a start with this log; all else must be whole."""
        path = folder / "feint.db"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        path.write_bytes(self.file)
        path.with_name("feint.db-wal").write_bytes(log)
        start(path)
        with closing(sqlite.connect(path, "reader")) as connection:
            (items,) = connection.execute("SELECT count(*) FROM item").fetchone()
            rang = set(connection.execute(RANG).fetchone())
        assert faults_of(path) == []
        assert (items % BATCH, rang) == (0, {items // BATCH * RINGING})
        return int(items) // BATCH

    def kept(self, damaged_at: int) -> int:
        """How many batches were acknowledged before the log reached the place that was damaged."""
        return sum(length <= damaged_at for length in self.acknowledged)


@pytest.fixture(scope="module")
def crashed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crashed]:
    """A collector that was killed when it had stored some batches and checkpointed none."""
    path = tmp_path_factory.mktemp("crashed") / "feint.db"
    log = path.with_name("feint.db-wal")
    with closing(Desk(path)) as first:  # closing checkpoints: the log begins with the batches
        first.source("Herald")
    desk = Desk(path, rules=RULES)
    acknowledged = []
    for n in range(BATCHES):
        desk.poll(1, *batch(n))
        acknowledged.append(log.stat().st_size)
    yield Crashed(path.read_bytes(), log.read_bytes(), tuple(acknowledged))
    desk.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reopened") / "again"


@given(data=st.data())
def test_a_log_cut_at_any_byte_is_the_prefix_acknowledged_before_it(
    crashed: Crashed, folder: Path, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(crashed.log)) | st.sampled_from(crashed.acknowledged))
    assert crashed.reopened(folder, crashed.log[:cut]) == crashed.kept(cut)


@given(data=st.data())
def test_last_sectors_that_are_zero_or_noise_cost_what_was_written_there_and_no_more(
    crashed: Crashed, folder: Path, data: st.DataObject
) -> None:
    sectors = data.draw(st.integers(1, 200))
    noise = data.draw(st.none() | st.integers())
    at = len(crashed.log) // SECTOR * SECTOR - sectors * SECTOR
    lost = len(crashed.log) - at
    end = bytes(lost) if noise is None else random.Random(noise).randbytes(lost)
    assert crashed.reopened(folder, crashed.log[:at] + end) == crashed.kept(at)


@given(noise=st.integers(), length=st.integers(1, 20_000))
def test_noise_behind_the_end_costs_nothing(crashed: Crashed, folder: Path, noise: int, length: int) -> None:
    behind = random.Random(noise).randbytes(length)
    assert crashed.reopened(folder, crashed.log + behind) == BATCHES


@given(data=st.data())
def test_one_bit_that_turned_costs_what_follows_it_and_no_more(
    crashed: Crashed, folder: Path, data: st.DataObject
) -> None:
    bit = data.draw(st.integers(32 * 8, len(crashed.log) * 8 - 1))  # the log's own head is 32 bytes
    log = bytearray(crashed.log)
    log[bit // 8] ^= 1 << bit % 8
    assert crashed.reopened(folder, bytes(log)) == crashed.kept(bit // 8)


@pytest.mark.parametrize("length", [0, 7, 31])
def test_a_log_without_a_whole_head_loses_nothing_that_was_checkpointed(
    crashed: Crashed, folder: Path, length: int
) -> None:
    assert crashed.reopened(folder, random.Random(length).randbytes(length)) == 0


@pytest.mark.parametrize("written", [1, 3, 4, 8, 9, 16, 31])
def test_a_head_of_which_only_a_part_was_written_is_no_reason_to_refuse_the_file(
    crashed: Crashed, folder: Path, written: int
) -> None:
    assert crashed.reopened(folder, crashed.log[:written].ljust(SECTOR, b"\0")) == 0


def test_a_log_that_is_none_is_named_and_left_as_it_is(crashed: Crashed, folder: Path) -> None:
    noise = random.Random(7).randbytes(4_096)
    with pytest.raises(StoreError, match="is not what SQLite left beside the database"):
        crashed.reopened(folder, noise)
    assert (folder / "feint.db").read_bytes() == crashed.file
    assert (folder / "feint.db-wal").read_bytes() == noise


def test_what_an_older_log_left_behind_the_end_of_the_newer_is_never_taken_for_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "feint.db", rules=RULES)
    desk.source("Herald")
    for n in range(BATCHES):
        desk.poll(1, *batch(n))
    desk.connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()  # the next write begins the log anew
    log = desk.path.with_name("feint.db-wal")
    before = log.read_bytes()
    desk.poll(1, *batch(BATCHES))
    after = log.read_bytes()
    assert len(after) == len(before)
    end = max(at for at in range(len(after)) if after[at] != before[at]) + 1
    crashed = Crashed(desk.path.read_bytes(), after, ())
    desk.close()
    for cut in (0, 32, 1_000, end // 2, end - 1):
        assert crashed.reopened(tmp_path / "again", after[:cut] + before[cut:]) == BATCHES
    assert crashed.reopened(tmp_path / "again", after) == BATCHES + 1
