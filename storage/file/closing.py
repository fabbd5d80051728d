"""Letting go of the file without a checkpoint."""

from pathlib import Path

from storage.file import sqlite
from storage.file.errors import StoreError
from storage.file.sqlite import Connection


def let_go(path: Path, connection: Connection) -> None:
    """Close a writing connection and leave the -wal as it is.

    The last one to close a file checkpoints it and deletes the -wal, whatever `wal_autocheckpoint` says, and a replicator
    that is just being started anew has lost its thread. One that may only read does not, and the others leave it to the last.
    """
    try:
        last = sqlite.connect(path, "reader")
    except StoreError:  # the file has gone: there is nothing to be checkpointed into
        connection.close()
        return
    connection.close()
    last.close()
