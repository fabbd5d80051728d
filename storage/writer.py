"""The collector's one writing thread: whatever waits is committed together, so a thousand polls cost a few syncs.

Each piece of work runs in its own savepoint: one that fails is rolled back alone.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from storage import sqlite
from storage.errors import StoreError
from storage.sqlite import Connection

T = TypeVar("T")

_TOGETHER = 64
"""Pieces of work a commit: with 30 items each this holds the lock for well under 100 ms."""


class Writer:
    """Runs work on the writing connection, in order, in a thread of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite.connect(path, "collector")
        self._waiting: SimpleQueue[tuple[Callable[[Connection], Any], Future[Any]] | None] = SimpleQueue()
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
        open_ = True
        while open_:
            batch = [self._waiting.get()]
            while len(batch) < _TOGETHER and batch[-1] is not None:
                try:
                    batch.append(self._waiting.get_nowait())
                except Empty:
                    break
            open_ = batch[-1] is not None
            self._commit([work for work in batch if work is not None])

    def _commit(self, batch: list[tuple[Callable[[Connection], Any], "Future[Any]"]]) -> None:
        batch = [(work, future) for work, future in batch if future.set_running_or_notify_cancel()]
        if not batch:
            return
        done: list[tuple[Future[Any], Any]] = []
        try:
            with sqlite.transaction(self._connection):
                for work, future in batch:
                    try:
                        with sqlite.savepoint(self._connection):
                            done.append((future, work(self._connection)))
                    except Exception as error:
                        if not self._connection.in_transaction:  # a full disk has rolled back everything
                            raise
                        future.set_exception(_explained(self._path, error))
        except Exception as error:  # nothing of the batch is kept
            for _, future in batch:
                if not future.done():
                    future.set_exception(_explained(self._path, error))
            return
        for future, result in done:
            future.set_result(result)


def _explained(path: Path, error: Exception) -> Exception:
    if not isinstance(error, sqlite.SqliteError):
        return error
    failure = StoreError(sqlite.explain(path, error))
    failure.__cause__ = error
    return failure
