"""The config file: where it is, and what it says once checked."""

import os
from pathlib import Path

from msgspec.structs import replace

from feint.config_addresses import named
from feint.config_alerts import CHANNELS, RULES, Alerts, Heartbeat, Inhibit, Metrics, Operator, Urgency
from feint.config_checks import check
from feint.config_reading import ConfigError, Problems, by_kind, by_name, many, nearest, one, read, unprintable
from feint.config_tables import (
    Collector,
    Config,
    Desk,
    Lexicon,
    Source,
    Speaker,
    SpeakerLists,
    Storage,
    View,
)
from feint.config_words import Grade, SourceKind

__all__ = [
    "Collector",
    "Config",
    "ConfigError",
    "Desk",
    "Grade",
    "Lexicon",
    "Source",
    "SourceKind",
    "Speaker",
    "SpeakerLists",
    "Storage",
    "View",
    "database_path",
    "find_config",
    "load",
]

_TABLES = [
    "alerts",
    "channel",
    "collector",
    "desk",
    "heartbeat",
    "inhibit",
    "keys",
    "lexicon",
    "metrics",
    "operator",
    "rule",
]
_TABLES += ["severity", "sides", "source", "speaker", "speakers", "storage", "view"]


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
        lexicon=one(raw.get("lexicon", {}), Lexicon, "lexicon", problems) or Lexicon(),
        storage=one(raw.get("storage", {}), Storage, "storage", problems) or Storage(),
        sources=many(raw.get("source", []), Source, "source", problems),
        sides=one(raw.get("sides", {}), dict[str, str], "sides", problems) or {},
        speakers=many(raw.get("speaker", []), Speaker, "speaker", problems),
        speaker_lists=one(raw.get("speakers", {}), SpeakerLists, "speakers", problems) or SpeakerLists(),
        views=many(raw.get("view", []), View, "view", problems),
        rules=by_kind(raw.get("rule", []), RULES, "rule", problems),
        alerts=one(raw.get("alerts", {}), Alerts, "alerts", problems) or Alerts(),
        severities=by_name(raw.get("severity", {}), Urgency, "severity", problems),
        inhibits=many(raw.get("inhibit", []), Inhibit, "inhibit", problems),
        channels=by_kind(raw.get("channel", []), CHANNELS, "channel", problems),
        operators=by_name(raw.get("operator", {}), Operator, "operator", problems),
        heartbeat=one(raw.get("heartbeat", {}), Heartbeat, "heartbeat", problems) or Heartbeat(),
        metrics=one(raw.get("metrics", {}), Metrics, "metrics", problems) or Metrics(),
        keys=one(raw.get("keys", {}), dict[str, str], "keys", problems) or {},
        lines=lines,
    )
    # Names that should meet can only be judged once every table was read.
    problems.stop()
    config = replace(config, sources=named(config.sources))
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
