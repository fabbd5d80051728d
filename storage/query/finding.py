"""Running a query: from the newest item backwards, in windows that grow until there are enough.

What many items match is found in the first window, however long the file. What few match is found by looks into indexes, which
cost as little in a window of a million. A window is as large as what the ones before it brought lets one expect.
"""

import json
from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from weakref import ref

from storage.file.sqlite import Connection
from storage.query import highlight
from storage.query.clauses import Ago, Known, Wanted
from storage.query.grammar import Plan, Query

_FIRST = 2_000
_GROWTH = 8
_AMPLE = 1.3
_NARROW, _PROBED = 40_000, 300_000
"""Up to so many numbers a window is read item by item where no index leads to the few that match, or where another does."""
_READ, _AFTER = 1_200, 64_000
"""So many of the newest are read for what begins with some letters, and the first window that asks the search index for it."""
_EVER = 1 << 62

_ENDS = "SELECT coalesce((SELECT min(id) FROM item), 0), coalesce((SELECT max(id) FROM item), -1) + 1"
# Rows are numbered as they come, but a clock may be set back: so every block is asked when its items were first seen.
_BLOCKS = "WITH RECURSIVE block(n) AS (SELECT ?1 >> 12 UNION ALL SELECT n + 1 FROM block WHERE n < ?2 >> 12)"
_EARLIEST = "(SELECT min(first_seen_ms) FROM item WHERE id >> 12 = n)"
_LATEST = "(SELECT max(first_seen_ms) FROM item WHERE id >> 12 = n)"
_SEEN = f"{_BLOCKS} SELECT min({_EARLIEST}) FROM block"
_SINCE = f"{_BLOCKS} SELECT n << 12 FROM block WHERE {_LATEST} >= ?3 LIMIT 1"
_BEFORE = f"{_BLOCKS} SELECT max(n + 1) << 12 FROM block WHERE {_EARLIEST} < ?3"


@dataclass(frozen=True, slots=True)
class _Statement:
    """A plan ready to be run."""

    lists: str
    condition: str
    each: str
    """The condition, held against items that are named."""
    values: dict[str, str | int]
    known: Callable[[int], str] | None
    """A look into the small tables, each taken when it is first needed: of most polls a rule wants none."""

    @property
    def looks_at_time(self) -> bool:
        """It asks what happened since the window's first item was seen."""
        return ":seen_ms" in self.condition + self.lists


