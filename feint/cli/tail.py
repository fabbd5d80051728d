"""`feint tail`: what comes, as it comes, a line each."""

import json
import select
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import TYPE_CHECKING

import click

from feint.cli import lines
from feint.cli.files import Files, database_alone
from feint.cli.lines import Row
from feint.cli.moments import moment, now_ms
from feint.cli.numbers import at_least
from feint.cli.plain import form_options

if TYPE_CHECKING:
    from storage.reads.telling import Kind, Told

_LINES = 10
_LOOK_S = 0.2
_LINE_OF: dict[str, Callable[[Row], str]] = {
    "item": lines.item, "revision": lines.revision, "alert": lines.alert, "quote": lines.quote,
}  # fmt: skip
Wait = Callable[[float], bool]
"""Waits for so many seconds at most; says whether whoever reads us has gone."""


@click.command("tail", short_help="Print what comes, as it comes.")
@click.option(
    "-n",
    "most",
    type=int,
    callback=at_least(0),
    metavar="N",
    help=f"Begin with the last N lines; else {_LINES}, with --since all.",
)
@click.option(
    "--since", callback=moment, metavar="WHEN", help="Begin with what came since 6h (ago) or 2026-11-21T10:20 (UTC)."
)
@click.option(
    "--query", default="", metavar="Q", help="Only what concerns an item that it finds; `feint query` explains it."
)
@click.option(
    "--alerts", is_flag=True, help="Alerts too, when they are raised, ring again, are acknowledged, resolved."
)
@click.option("--quotes", is_flag=True, help="Quotes too, after the item that prints them.")
@click.option("--all", "everything", is_flag=True, help="Alerts, quotes, and what operators and the collector do.")
@click.option("--no-items", is_flag=True, help="Neither items nor their edits: with --alerts, alerts alone.")
@form_options("One JSON object a line: `event` and `at`, then what that list's --json has.")
@database_alone
def tail_command(
    files: Files,
    most: int | None,
    since: int | None,
    query: str,
    alerts: bool,
    quotes: bool,
    everything: bool,
    no_items: bool,
    form: str | None,
) -> int:
    """Print what came last, and then what comes, as it comes: each new item, and each edit of one.

    For screen readers, logs and scripts: no colours, no columns; fields stand two blanks apart, times are in UTC. ^C ends
    it. It ends with exit code 1 when the database was migrated, replaced or taken away.

    \b
      feint tail
      feint tail --query 'tag:withdrawal -is:copy' --since 6h
      feint tail --alerts --no-items -n 0 | while read -r line; do notify-send feint "$line"; done
      feint tail --json --all | jq -r 'select(.event == "revision") | .was + " -> " + .title'
    """
    from storage.file.errors import Superseded

    kinds = _kinds(items=not no_items, alerts=alerts or everything, quotes=quotes or everything, log=everything)
    say = _json if form == "json" else _plain
    try:
        _tail(files, kinds, query, most, since, lambda told: click.echo(say(told)))
    except Superseded as error:
        click.echo(f"feint: {error}", err=True)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _kinds(*, items: bool, alerts: bool, quotes: bool, log: bool) -> "set[Kind]":
    wanted: dict[Kind, bool] = {"item": items, "revision": items, "alert": alerts, "quote": quotes, "log": log}
    return {kind for kind, is_wanted in wanted.items() if is_wanted}


def _tail(
    files: Files, kinds: "set[Kind]", query: str, most: int | None, since_ms: int | None, tell: "Callable[[Told], None]"
) -> None:
    """Tell what has come, then what comes, until nobody reads it any more. Raises StoreError."""
    from storage.file.readonly import reading
    from storage.query import parse
    from storage.reads.coming import Coming
    from storage.reads.reader import Reader

    wanted = parse(query)
    with closing(Reader(files.database)) as reader, reading(files.database) as connection:
        coming = Coming(connection, kinds, wanted)
        if since_ms is not None and most is None:
            coming.go_back(since_ms)
        else:
            for told in coming.last(_LINES if most is None else most, now_ms()):
                if told.at_ms >= (since_ms or 0):
                    tell(told)
        follow(coming.fresh, reader.changed, tell, _until_hung_up())


def follow(
    fresh: "Callable[[int], Iterable[Told]]", changed: Callable[[], bool], tell: "Callable[[Told], None]", wait: Wait
) -> None:
    """Tell what comes as soon as somebody has committed, looking a few times a second, until `wait` says that all is over."""
    from storage.file.sqlite import SqliteError, is_busy

    is_due = False
    while True:
        is_due = changed() or is_due
        try:
            for told in fresh(now_ms()) if is_due else ():
                tell(told)
            is_due = False
        except SqliteError as error:
            if not is_busy(error):  # else it is still due at the next look
                raise
        if wait(_LOOK_S):
            return


def _until_hung_up() -> Wait:
    """A pipe that nobody reads any more, or a terminal that has gone, is noticed though there is nothing to print."""
    poller = select.poll()
    poller.register(sys.stdout.fileno(), 0)
    return lambda seconds: bool(poller.poll(seconds * 1000))


def _json(told: "Told") -> str:
    from storage.reads.jsonrows import iso

    row: Row = {"event": told.kind, "at": iso(told.at_ms)}
    if isinstance(told.what, dict):
        return json.dumps(row | told.what, ensure_ascii=False)
    from feint.cli.log_lines import record

    return json.dumps(row | record(told.what) | {"name": told.name}, ensure_ascii=False)


def _plain(told: "Told") -> str:
    from storage.reads.jsonrows import iso

    if isinstance(told.what, dict):
        return _LINE_OF[told.kind](told.what | {"at": iso(told.at_ms)})
    from feint.cli.log_lines import in_words

    return in_words(told.what, told.name)
