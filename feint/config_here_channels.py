"""What channels, heartbeat and figures need of the machine they are used on, and what an operator should know of them."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from feint.config_addresses import scheme
from feint.config_alerts import AppriseChannel, Channel, CommandChannel, FileChannel, WebhookChannel
from feint.config_checks_channels import is_private, wrong_address
from feint.config_reading import ConfigError
from feint.config_tables import Config
from feint.durations import hours
from feint.secrets import is_reference, reveal

Note = tuple[str, str]
"""A key and what is to be said of it."""

_DAY_MIN = 1_440
_TOKEN = re.compile(
    r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{16,}(?![\w-])|[?&](?:token|key|secret|auth)=|Bearer "
)
"""Long words of letters and figures are seldom names."""


def missing_of_channels(config: Config) -> Iterator[Note]:
    """Everything that they refer to and this machine has not."""
    for n, channel in enumerate(config.channels):
        yield from _missing_of(channel, f"channel[{n}]")
    yield from _unposted(config.heartbeat.url, "heartbeat.url", allow_private=config.heartbeat.allow_private)
    if config.metrics.file:
        yield from _no_folder(config.metrics.file, "metrics.file")


def secrets(config: Config) -> Iterator[Note]:
    """Every key of a channel whose value may be a reference, and the value."""
    for n, channel in enumerate(config.channels):
        for name in ("url", "secret", "old_secret", "urls"):
            yield f"channel[{n}].{name}", getattr(channel, name, "")
    yield "heartbeat.url", config.heartbeat.url


def cautions_of_channels(config: Config) -> Iterator[Note]:
    """What works and may still be unwanted."""
    named = {name for rule in config.rules for name in getattr(rule, "to", ())}
    named |= {step.to for urgency in config.severities.values() for step in urgency.escalate}
    for n, channel in enumerate(config.channels):
        if isinstance(channel, WebhookChannel):
            yield from _open_way(channel.url, f"channel[{n}].url")
            yield from _open_secret(channel.url, f"channel[{n}].url")
            if not channel.secret:
                yield f"channel[{n}]", "nothing is signed without a secret: its receiver cannot tell who sent a notice"
        if isinstance(channel, CommandChannel):
            yield from _open_words(channel.argv, f"channel[{n}].argv")
        emergency = getattr(channel, "emergency", False)
        if channel.id not in named and channel.kind != "terminal" and not emergency:
            yield f"channel[{n}].id", f'nothing is sent to "{channel.id}": no rule and no escalation names it'
    for name, operator in config.operators.items():
        for n, stretch in enumerate(operator.quiet):
            yield from _long_night(stretch, f"operator.{name}.quiet[{n}]")
    yield from _open_way(config.heartbeat.url, "heartbeat.url")
    yield from _open_secret(config.heartbeat.url, "heartbeat.url")
    if "heartbeat" in config.lines and not config.heartbeat.url:
        yield "heartbeat", "is posted to nobody without a url"


def _long_night(stretch: str, key: str) -> Iterator[Note]:
    begin, end = hours(stretch)
    if (length := (end - begin) % _DAY_MIN or _DAY_MIN) > _DAY_MIN // 2:
        yield key, f'"{stretch}" is quiet for {length // 60} of 24 hours: is it the wrong way round?'


def _open_secret(url: str, key: str) -> Iterator[Note]:
    if not is_reference(url) and _TOKEN.search(url):
        yield (
            key,
            'holds what looks like a token, for all to read; "env:NAME" or "file:/path" keeps it out of this text',
        )


def _open_words(argv: Iterable[str], key: str) -> Iterator[Note]:
    """Paths aside, which may hold anything."""
    if any(_TOKEN.search(word) for word in argv if not word.startswith(("/", "~"))):
        yield key, "holds what looks like a token, for all to read, in `ps` too; let the program read it from a file"


def _open_way(url: str, key: str) -> Iterator[Note]:
    if scheme(url) == "http" and not is_private(url):
        yield key, "anybody on the way can read and change what is sent; https keeps them out"


def _missing_of(channel: Channel, key: str) -> Iterator[Note]:
    """What a channel needs."""
    match channel:
        case WebhookChannel():
            yield from _unposted(channel.url, f"{key}.url", allow_private=channel.allow_private)
            for name in ("secret", "old_secret"):
                yield from _no_key(getattr(channel, name), f"{key}.{name}")
        case CommandChannel():
            yield from _no_program(channel.argv[0], f"{key}.argv")
        case AppriseChannel():
            yield from _unrevealed(channel.urls, f"{key}.urls")
            yield from _no_apprise(f"{key}.kind")
        case FileChannel():
            yield from _no_folder(channel.path, f"{key}.path")


def _unposted(url: str, key: str, *, allow_private: bool) -> Iterator[Note]:
    """Whether an address that is a reference leads to one that can be posted to; it is never repeated."""
    if not is_reference(url):
        return
    try:
        secret = reveal(url)
    except ConfigError as error:
        yield key, str(error)
        return
    if wrong_address(secret):
        yield key, f"{url}: holds no http or https address"
    elif is_private(secret) and not allow_private:
        yield key, f"{url}: its address is in a private network; allow_private = true lets notices go there"


def _unrevealed(value: str, key: str) -> Iterator[Note]:
    try:
        reveal(value)
    except ConfigError as error:
        yield key, str(error)


def _no_key(value: str, key: str) -> Iterator[Note]:
    """Whether a secret, where there is one, can sign."""
    from alerts.delivery.signing import key_of

    try:
        key_of(reveal(value))
    except ConfigError as error:
        yield key, str(error)
    except ValueError as error:
        yield key, f"{value}: {error}"


def _no_program(name: str, key: str) -> Iterator[Note]:
    from shutil import which

    program = os.path.expanduser(name)
    if which(program) is None:
        there = Path(program).is_file()
        yield key, f"{name}: cannot be executed; `chmod +x` helps" if there else f"{name}: no such program"


def _no_apprise(key: str) -> Iterator[Note]:
    from importlib.util import find_spec

    if find_spec("apprise") is None:
        yield key, "Apprise is not installed; `pip install 'feint[apprise]'` brings it"


def _no_folder(file: str, key: str) -> Iterator[Note]:
    folder = Path(file).expanduser().parent
    if not folder.is_dir():
        yield key, f"{folder}: no such folder"
    elif not os.access(folder, os.W_OK):
        yield key, f"{folder}: cannot be written to"
