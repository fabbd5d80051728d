"""Whose words utterances are, by the quotes that carry them now: one is settled anew whenever a carrier comes, goes or changes.

A name that only another carrier has is inferred; it goes when that carrier goes. Two people or organisations never share an
utterance: where what is known of names has changed, the words of the second become an utterance of their own.
"""

import json
from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from storage.file.sqlite import Connection, Row
from storage.voices.speakers import NAMED

KINDS = ("person", "organisation", "office", "group", "anonymous")
"""Of several who may be meant, the first of these."""
_DAY_MS = 24 * 3_600_000
WINDOW_MS = 7 * _DAY_MS
"""So long after it was last carried a statement is recognised."""

_CARRIERS = (
    "SELECT utterance_id, quote.id, item_id, who.id AS who, who.kind FROM quote"
    " LEFT JOIN speaker AS said ON said.id = quote.speaker_id"
    " LEFT JOIN speaker AS who ON who.id = coalesce(said.same_as, said.id)"
    " WHERE utterance_id IN (SELECT value FROM json_each(?)) AND current = 1 ORDER BY utterance_id, quote.id"
)
_CARRIED_BY = "SELECT DISTINCT utterance_id FROM quote WHERE item_id = ? AND current = 1 AND utterance_id IS NOT NULL"
_ITEMS = "SELECT item_id FROM quote WHERE utterance_id IN (SELECT value FROM json_each(?)) AND current = 1"
_TAKE = "UPDATE quote SET utterance_id = ? WHERE id = ?"
_TWINS = (
    "SELECT norm_hash, speaker_id, id FROM utterance WHERE speaker_id IS NOT NULL AND norm_hash IN"
    " (SELECT norm_hash FROM utterance WHERE id IN (SELECT value FROM json_each(?))) ORDER BY norm_hash, speaker_id, id"
)


class Move(NamedTuple):
    """That a quote has gone from one utterance to another."""

    quote_id: int
    from_id: int
    to_id: int


def rank(kind: str | None) -> int:
    """How well a speaker of a kind says whose words they are; the least is the best."""
    return KINDS.index(kind) if kind else len(KINDS)


def retire(connection: Connection, item_id: int) -> set[int]:
    """The text of an item that is replaced carries its quotes no more; returns the items whose words are now somebody else's."""
    lost = [row[0] for row in connection.execute(_CARRIED_BY, (item_id,)).fetchall()]
    connection.execute("UPDATE quote SET current = 0 WHERE item_id = ?", (item_id,))
    return settle(connection, lost)


def items(connection: Connection, utterance_ids: Collection[int]) -> set[int]:
    """The items that carry these utterances."""
    found = connection.execute(_ITEMS, (json.dumps(list(utterance_ids)),)).fetchall() if utterance_ids else ()
    return {row[0] for row in found}


def settle(connection: Connection, utterance_ids: Collection[int]) -> set[int]:
    """Bring whose words these are in step with who carries them; returns the items whose words are now somebody else's."""
    carried: dict[int, list[Row]] = {utterance_id: [] for utterance_id in utterance_ids}
    if not carried:
        return set()
    for row in connection.execute(_CARRIERS, (json.dumps(list(carried)),)).fetchall():
        carried[row["utterance_id"]].append(row)
    changed: set[int] = set()
    for utterance_id, carriers in carried.items():
        for part_id, part in _parted(connection, utterance_id, carriers):
            best = min(part, key=lambda row: (rank(row["kind"]), row["id"]), default=None)
            if connection.execute(
                "UPDATE utterance SET speaker_id = ?1 WHERE id = ?2 AND speaker_id IS NOT ?1",
                (best and best["who"], part_id),
            ).rowcount:
                changed |= {row["item_id"] for row in part}
    return changed


def gather(connection: Connection, utterance_ids: Iterable[int]) -> list[Move]:
    """Make one of the utterances that are the very same words of the same speaker, now that two names are one."""
    moves: list[Move] = []
    rows = connection.execute(_TWINS, (json.dumps(list(utterance_ids)),)).fetchall()
    for _, twins in groupby(rows, key=itemgetter("norm_hash", "speaker_id")):
        first, *others = [row["id"] for row in twins]
        for other in others:
            found = connection.execute("SELECT id FROM quote WHERE utterance_id = ? AND current = 1", (other,))
            moves += [Move(row[0], other, first) for row in found.fetchall()]
    connection.executemany(_TAKE, [(move.to_id, move.quote_id) for move in moves])
    return moves


def put_back(connection: Connection, moves: Iterable[Move]) -> set[int]:
    """Undo moves, where the quote is still where it went; returns the utterances that are to be settled."""
    taken = "UPDATE quote SET utterance_id = ? WHERE id = ? AND utterance_id = ?"
    moved = [move for move in moves if connection.execute(taken, (move.from_id, move.quote_id, move.to_id)).rowcount]
    return {each for move in moved for each in (move.from_id, move.to_id)}


def forget_grams(connection: Connection, now_ms: int) -> int:
    """Drop what utterances are looked up by that nobody has carried for eight days; returns how much went.

    After seven they are not recognised any more; a clock that is a day ahead for a while shall lose none of them.
    """
    return connection.execute(
        "DELETE FROM utterance_gram WHERE utterance_id NOT IN (SELECT id FROM utterance WHERE last_seen_ms >= ?)",
        (now_ms - WINDOW_MS - _DAY_MS,),
    ).rowcount


def _parted(connection: Connection, utterance_id: int, carriers: list[Row]) -> list[tuple[int, list[Row]]]:
    """The carriers by utterance: who has another name than the first that is named goes to an utterance of its own."""
    named = dict.fromkeys(row["who"] for row in carriers if row["kind"] in NAMED)
    others = list(named)[1:]
    parts = [(utterance_id, [row for row in carriers if row["who"] not in others])]
    for other in others:
        own = [row for row in carriers if row["who"] == other]
        own_id = _another(connection, utterance_id)
        connection.executemany(_TAKE, [(own_id, row["id"]) for row in own])
        parts.append((own_id, own))
    return parts


def _another(connection: Connection, utterance_id: int) -> int:
    """An utterance of the same words."""
    another = connection.execute(
        "INSERT INTO utterance(norm_hash, text, kind, story_id, first_seen_ms, last_seen_ms)"
        " SELECT norm_hash, text, kind, story_id, first_seen_ms, last_seen_ms FROM utterance WHERE id = ?",
        (utterance_id,),
    ).lastrowid
    connection.execute(
        "INSERT INTO utterance_gram(gram, utterance_id) SELECT gram, ? FROM utterance_gram WHERE utterance_id = ?",
        (another, utterance_id),
    )
    assert another is not None
    return another
