"""A file whose alerts are others: temporary tables, empty at first, hide its own from the code that raises and tells.

SQLite looks for a name among the temporary tables before it looks in the file. Nothing is written to the file: it is opened to
be read only.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from storage.file.readonly import reading
from storage.file.sqlite import Connection

_EMPTY = ("alert", "alert_evidence", "alert_fact", "notice", "outbox", "channel", "event", "event_alert", "mute")
"""What a rehearsal begins without."""
_COPIED = ("source",)
"""What it has of its own, as the file has it."""
_MADE = re.compile(r"CREATE (UNIQUE INDEX|INDEX|TABLE) ", re.IGNORECASE)
_BEGUN = (
    "UPDATE source SET state = 'ok', reason = '', failures = 0, paused = 0, pause_ms = 0, since_ms = 0,"
    " newest_item_ms = (SELECT first_seen_ms FROM item INDEXED BY item_by_source"
    " WHERE source_id + 0 = source.id AND first_seen_ms < ? ORDER BY item.id DESC LIMIT 1)"
)
_POLLS = (
    "SELECT id, source_id, first_seen_ms, first_poll FROM item INDEXED BY item_by_arrival"
    " WHERE first_seen_ms >= ? AND first_seen_ms < ? ORDER BY first_seen_ms, source_id, id"
)
_SPAN = "SELECT count(*), min(first_seen_ms), max(first_seen_ms) FROM item INDEXED BY item_by_arrival WHERE first_seen_ms >= ?"
_ACT = "UPDATE alert SET state = ?, state_ms = ?, wake_ms = 0 WHERE state = ? AND noticed_ms <= ? AND state_ms <= ?"
_NEXT_ACT = "SELECT min(max(noticed_ms, state_ms)) FROM alert WHERE state = ? AND noticed_ms IS NOT NULL"
_RANG = (
    "SELECT notice.id, notice.at_ms, notice.severity, notice.reason, said, title FROM notice"
    " JOIN alert ON alert.id = alert_id WHERE notice.id > ? AND held = '' AND channels <> '' ORDER BY notice.id"
)
_RAISED = "SELECT raised_ms, severity, title, fingerprint FROM alert ORDER BY id"
_KNOWN = "SELECT 1 FROM main.alert INDEXED BY alert_by_fingerprint WHERE fingerprint = ? LIMIT 1"


class Poll(NamedTuple):
    """The items that one poll brought."""

    source_id: int
    at_ms: int
    is_first: bool
    items: tuple[int, ...]


class Span(NamedTuple):
    """Of how much there is to rehearse with."""

    items: int
    from_ms: int
    until_ms: int


class Rang(NamedTuple):
    """A notice that would have gone out."""

    id: int
    at_ms: int
    severity: int
    reason: str
    said: str
    title: str


class Raised(NamedTuple):
    """An alert that would have been raised."""

    at_ms: int
    severity: int
    """What it came to in the end."""
    title: str
    fingerprint: str


@contextmanager
def rehearsing(path: Path, from_ms: int) -> Iterator[Connection]:
    """A connection on which alerts can be raised that nobody else ever sees, as if it began then. Raises StoreError."""
    with reading(path) as connection:
        # What is kept goes to disk, for nobody knows how much it is; keys would lead from a temporary table to the file's.
        for pragma in ("query_only = OFF", "temp_store = FILE", "foreign_keys = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        for table in (*_EMPTY, *_COPIED):
            _hide(connection, table)
        for table in _COPIED:
            connection.execute(f"INSERT INTO temp.{table} SELECT * FROM main.{table}")
        connection.execute(_BEGUN, (from_ms,))
        yield connection


def _hide(connection: Connection, table: str) -> None:
    """Make an empty table of the same name with the same indexes, which queries may ask for by name."""
    found = connection.execute(
        "SELECT sql FROM main.sqlite_schema WHERE tbl_name = ? AND type IN ('table', 'index') AND sql IS NOT NULL"
        " ORDER BY type DESC",
        (table,),
    ).fetchall()
    for (sql,) in found:
        connection.execute(_MADE.sub(lambda made: f"CREATE {made[1]} temp.", sql, count=1))


def span(connection: Connection, from_ms: int) -> Span:
    """What was first seen since then."""
    items, first_ms, last_ms = connection.execute(_SPAN, (from_ms,)).fetchone()
    return Span(items, first_ms or from_ms, last_ms or from_ms)


def polls(connection: Connection, from_ms: int, until_ms: int) -> Iterator[Poll]:
    """What was first seen from then until before then, poll by poll in order: what a source brought in one moment is one."""
    items: list[int] = []
    poll: tuple[int, int, int] | None = None
    for item_id, source_id, at_ms, is_first in connection.execute(_POLLS, (from_ms, until_ms)):
        if poll is not None and poll[:2] != (source_id, at_ms):
            yield Poll(poll[0], poll[1], bool(poll[2]), tuple(items))
            items = []
        poll = (source_id, at_ms, is_first)
        items.append(item_id)
    if poll is not None:
        yield Poll(poll[0], poll[1], bool(poll[2]), tuple(items))


def brought(connection: Connection, poll: Poll) -> None:
    """A source has brought something new."""
    connection.execute(
        "UPDATE source SET newest_item_ms = ?1, last_ok_ms = ?1 WHERE id = ?2", (poll.at_ms, poll.source_id)
    )


def act(connection: Connection, state: str, then: str, after_ms: int, now_ms: int) -> None:
    """An operator deals with the alerts that have rung, and been so, for so long."""
    before_ms = now_ms - after_ms
    connection.execute(_ACT, (then, now_ms, state, before_ms, before_ms))


def next_act(connection: Connection, state: str) -> int | None:
    """Since when the longest has waited of the alerts that have rung and are so."""
    found = connection.execute(_NEXT_ACT, (state,)).fetchone()[0]
    return None if found is None else int(found)


def rang(connection: Connection, after_id: int) -> list[Rang]:
    """The notices that would have gone out, after the last one that is known."""
    return [Rang(*row) for row in connection.execute(_RANG, (after_id,)).fetchall()]


def raised(connection: Connection) -> list[Raised]:
    """The alerts that would have been raised, in order."""
    return [Raised(*row) for row in connection.execute(_RAISED).fetchall()]


def is_known(connection: Connection, fingerprint: str) -> bool:
    """Has the file itself an alert of it, open or closed?"""
    return connection.execute(_KNOWN, (fingerprint,)).fetchone() is not None
