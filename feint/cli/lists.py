"""`feint items`, `stories`, `quotes`, `alerts`, `sources`: rows for scripts (JSONL) and for a person."""

import json
import time
from collections.abc import Callable, Iterable

import click

from feint.cli.files import Files, file_options

Row = dict[str, object]

_ALL = 1 << 62
_ON_A_SCREEN = 100


def _listing(name: str, said: str, line: Callable[[Row], str]) -> click.Command:
    """A command that lists one kind of row."""

    @click.command(name, help=said)
    @click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
    @click.option(
        "--limit", type=click.IntRange(1), help=f"At most so many; else all as JSON, {_ON_A_SCREEN} for a person."
    )
    @click.option("--query", default="", metavar="Q", help="Those with an item it finds, in the desk's query language.")
    @file_options
    def command(files: Files, as_json: bool, limit: int | None, query: str) -> None:
        from storage import listing
        from storage.query import parse

        rows_of: Callable[..., Iterable[Row]] = getattr(listing, name)
        most = limit or (_ALL if as_json else _ON_A_SCREEN)
        for row in rows_of(files.database, parse(query), most, time.time_ns() // 1_000_000):
            click.echo(json.dumps(row, ensure_ascii=False) if as_json else line(row))

    return command


def _tags(row: Row) -> str:
    tags = row["tags"]
    assert isinstance(tags, list)
    return " ".join(dict.fromkeys(f"{tag['tag']}:{tag['stance']}" for tag in tags))


items_command = _listing(
    "items",
    """List items, newest first.

    \b
      feint items --json --limit 20
      feint items --query 'tag:withdrawal stance:claimed,doubted since:6h -source:tass'
    """,
    lambda row: "  ".join(str(part) for part in (row["first_seen"], row["source"], row["title"], _tags(row)) if part),
)
stories_command = _listing(
    "stories",
    """List stories, the one that grew last first, with how many origins and primaries they have.

    \b
      feint stories --query tag:withdrawal
    """,
    lambda row: f"{row['last_seen']}  {row['origins']}/{row['primaries']}  {row['title']}",
)
quotes_command = _listing(
    "quotes",
    """List quotes with their speakers, newest first.

    \b
      feint quotes --query 'speaker:ministry since:2d'
    """,
    lambda row: f"{row['first_seen']}  {row['source']}  {row['speaker'] or '-'}: {row['text']}",
)
alerts_command = _listing(
    "alerts",
    """List alerts, the one that changed last first.

    \b
      feint alerts --json --limit 20
    """,
    lambda row: f"{row['updated']}  {row['severity']}  {row['state']}  {row['title']}",
)
sources_command = _listing(
    "sources",
    """List sources and how they fare.

    \b
      feint sources --json | jq 'select(.state != "ok")'
    """,
    lambda row: f"{row['grade']} {row['state']:<12} {row['items']:>6}  {row['name']}  {row['reason']}",
)
