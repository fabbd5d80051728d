"""`feint log`: what was done by whom and when; lines of one's own; proof that nobody has changed it."""

from collections.abc import Iterable
from contextlib import closing

import click

from feint.cli.files import Files, database_alone, file_options
from feint.cli.moments import moment, now_ms
from feint.cli.numbers import at_least
from feint.cli.plain import form_options, plain

_ON_A_SCREEN = 100
_FROM_ONE = at_least(1)


@click.group(
    "log", invoke_without_command=True, short_help="Read the log, add to it, prove that nobody has changed it."
)
@file_options
@click.option(
    "--since", callback=moment, metavar="WHEN", help="Entered since then: 6h (ago) or 2026-11-21T10:20 (UTC)."
)
@click.option("--until", callback=moment, metavar="WHEN", help="Entered before then: 30m (ago) or 2026-11-21 (UTC).")
@click.option("--operator", metavar="NAME", help="Of one operator, or of the `collector`.")
@click.option("--act", metavar="ACT", help="Of one kind: see above.")
@click.option("--item", "item_id", type=int, callback=_FROM_ONE, metavar="N", help="About one item.")
@click.option(
    "--limit", type=int, callback=_FROM_ONE, metavar="N", help=f"The last N; else {_ON_A_SCREEN}, with --json all."
)
@form_options("One JSON object a line, with all that its hash covers.")
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
    form: str | None,
) -> None:
    """List what was done, the newest last: when it was entered, when it happened if that is another time, who, what.

    Acts of operators: acknowledged, dismissed, resolved, "set back to new", snoozed, assigned, backfilled (alerts), starred,
    unstarred, tagged, noted, logged, corrected (a line), merged, split, identified (a speaker), muted, unmuted, paused, resumed,
    graded, asked (for a poll), saved, forgot (a view), "switched on" (a channel), undone, redone, arrived, left, welcomed.

    Of the collector: raised, "rang again", "held back", escalated, "timed out", woke, expired, cleared, reopened, "not
    delivered", digested (alerts); revised, reopened, disputed, retagged, lapsed (a correction), churns (edited too often); a
    source's new state (`feint sources --help`), began, reset, "caught up", gap, moved, identity; lexicon, rejected (a broken
    one); archived, deleted, compacted, hindered; paused, resumed, ended, "took over", clock_jump, wal-held, wal-cut.

    \b
      feint log --since 8h --operator ana
      feint log --item 4711 --plain
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
        most = limit or (None if form == "json" else _ON_A_SCREEN)
        found = lines(connection, Wanted(since, until, operator, act, item_id), most)
        shown: Iterable[str] = map(log_lines.for_scripts, found)
        if form != "json":
            worded = log_lines.for_a_reader if form == "plain" else log_lines.for_a_person
            shown = worded(connection, list(found))
        for line in shown:
            click.echo(line)


@log_command.command("verify", short_help="Follow the log from its first line to its last.")
@database_alone
@click.option("--anchor", metavar="N:HASH", help="What an earlier run printed, kept outside the file.")
def verify_command(files: Files, anchor: str | None) -> int:
    """Follow the log from its first line to its last: exit 1, and the first line that is wrong, where somebody changed it.

    Each line has a hash of itself and of all before it. Who can write the file can also compute them anew: so keep the anchor,
    the last line's number and hash, somewhere else and give it at the next run. Then no line up to it can have been changed or
    dropped without a trace.

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
@click.option(
    "--corrects",
    type=int,
    callback=_FROM_ONE,
    metavar="N",
    help="It is right instead of line N, which stays and is struck through.",
)
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
    from storage.log.logbook import day_before, occurred

    zones = {label: ZoneInfo(zone) for label, zone in files.config.desk.zones.items()}
    now = now_ms()
    occurred_ms, words = occurred(text, now, zones)
    with closing(Acts(files.database, operator_name(operator))) as acts:
        done = acts.log(words, occurred_ms, corrects)
    when = "" if occurred_ms is None else f"  {'yesterday, ' * day_before(occurred_ms, now)}{minute(occurred_ms)}"
    click.echo(f"line {done.n}{when}  {plain(done.text)}")
