"""Which processes hold a lock on a file, by the kernel's own list.

The file itself is never opened: to close a descriptor of it would drop all of SQLite's locks of this very process.
"""

import os
from collections.abc import Container
from pathlib import Path

_FIRST_BYTE = (0,)
_READ_MARKS = range(123, 128)
"""The bytes of the -shm that readers lock: WAL_READ_LOCK(0) to (4) in SQLite's "WAL-mode File Format"."""


def holders(path: Path, first_bytes: Container[int] = _FIRST_BYTE) -> set[int]:
    """The other processes with a lock on `path` that begins at one of these bytes; none where the system does not tell."""
    try:
        inode = str(os.stat(path).st_ino)
        locks = Path("/proc/locks").read_text(encoding="ascii")
    except OSError:
        return set()
    # 1: POSIX  ADVISORY  READ 4242 fe:00:131 124 124
    fields = (line.split() for line in locks.splitlines())
    found = {
        int(field[-4])
        for field in fields
        if field[-3].rpartition(":")[2] == inode and field[-2].isdecimal() and int(field[-2]) in first_bytes
    }
    return {pid for pid in found if pid > 0} - {os.getpid()}


def readers(database: Path) -> set[int]:
    """The other processes that hold a snapshot of a database at this moment."""
    return holders(database.with_name(database.name + "-shm"), _READ_MARKS)


def named(pids: set[int]) -> str:
    """Processes for a person: `process 4242 (sqlite3 feint.db)`; `a process` where nobody knows which."""
    return ", ".join(f"process {pid}{_command(pid)}" for pid in sorted(pids)) or "a process"


def _command(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    line = " ".join(word.decode(errors="replace") for word in words if word)
    plain = "".join(character if character.isprintable() else "?" for character in line)
    return f" ({plain[:60]})" if plain else ""
