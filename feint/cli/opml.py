"""`feint import` and `feint export`: sources from and to other readers."""

import json
from pathlib import Path

import click

from feint.cli.files import Files, file_options


@click.command("import", short_help="Take sources over from an OPML file.")
@file_options
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE.opml")
def import_command(files: Files, file: Path) -> int:
    """Add the feeds of an OPML file to the config as [[source]] tables; what is there already stays as it is.

    \b
      feint import subscriptions.opml
      feint import subscriptions.opml --config night.toml
    """
    from feeds.opml import OpmlError, read_opml
    from feint.config import ConfigError, find_config, load

    target = files.given_config or find_config(None) or Path("config.toml")
    try:
        listed = read_opml(file.read_bytes())
    except OpmlError as error:
        raise ConfigError(f"{file}: {error}") from error
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    sources = load(target).sources if before else ()
    urls, names = {source.url for source in sources}, {source.name for source in sources}
    tables: list[str] = []
    for feed in listed.feeds:
        if feed.url not in urls:
            tables.append(source_table(feed.url, feed.title if feed.title not in names else "", feed.attributes))
            urls.add(feed.url)
            names.add(feed.title)
    for line in listed.skipped:
        click.echo(f"{file}: left out: {line}", err=True)
    if tables:
        joined = before + ("\n" if before and not before.endswith("\n") else "") + "".join(tables)
        partial = target.with_name(target.name + ".partial")
        partial.write_text(joined, encoding="utf-8")
        load(partial)  # a file that could not be read again is never put in place
        partial.replace(target)
    click.echo(f"{target}: {len(tables)} sources added, {len(listed.feeds) - len(tables)} were there already")
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
        attributes = {name: getattr(source, name) for name in ("family", "kind", "grade", "language", "side")}
        if source.interval_s is not None:
            attributes["interval"] = written(source.interval_s)
        if not source.enabled:
            attributes["enabled"] = "false"
        feeds.append(OpmlFeed(source.url, source.name, source.kind, {k: v for k, v in attributes.items() if v}))
    click.echo(write_opml(feeds))


def source_table(url: str, name: str, attributes: dict[str, str]) -> str:
    """A [[source]] table in TOML. Its strings are JSON strings, which TOML reads alike."""
    lines = ["", "[[source]]", f"url = {json.dumps(url)}"]
    if name:
        lines.append(f"name = {json.dumps(name, ensure_ascii=False)}")
    lines += [
        f"{key} = {json.dumps(attributes[key], ensure_ascii=False)}"
        for key in ("family", "kind", "grade", "language", "side", "interval")
        if attributes.get(key)
    ]
    if attributes.get("enabled") == "false":
        lines.append("enabled = false")
    return "\n".join(lines) + "\n"
