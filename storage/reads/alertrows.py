"""The lines of the alerts: what is new first, then what somebody has, what rests, and what is closed."""

import json
from collections.abc import Collection

from storage.file.sqlite import Connection, Row
from storage.reads import mutes
from storage.reads.remembering import Remembered
from storage.rows import AlertRow

OPEN = ("new", "acked", "snoozed")
"""The states in their order; of each the gravest first, then what changed last. The closed ones stand as they were closed."""

# As an AlertRow has them, then what mutes ask for besides.
_COLUMNS = (
    "SELECT id, rule, severity, state, title, raised_ms, updated_ms, owner,"
    " (SELECT max(item_id) FROM alert_evidence WHERE alert_id = alert.id) AS item_id, source_id, story_id,"
    " (SELECT count(*) FROM alert_evidence WHERE alert_id = alert.id) AS evidence, '' AS muted, rule_rev, reason, state_ms,"
    " snoozed_until_ms, noticed_ms, origins, primaries, sides,"
    " coalesce((SELECT said FROM notice INDEXED BY notice_telling WHERE alert_id = alert.id"
    " AND reason NOT IN ('renotify', 'escalated') ORDER BY seq DESC LIMIT 1), '') AS said, inhibited_by, quiet"
    " FROM alert"
)
_IN_STATE = f"{_COLUMNS} WHERE state = ? ORDER BY severity DESC, updated_ms DESC, id DESC LIMIT ?"
_CLOSED = (
    f"{_COLUMNS} INDEXED BY alert_by_age WHERE +state IN ('resolved', 'dismissed', 'expired')"
    " ORDER BY updated_ms DESC, id DESC LIMIT ?"
)
_THESE = f"{_COLUMNS} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"


def listed(connection: Connection, limit: int, now_ms: int, remembered: Remembered) -> list[AlertRow]:
    """The first so many, as the desk lists them."""
    found: list[Row] = []
    for state in OPEN:
        found += connection.execute(_IN_STATE, (state, limit - len(found))).fetchall()
    if len(found) < limit:
        found += connection.execute(_CLOSED, (limit - len(found),)).fetchall()
    return _rows(connection, found, now_ms, remembered)


def of(connection: Connection, ids: Collection[int], now_ms: int) -> dict[int, AlertRow]:
    """The rows of `ids`, by id; an id that there is not is left out."""
    found = connection.execute(_THESE, (json.dumps(list(ids)),)).fetchall()
    return {row.id: row for row in _rows(connection, found, now_ms, Remembered())}


def _rows(connection: Connection, found: Collection[Row], now_ms: int, remembered: Remembered) -> list[AlertRow]:
    muted = mutes.reasons(connection, found, now_ms, remembered)
    rows = (AlertRow(*row[: len(AlertRow._fields)]) for row in found)
    return [row._replace(muted=muted[row.id]) if row.id in muted else row for row in rows]
