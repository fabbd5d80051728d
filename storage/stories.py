"""Folding items into stories: who shares rare words, who is a copy, how many origins and voices that leaves.

Candidates come from the window of the last 72 hours; whether two texts are one event is the classifier's word, handed in as a
`Judge`, for this room knows no language.
"""

from dataclasses import dataclass
from typing import Protocol

from classifier.records import Match
from storage.sqlite import Connection, Row
from storage.window import WINDOW_MS, Window

OPENING = 1_000
"""Characters of a full text that stand for the summary where a feed has none."""

_CANDIDATE = (
    "SELECT id, story_id, copy_of, title, iif(summary <> '', summary, substr(text, 1, ?)) AS summary, origin, first_seen_ms"
    " FROM item WHERE id = ?"
)


class Judge(Protocol):
    """What the classifier decides about a pair. Texts are (title, summary)."""

    def same_story(self, a: tuple[str, str], b: tuple[str, str], hours_apart: float) -> Match:
        """Are they about the same event, and is one a copy of the other?"""

    def same_quote(self, a: tuple[str, str | None], b: tuple[str, str | None]) -> Match:
        """Are they one statement? Quotes are (text, speaker)."""

    def folded_quote(self, text: str) -> str:
        """The form under which one statement in two papers is equal."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item belongs."""

    story_id: int
    relation: str
    copy_of: int | None
    origin: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """What placing an item needs to know of it."""

    item_id: int
    title: str
    summary: str
    words: tuple[int, ...]
    origin: str
    """Who wrote it as far as its own feed says: a credited wire, else the family."""
    seen_ms: int


def place(connection: Connection, window: Window, arrival: Arrival, judge: Judge) -> Place:
    """Find the story that `arrival` belongs to, or open one that begins with it."""
    best, row = Match(False, False, 0.0, ""), None
    for candidate in _candidates(connection, window, arrival):
        hours = abs(arrival.seen_ms - candidate["first_seen_ms"]) / 3_600_000
        theirs = (candidate["title"], candidate["summary"])
        match = judge.same_story((arrival.title, arrival.summary), theirs, hours)
        if match.same and (match.duplicate, match.score) > (best.duplicate, best.score):
            best, row = match, candidate
            if match.duplicate:
                break
    if row is None:
        return Place(_open(connection, arrival), "first", None, arrival.origin)
    if best.duplicate:
        return Place(row["story_id"], "copy", row["copy_of"] or row["id"], row["origin"])
    return Place(row["story_id"], "same", None, arrival.origin)


def joined(connection: Connection, window: Window, arrival: Arrival, place: Place) -> None:
    """Book a placed and stored item: its words for those that follow, its story's counts, its original's copies."""
    window.add(arrival.item_id, place.story_id, arrival.seen_ms, arrival.words)
    if place.relation == "first":
        return
    connection.execute(
        "UPDATE story SET last_seen_ms = max(last_seen_ms, ?) WHERE id = ?", (arrival.seen_ms, place.story_id)
    )
    recount(connection, place.story_id)
    if place.copy_of is not None:
        connection.execute("UPDATE item SET copies = copies + 1 WHERE id = ?", (place.copy_of,))


def recount(connection: Connection, story_id: int) -> None:
    """Count a story's origins and primaries anew: an item has joined, or an edit has changed whose word it is."""
    connection.execute(
        "UPDATE story SET origins = (SELECT count(DISTINCT origin) FROM item WHERE story_id = story.id),"
        " primaries = (SELECT count(DISTINCT voice) FROM item WHERE story_id = story.id) WHERE id = ?",
        (story_id,),
    )


def forget_words(connection: Connection, now_ms: int, most: int = 20_000) -> int:
    """Drop the words of up to `most` items that left the window; returns how many went. Once an hour is enough."""
    if connection.window is not None:
        connection.window.move_to(now_ms)
        connection.window.sweep()
    (oldest,) = connection.execute(
        "SELECT min(id) FROM item WHERE first_seen_ms >= ?", (now_ms - WINDOW_MS,)
    ).fetchone()
    return connection.execute(
        "DELETE FROM item_words WHERE item_id IN"
        " (SELECT item_id FROM item_words WHERE ?1 IS NULL OR item_id < ?1 ORDER BY item_id LIMIT ?2)",
        (oldest, most),
    ).rowcount


def _candidates(connection: Connection, window: Window, arrival: Arrival) -> list[Row]:
    """The items that share most rare words with `arrival`, most first."""
    found = window.candidates(arrival.words)
    rows = [connection.execute(_CANDIDATE, (OPENING, item_id)).fetchone() for item_id in found]
    return [row for row in rows if row and arrival.seen_ms - row["first_seen_ms"] <= WINDOW_MS]


def _open(connection: Connection, arrival: Arrival) -> int:
    story_id = connection.execute(
        "INSERT INTO story(first_item_id, first_seen_ms, last_seen_ms) VALUES (?, ?, ?)",
        (arrival.item_id, arrival.seen_ms, arrival.seen_ms),
    ).lastrowid
    assert story_id is not None
    return story_id
