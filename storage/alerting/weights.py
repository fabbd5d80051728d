"""What each piece of evidence weighs: whose text it is, who prints it, and whose word the tags are that a rule asks for.

Where a rule asks for no tags it is whose word the item rests on.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from storage.file.sqlite import Connection, Row
from storage.voices import holders, origins, primaries
from storage.voices.holders import SOMEBODYS, Tagged
from storage.voices.primaries import Held, Primary, Voice

_ITEMS = (
    "SELECT item.id, coalesce(copy_of, item.id), family, origin FROM item CROSS JOIN source ON source.id = source_id"
    " WHERE item.id IN (SELECT value FROM json_each(?)) ORDER BY item.id"
)
_VOICES = (
    "SELECT item_id, name, side, unnamed, own FROM voice WHERE item_id IN (SELECT value FROM json_each(?))"
    " ORDER BY item_id, own, name"
)


class Whose(NamedTuple):
    """Somebody whose word it is."""

    name: str
    side: str
    unnamed: bool
    """Officials, sources: several such may be one and the same."""
    own: bool
    """It is the writer's own reporting."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One item of evidence."""

    item_id: int
    text_id: int
    """One text, however many print it."""
    at_ms: int
    """When what counts of it was seen."""
    family: str
    origin: str
    """Who wrote it; empty: nobody known."""
    voices: tuple[Whose, ...]
    holds: bool = True
    """Has it, as it stands now, what was asked for?"""


def of(
    connection: Connection, seen: Mapping[int, int], labels: Collection[str], stances: Collection[str]
) -> list[Weight]:
    """What each of these items (number -> when it was seen) weighs, in the order in which they were seen.

    `labels` and `stances` are those that the rule asks for; empty: it asks for none, or for all of them.
    """
    if not seen:
        return []
    ids = json.dumps(list(seen))
    items = connection.execute(_ITEMS, (ids,)).fetchall()
    is_asked = bool(labels or stances)
    said = _holding(connection, items, labels, stances) if is_asked else _resting(connection, ids)
    found = [
        Weight(item_id, text_id, seen[item_id], family, origin, said.get(item_id, ()), item_id in said or not is_asked)
        for item_id, text_id, family, origin in items
    ]
    return sorted(_without_shorter_prints(found), key=lambda weight: weight.at_ms)


def _resting(connection: Connection, ids: str) -> dict[int, tuple[Whose, ...]]:
    """Whose word each item rests on, whatever it says."""
    found: dict[int, tuple[Whose, ...]] = {}
    for item_id, name, side, unnamed, own in connection.execute(_VOICES, (ids,)).fetchall():
        found[item_id] = (*found.get(item_id, ()), Whose(name, side, bool(unnamed), bool(own)))
    return found


def _holding(
    connection: Connection, items: Sequence[Row], labels: Collection[str], stances: Collection[str]
) -> dict[int, tuple[Whose, ...]]:
    """Who holds the tags that are asked for, of each item that has one."""
    said, _ = holders.of(connection, [item_id for item_id, *_ in items])
    asked = [tag for tag in said if tag.label in (labels or (tag.label,)) and tag.stance in (stances or (tag.stance,))]
    tagged = holders.in_any_print(asked, {item_id: text_id for item_id, text_id, *_ in items})
    whose = primaries.known(connection, holders.speakers(tagged))
    sides = origins.sides(connection, [origin for *_, origin in items])
    of_item: dict[int, list[Tagged]] = {}
    for tag in tagged:
        of_item.setdefault(tag.item_id, []).append(tag)
    return {
        item_id: _voices(of_item[item_id], whose, origin, sides.get(origin, ""))
        for item_id, _, _, origin in items
        if item_id in of_item
    }


def _voices(tagged: Iterable[Tagged], whose: Mapping[int | None, Primary], origin: str, side: str) -> tuple[Whose, ...]:
    """Whose word the tags of one item are: what is somebody else's, and nobody is named, is nobody's."""
    held = [Held(tag.label, tag.stance, whose.get(tag.speaker_id)) for tag in tagged if tag.speaker_id or _is_own(tag)]
    is_own = origin and any(each.holder is None for each in held)
    writer = Voice(origin, side, own=True) if is_own else None
    found = primaries.voices(held, (), writer) if held else []
    return tuple(Whose(each.name, each.side, each.unnamed, each.own) for each in found)


def _is_own(tag: Tagged) -> bool:
    return not tag.operator and tag.stance not in SOMEBODYS


def _without_shorter_prints(weights: Sequence[Weight]) -> list[Weight]:
    """Where one print of a text names whose word it is, a shorter one that names nobody adds no voice."""
    told = {weight.text_id for weight in weights if any(not voice.own for voice in weight.voices)}
    return [
        replace(weight, voices=()) if weight.text_id in told and all(voice.own for voice in weight.voices) else weight
        for weight in weights
    ]
