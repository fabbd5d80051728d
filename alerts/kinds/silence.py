"""The rule of kind `silence`: a source that answers but brings nothing new for longer than is usual, or that cannot be had.

Quiet is not unreachable: the one is told when a silence is long, the other, as an alert of its own, after so many failures.
"""

from alerts.facts import EPISODE, Fact, span
from alerts.firing import Firing
from alerts.kinds import usual
from alerts.life import raising
from alerts.rules import DAY_MS, HOUR_MS, Rule, Rules, Silence
from storage.alerting import gaps, shelf
from storage.alerting.gaps import Failing, Quiet
from storage.file.sqlite import Connection

_LEARNT_MS = 28 * DAY_MS
_AT_ONCE = 40
_INTERVALS = 4
_LEAST_MS = HOUR_MS // 2
"""Nobody is called silent sooner."""
_FAULT = ("fault", "fetch")
"""What tells the alert of a source that cannot be had from that of its silence."""


class Patience:
    """How long each source may keep quiet, learnt anew every hour; a few sources a call, for each takes half a millisecond."""

    def __init__(self) -> None:
        self._learnt: dict[int, tuple[int, int | None]] = {}
        """Source -> when it was learnt, and what."""
        self._left = 0

    def begin(self) -> None:
        """A call begins."""
        self._left = _AT_ONCE

    def of(self, connection: Connection, source_id: int, now_ms: int) -> int | None:
        """The longest gap of a source that is usual at this hour; None: too little is known of it by now."""
        learnt_ms, gap_ms = self._learnt.get(source_id, (-HOUR_MS, None))
        if self._left and not learnt_ms <= now_ms < learnt_ms + HOUR_MS:
            self._left -= 1
            times = gaps.arrivals(connection, source_id, now_ms - _LEARNT_MS, now_ms)
            gap_ms = usual.gap_ms(times, now_ms)
            self._learnt[source_id] = now_ms, gap_ms
        return gap_ms


def watch(
    connection: Connection, rules: Rules, rule: Rule, watching_since_ms: int, now_ms: int, patience: Patience
) -> None:
    """Raise an alert for every source that has been silent for too long, or has failed too often.

    Silence counts from when this collector began to listen: a restart after a week off rings for nobody.
    """
    assert isinstance(rule.when, Silence)
    when = rule.when
    least_ms = _LEAST_MS if when.after_ms is None else when.after_ms
    if watching_since_ms <= now_ms - least_ms:
        for source in gaps.quiet(connection, now_ms - least_ms, watching_since_ms, now_ms):
            if when.speaks_of(source.name, source.kind):
                after_ms = _longest(connection, source, now_ms, patience) if when.after_ms is None else when.after_ms
                if after_ms is not None and now_ms - max(source.since_ms, watching_since_ms) >= after_ms:
                    _raise(connection, rules, _quiet(rule, source, now_ms), now_ms)
    if when.fault_after:
        _watch_faults(connection, rules, rule, now_ms)


def heard(connection: Connection, rules: Rules, source_id: int, now_ms: int) -> None:
    """A source has brought something new: it is silent no more."""
    for rule in rules.rules:
        if isinstance(rule.when, Silence):
            silent = Firing(rule, (("source", source_id),), "", rule.severity)
            raising.clear(connection, silent.fingerprint, now_ms, "the source speaks again")


def _longest(connection: Connection, source: Quiet, now_ms: int, patience: Patience) -> int | None:
    """How long a source may keep quiet, as far as it is known."""
    polls_ms = round(_INTERVALS * source.interval_s * 1_000)
    if now_ms - source.since_ms < polls_ms:
        return polls_ms
    learnt_ms = patience.of(connection, source.source_id, now_ms)
    return None if learnt_ms is None else max(_LEAST_MS, polls_ms, learnt_ms)


def _watch_faults(connection: Connection, rules: Rules, rule: Rule, now_ms: int) -> None:
    assert isinstance(rule.when, Silence)
    for failing in gaps.failing(connection, rule.when.fault_after):
        if rule.when.speaks_of(failing.name, failing.kind):
            _raise(connection, rules, _fault(rule, failing), now_ms)
    for alert in shelf.open_of(connection, rule.id):
        is_fault = alert.fingerprint.endswith("/".join(("", *_FAULT)))
        if is_fault and alert.source_id is not None and gaps.failures(connection, alert.source_id) == 0:
            raising.clear(connection, alert.fingerprint, now_ms, "the source answers again")


def _raise(connection: Connection, rules: Rules, firing: Firing, now_ms: int) -> None:
    if not raising.is_open(connection, firing.fingerprint):
        raising.fire(connection, rules, firing, now_ms)


def _quiet(rule: Rule, source: Quiet, now_ms: int) -> Firing:
    return Firing(
        rule,
        (("source", source.source_id),),
        f"{source.name}: nothing new for {span(now_ms - source.since_ms)}",
        rule.severity,
        facts=(Fact(EPISODE, str(source.since_ms)),),
        source_id=source.source_id,
    )


def _fault(rule: Rule, failing: Failing) -> Firing:
    return Firing(
        rule,
        (("source", failing.source_id), _FAULT),
        f"{failing.name}: cannot be had, {failing.failures} times in a row: {failing.reason}",
        rule.severity,
        facts=(Fact(EPISODE, str(failing.last_ok_ms)),),
        source_id=failing.source_id,
    )
