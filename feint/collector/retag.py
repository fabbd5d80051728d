"""Reading anew what is stored, after the lexicon or the engine has changed: newest first, and while no body of a poll is read."""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial

import msgspec

from classifier.lexicon.document import Layer
from classifier.records import Analysis
from feint.collector import frames
from feint.collector.child import Child, Lost, NotStarted
from feint.collector.clock import Clock
from feint.collector.job import Lesson, Text, Texts
from feint.collector.ledger import Ledger
from feint.collector.summary import Progress
from feint.collector.workers import WorkerPool
from storage.file.errors import DiskFull, StoreError, Superseded
from storage.file.sqlite import Connection
from storage.grouping.stories import Judge
from storage.items import lexicons, rereading, retagging
from storage.items.lexicons import LexiconInUse
from storage.items.retagging import Stale

_BATCH = 20
"""Items in one message and one transaction: with so few a poll beside it is stored no later than chance has it, and 20,000
items take 15 s (measured on 2 cores)."""
_BATCH_S = 10.0
_PATIENCE_S = 1.0
"""So long at most a batch lets bodies go first: a desk that is never done with its polls is re-tagged too."""
_AGAIN_S = 30.0

Done = list[tuple[Stale, Analysis | None]]
"""What is to be stored; None for an item that no worker survives, of which all stays."""


def _silent(done: int, of: int, what: str) -> None:
    """Nobody waits."""


class Retagging:
    """Knows the lexicon in use, and brings the stored items up to it."""

    def __init__(self, ledger: Ledger, pool: WorkerPool, judge: Judge, clock: Clock, reach_s: float) -> None:
        self._ledger = ledger
        self._pool = pool
        self._judge = judge
        self._clock = clock
        self._reach_ms = round(reach_s * 1_000)
        self._lexicon = LexiconInUse("", (), "", "")
        self._lesson = Lesson((), prove=False)
        self._awaiting = 0
        self._wanted = asyncio.Event()

    async def use(self, lexicon: LexiconInUse, layers: Sequence[Layer]) -> None:
        """Go by a lexicon from now on, and have the file say so. Raises StoreError."""
        self._lexicon, self._lesson = lexicon, Lesson(tuple(layers), prove=False)
        now_ms = self._clock.now_ms()
        learn = partial(lexicons.use, lexicon=lexicon, now_ms=now_ms, retag_since_ms=now_ms - self._reach_ms)
        self._awaiting = await self._ledger.write(learn)
        if self._awaiting:
            self._wanted.set()

    def heed(self, digests: Iterable[str]) -> None:
        """Notice items that were read before the lexicon changed and are stored after."""
        if self._lexicon.digest and any(digest != self._lexicon.digest for digest in digests):
            self._wanted.set()

    async def run(self) -> None:
        """Bring up what is behind whenever something is, for ever."""
        while True:
            await self._wanted.wait()
            try:
                await self.catch_up()
            except (StoreError, NotStarted) as error:
                if not isinstance(error, DiskFull | Superseded):  # those who watch the disk and the file tell of these
                    print(f"re-tagging is put off: {error}", file=sys.stderr)
                self._wanted.set()
                await asyncio.sleep(_AGAIN_S)

    async def catch_up(self, progress: Progress = _silent) -> int:
        """Tag anew until nothing is left; returns how many items were. Raises StoreError, NotStarted."""
        count = 0
        while self._wanted.is_set():
            self._wanted.clear()
            count += await self._go_through(self._lexicon, progress)
        return count

    async def _go_through(self, lexicon: LexiconInUse, progress: Progress) -> int:
        """Tag what awaits a lexicon, unless another comes; returns how many items were."""
        since_ms = self._clock.now_ms() - self._reach_ms
        oldest = await self._ledger.write(partial(retagging.first_since, since_ms=since_ms))
        reader = Reader(self._lesson)
        count = 0
        done: Done = []
        try:
            while stale := await self._ledger.write(partial(self._step, lexicon, done, oldest)):
                await give_way(self._pool)
                done = await reader.read(stale)
                count += len(done)
                progress(count, max(count, self._awaiting), "items tagged anew")
        finally:
            await reader.close()
        await self._ledger.write(partial(retagging.finish, digest=lexicon.digest, now_ms=self._clock.now_ms()))
        return count

    def _step(self, lexicon: LexiconInUse, done: Done, oldest: int, connection: Connection) -> list[Stale]:
        """In one transaction: store what was read, and take what is next; nothing of either once the lexicon has changed."""
        rereading.write(connection, done, lexicon.digest, self._judge, self._clock.now_ms())
        return retagging.next_stale(connection, lexicon.digest, _BATCH, oldest)


async def give_way(pool: WorkerPool) -> None:
    """Let bodies of polls be read first, within reason."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_S):
            await pool.rest()


class Reader:
    """The one process that reads anew, started when it is needed, and again when a text has ended it."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._child: Child | None = None

    async def read(self, items: Sequence[Stale]) -> Done:
        """Read items. Those that no worker survives are found by halves, and told. Raises NotStarted."""
        self._child = self._child or await Child.start("retag", self._lesson)
        try:
            answer = frames.decode_analyses(await self._child.ask(frames.encode(texts_of(items)), _BATCH_S))
            return list(zip(items, answer, strict=True))
        except (Lost, msgspec.MsgspecError, ValueError) as error:
            await self.close()
            if len(items) > 1:
                middle = len(items) // 2
                return [*await self.read(items[:middle]), *await self.read(items[middle:])]
            late = isinstance(error, Lost) and error.late
            why = f"could not be read in {_BATCH_S:g} s" if late else "made its worker fail"
            print(
                f"item {items[0].item_id}, “{_plain(items[0].title)}”, {why}; its tags and quotes stay", file=sys.stderr
            )
            return [(items[0], None)]

    async def close(self) -> None:
        """End the process."""
        if self._child is not None:
            await self._child.kill()
            self._child = None


def texts_of(items: Sequence[Stale]) -> Texts:
    """What a worker need know of items."""
    return tuple(Text(i.title, i.summary, i.text, i.language, i.dated_ms) for i in items)


def _plain(title: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in title)
