"""What the types of config.toml can't say: addresses, headers, zones, and names that must meet or must not."""

import re
from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from feint.config_addresses import LOCAL, same_place, scheme, wrong_proxy, wrong_url
from feint.config_checks_channels import check_channels
from feint.config_checks_rules import check_alerts
from feint.config_reading import nearest
from feint.config_tables import Collector, Config, Source, Storage
from feint.config_zones import wrong_zone
from feint.secrets import is_reference

Note = tuple[str, str]
"""A key and what is wrong with it."""
Each = TypeVar("Each")

LEAST_KEPT_S = 7 * 86_400
"""What is said now is joined to stories of 3 days and to statements of 7."""

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""The name of a header (RFC 9110, 5.6.2)."""
_OURS = re.compile(
    "accept-encoding|connection|content-length|expect|host|if-modified-since|if-none-match|range|te|trailer"
    "|transfer-encoding|upgrade"
)
"""Headers by which the transport and conditional requests work."""


def check(config: Config) -> Iterator[Note]:
    """Find everything wrong with a config whose every table has the right shape."""
    yield from _collector(config.collector)
    yield from _desk(config)
    yield from _storage(config.storage)
    for n, source in enumerate(config.sources):
        yield from _source(source, f"source[{n}]", allow_local=config.collector.allow_local)
    yield from check_alerts(config)
    yield from check_channels(config)
    for n, speaker in enumerate(config.speakers):
        if speaker.since and speaker.until and speaker.since >= speaker.until:
            yield f"speaker[{n}].until", f"{speaker.until} is not after from"
    yield from _twice("source", "url", config.sources, lambda source: same_place(source.url))
    yield from _twice("source", "name", config.sources, lambda source: source.name)
    yield from _twice("speaker", "name", config.speakers, lambda speaker: (speaker.name, speaker.role, speaker.since))
    yield from _twice("view", "name", config.views, lambda view: view.name)
    yield from _twice("view", "key", config.views, lambda view: view.key)
    yield from _twice("rule", "id", config.rules, lambda rule: rule.id)
    yield from _twice("channel", "id", config.channels, lambda channel: channel.id)
    sides = [(f"source[{n}]", source.side) for n, source in enumerate(config.sources)]
    sides += [(f"speaker[{n}]", speaker.side) for n, speaker in enumerate(config.speakers)]
    for key, side in sides:
        if side and side not in config.sides:
            yield f"{key}.side", f'"{side}" isn\'t under [sides]{nearest(side, list(config.sides))}'


def _collector(collector: Collector) -> Iterator[Note]:
    for name in ("interval", "interval_min", "interval_max", "timeout"):
        if getattr(collector, f"{name}_s") < 1:
            yield f"collector.{name}", "expected at least 1s"
    if collector.interval_min_s > collector.interval_max_s:
        yield "collector.interval_min", "longer than interval_max"
    if not (collector.own_user_agent + collector.contact).isascii():
        yield "collector.user_agent", "expected ASCII, in contact too: it goes into a header"
    if words := wrong_proxy(collector.proxy):
        yield "collector.proxy", words


def _desk(config: Config) -> Iterator[Note]:
    for label, zone in config.desk.zones.items():
        if not 1 <= len(label) <= 6:
            yield f"desk.zones.{label}", "a label has 1 to 6 characters: it stands in the header"
        if words := wrong_zone(zone):
            yield f"desk.zones.{label}", words
    views = [view.name for view in config.views]
    if config.desk.first_view and config.desk.first_view not in views:
        yield "desk.first_view", f'no view "{config.desk.first_view}"{nearest(config.desk.first_view, views)}'


def _storage(storage: Storage) -> Iterator[Note]:
    if storage.keep_items < LEAST_KEPT_S:
        yield "storage.keep_items", 'expected at least 7d, or "forever": new items are joined to those of a week'


def _source(source: Source, key: str, *, allow_local: bool) -> Iterator[Note]:
    if words := wrong_url(source.url, allow_local=allow_local):
        yield f"{key}.url", words
    if source.interval_s is not None and source.interval_s < 1:
        yield f"{key}.interval", "expected at least 1s"
    primary = source.language.partition("-")[0]
    if source.language and not (primary.isascii() and primary.islower() and 2 <= len(primary) <= 3):
        yield f"{key}.language", f'expected a language code such as "en" or "uk", got "{source.language}"'
    if source.timezone and (words := wrong_zone(source.timezone)):
        yield f"{key}.timezone", words
    yield from _reach(source, key)


def _reach(source: Source, key: str) -> Iterator[Note]:
    """How a source is asked for."""
    if scheme(source.url) in LOCAL:
        for name in ("user_agent", "headers", "proxy", "ca_file", "insecure"):
            if getattr(source, name):
                yield f"{key}.{name}", "says nothing of a file or a command"
        return
    if not source.user_agent.isascii():
        yield f"{key}.user_agent", "expected ASCII: it goes into a header"
    if words := wrong_proxy(source.proxy):
        yield f"{key}.proxy", words
    if source.ca_file and not source.ca_file.startswith("/"):
        yield f"{key}.ca_file", f'expected a path from the root, got "{source.ca_file}"'
    if source.ca_file and source.insecure:
        yield f"{key}.ca_file", "says nothing where insecure = true"
    yield from _headers(source.headers, f"{key}.headers")


def _headers(headers: dict[str, str], key: str) -> Iterator[Note]:
    """A value is never repeated: it may be the secret that should not be there."""
    first: dict[str, str] = {}
    for name, value in headers.items():
        folded = name.lower()
        if not _TOKEN.fullmatch(name):
            yield f"{key}.{name}", "no header can have this name"
        elif _OURS.fullmatch(folded):
            yield f"{key}.{name}", "is set by feint itself"
        elif folded == "user-agent":
            yield f"{key}.{name}", "is written as user_agent, beside headers"
        elif first.setdefault(folded, name) != name:
            yield f"{key}.{name}", f"is {first[folded]} already: case makes no difference"
        elif not is_reference(value):
            variable = re.sub(r"[^A-Z0-9]", "_", name.upper())
            told = f'write "env:{variable}" for a variable that holds it, or "file:/path" for a file'
            yield f"{key}.{name}", f"a secret never stands in the config's text; {told}"


def _twice(table: str, name: str, all_: tuple[Each, ...], identity: Callable[[Each], Hashable]) -> Iterator[Note]:
    """Find tables with one identity, naming both."""
    first: dict[Hashable, int] = {}
    for n, each in enumerate(all_):
        same = identity(each)
        if same and first.setdefault(same, n) != n:
            yield f"{table}[{n}].{name}", f'"{getattr(each, name)}" is {table}[{first[same]}] already'
