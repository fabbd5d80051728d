"""How much there is of what a query finds: texts, or their writers, in a window of time."""

import datetime
import json
from typing import NamedTuple

from storage.file.sqlite import Connection
from storage.query import Query, parse
from storage.query.finding import Finder

_BEGAN = "SELECT min(first_seen_ms) FROM item"
_ANYTHING = "SELECT 1 FROM item INDEXED BY item_by_arrival WHERE first_seen_ms > ? AND first_seen_ms <= ?"
_NEWS = (
    "SELECT id, origin, coalesce(copy_of, id) FROM item WHERE id IN (SELECT value FROM json_each(?1)) AND first_poll = 0"
    " AND first_seen_ms > ?2 AND first_seen_ms <= ?3"
    " AND (published_ms IS NULL OR published_ms BETWEEN first_seen_ms - ?4 AND first_seen_ms + 86400000)"
)
_LAST = (
    "SELECT id, state IN ('new', 'acked', 'snoozed'), below_ms FROM alert WHERE fingerprint = ? ORDER BY raised_ms DESC, id DESC"
    " LIMIT 1"
)


class Last(NamedTuple):
    """The last alert of a rate."""

    alert_id: int
    is_open: int
    below_ms: int | None
    """Since when the rate has been low; None: it has not been since the alert was raised."""


def last(connection: Connection, fingerprint: str) -> Last | None:
    """The last alert of a rate, open or not."""
    row = connection.execute(_LAST, (fingerprint,)).fetchone()
    return None if row is None else Last(*row)


def mark(connection: Connection, alert_id: int, below_ms: int | None) -> None:
    """Remember since when the rate of an alert has been low."""
    connection.execute("UPDATE alert SET below_ms = ? WHERE id = ?", (below_ms, alert_id))


def began_ms(connection: Connection) -> int | None:
    """When anything was first seen."""
    (at_ms,) = connection.execute(_BEGAN).fetchone()
    return at_ms if at_ms is None else int(at_ms)


def has_items(connection: Connection, since_ms: int, until_ms: int) -> bool:
    """Was anything seen then? If not the desk did not listen."""
    return connection.execute(_ANYTHING, (since_ms, until_ms)).fetchone() is not None


def seen(
    connection: Connection, query: Query, since_ms: int, until_ms: int, late_ms: int
) -> list[tuple[int, str, int]]:
    """What a query finds of what was seen after `since_ms` until `until_ms`: each item, its writer, its text.

    A source's first document does not count, nor what was published more than `late_ms` before.
    """
    bounded = parse(query.text, also=f"since:{_said(since_ms)} before:{_said(until_ms + 1_000)}")
    ids = Finder(connection, bounded, until_ms, copies=True).all()
    found = connection.execute(_NEWS, (json.dumps(list(ids)), since_ms, until_ms, late_ms)).fetchall()
    return [(item_id, origin, text_id) for item_id, origin, text_id in found]


def _said(at_ms: int) -> str:
    return f"{datetime.datetime.fromtimestamp(at_ms // 1_000, datetime.UTC):%Y-%m-%dT%H:%M:%S}"
