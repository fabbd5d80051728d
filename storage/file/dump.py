"""A whole database as JSONL: a line that says what it is, a line a row, a line that proves that nothing is missing.

    {"feint":"1","schema":6,"tables":{"item":["id","source_id",…],…}}
    {"t":"item","r":[1,1,…]}
    {"rows":{"item":1,…},"unread":{},"sha256":"…"}

Rows stand in the order of their tables' names and their primary keys, so the same data is the same bytes. A blob is
`{"b64":"…"}`, an infinite real `{"real":"inf"}`. What is derived, the search index above all, is made anew by who reads it.
"""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec

from storage.file import migrate, partial, sqlite
from storage.file.errors import StoreError
from storage.file.sqlite import Connection

FORMAT = "1"
SEQUENCE = "sqlite_sequence"
Value = int | float | str | bytes | None
Row = tuple[Value, ...]
_START = b'{"feint":'


class Head(msgspec.Struct, forbid_unknown_fields=True):
    """The first line."""

    feint: str
    schema: int
    tables: dict[str, list[str]]


class End(msgspec.Struct, forbid_unknown_fields=True):
    """The last line; `unread` says why a table could not be read to its end."""

    rows: dict[str, int]
    unread: dict[str, str]
    sha256: str


@dataclass(frozen=True, slots=True)
class Dumped:
    """What was written, and which tables could not be read to their end, and why."""

    rows: int
    unread: dict[str, str]


@dataclass(slots=True)
class _Lines:
    """Lines as they are written, and what must be known of them at the end."""

    out: BinaryIO
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    encode: msgspec.json.Encoder = field(default_factory=msgspec.json.Encoder)

    def write(self, line: object) -> None:
        data = self.encode.encode(line) + b"\n"
        self.digest.update(data)
        self.out.write(data)


def is_dump(path: Path) -> bool:
    """Does a file begin as an export does?"""
    with path.open("rb") as file:
        return file.read(len(_START)) == _START


def dump_to(database: Path, target: Path) -> Dumped:
    """Write the database to a new file, which is whole or not there. Raises StoreError."""
    if target.exists():
        raise StoreError(f"{target}: exists already; choose another name, exports never overwrite")
    try:
        with partial.partial(target) as fresh:
            with fresh.open("wb") as out:
                done = dump(database, out)
            partial.sync(fresh)
            partial.install(fresh, target)
    except OSError as error:
        raise StoreError(f"{target}: the export could not be written ({error.strerror})") from error
    return done


def dump(database: Path, out: BinaryIO) -> Dumped:
    """Write the database to `out`, as it is at one moment. Raises StoreError, OSError.

    All is read in one transaction: the -wal cannot begin anew until the export has ended.
    """
    connection = sqlite.connect(database, "reader")
    connection.row_factory = None
    try:
        connection.execute("BEGIN")
        schema = migrate.version_of(database, connection)
        tables = {table: columns(connection, table) for table in tables_of(connection)}
        lines = _Lines(out)
        lines.write(Head(FORMAT, schema, tables))
        counts, unread = dict.fromkeys(tables, 0), dict[str, str]()
        for table in tables:
            for row in _rows(connection, table, unread):
                lines.write({"t": table, "r": [_cell(value) for value in row]})
                counts[table] += 1
        lines.write(End(counts, unread, lines.digest.hexdigest()))
    except sqlite.SqliteError as error:
        raise sqlite.failed(database, error) from error
    finally:
        connection.close()
    return Dumped(sum(counts.values()), unread)


def tables_of(connection: Connection) -> list[str]:
    """The tables that hold something of their own, by name: not those of an index, of a tool or a replicator (`_…`).

    Of SQLite's own, the one that says how far the log was once numbered.
    """
    found = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name"
    ).fetchall()
    return [name for (name,) in found if name == SEQUENCE or not name.startswith(("_", "sqlite_"))]


def columns(connection: Connection, table: str) -> list[str]:
    """The names of a table's columns, in their order."""
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()]


def _rows(connection: Connection, table: str, unread: dict[str, str]) -> Iterator[Row]:
    """A table's rows by primary key; around a damaged page those before it, then those behind it from the end."""
    found = connection.execute("SELECT cid, name, pk FROM pragma_table_info(?) ORDER BY pk", (table,)).fetchall()
    keys = [(place, name) for place, name, pk in found if pk or table == SEQUENCE]
    places = [place for place, _ in keys]
    last: list[Value] = []
    for way in ("", " DESC"):
        order = ", ".join(f'"{name}"{way}' for _, name in keys)
        try:
            for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}'):
                key = [row[place] for place in places]
                if way and key <= last:
                    return
                yield row
                last = last if way else key
        except sqlite.SqliteError as error:
            unread[table] = str(error)
        if table not in unread:
            return


def _cell(value: Value) -> object:
    if isinstance(value, bytes):
        return {"b64": value}
    if isinstance(value, float) and math.isinf(value):
        return {"real": str(value)}
    return value
