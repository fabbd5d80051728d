"""The rare words of the last 72 hours: which of its items a new one shares most of them with, and how rare a word is.

It lies in the memory of the one connection that stores items. As a table of words it was a third of the time that storing an
item took and a third of the file (measured: 41 rows an item); here an item takes 20 us and 600 to 900 bytes, and those for 72
hours only. The file stays the truth: `item_words` holds the words of each item, and `of` compares the newest one there with the
newest one known here before each poll is stored, so what was rolled back, or died with a killed process, is not in it; nor is
what an operator has moved to another story where it was before.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from heapq import heappop, heappush
from itertools import repeat
from math import fsum, log, sqrt

from storage import words
from storage.file.sqlite import Connection

WINDOW_MS = 72 * 3_600_000
COMMON = 40
"""A word that more items of the window hold leads to no candidate."""
HOLDERS = 5
"""The newest so many items of a story hold its words: however much is written on an event, they do not become common by it."""
CANDIDATES = 4
"""How many items are read closely: the right one is among the first 10 in 20 of 20 cases, at rank 1 in 18 (measured)."""
WEIGHED = 10
"""Of how many the likeness is taken, those first that share the weightiest words."""
LIKELY = 0.12
"""Items whose words are less alike than this need not be read: of them one in 50 would be found to be one event (measured)."""
MOVED = ("merged", "split", "undone", "redone")
"""Lines of the log after which items may lie in other stories."""
_SET_BACK_MS = 3_600_000
"""A clock that was ahead by so much has dropped items that belong here."""


class Window:
    """Which items hold a word, newest last. Words are 32-bit digests: two that share one lend each other a candidate."""

    def __init__(self) -> None:
        self.newest = 0
        """The number of the newest item taken in."""
        self.log: tuple[int, bytes] = (0, b"")
        """The line of the log up to which moves are known, and its hash."""
        self.weights: Mapping[str, float] | None = None
        """What words tell of an event, as the judge of stories has weighed them for the poll at hand."""
        self.now_ms = 0
        """The time that it was moved to."""
        self._holders: defaultdict[int, list[int]] = defaultdict(list)
        self._held: Counter[int] = Counter()
        self._words: dict[int, bytes] = {}
        self._stories: dict[int, int] = {}
        self._sizes: Counter[int] = Counter()
        self._told = _telling()
        self._seen: list[tuple[int, int]] = []
        """A heap of when items were first seen, and which: they are numbered by that, but where the clock was set back."""

    def add(self, item_id: int, story_id: int, seen_ms: int, packed: bytes) -> None:
        """Take in an item, newer than all before it, by its words as the file holds them."""
        self._words[item_id] = packed
        held = words.unpacked(packed)
        is_crowded = self._sizes[story_id] >= HOLDERS
        for holders in map(self._holders.__getitem__, held):
            if is_crowded:
                self._make_room(holders, story_id)
            holders.append(item_id)
            if len(holders) > COMMON + 1:  # one more than is common says that it is: those before need not be known
                del holders[0]
        self._held.update(held)
        self._stories[item_id] = story_id
        self._sizes[story_id] += 1
        heappush(self._seen, (seen_ms, item_id))
        self.newest = item_id

    def candidates(self, asked: Collection[int]) -> list[int]:
        """The items whose words are most like these, the rarer the weightier, most first."""
        weight: defaultdict[int, float] = defaultdict(float)
        for holders in map(self._holders.get, asked, _NOBODYS):
            if (by := len(holders)) <= COMMON:
                told = self._told[by]
                for item_id in holders:
                    weight[item_id] += told
        least, mine = _UNHEARD if len(asked) > 1 else 0.0, self._tells(asked)  # one word in common is chance
        weightiest = sorted([(-told, -item_id) for item_id, told in weight.items() if told > least])[:WEIGHED]
        ranked = sorted(
            (weight / sqrt(mine * self._tells(words.unpacked(self._words[-item_id]))), item_id)
            for weight, item_id in weightiest
        )
        return [-item_id for likeness, item_id in ranked[:CANDIDATES] if -likeness >= LIKELY]

    def holding(self, word: str) -> tuple[int, int]:
        """How many items of how many hold a word; of one story the newest few count."""
        digest = words.digest(word)
        by = len(self._holders.get(digest, _NOBODY))
        return by if by <= COMMON else self._held[digest], len(self._seen)

    def move_to(self, now_ms: int) -> None:
        """Leave out the items that were first seen more than 72 hours ago."""
        self.now_ms = now_ms
        while self._seen and self._seen[0][0] < now_ms - WINDOW_MS:
            _, item_id = heappop(self._seen)
            held = words.unpacked(self._words.pop(item_id))
            self._held.subtract(held)
            for holders in map(self._holders.__getitem__, held):
                if item_id in holders:  # mostly the first, if it has not had to make room
                    holders.remove(item_id)
            self._sizes[self._stories.pop(item_id)] -= 1

    def sweep(self) -> None:
        """Give back the memory of words that no item of the window holds."""
        self._holders = defaultdict(list, {word: holders for word, holders in self._holders.items() if holders})
        self._held = +self._held
        self._sizes = +self._sizes

    def _tells(self, held: Iterable[int]) -> float:
        """What words tell in sum: those that nobody holds most, common ones little."""
        return fsum(map(self._told.__getitem__, map(len, map(self._holders.get, held, _NOBODYS))))

    def _make_room(self, holders: list[int], story_id: int) -> None:
        """Where a story has as many holders of a word as count, the oldest of them holds it no more."""
        stories = list(map(self._stories.get, holders))
        if stories.count(story_id) >= HOLDERS:
            del holders[stories.index(story_id)]


_NOBODY: list[int] = []
_NOBODYS = repeat(_NOBODY)
_UNHEARD = log(2_000)
"""What a word tells that nobody holds. Two rare words in common, whichever they are, tell more than this, and one never does."""


def _telling() -> list[float]:
    """What a word tells, by how many hold it; the last is a common one's."""
    return [_UNHEARD, *(log(2_000 / holders) for holders in range(1, COMMON + 1)), log(2_000 / 300)]


