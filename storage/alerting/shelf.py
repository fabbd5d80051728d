"""Alerts on disk: raised, found by fingerprint, brought from state to state, and those whose time has come."""

from collections.abc import Iterable
from typing import NamedTuple

from storage.file.sqlite import Connection

_OPEN = "state IN ('new', 'acked', 'snoozed')"
_COLUMNS = (
    "id, rule, fingerprint, severity, state, title, raised_ms, state_ms, evidence_ms, owner, story_id, source_id,"
    " snoozed_until_ms, noticed_ms, noticed_severity, escalated, origins, primaries, sides, inhibited_by, quiet"
)
_NEWEST = f"SELECT {_COLUMNS} FROM alert WHERE fingerprint = ? ORDER BY {_OPEN} DESC, id DESC LIMIT 1"
_ALERT = f"SELECT {_COLUMNS} FROM alert WHERE id = ?"
# '0' follows '/': between are all names that begin with the rule's, of which some are other rules'.
_OPEN_OF = (
    f"SELECT {_COLUMNS} FROM alert INDEXED BY alert_open WHERE {_OPEN} AND fingerprint >= ?1"
    " AND fingerprint < ?1 || '0' AND rule = ?1 ORDER BY id"
)
_IS_OPEN = f"SELECT 1 FROM alert WHERE fingerprint = ? AND {_OPEN}"
_RAISE = (
    "INSERT INTO alert(rule, rule_rev, fingerprint, severity, title, raised_ms, updated_ms, state_ms, evidence_ms, story_id,"
    " source_id, origins, primaries, sides, quiet, wake_ms) SELECT ?1, coalesce((SELECT max(rev) FROM rule_rev WHERE rule = ?1),"
    " 0), ?2, ?3, ?4, ?5, ?5, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?5 RETURNING id"
)
_GROWN = (
    "UPDATE alert SET severity = ?, origins = ?, primaries = ?, sides = ?, updated_ms = ?, evidence_ms = max(evidence_ms, ?)"
    " WHERE id = ?"
)
_LINE = (
    "SELECT at_ms FROM event_alert CROSS JOIN event ON event.n = event_alert.n WHERE alert_id = ?"
    " ORDER BY event_alert.n DESC LIMIT 1"
)
# What is open already under that name stays the only one.
_RENEW = (
    "UPDATE OR IGNORE alert SET state = 'new', state_ms = ?1, updated_ms = ?1, owner = '', reason = '', escalated = 0,"
    " snoozed_until_ms = NULL, wake_ms = ?1 WHERE id = ?2"
)
# What was quiet is new to everybody from now on.
_WAKE = "UPDATE alert SET wake_ms = ?1, quiet = '', state_ms = iif(quiet <> '' AND state = 'new', ?1, state_ms) WHERE id = ?2"
_CLOSE = "UPDATE alert SET state = ?, state_ms = ?, updated_ms = ?, reason = ?, wake_ms = NULL WHERE id = ?"
_REST = "UPDATE alert SET wake_ms = ?, escalated = iif(state = 'new', escalated, 0) WHERE id = ?"
_SHIFT = (
    "UPDATE alert SET state_ms = state_ms + ?1, evidence_ms = evidence_ms + ?1, noticed_ms = noticed_ms + ?1,"
    f" below_ms = below_ms + ?1, wake_ms = 0 WHERE {_OPEN}"
)
_MEND = (
    "UPDATE alert SET state_ms = min(state_ms, ?1), evidence_ms = min(evidence_ms, ?1), noticed_ms = min(noticed_ms, ?1),"
    f" below_ms = min(below_ms, ?1), wake_ms = 0 WHERE {_OPEN}"
)
# The words are those of alerts.life.noticing.held.
_UNTELL = (
    f"UPDATE alert_fact SET notice_id = NULL WHERE alert_id IN (SELECT id FROM alert WHERE {_OPEN} AND inhibited_by = ?1)"
    " AND notice_id IN (SELECT id FROM notice WHERE notice.alert_id = alert_fact.alert_id"
    " AND held LIKE 'alert ' || ?1 || ' (%')"
)
_OF_THE_OPEN = f"alert_id IN (SELECT id FROM alert WHERE {_OPEN}) AND notice_id IS NULL"


class Alert(NamedTuple):
    """An alert as the collector deals with it."""

    id: int
    rule: str
    fingerprint: str
    severity: int
    state: str
    title: str
    raised_ms: int
    state_ms: int
    evidence_ms: int
    owner: str
    story_id: int | None
    source_id: int | None
    snoozed_until_ms: int | None
    noticed_ms: int | None
    noticed_severity: int
    escalated: int
    origins: int
    primaries: int
    sides: int
    inhibited_by: int
    quiet: str


class Raised(NamedTuple):
    """An alert to be."""

    rule: str
    fingerprint: str
    severity: int
    title: str
    at_ms: int
    story_id: int | None
    source_id: int | None
    origins: int
    primaries: int
    sides: int
    quiet: str


def newest(connection: Connection, fingerprint: str) -> Alert | None:
    """The alert of a fingerprint that is open, else the last one."""
    row = connection.execute(_NEWEST, (fingerprint,)).fetchone()
    return None if row is None else Alert(*row)


def alert(connection: Connection, alert_id: int) -> Alert:
    """An alert that there is."""
    return Alert(*connection.execute(_ALERT, (alert_id,)).fetchone())


def open_of(connection: Connection, rule: str) -> list[Alert]:
    """The open alerts of a rule, oldest first."""
    return [Alert(*row) for row in connection.execute(_OPEN_OF, (rule,)).fetchall()]


def is_open(connection: Connection, fingerprint: str) -> bool:
    """Is there an open alert of this fingerprint?"""
    return connection.execute(_IS_OPEN, (fingerprint,)).fetchone() is not None


