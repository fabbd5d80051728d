"""A file that is migrated, deleted, replaced or moved under a desk and a collector: they are told, and write nothing more.

What they wrote then would go into a file without a name, or into the wrong one, and SQLite itself would say that all is well.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import count
from multiprocessing.connection import Connection as Line
from pathlib import Path

import pytest

from storage.acting.acts import Acts
from storage.acting.committing import Committing
from storage.file import backup, migrate, schema, sqlite
from storage.file.errors import StoreError, Superseded
from storage.file.writer import Writer
from storage.items import sources
from storage.reads.reader import Reader
from tests.storage.desk import Desk
from tests.storage.load import Process, Said, batch, store
from tests.storage.wholeness import faults_of

Happening = Callable[[Path], None]
COMPANIONS = ("", "-wal", "-shm")


def deleted(path: Path) -> None:
    for ending in COMPANIONS:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def deleted_alone(path: Path) -> None:
    path.unlink()


def moved(path: Path) -> None:
    for ending in COMPANIONS:
        path.with_name(path.name + ending).rename(path.with_name(f"elsewhere.db{ending}"))


def moved_alone(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def replaced(path: Path) -> None:
    copy = path.with_name("copy.db")
    backup.backup(path, copy)
    copy.replace(path)


def replaced_by_a_new_one(path: Path) -> None:
    deleted(path)
    migrate.ready(path)


def migrated(path: Path) -> None:
    """By a newer feint, whose next step takes a table away."""
    with closing(sqlite.connect(path, "collector")) as newer, sqlite.transaction(newer):
        newer.execute("DROP TABLE host")
        newer.execute(f"PRAGMA user_version = {len(schema.STEPS) + 1}")


HAPPENINGS = [deleted, deleted_alone, moved, moved_alone, replaced, replaced_by_a_new_one, migrated]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that holds a few items."""
    with closing(Desk(tmp_path / "feint.db")) as desk:
        desk.source("Herald")
        desk.poll(1, *batch(0))
    return tmp_path / "feint.db"


@pytest.fixture
def acts(path: Path) -> Iterator[Acts]:
    with closing(Acts(path, "ana")) as opened:
        opened.star([1], True)
        yield opened


@pytest.fixture
def reader(path: Path) -> Iterator[Reader]:
    with closing(Reader(path)) as opened:
        opened.changed()
        yield opened


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    with closing(Desk(path)) as opened:
        yield opened


@pytest.fixture
def writer(desk: Desk) -> Iterator[Writer]:
    with closing(Writer(desk.path)) as opened:
        store(desk, opened, 1)
        yield opened


def written(folder: Path) -> dict[str, bytes]:
    """All that SQLite has on the disk, not what it shares in memory; nobody here needs the locks that this look drops."""
    return {path.name: path.read_bytes() for path in folder.glob("*.db*") if not path.name.endswith("-shm")}


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_an_act_is_refused_and_written_nowhere(path: Path, acts: Acts, happening: Happening) -> None:
    happening(path)
    before = written(path.parent)
    for _ in range(2):
        with pytest.raises(Superseded):
            acts.set_state([1], "acked")
        with pytest.raises(Superseded):
            acts.undo()
        with pytest.raises(Superseded):
            acts.seen(1_800_000_000_000)
    assert written(path.parent) == before


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_a_poll_is_refused_and_written_nowhere(path: Path, desk: Desk, writer: Writer, happening: Happening) -> None:
    happening(path)
    before = written(path.parent)
    for n in (2, 3):
        with pytest.raises(Superseded):
            store(desk, writer, n)
    assert written(path.parent) == before


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_a_desk_that_only_looks_is_told(
    path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch, happening: Happening
) -> None:
    monkeypatch.setattr("storage.reads.reader._CHECK_EVERY_S", -1.0)  # some seconds later
    happening(path)
    with pytest.raises(Superseded):
        reader.changed()


def test_an_older_desk_that_is_open_during_a_migration_writes_nothing_after_it(tmp_path: Path) -> None:
    path = tmp_path / "feint.db"
    with Process(older_desk, path) as desk:
        assert desk.hear() == Said(True, "written", 1)
        migrate.ready(path)
        for n in (2, 3):
            desk.line.send("again")
            assert desk.hear() == Said(False, "Superseded", n)
    assert faults_of(path) == []
    with closing(sqlite.connect(path, "reader")) as connection:
        assert [row["gated_until_ms"] for row in connection.execute("SELECT * FROM host")] == [1]


def older_desk(line: Line, path: Path) -> None:
    """The hand of a desk that does not know the last step; writes whenever it is told to."""
    with pytest.MonkeyPatch.context() as patched:
        for module in ("migrate", "standing"):
            patched.setattr(f"storage.file.{module}.STEPS", schema.STEPS[:-1])
        migrate.ready(path)
        with closing(Committing(path)) as committing:
            for n in count(1):
                try:
                    committing.do(partial(sources.gate, host=f"host {n}", until_ms=n))
                    line.send(Said(True, "written", n))
                except StoreError as error:
                    line.send(Said(False, type(error).__name__, n))
                line.recv()
