"""apsw under our own storage: the small part of the standard library's sqlite3 that storage uses, on apsw's connection.

apsw alone lets a test stand between SQLite and the file system.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import apsw

if TYPE_CHECKING:
    from storage.grouping.window import Window

Value = None | int | float | bytes | str


class Row(tuple[Value, ...]):
    """A row that is read by place and by name."""

    names: tuple[str, ...] = ()

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)

    def keys(self) -> Sequence[str]:
        """The names of the columns."""
        return self.names


class Cursor:
    """What a statement brought; all of it was read at once."""

    def __init__(self, connection: apsw.Connection, cursor: apsw.Cursor) -> None:
        self.description: Sequence[tuple[str, str]] = ()
        with suppress(apsw.ExecutionCompleteError):  # where there is no row, apsw does not tell
            self.description = cursor.get_description()
        self._rows = iter(cast("list[Row]", cursor.fetchall()))
        self.rowcount = connection.changes()
        self.lastrowid = connection.last_insert_rowid()

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def fetchone(self) -> Row | None:
        """The next row."""
        return next(self._rows, None)

    def fetchall(self) -> list[Row]:
        """The rest."""
        return list(self._rows)


class Door:
    """A connection as `sqlite3.connect` would give it, through a file system of apsw's."""

    window: "Window | None" = None
    known: "Callable[[int], str] | None" = None
    row_factory: object = None

    def __init__(self, uri: str, vfs: str, timeout_s: float, synchronous: str = "") -> None:
        """`synchronous`: the setting to be used, whatever storage asks for."""
        self._synchronous = synchronous
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
        self._connection = apsw.Connection(uri, flags=flags, vfs=vfs)
        self._connection.set_busy_timeout(round(timeout_s * 1_000))
        self._connection.row_trace = _named

    def execute(self, sql: str, values: Sequence[Value] | dict[str, Value] = ()) -> Cursor:
        """Run one statement to its end."""
        if self._synchronous and sql.startswith("PRAGMA synchronous"):
            sql = f"PRAGMA synchronous = {self._synchronous}"
        bound = values if isinstance(values, dict) else tuple(values)
        return Cursor(self._connection, self._connection.execute(sql, bound))

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> Cursor:
        """Run it once for each of `rows`."""
        return Cursor(self._connection, self._connection.executemany(sql, [tuple(row) for row in rows]))

    def create_function(
        self, name: str, arguments: int, function: Callable[..., Value], *, deterministic: bool = False
    ) -> None:
        """Let SQL call a function of ours."""
        self._connection.create_scalar_function(name, function, arguments, deterministic=deterministic)

    @property
    def in_transaction(self) -> bool:
        """Is one open?"""
        return self._connection.in_transaction

    @property
    def total_changes(self) -> int:
        """How many rows were changed since it was opened."""
        return self._connection.total_changes()

    def close(self) -> None:
        """Let go of the file."""
        with suppress(apsw.IOError):  # the last to close clears the log; where it may only read, SQLite takes no notice
            self._connection.close()


def _named(cursor: apsw.Cursor, values: tuple[Value, ...]) -> Row:
    row = Row(values)
    row.names = tuple(name for name, _ in cursor.get_description())
    return row
