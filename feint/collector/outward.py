"""All that the collector says to the world outside: notices, the heartbeat, figures."""

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path

from alerts.rules import Rules
from feint.collector import metrics
from feint.collector.clock import Clock
from feint.collector.delivering.dispatch import Dispatch
from feint.collector.delivering.exits import digests, exits, posting
from feint.collector.heartbeat import TIMEOUT_S, Pulse
from feint.collector.ledger import Ledger
from feint.collector.metrics import Counted
from feint.collector.steadily import steadily
from feint.collector.summary import Summary
from feint.config import Config


class Outward:
    """Put together by the config; `close` it in the end."""

    def __init__(self, config: Config, rules: Rules, database: Path, ledger: Ledger, clock: Clock) -> None:
        """Raises ConfigError for a proxy that is not there."""
        self._config = config
        self._database = database
        self._ledger = ledger
        self._clock = clock
        self._dispatch = Dispatch(exits(config, rules, clock), database, ledger, rules, clock)
        posts = posting(config, allow_private=config.heartbeat.allow_private, timeout_s=TIMEOUT_S)
        self._pulse = Pulse(config.heartbeat, posts, self._dispatch.liveness, clock)

    async def begin(self) -> None:
        """Take over the channels of the config. Raises StoreError."""
        await self._dispatch.begin(digests(self._config))

    def duties(self, summary: Summary) -> Iterator[Coroutine[None, None, None]]:
        """All that goes on beside polling, each for ever."""
        yield from self._dispatch.duties()
        if self._config.heartbeat.url:
            yield steadily(self._pulse.beat)
        if self._config.metrics.file:
            path, every_s = Path(self._config.metrics.file).expanduser(), self._config.metrics.every_s
            yield steadily(partial(metrics.keep, path, every_s, self._database, self._counted(summary), self._clock))

    async def once(self) -> None:
        """Send the notices that wait; takes a minute at most."""
        await self._dispatch.once()

    async def last_words(self, said: str) -> None:
        """Tell those who are to hear of it that the collector has to stop, and why; takes a few seconds at most."""
        await self._dispatch.emergency.last_words(said)

    async def close(self) -> None:
        """Let go of everything."""
        await self._dispatch.close()
        await self._pulse.close()

    def _counted(self, summary: Summary) -> Callable[[], Counted]:
        return lambda: Counted(summary, self._dispatch.outcomes(), self._ledger.full.is_set())
