"""Opening the file: which SQLite, which settings, and a clear line for every way it can go wrong.

Every process of feint uses the same SQLite. 3.7.0 to 3.51.2 can corrupt a file when two connections write and checkpoint at
once (the WAL-reset bug, fixed in 3.51.3), so the `pysqlite3` wheel comes first, and only the collector ever checkpoints.
"""

import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from storage import words
from storage.file import room
from storage.file.errors import DiskFull, StoreError
from storage.file.rescue import way_out

if TYPE_CHECKING:
    import sqlite3

    from storage.grouping.window import Window
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:  # no wheel for this platform; `feint doctor` says which SQLite runs
        import sqlite3

Row = sqlite3.Row
Values = tuple[str | int | bytes | None, ...]
"""A row to be written."""
SqliteError = sqlite3.Error
complete_statement = sqlite3.complete_statement
SQLITE_VERSION = sqlite3.sqlite_version
Role = Literal["collector", "desk", "reader"]

APPLICATION_ID = 0x6665696E  # "fein"
_BUSY_MS = {"collector": 5_000, "desk": 5_000, "reader": 250}
_AGAIN_S = 0.02
_TRUSTS_FTS5 = (3, 44)
"""Before it a trigger that writes the search index counts as unsafe, and no item could be edited."""
_NETWORK_FILE_SYSTEMS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "fuse.sshfs",
    "glusterfs",
    "lustre",
}


class Connection(sqlite3.Connection):
    """A connection, and what is known beside it of the file that it writes."""

    window: "Window | None" = None
    known: "Callable[[int], str] | None" = None
    """What the SQL of the query at hand calls `known`, once storage.query.finding has asked by this connection."""


def connect(path: Path, role: Role) -> Connection:
    """Open `path`. Readers never write; desks write but never checkpoint. Raises StoreError."""
    _refuse_what_is_no_file(path)
    uri = f"file:{_quoted(path)}?mode={'ro' if role == 'reader' else 'rw'}"
    try:
        connection = sqlite3.connect(
            uri,
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=_BUSY_MS[role] / 1000,
            factory=Connection,
        )
        try:
            _settle(connection, role)
        except BaseException:
            connection.close()
            raise
    except SqliteError as error:
        raise failed(path, error) from error
    connection.row_factory = sqlite3.Row
    # SQLite's own lower() knows ASCII alone: no Cyrillic name would ever be found.
    connection.create_function("casefold", 1, str.casefold, deterministic=True)
    connection.create_function("packed_words", 1, words.packed_json, deterministic=True)
    return connection


def refuse_network(path: Path) -> None:
    """Raise StoreError where `path` lies, or would lie, on a network file system."""
    file_system = file_system_of(path.parent)
    if file_system in _NETWORK_FILE_SYSTEMS:
        raise StoreError(
            f"{path}: lies on a network file system ({file_system}), where SQLite's locks do not hold; "
            "put the database on a local disk with --database"
        )


def create(path: Path) -> None:
    """Make an empty file of ours that only its owner may read, unless there is one. Raises StoreError."""
    _refuse_what_is_no_file(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written ({error.strerror}); choose another place with --database"
        ) from error
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_MS["collector"] / 1000)
        try:
            if not connection.execute("PRAGMA page_count").fetchone()[0]:
                # Both belong to the first page, and nobody may see it with only one of them.
                connection.execute("BEGIN")
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute("COMMIT")
        finally:
            connection.close()
    except SqliteError as error:
        raise failed(path, error) from error


def use_wal(path: Path, connection: Connection) -> None:
    """Put the file in WAL mode, which a backup leaves: readers and the writer never wait for one another. Raises StoreError.

    Where another process is at it in the same moment SQLite gives up at once, whatever its time-out: so we wait ourselves.
    """
    patience_ends = time.monotonic() + _BUSY_MS["collector"] / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except SqliteError as error:
            if not is_busy(error) or time.monotonic() > patience_ends:
                raise failed(path, error) from error
            time.sleep(_AGAIN_S)


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT: takes the write lock first, so that no busy error can come half-way."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has already rolled back after a full disk
            connection.execute("ROLLBACK")
        raise


@contextmanager
def patience(connection: Connection, wait_ms: int) -> Iterator[int]:
    """For a while wait so long at most for others; gives the milliseconds of before."""
    (before,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute(f"PRAGMA busy_timeout = {wait_ms}")
    try:
        yield int(before)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {before}")


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """A part of a transaction that is kept or dropped by itself."""
    connection.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK TO part")
            connection.execute("RELEASE part")
        raise
    connection.execute("RELEASE part")


def failed(path: Path, error: Exception) -> StoreError:
    """An error of SQLite's, or of the system's, as ours, its line for a person included."""
    code = _code(error)
    # SQLITE_FULL is ENOSPC alone; a quota and a limit on files end in a mere error of input or output.
    is_full = code == "SQLITE_FULL" or (isinstance(error, OSError) and error.errno in room.NO_ROOM)
    if is_full or (code.startswith("SQLITE_IOERR") and room.is_lacking(path)):
        return DiskFull(f"{path}: the disk is full; free some space, nothing was half-written")
    return StoreError(explain(path, error))


def is_busy(error: Exception) -> bool:
    """Whether somebody else is at the file just now."""
    return _code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def explain(path: Path, error: Exception) -> str:
    """One line for a person: what SQLite's error means for this file, and what to do."""
    said, code = str(error), _code(error)
    if is_missing(path):
        return f"{path}: there is no such database; start `feint` or `feint collect` once to make it"
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return f"{path}: is damaged or not a database ({said}): {way_out(path)}"
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return f"{path}: cannot be opened ({said}); it and its folder must be yours to write"
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{path}: another process holds it for too long ({said}); try again, or see `feint doctor`"
    return f"{path}: {said}"


def _code(error: Exception) -> str:
    """The name of SQLite's own code, the words beside it being made for people; empty for what is not SQLite's."""
    return str(getattr(error, "sqlite_errorname", ""))


def _settle(connection: Connection, role: Role) -> None:
    # FULL is the only level that kept every acknowledged commit in 300 simulated power cuts, at under 5 % of the speed.
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        f"trusted_schema = {'OFF' if sqlite3.sqlite_version_info >= _TRUSTS_FTS5 else 'ON'}",
        "temp_store = MEMORY",
        f"cache_size = {-2_000 if role == 'desk' else -8_000}",  # KiB; wide queries of a million items a third to a half quicker
        f"wal_autocheckpoint = {1000 if role == 'collector' else 0}",
        f"journal_size_limit = {16 << 20}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    if role == "reader":
        connection.execute("PRAGMA query_only = ON")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # a damaged header shows here, not later


def _refuse_what_is_no_file(path: Path) -> None:
    """A pipe would be waited for, for ever."""
    with suppress(OSError):
        if not stat.S_ISREG(path.stat().st_mode):
            raise StoreError(f"{path}: cannot be a database, for it is no file; choose another place with --database")


def is_missing(path: Path) -> bool:
    """Whether there is nothing at `path`; what is out of reach may be there."""
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def file_system_of(folder: Path) -> str:
    """The type of the mount that holds `folder`, or empty where the system does not tell."""
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    except OSError:
        return ""
    here = os.path.realpath(folder) + "/"
    # A space in a mount point is written \\040 there.
    plain = [(re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), point), kind) for point, kind in mounts]
    holding = [(point, kind) for point, kind in plain if here.startswith(point.rstrip("/") + "/")]
    return max(holding, key=lambda mount: len(mount[0]), default=("", ""))[1]
