"""What keeps the collector from its work, told where every desk reads it. Causes come and go by themselves."""

from collections.abc import Callable
from typing import Literal

from feint.collector.ledger import Ledger
from storage.file import lease
from storage.file.sqlite import Connection

Cause = Literal["disk", "wal"]


class Trouble:
    """The causes of the moment."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._said: dict[Cause, str] = {}

    async def tell(self, cause: Cause, said: str, work: Callable[[Connection], object]) -> bool:
        """Say a cause, empty when it is gone, and in the same transaction what else is to be written of it."""
        after = {**self._said, cause: said}

        def write(connection: Connection) -> None:
            lease.trouble(connection, "; ".join(filter(None, after.values())))
            work(connection)

        if told := await self._ledger.attempt(write, reserve=True):
            self._said = after
        return told
