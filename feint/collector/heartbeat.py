"""A dead man's switch: an address outside is told that we work, for as long as we do. That it hears nothing is the alarm."""

import asyncio
import json
import sys

from feeds.fetch.transport import FetchError, Request, Transport
from feint.collector.clock import Clock
from feint.collector.liveness import Liveness
from feint.config import ConfigError
from feint.config_alerts import Heartbeat
from feint.secrets import reveal

TIMEOUT_S = 10.0
_MOST_BYTES = 1_024


class Pulse:
    """Tells only what is true."""

    def __init__(
        self,
        settings: Heartbeat,
        transport: Transport,
        liveness: Liveness,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._liveness = liveness
        self._clock = clock
        self._said = ""

    async def beat(self) -> None:
        """Tell it again and again, for ever."""
        while True:
            if not self._liveness.ailment() and not self._liveness.is_idle():
                await self.tell()
            await asyncio.sleep(self._settings.every_s)

    async def tell(self) -> None:
        """Tell it once; what goes wrong is said once."""
        wrong = await self._post()
        if wrong and wrong != self._said:
            print(f"heartbeat: {wrong}", file=sys.stderr)
        self._said = wrong

    async def close(self) -> None:
        """Close what is open."""
        await self._transport.close()

    async def _post(self) -> str:
        """Returns what is wrong, empty when nothing is."""
        content = json.dumps({"v": 1, "at_ms": self._clock.now_ms()}).encode()
        try:
            request = Request(reveal(self._settings.url), {"Content-Type": "application/json"})
            response = await self._transport.post(request, content, _MOST_BYTES)
        except (ConfigError, FetchError) as error:
            return str(error)
        return "" if 200 <= response.status < 300 else f"HTTP {response.status}"
