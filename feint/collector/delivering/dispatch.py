"""All channels together: a drain each, one look at the file for all of them, and the way past it."""

import asyncio
import random
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from alerts.rules import Rules
from feint.collector.clock import Clock
from feint.collector.delivering import settling
from feint.collector.delivering.drain import Drain
from feint.collector.delivering.emergency import Emergency
from feint.collector.delivering.sending import Exit
from feint.collector.ledger import Ledger
from feint.collector.liveness import Liveness
from feint.collector.steadily import steadily
from storage.alerting.mailbox import Mailbox
from storage.file.sqlite import SqliteError

_LOOK_S = 0.25
"""How often the file is asked whether something has changed."""
_PATIENCE_S = 60.0


class Dispatch:
    """What the collector has for delivering; `close` it in the end."""

    def __init__(
        self,
        exits: Sequence[Exit],
        database: Path,
        ledger: Ledger,
        rules: Rules,
        clock: Clock,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._exits = exits
        self._ledger = ledger
        self._rules = rules
        self._clock = clock
        self._mailbox = Mailbox(database)
        self._drains = {exit.id: Drain(exit, self._mailbox, ledger, rules, clock, jitter) for exit in exits}
        self.liveness = Liveness(self._mailbox.beat_ms, self._mailbox.polls, ledger, clock)
        self.emergency = Emergency(exits, self.liveness, clock, jitter)

    async def begin(self, digests: Mapping[str, str]) -> None:
        """Take over the channels of the config. Raises StoreError."""
        now_ms = self._clock.now_ms()
        await self._ledger.write(
            partial(settling.begin, rules=self._rules, digests=digests, now_ms=now_ms), reserve=True
        )

    def duties(self) -> Iterator[Coroutine[None, None, None]]:
        """All that goes on, each for ever."""
        yield steadily(self.liveness.watch)
        if self._drains:
            yield steadily(self._watch)
            yield steadily(self.emergency.watch)
        for drain in self._drains.values():
            yield steadily(drain.run)

    async def once(self) -> None:
        """Send what may go now, as far as that takes no longer than a minute; the rest goes with the next collector."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                for end in await asyncio.gather(
                    *(drain.once() for drain in self._drains.values()), return_exceptions=True
                ):
                    if isinstance(end, BaseException):
                        print(f"what waits could not be sent: {end}", file=sys.stderr)

    def outcomes(self) -> dict[str, Mapping[str, int]]:
        """By channel: how many attempts have ended how since the collector began."""
        return {id: drain.outcomes for id, drain in self._drains.items()}

    async def close(self) -> None:
        """Let go of everything."""
        await asyncio.gather(*(exit.sender.close() for exit in self._exits), return_exceptions=True)
        self._mailbox.close()

    async def _watch(self) -> None:
        """Wake the drains whenever something has been committed."""
        while True:
            await asyncio.sleep(_LOOK_S)
            try:
                changed = self._mailbox.changed()
            except SqliteError as error:
                print(f"the outbox could not be read: {error}", file=sys.stderr)
                continue
            if changed:
                for drain in self._drains.values():
                    drain.wake()
