"""What the types of config.toml can't say of those who are told: channels, operators, the heartbeat, the figures."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from feint.config_addresses import wrong_url
from feint.config_alerts import (
    AppriseChannel,
    Channel,
    CommandChannel,
    FileChannel,
    Heartbeat,
    Metrics,
    Operator,
    TerminalChannel,
    WebhookChannel,
)
from feint.config_tables import Config
from feint.config_zones import wrong_zone
from feint.durations import hours, pace
from feint.secrets import is_reference

Note = tuple[str, str]
"""A key and what is wrong with it."""

_ID = re.compile(r"[\w-]{1,40}", re.ASCII)
"""It is part of a delivery's name, which goes into a header and is signed with a dot behind it."""
_LONGEST_S = 60
_HELD = 'write "file:/path" for a file that holds them, or "env:NAME"'


def check_channels(config: Config) -> Iterator[Note]:
    """Find everything wrong with those who are told."""
    for n, channel in enumerate(config.channels):
        yield from _channel(channel, f"channel[{n}]")
    for name, operator in config.operators.items():
        yield from _operator(operator, f"operator.{name}")
    yield from _heartbeat(config.heartbeat)
    yield from _metrics(config.metrics)


def is_private(url: str) -> bool:
    """Tell whether an address names a host that only this machine or network reaches; names are not looked up."""
    from ipaddress import ip_address

    host = urlsplit(url).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or "." not in host


def wrong_address(url: str) -> str:
    """Say what is wrong with an address that is posted to, or nothing."""
    if "@" in url.partition("://")[2].partition("/")[0]:
        return 'a name or password in an address would be shown; write "env:NAME" for a variable that holds it'
    return wrong_url(url, allow_local=False)


def _channel(channel: Channel, key: str) -> Iterator[Note]:
    if not _ID.fullmatch(channel.id):
        yield f"{key}.id", "expected 1 to 40 of a-z, A-Z, 0-9, _ and -"
    if channel.id == "desk" and not isinstance(channel, TerminalChannel):
        yield f"{key}.id", "desk is the desks' own channel, of kind terminal; give this one another id"
    try:
        pace(channel.flood)
    except ValueError as error:
        yield f"{key}.flood", str(error)
    match channel:
        case WebhookChannel():
            yield from _webhook(channel, key)
        case CommandChannel():
            yield from _timeout(channel.timeout_s, key)
            if not channel.argv[0].strip():
                yield f"{key}.argv[0]", "expected a program"
        case AppriseChannel() if not is_reference(channel.urls):
            yield f"{key}.urls", "Apprise's addresses hold tokens and never stand in the config's text; " + _HELD
        case FileChannel():
            yield from _path(channel.path, f"{key}.path")


def _webhook(channel: WebhookChannel, key: str) -> Iterator[Note]:
    yield from _address(channel.url, f"{key}.url", allow_private=channel.allow_private)
    yield from _timeout(channel.timeout_s, key)
    for name in ("secret", "old_secret"):
        value = getattr(channel, name)
        if value and not is_reference(value):
            told = f'write "env:{channel.id.upper()}_SECRET" for a variable that holds it, or "file:/path" for a file'
            yield f"{key}.{name}", f"a secret never stands in the config's text; {told}"
    if channel.old_secret and not channel.secret:
        yield f"{key}.old_secret", "there is no secret that has taken its place"


def _timeout(seconds: float, key: str) -> Iterator[Note]:
    if not 1 <= seconds <= _LONGEST_S:
        yield f"{key}.timeout", "expected 1s to 1m"


def _address(url: str, key: str, *, allow_private: bool) -> Iterator[Note]:
    """An address that is posted to; one that is a reference is looked at once it is revealed."""
    if is_reference(url):
        return
    if words := wrong_address(url):
        yield key, words
    elif is_private(url) and not allow_private:
        yield key, "is in a private network; allow_private = true beside it lets notices go there"


def _operator(operator: Operator, key: str) -> Iterator[Note]:
    for n, stretch in enumerate(operator.quiet):
        try:
            hours(stretch)
        except ValueError as error:
            yield f"{key}.quiet[{n}]", str(error)
    if operator.zone and (words := wrong_zone(operator.zone)):
        yield f"{key}.zone", words
    if operator.zone and not operator.quiet:
        yield f"{key}.zone", "says nothing without quiet hours"


def _heartbeat(heartbeat: Heartbeat) -> Iterator[Note]:
    if heartbeat.url:
        yield from _address(heartbeat.url, "heartbeat.url", allow_private=heartbeat.allow_private)
    if heartbeat.every_s < 10:
        yield "heartbeat.every", "expected at least 10s"


def _metrics(metrics: Metrics) -> Iterator[Note]:
    if metrics.file:
        yield from _path(metrics.file, "metrics.file")
    if metrics.every_s < 1:
        yield "metrics.every", "expected at least 1s"


def _path(path: str, key: str) -> Iterator[Note]:
    if not path.startswith(("/", "~")):
        yield key, f'expected a path from the root, or from home ("~/…"), got "{path}"'
