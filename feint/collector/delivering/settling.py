"""Writing down what became of deliveries: rows, channels, and lines for a person to read. Inside the caller's transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence

from alerts import health
from alerts.delivery.outcomes import Again, Failed, Off, Outcome, Sent
from alerts.rules import Rules
from storage.alerting import channels, outbox
from storage.alerting.outbox import Parcel, Waiting
from storage.file.sqlite import Connection
from storage.log.events import COLLECTOR, Event, append


def begin(connection: Connection, rules: Rules, digests: Mapping[str, str], now_ms: int) -> None:
    """Take over the config's channels; what waits for one that is no longer there has failed."""
    for name in channels.configure(connection, digests):
        health.channel_on(connection, rules, name, now_ms)
    if stranded := outbox.stranded(connection, list(digests)):
        outbox.give_up(connection, [id for id, _ in stranded], "the config has no such channel any more", now_ms)
        for name, count in Counter(name for _, name in stranded).items():
            _say(connection, None, f"{name}: the config has no such channel any more; given up: {count}", now_ms)


def settle(connection: Connection, rules: Rules, parcel: Parcel, outcome: Outcome, now_ms: int) -> None:
    """Write down what came of one attempt."""
    name = parcel.channel
    match outcome:
        case Sent(receipt):
            outbox.settle(connection, parcel.id, "sent", receipt, now_ms)
            channels.trouble(connection, name, "")
        case Again(at_ms, why):
            outbox.put_off(connection, parcel.id, at_ms, why)
            channels.trouble(connection, name, why)
        case Failed(why):
            outbox.settle(connection, parcel.id, "failed", why, now_ms)
            channels.trouble(connection, name, why)
            _say(connection, parcel.alert_id, f"{name}: {why}", now_ms)
        case Off(why):
            outbox.settle(connection, parcel.id, "failed", why, now_ms)
            channels.turn_off(connection, name, why, now_ms)
            until = f"until its config changes or `feint channels on {name}`"
            said = f"{name}: the receiver wants nothing any more ({why}); it is sent nothing {until}"
            _say(connection, parcel.alert_id, said, now_ms)
            health.channel_off(connection, rules, name, why, now_ms)


def hold(
    connection: Connection, held: Mapping[int, int], digested: Sequence[int], digest: Waiting | None, now_ms: int
) -> None:
    """Write down what a channel's cap has decided: which rows wait until when, and which go as one."""
    for until_ms in set(held.values()):
        outbox.hold(connection, [id for id, until in held.items() if until == until_ms], until_ms)
    if digest:
        outbox.digest(connection, digested, digest, now_ms)
        said = f"{digest.channel}: {len(digested)} notices beyond its cap go as one"
        append(connection, Event(now_ms, COLLECTOR, "digested", "channel", [], said))


def give_up(connection: Connection, channel: str, ids: Sequence[int], now_ms: int) -> None:
    """Have waited long enough for a channel that is off."""
    outbox.give_up(connection, ids, "the channel is off", now_ms)
    _say(connection, None, f"{channel}: is off; given up after a day: {len(ids)}", now_ms)


def _say(connection: Connection, alert_id: int | None, said: str, now_ms: int) -> None:
    subject, ids = ("channel", []) if alert_id is None else ("alert", [alert_id])
    append(connection, Event(now_ms, COLLECTOR, "not delivered", subject, ids, said))
