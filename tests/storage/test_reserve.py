"""The room kept for a full disk: made where there is plenty, given up once, made again when there is room."""

import os
import resource
import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage.file.reserve import Reserve

MB = 1 << 20


class Disk:
    """How much room the file system says that it has."""

    free = 1_000 * MB

    def look(self, folder: object) -> SimpleNamespace:
        return SimpleNamespace(f_bavail=self.free // 4_096, f_frsize=4_096)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    monkeypatch.setattr(os, "statvfs", (disk := Disk()).look)
    return disk


@pytest.fixture
def reserve(tmp_path: Path) -> Reserve:
    return Reserve(tmp_path / "feint.db")


@pytest.fixture
def limit() -> Iterator[None]:
    """What a test limits is lifted at its end."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def limit_files_to(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def test_it_takes_its_room_on_the_disk_and_is_its_owners_alone(disk: Disk, reserve: Reserve) -> None:
    assert reserve.make()
    found = reserve.path.stat()
    assert (found.st_size, stat.S_IMODE(found.st_mode)) == (16 * MB, 0o600)
    assert found.st_blocks * 512 >= 16 * MB
    assert reserve.make()


def test_a_small_disk_is_not_filled_with_it(disk: Disk, reserve: Reserve) -> None:
    disk.free = 159 * MB
    assert not reserve.make()
    assert not reserve.path.exists()
    disk.free = 160 * MB
    assert reserve.make()


def test_it_is_given_up_once(disk: Disk, reserve: Reserve) -> None:
    assert not reserve.give_up()
    reserve.make()
    assert (reserve.give_up(), reserve.give_up(), reserve.is_there()) == (True, False, False)


def test_after_a_full_disk_it_is_made_again_in_the_room_of_two(disk: Disk, reserve: Reserve) -> None:
    disk.free = 31 * MB
    assert not reserve.restore()
    disk.free = 32 * MB
    assert reserve.restore()
    assert reserve.is_there()


def test_where_files_may_not_grow_there_is_no_room_whatever_the_disk_says(
    disk: Disk, reserve: Reserve, tmp_path: Path, limit: None
) -> None:
    (tmp_path / "feint.db").write_bytes(bytes(MB))
    limit_files_to(8 * MB)
    assert not reserve.make()
    assert not reserve.path.exists()
    assert not reserve.restore()
    limit_files_to(16 * MB)
    assert reserve.restore()


def test_a_database_that_has_reached_a_limit_has_no_room(
    disk: Disk, reserve: Reserve, tmp_path: Path, limit: None
) -> None:
    (tmp_path / "feint.db-wal").write_bytes(bytes(20 * MB))
    limit_files_to(20 * MB)
    assert not reserve.restore()
    limit_files_to(21 * MB)
    assert reserve.restore()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["feint.db-wal", "feint.db.reserve"]


def test_one_that_was_cut_short_by_a_kill_is_made_anew(disk: Disk, reserve: Reserve) -> None:
    reserve.path.write_bytes(bytes(MB))
    assert not reserve.is_there()
    assert reserve.make()
    assert reserve.path.stat().st_size == 16 * MB


def test_in_a_folder_that_is_not_there_nothing_is_kept(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "none" / "feint.db")
    assert (reserve.make(), reserve.restore(), reserve.give_up()) == (False, False, False)
