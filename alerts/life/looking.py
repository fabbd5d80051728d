"""The look at alerts whose time has come: what is due is done, and the next look is set.

It runs at the end of every transaction that may have woken some, and once a second while some are awake.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from alerts import facts
from alerts.facts import LATE, RAISED, REOPENED, SNOOZE, TIMEOUT, Fact
from alerts.life import noticing, timing
from alerts.life.lifecycle import OPEN
from alerts.life.timing import Do, Times
from alerts.rules import MINUTE_MS, Rules
from storage.alerting import evidence, outbox, shelf
from storage.alerting import facts as known_facts
from storage.alerting.facts import Untold
from storage.alerting.notices import Notice
from storage.alerting.shelf import Alert
from storage.file.sqlite import Connection
from storage.log.events import COLLECTOR, Event, append

_MOST_STEPS = 16
"""Of one alert in one look; what is left over is due at the next."""
_HAVE_THEIR_LINE = frozenset({RAISED, REOPENED, SNOOZE, TIMEOUT})


def look(connection: Connection, rules: Rules, now_ms: int) -> None:
    """Do what is due."""
    for alert_id in shelf.awake(connection, now_ms):
        _attend(connection, rules, alert_id, now_ms)


def next_wake(connection: Connection) -> int | None:
    """When the next alert is due; None: none will be by itself."""
    return shelf.next_wake(connection)


def began(connection: Connection, rules: Rules, now_ms: int) -> None:
    """A collector begins: it looks at all that is open, for the rules may be others, and the clock."""
    shelf.mend(connection, now_ms)
    look(connection, rules, now_ms)


def shift(connection: Connection, leap_ms: int, now_ms: int) -> None:
    """The wall's clock has leapt to `now_ms`: the times of open alerts, and of what waits to be sent, go along."""
    shelf.shift(connection, leap_ms)
    outbox.shift(connection, leap_ms)
    said = f"the clock leapt by {leap_ms / 1000:+,.0f} s; alerts go on as if it had not"
    append(connection, Event(now_ms, COLLECTOR, "clock_jump", "collector", [], said))


def _attend(connection: Connection, rules: Rules, alert_id: int, now_ms: int) -> None:
    for _ in range(_MOST_STEPS):
        alert = shelf.alert(connection, alert_id)
        times, terms = _times(connection, alert), timing.terms(rules, rules.rule(alert.rule), alert.severity)
        do, look_ms = timing.next_step(times, terms, now_ms)
        if do in ("escalate", "repeat") and noticing.held(connection, rules, alert, now_ms):
            do, look_ms = timing.next_step(replace(times, is_held=True), terms, now_ms)
        if do is None:
            shelf.rest(connection, alert_id, look_ms)
            if alert.state not in OPEN:
                shelf.lift(connection, alert_id)
            return
        _DO[do](connection, rules, alert, times, now_ms)


def _tell(connection: Connection, rules: Rules, alert: Alert, times: Times, now_ms: int) -> None:
    """Tell what is news; an alert that somebody had taken on, or laid aside, is new again by that."""
    news = timing.news(times)
    kinds = {fact.kind for fact in news}
    if {LATE, RAISED} <= kinds:
        _tell_late(connection, rules, alert, now_ms)
        return
    said, held = noticing.why(rules, alert, news), noticing.held(connection, rules, alert, now_ms)
    _notice(connection, rules, alert, news, said, held, now_ms)
    if alert.state != "new":
        shelf.renew(connection, alert.id, now_ms)
    if not kinds & _HAVE_THEIR_LINE and (not held or alert.state != "new"):
        _log(connection, alert, "held back" if held else "rang again", said, now_ms)


def _tell_late(connection: Connection, rules: Rules, alert: Alert, now_ms: int) -> None:
    """Tell of all alerts of a rule that a catch-up has raised, with one notice: the gravest one's that nothing holds."""
    new = [each for each in shelf.open_of(connection, alert.rule) if each.state == "new"]
    gathered = [(each, known_facts.untold(connection, each.id)) for each in new]
    late = [(each, untold) for each, untold in gathered if {LATE, RAISED} <= {fact.kind for fact in untold}]
    held = {each.id: noticing.held(connection, rules, each, now_ms) for each, _ in late}
    heard = sorted((each for each, _ in late if not held[each.id]), key=lambda each: (-each.severity, each.id))
    for each, untold in late:
        said, why_held = noticing.why(rules, each, untold), held[each.id]
        if not why_held and len(heard) > 1:
            if each.id == heard[0].id:
                said = facts.gathered([one.title for one in heard])
            else:
                why_held = f"told with alert {heard[0].id}"
                shelf.noticed(connection, each.id, each.severity, now_ms)
        _notice(connection, rules, each, untold, said, why_held, now_ms)


