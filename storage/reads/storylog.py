"""What was done to a story: to any of its items, and to the alerts that rest on them; and what was noted on them."""

from storage.file.sqlite import Connection
from storage.log import events
from storage.rows import EventRow

_MOST = 200
"""So many lines are shown of each; of more, the newest."""

_ITEMS = "SELECT id FROM item INDEXED BY item_by_story WHERE story_id = ?1"
_OF_ITEMS = f"SELECT n FROM event_item WHERE item_id IN ({_ITEMS})"
_OF_ALERTS = (
    "SELECT n FROM event_alert WHERE alert_id IN"
    f" (SELECT alert_id FROM alert_evidence INDEXED BY evidence_by_item WHERE item_id IN ({_ITEMS}))"
)
_ALL = f"SELECT {events.SHOWN} FROM event WHERE n IN ({_OF_ITEMS} UNION {_OF_ALERTS})"
_LINES = f"{_ALL} AND act <> 'noted' ORDER BY n DESC LIMIT {_MOST}"
_NOTES = f"{_ALL} AND +act = 'noted' ORDER BY n DESC LIMIT {_MOST}"


def lines(connection: Connection, story_id: int) -> tuple[EventRow, ...]:
    """All but notes, oldest first."""
    return _oldest_first(connection, _LINES, story_id)


def notes(connection: Connection, story_id: int) -> tuple[EventRow, ...]:
    """The notes, oldest first."""
    return _oldest_first(connection, _NOTES, story_id)


def _oldest_first(connection: Connection, sql: str, story_id: int) -> tuple[EventRow, ...]:
    found = connection.execute(sql, (story_id,)).fetchall()
    return tuple(events.row_of(line) for line in reversed(found))
