"""`feint import` and `feint export`: sources from and to other readers."""

import json
import shutil
from collections.abc import Hashable, Iterable
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from feint.cli.files import Files, file_options

if TYPE_CHECKING:
    from feeds.opml import OpmlFeed, OpmlList
    from feint.config import Config, Source

_TEXTS = ("family", "kind", "grade", "language", "side")
"""What a source says of itself in plain words, beside its name."""


@click.command("import", short_help="Take sources over from an OPML file.")
@file_options
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE.opml")
def import_command(files: Files, file: Path) -> int:
    """Add the feeds of an OPML file to the config as [[source]] tables; what is there already stays as it is.

    \b
      feint import subscriptions.opml
      feint import subscriptions.opml --config night.toml
    """
    from feint.config import Config, find_config, load

    target = files.given_config or find_config(None) or Path("config.toml")
    listed = _listed(file)
    config = load(target) if target.exists() else Config()
    fresh = _fresh(listed.feeds, config.sources)
    for line in listed.skipped:
        click.echo(f"{file}: left out: {line}", err=True)
    if fresh:
        before = target.read_bytes().decode() if target.exists() else ""
        _replace(target, _with_sources(before, config, fresh), file)
    click.echo(f"{target}: {len(fresh)} sources added, {len(listed.feeds) - len(fresh)} were there already")
    return 0


@click.command("export", short_help="Write the sources as OPML.")
@file_options
@click.option("--opml", "as_opml", is_flag=True, help="The sources of the config, as OPML on standard output.")
def export_command(files: Files, as_opml: bool) -> None:
    """Write the sources of the config for other readers.

    \b
      feint export --opml > sources.opml
    """
    from feeds.opml import OpmlFeed, write_opml
    from feint.durations import written

    if not as_opml:
        raise click.UsageError("say what to export: --opml")
    feeds = []
    for source in files.config.sources:
        attributes = {name: getattr(source, name) for name in _TEXTS}
        if source.interval_s is not None:
            attributes["interval"] = written(source.interval_s)
        if not source.enabled:
            attributes["enabled"] = "false"
        feeds.append(OpmlFeed(source.url, source.name, source.kind, {k: v for k, v in attributes.items() if v}))
    click.echo(write_opml(feeds), nl=False)


def _listed(file: Path) -> "OpmlList":
    from feeds.opml import OpmlError, read_opml
    from feint.config import ConfigError

    try:
        return read_opml(file.read_bytes())
    except OpmlError as error:
        raise ConfigError(f"{file}: {error}") from error


def _fresh(feeds: "Iterable[OpmlFeed]", sources: "Iterable[Source]") -> dict[str, "OpmlFeed"]:
    """The feeds that are no source yet, by a name that no source has."""
    places, names = set(), set()
    for source in sources:
        places.add(_place(source.url))
        names.add(source.name)
    fresh: dict[str, OpmlFeed] = {}
    for feed in feeds:
        if _place(feed.url) not in places:
            places.add(_place(feed.url))
            choices = chain((feed.title, feed.url.partition("://")[2]), (f"{feed.url} ({n})" for n in count(1)))
            name = next(name for name in choices if name and name not in names)
            names.add(name)
            fresh[name] = feed
    return fresh


def _place(url: str) -> Hashable:
    """What makes two addresses one source; the config refuses a second."""
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query


def _with_sources(before: str, config: "Config", fresh: dict[str, "OpmlFeed"]) -> str:
    """A config's text with more sources, and with the sides that these speak for."""
    lines = before.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    sides = sorted({feed.attributes.get("side", "") for feed in fresh.values()} - {"", *config.sides})
    labels = [f"{_quoted(side)} = {_quoted(side)}\n" for side in sides]
    if header := config.lines.get("sides"):
        lines[header:header] = labels
    elif labels:
        lines += ["\n[sides]\n", *labels]
    return "".join([*lines, *(_table(name, feed) for name, feed in fresh.items())])


def _table(name: str, feed: "OpmlFeed") -> str:
    """A [[source]] table in TOML."""
    said = {"url": feed.url, "name": name}
    said |= {key: feed.attributes[key] for key in (*_TEXTS, "interval") if key in feed.attributes}
    lines = ["", "[[source]]", *(f"{key} = {_quoted(value)}" for key, value in said.items())]
    if feed.attributes.get("enabled") == "false":
        lines.append("enabled = false")
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    """A JSON string, which TOML reads alike."""
    return json.dumps(words, ensure_ascii=False)


def _replace(target: Path, text: str, file: Path) -> None:
    """Put `text` in the place of the config, if it can be read as one; else leave everything as it was."""
    from feint.config import ConfigError, load

    target = target.resolve()
    partial = target.with_name(target.name + ".partial")
    try:
        partial.write_bytes(text.encode())
        if target.exists():
            shutil.copymode(target, partial)
        load(partial)
        partial.replace(target)
    except OSError as error:
        raise ConfigError(f"{target}: cannot be written ({error.strerror})") from error
    except ConfigError as error:
        raise ConfigError(f"{file}: does not fit into {target}, nothing was changed:", *error.problems) from error
    finally:
        partial.unlink(missing_ok=True)
