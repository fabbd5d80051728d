"""Pieces of a compiled query, and how they are put together so that none of them ever reads more than a window of items.

A clause is a condition on one item. Most are also a list of items, which is how a rare thing is found at once among a million;
what is asked of the search index is kept apart, for words side by side are one question to it. Everything a clause reads is
bounded by `:lo` and `:hi`, the window of item numbers that storage/query/finding.py moves over the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

WITHIN = "{0} >= :lo AND {0} < :hi"
"""The window, for a column that holds item numbers."""


@dataclass(frozen=True, slots=True)
class Ago:
    """A moment so many milliseconds before the query runs."""

    ms: int


@dataclass(frozen=True, slots=True)
class Known:
    """The ids or names that a look into the small tables brings, as JSON. It is taken once a query, if it comes to that."""

    sql: str
    values: tuple[str, ...]


Parameter = str | int | Ago


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that an item shall hold, side by side, as they were typed."""

    words: str
    is_prefix: bool = False
    in_title: bool = False
    """In its headline, not anywhere."""

    @property
    def match(self) -> str:
        """The same in the language of FTS5."""
        return f'{"{title} : " if self.in_title else ""}"{self.words}"{"*" if self.is_prefix else ""}'


class Values:
    """The values that a query binds, each under a name; the same one only once."""

    def __init__(self, *, reads_prefixes: bool = False, rule: str | None = None) -> None:
        """`reads_prefixes`: what begins with some letters is not asked of the index, but read in the texts themselves.

        `rule`: it is an alert of this rule that is asked about, by an item of its evidence, or by its source alone.
        """
        self.reads_prefixes = reads_prefixes
        self.rule = rule
        self.lists: list[str] = []
        """SELECTs that the SQL calls `c0`, `c1`, …: however deep a query is nested, its SQL is not."""
        self.known: list[Known] = []
        """What the SQL calls `known(0)`, `known(1)`, …"""
        self._names: dict[Parameter, str] = {}

    def bind(self, value: Parameter) -> str:
        """The place of a value in the SQL."""
        return ":" + self._names.setdefault(value, f"v{len(self._names)}")

    def among(self, values: Sequence[Parameter]) -> str:
        """The places of several, between brackets."""
        return f"({', '.join(map(self.bind, values))})"

    def listed(self, known: Known) -> str:
        """What a look brings, between brackets."""
        return f"(SELECT value FROM json_each(known({self.known_as(known)})))"

    def known_as(self, known: Known) -> int:
        """The number under which the SQL asks for a look."""
        if known not in self.known:
            self.known.append(known)
        return self.known.index(known)

    def named(self, rows: str) -> str:
        """A SELECT of items under a name of its own."""
        self.lists.append(rows)
        return f"SELECT id FROM c{len(self.lists) - 1}"

    @property
    def by_name(self) -> dict[str, Parameter]:
        """Name -> value."""
        return {name: value for value, name in self._names.items()}


class Apiece(IntEnum):
    """What it costs to hold a condition against one item."""

    LINE = 0
    """Its line in `item_queue`, which is being read anyhow."""
    ROWS = 1
    """A few rows that hang on it."""
    LIST = 2
    """The list of all the items of the window that meet the condition."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What one item must be. One of words has `match`, or `lacks`, and nothing else."""

    sql: str = ""
    """The condition over `item`."""
    rows: str = ""
    """A SELECT of the items that meet it; empty where they do not lie together anywhere."""
    others: str = ""
    """A SELECT of those that do not, where that is known."""
    apiece: Apiece = Apiece.LIST
    is_joined: bool = False
    """It is several that must all hold."""
    match: str = ""
    """The same in the language of FTS5."""
    lacks: str = ""
    """What the item must not match."""
    of_tag: str = ""
    """The field, where it speaks of a tag: such pieces wait to be joined with their neighbours."""
    since: tuple[Ago | int, ...] = ()
    before: tuple[Ago | int, ...] = ()
    """No item first seen earlier, or no earlier than that, meets it."""

    @property
    def is_of_words(self) -> bool:
        """It is a question to the search index."""
        return bool(self.match or self.lacks)


