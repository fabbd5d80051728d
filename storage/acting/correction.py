"""An operator's word on a label, cast on items and taken back: verdicts, tags, badges and stories move together."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from storage.file.errors import StoreError
from storage.file.sqlite import Connection, Row
from storage.items import disputes, tags
from storage.items.verdicts import STANCES, Said, Verdict, stances
from storage.voices import independence


class Word(NamedTuple):
    """What a verdict says, and whose it is; an empty stance: the label does not hold."""

    stance: str
    operator: str
    at_ms: int


class Ruled(NamedTuple):
    """What a word did to an item, as the log keeps it for the way back."""

    item_id: int
    label: str
    stance: str | None
    """As given; None: the classifier's counts again."""
    was: Word | None


_ITEMS = "SELECT id, revision, story_id, copy_of FROM item WHERE id IN (SELECT value FROM json_each(?1))"
_WITH_COPIES = f"{_ITEMS} OR copy_of IN (SELECT value FROM json_each(?1)) ORDER BY id"


class _Item(NamedTuple):
    id: int
    revision: int
    story_id: int
    copy_of: int | None


def check(connection: Connection, label: str, stance: str | None) -> None:
    """Raise StoreError for a label that the lexicon in use does not have, or a stance that there is not."""
    if stance is None:
        return
    if stance and stance not in STANCES:
        raise StoreError(f"there is no stance {stance}; it is one of {', '.join(STANCES)}")
    if connection.execute("SELECT 1 FROM label WHERE name = ?", (label,)).fetchone() is None:
        raise StoreError(f"the lexicon in use has no label {label}")


def cast(connection: Connection, item_ids: Sequence[int], label: str, word: Word | None, at_ms: int) -> list[Ruled]:
    """Let `word` stand on a label of items, None: the classifier's; returns those where another stood before.

    Copies folded under an item go with it where the classifier says the same of the label on them: they are not shown, but
    their tags count in their story, which would be disputed by the very words that were ruled on. One of which something else
    is said has another text there, and waits for a ruling of its own.
    """
    reached = _reached(connection, item_ids, label)
    stood = _standing(connection, reached, label)
    moved = [item_id for item_id in reached if _stance(stood.get(item_id)) != _stance(word)]
    _settle(connection, dict.fromkeys(moved, word), label, at_ms)
    return [Ruled(item_id, label, _stance(word), stood.get(item_id)) for item_id in moved]


def turn(connection: Connection, line: Row, at_ms: int, beside: Collection[int], *, back: bool) -> list[int]:
    """Take back what `cast` did, or do it again, where its word still stands; returns the items that moved.

    Copies that came later have taken over their original's verdict and go with it, but for those named in `beside`.
    """
    rows = [
        Ruled(item_id, label, stance, was and Word(*was)) for item_id, label, stance, was in json.loads(line["before"])
    ]
    label, stance = rows[0].label, rows[0].stance
    left = None if stance is None else Word(stance, line["operator"], line["at_ms"])
    was = {row.item_id: row.was for row in rows}
    reached = _reached(connection, list(was), label)
    stood = _standing(connection, reached, label)
    moved: dict[int, Word | None] = {}
    for item_id, original in reached.items():
        then = was[item_id if item_id in was else original]
        here, there = (left, then) if back else (then, left)
        if item_id not in beside and stood.get(item_id) == here:
            moved[item_id] = there
    _settle(connection, moved, label, at_ms)
    return list(moved)


def _stance(word: Word | None) -> str | None:
    return word.stance if word else None


def _reached(connection: Connection, item_ids: Sequence[int], label: str) -> dict[int, int]:
    """The items, then the copies under them of which the classifier says the same: each with the item that it goes with."""
    named = dict.fromkeys(item_ids)
    found = _items(connection, _WITH_COPIES, named)
    said = tags.heard(connection, {item.id: item.revision for item in found.values()})
    reached = {item_id: item_id for item_id in named if item_id in found}
    for item in found.values():
        original = item.copy_of
        if item.id not in reached and original is not None and _agree(said, item.id, original, label):
            reached[item.id] = original
    return reached


def _agree(said: Mapping[int, Sequence[Said]], item_id: int, original: int, label: str) -> bool:
    return stances(said.get(item_id, ()), label) == stances(said.get(original, ()), label)


def _standing(connection: Connection, item_ids: Collection[int], label: str) -> dict[int, Word]:
    """The words that stand on a label."""
    return {
        item_id: Word(verdict.stance, verdict.operator, verdict.at_ms)
        for item_id, verdicts in tags.verdicts(connection, item_ids).items()
        for verdict in verdicts
        if verdict.label == label
    }


def _settle(connection: Connection, words: Mapping[int, Word | None], label: str, at_ms: int) -> None:
    """Let these words stand on a label of items, and all that follows from it."""
    if not words:
        return
    items = _items(connection, _ITEMS, words)
    said = tags.heard(connection, {item.id: item.revision for item in items.values()})
    for item_id, word in words.items():
        if word is None:
            tags.unrule(connection, item_id, label)
        else:
            overruled = stances(said.get(item_id, ()), label)
            tags.rule(connection, item_id, Verdict(label, word.stance, word.operator, word.at_ms, overruled))
    verdicts = tags.verdicts(connection, list(words))
    for item in items.values():
        tags.rewrite(connection, item.id, item.revision, said.get(item.id, []), verdicts.get(item.id, []))
    disputes.recount(connection, {item.story_id for item in items.values()}, at_ms)
    independence.settle(connection, items)


def _items(connection: Connection, sql: str, ids: Collection[int]) -> dict[int, _Item]:
    return {row["id"]: _Item(*row) for row in connection.execute(sql, (json.dumps(list(ids)),)).fetchall()}
