"""The rare words of the last 72 hours: which of its items a new one shares most of them with.

It lies in the memory of the one connection that stores items. As a table of words it was a third of the time that storing an
item took and a third of the file (measured: 41 rows an item); here an item takes 20 us and 160 bytes, and those for 72 hours
only. The file stays the truth: `item_words` holds the words of each item, and `of` compares the newest one there with the
newest one known here before each poll is stored, so what was rolled back, or died with a killed process, is not in it.
"""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Sequence

from storage import words
from storage.sqlite import Connection

WINDOW_MS = 72 * 3_600_000
COMMON = 40
"""A word that more items of the window hold says nothing about the event."""
HOLDERS = 5
"""The newest so many items of a story hold its words: however much is written on an event, they do not become common by it."""
CANDIDATES = 6
"""How many items are read closely: the right one is among the first 10 in 20 of 20 cases, at rank 1 in 18 (measured)."""
SHARED = 3
"""Fewer rare words in common than this is chance."""


class Window:
    """Which items hold a word, newest last. Words are 32-bit digests: two that share one lend each other a candidate."""

    def __init__(self) -> None:
        self.newest = 0
        """The number of the newest item taken in."""
        self._holders: dict[int, list[int]] = {}
        self._stories: dict[int, int] = {}
        self._sizes: Counter[int] = Counter()
        self._seen: deque[tuple[int, int]] = deque()
        self._oldest = 0

    def add(self, item_id: int, story_id: int, seen_ms: int, words: Iterable[int]) -> None:
        """Take in an item, newer than all before it."""
        is_crowded = self._sizes[story_id] >= HOLDERS
        for word in words:
            held = self._holders.get(word)
            if held is None:
                self._holders[word] = [item_id]
                continue
            if is_crowded:
                self._make_room(held, story_id)
            held.append(item_id)
            if len(held) > COMMON + 1:  # one more than is common says that it is: those before need not be known
                del held[0]
        self._stories[item_id] = story_id
        self._sizes[story_id] += 1
        self._seen.append((item_id, seen_ms))
        self.newest = item_id

    def candidates(self, words: Sequence[int]) -> list[int]:
        """The items that share most rare words with these, most first."""
        shared: Counter[int] = Counter()
        for word in words:
            held = self._holders.get(word)
            if held is None:
                continue
            if held and held[0] < self._oldest:
                del held[: bisect_left(held, self._oldest)]
            if len(held) <= COMMON:
                shared.update(held)
        least = min(SHARED, len(words))
        ranked = sorted((-count, item_id) for item_id, count in shared.items() if count >= least)
        return [item_id for _, item_id in ranked[:CANDIDATES]]

    def move_to(self, now_ms: int) -> None:
        """Leave out the items that were first seen more than 72 hours ago."""
        while self._seen and self._seen[0][1] < now_ms - WINDOW_MS:
            item_id, _ = self._seen.popleft()
            self._oldest = item_id + 1
            self._sizes[self._stories.pop(item_id)] -= 1

    def sweep(self) -> None:
        """Give back the memory of words that no item of the window holds."""
        self._holders = {word: held for word, held in self._holders.items() if held and held[-1] >= self._oldest}
        self._sizes = +self._sizes

    def _make_room(self, held: list[int], story_id: int) -> None:
        """Where a story has as many holders of a word as count, the oldest of them holds it no more."""
        own = [item_id for item_id in held if self._stories.get(item_id) == story_id]
        if len(own) >= HOLDERS:
            held.remove(own[0])


def of(connection: Connection, now_ms: int) -> Window:
    """The window of a connection, in step with the file and the time."""
    (newest,) = connection.execute("SELECT coalesce(max(item_id), 0) FROM item_words").fetchone()
    window = connection.window
    if window is None or newest < window.newest:  # new here, or something was rolled back
        window = connection.window = Window()
    if newest > window.newest:
        for item_id, story_id, seen_ms, blob in connection.execute(
            "SELECT item_id, story_id, first_seen_ms, words FROM item_words JOIN item ON item.id = item_id"
            " WHERE item_id > ? AND first_seen_ms >= ? ORDER BY item_id",
            (window.newest, now_ms - WINDOW_MS),
        ):
            window.add(item_id, story_id, seen_ms, words.unpacked(blob))
        window.newest = newest
    window.move_to(now_ms)
    return window
