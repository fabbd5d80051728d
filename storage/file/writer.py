"""The collector's one writing thread: whatever waits is committed together, so a thousand polls cost a few syncs.

Each piece of work runs in its own savepoint: one that fails is rolled back alone.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from storage.file import sqlite
from storage.file.checkpoint import Checkpoints
from storage.file.closing import let_go
from storage.file.errors import DiskFull, Superseded
from storage.file.lease import Lease
from storage.file.reserve import Reserve
from storage.file.sqlite import Connection
from storage.file.standing import Standing
from storage.file.turnstile import Turnstile

T = TypeVar("T")
_Piece = tuple[Callable[[Connection], Any], "Future[Any]"]

_LONGEST_S = 0.1
"""What waits joins a transaction until it has lasted so long, or until an operator waits for their turn to act: then it is one
poll at most that goes before. Long ones cost fewer syncs, and fewer small pieces of the search index to be merged."""


class Writer:
    """Runs work on the writing connection, in order, in a thread of its own."""

    def __init__(self, path: Path, checkpoints: bool = True, lease: Lease | None = None) -> None:
        """`checkpoints`: False where a replicator does that. `lease`: what must be held whenever something is written."""
        self._path = path
        self._connection = sqlite.connect(path, "collector")
        self._turnstile = Turnstile(path, gives_way=True)
        self._standing = Standing(path, self._connection)
        self._lease = lease
        self._reserve = Reserve(path)
        self._checkpoints_here = checkpoints
        self.checkpoints = Checkpoints(path, self._connection, own=checkpoints)
        self._superseded: Superseded | None = None
        self._waiting: SimpleQueue[_Piece | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def do(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Have `work` done in a transaction; its result comes once that is committed. Fails with StoreError.

        Work that is cancelled while it waits is not done. Once it has failed with Superseded nothing is done any more.
        """
        future: Future[T] = Future()
        self._waiting.put((work, future))
        return future

    def close(self) -> None:
        """Do what waits, then let go of the file."""
        self._waiting.put(None)
        self._thread.join()
        if self._checkpoints_here:
            self._connection.close()
        else:
            let_go(self._path, self._connection)

    def _run(self) -> None:
        while (piece := self._next(block=True)) is not None:
            self._commit(piece)
            self.checkpoints.after_commit()

    def _next(self, *, block: bool) -> _Piece | None:
        """The next piece that was not taken back; None when nothing waits, or nothing will ever come."""
        while True:
            try:
                piece = self._waiting.get(block)
            except Empty:
                return None
            if piece is None:
                self._waiting.put(None)  # the end stays at the end
                return None
            if piece[1].set_running_or_notify_cancel():
                return piece

    def _commit(self, first: _Piece) -> None:
        """Do `first` and, while there is time, what waits behind it, in one transaction."""
        begun = [first[1]]
        done: list[tuple[Future[Any], Any]] = []
        try:
            self._begin()
            until = time.monotonic() + _LONGEST_S
            self._do(first, done)
            while (
                time.monotonic() < until and not self._turnstile.is_wanted() and (following := self._next(block=False))
            ):
                begun.append(following[1])
                self._do(following, done)
            self._connection.execute("COMMIT")
        except Exception as error:  # nothing of the transaction is kept
            self._undo()
            failure = self._understood(error)
            for future in begun:
                if not future.done():
                    future.set_exception(failure)
            return
        for future, result in done:
            future.set_result(result)

    def _begin(self) -> None:
        """Take the write lock, and see that the file is still the one to write and we are still the one to write it."""
        if self._superseded:
            raise self._superseded
        self._turnstile.begin(self._connection)
        self._standing.check()
        if self._lease:
            self._lease.check()

    def _do(self, piece: _Piece, done: list[tuple["Future[Any]", Any]]) -> None:
        work, future = piece
        try:
            with sqlite.savepoint(self._connection):
                done.append((future, work(self._connection)))
        except Exception as error:
            if not self._connection.in_transaction:  # a full disk has rolled back everything
                raise
            future.set_exception(self._understood(error))

    def _undo(self) -> None:
        if self._connection.in_transaction:  # SQLite has already rolled back after a full disk
            with suppress(sqlite.SqliteError):  # what failed is told already
                self._connection.execute("ROLLBACK")

    def _understood(self, error: Exception) -> Exception:
        """The error as it is let out. Where there is no room, what was kept for that is given up."""
        failure = sqlite.failed(self._path, error) if isinstance(error, sqlite.SqliteError) else error
        if failure is not error:
            failure.__cause__ = error
        if isinstance(failure, DiskFull):
            self._reserve.give_up()
        if isinstance(failure, Superseded):
            self._superseded = failure
        return failure
