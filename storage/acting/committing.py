"""One operator's short transactions: in turn with the collector's and other desks', on a file that is still the one to use."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from storage.file import migrate, sqlite
from storage.file.closing import let_go
from storage.file.errors import DiskFull, StoreError
from storage.file.reserve import Reserve
from storage.file.sqlite import Connection
from storage.file.standing import Standing
from storage.file.turnstile import Turnstile

T = TypeVar("T")


class Committing:
    """Commits whole acts, or raises a StoreError that is a line for the operator and changes nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite.connect(path, "desk")
        try:
            migrate.check(path, self._connection)
        except BaseException:
            self._connection.close()
            raise
        self._standing = Standing(path, self._connection)
        self._turnstile = Turnstile(path)
        self._reserve = Reserve(path)

    def close(self) -> None:
        """Let go of the file, and leave it to the collector to checkpoint it."""
        let_go(self._path, self._connection)

    def do(self, work: Callable[[Connection], T]) -> T:
        """Have `work` done in a transaction of its own; where the disk is full, once more in the room that is kept for that."""
        try:
            return self._once(work)
        except DiskFull:
            if not self._reserve.give_up():
                raise
        return self._once(work)

    def _once(self, work: Callable[[Connection], T]) -> T:
        try:
            self._turnstile.begin(self._connection)
            try:
                self._standing.check()
                result = work(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite has already rolled back after a full disk
                    self._connection.execute("ROLLBACK")
                raise
        except sqlite.SqliteError as error:
            raise self._told(error) from error
        return result

    def _told(self, error: sqlite.SqliteError) -> StoreError:
        if sqlite.is_busy(error):
            return StoreError(
                f"{self._path}: another process holds it and does not let go; nothing was done,"
                " so do it again, or see `feint doctor`"
            )
        return sqlite.failed(self._path, error)
