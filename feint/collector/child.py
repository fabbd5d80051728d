"""One worker process as the collector holds it: taught, asked, timed, and killed when it does not answer."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process

import msgspec

from feint.collector import frames
from feint.collector.job import Learnt, Lesson, Trade

_START_S = 60.0
"""A start is under a limit of its own: what a busy machine takes for it is not the fault of the body that waits."""


class NotStarted(Exception):
    """No process could be started, or it ended before it had learnt anything."""

    def __init__(self) -> None:
        super().__init__("no worker could be started")


class Lost(Exception):
    """The process did not come back with an answer, and is gone; `late` where it was killed for taking too long."""

    def __init__(self, *, late: bool) -> None:
        super().__init__()
        self.late = late


class Child:
    """One process, its two pipes, and what it has learnt."""

    def __init__(self, process: Process, lesson: Lesson) -> None:
        self._process = process
        self.lesson = lesson
        self.learnt = Learnt()
        self.jobs = 0

    @classmethod
    async def start(cls, trade: Trade, lesson: Lesson) -> "Child":
        """Start a process and teach it; what is wrong with a lexicon that it is to prove is told in `learnt`. Raises NotStarted."""
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "feint.collector.worker", trade,
                stdin=PIPE, stdout=PIPE, limit=1 << 20, env={**os.environ, "MALLOC_ARENA_MAX": "2"},
            )  # fmt: skip
        except OSError as error:
            raise NotStarted from error
        child = cls(process, lesson)
        try:
            child.learnt = frames.decode_learnt(await child.ask(frames.encode(lesson), _START_S))
        except (Lost, msgspec.MsgspecError) as error:
            await child.kill()
            raise NotStarted from error
        if child.learnt.trouble and not lesson.prove:
            await child.kill()
            raise NotStarted
        return child

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone, as after the system ran out of memory."""
        return self._process.returncode is not None

    async def ask(self, message: bytes, deadline_s: float) -> bytes:
        """Send a message and wait for its answer. Raises Lost, and then the process is gone; also when cancelled."""
        self.jobs += 1
        try:
            async with asyncio.timeout(deadline_s):
                return await self._exchange(message)
        except BaseException as error:
            await self.kill()
            if isinstance(error, asyncio.IncompleteReadError | OSError):  # a TimeoutError is one
                raise Lost(late=isinstance(error, TimeoutError)) from error
            raise

    async def _exchange(self, message: bytes) -> bytes:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(frames.header(message))
        stdin.write(message)
        del message  # the pipe holds what it has not taken yet
        await stdin.drain()
        (length,) = frames.LENGTH.unpack(await stdout.readexactly(frames.LENGTH.size))
        if length > frames.MOST_BYTES:
            raise OSError("an answer too long to be one")
        return await stdout.readexactly(length)

    async def kill(self) -> None:
        """End the process, whatever it is doing, and wait until it has, also when cancelled: that takes but a moment."""
        if self._process.returncode is None:
            try:
                self._process.kill()
            except ProcessLookupError:
                pass
        if self._process.stdin is not None:
            self._process.stdin.close()
        ended = asyncio.ensure_future(self._process.wait())
        try:
            await asyncio.shield(ended)
        except asyncio.CancelledError:
            await ended
            raise
