"""Notices: for whom they are, what holds them back, and their way into the outbox."""

from collections.abc import Sequence
from typing import Final

from alerts import facts
from alerts.delivery import payload
from alerts.facts import Stand
from alerts.rules import DESK, Channel, Counts, Inhibition, Rules
from storage.alerting import facts as known_facts
from storage.alerting import notices, outbox, shelf
from storage.alerting.facts import Untold
from storage.alerting.notices import Notice
from storage.alerting.outbox import Waiting
from storage.alerting.shelf import Alert
from storage.file.sqlite import Connection
from storage.reads import mutes
from storage.reads.mutes import Ringing

DESKS: Final = "terminal"
"""The kind of the channels that desks ring for; the collector sends to all others."""


def stand(alert: Alert) -> Stand:
    """An alert as its sentences name it."""
    counts = Counts(origins=alert.origins, primaries=alert.primaries, sides=alert.sides)
    return Stand(alert.severity, counts, alert.owner, alert.snoozed_until_ms)


def why(rules: Rules, alert: Alert, untold: Sequence[Untold]) -> str:
    """Why an alert rings for this, in a sentence."""
    return facts.sentence(untold, stand(alert), rules.rule(alert.rule))


def held(connection: Connection, rules: Rules, alert: Alert, now_ms: int) -> str:
    """What keeps an alert from ringing, or empty; an inhibition is recorded on it, and is lifted."""
    by = _inhibitor(connection, rules, alert)
    if (by.id if by else 0) != alert.inhibited_by:
        shelf.inhibit(connection, alert.id, by.id if by else 0)
    if by:
        return f"alert {by.id} ({by.rule}) is open"
    ringing = Ringing(alert.id, alert.rule, alert.severity, alert.source_id, shelf.newest_item(connection, alert.id))
    mute = mutes.holding(connection, [ringing], now_ms).get(alert.id)
    return mutes.held(mute) if mute else ""


def channels(rules: Rules, alert: Alert) -> list[str]:
    """For whom an alert's notices are: its rule's channels, and those to which its escalation has come."""
    rule = rules.rule(alert.rule)
    steps = rules.urgency(alert.severity).escalate[: alert.escalated]
    named = dict.fromkeys([*(rule.to if rule else (DESK,)), *(step.to for step in steps)])
    return [channel for channel in named if _takes(rules, channel, alert.severity)]


def tell(connection: Connection, rules: Rules, notice: Notice) -> None:
    """Write a notice, by which all is told that was untold of its alert, and send it on its way unless it is held."""
    notice_id, seq = notices.put(connection, notice)
    known_facts.tell(connection, notice.alert_id, notice_id)
    if not notice.held:
        shelf.noticed(connection, notice.alert_id, notice.severity, notice.at_ms)
        _send(connection, rules, notice, notice_id, seq)


def escalate(connection: Connection, rules: Rules, alert: Alert, to: str, said: str, now_ms: int) -> None:
    """Tell one more channel; the times of the others go on as they were."""
    named = to if _takes(rules, to, alert.severity) else ""
    notice = Notice(alert.id, now_ms, alert.severity, facts.ESCALATED, said, named)
    _send(connection, rules, notice, *notices.put(connection, notice))


def _send(connection: Connection, rules: Rules, notice: Notice, notice_id: int, seq: int) -> None:
    sent = [name for name in notice.channels.split() if _channel(rules, name).kind != DESKS]
    if not sent:
        return
    told = payload.of(connection, notice.alert_id, notice_id)
    for name in sent:
        delivery = outbox.name(notice.alert_id, seq, name)
        outbox.put(connection, Waiting(delivery, name, notice_id, notice.severity, told, notice.at_ms, notice.at_ms))


def _channel(rules: Rules, name: str) -> Channel:
    """A channel of the config. The desks' own is there without it; what it names no more is nobody's."""
    return rules.channels.get(name) or Channel(name, DESKS)


def _takes(rules: Rules, name: str, severity: int) -> bool:
    return severity >= _channel(rules, name).least


def _inhibitor(connection: Connection, rules: Rules, alert: Alert) -> Alert | None:
    """An open alert of another rule that keeps this one from ringing; none that is itself kept from it by this one."""
    for inhibition in rules.inhibitions:
        if inhibition.target == alert.rule:
            for source in shelf.open_of(connection, inhibition.source):
                is_heard = not source.quiet and not _is_held_by(connection, source, alert.id)
                if source.id != alert.id and is_heard and _agree(source, alert, inhibition):
                    return source
    return None


def _is_held_by(connection: Connection, alert: Alert, holder_id: int) -> bool:
    """Does one alert keep another from ringing, by others between them or by itself?"""
    passed = {alert.id}
    while alert.inhibited_by and alert.inhibited_by not in passed:
        if alert.inhibited_by == holder_id:
            return True
        passed.add(alert.inhibited_by)
        alert = shelf.alert(connection, alert.inhibited_by)
    return False


def _agree(source: Alert, target: Alert, inhibition: Inhibition) -> bool:
    one, other = _labels(source), _labels(target)
    return all(label == "rule" or (label in one and one.get(label) == other.get(label)) for label in inhibition.same)


def _labels(alert: Alert) -> dict[str, str]:
    """What an alert is grouped by, as its fingerprint has it, and its story and source."""
    labels = dict(shelf.group(alert))
    named = {"story": alert.story_id, "source": alert.source_id}
    return labels | {label: str(row_id) for label, row_id in named.items() if row_id is not None}
