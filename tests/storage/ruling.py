"""Rules in a line each, for tests: queries as text, severities by name, times in minutes."""

from collections.abc import Sequence

from alerts.rules import (
    Altered,
    Change,
    Condition,
    Contradict,
    Counts,
    Group,
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
from storage.query import parse
from storage.severity import SEVERITIES

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
ANY_CHANGE: frozenset[Change] = frozenset({"withdrawn", "headline", "quote_removed", "tag_removed"})


def need(*, within_min: float | None = None, **counts: int) -> Need:
    """So many `items`, `families`, `origins`, `primaries`, `sides` within so many minutes."""
    return Need(Counts(**counts), None if within_min is None else round(within_min * MINUTE_MS))


def rung(severity: str, *, within_min: float | None = None, **counts: int) -> Rung:
    """A graver severity, and what it takes."""
    return Rung(SEVERITIES.index(severity), need(within_min=within_min, **counts))


def rule(
    id: str,
    when: Condition,
    severity: str = "notice",
    *rungs: Rung,
    group_by: tuple[Group, ...] = ("story",),
    to: tuple[str, ...] = ("desk",),
    hold_min: float | None = None,
    cooldown_min: float | None = None,
) -> Rule:
    """A rule of any kind; its definition is what it is made of."""
    hold_ms, cooldown_ms = (None if m is None else round(m * MINUTE_MS) for m in (hold_min, cooldown_min))
    said = f"{id} {when} {severity} {rungs} {group_by} {to} {hold_ms} {cooldown_ms}"
    return Rule(id, SEVERITIES.index(severity), when, rungs, group_by, to, said, hold_ms, cooldown_ms)


def match(query: str) -> Match:
    """`kind = "match"`."""
    return Match(parse(query))


def quorum(query: str, *, within_min: float | None = None, **counts: int) -> Quorum:
    """`kind = "quorum"`."""
    return Quorum(parse(query), need(within_min=within_min, **counts))


def contradict(
    left: str, right: str, *, within_min: float = 24 * 60, left_sides: int = 1, right_sides: int = 1
) -> Contradict:
    """`kind = "contradict"`."""
    return Contradict(parse(left), parse(right), round(within_min * MINUTE_MS), left_sides, right_sides)


def rate(query: str, *, window_min: float = 30, factor: float = 4.0, least: int = 5) -> Rate:
    """`kind = "rate"`, by origins, against two weeks."""
    return Rate(parse(query), "origins", round(window_min * MINUTE_MS), 14 * 24 * HOUR_MS, factor, least, 2.0, HOUR_MS)


def silence(
    after_min: float | None = None, *, kinds: Sequence[str] = (), sources: Sequence[str] = (), fault_after: int = 0
) -> Silence:
    """`kind = "silence"`; without `after_min` by the source's own gaps."""
    after_ms = None if after_min is None else round(after_min * MINUTE_MS)
    return Silence(after_ms, frozenset(kinds), frozenset(sources), fault_after)


def altered(*on: Change, query: str | None = None) -> Altered:
    """`kind = "change"`; without `on` by any change."""
    return Altered(frozenset(on) or ANY_CHANGE, None if query is None else parse(query))


def urgency(
    *,
    renotify_min: float | None = None,
    ack_timeout_min: float | None = None,
    escalate: Sequence[tuple[float, str]] = (),
) -> Urgency:
    """What a severity means: minutes, and (minutes, channel)."""
    renotify_ms, ack_ms = (None if m is None else round(m * MINUTE_MS) for m in (renotify_min, ack_timeout_min))
    return Urgency(renotify_ms, ack_ms, tuple(Step(round(after * MINUTE_MS), to) for after, to in escalate))


def rules(*given: Rule, **urgencies: Urgency) -> Rules:
    """A desk's rules, and what severities mean, by name."""
    return Rules(given, {SEVERITIES.index(name): urgency for name, urgency in urgencies.items()})
