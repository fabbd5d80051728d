"""`feint log`: what was done by whom and when; lines of one's own; proof that nobody has changed it."""

import time
from contextlib import closing, suppress
from datetime import UTC, datetime

import click

from feint.cli.files import Files, file_options
from feint.cli.plain import plain

_ON_A_SCREEN = 100
_NUMBER = click.IntRange(1, 10**15)


def _moment(context: click.Context, option: click.Parameter, value: str | None) -> int | None:
    """How long ago (`6h`) or a time, in UTC where it names no zone, as epoch milliseconds."""
    from feint.durations import seconds

    if value is None:
        return None
    with suppress(ValueError):
        return round(_now_ms() - seconds(value) * 1000)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        said = f"{value!r} is neither a length of time such as 6h or 2d nor a time such as 2026-11-21T10:20"
        raise click.BadParameter(said, context, option) from None
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


@click.group(
    "log", invoke_without_command=True, short_help="Read the log, add to it, prove that nobody has changed it."
)
@file_options
@click.option("--since", callback=_moment, metavar="WHEN", help="Entered since: 6h ago, or 2026-11-21T10:20 (UTC).")
@click.option("--until", callback=_moment, metavar="WHEN", help="Entered before: 30m ago, or 2026-11-21 (UTC).")
@click.option("--operator", metavar="NAME", help="Of one operator, or of the `collector`.")
@click.option("--act", metavar="ACT", help="Of one kind: acknowledged, dismissed, noted, logged, raised …")
@click.option("--item", "item_id", type=_NUMBER, metavar="N", help="About one item.")
@click.option("--limit", type=_NUMBER, help=f"The last so many; else all as JSON, {_ON_A_SCREEN} for a person.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with all that its hash covers.")
@click.pass_context
def log_command(
    context: click.Context,
    files: Files,
    since: int | None,
    until: int | None,
    operator: str | None,
    act: str | None,
    item_id: int | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """List what was done, the newest last: when it was entered, when it happened if that is another time, who, what.

    \b
      feint log --since 8h --operator ana
      feint log --item 4711
      feint log add "10:20 the ministry rang back, no comment"
      feint log verify
    """
    context.obj = files
    if context.invoked_subcommand is not None:
        return
    from feint.cli import log_lines
    from storage.file.readonly import reading
    from storage.log.reading import Wanted, lines

    with reading(files.database) as connection:
        most = limit or (None if as_json else _ON_A_SCREEN)
        found = lines(connection, Wanted(since, until, operator, act, item_id), most)
        for shown in map(log_lines.for_scripts, found) if as_json else log_lines.for_a_person(connection, list(found)):
            click.echo(shown)


@log_command.command("verify", short_help="Follow the log from its first line to its last.")
@file_options
@click.option("--anchor", metavar="N:HASH", help="What an earlier run printed, kept outside the file.")
def verify_command(files: Files, anchor: str | None) -> int:
    """Follow the log from its first line to its last: exit 1, and the first line that is wrong, where somebody changed it.

    Who can write the file can also compute its hashes anew. Note the anchor somewhere else and give it at the next run: then
    no line up to it can have been changed or dropped without a trace.

    \b
      feint log verify
      feint log verify --anchor "$(tail -1 anchors.txt)"
    """
    from storage.file.readonly import reading
    from storage.log import chain

    noted = chain.anchor_of(anchor) if anchor else None
    with reading(files.database) as connection:
        verified = chain.verify(connection, anchor=noted)
    if verified.wrong:
        click.echo(f"feint: the log is not as it was written: {plain(verified.wrong)}", err=True)
        return 1
    anchored = f", those up to {noted.n} the ones of the anchor" if noted else ""
    click.echo(f"{verified.lines:,} lines, each as it was written{anchored}; the anchor to note:", err=True)
    click.echo(str(verified.anchor))
    return 0


@log_command.command("add", short_help="Write a line of your own.")
@file_options
@click.argument("text")
@click.option("--operator", metavar="NAME", help="Who you are; else $FEINT_OPERATOR, else your login.")
@click.option("--corrects", type=_NUMBER, metavar="N", help="It stands instead of line N, which is struck and stays.")
def add_command(files: Files, text: str, operator: str | None, corrects: int | None) -> None:
    """Write a line of your own. It may begin with when it happened, in UTC or in a zone of the config by its label.

    \b
      feint log add "10:20 the ministry rang back"
      feint log add "yesterday 23:10 MSK first word of the order"
      feint log add "2026-11-21 10:20 it was the deputy" --corrects 17
    """
    from zoneinfo import ZoneInfo

    from feint.cli.log_lines import minute
    from feint.operator import operator_name
    from storage.acting.acts import Acts
    from storage.log.logbook import occurred

    zones = {label: ZoneInfo(zone) for label, zone in files.config.desk.zones.items()}
    occurred_ms, words = occurred(text, _now_ms(), zones)
    with closing(Acts(files.database, operator_name(operator))) as acts:
        done = acts.log(words, occurred_ms, corrects)
    when = "" if occurred_ms is None else f"  {minute(occurred_ms)}"
    click.echo(f"line {done.n}{when}  {plain(done.text)}")


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
