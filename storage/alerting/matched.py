"""What the queries of rules find: in a poll, in a window of time, on a story; and how far items held the same before an edit."""

import json
from collections.abc import Collection
from typing import NamedTuple, TypeAlias

from storage.file.sqlite import Connection
from storage.query import Query, highlight
from storage.query.finding import Finder

_LABELS = "SELECT DISTINCT label FROM tag WHERE item_id IN (SELECT value FROM json_each(?)) AND current = 1"
_ITEMS = (
    "SELECT item.id, item.story_id, item.source_id, item.title, item.summary, iif(item.copy_of IS NULL OR ?2, item.text, ''),"
    " item.published_ms, item.published_raw, item.published_basis, item.first_seen_ms, item.revised_ms, item.revision,"
    " item.first_poll, coalesce(item.copy_of, item.id), coalesce(printed.first_seen_ms, item.first_seen_ms)"
    " FROM item LEFT JOIN item AS printed ON printed.id = item.copy_of"
    " WHERE item.id IN (SELECT value FROM json_each(?1)) ORDER BY item.id"
)
_ARRIVED = (
    "SELECT id, published_ms, published_raw, published_basis FROM item WHERE id IN (SELECT value FROM json_each(?))"
)
_OF_STORY = (
    "SELECT id FROM item INDEXED BY item_by_story WHERE story_id = ?1 AND (first_seen_ms >= ?2 OR revised_ms >= ?2)"
    " AND first_seen_ms <= ?3 ORDER BY id DESC LIMIT ?4"
)
_SINCE = (
    "SELECT id FROM item INDEXED BY item_by_arrival WHERE first_seen_ms BETWEEN ? AND ?"
    " ORDER BY first_seen_ms DESC LIMIT ?"
)
_MOST = 5_000
"""No window holds more items than this that anybody could read."""
_BEFORE = "SELECT title, summary, text FROM revision WHERE item_id = ? AND n = ?"
_TAGS = (
    "SELECT DISTINCT label, stance, speaker_id, current FROM tag WHERE item_id = ? AND (current = 1 OR revision = ?)"
)
_PRINTS = """
SELECT min(id) FROM (
    SELECT id, coalesce(copy_of, id) AS text_id, origin, badges, first_poll, iif(revision > 1, id, 0) AS edited,
        coalesce(published_ms NOT BETWEEN first_seen_ms - ?2 AND first_seen_ms + 86400000, 0) AS untimely,
        (SELECT group_concat(name || side || own) FROM voice WHERE item_id = item.id) AS whose
    FROM item WHERE id IN (SELECT value FROM json_each(?1))
) GROUP BY text_id, origin, badges, first_poll, edited, untimely, whose ORDER BY 1
"""
_SAID = (
    "SELECT DISTINCT item_id, label, stance FROM tag WHERE item_id IN (SELECT value FROM json_each(?)) AND current = 1"
)
_RESTS = (
    "SELECT item_id FROM alert_evidence INDEXED BY evidence_by_item CROSS JOIN alert ON alert.id = alert_id"
    " WHERE item_id IN (SELECT value FROM json_each(?)) AND +alert.rule = ?"
)

_Tag: TypeAlias = tuple[str, str, int | None]
"""Label, stance, and the speaker whose word it is."""


class Item(NamedTuple):
    """An item as a rule looks at it."""

    id: int
    story_id: int
    source_id: int
    title: str
    summary: str
    text: str
    published_ms: int | None
    published_raw: str
    published_basis: str
    first_seen_ms: int
    revised_ms: int | None
    revision: int
    first_poll: int
    text_id: int
    """The item that it is a copy of, or itself."""
    text_ms: int
    """When that was seen."""

    @property
    def texts(self) -> tuple[str, str, str]:
        """All that it says, the headline first."""
        return self.title, self.summary, self.text


class Stated(NamedTuple):
    """What an item's feed says of when it was published."""

    item_id: int
    published_ms: int | None
    raw: str
    basis: str


def labels(connection: Connection, item_ids: Collection[int]) -> frozenset[str]:
    """All labels that these items hold: of most polls there are none, and most rules need not be asked."""
    return frozenset(label for (label,) in connection.execute(_LABELS, (json.dumps(list(item_ids)),)).fetchall())


