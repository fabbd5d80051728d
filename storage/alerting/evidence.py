"""What alerts rest on: each item once, from when it counts, and what is to be known of it."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from storage.file.sqlite import Connection

QUIET = frozenset({"backfill", "embargo"})
"""What is flagged so was brought in silently, and rings for nobody."""

_OF = "SELECT item_id, at_ms, revision, part, flag FROM alert_evidence WHERE alert_id = ?"
_THESE = f"{_OF} AND item_id IN (SELECT value FROM json_each(?))"
_NEWEST = f"{_OF} ORDER BY at_ms DESC LIMIT ?"
_PUT = (
    "INSERT INTO alert_evidence(alert_id, item_id, at_ms, revision, part, flag) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms, revision = excluded.revision, part = excluded.part, flag = excluded.flag"
)
# A copy of what the alert rests on already, or the same item again.
_ECHOES = (
    "SELECT item.id FROM item WHERE id IN (SELECT value FROM json_each(?2)) AND copy_of IS NOT NULL AND EXISTS (SELECT 1"
    " FROM alert_evidence WHERE alert_id = ?1 AND item_id = copy_of AND flag IN ('', 'late', 'edited'))"
)
_LIVE_ON = (
    "SELECT alert_id, item_id, rule, state FROM alert_evidence CROSS JOIN alert NOT INDEXED ON alert.id = alert_id"
    " WHERE item_id IN (SELECT value FROM json_each(?)) AND (state IN ('new', 'acked', 'snoozed')"
    " OR state IN ('resolved', 'expired') AND state_ms >= ?) ORDER BY alert_id, item_id"
)


class Piece(NamedTuple):
    """An item as evidence."""

    at_ms: int
    revision: int
    part: str
    flag: str


class Rests(NamedTuple):
    """That an alert rests on an item."""

    alert_id: int
    item_id: int
    rule: str
    state: str


def of(connection: Connection, alert_id: int) -> dict[int, Piece]:
    """All that an alert rests on, by item."""
    found = connection.execute(_OF, (alert_id,)).fetchall()
    return {item_id: Piece(*piece) for item_id, *piece in found}


def newest(connection: Connection, alert_id: int, most: int) -> dict[int, Piece]:
    """So many at most of what an alert rests on, the newest."""
    found = connection.execute(_NEWEST, (alert_id, most)).fetchall()
    return {item_id: Piece(*piece) for item_id, *piece in reversed(found)}


def these(connection: Connection, alert_id: int, item_ids: Collection[int]) -> dict[int, Piece]:
    """Those of these items that an alert rests on."""
    found = connection.execute(_THESE, (alert_id, json.dumps(list(item_ids)))).fetchall()
    return {item_id: Piece(*piece) for item_id, *piece in found}


def put(connection: Connection, alert_id: int, pieces: Mapping[int, Piece]) -> None:
    """Let an alert rest on these items, and on each so."""
    connection.executemany(_PUT, [(alert_id, item_id, *piece) for item_id, piece in pieces.items()])


def echoes(connection: Connection, alert_id: int, item_ids: Iterable[int]) -> set[int]:
    """Those of these items that are copies of a text on which an alert rests aloud."""
    return {row[0] for row in connection.execute(_ECHOES, (alert_id, json.dumps(list(item_ids)))).fetchall()}


def rests_anything(connection: Connection, alert_id: int) -> bool:
    """Does an alert rest on any item?"""
    found = connection.execute("SELECT 1 FROM alert_evidence WHERE alert_id = ? LIMIT 1", (alert_id,))
    return found.fetchone() is not None


def live_on(connection: Connection, item_ids: Collection[int], since_ms: int) -> list[Rests]:
    """The alerts that rest on these items and are open, or were until then."""
    return [Rests(*row) for row in connection.execute(_LIVE_ON, (json.dumps(list(item_ids)), since_ms)).fetchall()]
