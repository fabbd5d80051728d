"""From the config's channels to the ways out of the house."""

from hashlib import sha256
from typing import TypeAlias

import msgspec

from alerts.delivery.flood import Flood
from alerts.rules import Rules
from feeds.fetch.transport import Transport
from feint.collector.clock import Clock
from feint.collector.delivering.apprise import Apprise
from feint.collector.delivering.command import Command
from feint.collector.delivering.journal import Journal
from feint.collector.delivering.sending import Exit, Sender
from feint.collector.delivering.webhook import Webhook
from feint.config import Config
from feint.config_alerts import AppriseChannel, CommandChannel, FileChannel, TerminalChannel, WebhookChannel
from feint.durations import written
from feint.secrets import reveal

ANSWER_BYTES = 65_536
"""What an answer to a POST may bring before its connection is cut; far less of it is read."""

Outbound: TypeAlias = WebhookChannel | CommandChannel | AppriseChannel | FileChannel


def outbound(config: Config) -> list[Outbound]:
    """The channels that the collector sends to; what rings on terminals is the desks' own."""
    return [channel for channel in config.channels if not isinstance(channel, TerminalChannel)]


def exits(config: Config, rules: Rules, clock: Clock) -> list[Exit]:
    """A way out for each. Raises ConfigError for a proxy that is not there."""
    return [
        Exit(
            id=channel.id,
            sender=_sender(channel, config, clock),
            flood=Flood(rules.channels[channel.id].most, rules.channels[channel.id].most_ms),
            parallel=channel.parallel if isinstance(channel, CommandChannel) else 1,
            emergency=isinstance(channel, WebhookChannel | CommandChannel) and channel.emergency,
        )
        for channel in outbound(config)
    ]


def digests(config: Config) -> dict[str, str]:
    """What the config says of each, as a digest: it refers to secrets, and holds none but what somebody has put there openly."""
    return {
        channel.id: sha256(msgspec.json.encode(channel, enc_hook=written, order="deterministic")).hexdigest()
        for channel in outbound(config)
    }


def posting(config: Config, *, allow_private: bool, timeout_s: float) -> Transport:
    """A way to post, as guarded as the way to the feeds. Raises ConfigError for a proxy that is not there."""
    return Transport(
        user_agent=config.collector.user_agent,
        allow_private=allow_private,
        proxy=reveal(config.collector.proxy),
        timeout_s=timeout_s,
        wire_cap=ANSWER_BYTES,
    )


def _sender(channel: Outbound, config: Config, clock: Clock) -> Sender:
    match channel:
        case WebhookChannel():
            transport = posting(config, allow_private=channel.allow_private, timeout_s=channel.timeout_s)
            return Webhook(channel, transport, clock.now_ms)
        case CommandChannel():
            return Command(channel)
        case AppriseChannel():
            return Apprise(channel, reveal(config.collector.proxy))
        case FileChannel():
            return Journal(channel)
