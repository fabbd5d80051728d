"""All that is known of one alert: on what it rests, what it knows, when it rang and who was told, what was done to it."""

import json

from storage.file.sqlite import Connection, Row
from storage.log import events
from storage.reads import alertrows, itemrows, notices
from storage.rows import AlertView, DeliveryRow, EvidenceRow, FactRow

_MOST = 500
"""So many of each are shown; of more, the newest."""

_ALERT = (
    "SELECT fingerprint, coalesce(definition, '') AS definition FROM alert LEFT JOIN rule_rev"
    " ON rule_rev.rule = alert.rule AND rev = rule_rev WHERE id = ?"
)
_EVIDENCE = (
    "SELECT item.id, source.name, source.grade, item.title, item.link, at_ms, alert_evidence.revision, part, flag, badges,"
    " (SELECT json_group_array(name) FROM voice WHERE item_id = item.id) AS voices FROM alert_evidence"
    " CROSS JOIN item ON item.id = item_id CROSS JOIN source ON source.id = source_id WHERE alert_id = ?"
    " ORDER BY at_ms DESC, item_id DESC LIMIT ?"
)
_FACTS = (
    "SELECT kind, value, at_ms, item_id, notice_id FROM alert_fact WHERE alert_id = ?"
    " ORDER BY at_ms DESC, kind DESC, value DESC LIMIT ?"
)
_DELIVERIES = (
    "SELECT notice_id, channel, state, attempts, due_ms, done_ms, receipt FROM outbox INDEXED BY outbox_of_notice"
    " WHERE notice_id IN (SELECT id FROM notice WHERE alert_id = ?) ORDER BY outbox.id DESC LIMIT ?"
)
_LOG = f"SELECT {events.SHOWN} FROM event WHERE n IN (SELECT n FROM event_alert WHERE alert_id = ?) ORDER BY n DESC LIMIT ?"


def of(connection: Connection, alert_id: int, now_ms: int) -> AlertView | None:
    """The view of an alert; None where there is no such alert."""
    alert = alertrows.of(connection, [alert_id], now_ms).get(alert_id)
    if alert is None:
        return None
    known = connection.execute(_ALERT, (alert_id,)).fetchone()
    return AlertView(
        alert=alert,
        fingerprint=known["fingerprint"],
        evidence=tuple(_evidence(row) for row in _newest(connection, _EVIDENCE, alert_id)),
        facts=tuple(FactRow(*row) for row in _newest(connection, _FACTS, alert_id)),
        notices=notices.of_alert(connection, alert_id, _MOST),
        deliveries=tuple(DeliveryRow(*row) for row in _newest(connection, _DELIVERIES, alert_id)),
        log=tuple(events.row_of(row) for row in _newest(connection, _LOG, alert_id)),
        definition=known["definition"],
    )


def _newest(connection: Connection, sql: str, alert_id: int) -> list[Row]:
    """The newest rows, oldest first."""
    found: list[Row] = connection.execute(sql, (alert_id, _MOST)).fetchall()
    return found[::-1]


def _evidence(row: Row) -> EvidenceRow:
    return EvidenceRow(
        row["id"], row["name"], row["grade"], row["title"], row["link"], row["at_ms"], row["revision"], row["part"], row["flag"],
        itemrows.pairs(row["badges"]), tuple(json.loads(row["voices"])),
    )  # fmt: skip
