"""Reading an export into a new database: all of it, proved to be whole, or none."""

import hashlib
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import msgspec

from storage.file import migrate, salvage, sqlite
from storage.file.dump import FORMAT, SEQUENCE, End, Head, Row, columns, tables_of
from storage.file.errors import DiskFull, StoreError
from storage.file.schema import STEPS
from storage.file.sqlite import Connection

Proof = Callable[[Connection], str]
"""Reads the log of an open file; returns what is wrong with it, empty where nothing is."""


class _Coded(msgspec.Struct, forbid_unknown_fields=True):
    """A value that JSON has no word for."""

    b64: bytes | None = None
    real: str = ""

    def value(self) -> bytes | float:
        return float(self.real) if self.b64 is None else self.b64


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    """A row of table `t`, or, where it has a digest, the last line."""

    t: str = ""
    r: list[int | float | str | _Coded | None] = []
    rows: dict[str, int] = {}
    unread: dict[str, str] = {}
    sha256: str = ""

    def row(self) -> Row:
        return tuple(value.value() if isinstance(value, _Coded) else value for value in self.r)


class _Source:
    """An export's lines, read one at a time; at the last one all that was read must be what was written."""

    def __init__(self, name: Path, file: BinaryIO) -> None:
        self._name = name
        self._file = file
        self._number = 1
        self._digest = hashlib.sha256()
        self._decode = msgspec.json.Decoder(_Line)
        line = file.readline()
        self._digest.update(line)
        try:
            self.head = msgspec.json.decode(line, type=Head)
        except msgspec.DecodeError as error:
            raise StoreError(f"{name}: is not an export of feint") from error
        if self.head.feint != FORMAT or self.head.schema > len(STEPS):
            raise StoreError(f"{name}: was written by a newer feint; update feint, nothing was changed")
        if self.head.schema < 1:
            raise StoreError(f"{name}: is not an export of feint")
        self.end: End | None = None

    def rows(self) -> Iterator[tuple[str, Row]]:
        """(table, row) of each line. Raises StoreError at what cannot be one, and at an end that comes too soon."""
        counts = dict.fromkeys(self.head.tables, 0)
        for line in self._file:
            self._number += 1
            try:
                read = self._decode.decode(line)
            except msgspec.DecodeError as error:
                raise self.wrong(str(error)) from error
            if read.sha256:
                self._finish(read, counts)
                return
            if len(read.r) != len(self.head.tables.get(read.t, ())) or not read.r:
                raise self.wrong("is no row of a table that the first line names")
            self._digest.update(line)
            counts[read.t] += 1
            yield read.t, read.row()
        raise self.wrong("the export ends too soon, it was cut off")

    def wrong(self, said: str) -> StoreError:
        """What is wrong with the line that was read last."""
        return StoreError(f"{self._name}: line {self._number}: {said}; nothing was changed")

    def left_out(self, said: str, told: list[str]) -> list[str]:
        """Tell of what is missing. Raises StoreError unless the export says itself that it could not read all."""
        if self.end is None or not self.end.unread:
            raise self.wrong(said)
        return [*told, said]

    def _finish(self, read: _Line, counts: dict[str, int]) -> None:
        if read.sha256 != self._digest.hexdigest() or read.rows != counts:
            raise self.wrong("what was read is not what was written; the export was changed or damaged")
        if self._file.read(1):
            raise self.wrong("more follows after the end")
        self.end = End(read.rows, read.unread, read.sha256)


def load(source: Path, fresh: Path, proves: Proof) -> list[str]:
    """Fill the empty file `fresh` from the export `source`, of this schema or an older one. Raises StoreError, OSError.

    Returns lines for a person on what the export itself could not save. Memory holds a line at a time, and while an index is
    sorted 60 bytes a row (SQLite's own sorting, in memory as its wheel is built).
    """
    with source.open("rb") as file:
        lines = _Source(source, file)
        sqlite.create(fresh)
        connection = sqlite.connect(fresh, "collector")
        try:
            # Nobody sees the file before it is whole and synced, so nothing of it needs a way back.
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
                connection.execute(f"PRAGMA {pragma}")
            with sqlite.transaction(connection):
                told = _fill(connection, lines)
                migrate.apply(connection)
                if wrong := proves(connection):
                    told = lines.left_out(f"the log: {wrong}", told)
        except (sqlite.SqliteError, OverflowError) as error:
            failure = sqlite.failed(fresh, error)
            raise (failure if isinstance(failure, DiskFull) else lines.wrong(str(error))) from error
        finally:
            connection.close()
    return told


def _fill(connection: Connection, lines: _Source) -> list[str]:
    """Make the tables of the export's schema, load them bare, then add what hangs on them."""
    migrate.apply(connection, lines.head.schema)
    tables = {table: columns(connection, table) for table in tables_of(connection)}
    if tables != lines.head.tables:
        raise lines.wrong(f"its tables are not those of schema {lines.head.schema}")
    hanging = _take_off(connection)
    for table, read in groupby(lines.rows(), key=lambda each: each[0]):
        if table == SEQUENCE:  # loading the log has counted its lines already
            connection.execute(f"DELETE FROM {SEQUENCE}")
        places = ", ".join("?" * len(tables[table]))
        sql = f'INSERT OR IGNORE INTO "{table}" VALUES ({places})'
        connection.executemany(sql, (row for _, row in read))
    told = _weigh(connection, lines)
    for sql in hanging:
        connection.execute(sql)
    connection.execute("INSERT INTO item_fts(item_fts) VALUES ('rebuild')")
    return told


def _take_off(connection: Connection) -> list[str]:
    """Drop indexes and triggers, which a load only hinders; returns what makes them again."""
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, name"
    ).fetchall()
    for kind, name, _ in found:
        connection.execute(f'DROP {kind} "{name}"')
    return [sql for _, _, sql in found]


def _weigh(connection: Connection, lines: _Source) -> list[str]:
    """Every row must be there, with what it refers to; of a damaged file's export, what can be."""
    assert lines.end is not None
    told = [f"{table}: could not be read to its end ({why})" for table, why in lines.end.unread.items()]
    for table, rows in lines.end.rows.items():
        (held,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        if held < rows:
            told = lines.left_out(f"{table}: {rows - held} rows are there twice, or are none", told)
    if told:
        return [*told, *salvage.mend(connection)]
    broken = connection.execute('SELECT "table", parent FROM pragma_foreign_key_check').fetchone()
    if broken:
        raise lines.wrong(f"a row of {broken[0]} refers to one of {broken[1]} that is not there")
    return []
