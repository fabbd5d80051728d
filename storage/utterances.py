"""Quotes, their speakers, and the utterances that several outlets carry.

A speaker is one by an alias of the config or by the very same name, never by likeness. A carrier that names nobody may join
one that names a person when the words are the same; the row then says that its name is inferred.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from classifier.records import Quote
from storage.sources import folded
from storage.sqlite import Connection, Row
from storage.stories import Judge

_WORDS = 4
"""A shorter fragment is no statement that could be recognised elsewhere."""
_WINDOW_MS = 7 * 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it: the row's number, or None where nobody is known, and the words for the screen."""

    id: int | None
    name: str
    org: str
    side: str


NOBODY = Speaker(None, "", "", "")


def identify(connection: Connection, quote: Quote) -> Speaker:
    """The speaker of a quote: by alias of name or surface, else under the very name it gives, else nobody."""
    for said in (quote.speaker, quote.speaker_surface):
        if said:
            row = connection.execute(
                "SELECT speaker.* FROM speaker_alias JOIN speaker ON speaker.id = speaker_id WHERE speaker_alias.norm = ?",
                (folded(said),),
            ).fetchone()
            if row:
                return Speaker(row["id"], row["name"], row["org"], row["side"])
    if not quote.speaker:
        return NOBODY
    row = connection.execute(
        "INSERT INTO speaker(name, norm, basis) VALUES (?, ?, 'seen') ON CONFLICT (norm) DO UPDATE SET norm = norm"
        " RETURNING id, name, org, side",
        (quote.speaker, folded(quote.speaker)),
    ).fetchone()
    return Speaker(row["id"], row["name"], row["org"], row["side"])


def store(
    connection: Connection,
    item_id: int,
    revision: int,
    story_id: int,
    quotes: Iterable[tuple[Quote, Speaker]],
    judge: Judge,
    seen_ms: int,
) -> None:
    """Write an item's quotes, each joined to its utterance."""
    for quote, speaker in quotes:
        utterance_id = _utterance(connection, quote, speaker, story_id, judge, seen_ms)
        connection.execute(
            'INSERT INTO quote(item_id, revision, utterance_id, field, start, "end", kind, text, speaker_id, speaker, surface,'
            " cue, basis, confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item_id, revision, utterance_id, quote.field, quote.start, quote.end, quote.kind, quote.text, speaker.id,
                speaker.name, quote.speaker_surface or "", quote.cue, quote.basis, quote.confidence,
            ),
        )  # fmt: skip


def _utterance(
    connection: Connection, quote: Quote, speaker: Speaker, story_id: int, judge: Judge, seen_ms: int
) -> int | None:
    if quote.kind == "indirect" or len(quote.text.split()) < _WORDS:
        return None
    norm_hash = hashlib.sha256(judge.folded_quote(quote.text).encode()).digest()[:12]
    oldest = seen_ms - _WINDOW_MS
    verbatim = connection.execute(
        "SELECT * FROM utterance WHERE norm_hash = ? AND last_seen_ms >= ?", (norm_hash, oldest)
    ).fetchall()
    same = [row for row in verbatim if _compatible(row, speaker)]
    same = same or _alike(connection, quote, speaker, story_id, judge, oldest)
    if len({row["speaker_id"] for row in same} - {None}) > 1:  # several people's words: no name can be inferred
        same = [row for row in same if row["speaker_id"] is None]
    if not same:
        return int(
            connection.execute(
                "INSERT INTO utterance(norm_hash, speaker_id, text, kind, story_id, first_seen_ms, last_seen_ms)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (norm_hash, speaker.id, quote.text, quote.kind, story_id, seen_ms, seen_ms),
            ).fetchone()[0]
        )
    connection.execute(
        "UPDATE utterance SET last_seen_ms = max(last_seen_ms, ?), speaker_id = coalesce(speaker_id, ?) WHERE id = ?",
        (seen_ms, speaker.id, same[0]["id"]),
    )
    return int(same[0]["id"])


def _alike(
    connection: Connection, quote: Quote, speaker: Speaker, story_id: int, judge: Judge, oldest: int
) -> list[Row]:
    """The utterances of the same story whose words the judge takes for these."""
    rows: list[Row] = connection.execute(
        "SELECT utterance.*, speaker.name AS speaker_name FROM utterance LEFT JOIN speaker ON speaker.id = speaker_id"
        " WHERE story_id = ? AND last_seen_ms >= ? ORDER BY utterance.id DESC LIMIT 20",
        (story_id, oldest),
    ).fetchall()
    mine = (quote.text, speaker.name or None)
    return [
        row
        for row in rows
        if _compatible(row, speaker) and judge.same_quote(mine, (row["text"], row["speaker_name"])).same
    ]


def _compatible(row: Row, speaker: Speaker) -> bool:
    """Two different known speakers never share an utterance: that is a re-quotation, to be shown, not merged."""
    return row["speaker_id"] is None or speaker.id is None or row["speaker_id"] == speaker.id