def _wake(connection: Connection, rules: Rules, alert: Alert, times: Times, now_ms: int) -> None:
    """Its rest is over, which is told at once."""
    known_facts.add(connection, alert.id, [Fact(SNOOZE, str(now_ms))], max(now_ms, alert.state_ms + 1))
    late_ms = now_ms - (alert.snoozed_until_ms or now_ms)
    late = f", {facts.span(late_ms)} late" if late_ms >= MINUTE_MS else ""
    _log(connection, alert, "woke", f"its rest is over{late}", now_ms)


def _time_out(connection: Connection, rules: Rules, alert: Alert, times: Times, now_ms: int) -> None:
    """Nobody has said a word since it was acknowledged, which is told at once."""
    since_ms = timing.acked_ms(times, now_ms)
    known_facts.add(connection, alert.id, [Fact(TIMEOUT, str(since_ms))], now_ms)
    _log(connection, alert, "timed out", f"no word of {alert.owner} for {facts.span(now_ms - since_ms)}", now_ms)


def _expire(connection: Connection, rules: Rules, alert: Alert, times: Times, now_ms: int) -> None:
    why = f"no new evidence for {facts.span(rules.expire_ms)}"
    shelf.close(connection, alert.id, "expired", why, now_ms)
    shelf.lift(connection, alert.id)
    _log(connection, alert, "expired", why, now_ms)


def _escalate(connection: Connection, rules: Rules, alert: Alert, times: Times, now_ms: int) -> None:
    step = rules.urgency(alert.severity).escalate[alert.escalated]
    said = facts.unheard(noticing.stand(alert), now_ms - alert.state_ms)
    shelf.escalated(connection, alert.id)
    noticing.escalate(connection, rules, alert, step.to, said, now_ms)
    _log(connection, alert, "escalated", f"to {step.to}: {said}", now_ms)


def _repeat(connection: Connection, rules: Rules, alert: Alert, times: Times, now_ms: int) -> None:
    """Tell once more, and write no line: the notice is the record."""
    said = facts.unheard(noticing.stand(alert), now_ms - alert.state_ms)
    _notice(connection, rules, alert, (), said, "", now_ms)


_DO: dict[Do, Callable[[Connection, Rules, Alert, Times, int], None]] = {
    "tell": _tell,
    "wake": _wake,
    "time out": _time_out,
    "expire": _expire,
    "escalate": _escalate,
    "repeat": _repeat,
}


def _notice(
    connection: Connection, rules: Rules, alert: Alert, news: Sequence[Untold], said: str, held: str, now_ms: int
) -> None:
    channels = " ".join(noticing.channels(rules, alert))
    notice = Notice(alert.id, now_ms, alert.severity, facts.reason(news), said, channels, held)
    noticing.tell(connection, rules, notice)


def _times(connection: Connection, alert: Alert) -> Times:
    return Times(
        state=alert.state,
        state_ms=alert.state_ms,
        severity=alert.severity,
        evidence_ms=alert.evidence_ms if evidence.rests_anything(connection, alert.id) else None,
        snoozed_until_ms=alert.snoozed_until_ms,
        noticed_ms=alert.noticed_ms,
        noticed_severity=alert.noticed_severity,
        escalated=alert.escalated,
        line_ms=shelf.line_ms(connection, alert.id) if alert.state == "acked" else None,
        untold=known_facts.untold(connection, alert.id),
        is_quiet=bool(alert.quiet),
    )


def _log(connection: Connection, alert: Alert, act: str, said: str, now_ms: int) -> None:
    append(connection, Event(now_ms, COLLECTOR, act, "alert", [alert.id], f"{alert.title}: {said}"))
