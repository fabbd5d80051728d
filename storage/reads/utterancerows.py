"""The lines of the quotes pane: statements that somebody still carries, and how far they have travelled."""

from array import array
from collections.abc import Sequence

from storage.file.sqlite import Connection, Row
from storage.reads.itemrows import marks, parts
from storage.rows import UtteranceRow
from storage.voices import primaries
from storage.voices.primaries import NOBODY, Primary

_CARRIED = (
    "SELECT id FROM utterance WHERE EXISTS (SELECT 1 FROM quote WHERE utterance_id = utterance.id AND current = 1)"
    " ORDER BY last_seen_ms DESC, id DESC LIMIT ?"
)
_ROWS = """
SELECT utterance.*, who.kind AS who, newest.role,
    utterance.speaker_id IS NOT NULL AND utterance.speaker_id IS NOT coalesce(own.same_as, own.id) AS inferred,
    newest.item_id, newest.field, newest.start, newest."end",
    (SELECT count(DISTINCT item_id) FROM quote WHERE utterance_id = utterance.id AND current = 1) AS carriers,
    (SELECT count(DISTINCT source.family) FROM quote JOIN item ON item.id = quote.item_id JOIN source ON source.id = item.source_id
     WHERE utterance_id = utterance.id AND current = 1) AS outlets
FROM utterance LEFT JOIN speaker AS who ON who.id = utterance.speaker_id
JOIN quote AS newest ON newest.id = (SELECT max(id) FROM quote WHERE utterance_id = utterance.id AND current = 1)
LEFT JOIN speaker AS own ON own.id = newest.speaker_id WHERE utterance.id IN ({})
"""
_INSIDE = (
    "SELECT DISTINCT label, stance FROM tag"
    ' WHERE current = 1 AND item_id = ? AND field = ? AND start >= ? AND "end" <= ?'
)


def ids(connection: Connection, limit: int) -> "array[int]":
    """The statements that somebody still carries, the one carried last first."""
    return array("q", (row[0] for row in connection.execute(_CARRIED, (limit,)).fetchall()))


def of(connection: Connection, ids: Sequence[int]) -> dict[int, UtteranceRow]:
    """The rows of `ids`, by id."""
    rows: list[Row] = []
    for part in parts(ids):
        rows += connection.execute(_ROWS.format(marks(part)), part).fetchall()
    people = primaries.known(connection, {row["speaker_id"] for row in rows if row["speaker_id"]})
    return {row["id"]: _utterance(connection, row, people.get(row["speaker_id"], NOBODY)) for row in rows}


def _utterance(connection: Connection, row: Row, whose: Primary) -> UtteranceRow:
    inside = connection.execute(_INSIDE, (row["item_id"], row["field"], row["start"], row["end"])).fetchall()
    return UtteranceRow(
        row["id"], row["speaker_id"], whose.speaker, bool(row["inferred"]), row["who"] or "", row["role"], whose.side,
        row["text"], row["kind"], row["carriers"], row["outlets"], row["first_seen_ms"], row["last_seen_ms"],
        row["item_id"], tuple((label, stance) for label, stance in inside),
    )  # fmt: skip
