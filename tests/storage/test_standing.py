"""A process that has the file open is told when it is no longer the one to use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.file import migrate, sqlite
from storage.file.errors import Superseded
from storage.file.readonly import reading
from storage.file.schema import STEPS
from storage.file.standing import Standing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feint.db"
    migrate.ready(path)
    return path


@pytest.fixture
def standing(path: Path) -> Iterator[Standing]:
    connection = sqlite.connect(path, "desk")
    yield Standing(path, connection)
    connection.close()


def migrated_by_a_newer_feint(path: Path) -> None:
    other = sqlite.connect(path, "collector")
    other.execute("DROP TABLE host")
    other.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    other.close()


def test_nothing_is_said_while_all_is_as_it_was(standing: Standing) -> None:
    standing.check()


def test_a_file_that_a_newer_feint_migrated_is_told(path: Path, standing: Standing) -> None:
    migrated_by_a_newer_feint(path)
    with pytest.raises(Superseded, match="a newer feint has brought it up to date; close this one"):
        standing.check()


def test_a_file_that_was_replaced_is_told_also_where_a_newer_one_has_taken_its_place(
    path: Path, standing: Standing, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    migrate.ready(other)
    other.replace(path)
    with pytest.raises(Superseded, match="another file lies in its place"):
        standing.check()


def test_a_file_that_was_moved_away_is_told(path: Path, standing: Standing) -> None:
    path.rename(path.with_suffix(".away"))
    with pytest.raises(Superseded, match="was moved or deleted"):
        standing.check()
    path.with_suffix(".away").rename(path)
    standing.check()


def test_a_command_that_reads_while_the_file_is_migrated_says_why_it_ends(path: Path) -> None:
    def read() -> None:
        with reading(path) as connection:
            migrated_by_a_newer_feint(path)
            connection.execute("SELECT * FROM host").fetchall()

    with pytest.raises(Superseded, match="a newer feint has brought it up to date"):
        read()
