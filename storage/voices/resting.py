"""Whose word a story rests on, of all that its items rest on."""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from storage.file.sqlite import Connection
from storage.voices.unnamed import counted

_VOICES = """
SELECT story_id, coalesce(copy_of, item.id), origin, name, unnamed, own,
    own = 1 AND NOT EXISTS (SELECT 1 FROM voice AS beside WHERE beside.item_id = item.id AND beside.own = 0) AS alone
FROM item CROSS JOIN voice ON item_id = item.id WHERE story_id IN (SELECT value FROM json_each(?))
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY min(item.id), name
"""


class Resting(NamedTuple):
    """That prints of a text rest on somebody's word."""

    text_id: int
    origin: str
    name: str
    unnamed: int
    own: int
    """It is the writer's."""
    alone: int
    """It is the writer's, and these prints name nobody."""


def of(connection: Connection, story_ids: Collection[int]) -> dict[int, list[Resting]]:
    """The voices of each of these stories that count, in order of appearance."""
    found: dict[int, list[Resting]] = {}
    for story_id, *row in connection.execute(_VOICES, (json.dumps(list(story_ids)),)).fetchall():
        found.setdefault(story_id, []).append(Resting(*row))
    return {story_id: voices(rows) for story_id, rows in found.items()}


def voices(rows: Sequence[Resting]) -> list[Resting]:
    """Those that count: where one print of a text names whose word it is, a shorter one that names nobody adds no voice."""
    told = {row.text_id for row in rows if not row.own}
    return [row for row in rows if not row.alone or row.text_id not in told]


def primaries(rows: Iterable[Resting]) -> int:
    """How many different ones these are at least."""
    named, hidden = set[str](), set[tuple[str, str]]()
    for row in rows:
        if row.unnamed:
            hidden.add((row.origin, row.name))
        else:
            named.add(row.name)
    return len(named) + counted(hidden)
