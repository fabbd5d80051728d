"""Whose turn it is to write: an operator's act goes before the collector's next transaction, in whatever process it waits.

SQLite keeps no queue. Its busy handler sleeps up to 100 ms between two tries, and between two tries a collector that commits
without a pause has begun again: an act then waited for seconds. So who waits raises a hand, a shared lock on a file beside
the database; the collector looks for hands before each transaction. The kernel lowers the hand of a process that dies.
"""

import fcntl
import os
import time
from pathlib import Path

from storage.file import sqlite
from storage.file.sqlite import Connection

_AGAIN_S = 0.001
"""Between two tries: less than an act takes, and 2 % of a core for who waits."""
_COURTESY_S = 0.25
"""No longer does the collector give way: desks that act without a pause, or one stopped with its hand up, never starve it."""


class Turnstile:
    """The one way to begin a transaction that writes."""

    def __init__(self, database: Path, *, gives_way: bool = False) -> None:
        """`gives_way`: lets whoever waits go first, as the collector does."""
        self._path = database.with_name(database.name + ".turnstile")
        self._gives_way = gives_way

    def begin(self, connection: Connection) -> None:
        """BEGIN IMMEDIATE in turn. Raises SqliteError, also when somebody else outlasts the connection's patience."""
        hand = self._open()
        try:
            with sqlite.patience(connection, 0) as patience_ms:  # SQLite's own waiting is too coarse
                self._wait(connection, hand, patience_ms / 1_000)
        finally:
            if hand is not None:
                os.close(hand)

    def is_wanted(self) -> bool:
        """Does anybody wait for their turn?"""
        hand = self._open()
        if hand is None:
            return False
        try:
            return not _lock(hand, fcntl.LOCK_EX)  # closing it lets go of it
        finally:
            os.close(hand)

    def _wait(self, connection: Connection, hand: int | None, patience_s: float) -> None:
        began = time.monotonic()
        while True:
            waited_s = time.monotonic() - began
            if self._may_try(hand, waited_s):
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite.SqliteError as error:
                    if not sqlite.is_busy(error) or waited_s > patience_s:
                        raise
            time.sleep(_AGAIN_S)

    def _may_try(self, hand: int | None, waited_s: float) -> bool:
        """Raise the hand, or look whether one is up."""
        if hand is None:
            return True
        if not self._gives_way:
            _lock(hand, fcntl.LOCK_SH)
            return True
        nobody_waits = _lock(hand, fcntl.LOCK_EX)
        fcntl.flock(hand, fcntl.LOCK_UN)
        return nobody_waits or waited_s > _COURTESY_S

    def _open(self) -> int | None:
        """None where the file cannot be made: then nobody's turn is kept."""
        try:
            return os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError:
            return None


def _lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
