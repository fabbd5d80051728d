"""What cannot be stored cannot go through the outbox: channels marked `emergency` are then told directly, once for each cause."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from alerts.delivery import outcomes, payload
from alerts.delivery.outcomes import Again, Tried
from feint.collector.clock import Clock
from feint.collector.delivering.sending import Exit
from feint.collector.liveness import Ailment, Liveness

_LOOK_S = 1.0
_LONGEST_S = 60.0
"""Between two attempts."""
_LAST_WORDS_S = 4.0
"""A collector that has to stop stops within five seconds."""
_SOON_MS = 600_000
"""A disk that is full again so soon is no other cause."""
_SAID: dict[Ailment, str] = {
    "disk": "the disk is full: nothing is collected until there is room",
    "unwritable": "the database cannot be written: nothing is collected until it can",
}


class Emergency:
    """Goes past the file."""

    def __init__(self, exits: Sequence[Exit], liveness: Liveness, clock: Clock, jitter: Callable[[], float]) -> None:
        self._exits = [exit for exit in exits if exit.emergency]
        self._liveness = liveness
        self._clock = clock
        self._jitter = jitter

    async def watch(self) -> None:
        """Tell of whatever keeps us from storing anything, for ever."""
        quiet_until_ms: dict[str, int] = {}
        while self._exits:
            now_ms = self._clock.steady_ms()
            if ailment := self._liveness.ailment():
                if now_ms >= quiet_until_ms.get(ailment, now_ms):
                    await asyncio.gather(*self._told(ailment, _SAID[ailment]))
                quiet_until_ms[ailment] = self._clock.steady_ms() + _SOON_MS
            await asyncio.sleep(_LOOK_S)

    async def last_words(self, said: str) -> None:
        """Tell why the collector stops, as far as that can be told in a few seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS_S):
                await asyncio.gather(
                    *self._told("stopped", f"the collector has stopped: {said}"), return_exceptions=True
                )

    def _told(self, cause: str, said: str) -> "list[asyncio.Task[None]]":
        now_ms = self._clock.now_ms()
        contents = payload.emergency(cause, said, now_ms)
        return [
            asyncio.create_task(self._tell(exit, cause, f"emergency:{cause}:{now_ms}:{exit.id}", contents))
            for exit in self._exits
        ]

    async def _tell(self, exit: Exit, cause: str, delivery: str, contents: str) -> None:
        """Try until it has been taken, or refused, or is no longer so."""
        made_ms, attempts = self._clock.now_ms(), 0
        while True:
            reply = await exit.attempt(delivery, contents)
            tried = Tried(made_ms, attempts, self._clock.now_ms(), self._jitter())
            outcome = outcomes.of(reply, tried)
            if not isinstance(outcome, Again):
                return
            attempts += 1
            await asyncio.sleep(min(_LONGEST_S, (outcome.at_ms - tried.now_ms) / 1_000))
            if self._liveness.ailment() != cause:
                return
