"""The log: every act of an operator or of the collector, numbered, append-only, each line's hash built on the one before.

It is also how desks learn what changed: they read on from the last number they saw and redraw those rows alone.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from storage.file.sqlite import Connection, Row
from storage.rows import EventRow

COLLECTOR = "collector"
"""The operator of everything that no person did."""

HASHED = "n, at_ms, operator, act, subject, subject_ids, detail, before, undoes, occurred_ms"
"""The columns of a line that its hash covers, in the order of the canonical form."""

LED_TO = {"item": "event_item", "alert": "event_alert"}
"""Of these subjects a table leads from a row to the lines about it."""

SHOWN = "n, at_ms, operator, act, subject, subject_ids, detail, occurred_ms"
"""The columns of a line that `row_of` reads."""
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Event:
    """A line to be written."""

    at_ms: int
    operator: str
    act: str
    subject: str
    subject_ids: Sequence[int]
    detail: str
    before: str = ""
    """JSON: what the subjects were, so that the act can be taken back; empty for what cannot."""
    undoes: int | None = None
    occurred_ms: int | None = None
    """When it happened, where that is another time than when it was written down."""


def append(connection: Connection, event: Event) -> int:
    """Write one line inside the caller's transaction; returns its number."""
    last = connection.execute("SELECT n, hash FROM event ORDER BY n DESC LIMIT 1").fetchone()
    n, previous = (last["n"] + 1, last["hash"]) if last else (1, b"")
    fields = (
        event.at_ms, event.operator, event.act, event.subject, _canonical(list(event.subject_ids)), event.detail,
        event.before, event.undoes, event.occurred_ms,
    )  # fmt: skip
    connection.execute(
        f"INSERT INTO event({HASHED}, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (n, *fields, link_hash(previous, n, fields)),
    )
    if led := LED_TO.get(event.subject):
        connection.executemany(f"INSERT INTO {led} VALUES (?, ?)", [(row_id, n) for row_id in event.subject_ids])
    return n


def link_hash(previous: bytes, n: int, fields: Sequence[str | int | None]) -> bytes:
    """SHA-256 over the previous line's hash (32 bytes; none before line 1) and this line in its canonical form.

    That is one JSON array in UTF-8: `[n, at_ms, operator, act, subject, subject_ids, detail, before, undoes]`, with
    `occurred_ms` at its end where there is one. `subject_ids` and `before` are strings, as they are stored: `"[12,15]"`.
    There is no space between two elements; what is missing is `null`; numbers are plain integers. In strings only `"`, `\\`
    and U+0000 to U+001F are escaped: as `\\"`, `\\\\`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t`, the rest as `\\u001b` with small
    letters; every other character stands as it is.
    """
    given = fields[:8] if len(fields) > 8 and fields[8] is None else fields
    return hashlib.sha256(previous + _canonical([n, *given]).encode()).digest()


def last_number(connection: Connection) -> int:
    """The number of the newest line; 0 for an empty log."""
    return int(connection.execute("SELECT coalesce(max(n), 0) FROM event").fetchone()[0])


def after(connection: Connection, n: int, limit: int = 10_000) -> list[EventRow]:
    """The lines that follow number `n`, oldest first."""
    found = connection.execute(f"SELECT {SHOWN} FROM event WHERE n > ? ORDER BY n LIMIT ?", (n, limit)).fetchall()
    return [row_of(line) for line in found]


def row_of(line: Row) -> EventRow:
    """A line of the table as the desk reads it."""
    ids = tuple(json.loads(line["subject_ids"]))
    return EventRow(
        line["n"],
        line["at_ms"],
        line["operator"],
        line["act"],
        line["subject"],
        ids,
        line["detail"],
        line["occurred_ms"],
    )
