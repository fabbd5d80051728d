"""The collector's way to the file: work is committed by the writer's thread, and never taken back by a stop."""

import sys
from asyncio import shield, wrap_future
from collections.abc import Callable
from typing import TypeVar

from storage.file.errors import StoreError
from storage.file.sqlite import Connection
from storage.file.writer import Writer

T = TypeVar("T")


class Ledger:
    """Awaitable commits."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Have `work` committed. Raises StoreError."""
        return await shield(wrap_future(self._writer.do(work)))

    async def attempt(self, work: Callable[[Connection], object]) -> bool:
        """Have `work` committed if that can be; a duty that cannot be done now is done next time."""
        try:
            await self.write(work)
        except StoreError as error:
            print(error, file=sys.stderr)
            return False
        return True
