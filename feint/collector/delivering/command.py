"""A program of the operator's that is told of each notice."""

import os

from alerts.delivery.outcomes import Reply
from feeds.fetch.local import PASSED_ON
from feint.collector.delivering.program import run
from feint.config_alerts import CommandChannel


class Command:
    """Runs `argv` with the payload on its standard input; its exit status says what became of it."""

    def __init__(self, channel: CommandChannel) -> None:
        self._argv = [os.path.expanduser(word) for word in channel.argv]
        self._timeout_s = float(channel.timeout_s)

    async def send(self, delivery: str, body: str) -> Reply:
        """Run it once."""
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return await run(self._argv, body.encode(), environment, self._timeout_s)

    async def close(self) -> None:
        """Nothing is held."""
