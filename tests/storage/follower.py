"""A replicator of our own, to hold our side against: it follows the -wal as Litestream does and keeps a copy of the file.

It holds a read transaction, so that nobody can begin the -wal anew under it; copies each commit's pages from the frames;
checkpoints by itself, under the write lock, when it has seen every frame. It knows nothing of feint.
"""

import struct
import subprocess
from pathlib import Path

from storage.file import sqlite

_HEAD, _FRAME_HEAD = 32, 24


class LostThread(Exception):
    """Frames are gone that were never seen: somebody else has begun the -wal anew."""


class Follower:
    """Follows one database into one copy, each call as far as is committed."""

    def __init__(self, database: Path, copy: Path) -> None:
        self._database = database
        self._wal = database.with_name(database.name + "-wal")
        self._copy = copy
        self._salts = b""
        self._at = 0
        self._sum = (0, 0)
        self._reading = sqlite.connect(database, "desk")
        self._writing = sqlite.connect(database, "desk")
        self._writing.execute("PRAGMA busy_timeout = 5000")
        self._writing.execute("CREATE TABLE IF NOT EXISTS _replica (n INTEGER)")
        self.snapshots = 0
        self.checkpoints = 0
        self._hold()
        self._snapshot()

    def follow(self) -> int:
        """Copy what has been committed since; returns how many commits."""
        data = self._wal.read_bytes()
        if data[16:24] != self._salts:
            raise LostThread(f"the -wal of {self._database} is another one")
        return self._take(data)

    def checkpoint(self) -> None:
        """See every frame, put them into the database, begin the -wal anew."""
        with sqlite.transaction(self._writing):  # nobody commits meanwhile
            self.follow()
            self._reading.execute("ROLLBACK")
            self._reading.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            # A -wal that was copied whole begins anew with this, and our read transaction keeps it from there on.
            self._writing.execute("INSERT INTO _replica VALUES (1)")
        self._hold()
        self.checkpoints += 1
        data = self._wal.read_bytes()
        if data[16:24] != self._salts:
            self._begin(data)
        self._take(data)

    def close(self) -> None:
        """Let go, as when the replicator is stopped."""
        self._reading.close()
        self._writing.close()

    def _hold(self) -> None:
        self._reading.execute("BEGIN")
        self._reading.execute("SELECT count(*) FROM sqlite_schema").fetchone()

    def _snapshot(self) -> None:
        """Begin with the file and with the -wal as they are."""
        self.snapshots += 1
        # In a process of its own: to open and close the file in ours would drop SQLite's locks on it.
        subprocess.run(["cp", self._database, self._copy], check=True)
        data = self._wal.read_bytes()
        self._begin(data)
        self._take(data)

    def _begin(self, wal: bytes) -> None:
        """Start at the first frame of a -wal."""
        self._salts, self._at = wal[16:24], _HEAD
        self._sum = struct.unpack(">II", wal[24:32])

    def _take(self, wal: bytes) -> int:
        """Apply each commit whose frames are valid, as SQLite itself would: a killed writer leaves torn ones behind."""
        (size,) = struct.unpack(">I", wal[8:12])
        words = ">" if wal[3] & 1 else "<"
        pages: dict[int, bytes] = {}
        commits, at, total = 0, self._at, self._sum
        while at + _FRAME_HEAD + size <= len(wal):
            head, page = wal[at : at + _FRAME_HEAD], wal[at + _FRAME_HEAD : at + _FRAME_HEAD + size]
            number, length, _, _, *written = struct.unpack(">6I", head)
            total = _checksum(total, head[:8] + page, words)
            if head[8:16] != self._salts or tuple(written) != total:
                break  # of the -wal before, or torn
            pages[number] = page
            at += _FRAME_HEAD + size
            if length:
                self._write(pages, size, length)
                pages, self._at, self._sum = {}, at, total
                commits += 1
        return commits

    def _write(self, pages: dict[int, bytes], size: int, length: int) -> None:
        with self._copy.open("r+b") as copy:
            for number, page in pages.items():
                copy.seek((number - 1) * size)
                copy.write(page)
            copy.truncate(length * size)


def _checksum(total: tuple[int, int], data: bytes, words: str) -> tuple[int, int]:
    """SQLite's checksum of a -wal ("WAL-mode File Format"), carried on over more data."""
    one, two = total
    numbers = struct.unpack(f"{words}{len(data) // 4}I", data)
    for first, second in zip(numbers[::2], numbers[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
