"""A server that each notice is posted to, signed after Standard Webhooks."""

import re
from collections.abc import Callable, Collection
from urllib.parse import unquote, urlsplit

from alerts.delivery import signing
from alerts.delivery.outcomes import Answered, Fault, Reply
from alerts.delivery.payload import clean
from feeds.fetch.transport import FetchError, Request, Transport
from feint.config import ConfigError
from feint.config_alerts import WebhookChannel
from feint.secrets import reveal

MOST_BYTES = 4_096
"""So much of an answer is read."""
_LINE = 200
_TELLING = 6
"""A secret that is shorter tells nothing by standing somewhere."""


class Webhook:
    """Posts to an address that, like its secrets, is read anew each time."""

    def __init__(self, channel: WebhookChannel, transport: Transport, now_ms: Callable[[], int]) -> None:
        self._channel = channel
        self._transport = transport
        self._now_ms = now_ms

    async def send(self, delivery: str, body: str) -> Reply:
        """Post it once."""
        channel, content = self._channel, body.encode()
        try:
            url = reveal(channel.url)
            secrets = [reveal(secret) for secret in (channel.secret, channel.old_secret) if secret]
            signed = signing.headers(delivery, self._now_ms() // 1_000, content, secrets)
        except ConfigError as error:
            return Fault(str(error))
        except ValueError as error:
            return Fault(f"its secret cannot be used: {error}")
        request = Request(url, {"Content-Type": "application/json", **signed})
        try:
            response = await self._transport.post(request, content, MOST_BYTES)
        except FetchError as error:
            return Fault(error.reason)
        receipt = _receipt(response.body, [*secrets, *_pieces(url)])
        return Answered(response.status, response.headers.get("retry-after", ""), receipt)

    async def close(self) -> None:
        """Close what is open."""
        await self._transport.close()


def _pieces(url: str) -> list[str]:
    """What stands in an address beside its host: any of it may be a token."""
    parts = urlsplit(url)
    pieces = [parts.username or "", parts.password or "", *re.split("[/&=]", f"{parts.path}&{parts.query}")]
    return [*pieces, *map(unquote, pieces)]


def _receipt(body: bytes, secrets: Collection[str]) -> str:
    """The first line of an answer, unless it repeats what nobody is to read."""
    line = clean((body.decode("utf-8", "replace").strip().splitlines() or [""])[0], _LINE)
    return "" if any(secret in line for secret in secrets if len(secret) >= _TELLING) else line
