"""The items that nobody has dealt with: those beside one, and the gravest first, of those as grave the newest."""

import json
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator
from itertools import chain, islice
from operator import neg
from typing import Protocol

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
_BESIDE = {
    1: "SELECT json_group_array(id) FROM (SELECT id FROM item INDEXED BY item_by_state"
    " WHERE state || '' = 'new' AND id <= ? ORDER BY id DESC LIMIT ?)",
    -1: "SELECT json_group_array(id) FROM (SELECT id FROM item INDEXED BY item_by_state"
    " WHERE state || '' = 'new' AND id >= ? ORDER BY id LIMIT ?)",
}
_MOST = 1 << 16
_SPARSE = 16
"""So many times fewer are looked up one by one."""


class _Shown(Protocol):
    """What the items are looked for in."""

    def among(self, ids: Collection[int]) -> "array[int]":
        """Those of `ids` that are in it, newest first."""

    def newest(self, limit: int, below: int) -> "array[int]":
        """Its newest that are new, below a number."""


class _Listed:
    """A list that falls: what is in it is known without asking its query again, which may take long."""

    def __init__(self, connection: Connection, ids: "array[int]") -> None:
        self._connection = connection
        self._ids = ids

    def among(self, ids: Collection[int]) -> "array[int]":
        """By a look at their places."""
        return array("q", (id for id in ids if _holds(self._ids, id)))

    def newest(self, limit: int, below: int) -> "array[int]":
        """From stretches that grow, for what is new lies at the top most often."""
        return array("q", islice(chain.from_iterable(_new_in(self._connection, self._ids, below, 1)), limit))


def new(connection: Connection, shown: Query | None, after: int | None, now_ms: int) -> int | None:
    """The item that follows `after` in that order, None: the first, of those that a query finds; None where none does."""
    query = parse(shown.text if shown else "", also="is:new")
    return _following(connection, Finder(connection, shown, now_ms), Finder(connection, query, now_ms), after)


def new_of(connection: Connection, ids: "array[int]", after: int | None) -> int | None:
    """The same of a list, which must fall."""
    listed = _Listed(connection, ids)
    return _following(connection, listed, listed, after)


def beside(connection: Connection, ids: "array[int]", id: int, step: int) -> int | None:
    """The next item of a list, which must fall, that is new: an older one (`step` 1), or a newer one (-1); None: there is none."""
    return next(chain.from_iterable(_new_in(connection, ids, id, step)), None)


def _new_in(connection: Connection, ids: "array[int]", id: int, step: int) -> Iterator[list[int]]:
    """What is in a list that falls and among the new items, beyond an item, the nearest first; in stretches.

    Neither side is read where the other has nothing: a list of a hundred thousand that are dealt with costs one look.
    """
    size = _FIRST
    while (start := _beyond(ids, id, step)) is not None:
        (found,) = connection.execute(_BESIDE[step], (start, size)).fetchone()
        new = json.loads(found)
        if not new:
            return
        listed = ids[_place_below(ids, max(new[0], new[-1]) + 1) : _place_below(ids, min(new[0], new[-1]))]
        if len(listed) > _SPARSE * len(new):
            yield [each for each in new if _holds(listed, each)]
        else:
            yield sorted(set(new).intersection(listed), reverse=step > 0)
        id, size = new[-1], min(size * _GROWTH, _MOST)


def _beyond(falling: "array[int]", id: int, step: int) -> int | None:
    """The next of a list that falls."""
    at = _place_below(falling, id) if step > 0 else _place_below(falling, id + 1) - 1
    return falling[at] if 0 <= at < len(falling) else None


def _holds(falling: "array[int]", id: int) -> bool:
    at = _place_below(falling, id + 1)
    return at < len(falling) and falling[at] == id


def _place_below(falling: "array[int]", id: int) -> int:
    """Where the ids begin that are smaller than this one."""
    return bisect_left(falling, 1 - id, key=neg)


def _following(connection: Connection, shown: _Shown, new_shown: _Shown, after: int | None) -> int | None:
    place = connection.execute(_PLACE, (after,)).fetchone()
    highest, below = place or (len(SEVERITIES) - 1, _EVER)
    for rank in range(highest, 0, -1):
        if (found := _of_rank(connection, shown, rank, below)) is not None:
            return found
        below = _EVER
    return _of_no_rank(connection, new_shown, below)


def _of_rank(connection: Connection, shown: _Shown, rank: int, below: int) -> int | None:
    """The newest of a severity."""
    size = _FIRST
    while ids := [row["id"] for row in connection.execute(_WAITING, (rank, below, size)).fetchall()]:
        if fitting := shown.among(ids):
            return fitting[0]
        below, size = ids[-1], size * _GROWTH
    return None


def _of_no_rank(connection: Connection, shown: _Shown, below: int) -> int | None:
    """The newest that no rule has named."""
    size = _FIRST
    while ids := shown.newest(size, below):
        (found,) = connection.execute(_OF_NO_RANK, (json.dumps(ids.tolist()),)).fetchone()
        if found is not None:
            return int(found)
        below, size = ids[-1], size * _GROWTH
    return None
