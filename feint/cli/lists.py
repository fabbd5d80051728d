"""`feint items`, `stories`, `quotes`, `alerts`, `sources`: rows for scripts (JSONL) and for a person."""

import json
import time
from collections.abc import Callable, Iterable
from contextlib import closing

import click

from feint.cli import lines
from feint.cli.files import Files, file_options
from feint.cli.lines import Row

_ALL = 1 << 62
_ON_A_SCREEN = 100


def _list_options(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """Give a command what every list takes."""
    for option in (
        click.option("--query", default="", metavar="Q", help="Those with an item it finds, in the desk's query language."),
        click.option(
            "--limit", type=click.IntRange(1), help=f"At most so many; else all as JSON, {_ON_A_SCREEN} for a person."
        ),
        click.option("--json", "as_json", is_flag=True, help="One JSON object a line."),
    ):  # fmt: skip
        command = option(command)
    return command


def _listing(name: str, said: str, line: Callable[[Row], str]) -> click.Command:
    """A command that lists one kind of row."""

    @click.command(name, help=said)
    @_list_options
    @file_options
    def command(files: Files, as_json: bool, limit: int | None, query: str) -> None:
        from storage.query import parse
        from storage.reads import listing

        rows_of: Callable[..., Iterable[Row]] = getattr(listing, name)
        found = rows_of(files.database, parse(query), _most(limit, as_json), _now_ms())
        _show(found, line, as_json=as_json)

    return command


def _show(rows: Iterable[Row], line: Callable[[Row], str], *, as_json: bool) -> None:
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else line(row))


def _most(limit: int | None, as_json: bool) -> int:
    return limit or (_ALL if as_json else _ON_A_SCREEN)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


@click.command("items", short_help="List items, newest first.")
@_list_options
@click.option("--archives", is_flag=True, help="Go on with the archived months.")
@file_options
def items_command(files: Files, archives: bool, as_json: bool, limit: int | None, query: str) -> None:
    """List items, newest first.

    \b
      feint items --json --limit 20
      feint items --query 'tag:withdrawal stance:claimed,doubted since:6h -source:tass'
      feint items --archives --query 'speaker:ministry before:2026-09-01'
    """
    from storage.query import parse
    from storage.reads import listing

    found = listing.items(files.database, parse(query), _most(limit, as_json), _now_ms(), archived=archives)
    _show(found, lines.item, as_json=as_json)


stories_command = _listing(
    "stories",
    """List stories, the one that grew last first: origins (who wrote it) / primaries (whose word it is), and who claims, doubts
    or denies what, by side.

    \b
      feint stories --query tag:withdrawal
      feint stories --json --query is:disputed
    """,
    lines.story,
)
alerts_command = _listing(
    "alerts",
    """List alerts, the one that changed last first.

    \b
      feint alerts --json --limit 20
    """,
    lines.alert,
)
sources_command = _listing(
    "sources",
    """List sources and how they fare.

    \b
      feint sources --json | jq 'select(.state != "ok")'
    """,
    lines.source,
)


@click.command("quotes", short_help="List quotes, or all that somebody said.")
@_list_options
@click.option(
    "--speaker", metavar="NAME", help="All that somebody said, each statement once, with what it goes back on."
)
@file_options
def quotes_command(files: Files, speaker: str | None, as_json: bool, limit: int | None, query: str) -> int:
    """List quotes with their speakers, newest first.

    A name with a ? comes from another paper that prints the same words; behind a ~ stands somebody unnamed. With --speaker
    statements are listed, not quotes: what several papers print stands once, with how many do. Where one takes the other side
    of an earlier one on the same label, `reverses` names that.

    \b
      feint quotes --query 'speaker:ministry since:2d'
      feint quotes --speaker Lavrov --json --limit 50
    """
    from storage.query import parse
    from storage.reads import listing

    found, most = parse(query), _most(limit, as_json)
    if speaker is None:
        _show(listing.quotes(files.database, found, most, _now_ms()), lines.quote, as_json=as_json)
        return 0
    if not _is_known(files, speaker):
        click.echo(_unknown(files, speaker), err=True)
        return 1
    _show(listing.ledger(files.database, speaker, found, most, _now_ms()), lines.statement, as_json=as_json)
    return 0


def _is_known(files: Files, name: str) -> bool:
    from storage.reads.reader import Reader

    with closing(Reader(files.database)) as reader:
        return bool(reader.speakers_named(name))


def _unknown(files: Files, name: str) -> str:
    """That a name is nobody's, and whose it may have been meant to be."""
    from feint.cli.plain import plain
    from feint.speakers.nearest import nearest
    from storage.reads import listing

    near = nearest(name, listing.speaker_names(files.database))
    return plain(f'nobody is called "{name}"' + (f"; near are {', '.join(near)}" if near else ""))
