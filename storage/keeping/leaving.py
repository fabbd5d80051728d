"""Which items may leave the file: they are old, and nobody needs them there.

An item stays that somebody starred, noted or ruled on, that is evidence of an alert, or that its source still serves: it would
come back as new. Whoever prints one text stays or goes together, for they tell of each other who wrote it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate
from typing import Literal, NamedTuple

from storage.file.sqlite import Connection, Row
from storage.keeping import archives

Reason = Literal["recent", "starred", "evidence", "corrected", "noted", "served", "newest"]
"""Why an item stays. The newest one is what the next number is counted from, and no number is given twice."""

_TOLD: tuple[Reason, ...] = ("starred", "evidence", "corrected", "noted", "newest")
"""What an item's row tells by itself."""
_KEY_BYTES = 8

_PAGE = (
    "SELECT first_seen_ms, source_id, id FROM item INDEXED BY item_by_arrival"
    " WHERE (first_seen_ms, source_id, id) > (?, ?, ?) AND first_seen_ms < ? AND copy_of IS NULL"
    " ORDER BY first_seen_ms, source_id, id LIMIT ?"
)
_PRINTS = (
    "SELECT coalesce(copy_of, id) AS text_id, id, source_id, identity, link_key, first_seen_ms, starred,"
    " EXISTS (SELECT 1 FROM alert_evidence WHERE item_id = item.id) AS evidence,"
    " EXISTS (SELECT 1 FROM verdict WHERE item_id = item.id) AS corrected,"
    " EXISTS (SELECT 1 FROM event_item CROSS JOIN event USING (n) WHERE item_id = item.id AND act = 'noted') AS noted,"
    " id = (SELECT max(id) FROM item) AS newest"
    " FROM item WHERE id IN (SELECT value FROM json_each(?1)) OR copy_of IN (SELECT value FROM json_each(?1))"
)
_SERVED = "SELECT id, keys FROM source WHERE id IN (SELECT value FROM json_each(?))"


class Place(NamedTuple):
    """How far the old items have been looked through."""

    first_seen_ms: int
    source_id: int
    item_id: int


START = Place(-(1 << 62), 0, 0)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What one look through some of the oldest items has found."""

    texts: tuple[tuple[int, ...], ...]
    """The items that may go, a tuple for each text: its original, then its copies."""
    kept: Counter[Reason]
    """How many items stay, and why the first print of their text that must stay does."""
    month: str
    """In which all of them were first seen, of each text the original."""
    reached: Place
    ended: bool
    """No old item is left to be looked at."""


def look(connection: Connection, after: Place, before_ms: int, most: int) -> Leaving:
    """Look through further texts of one month that were first seen before then, the oldest first: up to `most` items."""
    found = [Place(*row) for row in connection.execute(_PAGE, (*after, before_ms, most)).fetchall()]
    if not found:
        return Leaving((), Counter(), "", after, ended=True)
    prints = _prints(connection, found)
    served = _served(connection, {row["source_id"] for of_text in prints.values() for row in of_text})
    portion = _portion(found, prints, most)
    texts: list[tuple[int, ...]] = []
    kept: Counter[Reason] = Counter()
    for place in portion:
        of_text = prints[place.item_id]
        if reason := _reason(of_text, before_ms, served):
            kept[reason] += len(of_text)
        else:
            texts.append(tuple(row["id"] for row in of_text))
    month = archives.month_of(portion[0].first_seen_ms)
    return Leaving(tuple(texts), kept, month, portion[-1], ended=len(portion) == len(found) < most)


def _prints(connection: Connection, found: Sequence[Place]) -> dict[int, list[Row]]:
    """All prints of each of these texts, the original first."""
    prints: dict[int, list[Row]] = {place.item_id: [] for place in found}
    rows = connection.execute(_PRINTS, (json.dumps(list(prints)),)).fetchall()
    for row in sorted(rows, key=lambda row: (row["text_id"] != row["id"], row["id"])):
        prints[row["text_id"]].append(row)
    return prints


def _portion(found: Sequence[Place], prints: Mapping[int, Sequence[Row]], most: int) -> list[Place]:
    """Those of the month of the first one, while they have no more than `most` items; the first one in any case."""
    month = archives.month_of(found[0].first_seen_ms)
    items = accumulate(len(prints[place.item_id]) for place in found)
    return [
        place
        for place, so_far in zip(found, items, strict=True)
        if place is found[0] or (so_far <= most and archives.month_of(place.first_seen_ms) == month)
    ]


def _reason(prints: Sequence[Row], before_ms: int, served: Mapping[int, frozenset[bytes]]) -> Reason | None:
    """Why a text stays; None: it may go."""
    for row in prints:
        if row["first_seen_ms"] >= before_ms:
            return "recent"
        for told in _TOLD:
            if row[told]:
                return told
        if _keys(row["link_key"], row["identity"]) & served[row["source_id"]]:
            return "served"
    return None


def _served(connection: Connection, source_ids: Iterable[int]) -> dict[int, frozenset[bytes]]:
    """What each source had in its last document (feeds.records.Feed.keys)."""
    rows = connection.execute(_SERVED, (json.dumps(list(source_ids)),)).fetchall()
    return {
        row["id"]: frozenset(row["keys"][at : at + _KEY_BYTES] for at in range(0, len(row["keys"]), _KEY_BYTES))
        for row in rows
    }


def _keys(link_key: str, identity: str) -> set[bytes]:
    """By what a document would name an item, as feeds.document.identity does: its link, else what it is known by."""
    return {blake2b(name.encode(), digest_size=_KEY_BYTES).digest() for name in (link_key, identity) if name}
