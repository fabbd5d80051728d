"""The power is cut at random moments of real work: what our settings keep, and what lesser ones would cost."""

import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.file import sqlite
from storage.file.errors import StoreError
from storage.keeping import archives
from storage.keeping.archive import Volume
from tests.storage.apswdoor import Door
from tests.storage.desk import NOW_MS, Desk
from tests.storage.disk import Acknowledged, Disk, Happening, Recorder
from tests.storage.load import BATCH, RANG, RINGING, RULES, batch
from tests.storage.retaining import held, pass_days, slices
from tests.storage.wholeness import faults_of, start

CUTS = 150
BATCHES = 40
CHECKPOINT_PAGES, CHECKPOINT_BATCHES = 200, 6
"""The pages of so many batches at most lie between two checkpoints, which are cut too."""


@dataclass(frozen=True)
class Found:
    """What the start after a cut finds."""

    acknowledged: int
    """Batches whose commit, and their operator's act, had been acknowledged before."""
    batches: int
    acted: int
    faults: tuple[str, ...]


@contextmanager
def recording(monkeypatch: pytest.MonkeyPatch, synchronous: str = "") -> Iterator[list[Happening]]:
    """What is done to files within the block, with our settings but for `synchronous`."""
    recorder = Recorder("recorder")
    with monkeypatch.context() as patched:
        patched.setattr(
            "storage.file.sqlite.sqlite3.connect",
            lambda name, **how: Door(name, "recorder", how["timeout"], synchronous),
        )
        yield recorder.happened
    recorder.unregister()


def cut(disk: Disk, happened: Sequence[Happening], folder: Path, times: int = CUTS) -> Iterator[int]:
    """Put into `folder` what is found after each of many cuts; yields what had been acknowledged by then."""
    chance, lived = random.Random(7), 0
    for moment in sorted(chance.sample(range(1, len(happened) + 1), times)):
        disk.live(happened[lived:moment])
        lived = moment
        folder.mkdir()
        disk.after_cut(chance, folder)
        yield disk.acknowledged
        shutil.rmtree(folder)


def polls_cut(folder: Path, monkeypatch: pytest.MonkeyPatch, synchronous: str = "") -> list[Found]:
    """Polls that ring and an operator who acknowledges them, with checkpoints in between, and what cuts leave of them."""
    path = folder / "feint.db"
    with closing(Desk(path)) as desk:
        desk.source("Herald")
    disk = Disk({path.name: path.read_bytes()})
    with recording(monkeypatch, synchronous) as happened:
        desk = Desk(path, rules=RULES)
        acts = desk.acts()
        desk.connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        for n in range(BATCHES):
            stored = desk.poll(1, *batch(n))
            acts.set_state(stored.new, "acked")
            happened.append(Acknowledged(n + 1))
            if n == BATCHES // 2:
                desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        lived = list(happened)  # nobody closes in order when the power goes
        desk.close()
    again = folder / "again"
    return [_found(acknowledged, again / path.name) for acknowledged in cut(disk, lived, again)]


def _found(acknowledged: int, path: Path) -> Found:
    try:
        start(path)
        faults = faults_of(path)
        with closing(sqlite.connect(path, "reader")) as connection:
            (items,) = connection.execute("SELECT count(*) FROM item").fetchone()
            (acked,) = connection.execute("SELECT count(*) FROM item WHERE state = 'acked'").fetchone()
            rang = tuple(connection.execute(RANG).fetchone())
    except (StoreError, sqlite.SqliteError) as error:
        return Found(acknowledged, 0, 0, (str(error),))
    if items % BATCH or acked % BATCH or set(rang) != {items // BATCH * RINGING}:
        faults.append(f"half a batch: {items} items, {acked} acknowledged, {rang} rang")
    return Found(acknowledged, items // BATCH, acked // BATCH, tuple(faults))


def test_as_shipped_a_power_cut_loses_no_acknowledged_write_and_leaves_a_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for found in polls_cut(tmp_path, monkeypatch):
        assert found.faults == ()
        assert found.acknowledged <= found.acted <= found.batches <= found.acknowledged + 1


def test_with_normal_the_file_stays_whole_but_what_followed_the_last_checkpoint_may_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = polls_cut(tmp_path, monkeypatch, "NORMAL")
    assert [each.faults for each in found if each.faults] == []
    assert 1 <= max(each.acknowledged - each.acted for each in found) <= CHECKPOINT_BATCHES


def test_with_off_most_files_are_damaged_so_this_disk_is_as_cruel_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = polls_cut(tmp_path, monkeypatch, "OFF")
    assert sum(each.faults != () for each in found) > CUTS // 2
    assert any(each.faults == () and each.acted < each.acknowledged for each in found)


def test_what_goes_into_an_archive_is_never_in_neither_after_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feint.db"
    with closing(Desk(path)) as desk:
        desk.source("Herald")
        for n in range(12):
            desk.poll(1, *batch(n))
        pass_days(desk)
        now_ms, everything = desk.now_ms, set(held(desk))
    volume = Volume(path, archives.month_of(NOW_MS))
    volume.close()
    disk = Disk({each.name: each.read_bytes() for each in (path, volume.path)})
    with recording(monkeypatch) as happened:
        desk = Desk(path)
        desk.now_ms, gone = now_ms, 0
        for done in slices(desk, archives=True, most=BATCH):
            gone += done.gone
            happened.append(Acknowledged(gone))
        desk.close()
    again = tmp_path / "again"
    for acknowledged in cut(disk, happened, again, CUTS // 3):
        start(again / path.name)
        assert faults_of(again / path.name) == faults_of(again / volume.path.name) == []
        left, kept = _items(again / path.name), _items(again / volume.path.name)
        assert left | kept == everything
        assert len(left & kept) <= BATCH
        assert len(left) <= len(everything) - acknowledged
    assert gone == len(everything) - 1


def _items(path: Path) -> set[int]:
    with closing(sqlite.connect(path, "reader")) as connection:
        return {row["id"] for row in connection.execute("SELECT id FROM item")}
