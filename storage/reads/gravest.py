"""The items that nobody has dealt with, the gravest first, of those as grave the newest: where the eye belongs next."""

import json

from storage.file.sqlite import Connection
from storage.query import Query, parse
from storage.query.finding import Finder
from storage.severity import SEVERITIES

_FIRST, _GROWTH = 16, 4
"""Few numbers lie close together, where a query is held against them item by item: most often the first few will do."""
_EVER = 1 << 62
_WAITING = (
    "SELECT id FROM item INDEXED BY item_grave WHERE severity > 0 AND severity = ? AND state = 'new'"
    " AND id < ? ORDER BY id DESC LIMIT ?"
)
_OF_NO_RANK = "SELECT max(id) FROM item WHERE id IN (SELECT value FROM json_each(?)) AND severity = 0"
_PLACE = "SELECT severity, id FROM item WHERE id = ?"


def new(connection: Connection, shown: Query | None, after: int | None, now_ms: int) -> int | None:
    """The item that follows `after` in that order, None: the first, of those that a query finds; None where none does."""
    place = connection.execute(_PLACE, (after,)).fetchone()
    highest, below = place or (len(SEVERITIES) - 1, _EVER)
    finder = Finder(connection, shown, now_ms)
    for rank in range(highest, 0, -1):
        if (found := _waiting(connection, finder, rank, below)) is not None:
            return found
        below = _EVER
    query = parse(shown.text if shown else "", also="is:new")
    return _of_no_rank(connection, Finder(connection, query, now_ms), below)


def _waiting(connection: Connection, finder: Finder, rank: int, below: int) -> int | None:
    """The newest of a severity."""
    size = _FIRST
    while ids := [row["id"] for row in connection.execute(_WAITING, (rank, below, size)).fetchall()]:
        if fitting := finder.among(ids):
            return fitting[0]
        below, size = ids[-1], size * _GROWTH
    return None


def _of_no_rank(connection: Connection, finder: Finder, below: int) -> int | None:
    """The newest that no rule has named."""
    size = _FIRST
    while ids := finder.newest(size, below):
        (found,) = connection.execute(_OF_NO_RANK, (json.dumps(ids.tolist()),)).fetchone()
        if found is not None:
            return int(found)
        below, size = ids[-1], size * _GROWTH
    return None