def put(connection: Connection, raised: Raised) -> int:
    """Write a new alert, to be looked at in the same moment; returns its number."""
    (alert_id,) = connection.execute(_RAISE, raised).fetchone()
    return int(alert_id)


def grow(connection: Connection, alert_id: int, severity: int, counted: tuple[int, int, int], at_ms: int) -> None:
    """An alert has more evidence: its severity and its (origins, primaries, sides) now."""
    connection.execute(_GROWN, (severity, *counted, at_ms, at_ms, alert_id))


def count(connection: Connection, alert_id: int, counted: tuple[int, int, int]) -> None:
    """An alert rests on so many (origins, primaries, sides) now."""
    connection.execute("UPDATE alert SET origins = ?, primaries = ?, sides = ? WHERE id = ?", (*counted, alert_id))


def group(alert: Alert) -> tuple[tuple[str, str], ...]:
    """What an alert is grouped by, as its fingerprint has it: (("story", "812"), ("side", "ru"))."""
    parts = alert.fingerprint.removeprefix(f"{alert.rule}/").split("/")
    return tuple(zip(parts[::2], parts[1::2], strict=False))


def echoed(connection: Connection, alert_id: int, at_ms: int) -> None:
    """An alert has more evidence, that says nothing new."""
    connection.execute(
        "UPDATE alert SET updated_ms = ?1, evidence_ms = max(evidence_ms, ?1) WHERE id = ?2", (at_ms, alert_id)
    )


def wake(connection: Connection, alert_id: int, at_ms: int) -> None:
    """An alert is to be looked at, and there is something to tell of it."""
    connection.execute(_WAKE, (at_ms, alert_id))


def renew(connection: Connection, alert_id: int, at_ms: int) -> None:
    """An alert is new again, and nobody's."""
    connection.execute(_RENEW, (at_ms, alert_id))


def close(connection: Connection, alert_id: int, state: str, why: str, at_ms: int) -> None:
    """An alert is over: `resolved` or `expired`."""
    connection.execute(_CLOSE, (state, at_ms, at_ms, why, alert_id))


def noticed(connection: Connection, alert_id: int, severity: int, at_ms: int) -> None:
    """An alert has been told of."""
    connection.execute(
        "UPDATE alert SET noticed_ms = ?, noticed_severity = ? WHERE id = ?", (at_ms, severity, alert_id)
    )


def escalated(connection: Connection, alert_id: int) -> None:
    """One more step of an alert's escalation is taken."""
    connection.execute("UPDATE alert SET escalated = escalated + 1 WHERE id = ?", (alert_id,))


def from_the_first_step(connection: Connection, alert_id: int) -> None:
    """An alert has come under another severity, whose escalation begins."""
    connection.execute("UPDATE alert SET escalated = 0 WHERE id = ?", (alert_id,))


def inhibit(connection: Connection, alert_id: int, by: int) -> None:
    """An open alert keeps another from ringing; 0: none does."""
    connection.execute("UPDATE alert SET inhibited_by = ? WHERE id = ?", (by, alert_id))


def lift(connection: Connection, closed_id: int) -> None:
    """An alert is over: what it kept from ringing is looked at again, and has told nobody anything yet."""
    connection.execute(_UNTELL, (closed_id,))
    connection.execute(
        f"UPDATE alert SET inhibited_by = 0, wake_ms = 0 WHERE {_OPEN} AND inhibited_by = ?", (closed_id,)
    )


def rest(connection: Connection, alert_id: int, until_ms: int | None) -> None:
    """An alert is not to be looked at before; escalation begins anew once it is no longer new."""
    connection.execute(_REST, (until_ms, alert_id))


def awake(connection: Connection, now_ms: int) -> list[int]:
    """The alerts whose time has come, in the order in which it came."""
    found = connection.execute("SELECT id FROM alert WHERE wake_ms <= ? ORDER BY wake_ms, id", (now_ms,)).fetchall()
    return [row[0] for row in found]


def next_wake(connection: Connection) -> int | None:
    """When the next alert's time comes."""
    found = connection.execute("SELECT min(wake_ms) FROM alert WHERE wake_ms IS NOT NULL").fetchone()[0]
    return None if found is None else int(found)


def newest_item(connection: Connection, alert_id: int) -> int | None:
    """The newest item that an alert rests on."""
    found = connection.execute("SELECT max(item_id) FROM alert_evidence WHERE alert_id = ?", (alert_id,)).fetchone()[0]
    return None if found is None else int(found)


def line_ms(connection: Connection, alert_id: int) -> int | None:
    """When the last line about an alert was written."""
    row = connection.execute(_LINE, (alert_id,)).fetchone()
    return None if row is None else int(row[0])


def name_severity(connection: Connection, item_ids: Iterable[int], severity: int) -> None:
    """A rule names these items: the gravest counts."""
    connection.executemany(
        "UPDATE item SET severity = ?1 WHERE id = ?2 AND severity < ?1", [(severity, item_id) for item_id in item_ids]
    )


def shift(connection: Connection, leap_ms: int) -> None:
    """The clock has leapt: let the times of open alerts go along, but for the hours that operators have named."""
    connection.execute(_SHIFT, (leap_ms,))
    connection.execute(f"UPDATE alert_fact SET at_ms = at_ms + ? WHERE {_OF_THE_OPEN}", (leap_ms,))


def mend(connection: Connection, now_ms: int) -> None:
    """Look at every open alert again; what seems to have happened in times to come happened now."""
    connection.execute(_MEND, (now_ms,))
    connection.execute(f"UPDATE alert_fact SET at_ms = min(at_ms, ?) WHERE {_OF_THE_OPEN}", (now_ms,))
