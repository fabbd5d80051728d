"""`feint items`, `stories`, `quotes`, `alerts`, `sources`: rows for scripts (JSONL) and lines for a person."""

import json
from collections.abc import Callable, Iterable
from contextlib import closing

import click

from feint.cli import lines
from feint.cli.asking import read_query
from feint.cli.files import Files, database_alone
from feint.cli.lines import Row
from feint.cli.moments import now_ms
from feint.cli.numbers import at_least
from feint.cli.plain import form_options, plain

_ALL = 1 << 62
_ON_A_SCREEN = 100


def _list_options(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """Give a command what every list takes."""
    for option in (
        click.option("--query", default="", metavar="Q", help="Only what has an item that it finds; `feint query` explains it."),
        click.option(
            "--limit",
            type=int, callback=at_least(1),
            metavar="N",
            help=f"At most N; else {_ON_A_SCREEN}, with --json all.",
        ),
        form_options(),
    ):  # fmt: skip
        command = option(command)
    return command


def _listing(
    name: str, said: str, line: Callable[[Row], str], on_a_screen: Callable[[Row], str] | None = None
) -> click.Command:
    """A command that lists one kind of row, by its plain line where a person gets no other."""

    @click.command(name, help=said)
    @_list_options
    @database_alone
    def command(files: Files, form: str | None, limit: int | None, query: str) -> None:
        from storage.reads import listing

        rows_of: Callable[..., Iterable[Row]] = getattr(listing, name)
        found = rows_of(files.database, read_query(query, files.database), _most(limit, form), now_ms())
        _show(found, line if form == "plain" else on_a_screen or line, form)

    return command


def _show(rows: Iterable[Row], line: Callable[[Row], str], form: str | None) -> None:
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False) if form == "json" else line(row))


def _most(limit: int | None, form: str | None) -> int:
    return limit or (_ALL if form == "json" else _ON_A_SCREEN)


@click.command("items", short_help="List items, newest first.")
@_list_options
@click.option("--archives", is_flag=True, help="After those of the database list those of the archived months.")
@database_alone
def items_command(files: Files, archives: bool, form: str | None, limit: int | None, query: str) -> None:
    """List items, newest first.

    \b
      feint items --json --limit 20
      feint items --query 'tag:withdrawal stance:claimed,doubted since:6h -source:tass'
      feint items --archives --query 'speaker:ministry before:2026-09-01'
      feint items --plain | less
    """
    from storage.reads import listing

    found = listing.items(
        files.database, read_query(query, files.database), _most(limit, form), now_ms(), archived=archives
    )
    _show(found, lines.item, form)


stories_command = _listing(
    "stories",
    """List stories, the one that grew last first.

    Each with how many wrote it themselves (origins: nine papers with one agency's report are one), on how many voices it rests
    (primaries: whose word it is), and which side claims, doubts or denies what. Sides are groups of voices: [sides] in the
    config.

    \b
      feint stories --query tag:withdrawal --plain
      feint stories --json --query is:disputed
    """,
    lines.story,
)
alerts_command = _listing(
    "alerts",
    """List alerts, the one that changed last first: a rule of the config ([[rule]]) has found items, or a source is silent.

    With their severity (flash, urgent, notice, info) and state: new, acked (somebody owns it), snoozed, resolved, dismissed,
    expired (nothing came for long); and why each rang last. With --json: `counts` says on how many different ones it rests.

    \b
      feint alerts --json --limit 20
      feint alerts --plain --query tag:escalation
    """,
    lines.alert,
)
sources_command = _listing(
    "sources",
    """List sources and how they fare: grade, state, how many items, name, and why one fares badly. With --plain the name first.

    Grades go from A, reliable, to E; F cannot be judged. States: ok, empty (no entries), frozen (none for long), new (never
    polled), paused (by an operator), offline (we are); of a feed that fails: malformed, not-a-feed, too-big, timeout,
    unreachable, http-error, rate-limited, gone.

    \b
      feint sources --plain
      feint sources --json | jq 'select(.state != "ok")'
    """,
    lines.source,
    lines.source_in_columns,
)


@click.command("quotes", short_help="List quotes, or all that somebody said.")
@_list_options
@click.option(
    "--speaker", metavar="NAME", help="All that somebody said, each statement once, and what it goes back on."
)
@database_alone
def quotes_command(files: Files, speaker: str | None, form: str | None, limit: int | None, query: str) -> int:
    """List quotes with their speakers, newest first.

    A name may come from another source that prints the same words; the line says so. With --speaker each statement stands once,
    with how many items print it. Where one denies or doubts what the same speaker has claimed, or the other way round,
    `reverses` names the earlier one.

    \b
      feint quotes --query 'speaker:ministry since:2d' --plain
      feint quotes --speaker Lavrov --json --limit 50
    """
    from storage.reads import listing

    found, most = read_query(query, files.database), _most(limit, form)
    if speaker is None:
        _show(listing.quotes(files.database, found, most, now_ms()), lines.quote, form)
        return 0
    if not _is_known(files, speaker):
        click.echo(_unknown(files, speaker), err=True)
        return 1
    _show(listing.ledger(files.database, speaker, found, most, now_ms()), lines.statement, form)
    return 0


def _is_known(files: Files, name: str) -> bool:
    from storage.reads.reader import Reader

    with closing(Reader(files.database)) as reader:
        return bool(reader.speakers_named(name))


def _unknown(files: Files, name: str) -> str:
    """That a name is nobody's, and whose it may have been meant to be."""
    from feint.speakers.nearest import nearest
    from storage.reads import listing

    near = nearest(name, listing.speaker_names(files.database))
    return plain(f'nobody is called "{name}"' + (f"; near are {', '.join(near)}" if near else ""))
