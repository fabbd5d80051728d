"""The collector's way to the file: work is committed by the writer's thread, and never taken back by a stop."""

import asyncio
import sys
from asyncio import shield, wrap_future
from collections.abc import Callable
from typing import TypeVar

from storage.file.errors import DiskFull, StoreError, Superseded
from storage.file.sqlite import Connection
from storage.file.writer import Writer

T = TypeVar("T")


class Ledger:
    """Awaitable commits."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._superseded: Superseded | None = None
        self.full = asyncio.Event()
        """Set by a write that found no room. Whoever finds that there is some again clears it."""

    async def write(self, work: Callable[[Connection], T], *, reserve: bool = False) -> T:
        """Have `work` committed. Raises StoreError; DiskFull at once while there is no room.

        `reserve`: it is the collector's own short word, for which room is kept.
        """
        if self.full.is_set() and not reserve:
            raise DiskFull("there is no room to store it")
        try:
            return await self._commit(work)
        except DiskFull:
            self.full.set()
            if not reserve:
                raise
        return await self._commit(work)  # the writer has given up the reserve

    async def attempt(self, work: Callable[[Connection], object], *, reserve: bool = False) -> bool:
        """Have `work` committed if that can be; a duty that cannot be done now is done next time. Raises Superseded."""
        was_full = self.full.is_set()
        try:
            await self.write(work, reserve=reserve)
        except Superseded:
            raise
        except StoreError as error:
            if not (was_full and isinstance(error, DiskFull)):  # told already
                print(error, file=sys.stderr)
            return False
        return True

    def check(self) -> None:
        """Raise Superseded once the file is no longer ours to write."""
        if self._superseded:
            raise self._superseded

    def held(self) -> str:
        """Who keeps the -wal from being cut, for a person; empty: nobody."""
        return self._writer.checkpoints.held

    async def _commit(self, work: Callable[[Connection], T]) -> T:
        try:
            return await shield(wrap_future(self._writer.do(work)))
        except Superseded as error:
            self._superseded = error
            raise
