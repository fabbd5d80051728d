"""Whether the file that a process has open is still the one to use, and still of this version's schema."""

import os
from pathlib import Path

from storage.file.errors import Superseded
from storage.file.schema import STEPS
from storage.file.sqlite import Connection


class Standing:
    """What was true of a file when it was opened. A look costs 5 us, so it can be taken before every write."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self._path = path
        self._connection = connection
        self._opened = _identity(path)

    def check(self) -> None:
        """Raise Superseded when a newer feint has migrated the file, or it lies no longer where it was.

        What is written into a file that was replaced goes to a file without a name: SQLite itself would say that all is well.
        """
        found = _identity(self._path)
        if found is None:
            raise Superseded(f"{self._path}: was moved or deleted since this one opened it; put it back and start anew")
        if found != self._opened:
            raise Superseded(f"{self._path}: another file lies in its place since this one opened it; start anew")
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version != len(STEPS):
            raise Superseded(
                f"{self._path}: a newer feint has brought it up to date; close this one and start the newer"
            )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
