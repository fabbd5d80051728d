"""A file that comes into being beside its place, and takes it only when it is whole and on the disk."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a database, by its name alone: it would apply one to whatever file has that name."""


@contextmanager
def partial(target: Path) -> Iterator[Path]:
    """An empty file beside `target`, with a name of its own, its owner's alone; removed at the end unless it was renamed.

    It is locked for as long: one whose lock is free was left by a killed process, and the next goes over it. Raises OSError.
    """
    for left in target.parent.glob("*.partial"):
        if left.name.startswith(f"{target.name}."):
            _remove_left(left)
    descriptor, name = _locked(target)
    try:
        yield Path(name)
    finally:
        for ending in ("", *COMPANIONS):
            Path(name + ending).unlink(missing_ok=True)
        os.close(descriptor)


def sync(path: Path) -> None:
    """Have a file, or a folder's names, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def install(whole: Path, target: Path) -> None:
    """Give a synced file the name `target`, which must be free. Raises OSError."""
    os.link(whole, target)  # a rename would overwrite
    sync(target.parent)


def replace(whole: Path, target: Path) -> None:
    """Give a synced file the name `target`, whatever had it before. Raises OSError."""
    os.replace(whole, target)
    sync(target.parent)


def _locked(target: Path) -> tuple[int, str]:
    while True:
        descriptor, name = tempfile.mkstemp(".partial", f"{target.name}.", target.parent)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return descriptor, name
        os.close(descriptor)  # another went over it before it was locked


def _remove_left(left: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(left, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()
        finally:
            os.close(descriptor)
