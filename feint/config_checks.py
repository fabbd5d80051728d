"""What the types of config.toml can't say: addresses, zones, and names that must meet or must not."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from feint.config_reading import nearest
from feint.config_tables import Collector, Config, Rule, Source

Note = tuple[str, str]
"""A key and what is wrong with it."""
Each = TypeVar("Each")


def check(config: Config) -> Iterator[Note]:
    """Find everything wrong with a config whose every table has the right shape."""
    yield from _collector(config.collector)
    yield from _desk(config)
    for n, source in enumerate(config.sources):
        yield from _source(source, f"source[{n}]")
    for n, rule in enumerate(config.rules):
        yield from _rule(rule, f"rule[{n}]", config.sources)
    yield from _twice("source", "url", config.sources, lambda source: _same_place(source.url))
    yield from _twice("source", "name", config.sources, lambda source: source.name)
    yield from _twice("speaker", "name", config.speakers, lambda speaker: (speaker.name, speaker.role))
    yield from _twice("view", "name", config.views, lambda view: view.name)
    yield from _twice("view", "key", config.views, lambda view: view.key)
    yield from _twice("rule", "id", config.rules, lambda rule: rule.id)
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


def _desk(config: Config) -> Iterator[Note]:
    from zoneinfo import ZoneInfo, available_timezones

    for label, zone in config.desk.zones.items():
        if not 1 <= len(label) <= 6:
            yield f"desk.zones.{label}", "a label has 1 to 6 characters: it stands in the header"
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            yield f"desk.zones.{label}", f'no zone "{zone}"{nearest(zone, sorted(available_timezones()))}'
    views = [view.name for view in config.views]
    if config.desk.first_view and config.desk.first_view not in views:
        yield "desk.first_view", f'no view "{config.desk.first_view}"{nearest(config.desk.first_view, views)}'


def _source(source: Source, key: str) -> Iterator[Note]:
    if words := _wrong_url(source.url):
        yield f"{key}.url", words
    if source.interval_s is not None and source.interval_s < 1:
        yield f"{key}.interval", "expected at least 1s"
    primary = source.language.partition("-")[0]
    if source.language and not (primary.isascii() and primary.islower() and 2 <= len(primary) <= 3):
        yield f"{key}.language", f'expected a language code such as "en" or "uk", got "{source.language}"'


def _wrong_url(url: str) -> str:
    """Say what is wrong with a feed's address, or nothing."""
    if any(character <= " " for character in url):
        return "an address holds no space"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        return f'"{url}": {error}'
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return f'expected an http or https address, got "{url}"'
    if parts.username is not None:
        return "a name or password in an address would be shown on every desk; use a token in its query, or a proxy"
    return ""


def _rule(rule: Rule, key: str, sources: Iterable[Source]) -> Iterator[Note]:
    if rule.kind == "match":
        if not rule.query.strip():
            yield f"{key}.query", "a match rule needs a query"
        if rule.kinds or rule.sources:
            yield key, "kinds and sources belong to a silence rule; write kind: and source: in the query"
        return
    if rule.query:
        yield f"{key}.query", "a silence rule has no query: it names kinds or sources"
    if rule.after_s < 60:
        yield f"{key}.after", "expected at least 1m"
    names = [source.name for source in sources]
    for n, name in enumerate(rule.sources):
        if name not in names:
            yield f"{key}.sources[{n}]", f'no source "{name}"{nearest(name, names)}'


def _twice(table: str, name: str, all_: tuple[Each, ...], identity: Callable[[Each], Hashable]) -> Iterator[Note]:
    """Find tables with one identity, naming both."""
    first: dict[Hashable, int] = {}
    for n, each in enumerate(all_):
        same = identity(each)
        if same and first.setdefault(same, n) != n:
            yield f"{table}[{n}].{name}", f'"{getattr(each, name)}" is {table}[{first[same]}] already'


def _same_place(url: str) -> Hashable:
    parts = urlsplit(url) if not _wrong_url(url) else SplitResult("", "", url, "", "")
    return parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query
