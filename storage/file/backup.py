"""A consistent copy of the file while others read and write it."""

import os
from pathlib import Path

from storage.file import sqlite
from storage.file.errors import StoreError


def backup(database: Path, target: Path) -> int:
    """Copy `database` to `target`, which must not exist; returns the copy's bytes. Raises StoreError.

    VACUUM INTO a temporary name, synced, then renamed: `target` is whole or not there. (The step-wise backup API never ends
    while another process commits.)
    """
    if target.exists():
        raise StoreError(f"{target}: exists already; choose another name, backups never overwrite")
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    connection = sqlite.connect(database, "reader")
    try:
        connection.execute("PRAGMA query_only = OFF")  # the copy is written, the database is still opened read-only
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection.execute("VACUUM INTO ?", (str(partial),))
        descriptor = os.open(partial, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
        partial.rename(target)
    except (sqlite.SqliteError, OSError) as error:
        partial.unlink(missing_ok=True)
        raise StoreError(f"{target}: the backup could not be written ({error}); the database is unharmed") from error
    finally:
        connection.close()
    return target.stat().st_size
