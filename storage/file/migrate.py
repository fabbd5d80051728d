"""Bringing a file up to this program's schema, and refusing politely where that cannot be.

A desk only compares one number; the migrations themselves (and sqlite-utils, 100 ms to import) load when there is work.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.file import sqlite
from storage.file.errors import DiskFull, StoreError
from storage.file.lease import Lease
from storage.file.schema import STEPS
from storage.file.sqlite import Connection


def ready(path: Path) -> str:
    """Make `path` a database of this version: created where missing, migrated where older. Raises StoreError.

    An older file is migrated under the collector's lock, in one transaction, after a copy of it was put beside it; returns
    the line that says so, empty where there was nothing to migrate. A file that is ready takes no lock and is not written.
    """
    sqlite.refuse_network(path)
    refuse_newer(path)
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        sqlite.create(path)
    if _looked(path) == (len(STEPS), "wal"):
        return ""
    with alone(path):  # who comes second finds nothing left to do
        return _bring_up(path)


def ready_archive(path: Path) -> str:
    """The same for an archived month, by the collector, which holds the lock. Without room for a copy it does without one."""
    refuse_newer(path)
    if _looked(path)[0] == len(STEPS):
        return ""
    connection = _open(path)
    try:
        return _migrate(path, connection, needs_copy=False)
    finally:
        connection.close()


def check(path: Path, connection: Connection) -> None:
    """Raise StoreError unless the open file has exactly this version's schema."""
    version = version_of(path, connection)
    if version == 0:
        raise StoreError(
            f"{path}: holds nothing yet; where another feint is making it, it is ready in a moment: try again"
        )
    if version < len(STEPS):
        raise StoreError(f"{path}: is of an older version; run `feint collect --once` (or `feint`) once to bring it up")


def version_of(path: Path, connection: Connection) -> int:
    """How many steps the file has. Raises StoreError for a newer file and for somebody else's."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()  # first: another process may be making the file
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if pages and application != sqlite.APPLICATION_ID:
        raise StoreError(f"{path}: is a database of another program; choose another place with --database")
    if version > len(STEPS):
        raise StoreError(
            f"{path}: was written by a newer feint (schema {version}, this one knows {len(STEPS)}); "
            "update feint, nothing was changed"
        )
    return int(version)


def refuse_newer(path: Path) -> None:
    """Raise StoreError for a newer feint's file before anything is opened that would leave a trace beside it.

    `immutable` reads the file alone, without lock, -wal and -shm; what is wrong otherwise is for others to say.
    """
    if not os.path.isfile(path):  # a pipe would be waited for
        return
    with suppress(sqlite.SqliteError):
        connection = Connection(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            version_of(path, connection)
        finally:
            connection.close()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process makes, migrates or replaces this file, and keep them away. Raises StoreError."""
    lock = path.with_name(path.name + ".migration")
    try:
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise StoreError(f"{lock}: cannot be written ({error.strerror}); its folder must be yours") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def without_collector(path: Path) -> Iterator[None]:
    """Hold the collector's lock. Raises StoreError where a collector is at work, and names it."""
    lease = Lease(path)
    if not lease.take():
        raise StoreError(f"{path}: {_collector(path)} is at work on it; stop it first, nothing was changed")
    try:
        yield
    finally:
        lease.release()


def apply(connection: Connection, until: int | None = None) -> None:
    """Take the steps that the file does not have yet, up to number `until`, in the caller's transaction."""
    from sqlite_utils import Database, Migrations

    migrations = Migrations("feint")
    for n, (name, sql) in enumerate(STEPS[:until], 1):

        def step(db: Database, sql: str = sql, n: int = n) -> None:
            for statement in _statements(sql):
                db.conn.execute(statement)
            db.conn.execute(f"PRAGMA user_version = {n}")

        migrations(name=name)(step)
    migrations.apply(Database(connection))


def is_damage(error: BaseException | None) -> bool:
    """Is it SQLite that says that the file is not what it wrote?"""
    return str(getattr(error, "sqlite_errorname", "")).startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT"))


def _looked(path: Path) -> tuple[int, str]:
    """How many steps a file has, and its journal mode: most starts end here."""
    try:
        connection = sqlite.connect(path, "reader")
    except StoreError as error:
        if is_damage(error.__cause__):
            raise  # opened to be written, SQLite would put what is in the -wal into it
        return 0, ""  # half made: opening it to be written mends it
    try:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        return version_of(path, connection), mode
    except sqlite.SqliteError:
        return 0, ""
    finally:
        connection.close()


def _open(path: Path) -> Connection:
    connection = sqlite.connect(path, "collector")
    connection.execute("PRAGMA wal_autocheckpoint = 0")  # where a replicator follows the -wal it checkpoints itself
    return connection


def _bring_up(path: Path) -> str:
    said = ""
    connection = _open(path)
    try:
        version = version_of(path, connection)
        if version == 0:
            with sqlite.transaction(connection):
                apply(connection)
        elif version < len(STEPS):
            with without_collector(path):
                said = _migrate(path, connection, needs_copy=True)
        sqlite.use_wal(path, connection)
    except sqlite.SqliteError as error:
        raise sqlite.failed(path, error) from error
    finally:
        connection.close()
    return said


def _migrate(path: Path, connection: Connection, *, needs_copy: bool) -> str:
    """Copy the file, then take the steps. Nobody writes from before the copy until all is done."""
    from storage.file import backup

    try:
        with sqlite.transaction(connection):
            version = version_of(path, connection)
            try:
                kept = f"the file as it was: {backup.keep(path, f'schema-{version}')}"
            except DiskFull:
                if needs_copy:
                    raise
                kept = "no copy was kept, the disk has no room for it"
            apply(connection)
    except sqlite.SqliteError as error:
        raise sqlite.failed(path, error) from error
    return f"{path}: brought from schema {version} to {len(STEPS)}; {kept}"


def _collector(path: Path) -> str:
    """Who holds the collector's lock, by the row that it keeps in the file."""
    with suppress(sqlite.SqliteError, StoreError):
        connection = sqlite.connect(path, "reader")
        try:
            (holder,) = connection.execute("SELECT coalesce(max(holder), '') FROM lease").fetchone()
        finally:
            connection.close()
        return f"the collector {holder}".rstrip()
    return "the collector"


def _statements(sql: str) -> list[str]:
    """Split at the semicolons that end a statement; a trigger's body holds some that do not."""
    statements, held = [], ""
    for part in sql.split(";"):
        held += part + ";"
        if sqlite.complete_statement(held):
            statements.append(held)
            held = ""
    return statements
