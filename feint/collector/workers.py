"""A pool of worker processes: each job under a deadline, after which its worker is killed and replaced.

A thread could not be killed, and would share the collector's interpreter lock; a process also gives back the heap that
feedparser fragments (39 to 86 MB in 6,000 polls, measured), so each is replaced after a while. What they know of the language
they are taught by the collector, so that one that is replaced knows what the others do, whatever has become of the files.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager

import msgspec

from classifier.lexicon.document import Layer
from classifier.lexicon.entries import LexiconError
from feint.collector import frames
from feint.collector.child import Child, Lost, NotStarted
from feint.collector.job import Job, Learnt, Lesson, Read

_JOBS_A_LIFE = 2_000
_NOT_STARTED = "no reader could be started"


class Unreadable(Exception):
    """The worker did not come back with an answer; `str(error)` says why, for a person."""


class WorkerPool:
    """At most `size` workers, started when first needed, or told to prepare. They know the packaged lexicon, or what they learn."""

    def __init__(self, size: int, deadline_s: float) -> None:
        self._size = size
        self._deadline_s = deadline_s
        self._lesson = Lesson((), prove=False)
        self._places = asyncio.Semaphore(size)
        self._idle: list[Child] = []
        """The one that was at work last is the last, and the next to be."""
        self._alive: set[Child] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._bodies = 0
        """How many are read, or wait to be."""
        self._resting = asyncio.Event()
        self._resting.set()

    async def learn(self, layers: Sequence[Layer]) -> Learnt:
        """Have a new worker prove a lexicon, and from then on all: the others are replaced, each after the job it is at.

        Raises LexiconError for a lexicon that cannot be used; then nothing has changed.
        """
        if self._alive:
            return await self._learn(tuple(layers))
        async with self._places:  # the first of all: who reads meanwhile waits for it, and starts no other
            return await self._learn(tuple(layers))

    def prepare(self) -> None:
        """Start all workers now, since much is to be read: a start takes as long as reading a hundred feeds."""
        for _ in range(self._size - len(self._alive)):
            self._in_background(self._prepare())

    async def read(self, job: Job) -> Read:
        """Have a worker read a body. Raises Unreadable, and nothing else, whatever the body."""
        async with self._place():
            worker = await self._taken()
            try:
                answer = frames.decode_read(await worker.ask(frames.encode(job), self._deadline_s))
            except BaseException as error:
                await self._bury(worker)
                if isinstance(error, Lost) and error.late:
                    raise Unreadable(f"could not be read in {self._deadline_s:g} s") from None
                if isinstance(error, Lost | msgspec.MsgspecError):
                    raise Unreadable("made its reader fail") from error
                raise
            await self._put_back(worker)
            return answer

    async def rest(self) -> None:
        """Wait until no body is being read, or waits to be."""
        await self._resting.wait()

    async def close(self) -> None:
        """End every worker."""
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for worker in list(self._alive):
            await self._bury(worker)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """One of the places at work, once there is one."""
        self._bodies += 1
        self._resting.clear()
        try:
            async with self._places:
                yield
        finally:
            self._bodies -= 1
            if not self._bodies:
                self._resting.set()

    async def _taken(self) -> Child:
        while self._idle:
            worker = self._idle.pop()
            if self._serves(worker):
                return worker
            await self._bury(worker)
        return await self._started(self._lesson)

    async def _put_back(self, worker: Child) -> None:
        """Keep a worker for the next job; the outdated come last."""
        if len(self._idle) < self._size and self._serves(worker):
            self._idle.insert(len(self._idle) if self._is_taught(worker) else 0, worker)
        else:
            await self._bury(worker)

    def _serves(self, worker: Child) -> bool:
        """Whether a worker lives, is not too old, and knows what is new, unless those are still starting that do."""
        if worker.has_ended or worker.jobs >= _JOBS_A_LIFE:
            return False
        return self._is_taught(worker) or bool(self._starting)

    def _is_taught(self, worker: Child) -> bool:
        return worker.lesson is self._lesson

    async def _learn(self, layers: tuple[Layer, ...]) -> Learnt:
        try:
            worker = await self._started(Lesson(layers, prove=True))
        except Unreadable as error:
            raise LexiconError("the lexicon took its reader too long, or too much memory, to load") from error
        if worker.learnt.trouble:
            await self._bury(worker)
            raise LexiconError(worker.learnt.trouble)
        if layers != self._lesson.layers:
            self._lesson = Lesson(layers, prove=False)
        worker.lesson = self._lesson
        outdated = sum(not self._is_taught(each) for each in self._alive)
        await self._relieve(worker)
        for _ in range(outdated - 1):
            self._in_background(self._renew(self._lesson))
        return worker.learnt

    async def _prepare(self) -> None:
        async with self._places:
            try:
                self._idle.append(await self._started(self._lesson))
            except Unreadable:
                pass  # a body will tell when it finds no reader

    async def _renew(self, lesson: Lesson) -> None:
        """Start a worker that knows what is new before one goes that does not, so that no body waits for a start."""
        try:
            await self._relieve(await self._started(lesson))
        except Unreadable:
            pass  # the next body that finds no worker starts one

    async def _relieve(self, worker: Child) -> None:
        """Put a new worker into the place of an outdated one, if one is idle; those at work go when they are done."""
        outdated = next((idle for idle in self._idle if not self._is_taught(idle)), None)
        if outdated:
            self._idle.remove(outdated)
        self._idle.append(worker)
        if outdated:
            await self._bury(outdated)

    async def _started(self, lesson: Lesson) -> Child:
        try:
            worker = await Child.start("read", lesson)
        except NotStarted as error:
            raise Unreadable(_NOT_STARTED) from error
        self._alive.add(worker)
        return worker

    def _in_background(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _bury(self, worker: Child) -> None:
        self._alive.discard(worker)
        await worker.kill()
