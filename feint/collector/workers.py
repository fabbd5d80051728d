"""A pool of worker processes: each job under a deadline, after which its worker is killed and replaced.

A thread could not be killed, and would share the collector's interpreter lock; a process also gives back the heap that
feedparser fragments (39 to 86 MB in 6,000 polls, measured), so each is replaced after a while.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path

import msgspec

from feint.collector import frames
from feint.collector.job import Job, Read

_JOBS_A_LIFE = 2_000
_START_S = 60.0
"""A start is under a limit of its own: what a busy machine takes for it is not the fault of the body that waits."""
_NOT_STARTED = "no reader could be started"


class Unreadable(Exception):
    """The worker did not come back with an answer; `str(error)` says why, for a person."""


class WorkerPool:
    """At most `size` workers, started when first needed, or told to prepare."""

    def __init__(self, size: int, deadline_s: float, lexicons: Sequence[Path] = ()) -> None:
        self._deadline_s = deadline_s
        self._lexicons = [str(path) for path in lexicons]
        self._places: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()
        for _ in range(size):
            self._places.put_nowait(None)
        self._alive: set[_Worker] = set()
        self._preparing: set[asyncio.Task[None]] = set()

    def prepare(self) -> None:
        """Start all workers now, since much is to be read: a start takes as long as reading a hundred feeds."""
        self._preparing |= {asyncio.create_task(self._prepare()) for _ in range(self._places.qsize())}

    async def read(self, job: Job) -> Read:
        """Have a worker read a body. Raises Unreadable, and nothing else, whatever the body."""
        held = await self._places.get()
        kept = None
        try:
            worker = held if held is not None and not held.has_ended else await self._replaced(held)
            answer = await self._asked(worker, job)
            if worker.jobs < _JOBS_A_LIFE:
                kept = worker
            else:
                await self._bury(worker)
            return answer
        finally:
            self._places.put_nowait(kept)

    async def close(self) -> None:
        """End every worker."""
        for task in self._preparing:
            task.cancel()
        await asyncio.gather(*self._preparing, return_exceptions=True)
        for worker in list(self._alive):
            await self._bury(worker)

    async def _prepare(self) -> None:
        held = await self._places.get()
        try:
            held = held or await self._replaced(None)
        except Unreadable:
            pass  # a body will tell when it finds no reader
        finally:
            self._places.put_nowait(held)

    async def _asked(self, worker: "_Worker", job: Job) -> Read:
        try:
            async with asyncio.timeout(self._deadline_s):
                return await worker.ask(job)
        except BaseException as error:
            await self._bury(worker)
            if isinstance(error, TimeoutError):
                raise Unreadable(f"could not be read in {self._deadline_s:g} s") from None
            if isinstance(error, asyncio.IncompleteReadError | OSError | msgspec.MsgspecError):
                raise Unreadable("made its reader fail") from error
            raise

    async def _replaced(self, ended: "_Worker | None") -> "_Worker":
        if ended is not None:
            await self._bury(ended)
        try:
            worker = await _Worker.start(self._lexicons)
        except OSError as error:
            raise Unreadable(_NOT_STARTED) from error
        self._alive.add(worker)
        try:
            async with asyncio.timeout(_START_S):
                await worker.ready()
        except BaseException as error:
            await self._bury(worker)
            if isinstance(error, TimeoutError | asyncio.IncompleteReadError):
                raise Unreadable(_NOT_STARTED) from error
            raise
        return worker

    async def _bury(self, worker: "_Worker") -> None:
        self._alive.discard(worker)
        await worker.kill()


class _Worker:
    """One process and its two pipes."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.jobs = 0

    @classmethod
    async def start(cls, lexicons: list[str]) -> "_Worker":
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "feint.collector.worker", *lexicons,
            stdin=PIPE, stdout=PIPE, limit=1 << 20, env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        )  # fmt: skip
        return cls(process)

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone, as after the system ran out of memory."""
        return self._process.returncode is not None

    async def ready(self) -> None:
        """Wait for the empty message with which a worker says that it has loaded."""
        assert self._process.stdout is not None
        await self._process.stdout.readexactly(frames.LENGTH.size)

    async def ask(self, job: Job) -> Read:
        """Send a job and wait for its answer."""
        self.jobs += 1
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        message = frames.encode_job(job)
        stdin.write(frames.header(message))
        stdin.write(message)
        del message  # the pipe holds what it has not taken yet
        await stdin.drain()
        (length,) = frames.LENGTH.unpack(await stdout.readexactly(frames.LENGTH.size))
        if length > frames.MOST_BYTES:
            raise msgspec.DecodeError("an answer too long to be one")
        return frames.decode_read(await stdout.readexactly(length))

    async def kill(self) -> None:
        """End the process, whatever it is doing, and wait until it has."""
        if self._process.returncode is None:
            try:
                self._process.kill()
            except ProcessLookupError:
                pass
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()
