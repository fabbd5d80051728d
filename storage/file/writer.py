"""The collector's one writing thread: whatever waits is committed together, so a thousand polls cost a few syncs.

Each piece of work runs in its own savepoint: one that fails is rolled back alone.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from storage.file import sqlite
from storage.file.sqlite import Connection

T = TypeVar("T")
_Piece = tuple[Callable[[Connection], Any], "Future[Any]"]

_LONGEST_S = 0.1
"""What waits joins a transaction until it has lasted so long, which is how long an operator's act may have to wait for it."""


class Writer:
    """Runs work on the writing connection, in order, in a thread of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite.connect(path, "collector")
        self._waiting: SimpleQueue[_Piece | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def do(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Have `work` done in a transaction; its result comes once that is committed. Fails with StoreError.

        Work that is cancelled while it waits is not done.
        """
        future: Future[T] = Future()
        self._waiting.put((work, future))
        return future

    def close(self) -> None:
        """Do what waits, then let go of the file."""
        self._waiting.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while (piece := self._next(block=True)) is not None:
            self._commit(piece)

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
        until = time.monotonic() + _LONGEST_S
        begun = [first[1]]
        done: list[tuple[Future[Any], Any]] = []
        try:
            with sqlite.transaction(self._connection):
                self._do(first, done)
                while time.monotonic() < until and (following := self._next(block=False)):
                    begun.append(following[1])
                    self._do(following, done)
        except Exception as error:  # nothing of the transaction is kept
            for future in begun:
                if not future.done():
                    future.set_exception(_explained(self._path, error))
            return
        for future, result in done:
            future.set_result(result)

    def _do(self, piece: _Piece, done: list[tuple["Future[Any]", Any]]) -> None:
        work, future = piece
        try:
            with sqlite.savepoint(self._connection):
                done.append((future, work(self._connection)))
        except Exception as error:
            if not self._connection.in_transaction:  # a full disk has rolled back everything
                raise
            future.set_exception(_explained(self._path, error))


def _explained(path: Path, error: Exception) -> Exception:
    if not isinstance(error, sqlite.SqliteError):
        return error
    failure = sqlite.failed(path, error)
    failure.__cause__ = error
    return failure
