"""Who collects: one process at a time, by a lock that the kernel drops with the process, and a row that others can read."""

import fcntl
import os
from pathlib import Path

from storage.file.errors import StoreError
from storage.file.sqlite import Connection

BEAT_S = 10.0


class Lease:
    """The right to collect into one file. The lock decides; the row tells desks who holds it and that it lives."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".collector")
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take the lock; False when another process has it. A killed holder's lock is free at once. Raises StoreError."""
        try:
            descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise StoreError(f"{self._path}: cannot be written ({error.strerror}); its folder must be yours") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def free(self) -> bool:
        """Is nobody collecting?"""
        if not self.take():
            return False
        self.release()
        return True

    def release(self) -> None:
        """Let another process collect."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def begin(connection: Connection, holder: str, now_ms: int) -> None:
    """Write the row when the lock has been taken."""
    connection.execute(
        "INSERT OR REPLACE INTO lease(name, holder, taken_ms, beat_ms, beat_every_s) VALUES ('collector', ?, ?, ?, ?)",
        (holder, now_ms, now_ms, BEAT_S),
    )


def beat(connection: Connection, now_ms: int, polling: int) -> None:
    """Say that the collector lives, and how many sources it is polling."""
    connection.execute("UPDATE lease SET beat_ms = ?, polling = ? WHERE name = 'collector'", (now_ms, polling))


def end(connection: Connection) -> None:
    """Take the row away: the collector has ended as it should."""
    connection.execute("DELETE FROM lease WHERE name = 'collector'")
