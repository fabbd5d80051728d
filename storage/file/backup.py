"""A consistent copy of the file while others read and write it.

VACUUM INTO, in one read transaction: what is committed meanwhile is not in the copy, and the -wal can only begin anew once
the copy is done. (The step-wise backup API never ends while another process commits.)
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.file import partial, sqlite
from storage.file.errors import DiskFull, StoreError
from storage.file.sqlite import Connection

_READ_WHOLE = 256 << 20
"""A copy of up to so many bytes is read from end to end before it gets its name (2.3 s of CPU for 211 MB, measured)."""


def backup(database: Path, target: Path) -> int:
    """Copy `database` to `target`, which must not exist; returns the copy's bytes. Raises StoreError."""
    if target.is_dir():
        raise StoreError(f"{target}: is a folder; name a file in it")
    if target.exists():
        raise StoreError(f"{target}: exists already; choose another name, backups never overwrite")
    with _told(target), partial.partial(target) as fresh:
        copy(database, fresh)
        partial.install(fresh, target)
    return target.stat().st_size


def keep(database: Path, name: str) -> Path:
    """Copy `database` to a file `<database>.<name>.backup` beside it, in place of an older one of that name."""
    target = database.with_name(f"{database.name}.{name}.backup")
    with _told(target), partial.partial(target) as fresh:
        copy(database, fresh)
        partial.replace(fresh, target)
    return target


def copy(database: Path, fresh: Path, *, read_whole: int = _READ_WHOLE) -> None:
    """Copy `database` into the empty file `fresh`, check it, have it on the disk. Raises StoreError, SqliteError, OSError.

    A copy of more than `read_whole` bytes is not read again from end to end.
    """
    connection = sqlite.connect(database, "reader")
    try:
        marks = _marks(connection)
        if marks[0] != sqlite.APPLICATION_ID:
            raise StoreError(f"{database}: is a database of another program, not one of feint's")
        refuse_without_room(fresh.parent, _size_of_a_copy(connection))
        connection.execute("PRAGMA query_only = OFF")  # the copy is written, the database is still opened read-only
        connection.execute("VACUUM INTO ?", (str(fresh),))
    finally:
        connection.close()
    partial.sync(fresh)
    _check(fresh, marks, read_whole)


def refuse_without_room(folder: Path, needed: int) -> None:
    """Raise DiskFull where a file of so many bytes has no room."""
    if needed > (free := _free(folder)):
        raise DiskFull(
            f"{folder}: has no room for a copy, which takes {needed / 1e6:,.1f} MB where {free / 1e6:,.1f} MB are free; "
            "free some space, nothing was changed"
        )


def damage(connection: Connection) -> str:
    """Read every page (30 s for 1.5 GB, measured); returns what is wrong first, empty for a whole file."""
    (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return "" if said == "ok" else str(said)


def _free(folder: Path) -> int:
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def _size_of_a_copy(connection: Connection) -> int:
    pages, unused, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - unused) * size)


def _marks(connection: Connection) -> tuple[int, int]:
    application, version = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    return application, version


def _check(fresh: Path, marks: tuple[int, int], read_whole: int) -> None:
    connection = sqlite.connect(fresh, "reader")
    try:
        if _marks(connection) != marks:
            raise StoreError(f"{fresh}: is not what was copied; the disk may be failing, the database is unharmed")
        if fresh.stat().st_size <= read_whole and (wrong := damage(connection)):
            raise StoreError(f"{fresh}: came out damaged ({wrong}); look at the database with `feint doctor --deep`")
    finally:
        connection.close()


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Say what went wrong with a copy as a line for a person."""
    try:
        yield
    except FileNotFoundError as error:
        raise StoreError(
            f"{target}: there is no folder {target.parent}; make it first, the database is unharmed"
        ) from error
    except FileExistsError as error:
        raise StoreError(
            f"{target}: another has made it meanwhile; choose another name, backups never overwrite"
        ) from error
    except (sqlite.SqliteError, OSError) as error:
        kind = DiskFull if isinstance(sqlite.failed(target, error), DiskFull) else StoreError
        raise kind(f"{target}: the backup could not be written ({error}); the database is unharmed") from error
