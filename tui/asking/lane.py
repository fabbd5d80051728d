"""Questions that may take long run beside the keys, in one thread with a connection of its own; the latest wins."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Protocol, TypeVar

from storage.file.errors import StoreError
from storage.file.sqlite import SqliteError


class Connected(Protocol):
    """Answers questions about the file."""

    def interrupt(self) -> None:
        """Make the question that runs in another thread fail now."""

    def close(self) -> None:
        """Let go of the file."""


Source = TypeVar("Source", bound=Connected)
Answer = TypeVar("Answer")


class Lane(Generic[Source]):
    """Asks off the event loop; a question makes all earlier ones moot, and the one that runs is given up at once."""

    def __init__(self, open_source: Callable[[], Source]) -> None:
        self._open = open_source
        self._thread = ThreadPoolExecutor(1, "lane")
        self._source: Source | None = None
        self._latest = 0

    async def ask(self, question: Callable[[Source], Answer]) -> Answer | None:
        """What the file answers; None when something later has been asked meanwhile."""
        self.give_up()
        mine = self._latest
        answer = await asyncio.get_running_loop().run_in_executor(self._thread, self._answer, question, mine)
        return answer if mine == self._latest else None

    def give_up(self) -> None:
        """Nobody wants the answers to what has been asked so far."""
        self._latest += 1
        if self._source is not None:
            self._source.interrupt()

    def close(self) -> None:
        """Let go of thread and file."""
        self.give_up()
        self._thread.submit(self._close_source)
        self._thread.shutdown(wait=False)

    def _answer(self, question: Callable[[Source], Answer], mine: int) -> Answer | None:
        if mine != self._latest:
            return None
        try:
            if self._source is None:
                self._source = self._open()
            return question(self._source)
        except (StoreError, SqliteError):
            if mine == self._latest:
                raise
            return None

    def _close_source(self) -> None:
        if self._source is not None:
            self._source.close()
