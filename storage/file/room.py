"""Whether the files of a database may grow, found out by growing one: no error of SQLite's tells why a write failed."""

import errno
import os
from contextlib import suppress
from pathlib import Path

_PROBE_BYTES = 64 << 10
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says where a file may not grow: the disk is full, a quota or a limit is reached."""


def is_lacking(database: Path) -> bool:
    """Whether a full disk, a quota or a limit of this process keeps a file as large as the database's from growing."""
    probe = database.with_name(database.name + ".probe")
    try:
        descriptor = os.open(probe, os.O_CREAT | os.O_WRONLY, 0o600)
    except OSError as error:
        return error.errno in NO_ROOM
    try:
        # A hole takes no room, and is all that a limit on the size of files (RLIMIT_FSIZE) looks at.
        return os.pwrite(descriptor, bytes(_PROBE_BYTES), _largest(database)) < _PROBE_BYTES
    except OSError as error:
        return error.errno in NO_ROOM
    finally:
        os.close(descriptor)
        with suppress(OSError):
            probe.unlink()


def _largest(database: Path) -> int:
    sizes = []
    for each in (database, database.with_name(database.name + "-wal")):
        with suppress(OSError):
            sizes.append(each.stat().st_size)
    return max(sizes, default=0)
