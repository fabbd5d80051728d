"""`feint parse`: what is in a feed file, read as the collector reads it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from feint.cli.files import Files, neither_file

_MOST_BYTES = 10 << 20
"""As much as the collector takes from a server."""


@click.command("parse", short_help="Read feed files and show what is in them.")
@neither_file
@click.argument("feeds", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
def parse_command(files: Files, feeds: tuple[Path, ...]) -> int:
    """Read feed files, as the collector would; print a line of JSON for each: format, title, entries, problems.

    \b
      feint parse feed.xml | jq .problems
    """
    from feeds.document.served import served

    failed = 0
    for path in feeds:
        try:
            with path.open("rb") as file:
                body = file.read(_MOST_BYTES + 1)
        except OSError as error:
            click.echo(f"{path}: {error.strerror}", err=True)
            failed, body = 1, b""
        feed = served(body[:_MOST_BYTES])
        answer = {
            "file": str(path),
            "format": feed.format,
            "title": feed.title,
            "entries": [
                {"id": e.id, "title": e.title, "link": e.link, "published": _iso(e.published_ms), "summary": e.summary}
                for e in feed.entries
            ],
            "problems": [*feed.problems, *(["cut at 10 MiB"] if len(body) > _MOST_BYTES else [])],
        }
        print(json.dumps(answer, ensure_ascii=False))
    return failed


def _iso(ms: int | None) -> str | None:
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
