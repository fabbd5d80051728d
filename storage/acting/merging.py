"""An operator's hand on stories: several made one, items split off into one of their own, and the way back.

It wins over the machine for good, which never moves an item. A story's number stays: of several made one the oldest, to which
the others lead on from then. Rows that somebody has moved since stay where they are.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from storage.acting.touches import Touch
from storage.file.errors import StoreError
from storage.file.sqlite import Connection, Row
from storage.grouping import following
from storage.items import disputes
from storage.voices import independence

MERGED, SPLIT = "merged", "split"
ACTS = (MERGED, SPLIT)
"""The acts in the log that `turn` takes back."""

_PLACED = "SELECT id, story_id, copy_of, joined_because, joined_by FROM item"
_THESE = f"{_PLACED} WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY id"
_WITH_COPIES = (
    f"{_PLACED} WHERE id IN (SELECT value FROM json_each(?1))"
    " OR copy_of IN (SELECT value FROM json_each(?1)) ORDER BY id"
)
_OF_STORIES = f"{_PLACED} WHERE story_id IN (SELECT value FROM json_each(?1)) ORDER BY id"
_MOVE = "UPDATE item SET story_id = ?, copy_of = ?, joined_because = ?, joined_by = ? WHERE id = ?"
_LATER = (
    "SELECT n, at_ms, operator, act, before FROM event"
    " WHERE act IN ('merged', 'split') AND n > ? AND operator <> ? AND before <> '' ORDER BY n"
)
_SHARE_A_STORY = "SELECT 1 FROM item WHERE story_id = ? AND id NOT IN (SELECT value FROM json_each(?)) LIMIT 1"


class Placing(NamedTuple):
    """Where an item is, and who put it there."""

    story_id: int
    copy_of: int | None
    because: str
    by: str


class Moved(NamedTuple):
    """What an act did to an item, as the log keeps it for the way back."""

    item_id: int
    was: Placing
    now: Placing


def merge(connection: Connection, item_ids: Sequence[int], operator: str, at_ms: int) -> list[Moved]:
    """Make one story of the stories of these items. Raises StoreError where they are one already."""
    stories = sorted({row["story_id"] for row in _rows(connection, _THESE, item_ids)})
    if len(stories) < 2:
        raise StoreError("these items are of one story already")
    kept, *others = stories
    because = f"{operator} made them one story"
    rows = _rows(connection, _OF_STORIES, others)
    return _move(connection, rows, {row["id"]: Placing(kept, row["copy_of"], because, operator) for row in rows}, at_ms)


def split(connection: Connection, item_ids: Sequence[int], operator: str, at_ms: int) -> list[Moved]:
    """Make a story of its own of these items and the copies folded under them; a copy without its original is none.

    Raises StoreError where nothing of their story would be left.
    """
    rows = _rows(connection, _WITH_COPIES, item_ids)
    going = {row["id"] for row in rows}
    left = {row["story_id"] for row in rows}
    if not rows or (
        len(left) == 1 and not connection.execute(_SHARE_A_STORY, (*left, json.dumps(list(going)))).fetchone()
    ):
        raise StoreError("that is the whole story")
    story_id = following.open_story(connection, min(going))
    because = f"{operator} split it off"
    placings = {
        row["id"]: Placing(story_id, row["copy_of"] if row["copy_of"] in going else None, because, operator)
        for row in rows
    }
    return _move(connection, rows, placings, at_ms)


def turn(connection: Connection, line: Row, at_ms: int, *, back: bool) -> list[int]:
    """Take a merge or a split back, or do it again; returns the items that moved, with copies that came under them since."""
    moves = [Moved(item_id, Placing(*was), Placing(*now)) for item_id, was, now in json.loads(line["before"])]
    rows = _rows(connection, _WITH_COPIES, [move.item_id for move in moves])
    placed = {row["id"]: _placing(row) for row in rows}
    gone = _gone(connection, moves)
    wanted = {
        move.item_id: there
        for move in moves
        for here, there in [(move.now, move.was) if back else (move.was, move.now)]
        if placed.get(move.item_id) == here and there.story_id not in gone
    }
    for item_id, placing in placed.items():
        if item_id not in wanted and placing.copy_of in wanted:
            wanted[item_id] = placing._replace(story_id=wanted[placing.copy_of].story_id)
    folded = _folded(connection, wanted)
    return [moved.item_id for moved in _move(connection, [row for row in rows if row["id"] in folded], folded, at_ms)]


def joined_since(
    connection: Connection, line: Row, since: Mapping[int, int], operator: str, *, back: bool
) -> dict[int, Touch]:
    """The items with which somebody else has brought others together since, by the act that did: they cannot go alone.

    `since`: of items of the line, the number after which that counts.
    """
    moves = (Moved(item_id, Placing(*was), Placing(*now)) for item_id, was, now in json.loads(line["before"]))
    story_of = {move.item_id: (move.now if back else move.was).story_id for move in moves if move.item_id in since}
    touched: dict[int, Touch] = {}
    for later in connection.execute(_LATER, (min(since.values(), default=0), operator)).fetchall():
        led = {item_id: Placing(*now) for item_id, _, now in json.loads(later["before"])}
        rows = _rows(connection, _THESE, led)
        stories = {row["story_id"] for row in rows if led[row["id"]].story_id == row["story_id"]}
        touch = Touch(later["n"], later["at_ms"], later["operator"], later["act"])
        touched |= {i: touch for i, story_id in story_of.items() if story_id in stories and since[i] < later["n"]}
    return touched


def _folded(connection: Connection, wanted: Mapping[int, Placing]) -> dict[int, Placing]:
    """The same, each copy under an original that lies in the same story and is no copy itself; else it is none."""
    rows = _rows(connection, _THESE, {placing.copy_of for placing in wanted.values()})
    standing = {row["id"]: _placing(row) for row in rows} | dict(wanted)

    def original_of(placing: Placing) -> int | None:
        at = placing.copy_of
        while at in standing and standing[at].copy_of is not None:
            at = standing[at].copy_of
        return at if at in standing and standing[at].story_id == placing.story_id else None

    return {item_id: placing._replace(copy_of=original_of(placing)) for item_id, placing in wanted.items()}


def _move(connection: Connection, rows: Iterable[Row], placings: Mapping[int, Placing], at_ms: int) -> list[Moved]:
    """Put items in their places, and all that hangs on them."""
    moved = [Moved(row["id"], _placing(row), placings[row["id"]]) for row in rows]
    connection.executemany(_MOVE, [(*move.now, move.item_id) for move in moved])
    led = {move.was.story_id: move.now.story_id for move in reversed(moved)}
    touched = {place.story_id for move in moved for place in (move.was, move.now)}
    items = {move.item_id for move in moved}
    originals = {place.copy_of for move in moved for place in (move.was, move.now) if place.copy_of is not None}
    following.settle_stories(connection, touched, led)
    following.settle_items(connection, items, originals)
    following.settle_alerts(connection, items, touched)
    independence.settle(connection, items | originals)
    independence.recount(connection, touched)
    disputes.recount(connection, touched, at_ms)
    return moved


def _gone(connection: Connection, moves: Iterable[Moved]) -> set[int]:
    """The stories of these moves that have gone with their last items."""
    stories = {place.story_id for move in moves for place in (move.was, move.now)}
    found = connection.execute(
        "SELECT id FROM story WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(stories)),)
    )
    return stories - {row[0] for row in found.fetchall()}


def _rows(connection: Connection, sql: str, ids: Collection[int | None]) -> list[Row]:
    found: list[Row] = connection.execute(sql, (json.dumps(sorted(filter(None, ids))),)).fetchall()
    return found


def _placing(row: Row) -> Placing:
    return Placing(row["story_id"], row["copy_of"], row["joined_because"], row["joined_by"])
