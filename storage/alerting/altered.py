"""What an edit has changed of an item, and what open alerts rest on of one source."""

import json
from collections.abc import Collection
from typing import NamedTuple

from storage.file.sqlite import Connection

_TEXT = "SELECT title, summary, text FROM revision WHERE item_id = ? AND n = ?"
_QUOTES = "SELECT text FROM quote WHERE item_id = ? AND revision = ? AND current = 0 AND kind = 'direct'"
_TAGS = "SELECT DISTINCT label, stance FROM tag WHERE item_id = ?1 AND (current = 1) = ?3 AND (?3 OR revision = ?2)"
_TEXTS = "SELECT id, title, summary, text FROM item WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
_OF_SOURCE = (
    "SELECT DISTINCT item.id, item.title FROM alert INDEXED BY alert_by_state CROSS JOIN alert_evidence ON alert_id = alert.id"
    " CROSS JOIN item ON item.id = item_id WHERE alert.state IN ('new', 'acked', 'snoozed', 'resolved', 'expired')"
    " AND (alert.state IN ('new', 'acked', 'snoozed') OR alert.state_ms >= ?2) AND item.source_id = ?1"
)


class Edit(NamedTuple):
    """An item before its last edit."""

    title: str
    summary: str
    text: str
    quotes: tuple[str, ...]
    """Its direct ones."""
    lost: frozenset[tuple[str, str]]
    """(label, stance) that it held, and holds no more."""


def edit(connection: Connection, item_id: int, revision: int) -> Edit | None:
    """What the edit that made a revision has replaced; None: that is not known."""
    before = connection.execute(_TEXT, (item_id, revision - 1)).fetchone()
    if before is None:
        return None
    quotes = tuple(text for (text,) in connection.execute(_QUOTES, (item_id, revision - 1)).fetchall())
    held, holds = (
        {tuple(row) for row in connection.execute(_TAGS, (item_id, revision - 1, current)).fetchall()}
        for current in (False, True)
    )
    title, summary, text = before
    lost = frozenset((str(label), str(stance)) for label, stance in held - holds)
    return Edit(title, summary, text, quotes, lost)


def texts(connection: Connection, item_ids: Collection[int]) -> list[tuple[int, tuple[str, str, str]]]:
    """All that these items say, the headline first."""
    found = connection.execute(_TEXTS, (json.dumps(list(item_ids)),)).fetchall()
    return [(item_id, (title, summary, text)) for item_id, title, summary, text in found]


def evidence_of(connection: Connection, source_id: int, since_ms: int) -> list[tuple[int, str]]:
    """The items of a source, with their headlines, on which alerts rest that are open, or were until then."""
    return [(item_id, title) for item_id, title in connection.execute(_OF_SOURCE, (source_id, since_ms)).fetchall()]
