"""What a payload tells, read as it is stored: the alert, the notice, whose word it is, and some of the evidence."""

from dataclasses import dataclass
from typing import NamedTuple

from storage.file.sqlite import Connection, Row
from storage.voices import primaries
from storage.voices.primaries import NOBODY

_ALERT = "SELECT alert.*, source.name AS source FROM alert LEFT JOIN source ON source.id = source_id WHERE alert.id = ?"
_COUNTS = (
    "SELECT count(*), count(DISTINCT source.family) FROM alert_evidence CROSS JOIN item INDEXED BY item_queue"
    " ON item.id = item_id CROSS JOIN source ON source.id = item.source_id WHERE alert_id = ?"
)
_NAMES = "SELECT kind, value FROM alert_fact WHERE alert_id = ? AND kind IN ('primary', 'side') ORDER BY at_ms, value"
# What the notice tells of comes first, then what nobody has copied, the newest before the older. Chosen by numbers alone, for
# texts are long and an alert may rest on thousands.
_EVIDENCE = """
WITH chosen AS (
    SELECT item_id, row_number() OVER () AS place FROM (
        SELECT item_id FROM alert_evidence CROSS JOIN item INDEXED BY item_queue ON item.id = item_id WHERE alert_id = ?1
        ORDER BY item_id IN (SELECT item_id FROM alert_fact WHERE alert_id = ?1 AND notice_id = ?2) DESC,
            copy_of IS NOT NULL, at_ms DESC, item_id DESC
        LIMIT ?3
    )
)
SELECT item.id, item.title, item.link, source.name AS source, source.family, source.grade, item.published_ms, item.first_seen_ms,
    alert_evidence.revision, part, flag, item.summary, item.text, item.origin
FROM chosen CROSS JOIN alert_evidence ON alert_id = ?1 AND alert_evidence.item_id = chosen.item_id
CROSS JOIN item ON item.id = chosen.item_id CROSS JOIN source ON source.id = item.source_id ORDER BY place
"""
_TAGS = 'SELECT label, stance, field, start, "end" FROM tag WHERE item_id = ? AND current = 1 ORDER BY score DESC, id LIMIT ?'
_QUOTES = (
    "SELECT quote.text, quote.kind, coalesce(utterance.speaker_id, quote.speaker_id) AS speaker_id, quote.speaker, quote.role"
    " FROM quote LEFT JOIN utterance ON utterance.id = utterance_id"
    " WHERE item_id = ? AND current = 1 ORDER BY confidence DESC, quote.id LIMIT ?"
)


class Matched(NamedTuple):
    """Words that carry a label."""

    label: str
    stance: str
    field: str
    words: str


class Quoted(NamedTuple):
    """A quote and whose it is."""

    text: str
    kind: str
    speaker: str
    role: str
    side: str


class Evidence(NamedTuple):
    """An item that the alert rests on."""

    item_id: int
    title: str
    link: str
    source: str
    family: str
    origin: str
    grade: str
    published_ms: int | None
    first_seen_ms: int
    revision: int
    part: str
    flag: str
    matched: tuple[Matched, ...]
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a payload is made of."""

    alert: Row
    """The row of the table, and the name of its `source`."""
    notice: Row
    items: int
    families: int
    primaries: tuple[str, ...]
    sides: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def of(connection: Connection, alert_id: int, notice_id: int, items: int, parts: int) -> Contents:
    """What a notice is told with: so many items of evidence at most, and of each so many matches and quotes."""
    alert = connection.execute(_ALERT, (alert_id,)).fetchone()
    notice = connection.execute("SELECT * FROM notice WHERE id = ?", (notice_id,)).fetchone()
    found, families = connection.execute(_COUNTS, (alert_id,)).fetchone()
    names = connection.execute(_NAMES, (alert_id,)).fetchall()
    rows = connection.execute(_EVIDENCE, (alert_id, notice_id, items)).fetchall()
    return Contents(
        alert=alert,
        notice=notice,
        items=found,
        families=families,
        primaries=tuple(value for kind, value in names if kind == "primary"),
        sides=tuple(value for kind, value in names if kind == "side"),
        evidence=tuple(_evidence(connection, row, parts) for row in rows),
    )


def _evidence(connection: Connection, row: Row, most: int) -> Evidence:
    tags = connection.execute(_TAGS, (row["id"], most)).fetchall()
    matched = tuple(Matched(label, stance, field, row[field][start:end]) for label, stance, field, start, end in tags)
    return Evidence(
        row["id"], row["title"], row["link"], row["source"], row["family"], row["origin"], row["grade"],
        row["published_ms"], row["first_seen_ms"], row["revision"], row["part"], row["flag"],
        matched, _quotes(connection, row["id"], most),
    )  # fmt: skip


def _quotes(connection: Connection, item_id: int, most: int) -> tuple[Quoted, ...]:
    rows = connection.execute(_QUOTES, (item_id, most)).fetchall()
    people = primaries.known(connection, {row["speaker_id"] for row in rows if row["speaker_id"] is not None})
    found = []
    for row in rows:
        whose = people.get(row["speaker_id"], NOBODY)
        found.append(Quoted(row["text"], row["kind"], whose.speaker or row["speaker"], row["role"], whose.side))
    return tuple(found)