class Finder:
    """A query at a moment, on one file. `copies`: also those that lie folded under another."""

    def __init__(self, connection: Connection, query: Query | None, now_ms: int, *, copies: bool = False) -> None:
        if connection.known is None:
            _teach(connection)
        self._connection = connection
        self._now_ms = now_ms
        self._folds = "+item.copy_of IS NULL AND " if not copies and (query is None or query.folds_copies) else ""
        self._far = self._statement(query.plan if query else Plan("1", "1", (), (), {}, False))
        self._near: _Statement | None = None
        self._read = 0
        if query and query.near:
            self._near = self._statement(query.near)
            self._read = _NARROW if query.near.has_lists else _READ
        self._since = [self._moment(moment) for moment in query.since] if query else []
        self._before = [self._moment(moment) for moment in query.before] if query else []

    def newest(self, limit: int, below: int = _EVER) -> "array[int]":
        """The first so many, newest first, of those numbered under `below`."""
        found: array[int] = array("q")
        lowest, top = self._ends(below)
        size, hi = max(_FIRST, 2 * limit), top
        while hi > lowest and len(found) < limit:
            statement = self._far
            # What begins with some letters is read in the newest texts; then the index is asked in few, wide windows.
            if self._near and top - hi < self._read:
                statement, size = self._near, min(size, self._read - (top - hi))
            elif self._near:
                size = max(size, _AFTER)
            lo = max(lowest, hi - size)
            found += self._within(statement, lo, hi, limit - len(found))
            expected = (limit - len(found)) * (top - lo) / max(len(found), 1) * _AMPLE
            size, hi = min(max(size, int(expected)), size * _GROWTH), lo
        return found

    def all(self, above: int = -1) -> "array[int]":
        """Every one numbered over `above`, newest first."""
        lowest, top = self._ends(_EVER)
        return self._within(self._far, max(lowest, above + 1), top, -1)

    def among(self, ids: Collection[int]) -> "array[int]":
        """Those of `ids` that match, newest first."""
        if not ids:
            return array("q")
        statement = self._near if self._near and len(ids) <= _READ else self._far
        given = {"ids": json.dumps(list(ids))}
        narrowed = f"{statement.each} AND item.id IN (SELECT value FROM json_each(:ids))"
        return self._ids(statement, narrowed, min(ids), max(ids) + 1, -1, given)

    def fits_source(self, source_id: int | None) -> bool:
        """Does it hold of a source alone? For a query that was read for a rule and speaks of nothing but it and the source."""
        if self._far.known:
            self._connection.known = self._far.known
        asked = f"SELECT 1 FROM (SELECT :source_id AS source_id) AS item WHERE {self._far.each}"
        return self._connection.execute(asked, self._far.values | {"source_id": source_id}).fetchone() is not None

    def _within(self, statement: _Statement, lo: int, hi: int, limit: int) -> "array[int]":
        return self._ids(statement, statement.condition, lo, hi, limit, {}) if lo < hi else array("q")

    def _ids(
        self, statement: _Statement, condition: str, lo: int, hi: int, limit: int, given: dict[str, str]
    ) -> "array[int]":
        window = {"lo": lo, "hi": hi, "narrow": hi - lo <= _NARROW, "probes": hi - lo <= _PROBED, "limit": limit}
        if statement.looks_at_time:
            window["seen_ms"] = self._connection.execute(_SEEN, (lo, hi - 1)).fetchone()[0] or 0
        if statement.known:
            self._connection.known = statement.known
        # As one value: to hand over a million rows takes three times as long, most of it with the interpreter's lock.
        (found,) = self._connection.execute(
            f"{statement.lists}SELECT json_group_array(id) FROM (SELECT item.id FROM item INDEXED BY item_queue"
            f" WHERE item.id >= :lo AND item.id < :hi AND {self._folds}{condition}"
            " ORDER BY item.id DESC LIMIT :limit)",
            statement.values | window | given,
        ).fetchone()
        return array("q", json.loads(found))

    def _ends(self, below: int) -> tuple[int, int]:
        """Between which numbers all that can match lies, as far as times tell."""
        lowest, top = self._connection.execute(_ENDS).fetchone()
        top = min(top, below)
        for since_ms in self._since if lowest < top else ():
            row = self._connection.execute(_SINCE, (lowest, top - 1, since_ms)).fetchone()
            lowest = max(lowest, row[0]) if row else top
        for before_ms in self._before if lowest < top else ():
            (end,) = self._connection.execute(_BEFORE, (lowest, top - 1, before_ms)).fetchone()
            top = min(top, end or lowest)
        return lowest, top

    def _statement(self, plan: Plan) -> _Statement:
        lists = ", ".join(f"c{n}(id) AS ({rows})" for n, rows in enumerate(plan.lists))
        values = {name: self._value(value) for name, value in plan.parameters.items()}
        known = self._known(plan.known) if plan.known else None
        return _Statement(f"WITH {lists} " if lists else "", plan.sql, plan.each, values, known)

    def _known(self, looks: Sequence[Known]) -> Callable[[int], str]:
        @cache
        def known(n: int) -> str:
            (found,) = self._connection.execute(looks[n].sql, looks[n].values).fetchone()
            return str(found)

        return known

    def _value(self, value: str | int | Ago) -> str | int:
        return value if isinstance(value, str) else self._moment(value)

    def _moment(self, moment: Ago | int) -> int:
        return self._now_ms - moment.ms if isinstance(moment, Ago) else moment


def _teach(connection: Connection) -> None:
    """Give a connection the functions that queries call, once: a new function has SQLite compile every statement anew."""
    this = ref(connection)  # else the two would keep each other

    def known(n: int) -> str:
        asked = this()
        assert asked is not None
        assert asked.known is not None
        return asked.known(n)

    connection.known = _unknown
    connection.create_function("known", 1, known)
    connection.create_function("holds", 4, _holds, deterministic=True)


def _unknown(n: int) -> str:
    raise AssertionError("no query is being run")


def _holds(words: str, *texts: str) -> bool:
    return highlight.holds(Wanted(words, is_prefix=True), *texts)
