"""What the types of config.toml can't say of rules and of what becomes of alerts."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from feint.config_alerts import (
    DESKS,
    INSISTS,
    Alerts,
    ChangeRule,
    Channel,
    ContradictRule,
    Counted,
    Inhibit,
    QuorumRule,
    Raising,
    RateRule,
    Rule,
    Rung,
    SilenceRule,
    TerminalChannel,
    Urgency,
)
from feint.config_reading import nearest
from feint.config_tables import Config
from feint.durations import written
from storage.severity import SEVERITIES

Note = tuple[str, str]
"""A key and what is wrong with it."""

OWN_RULES: dict[str, tuple[str, ...]] = {"feed-gone": ("source",), "offline": (), "disk-full": (), "channel-off": ()}
"""What raises alerts without a rule of the config, and what it groups by."""

_WEEK_S = 7 * 86_400


def check_alerts(config: Config) -> Iterator[Note]:
    """Find everything wrong with rules, severities, inhibitions and timers."""
    yield from _alerts(config.alerts)
    channels = {channel.id: channel for channel in (DESKS, *config.channels)}
    for name, urgency in config.severities.items():
        yield from _urgency(urgency, name, config.alerts, channels)
    sources = [source.name for source in config.sources]
    for n, rule in enumerate(config.rules):
        yield from _rule(rule, f"rule[{n}]", sources)
        if not isinstance(rule, ChangeRule):
            yield from _to(rule, f"rule[{n}]", channels)
    grouping = {rule.id: _groups_by(rule) for rule in config.rules if not isinstance(rule, ChangeRule)} | OWN_RULES
    for n, inhibit in enumerate(config.inhibits):
        yield from _inhibit(inhibit, f"inhibit[{n}]", grouping)


def _groups_by(rule: Raising) -> tuple[str, ...]:
    """What makes two firings of a rule one alert."""
    if isinstance(rule, SilenceRule):
        return ("source",)
    return () if isinstance(rule, RateRule) else getattr(rule, "group_by", ("story",))


class _Span(NamedTuple):
    """A duration of a table, and the least that makes sense."""

    key: str
    seconds: float | None
    least: float = 1.0


def _short(key: str, spans: Iterable[_Span]) -> Iterator[Note]:
    for span in spans:
        if span.seconds is not None and span.seconds < span.least:
            yield f"{key}.{span.key}", f"expected at least {written(span.least)}"


def _alerts(alerts: Alerts) -> Iterator[Note]:
    names = ("expire", "reopen", "catchup", "late_after", "stale_after")
    yield from _short("alerts", [_Span(name, getattr(alerts, f"{name}_s"), 60.0) for name in names])
    if alerts.hold_s >= alerts.expire_s:
        yield "alerts.hold", "as long as expire: an alert would be over before anybody is told"
    if alerts.catchup_s > alerts.late_after_s:
        yield "alerts.catchup", f"longer than late_after ({written(alerts.late_after_s)}), beyond which nothing rings"


def _urgency(urgency: Urgency, name: str, alerts: Alerts, channels: dict[str, Channel]) -> Iterator[Note]:
    key = f"severity.{name}"
    if name not in INSISTS:
        yield key, f"no such severity{nearest(name, list(INSISTS))}"
        return
    yield from _short(key, (_Span("renotify", urgency.renotify_s, 60.0), _Span("ack_timeout", urgency.ack_timeout_s)))
    if urgency.renotify_s is not None and name != "flash" and urgency.renotify_s < alerts.cooldown_s:
        told = f"shorter than the cooldown of {written(alerts.cooldown_s)} under [alerts], which would then hold nothing back"
        yield f"{key}.renotify", told
    before_s = 0.0
    for n, step in enumerate(urgency.escalate):
        if step.after_s <= before_s:
            told = f"after the step before it, which is at {written(before_s)}" if before_s else "at least 1s"
            yield f"{key}.escalate[{n}].after", f"expected {told}"
        before_s = max(before_s, step.after_s)
        yield from _reaches(step.to, f"{key}.escalate[{n}].to", name, channels)


def _to(rule: Raising, key: str, channels: dict[str, Channel]) -> Iterator[Note]:
    """Whether what the rule raises gets anywhere."""
    if not rule.to:
        yield f"{key}.to", "names no channel; without the key it rings on the desks"
    gravest = max((rule.severity, *(rung.severity for rung in getattr(rule, "rungs", ()))), key=SEVERITIES.index)
    for n, name in enumerate(rule.to):
        if name in rule.to[:n]:
            yield f"{key}.to[{n}]", f'"{name}" is there already'
        else:
            yield from _reaches(name, f"{key}.to[{n}]", gravest, channels)


def _reaches(name: str, key: str, severity: str, channels: dict[str, Channel]) -> Iterator[Note]:
    if name not in channels:
        yield key, f'no channel "{name}"{nearest(name, list(channels))}'
        return
    channel = channels[name]
    if isinstance(channel, TerminalChannel):
        return  # what is too slight to ring is listed on the desks all the same
    if SEVERITIES.index(severity) < SEVERITIES.index(channel.min_severity):
        yield key, f'"{name}" is sent nothing below {channel.min_severity}, and this is never above {severity}'


def _rule(rule: Rule, key: str, sources: list[str]) -> Iterator[Note]:
    if not rule.id.strip():
        yield f"{key}.id", "expected a name"
    if rule.id in OWN_RULES:
        yield f"{key}.id", f'"{rule.id}" is what feint calls alerts of its own'
    for name in ("query", "left", "right"):
        if not getattr(rule, name, "all").strip() and not isinstance(rule, ChangeRule):
            yield f"{key}.{name}", f"a {rule.kind} rule needs a query here"
    if not isinstance(rule, ChangeRule):
        for n, rung in enumerate(getattr(rule, "rungs", ())):
            yield from _rung(rung, f"{key}.raise[{n}]", rule)
    if not getattr(rule, "group_by", ("story",)):
        yield f"{key}.group_by", 'names nothing; one alert for the whole rule is ["rule"]'
    yield from _kind(rule, key, sources)


def _kind(rule: Rule, key: str, sources: list[str]) -> Iterator[Note]:
    """What only one kind has."""
    match rule:
        case QuorumRule() | ContradictRule():
            yield from _short(key, [_Span("within", rule.within_s)])
            if isinstance(rule, QuorumRule) and not _asks(rule.count):
                yield f"{key}.count", "counts nothing; name items, families, origins, primaries or sides"
        case RateRule():
            yield from _rate(rule, key)
        case SilenceRule():
            yield from _short(key, [_Span("after", rule.after_s, 60.0)])
            for n, name in enumerate(rule.sources):
                if name not in sources:
                    yield f"{key}.sources[{n}]", f'no source "{name}"{nearest(name, sources)}'
        case ChangeRule() if not rule.on:
            yield f"{key}.on", "names no change; without the key every one counts"


def _rate(rule: RateRule, key: str) -> Iterator[Note]:
    spans = (_Span("window", rule.window_s, 60.0), _Span("clear_after", rule.clear_after_s, 60.0))
    yield from _short(key, spans)
    if rule.baseline_s < _WEEK_S:
        yield f"{key}.baseline", "expected at least 7d; from 21d on the usual is that of the same hour of the week"
    if rule.window_s > rule.baseline_s:
        yield f"{key}.window", "longer than the baseline that it is held against"
    if rule.clear_below >= rule.factor:
        yield f"{key}.clear_below", f"expected less than the factor of {rule.factor:g}: it would be over as it begins"


def _rung(rung: Rung, key: str, rule: Raising) -> Iterator[Note]:
    if SEVERITIES.index(rung.severity) <= SEVERITIES.index(rule.severity):
        yield f"{key}.severity", f"{rung.severity} is not graver than the rule's own {rule.severity}"
    if not _asks(rung):
        of_what = "within what? " if rung.within_s is not None else ""
        yield key, f"{of_what}name how many items, families, origins, primaries or sides it takes"
    yield from _short(key, [_Span("within", rung.within_s)])


def _asks(counted: Counted) -> bool:
    """Is anything counted?"""
    return any((counted.items, counted.families, counted.origins, counted.primaries, counted.sides))


def _inhibit(inhibit: Inhibit, key: str, grouping: dict[str, tuple[str, ...]]) -> Iterator[Note]:
    if inhibit.source == inhibit.target:
        yield f"{key}.target", f'"{inhibit.target}" would inhibit itself'
        return
    for end in ("source", "target"):
        name = getattr(inhibit, end)
        if name not in grouping:
            yield f"{key}.{end}", f'no rule "{name}"{nearest(name, list(grouping))}'
            continue
        for label in inhibit.same:
            if label != "rule" and label not in grouping[name]:
                groups = ", ".join(group for group in grouping[name] if group != "rule")
                told = f"it groups by {groups}" if groups else "it has one alert for all; same = [] asks for nothing"
                yield f"{key}.same", f'"{name}" does not group by {label}, so they never agree on it; {told}'
