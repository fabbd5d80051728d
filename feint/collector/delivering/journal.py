"""A file that gets a line of JSON for each notice."""

import asyncio
import errno
import os
import stat
from functools import partial
from pathlib import Path

from alerts.delivery.outcomes import Ended, Fault, Reply
from feeds.fetch.aside import aside
from feint.config_alerts import FileChannel

_TIMEOUT_S = 10.0
"""A disk that is gone may never answer."""


class Journal:
    """Appends, and has each line on the disk before it is called sent."""

    def __init__(self, channel: FileChannel) -> None:
        self._path = Path(channel.path).expanduser()

    async def send(self, delivery: str, body: str) -> Reply:
        """Write it once."""
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                at = await aside(partial(_append, self._path, body.encode() + b"\n"))
        except TimeoutError:
            return Fault(f"{self._path}: the disk did not answer in {_TIMEOUT_S:g} s")
        except OSError as error:
            return Fault(f"{self._path}: {error.strerror}")
        return Ended(0, f"byte {at:,}")

    async def close(self) -> None:
        """Nothing is held."""


def _append(path: Path, line: bytes) -> int:
    """Write a line at the end, or nothing; returns where it begins. What a crash has cut short is ended first."""
    # Not blocking, or a pipe that nobody reads would be waited for; a terminal does not become ours.
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o600)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "is no regular file")
        size = status.st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            line = b"\n" + line
        if os.write(descriptor, line) < len(line):
            os.ftruncate(descriptor, size)
            raise OSError(errno.ENOSPC, "there is no room")
        os.fsync(descriptor)
        return size
    finally:
        os.close(descriptor)
