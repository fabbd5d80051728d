"""How independent the voices of a story are: who wrote its texts (origins), and whose word they rest on (primaries).

All of it is derived from the rows of items, tags, quotes and speakers, whichever of them has changed.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable

from storage.file.sqlite import Connection
from storage.voices import holders, origins, primaries, resting
from storage.voices.primaries import Held, Primary, Voice

_WRITTEN = "SELECT id, story_id, origin FROM item WHERE id IN (SELECT value FROM json_each(?))"
_COUNTED = """
SELECT story.id, origins, unknown_origins, primaries,
    count(DISTINCT nullif(origin, '')), count(*) FILTER (WHERE origin = '' AND copy_of IS NULL)
FROM story LEFT JOIN item ON story_id = story.id WHERE story.id IN (SELECT value FROM json_each(?)) GROUP BY story.id
"""
_COUNT = "UPDATE story SET origins = ?, unknown_origins = ?, primaries = ? WHERE id = ?"


def settle(connection: Connection, item_ids: Collection[int]) -> None:
    """Bring the origins and voices of these items in step with all that is stored of them, and the counts of their stories.

    Items that print the same text go with them: one print that names its agency tells whose text it is.
    """
    reached = origins.settle(connection, item_ids).union(item_ids)
    written = connection.execute(_WRITTEN, (json.dumps(sorted(reached)),)).fetchall()
    sides = origins.sides(connection, [origin for *_, origin in written])
    said = _said(connection, reached)
    rows = [
        (item_id, voice.name, voice.side, voice.own, voice.unnamed)
        for item_id, _, origin in written
        for voice in primaries.voices(*said[item_id], Voice(origin, sides.get(origin, ""), True) if origin else None)
    ]
    connection.execute(
        "DELETE FROM voice WHERE item_id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(reached)),)
    )
    connection.executemany("INSERT INTO voice(item_id, name, side, own, unnamed) VALUES (?, ?, ?, ?, ?)", rows)
    recount(connection, {story_id for _, story_id, _ in written})


def recount(connection: Connection, story_ids: Iterable[int]) -> None:
    """Count the origins and primaries of stories anew, and write what has changed: a story of one item mostly has its counts."""
    found = sorted(story_ids)
    said = resting.of(connection, found)
    counted = []
    for story_id, *held, origins_now, unknown_now in connection.execute(_COUNTED, (json.dumps(found),)).fetchall():
        now = [origins_now, unknown_now, resting.primaries(said.get(story_id, ()))]
        if held != now:
            counted.append((*now, story_id))
    connection.executemany(_COUNT, counted)


def _said(connection: Connection, item_ids: Collection[int]) -> dict[int, tuple[list[Held], list[Primary]]]:
    """What each item holds and whom it quotes."""
    tagged, quoted = holders.of(connection, item_ids)
    whose = primaries.known(connection, holders.speakers(tagged, quoted))
    said: dict[int, tuple[list[Held], list[Primary]]] = defaultdict(lambda: ([], []))
    for tag in tagged:
        said[tag.item_id][0].append(Held(tag.label, tag.stance, whose.get(tag.speaker_id)))
    for quote in quoted:
        said[quote.item_id][1].append(whose[quote.speaker_id])
    return said
