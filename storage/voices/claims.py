"""A story by its voices: who claims, who doubts, who denies and on which side; who wrote it; what it is kept apart from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.file.sqlite import Connection
from storage.rows import ClaimRow, OriginRow, RelatedRow
from storage.voices import holders, origins, primaries, resting
from storage.voices.primaries import NOBODY, Primary

_SAYING = (
    "SELECT item.id, coalesce(copy_of, item.id) AS text_id, source.name, origin, first_seen_ms FROM item"
    " CROSS JOIN source ON source.id = source_id WHERE story_id = ? AND badges <> '' ORDER BY item.id"
)
_WRITTEN = (
    "SELECT origin, origin_basis, source.name, coalesce(copy_of, item.id) AS text_id FROM item"
    " CROSS JOIN source ON source.id = source_id WHERE story_id = ? ORDER BY item.id"
)
_RELATED = """
WITH RECURSIVE here(id) AS (VALUES (?1) UNION SELECT story.id FROM here CROSS JOIN story ON merged_into = here.id),
other(id, because) AS (
    SELECT earlier_id, because FROM here CROSS JOIN story_relation ON story_id = here.id
    UNION SELECT story_id, because FROM here CROSS JOIN story_relation ON earlier_id = here.id
    UNION SELECT merged_into, because FROM other CROSS JOIN story ON story.id = other.id WHERE merged_into IS NOT NULL
)
SELECT story.id, newest.id, newest.title, min(because), last_seen_ms FROM other CROSS JOIN story ON story.id = other.id
CROSS JOIN item AS newest ON newest.id = (SELECT max(id) FROM item WHERE story_id = story.id)
WHERE story.id <> ?1 AND merged_into IS NULL GROUP BY story.id ORDER BY last_seen_ms DESC, story.id DESC
"""


@dataclass(frozen=True, slots=True)
class _Stand:
    """What a claim is one with another by."""

    label: str
    stance: str
    primary: str
    side: str
    own: bool
    operator: str


@dataclass(slots=True)
class _Told:
    """Where it was said first, and by whom and where in all."""

    item_id: int
    said_ms: int
    speakers: dict[str, None] = field(default_factory=dict)
    outlets: dict[str, None] = field(default_factory=dict)


def claims(connection: Connection, story_id: int) -> tuple[ClaimRow, ...]:
    """Who holds which label in which stance: the sides in order of appearance, within each what was said first."""
    items = {row["id"]: row for row in connection.execute(_SAYING, (story_id,)).fetchall()}
    said, _ = holders.of(connection, items)
    tagged = holders.in_any_print(said, {item_id: row["text_id"] for item_id, row in items.items()})
    whose = primaries.known(connection, holders.speakers(tagged))
    sides = origins.sides(connection, [item["origin"] for item in items.values()])
    found: dict[_Stand, _Told] = {}
    for tag in tagged:
        item, operator = items[tag.item_id], tag.operator if tag.speaker_id is None else ""
        own = tag.speaker_id is None and not operator and tag.stance not in holders.SOMEBODYS
        writer = Primary(item["origin"], sides.get(item["origin"], ""), "", False)
        by = whose.get(tag.speaker_id, writer if own else NOBODY)
        stand = _Stand(tag.label, tag.stance, by.name, by.side, own, operator)
        told = found.setdefault(stand, _Told(item["id"], item["first_seen_ms"]))
        told.speakers[by.speaker] = None
        told.outlets[item["name"]] = None
    return _by_side(found)


def writers(connection: Connection, story_id: int) -> tuple[OriginRow, ...]:
    """The writers of a story in order of appearance, each with its outlets; of those unknown one row a text."""
    found: dict[tuple[str, int], tuple[str, dict[str, None]]] = {}
    for origin, basis, outlet, text_id in connection.execute(_WRITTEN, (story_id,)).fetchall():
        _, outlets = found.setdefault((origin, 0 if origin else text_id), (basis, {}))
        outlets[outlet] = None
    return tuple(OriginRow(origin, basis, tuple(outlets)) for (origin, _), (basis, outlets) in found.items())


def resting_on(connection: Connection, story_id: int) -> list[str]:
    """Whose word a story rests on, in order of appearance."""
    return list(dict.fromkeys(row.name for row in resting.of(connection, [story_id]).get(story_id, ())))


def related(connection: Connection, story_id: int) -> tuple[RelatedRow, ...]:
    """The stories on the same subject that are other events, the one that grew last first; merged ones are where they went."""
    return tuple(RelatedRow(*row) for row in connection.execute(_RELATED, (story_id,)).fetchall())


def _by_side(found: Mapping[_Stand, _Told]) -> tuple[ClaimRow, ...]:
    sides = list(dict.fromkeys(stand.side for stand in found))
    ordered = sorted(found.items(), key=lambda row: sides.index(row[0].side))
    return tuple(
        ClaimRow(
            stand.label, stand.stance, stand.primary, stand.side, stand.own, tuple(filter(None, told.speakers)),
            tuple(told.outlets), told.item_id, told.said_ms, stand.operator,
        )
        for stand, told in ordered
    )  # fmt: skip
