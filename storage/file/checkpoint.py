"""The -wal stays small: it is cut back when readers let it, and who does not let it is found out.

SQLite's own checkpoint after 1,000 pages copies what it can, but starts the -wal anew only in a moment without readers;
desks that read five times a second leave none. So past a size we wait for that moment, shortly, holding new commits back.
"""

import time
from pathlib import Path

from storage.file import sqlite
from storage.file.locks import named, readers
from storage.file.sqlite import Connection

_CUT_BYTES = 16 << 20
_TELL_BYTES = 64 << 20
_WAIT_MS = 50
"""So long at most an act waits for a checkpoint; a desk's query takes 20 ms."""
_AGAIN_S = 1.0
_AGAIN_AT_MOST_S = 30.0


class Checkpoints:
    """Cuts the -wal of the writing connection, which belongs to the thread that calls this."""

    def __init__(self, database: Path, connection: Connection, *, own: bool) -> None:
        self._database = database
        self._wal = database.with_name(database.name + "-wal")
        self._connection = connection
        self._own = own
        self._pause_s = _AGAIN_S
        self._next_s = 0.0
        self._suspects: set[int] | None = None
        self.held = ""
        """Who has kept the -wal from being cut until it grew large, for a person; empty: nobody."""
        if not own:
            connection.execute("PRAGMA wal_autocheckpoint = 0")

    def after_commit(self) -> None:
        """Cut the -wal where it is large; a look at its size costs 2 us."""
        if not self._own or (size := self._size()) <= _CUT_BYTES:
            self._forget()
        elif time.monotonic() >= self._next_s:
            if self._cut():
                self._forget()
            else:
                self._put_off(size)

    def _forget(self) -> None:
        if self._next_s:
            self._pause_s, self._next_s, self._suspects, self.held = _AGAIN_S, 0.0, None, ""

    def _put_off(self, size: int) -> None:
        """Who was reading at every try since the first holds it: a query is over before the next."""
        now = readers(self._database)
        first, self._suspects = self._suspects is None, now & (now if self._suspects is None else self._suspects)
        self._next_s = time.monotonic() + self._pause_s
        self._pause_s = min(2 * self._pause_s, _AGAIN_AT_MOST_S)
        if size > _TELL_BYTES and not first and not self.held:
            who = named(self._suspects)
            self.held = f"{who} has been reading for too long: {self._wal.name} has grown to {size >> 20} MB; end it"

    def _cut(self) -> bool:
        """Most of it is copied while others may write; only the rest and the cut hold them back."""
        try:
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            with sqlite.patience(self._connection, _WAIT_MS):
                (busy, _, _) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite.SqliteError:  # a full disk: whoever commits will hear of it
            return False
        return not busy

    def _size(self) -> int:
        try:
            return self._wal.stat().st_size
        except OSError:
            return 0
