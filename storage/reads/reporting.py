"""How the watch went, in figures: how often alerts rang, how soon somebody answered, what rang in vain.

An alarm is a notice that nothing held back. A figure is what one of the selects here brings, or is counted from its rows.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from storage.file.readonly import reading
from storage.file.sqlite import Connection, Row
from storage.log.events import COLLECTOR
from storage.reads import answering, watches
from storage.reads.answering import Moment, Ring
from storage.reads.watches import Coming, Span

TEN_MINUTES_MS = 600_000
ANSWERS = ("acknowledged", "assigned", "snoozed", "resolved", "dismissed")
"""The acts by which an operator answers."""
FALSE = "false positive"
"""How the reason begins for which such an alert is dismissed."""

_RANG = (
    "SELECT alert_id, at_ms, rule FROM notice INDEXED BY notice_by_time CROSS JOIN alert ON alert.id = alert_id"
    " WHERE at_ms >= ? AND at_ms < ? AND held = '' ORDER BY at_ms"
)
_RAISED = (
    "SELECT count(*), coalesce(sum(state = 'dismissed' AND replace(lower(reason), '-', ' ') LIKE ? || '%'), 0) FROM alert"
    " INDEXED BY alert_by_age WHERE updated_ms >= ?2 AND raised_ms >= ?2 AND raised_ms < ?3"
)
_HELD = (
    "SELECT held LIKE 'mute %', count(*) FROM notice INDEXED BY notice_by_time"
    " WHERE at_ms >= ? AND at_ms < ? AND held <> '' GROUP BY 1"
)
_SENT = (
    "WITH RECURSIVE known(name) AS (SELECT min(channel) FROM outbox INDEXED BY outbox_done WHERE done_ms IS NOT NULL UNION ALL"
    " SELECT (SELECT min(channel) FROM outbox INDEXED BY outbox_done WHERE done_ms IS NOT NULL AND channel > known.name)"
    " FROM known WHERE name IS NOT NULL)"
    " SELECT name, sum(state = 'sent'), sum(state = 'failed'), sum(state = 'digested') FROM known CROSS JOIN outbox"
    " INDEXED BY outbox_done ON channel = name WHERE done_ms IS NOT NULL AND done_ms >= ? AND done_ms < ? GROUP BY name"
)
_MOMENTS = """
SELECT alert_id, at_ms, 'rang' AS what, severity FROM notice WHERE alert_id IN (SELECT value FROM json_each(?1)) AND held = ''
UNION ALL
SELECT alert_id, at_ms, iif(operator = ?2, 'ended', 'answered'), 0 FROM event_alert CROSS JOIN event USING (n)
WHERE alert_id IN (SELECT value FROM json_each(?1)) AND iif(operator = ?2, act IN ('resolved', 'cleared', 'expired'),
    act IN (SELECT value FROM json_each(?3)))
ORDER BY alert_id, at_ms, what DESC
"""
_CAME = "SELECT at_ms, operator, act = 'arrived' FROM event INDEXED BY event_by_act WHERE act IN ('arrived', 'left') ORDER BY n"
_OPEN = "SELECT operator, since_ms, seen_ms FROM desk"
_LAST_LINE = (
    "SELECT max(at_ms) FROM event INDEXED BY event_by_operator WHERE operator = ?1 AND at_ms >= ?2"
    " AND at_ms < coalesce((SELECT min(at_ms) FROM event INDEXED BY event_by_operator"
    " WHERE operator = ?1 AND act = 'arrived' AND at_ms > ?2), ?3)"
)


class Sent(NamedTuple):
    """What became of the notices for a channel."""

    channel: str
    sent: int
    failed: int
    digested: int
    """Told of by one notice with others."""


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a stretch of time."""

    since_ms: int
    until_ms: int
    alarms: int
    alerts: int
    """Raised in that time."""
    watched_ms: int
    """How long somebody had a desk open."""
    attended: int
    """Alarms while somebody had."""
    worst: int
    """The most alarms in ten minutes .."""
    worst_ms: int | None
    """.. that begin then."""
    rings: int
    """How often an alert rang until it was answered, or ended: again and again is one ring."""
    answered: int
    median_ms: int | None
    p95_ms: int | None
    late: int
    """Answered, but later than their severity allows."""
    never: int
    """Not answered at all, though they rang for longer than that."""
    noisiest: str
    """The rule with the most alarms."""
    noisiest_alarms: int
    false: int
    """Alerts raised in that time that an operator dismissed as false."""
    held_by_mutes: int
    held_by_alerts: int
    """Notices held back because another rule's alert was open."""
    channels: tuple[Sent, ...]

    @property
    def per_hour(self) -> float | None:
        """Alarms per hour in which somebody had a desk open; None: nobody had."""
        return self.attended / (self.watched_ms / 3_600_000) if self.watched_ms else None