def said(connection: Connection, item_ids: Collection[int], query: Query) -> dict[int, list[str]]:
    """The labels that each of the items holds of those that a query asks for, in a stance that it asks for."""
    labels: dict[int, list[str]] = {}
    for item_id, label, stance in connection.execute(_SAID, (json.dumps(list(item_ids)),)).fetchall():
        if label in (query.labels or (label,)) and stance in (query.stances or (stance,)):
            labels[item_id] = sorted({*labels.get(item_id, ()), label})
    return labels


def found(
    connection: Connection, query: Query, item_ids: Collection[int], held: frozenset[str], now_ms: int
) -> list[int]:
    """Those of the items that a query finds, copies too. `held`: all labels that they hold."""
    if query.needs and held.isdisjoint(query.needs):
        return []
    return sorted(Finder(connection, query, now_ms, copies=True).among(item_ids))


def items(connection: Connection, item_ids: Collection[int], *, copies_too: bool = True) -> list[Item]:
    """These items, in their order. Without `copies_too` the texts of copies are left out: they are those of their originals."""
    if not item_ids:
        return []
    return [Item(*row) for row in connection.execute(_ITEMS, (json.dumps(list(item_ids)), copies_too)).fetchall()]


def stated(connection: Connection, item_ids: Collection[int]) -> list[Stated]:
    """When these items were published, as far as they say."""
    return [Stated(*row) for row in connection.execute(_ARRIVED, (json.dumps(list(item_ids)),)).fetchall()]


def of_story(connection: Connection, query: Query, story_id: int, since_ms: int, now_ms: int) -> list[int]:
    """What a query finds on a story of what was seen, or edited, since then."""
    near = connection.execute(_OF_STORY, (story_id, since_ms, now_ms, _MOST)).fetchall()
    return sorted(Finder(connection, query, now_ms, copies=True).among([item_id for (item_id,) in near]))


def since(connection: Connection, query: Query, since_ms: int, now_ms: int) -> list[int]:
    """What a query finds of all that was seen since then."""
    near = connection.execute(_SINCE, (since_ms, now_ms, _MOST)).fetchall()
    return sorted(Finder(connection, query, now_ms, copies=True).among([item_id for (item_id,) in near]))


def prints(connection: Connection, item_ids: Collection[int], late_ms: int) -> list[int]:
    """Of items that print one text, on the same words of the same people, and as timely, the first."""
    return [item_id for (item_id,) in connection.execute(_PRINTS, (json.dumps(list(item_ids)), late_ms)).fetchall()]


def evidence(connection: Connection, rule: str, item_ids: Collection[int]) -> set[int]:
    """Those of the items that alerts of a rule rest on, whatever became of them."""
    found = connection.execute(_RESTS, (json.dumps(list(item_ids)), rule)).fetchall()
    return {item_id for (item_id,) in found}


def is_new(connection: Connection, query: Query, item: Item) -> bool:
    """Has the last edit of an item that a query finds brought something that the query asks for?"""
    if not (query.labels or query.stances or query.words):
        return item.revision == 2 and "is" in query.fields
    held, holds = _held(connection, query, item)
    now: set[object] = {tag[:2] for tag in holds}
    before: set[object] = {tag[:2] for tag in held}
    texts = connection.execute(_BEFORE, (item.id, item.revision - 1)).fetchone() if query.words else None
    if texts is not None:
        now |= {each for each in query.words if highlight.holds(each, *(item.texts[: 1 if each.in_title else 3]))}
        before |= {each for each in query.words if highlight.holds(each, *(texts[: 1 if each.in_title else 3]))}
    return not now <= before


def names_another(connection: Connection, query: Query, item: Item) -> bool:
    """Has the last edit of an item brought somebody whose word it is?"""
    held, holds = _held(connection, query, item)
    return not {speaker for *_, speaker in holds if speaker} <= {speaker for *_, speaker in held}


def _held(connection: Connection, query: Query, item: Item) -> tuple[set[_Tag], set[_Tag]]:
    """The tags that a query asks for which an item held before its last edit, and those that it holds now."""
    before, now = set[_Tag](), set[_Tag]()
    for label, stance, speaker_id, current in connection.execute(_TAGS, (item.id, item.revision - 1)).fetchall():
        if label in (query.labels or (label,)) and stance in (query.stances or (stance,)):
            (now if current else before).add((label, stance, speaker_id))
    return before, now
