"""Who collects: one process at a time, by a lock that the kernel drops with the process, and a row that others can read."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.file.errors import StoreError, Superseded
from storage.file.locks import holders
from storage.file.sqlite import Connection

BEAT_S = 10.0


class Lease:
    """The right to collect into one file. The lock decides; the row tells desks who holds it and that it lives."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".collector")
        self._standby = database.with_name(database.name + ".standby")
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

    def check(self) -> None:
        """Raise Superseded when the lock file was taken away: another process may hold one of the same name."""
        if self._descriptor is None or not _is_at(self._path, os.fstat(self._descriptor)):
            raise Superseded(f"{self._path}: was taken away, so that another may collect too; start anew")

    def free(self) -> bool:
        """Is nobody collecting?"""
        if not self.take():
            return False
        self.release()
        return True

    @contextmanager
    def standing_by(self) -> Iterator[None]:
        """Be seen as one who waits for the lock."""
        try:
            descriptor = os.open(self._standby, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError:  # to be seen is no condition
            yield
            return
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            yield
        finally:
            os.close(descriptor)

    def waiting(self) -> set[int]:
        """The processes that stand by."""
        return holders(self._standby)

    def release(self) -> None:
        """Let another process collect."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@dataclass(frozen=True, slots=True)
class Former:
    """The collector before, which has left its row behind: it was killed."""

    holder: str
    beat_ms: int


def begin(connection: Connection, holder: str, now_ms: int) -> Former | None:
    """Write the row when the lock has been taken; returns whose it was, where somebody had no time to take it away."""
    found = connection.execute("SELECT holder, beat_ms FROM lease WHERE name = 'collector'").fetchone()
    connection.execute(
        "INSERT OR REPLACE INTO lease(name, holder, taken_ms, beat_ms, beat_every_s) VALUES ('collector', ?, ?, ?, ?)",
        (holder, now_ms, now_ms, BEAT_S),
    )
    return Former(found["holder"], found["beat_ms"]) if found else None


def beat(connection: Connection, now_ms: int, polling: int) -> None:
    """Say that the collector lives, and how many sources it is polling."""
    connection.execute("UPDATE lease SET beat_ms = ?, polling = ? WHERE name = 'collector'", (now_ms, polling))


def trouble(connection: Connection, said: str) -> None:
    """Say what keeps the collector from its work, for a person; empty: nothing does."""
    connection.execute("UPDATE lease SET trouble = ? WHERE name = 'collector'", (said,))


def end(connection: Connection) -> None:
    """Take the row away: the collector has ended as it should."""
    connection.execute("DELETE FROM lease WHERE name = 'collector'")


def _is_at(path: Path, held: os.stat_result) -> bool:
    try:
        found = path.stat()
    except OSError:
        return False
    return (found.st_dev, found.st_ino) == (held.st_dev, held.st_ino)
