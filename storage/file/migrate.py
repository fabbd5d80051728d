"""Bringing a file up to this program's schema, and refusing politely where that cannot be.

A desk only compares one number; the migrations themselves (and sqlite-utils, 100 ms to import) load when there is work.
"""

import os
from pathlib import Path

from storage.file import sqlite
from storage.file.errors import StoreError
from storage.file.schema import STEPS
from storage.file.sqlite import Connection


def ready(path: Path) -> None:
    """Make `path` a database of this version: created where missing, migrated where older. Raises StoreError."""
    sqlite.refuse_network(path)
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        sqlite.create(path)
    connection = sqlite.connect(path, "collector")
    try:
        version = version_of(path, connection)
        sqlite.use_wal(path, connection)
        if version < len(STEPS):
            _migrate(path, connection)
    finally:
        connection.close()


def check(path: Path, connection: Connection) -> None:
    """Raise StoreError unless the open file has exactly this version's schema."""
    version = version_of(path, connection)
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


def _migrate(path: Path, connection: Connection) -> None:
    from sqlite_utils import Database, Migrations

    migrations = Migrations("feint")
    for n, (name, sql) in enumerate(STEPS, 1):

        def step(db: Database, sql: str = sql, n: int = n) -> None:
            for statement in _statements(sql):
                db.conn.execute(statement)
            db.conn.execute(f"PRAGMA user_version = {n}")

        migrations(name=name)(step)
    try:
        # Two processes that start together: the second waits here, then finds nothing left to do.
        with sqlite.transaction(connection):
            migrations.apply(Database(connection))
    except sqlite.SqliteError as error:
        raise sqlite.failed(path, error) from error


def _statements(sql: str) -> list[str]:
    """Split at the semicolons that end a statement; a trigger's body holds some that do not."""
    statements, held = [], ""
    for part in sql.split(";"):
        held += part + ";"
        if sqlite.complete_statement(held):
            statements.append(held)
            held = ""
    return statements
