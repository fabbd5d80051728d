"""The config file: where it is, and what it says once checked."""

import os
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from feint.config_checks import check
from feint.config_reading import ConfigError, Problems, many, nearest, one, read, unprintable
from feint.config_tables import (
    Collector,
    Config,
    Desk,
    Grade,
    Rule,
    Severity,
    Source,
    SourceKind,
    Speaker,
    View,
)

__all__ = [
    "Collector",
    "Config",
    "ConfigError",
    "Desk",
    "Grade",
    "Rule",
    "Severity",
    "Source",
    "SourceKind",
    "Speaker",
    "View",
    "database_path",
    "find_config",
    "load",
]

_TABLES = ["collector", "desk", "keys", "rule", "sides", "source", "speaker", "view"]
# The second labels under which a country's registry sells names: bbc.co.uk is one newsroom, co.uk isn't.
_SHARED_LABELS = frozenset(("ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "mil", "ne", "net", "or", "org"))


def find_config(given: Path | None) -> Path | None:
    """Find the config: the path given, $FEINT_CONFIG, ./config.toml, the user's config folder; else None.

    A path that was named, by word or by environment, must be there: else ConfigError.
    """
    named = given or (Path(os.environ["FEINT_CONFIG"]) if os.environ.get("FEINT_CONFIG") else None)
    if named is not None:
        if not named.is_file():
            raise ConfigError(f"{named}: no such file ({'--config' if given else '$FEINT_CONFIG'})")
        return named
    if (here := Path("config.toml")).is_file():
        return here
    from platformdirs import user_config_path

    at_home = user_config_path("feint") / "config.toml"
    return at_home if at_home.is_file() else None


def database_path(given: Path | None) -> Path:
    """Name the database: the path given, $FEINT_DATABASE, desk.db in the user's data folder. Nothing is created."""
    if given is not None:
        return given
    if os.environ.get("FEINT_DATABASE"):
        return Path(os.environ["FEINT_DATABASE"])
    from platformdirs import user_data_path

    return user_data_path("feint") / "desk.db"


def load(path: Path | None) -> Config:
    """Read and check a config file; None gives the defaults, with no source. ConfigError names every mistake found."""
    if path is None:
        return Config()
    raw, lines = read(path)
    problems = Problems(path, lines)
    for key in unprintable(raw):
        problems.add(key, "holds a control or invisible character")
    for name in raw:
        if name not in _TABLES:
            problems.add(name, f"unknown table{nearest(name, _TABLES)}")
    config = Config(
        path=path,
        collector=one(raw.get("collector", {}), Collector, "collector", problems) or Collector(),
        desk=one(raw.get("desk", {}), Desk, "desk", problems) or Desk(),
        sources=many(raw.get("source", []), Source, "source", problems),
        sides=one(raw.get("sides", {}), dict[str, str], "sides", problems) or {},
        speakers=many(raw.get("speaker", []), Speaker, "speaker", problems),
        views=many(raw.get("view", []), View, "view", problems),
        rules=many(raw.get("rule", []), Rule, "rule", problems),
        keys=one(raw.get("keys", {}), dict[str, str], "keys", problems) or {},
        lines=lines,
    )
    # Names that should meet can only be judged once every table was read.
    problems.stop()
    config = replace(config, sources=_named(config.sources))
    for key, words in check(config):
        problems.add(key, words)
    problems.stop()
    return replace(config, collector=_bounded(config.collector))


def _bounded(collector: Collector) -> Collector:
    """Stretch the bounds of learning to hold the interval that was asked for."""
    return replace(
        collector,
        interval_min_s=min(collector.interval_min_s, collector.interval_s),
        interval_max_s=max(collector.interval_max_s, collector.interval_s),
    )


def _named(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """Give each source a name and a family where the file gives none."""
    hosts = [_host(source.url) for source in sources]
    unnamed = Counter(host for host, source in zip(hosts, sources, strict=True) if not source.name)
    taken = {source.name for source in sources}
    return tuple(
        replace(
            source,
            name=source.name or (host if unnamed[host] == 1 and host not in taken else _address(source.url)),
            family=source.family or _registered(host),
        )
        for host, source in zip(hosts, sources, strict=True)
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url


def _address(url: str) -> str:
    """A URL without its scheme: what tells apart two feeds of one host."""
    return url.partition("://")[2].removeprefix("www.") or url


def _registered(host: str) -> str:
    """The part of a host that somebody registered: news.bbc.co.uk is bbc.co.uk. An IP address stays whole."""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED_LABELS
    return ".".join(labels[-3 if country else -2 :])
