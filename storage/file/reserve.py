"""Room kept for a full disk: a file beside the database that is given up when a write fails for want of room.

What operators do, and the collector's own word that it pauses, then still gets through.
"""

import os
from contextlib import suppress
from pathlib import Path

from storage.file import room

_SIZE = 16 << 20
_PLENTY = 10
"""The reserve is made where so many of it would fit: it never fills a small disk itself."""
_ENOUGH = 2
"""After a full disk there is room again once so many fit."""


class Reserve:
    """The reserve of one database. Any process that writes may give it up; the collector makes it."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self.path = database.with_name(database.name + ".reserve")

    def is_there(self) -> bool:
        """Whether room is kept."""
        try:
            return self.path.stat().st_size == _SIZE
        except OSError:
            return False

    def make(self) -> bool:
        """Keep room where there is plenty; returns whether it is kept."""
        return self.is_there() or (self._fits(_PLENTY) and self._allocate())

    def restore(self) -> bool:
        """After a full disk: whether there is room again, of which some is kept at once, so that it is known to be ours."""
        return self._fits(_ENOUGH) and not room.is_lacking(self._database) and (self.is_there() or self._allocate())

    def give_up(self) -> bool:
        """Let others have the room; returns whether there was some."""
        try:
            self.path.unlink()
        except OSError:
            return False
        return True

    def _fits(self, times: int) -> bool:
        try:
            disk = os.statvfs(self._database.parent)
        except OSError:
            return False
        return disk.f_bavail * disk.f_frsize >= times * _SIZE

    def _allocate(self) -> bool:
        if not hasattr(os, "posix_fallocate"):  # zeros might take no room at all
            return False
        try:
            descriptor = os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600)
        except OSError:
            return False
        try:
            os.posix_fallocate(descriptor, 0, _SIZE)
        except OSError:  # a quota, a limit, somebody faster
            with suppress(OSError):
                self.path.unlink()
            return False
        finally:
            os.close(descriptor)
        return True
