"""What is to be done about an alert now, and when to look at it again. Pure.

Every moment is reckoned from what has happened, never from the last look: to look more often changes nothing, and after a long
absence what is overdue is done once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from alerts.facts import LATE, RAISED, SNOOZE, TIMEOUT
from alerts.life.lifecycle import OPEN
from alerts.rules import Rule, Rules, Step
from storage.alerting.facts import Untold

GATHER_MS = 60_000
"""So long the alerts of a catch-up are gathered, to be told together."""
AGAIN_MS = 60_000
"""What only repeats, and is held back, is tried again after so long."""

Do = Literal["tell", "wake", "expire", "time out", "escalate", "repeat"]


@dataclass(frozen=True, slots=True)
class Terms:
    """How long everything lasts, by an alert's rule and severity."""

    hold_ms: int
    cooldown_ms: int
    expire_ms: int
    renotify_ms: int | None = None
    ack_timeout_ms: int | None = None
    escalate: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Times:
    """Where an alert stands."""

    state: str
    state_ms: int
    severity: int
    evidence_ms: int | None
    """When it came by its newest evidence; None: it rests on no item, and lasts as long as its cause."""
    snoozed_until_ms: int | None = None
    noticed_ms: int | None = None
    noticed_severity: int = 0
    escalated: int = 0
    line_ms: int | None = None
    """Of the last line of the log about it."""
    untold: tuple[Untold, ...] = ()
    is_quiet: bool = False
    is_held: bool = False
    """A mute or an inhibition keeps it from ringing."""


class Next(NamedTuple):
    """What is to be done now, or when to look again; neither: nothing will ever be due by itself."""

    do: Do | None
    look_ms: int | None


def terms(rules: Rules, rule: Rule | None, severity: int) -> Terms:
    """How long everything lasts for the alerts of a rule, at a severity."""
    urgency = rules.urgency(severity)
    return Terms(
        hold_ms=rules.hold_ms if rule is None or rule.hold_ms is None else rule.hold_ms,
        cooldown_ms=rules.cooldown_ms if rule is None or rule.cooldown_ms is None else rule.cooldown_ms,
        expire_ms=rules.expire_ms,
        renotify_ms=urgency.renotify_ms,
        ack_timeout_ms=urgency.ack_timeout_ms,
        escalate=urgency.escalate,
    )


def next_step(times: Times, terms: Terms, now_ms: int) -> Next:
    """The first of what is due, or when the earliest of the rest will be."""
    if times.state not in OPEN:
        return Next(None, None)
    moments = list(_moments(times, terms, now_ms))
    for do, at_ms in moments:
        if at_ms <= now_ms:
            return Next(do, None)
    return Next(None, min((at_ms for _, at_ms in moments), default=None))


def news(times: Times) -> tuple[Untold, ...]:
    """What is to be told: what was untold when an operator acted the operator has seen."""
    if times.state == "new":
        return times.untold
    return tuple(fact for fact in times.untold if fact.at_ms > times.state_ms)


def acked_ms(times: Times, now_ms: int) -> int:
    """When somebody last had a word for it: the acknowledgement, or a later line. A line of times to come says nothing."""
    return max(times.state_ms, times.line_ms) if times.line_ms and times.line_ms <= now_ms else times.state_ms


def _moments(times: Times, terms: Terms, now_ms: int) -> Iterator[tuple[Do, int]]:
    """What will be due when; of several that are due at once the first counts."""
    told, repeat_ms = news(times), _repeat_ms(times, terms, now_ms)
    if told:
        tell_ms = _tell_ms(told, times, terms)
        yield "tell", tell_ms if repeat_ms is None or times.noticed_ms is None else min(tell_ms, repeat_ms)
    kinds = {fact.kind for fact in told}
    if times.state == "snoozed" and times.snoozed_until_ms is not None:
        if SNOOZE not in kinds:
            yield "wake", times.snoozed_until_ms
    elif times.evidence_ms is not None and not told:
        yield "expire", max(times.evidence_ms, times.state_ms) + terms.expire_ms
    if times.state == "acked" and terms.ack_timeout_ms is not None and TIMEOUT not in kinds:
        yield "time out", acked_ms(times, now_ms) + terms.ack_timeout_ms
    if _repeats(times) and times.escalated < len(terms.escalate):
        yield "escalate", _unless_held(times, times.state_ms + terms.escalate[times.escalated].after_ms, now_ms)
    if repeat_ms is not None and not told:
        yield "repeat", repeat_ms


def _tell_ms(told: tuple[Untold, ...], times: Times, terms: Terms) -> int:
    """When news may be told: after the hold the first time, after the cooldown later, at once where it has become graver."""
    first_ms = min(fact.at_ms for fact in told)
    kinds = {fact.kind for fact in told}
    if kinds & {SNOOZE, TIMEOUT}:  # these have a time of their own
        return first_ms
    if times.noticed_ms is None:
        return first_ms + (max(terms.hold_ms, GATHER_MS) if LATE in kinds else terms.hold_ms)
    if times.severity > times.noticed_severity:
        return first_ms
    return max(first_ms, times.noticed_ms + terms.cooldown_ms)


def _repeat_ms(times: Times, terms: Terms, now_ms: int) -> int | None:
    if terms.renotify_ms is None or not _repeats(times):
        return None
    since_ms = times.state_ms if times.noticed_ms is None else times.noticed_ms
    return _unless_held(times, since_ms + terms.renotify_ms, now_ms)


def _repeats(times: Times) -> bool:
    """Is it one of which nobody has heard, or taken heed, though it has been told of?"""
    return times.state == "new" and not times.is_quiet and all(fact.kind != RAISED for fact in times.untold)


def _unless_held(times: Times, at_ms: int, now_ms: int) -> int:
    return max(at_ms, now_ms + AGAIN_MS) if times.is_held else at_ms
