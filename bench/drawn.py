"""Pairs drawn from a replayed stream, for a reader to judge: items that were joined, and items alike that were kept apart.

The likeness that draws them is none of those that decide: the cosine of the items' words, the rarer the heavier, over the whole
recording.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

APART_MS = 48 * 3_600_000
_COMMON = 300
"""A word that more items hold draws no pair."""
_ITEMS = (
    "SELECT item.id, source.name, item.title, summary, first_seen_ms, story_id, relation, copy_of, joined_because, words"
    " FROM item JOIN source ON source.id = source_id JOIN item_words ON item_id = item.id ORDER BY item.id"
)


class Item(NamedTuple):
    """A stored item."""

    id: int
    source: str
    title: str
    summary: str
    seen_ms: int
    story_id: int
    relation: str
    copy_of: int | None
    because: str
    words: frozenset[int]


def pairs(database: Path, n: int, seed: int) -> Iterator[dict[str, object]]:
    """`n` random joins, each an item with the member most like it; then `n` of the most alike pairs of different stories."""
    drawing = _Drawing(_read(database))
    chance = random.Random(seed)
    joined = [item for item in drawing.items.values() if item.relation != "first"]
    for item in chance.sample(joined, min(n, len(joined))):
        yield _row("joined", item, drawing.nearest_member(item), item.because)
    apart = sorted(filter(None, map(drawing.nearest_stranger, drawing.items.values())), reverse=True)[: len(joined)]
    for likeness, item_id, other_id in chance.sample(apart, min(n, len(apart))):
        yield _row("apart", drawing.items[item_id], drawing.items[other_id], f"likeness {likeness:.2f}")


class _Drawing:
    """The items of a recording, and how alike any two of them are."""

    def __init__(self, items: dict[int, Item]) -> None:
        self.items = items
        self._members: defaultdict[int, list[Item]] = defaultdict(list)
        self._holders: defaultdict[int, list[int]] = defaultdict(list)
        held = Counter(word for item in items.values() for word in item.words)
        self._weight = {word: math.log(len(items) / n) ** 2 for word, n in held.items()}
        self._length = {
            item.id: math.sqrt(math.fsum(map(self._weight.__getitem__, item.words))) for item in items.values()
        }
        for item in items.values():
            self._members[item.story_id].append(item)
            for word in item.words:
                if held[word] <= _COMMON:
                    self._holders[word].append(item.id)

    def likeness(self, one: Item, other: Item) -> float:
        """0 to 1."""
        shared = math.fsum(map(self._weight.__getitem__, one.words & other.words))
        return shared / ((self._length[one.id] * self._length[other.id]) or 1.0)

    def nearest_member(self, item: Item) -> Item:
        """The earlier item of the same story that is most like it; of a copy its original."""
        if item.copy_of is not None:
            return self.items[item.copy_of]
        earlier = [other for other in self._members[item.story_id] if other.id < item.id]
        return max(earlier, key=lambda other: self.likeness(item, other))

    def nearest_stranger(self, item: Item) -> tuple[float, int, int] | None:
        """The item before it of another story, 48 hours away at most, that is most like it."""
        if item.copy_of is not None:
            return None
        near = Counter(other for word in item.words for other in self._holders[word] if other < item.id)
        strangers = [self.items[other] for other, _ in near.most_common(30)]
        found = [
            (self.likeness(item, other), item.id, other.id)
            for other in strangers
            if other.story_id != item.story_id and item.seen_ms - other.seen_ms <= APART_MS
        ]
        return max(found, default=None)


def _read(database: Path) -> dict[int, Item]:
    from storage.file import sqlite
    from storage.words import unpacked

    with closing(sqlite.connect(database, "reader")) as connection:
        return {row[0]: Item._make([*row[:-1], frozenset(unpacked(row[-1]))]) for row in connection.execute(_ITEMS)}


def _row(how: str, item: Item, other: Item, because: str) -> dict[str, object]:
    hours = round((item.seen_ms - other.seen_ms) / 3_600_000, 1)
    one, two = ({"source": each.source, "title": each.title, "summary": each.summary} for each in (item, other))
    return {"how": how, "hours_apart": hours, "because": because, "a": one, "b": two}
