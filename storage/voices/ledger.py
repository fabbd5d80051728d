"""A speaker's ledger: all that somebody said, in order, and where it goes back on what was said before."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from storage.file.sqlite import Connection, Row
from storage.rows import LedgerRow
from storage.voices.speakers import folded

# An utterance is whose it is known to be, whatever a carrier calls the speaker; other quotes are whose the item says.
_SAID = """
WITH meant(id) AS (SELECT id FROM speaker WHERE coalesce(same_as, id) = (SELECT coalesce(same_as, id) FROM speaker WHERE id = ?)),
given(id, utterance_id) AS (SELECT id, utterance_id FROM quote WHERE speaker_id IN (SELECT id FROM meant) AND current = 1),
whole(id) AS (SELECT DISTINCT utterance.id FROM given JOIN utterance ON utterance.id = utterance_id
    WHERE utterance.speaker_id IN (SELECT id FROM meant))
SELECT quote.id, quote.utterance_id, quote.item_id, source.family,
    coalesce(utterance.first_seen_ms, item.first_seen_ms) AS said_ms, label, stance
FROM quote CROSS JOIN item ON item.id = quote.item_id CROSS JOIN source ON source.id = source_id
LEFT JOIN utterance ON utterance.id = quote.utterance_id
LEFT JOIN tag ON tag.item_id = quote.item_id AND tag.current = 1 AND tag.field = quote.field AND tag."end" > 0
    AND ((tag.start >= quote.start AND tag."end" <= quote."end")
    OR (tag.start < quote."end" AND tag."end" > quote.start AND tag.speaker_id IN (SELECT id FROM meant)))
WHERE (quote.utterance_id IN (SELECT id FROM whole) AND quote.current = 1)
    OR quote.id IN (SELECT id FROM given WHERE utterance_id IS NULL)
ORDER BY said_ms, item.first_seen_ms, quote.id, tag.start, tag.id
"""
_WORDS = """
SELECT quote.id, source.name AS source, coalesce(who.name, '') AS speaker, surface, quote.kind, quote.text FROM quote
CROSS JOIN item ON item.id = item_id CROSS JOIN source ON source.id = source_id
LEFT JOIN utterance ON utterance.id = utterance_id
LEFT JOIN speaker AS said ON said.id = coalesce(utterance.speaker_id, quote.speaker_id)
LEFT JOIN speaker AS who ON who.id = coalesce(said.same_as, said.id)
WHERE quote.id IN (SELECT value FROM json_each(?))
"""
_CALLED = (
    "SELECT DISTINCT coalesce(same_as, id) FROM speaker WHERE norm = ?1 OR id IN"
    " (SELECT speaker_id FROM speaker_alias WHERE norm = ?1) ORDER BY 1"
)
_NAME = f"SELECT name FROM speaker WHERE id IN ({_CALLED}) LIMIT 1"
_CALLED_LIKE = (
    "SELECT DISTINCT coalesce(same_as, id) FROM speaker WHERE instr(norm, ?1) OR id IN"
    " (SELECT speaker_id FROM speaker_alias WHERE instr(norm, ?1)) ORDER BY 1 LIMIT 20"
)
_SIDES = {"asserted": "for", "claimed": "for", "denied": "against", "doubted": "against"}
"""A condition or a look back takes no side."""


@dataclass(slots=True)
class _Statement:
    """One thing said, by its first carrier."""

    quote_id: int
    item_id: int
    said_ms: int
    items: set[int] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    tags: dict[tuple[str, str], None] = field(default_factory=dict)
    reverses: int | None = None
    on: str = ""

    def sides(self) -> Iterator[tuple[str, str]]:
        """(label, side) of what it takes one side on."""
        taken: dict[str, set[str]] = {}
        for label, stance in self.tags:
            if stance in _SIDES:
                taken.setdefault(label, set()).add(_SIDES[stance])
        return ((label, sides.pop()) for label, sides in taken.items() if len(sides) == 1)


def ledger(connection: Connection, speaker_id: int, limit: int = 500) -> list[LedgerRow]:
    """What a speaker said, under all the names that are known to be theirs: a row an utterance, newest first."""
    statements = _statements(connection.execute(_SAID, (speaker_id,)))
    _mark_reversals(statements)
    shown = statements[: -limit - 1 : -1]
    found = connection.execute(_WORDS, (json.dumps([each.quote_id for each in shown]),)).fetchall()
    words = {row["id"]: row for row in found}
    return [_row(each, words[each.quote_id]) for each in shown]


def find(connection: Connection, name: str) -> list[int]:
    """The speakers of a name or an alias; where nobody is called just so, those in whose names it stands."""
    norm = folded(name)
    if not norm:
        return []
    exact = [row[0] for row in connection.execute(_CALLED, (norm,)).fetchall()]
    return exact or [row[0] for row in connection.execute(_CALLED_LIKE, (norm,)).fetchall()]


def called(connection: Connection, name: str) -> str:
    """The name of the one who is called just so, by that name or an alias; empty where nobody is."""
    row = connection.execute(_NAME, (folded(name),)).fetchone()
    return row[0] if row else ""


def _statements(rows: Iterable[Row]) -> list[_Statement]:
    """The statements in the order in which papers first had them."""
    found: dict[tuple[int | None, int], _Statement] = {}
    for quote_id, utterance_id, item_id, family, said_ms, label, stance in rows:
        key = (utterance_id, 0 if utterance_id else quote_id)
        statement = found.setdefault(key, _Statement(quote_id, item_id, said_ms))
        statement.items.add(item_id)
        statement.outlets.add(family)
        if label is not None:
            statement.tags[label, stance] = None
    return list(found.values())


def _mark_reversals(statements: Iterable[_Statement]) -> None:
    """Mark what goes over to the other side of a label from what was last said on it; saying it again is no reversal."""
    last: dict[str, tuple[str, int]] = {}
    for statement in statements:
        for label, side in statement.sides():
            before, quote_id = last.get(label, (side, 0))
            if before != side and statement.reverses is None:
                statement.reverses, statement.on = quote_id, label
            last[label] = side, statement.quote_id


def _row(statement: _Statement, words: Row) -> LedgerRow:
    return LedgerRow(
        quote_id=statement.quote_id,
        item_id=statement.item_id,
        source=words["source"],
        speaker=words["speaker"],
        surface=words["surface"],
        said_ms=statement.said_ms,
        kind=words["kind"],
        text=words["text"],
        carriers=len(statement.items),
        outlets=len(statement.outlets),
        tags=tuple(statement.tags),
        reverses=statement.reverses,
        reversed_label=statement.on,
    )
