"""Folding items into stories: which story an item belongs to, and whose copy it is.

Candidates are the items of the last 72 hours that share most rare words with it, and those that print the same statement;
whether two texts are one event is the classifier's word, handed in as a `Judge`, for this room knows no language. An item joins
a story when enough of its members agree, not one alone: else A like B, B like C and C like D would make a week one story. The
machine never moves an item that has its place, and never makes one story of two: it says that they are related.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import NamedTuple, Protocol

from classifier.records import Match
from storage.file.sqlite import Connection, Row
from storage.grouping.window import WINDOW_MS, Window
from storage.words import unpacked

OPENING = 1_000
"""Characters of a full text that stand for the summary where a feed has none."""
ASKED = 5
"""So many of a story's newest members are asked, besides its first."""
GROWN = 30
"""A story of so many items takes in what two thirds of those asked agree on."""
FULL = 200
"""A story of so many items takes in copies alone: what goes on for longer is a subject, and begins a story anew."""
SURE = 0.5
"""The likeness at which an item that a shared statement brought in speaks for the story too."""
OWN = 0.42
"""The likeness asked of two items of one source: alike, they are often but two of a series (11 of 13 wrong joins, measured)."""
LONE = 0.38
"""The likeness asked where one item is all that there is to agree."""
LINK_WORDS = 6
"""A shorter statement is a phrase that may be anybody's."""
LINK_MS = 48 * 3_600_000
_DAY_MS = 24 * 3_600_000
_RELATED = 3
"""With so many stories at most an item's own is said to be related."""
_PARTING = frozenset(("rank", "number", "score", "date", "name", "actor", "round-up"))
"""Contradictions that no shared statement outweighs; a claim and its denial may well quote the same words."""
_LINKED = "the same words as item"
_SHOWN_CHARS = 60

_MEMBER = (
    "SELECT id, source_id, story_id, copy_of, title, iif(summary <> '', summary, substr(text, 1, ?)) AS summary, first_seen_ms,"
    " joined_because FROM item WHERE id = ?"
)
_FORGET = (
    "DELETE FROM item_words WHERE item_id IN (SELECT item_id FROM item_words"
    " WHERE item_id NOT IN (SELECT id FROM item WHERE first_seen_ms >= ?) ORDER BY item_id LIMIT ?)"
)
_NEWEST = "SELECT id FROM item WHERE story_id = ? AND copy_of IS NULL AND first_seen_ms >= ? ORDER BY id DESC LIMIT ?"


class Judge(Protocol):
    """What the classifier decides about a pair. Texts are (title, summary)."""

    def weights(self, held: Callable[[str], tuple[int, int]]) -> Mapping[str, float]:
        """What words tell of an event, by how many items of how many hold them."""

    def same_story(
        self, a: tuple[str, str], b: tuple[str, str], hours_apart: float, weights: Mapping[str, float], *, closely: bool
    ) -> Match:
        """Are they about the same event, and is one a copy of the other? `closely`: what speaks against it, though little alike?"""

    def same_quote(self, a: tuple[str, str | None], b: tuple[str, str | None]) -> Match:
        """Are they one statement? Quotes are (text, speaker)."""

    def quote_grams(self, text: str) -> tuple[int, ...]:
        """Digests of neighbouring words, by which a statement is looked up."""


@dataclass(frozen=True, slots=True)
class Link:
    """An utterance that a new item repeats, and the items that print it already."""

    utterance_id: int
    item_ids: tuple[int, ...]
    """Newest first."""
    words: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item belongs."""

    story_id: int
    relation: str
    copy_of: int | None
    because: str = ""
    """For a person: the likeness, or the shared words, that joined it."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What placing an item needs to know of it."""

    item_id: int
    title: str
    summary: str
    words: bytes
    """As the file holds them."""
    seen_ms: int
    source_id: int
    links: tuple[Link, ...] = ()


