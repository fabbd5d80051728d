"""From the config's tables about alerts to the records of the alerts room; apart from feint.wiring, for desks need them too."""

from datetime import UTC
from math import isinf

import msgspec

from alerts.delivery.hearing import Hearing, Quiet
from alerts.rules import (
    DESK,
    Altered,
    Condition,
    Contradict,
    Counts,
    Group,
    Inhibition,
    Match,
    Need,
    Quorum,
    Rate,
    Rule,
    Rules,
    Rung,
    Silence,
    Step,
    Urgency,
)
from alerts.rules import Channel as Sent
from feint import config_alerts as tables
from feint.config_tables import Config
from feint.durations import hours, pace, written
from storage.query import parse
from storage.severity import SEVERITIES


def rules_of(config: Config) -> Rules:
    """The config's rules, their queries compiled. Raises QueryError; feint.queries says where."""
    alerts = config.alerts
    return Rules(
        rules=tuple(map(_rule, config.rules)),
        urgencies={SEVERITIES.index(name): _urgency(config, name) for name in tables.INSISTS},
        channels={channel.id: _channel(channel) for channel in (tables.DESKS, *config.channels)},
        inhibitions=tuple(Inhibition(each.source, each.target, each.same) for each in config.inhibits),
        hold_ms=_ms(alerts.hold_s),
        cooldown_ms=_ms(alerts.cooldown_s),
        expire_ms=_ms(alerts.expire_s),
        reopen_ms=_ms(alerts.reopen_s),
        catchup_ms=_ms(alerts.catchup_s),
        late_ms=_ms(alerts.late_after_s),
        stale_ms=_ms(alerts.stale_after_s),
    )


def hearing_of(config: Config, operator: str) -> Hearing:
    """What rings on an operator's desk: as their own table says, over what the desks' channel does."""
    from zoneinfo import ZoneInfo

    terminals = [each for each in config.channels if isinstance(each, tables.TerminalChannel)]
    desks = next((each for each in terminals if each.id == DESK), tables.DESKS)
    own = config.operators.get(operator, tables.Operator())
    most, most_s = pace(desks.flood)
    return Hearing(
        operator=operator,
        least=max(SEVERITIES.index(desks.min_severity), SEVERITIES.index(own.min_severity or "info")),
        quiet=tuple(Quiet(*hours(each)) for each in own.quiet),
        zone=ZoneInfo(own.zone) if own.zone else UTC,
        channels=frozenset((DESK, *(each.id for each in terminals))),
        bell=config.desk.bell if desks.bell is None else desks.bell,
        osc=desks.osc,
        most=most,
        most_ms=_ms(most_s),
    )


def definition(rule: tables.Rule) -> str:
    """A rule as the config has it, in one canonical line; what is left to the defaults does not stand in it."""
    return msgspec.json.encode(rule, enc_hook=written).decode()


def _rule(rule: tables.Rule) -> Rule:
    if isinstance(rule, tables.ChangeRule):
        altered = Altered(frozenset(rule.on), parse(rule.query) if rule.query else None)
        return Rule(rule.id, SEVERITIES.index("notice"), altered, definition=definition(rule))
    condition, group_by = _condition(rule)
    return Rule(
        id=rule.id,
        severity=SEVERITIES.index(rule.severity),
        when=condition,
        rungs=tuple(map(_rung, getattr(rule, "rungs", ()))),
        group_by=group_by,
        to=rule.to,
        definition=definition(rule),
        hold_ms=None if rule.hold_s is None else _ms(rule.hold_s),
        cooldown_ms=None if rule.cooldown_s is None else _ms(rule.cooldown_s),
    )


def _condition(rule: tables.Raising) -> tuple[Condition, tuple[Group, ...]]:
    """What a rule waits for, and what it groups by."""
    match rule:
        case tables.MatchRule():
            return Match(parse(rule.query)), rule.group_by
        case tables.QuorumRule():
            return Quorum(parse(rule.query), Need(_counts(rule.count), _ms(rule.within_s))), rule.group_by
        case tables.ContradictRule():
            left, right = parse(rule.left), parse(rule.right)
            return Contradict(left, right, _ms(rule.within_s), rule.left_sides, rule.right_sides), ("story",)
        case tables.RateRule():
            return _rate(rule), ("rule",)
        case tables.SilenceRule():
            return _silence(rule), ("source",)


def _rate(rule: tables.RateRule) -> Rate:
    return Rate(
        query=parse(rule.query),
        count_by=rule.count_by,
        window_ms=_ms(rule.window_s),
        baseline_ms=_ms(rule.baseline_s),
        factor=rule.factor,
        least=rule.min,
        clear_below=rule.clear_below,
        clear_after_ms=_ms(rule.clear_after_s),
    )


def _silence(rule: tables.SilenceRule) -> Silence:
    return Silence(
        after_ms=_unless_endless(rule.after_s),
        kinds=frozenset(rule.kinds),
        sources=frozenset(rule.sources),
        fault_after=rule.fault_after,
    )


def _rung(rung: tables.Rung) -> Rung:
    within_ms = None if rung.within_s is None else _ms(rung.within_s)
    return Rung(SEVERITIES.index(rung.severity), Need(_counts(rung), within_ms))


def _counts(counted: tables.Counted) -> Counts:
    return Counts(counted.items, counted.families, counted.origins, counted.primaries, counted.sides)


def _urgency(config: Config, severity: str) -> Urgency:
    own = config.severities.get(severity, tables.Urgency())
    renotify, ack_timeout = tables.INSISTS[severity]
    return Urgency(
        renotify_ms=_unless_endless(renotify if own.renotify_s is None else own.renotify_s),
        ack_timeout_ms=_unless_endless(ack_timeout if own.ack_timeout_s is None else own.ack_timeout_s),
        escalate=tuple(Step(_ms(step.after_s), step.to) for step in own.escalate),
    )


def _channel(channel: tables.Channel) -> Sent:
    most, most_s = pace(channel.flood)
    return Sent(channel.id, channel.kind, SEVERITIES.index(channel.min_severity), most, _ms(most_s))


def _ms(seconds: float) -> int:
    return round(seconds * 1_000)


def _unless_endless(seconds: float) -> int | None:
    return None if isinf(seconds) else _ms(seconds)
