"""Who holds what items say: the speakers of their current tags and quotes, as far as any carrier of the words names one."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from storage.file.sqlite import Connection

_TAGS = (
    "SELECT item_id, label, stance, speaker_id, by FROM tag"
    " WHERE item_id IN (SELECT value FROM json_each(?)) AND current = 1 ORDER BY item_id, id"
)
_QUOTES = (
    "SELECT item_id, quote.speaker_id, coalesce(utterance.speaker_id, quote.speaker_id) FROM quote"
    " LEFT JOIN utterance ON utterance.id = utterance_id"
    " WHERE item_id IN (SELECT value FROM json_each(?)) AND current = 1 ORDER BY item_id, quote.id"
)
SOMEBODYS = ("claimed", "denied", "doubted")
"""Stances that are somebody else's than the writer's, even where the item does not name whose."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """That an item holds a label in a stance, and the speaker whose word that is, if anybody's."""

    item_id: int
    label: str
    stance: str
    speaker_id: int | None
    operator: str
    """Who has said so in the classifier's place, or empty."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """That an item quotes a speaker."""

    item_id: int
    speaker_id: int


def of(connection: Connection, item_ids: Collection[int]) -> tuple[list[Tagged], list[Quoted]]:
    """The tags and the quoted speakers of items, in the order of the items and their words.

    Who is but an office, or nobody, in one paper goes by the name that another carrier of the same words gives; so does a tag
    that this paper's speaker holds.
    """
    ids = json.dumps(list(item_ids))
    quoted: list[Quoted] = []
    named: dict[tuple[int, int | None], int] = {}
    for item_id, own, speaker_id in connection.execute(_QUOTES, (ids,)).fetchall():
        if speaker_id is not None:
            quoted.append(Quoted(item_id, speaker_id))
            if own is not None:
                named[item_id, own] = speaker_id
    tagged = [
        Tagged(item_id, label, stance, named.get((item_id, speaker_id), speaker_id), operator)
        for item_id, label, stance, speaker_id, operator in connection.execute(_TAGS, (ids,)).fetchall()
    ]
    return tagged, quoted


def in_any_print(tagged: Sequence[Tagged], texts: Mapping[int, int]) -> list[Tagged]:
    """The same tags; those that name nobody are held by whom another print of their text names. `texts`: item -> its text.

    What an operator says of an item is of no other print.
    """
    named = {
        (texts[tag.item_id], tag.label, tag.stance): tag.speaker_id for tag in tagged if tag.speaker_id is not None
    }
    return [
        tag
        if tag.speaker_id or tag.operator
        else replace(tag, speaker_id=named.get((texts[tag.item_id], tag.label, tag.stance)))
        for tag in tagged
    ]


def speakers(tagged: Iterable[Tagged], quoted: Iterable[Quoted] = ()) -> set[int]:
    """Everybody who holds or says something there."""
    return {tag.speaker_id for tag in tagged if tag.speaker_id is not None} | {quote.speaker_id for quote in quoted}