def place(connection: Connection, window: Window, arrival: Arrival, judge: Judge) -> Place:
    """Find the story that `arrival` belongs to, or open one that begins with it."""
    reading = _Reading(connection, window, arrival, judge)
    read = [found for item_id in window.candidates(unpacked(arrival.words)) if (found := reading.of(item_id))]
    alike = sorted((each for each in read if each.match.same), key=lambda each: -each.match.score)
    if copied := next((each for each in alike if each.match.duplicate), None):
        original = copied.row["copy_of"] or copied.row["id"]
        return Place(copied.row["story_id"], "copy", original, f"a copy of item {original}")
    place = _by_likeness(reading, alike) or _by_statement(reading, arrival.links)
    if place is None:
        place = Place(_open(connection, arrival), "first", None)
    _relate(connection, place.story_id, read, arrival.seen_ms)
    return place


def joined(connection: Connection, window: Window, arrival: Arrival, place: Place) -> None:
    """Book a placed and stored item: its words for those that follow, its story's counts, its original's copies."""
    window.add(arrival.item_id, place.story_id, arrival.seen_ms, arrival.words)
    if place.relation == "first":
        return
    connection.execute(
        "UPDATE story SET last_seen_ms = max(last_seen_ms, ?) WHERE id = ?", (arrival.seen_ms, place.story_id)
    )
    if place.copy_of is not None:
        connection.execute("UPDATE item SET copies = copies + 1 WHERE id = ?", (place.copy_of,))


def forget_words(connection: Connection, now_ms: int, most: int = 20_000) -> int:
    """Drop the words of up to `most` items that left the window a day ago; returns how many went. Once an hour is enough.

    A day: what a clock that was ahead for a while has taken out of the window is in it again when the clock is set right.
    """
    if connection.window is not None:
        connection.window.move_to(now_ms)
        connection.window.sweep()
    return connection.execute(_FORGET, (now_ms - WINDOW_MS - _DAY_MS, most)).rowcount


class _Read(NamedTuple):
    """An item of the window, held against the new one."""

    row: Row
    match: Match


class _Reading:
    """Items held against the new one, each once."""

    def __init__(self, connection: Connection, window: Window, arrival: Arrival, judge: Judge) -> None:
        self._connection = connection
        self._arrival = arrival
        self._judge = judge
        if window.weights is None:
            window.weights = judge.weights(window.holding)
        self._weights = window.weights
        self._read: dict[int, _Read | None] = {}

    def of(self, item_id: int) -> _Read | None:
        """One item; None for one that has left the window, or the file."""
        if item_id not in self._read:
            self._read[item_id] = self._compare(item_id)
        return self._read[item_id]

    def asked(self, story_id: int) -> tuple[int, list[_Read]]:
        """How many items a story has, copies aside, and those of them that are asked."""
        oldest_ms = self._arrival.seen_ms - WINDOW_MS
        ids = [row[0] for row in self._connection.execute(_NEWEST, (story_id, oldest_ms, FULL)).fetchall()]
        return len(ids), [found for item_id in {*ids[:ASKED], *ids[-1:]} if (found := self.of(item_id))]

    def carriers(self, link: Link) -> list[_Read]:
        """Of each story the newest item that prints a statement long enough to be one, unless it tells of something else."""
        if link.words < LINK_WORDS:
            return []
        newest: dict[int, int] = {}
        for item_id in link.item_ids[:ASKED]:
            (story_id,) = self._connection.execute(
                "SELECT story_id FROM item WHERE id = ? AND first_seen_ms >= ?",
                (item_id, self._arrival.seen_ms - LINK_MS),
            ).fetchone() or (None,)
            if story_id is not None:
                newest.setdefault(story_id, item_id)
        read = [found for item_id in newest.values() if (found := self._compare(item_id, closely=True))]
        return [each for each in read if each.match.veto not in _PARTING]

    def text_of(self, utterance_id: int) -> str:
        """A statement, cut short."""
        (text,) = self._connection.execute("SELECT text FROM utterance WHERE id = ?", (utterance_id,)).fetchone()
        return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS].rsplit(' ', 1)[0]}…"

    def _compare(self, item_id: int, *, closely: bool = False) -> _Read | None:
        row = self._connection.execute(_MEMBER, (OPENING, item_id)).fetchone()
        if row is None:
            return None
        apart_ms = self._arrival.seen_ms - row["first_seen_ms"]
        if apart_ms > WINDOW_MS:
            return None
        mine, theirs = (self._arrival.title, self._arrival.summary), (row["title"], row["summary"])
        match = self._judge.same_story(mine, theirs, abs(apart_ms) / 3_600_000, self._weights, closely=closely)
        if match.same and row["source_id"] == self._arrival.source_id and match.score < OWN:
            match = replace(match, same=False, related=True)
        return _Read(row, match)


