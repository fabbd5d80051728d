"""`feint channels`: how those fare who are told of alerts; a test notice; one that its receiver turned off, on again."""

import asyncio
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import click

from feint.cli.files import Files, config_alone, file_options
from feint.cli.moments import now_ms
from feint.cli.plain import form_options, plain

if TYPE_CHECKING:
    from alerts.delivery.outcomes import Reply
    from alerts.rules import Rules
    from feint.config_alerts import Channel
    from storage.file.sqlite import Connection

_WEEK_MS = 7 * 86_400_000
_OPERATOR = click.option("--operator", metavar="NAME", help="Who you are; else $FEINT_OPERATOR, else your login.")


@click.group("channels", invoke_without_command=True, short_help="List who is told of alerts; try a channel out.")
@file_options
@form_options()
@click.pass_context
def channels_command(context: click.Context, files: Files, form: str | None) -> None:
    """List the channels: id, kind, state, notices that wait, that failed within 7 days, the last answer.

    A channel is on; failing, and what waits is tried again; or off, since its receiver said 410 Gone. One that is off is sent
    nothing until its table in the config changes or you switch it on.

    \b
      feint channels
      feint channels test duty       send a test notice now
      feint channels on duty         send to it again
    """
    context.obj = files
    if context.invoked_subcommand is not None:
        return
    from feint.cli import channels_lines
    from feint.config_alerts import TerminalChannel
    from storage.alerting import faring
    from storage.file.readonly import reading

    with reading(files.database) as connection:
        rows = [
            channels_lines.Listed(
                channel.id,
                channel.kind,
                isinstance(channel, TerminalChannel),
                faring.of(connection, channel.id, now_ms() - _WEEK_MS),
            )
            for channel in _channels(files)
        ]
    shown = channels_lines.as_json(rows) if form == "json" else channels_lines.listed(rows, plainly=form == "plain")
    for line in shown:
        click.echo(line)


@channels_command.command("test", short_help="Send one test notice now.")
@config_alone
@click.argument("channel_id", metavar="CHANNEL")
@_OPERATOR
def test_command(files: Files, channel_id: str, operator: str | None) -> int:
    """Send a channel one notice that is marked as a test, and print what its receiver answers; exit code 1 when it was not taken.

    It goes from here, with this shell's variables and rights: a collector may have others. It passes the channel's cap and
    least severity, is tried once, and leaves nothing in the database. Its notification_reason is "test".

    \b
      feint channels test duty
    """
    from alerts.delivery import outcomes, payload
    from alerts.delivery.outcomes import Sent, Tried
    from feint.operator import operator_name

    name, at_ms = operator_name(operator), now_ms()
    _outbound(files, channel_id)
    contents = payload.sample(name, at_ms)
    reply = asyncio.run(_attempt(files, channel_id, f"test:{at_ms}:{channel_id}", contents))
    outcome = outcomes.of(reply, Tried(at_ms, 0, at_ms, 0.0))
    if isinstance(outcome, Sent):
        click.echo(plain(f"{channel_id}: taken: {outcome.receipt}"))
        return 0
    click.echo(plain(f"{channel_id}: not taken: {outcome.why}"), err=True)
    return 1


@channels_command.command("on", short_help="Send again to a channel that its receiver turned off.")
@file_options
@click.argument("channel_id", metavar="CHANNEL")
@_OPERATOR
def on_command(files: Files, channel_id: str, operator: str | None) -> int:
    """Switch a channel on again that is off since its receiver said 410 Gone: what has waited for less than a day goes at once.

    A line of the log says who did it.

    \b
      feint channels on duty
    """
    from functools import partial

    from feint.operator import operator_name
    from storage.acting.committing import Committing

    name = operator_name(operator)
    _outbound(files, channel_id)
    with closing(Committing(files.database)) as committing:
        switched = committing.do(
            partial(_switch_on, rules=files.rules, channel=channel_id, operator=name, at_ms=now_ms())
        )
    click.echo(f"{channel_id}: is sent to again" if switched else f"{channel_id}: is not off")
    return 0


def _switch_on(connection: "Connection", rules: "Rules", channel: str, operator: str, at_ms: int) -> bool:
    """Inside the caller's transaction; whether it was off."""
    from alerts import health
    from storage.alerting import channels
    from storage.log.events import Event, append

    if not channels.turn_on(connection, channel):
        return False
    append(connection, Event(at_ms, operator, "switched on", "channel", [], f"{channel}: is sent to again"))
    health.channel_on(connection, rules, channel, at_ms)
    return True


async def _attempt(files: Files, channel_id: str, delivery: str, contents: str) -> "Reply":
    """One attempt by one channel."""
    from feint.collector.clock import MACHINE
    from feint.collector.delivering.exits import exits

    ways = exits(files.config, files.rules, MACHINE)
    try:
        (way,) = (way for way in ways if way.id == channel_id)
        return await way.attempt(delivery, contents)
    finally:
        await asyncio.gather(*(way.sender.close() for way in ways))


def _channels(files: Files) -> "Sequence[Channel]":
    """The config's channels, the desks' own first where it does not stand among them."""
    from feint.config_alerts import DESKS

    channels = files.config.channels
    return channels if any(channel.id == DESKS.id for channel in channels) else (DESKS, *channels)


def _outbound(files: Files, channel_id: str) -> None:
    """Make sure that the collector sends by this channel. Raises UsageError."""
    from feint.config_alerts import TerminalChannel
    from feint.config_reading import nearest

    known = {channel.id: channel for channel in _channels(files)}
    if channel_id not in known:
        raise click.UsageError(plain(f'the config has no channel "{channel_id}"{nearest(channel_id, list(known))}'))
    if isinstance(known[channel_id], TerminalChannel):
        raise click.UsageError(f"{channel_id} rings on open desks by itself: nothing is sent by it")