def report(path: Path, since_ms: int, until_ms: int, in_time_ms: Mapping[int, int]) -> Report:
    """The figures between two moments. `in_time_ms`: by severity, how soon an alert is to be answered; else ten minutes.

    Raises StoreError.
    """
    period = since_ms, until_ms
    with reading(path) as connection:
        rang = connection.execute(_RANG, period).fetchall()
        rings = [ring for ring in _rings(connection, rang) if since_ms <= ring.at_ms < until_ms]
        watched = watches.together(_stays(connection, until_ms), *period)
        alerts, false = connection.execute(_RAISED, (FALSE, *period)).fetchone()
        held = dict(tuple(row) for row in connection.execute(_HELD, period).fetchall())
        channels = tuple(Sent(*row) for row in connection.execute(_SENT, period).fetchall())
    moments = [row["at_ms"] for row in rang]
    worst, worst_ms = watches.densest(moments, TEN_MINUTES_MS)
    lengths = [ring.lasted_ms(until_ms) for ring in rings if ring.is_answered]
    overdue = [ring for ring in rings if ring.lasted_ms(until_ms) > in_time_ms.get(ring.severity, TEN_MINUTES_MS)]
    ((noisiest, loudest),) = Counter(row["rule"] for row in rang).most_common(1) or [("", 0)]
    return Report(
        since_ms=since_ms,
        until_ms=until_ms,
        alarms=len(rang),
        alerts=alerts,
        watched_ms=sum(span.to_ms - span.from_ms for span in watched),
        attended=watches.within(moments, watched),
        worst=worst,
        worst_ms=worst_ms,
        rings=len(rings),
        answered=len(lengths),
        median_ms=answering.quantile(lengths, 0.5),
        p95_ms=answering.quantile(lengths, 0.95),
        late=sum(ring.is_answered for ring in overdue),
        never=sum(not ring.is_answered for ring in overdue),
        noisiest=noisiest,
        noisiest_alarms=loudest,
        false=false,
        held_by_mutes=held.get(1, 0),
        held_by_alerts=held.get(0, 0),
        channels=channels,
    )


def _rings(connection: Connection, rang: Sequence[Row]) -> Iterator[Ring]:
    """Every ring of the alerts that rang."""
    values = json.dumps(list({row["alert_id"] for row in rang})), COLLECTOR, json.dumps(ANSWERS)
    for _, rows in groupby(connection.execute(_MOMENTS, values), key=itemgetter("alert_id")):
        yield from answering.rings(Moment(row["at_ms"], row["what"], row["severity"]) for row in rows)


def _stays(connection: Connection, now_ms: int) -> list[Span]:
    """From when to when each desk was open; one that was killed until its operator's last line."""
    comings = [Coming(at_ms, operator, bool(came)) for at_ms, operator, came in connection.execute(_CAME).fetchall()]
    seen = {(row["operator"], row["since_ms"]): row["seen_ms"] for row in connection.execute(_OPEN).fetchall()}
    for operator, since_ms in watches.unclosed(comings):
        if (operator, since_ms) not in seen:
            (last_ms,) = connection.execute(_LAST_LINE, (operator, since_ms, now_ms)).fetchone()
            seen[operator, since_ms] = last_ms
    return watches.stays(comings, seen)