EVERYTHING, NOTHING = Clause("1", apiece=Apiece.LINE), Clause("0", apiece=Apiece.LINE)


def holding(wanted: Wanted, values: Values) -> Clause:
    """What holds some words."""
    if not (values.reads_prefixes and wanted.is_prefix):
        return Clause(match=wanted.match)
    where = "title, '', ''" if wanted.in_title else "title, summary, text"
    read = f"SELECT holds({values.bind(wanted.words)}, {where}) FROM item AS its WHERE its.id = item.id"
    return Clause(f"({read})", apiece=Apiece.ROWS)


def listed(rows: str) -> Clause:
    """What a SELECT of items finds."""
    return Clause(f"item.id IN ({rows})", rows)


def probed(probe: str, rows: str) -> Clause:
    """The same, where the rows of one item are soon read: but in a wide window that is done for each that all else finds."""
    return Clause(f"CASE WHEN :probes THEN {probe} ELSE item.id IN ({rows}) END", rows, apiece=Apiece.ROWS)


def both(parts: Sequence[Clause], values: Values) -> Clause:
    """All of them must hold."""
    if len(parts) == 1:
        return parts[0]
    words, others = [part for part in parts if part.is_of_words], [part for part in parts if not part.is_of_words]
    if not others:
        return _one_question(words)
    said = [found(part, values) for part in (*([_one_question(words)] if words else ()), *others)]
    said.sort(key=lambda part: part.apiece, reverse=True)
    since = tuple(moment for part in said for moment in part.since)
    before = tuple(moment for part in said for moment in part.before)
    conditions, apiece = [part.sql for part in said], said[0].apiece
    first = next((part for part in said if part.rows), None)
    if first is not None and apiece is not Apiece.LIST:
        conditions.insert(0, f"item.id IN ({first.rows})")
        apiece = Apiece.LIST
    sql = f"({' AND '.join(conditions)})"
    rows = f"SELECT item.id FROM item INDEXED BY item_queue WHERE {WITHIN.format('item.id')} AND {sql}" if first else ""
    return Clause(sql, rows, apiece=apiece, is_joined=True, since=since, before=before)


def either(parts: Sequence[Clause], values: Values) -> Clause:
    """One of them must hold."""
    if len(parts) == 1:
        return parts[0]
    words = [part for part in parts if part.match]
    if words:
        joined = Clause(match=_any([part.match for part in words]))
        if len(words) == len(parts):
            return joined
        parts = [joined, *(part for part in parts if not part.match)]
    said = [found(part, values) for part in parts]
    sql = f"({' OR '.join(part.sql for part in said)})"
    apiece = max(part.apiece for part in said)
    if not all(part.rows for part in said):
        return Clause(sql, apiece=apiece)
    rows = " UNION ".join(values.named(part.rows) if part.is_joined else part.rows for part in said)
    return listed(rows) if apiece is Apiece.LIST else Clause(sql, rows, apiece=apiece)


def neither(part: Clause) -> Clause:
    """It must not hold."""
    if part.is_of_words:
        return Clause(match=part.lacks, lacks=part.match)
    return Clause(f"NOT ({part.sql})", part.others, part.rows, part.apiece)


def found(part: Clause, values: Values) -> Clause:
    """The same as SQL."""
    if not part.is_of_words:
        return part
    rows = (
        f"SELECT rowid FROM item_fts WHERE item_fts MATCH {values.bind(part.match or part.lacks)}"
        f" AND {WITHIN.format('rowid')}"
    )
    return listed(rows) if part.match else Clause(f"item.id NOT IN ({rows})")


def _one_question(words: Sequence[Clause]) -> Clause:
    """All that is asked of the search index at once; it knows no NOT without something before it."""
    wanted, unwanted = [part.match for part in words if part.match], [part.lacks for part in words if part.lacks]
    if not wanted:
        return Clause(lacks=_any(unwanted))
    match = wanted[0] if len(wanted) == 1 else f"({' AND '.join(wanted)})"
    return Clause(match=f"({match} NOT {_any(unwanted)})" if unwanted else match)


def _any(expressions: Sequence[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"({' OR '.join(expressions)})"