def _by_likeness(reading: _Reading, alike: Iterable[_Read]) -> Place | None:
    """The first story that enough of its members agree on, of these items, the most alike first."""
    most_alike: dict[int, _Read] = {}
    for each in alike:
        most_alike.setdefault(each.row["story_id"], each)
    for story_id, best in most_alike.items():
        size, asked = reading.asked(story_id)
        near = [each for each in asked if each.match.same or (each.match.related and not each.match.veto)]
        speaks = any(not _is_linked(each) or each.match.score >= SURE for each in near)
        if len(asked) == 1 and best.match.score < LONE:
            continue
        if size < FULL and speaks and len(near) >= _enough(len(asked), size, is_sure=best.match.score >= SURE):
            return Place(story_id, "same", None, f"like {len(near)} of {len(asked)} items: {best.match.reason}")
    return None


def _enough(asked: int, size: int, *, is_sure: bool) -> int:
    """How many of those asked must be near: half; over a third for one surely like one of them; two thirds of a crowd."""
    if size >= GROWN:
        return ceil(asked * 2 / 3)
    return asked // 3 + 1 if is_sure else ceil(asked / 2)


def _is_linked(each: _Read) -> bool:
    """Whether a shared statement alone has brought an item into its story."""
    return bool(each.row["joined_because"].startswith(_LINKED))


def _by_statement(reading: _Reading, links: Iterable[Link]) -> Place | None:
    """The one story that prints the same statements; who quotes from two is a round-up, and belongs to neither."""
    found: dict[int, str] = {}
    for link in links:
        for carrier in reading.carriers(link):
            said = f"{_LINKED} {carrier.row['id']}: “{reading.text_of(link.utterance_id)}”"
            found.setdefault(carrier.row["story_id"], said)
    if len(found) != 1:
        return None
    ((story_id, because),) = found.items()
    return Place(story_id, "same", None, because)


def _relate(connection: Connection, story_id: int, read: Iterable[_Read], at_ms: int) -> None:
    """Say with which stories an item's own is related: alike, but not one event, or not surely."""
    near: dict[int, str] = {}
    for each in sorted(read, key=lambda each: -each.match.score):
        if each.row["story_id"] != story_id and (each.match.same or each.match.related):
            near.setdefault(each.row["story_id"], each.match.reason)
    if not near:
        return
    connection.executemany(
        "INSERT OR IGNORE INTO story_relation(story_id, earlier_id, because, at_ms) VALUES (?, ?, ?, ?)",
        [
            (max(story_id, other), min(story_id, other), because, at_ms)
            for other, because in list(near.items())[:_RELATED]
        ],
    )


def _open(connection: Connection, arrival: Arrival) -> int:
    story_id = connection.execute(
        "INSERT INTO story(first_item_id, first_seen_ms, last_seen_ms) VALUES (?, ?, ?)",
        (arrival.item_id, arrival.seen_ms, arrival.seen_ms),
    ).lastrowid
    assert story_id is not None
    return story_id