def of(connection: Connection, now_ms: int) -> Window:
    """The window of a connection, in step with the file and the time."""
    (newest,) = connection.execute("SELECT coalesce(max(item_id), 0) FROM item_words").fetchone()
    window = connection.window
    if (
        window is None
        or newest < window.newest
        or now_ms < window.now_ms - _SET_BACK_MS
        or _has_moves(connection, window)
    ):
        window = connection.window = Window()  # new here, or something was rolled back, or moved, or the clock set back
        line = connection.execute("SELECT n, hash FROM event ORDER BY n DESC LIMIT 1").fetchone()
        window.log = tuple(line) if line else window.log
    if newest > window.newest:
        for item_id, story_id, seen_ms, packed in connection.execute(
            "SELECT item_id, story_id, first_seen_ms, words FROM item_words JOIN item ON item.id = item_id"
            " WHERE item_id > ? AND first_seen_ms >= ? ORDER BY item_id",
            (window.newest, now_ms - WINDOW_MS),
        ):
            window.add(item_id, story_id, seen_ms, packed)
        window.newest = newest
    window.move_to(now_ms)
    window.weights = None
    return window


def _has_moves(connection: Connection, window: Window) -> bool:
    """Whether the log tells of moves since it was last looked at."""
    n, known = window.log
    lines = connection.execute("SELECT n, act, hash FROM event WHERE n >= ? ORDER BY n", (n,)).fetchall()
    if n and (not lines or lines[0]["hash"] != known):
        return True
    if lines:
        window.log = lines[-1]["n"], lines[-1]["hash"]
    return any(line["act"] in MOVED for line in lines if line["n"] > n)
