"""Alerts of the scene, as a rule's first firing leaves them: item, evidence, facts, the line in the log, the notice."""

from collections.abc import Sequence

from storage.file.sqlite import Connection
from storage.log.events import COLLECTOR, Event, append

_ALERT = (
    "INSERT INTO alert(rule, fingerprint, severity, title, raised_ms, updated_ms, state_ms, evidence_ms, noticed_ms,"
    " noticed_severity) VALUES (:rule, :fingerprint, :severity, :title, :at, :at, :at, :at, :at, :severity) RETURNING id"
)
_EVIDENCE = "INSERT INTO alert_evidence(alert_id, item_id, at_ms) VALUES (?, ?, ?)"
_FACT = "INSERT INTO alert_fact(alert_id, kind, value, at_ms, notice_id) VALUES (?, ?, ?, ?, ?)"
_NOTICE = (
    "INSERT INTO notice(alert_id, seq, at_ms, severity, reason, said, channels, held)"
    " SELECT id, (SELECT count(*) + 1 FROM notice WHERE alert_id = alert.id), ?, severity, ?, ?, ?, ? FROM alert WHERE id = ?"
    " RETURNING id"
)


def raised(
    connection: Connection,
    rule: str,
    fingerprint: str,
    severity: int,
    title: str,
    at_ms: int,
    item_ids: Sequence[int],
    held: str = "",
) -> int:
    """A new alert that has rung on desks; returns its number."""
    row = {"rule": rule, "fingerprint": fingerprint, "severity": severity, "title": title, "at": at_ms}
    (alert_id,) = connection.execute(_ALERT, row).fetchone()
    connection.executemany(_EVIDENCE, [(alert_id, item_id, at_ms) for item_id in item_ids])
    connection.executemany(
        "UPDATE item SET severity = max(severity, ?) WHERE id = ?", [(severity, i) for i in item_ids]
    )
    notice_id = noticed(connection, alert_id, at_ms, held=held)
    facts = (("raised", ""), ("rung", str(severity)))
    connection.executemany(_FACT, [(alert_id, *fact, at_ms, notice_id) for fact in facts])
    append(connection, Event(at_ms, COLLECTOR, "raised", "alert", [alert_id], f"rule {rule}: {title}"))
    return int(alert_id)


def noticed(
    connection: Connection,
    alert_id: int,
    at_ms: int,
    reason: str = "first",
    said: str = "what it asks for is there",
    channels: str = "desk",
    held: str = "",
) -> int:
    """It rings on some channels, unless something holds it back; returns the notice's number."""
    given = (at_ms, reason, said, channels, held, alert_id)
    return int(connection.execute(_NOTICE, given).fetchone()[0])
