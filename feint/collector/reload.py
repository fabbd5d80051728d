"""The lexicon in use, held against its files: what they have become is taken over as soon as it holds, without a restart."""

import asyncio
import sys
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

from classifier.lexicon.document import Layer
from classifier.lexicon.entries import LexiconError
from feint.collector.clock import Clock
from feint.collector.job import Learnt
from feint.collector.ledger import Ledger
from feint.collector.retag import Retagging
from feint.collector.workers import WorkerPool
from feint.config import Config, ConfigError
from feint.lexicon import files
from feint.lexicon.files import Stamp
from storage.file.errors import StoreError
from storage.items import lexicons
from storage.items.lexicons import LexiconInUse

_LOOK_S = 2.0


@dataclass(slots=True)
class Settling:
    """Tells when files have changed, and are no longer being written."""

    read: Stamp
    """What the files were when they were last read."""
    seen: Stamp

    def changed(self, now: Stamp) -> bool:
        """Whether to read them now: they are other than they were, and as they were at the last look."""
        settled, self.seen = now == self.seen, now
        if settled and now != self.read:
            self.read = now
            return True
        return False

    def again(self) -> None:
        """Have the files read once more, though they stay as they are."""
        self.read = ()


class Reload:
    """Has the workers learn, and the file and the re-tagging follow."""

    def __init__(self, config: Config, pool: WorkerPool, ledger: Ledger, retagging: Retagging, clock: Clock) -> None:
        self._config = config
        self._pool = pool
        self._ledger = ledger
        self._retagging = retagging
        self._clock = clock
        self._said = ""
        """What was said last to be wrong with the files."""
        stamp = files.stamp(config)
        self._settling = Settling(stamp, stamp)
        self._beginning: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Learn what the files say. Raises LexiconError or ConfigError for what cannot be used, and StoreError.

        Where there is no file nothing can be wrong with one, and the learning goes on beside the first polls.
        """
        self._beginning = asyncio.create_task(self._learn())
        if files.found(self._config):
            await self.begun()

    async def begun(self) -> None:
        """Wait until the lexicon is in use. Raises as `begin` does."""
        assert self._beginning is not None
        try:
            await self._beginning
        except LexiconError as error:
            raise LexiconError(files.one_line(str(error))) from error

    async def close(self) -> None:
        """Let go of what is being learnt."""
        if self._beginning is not None:
            self._beginning.cancel()
            await asyncio.gather(self._beginning, return_exceptions=True)

    async def watch(self) -> None:
        """Look at the files every two seconds, for ever."""
        try:
            await self.begun()
        except (LexiconError, StoreError) as error:
            print(error, file=sys.stderr)
            self._settling.again()
        while True:
            await asyncio.sleep(_LOOK_S)
            if self._settling.changed(files.stamp(self._config)):
                await self._heed()

    async def _heed(self) -> None:
        """Take over what the files say now, or say why not."""
        try:
            await self._learn()
        except (LexiconError, ConfigError) as error:
            trouble = files.one_line(str(error))
            if trouble != self._said:
                print(f"{trouble}; the lexicon of before stays in use", file=sys.stderr)
            self._said = trouble
            await self._ledger.attempt(partial(lexicons.reject, trouble=trouble, now_ms=self._clock.now_ms()))
        except StoreError as error:
            print(error, file=sys.stderr)
            self._settling.again()
        else:
            self._said = ""

    async def _learn(self) -> None:
        layers = files.layers(self._config)
        learnt = await self._pool.learn(layers)
        await self._retagging.use(_in_use(layers, learnt), layers)


def _in_use(layers: tuple[Layer, ...], learnt: Learnt) -> LexiconInUse:
    return LexiconInUse(learnt.digest, learnt.labels, version("feint"), files.as_json(layers))
