"""Whether the log is still what was written: no line changed, dropped, put between others or cut off.

Who can write the file can also compute a whole chain anew. An anchor that was noted elsewhere shows that too: the hash of a
line stands for all lines before it.
"""

import re
from dataclasses import dataclass

from storage.file.errors import StoreError
from storage.file.schema import STEPS
from storage.file.sqlite import Connection, SqliteError
from storage.log.events import HASHED, LED_TO, last_number, link_hash

_TRIGGERS = ("event_is_never_changed", "event_is_never_deleted", "event_is_only_added")
_ANCHOR = re.compile(r"(\d{1,18}):([0-9a-f]{64})", re.ASCII | re.IGNORECASE)
_NAMED = "event JOIN json_each(subject_ids) AS named WHERE subject = '{}' AND event.n >= ?"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line's number and hash, noted by somebody outside the file."""

    n: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.n}:{self.hash.hex()}"


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the log was followed, and what is wrong with it first."""

    lines: int
    last_n: int
    """The last line that is right; 0 where none is."""
    last_hash: bytes
    wrong: str
    """For a person; empty: nothing."""

    @property
    def anchor(self) -> Anchor:
        """What to note: it stands for every line up to the last."""
        return Anchor(self.last_n, self.last_hash)


def anchor_of(written: str) -> Anchor:
    """Read `N:HASH` as `verify` gave it. Raises StoreError."""
    found = _ANCHOR.fullmatch(written.strip())
    if found is None:
        raise StoreError(f"{written!r} is no anchor; it is NUMBER:HASH, as `feint log verify` printed it")
    return Anchor(int(found[1]), bytes.fromhex(found[2]))


def verify(connection: Connection, from_n: int = 1, anchor: Anchor | None = None) -> Verified:
    """Follow the log from line `from_n`, or from the anchor's if that comes earlier, to its end; the line before is believed.

    Raises nothing of SQLite's: what cannot be read is wrong.
    """
    first = max(1, min(from_n, anchor.n) if anchor else from_n)
    walk = _Walk(connection, first, anchor)
    try:
        walk.wrong = walk.to_end() or _triggers(connection) or _index(connection, first)
    except SqliteError as error:
        walk.wrong = walk.told(error)
    return walk.result()


def verify_last(connection: Connection, lines: int = 50) -> Verified:
    """Follow only the newest lines, which takes no longer in a long log than in a short one."""
    walk = _Walk(connection, 1, None)
    try:
        walk = _Walk(connection, max(1, last_number(connection) - lines + 1), None)
        walk.wrong = walk.to_end() or _triggers(connection)
    except SqliteError as error:
        walk.wrong = walk.told(error)
    return walk.result()


class _Walk:
    """One way along the chain, line by line."""

    def __init__(self, connection: Connection, first: int, anchor: Anchor | None) -> None:
        self._connection = connection
        self._first = first
        self._anchor = anchor
        self.n = first - 1
        self._hash = b""
        self.wrong = ""

    def result(self) -> Verified:
        return Verified(self.n - self._first + 1, self.n, self._hash, self.wrong)

    def to_end(self) -> str:
        """Follow every link; returns what is wrong with the first that does not hold, or an empty string."""
        if self._first > 1:
            before = self._connection.execute("SELECT hash FROM event WHERE n = ?", (self.n,)).fetchone()
            if before is None:
                return f"line {self.n} is missing"
            self._hash = before["hash"]
        cursor = self._connection.cursor()
        cursor.row_factory = None  # plain tuples: a third of the time
        for n, *fields, found in cursor.execute(
            f"SELECT {HASHED}, hash FROM event WHERE n >= ? ORDER BY n", (self._first,)
        ):
            if n != self.n + 1:
                return f"line {self.n + 1} is missing: {n} follows {self.n}"
            if found != link_hash(self._hash, n, fields):
                return f"line {n} is not as it was written, or the one before it is not"
            if self._anchor is not None and n == self._anchor.n and found != self._anchor.hash:
                return f"line {n} is not the one of the anchor: it, or one before it, was written anew"
            self.n, self._hash = n, found
        return self._cut_off()

    def told(self, error: SqliteError) -> str:
        """Which line could not be read. SQLite's module reads a line ahead of the one that it hands out."""
        for n in (self.n + 1, self.n + 2):
            try:
                self._connection.execute(f"SELECT {HASHED}, hash FROM event WHERE n = ?", (n,)).fetchone()
            except SqliteError:
                break
        return f"line {n} cannot be read ({error})"

    def _cut_off(self) -> str:
        """Whether there were more lines once, as far as the anchor and SQLite's own count of numbers tell."""
        if self._anchor is not None and self.n < self._anchor.n:
            return f"line {self.n + 1} is missing: the log was cut off before the anchor's line {self._anchor.n}"
        counted = self._connection.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'event'").fetchone()[0]
        if (counted or 0) > self.n:
            return f"line {self.n + 1} is missing: the log was cut off, {counted} was its last"
        return ""


def _triggers(connection: Connection) -> str:
    """Whether the triggers that keep the log as it is are those of the schema, and no others."""
    found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event'")
    there = {row["name"]: " ".join(row["sql"].split()) for row in found.fetchall()}
    ours = " ".join(" ".join(sql for _, sql in STEPS).split())
    for name in _TRIGGERS:
        if name not in there:
            return f"the trigger {name} is missing: lines may have been changed"
    for name, sql in there.items():
        if name not in _TRIGGERS or sql not in ours:
            return f"the trigger {name} is not of this program"
    return ""


def _index(connection: Connection, first: int) -> str:
    """Whether the tables that lead from rows to their lines say the same as the lines."""
    wrong = (_led_to(connection, subject, table, first) for subject, table in LED_TO.items())
    return next(filter(None, wrong), "")


def _led_to(connection: Connection, subject: str, table: str, first: int) -> str:
    """Whether one of them does, but for rows that are gone."""
    run, indexed = connection.execute, _NAMED.format(subject)
    is_listed = f"EXISTS (SELECT 1 FROM {table} AS led WHERE {subject}_id = named.value AND led.n = event.n)"
    is_there = f"EXISTS (SELECT 1 FROM {subject} WHERE id = named.value)"
    missing = run(f"SELECT min(event.n) FROM {indexed} AND NOT {is_listed} AND {is_there}", (first,))
    if (n := missing.fetchone()[0]) is not None:
        return f"line {n} is not listed under one of its {subject}s"
    (right,) = run(f"SELECT count(*) FROM {indexed} AND {is_listed}", (first,)).fetchone()
    (listed,) = run(f"SELECT count(*) FROM {table} WHERE n >= ?", (first,)).fetchone()
    if right == listed:
        return ""
    named = f"SELECT named.value, event.n FROM {indexed}"
    (n,) = run(
        f"SELECT min(n) FROM {table} WHERE n >= ? AND ({subject}_id, n) NOT IN ({named})", (first, first)
    ).fetchone()
    return f"line {n} is listed under an {subject} that it does not name"
