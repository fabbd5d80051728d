"""Queries that may take long run beside the keys, in one thread with a connection of its own; the latest wins."""

import asyncio
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from storage.query import Query
from storage.reads.reader import Reader


class Search:
    """Finds item ids off the event loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, "search")
        self._reader: Reader | None = None
        self._latest = 0

    async def ids(self, query: Query | None) -> "array[int] | None":
        """The ids that match, newest first; None when a later search has been asked for meanwhile."""
        self._latest += 1
        mine = self._latest
        found = await asyncio.get_running_loop().run_in_executor(self._thread, self._find, query, mine)
        return found if mine == self._latest else None

    def _find(self, query: Query | None, mine: int) -> "array[int]":
        if mine != self._latest:
            return array("q")
        if self._reader is None:
            self._reader = Reader(self._path)
        return self._reader.item_ids(query)

    def close(self) -> None:
        """Let go of thread and file."""
        self._thread.submit(self._close_reader)
        self._thread.shutdown(wait=False)

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
