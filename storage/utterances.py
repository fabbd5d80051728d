"""Quotes, their speakers, and the utterances that several outlets carry.

A speaker is one by an alias of the config or by the very same name, never by likeness. A carrier that names nobody may join
one that names a person when the words are the same; the row then says that its name is inferred.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from classifier.records import Quote
from storage.sources import folded
from storage.sqlite import Connection, Row, Values
from storage.stories import Judge

_WORDS = 4
"""A shorter fragment is no statement that could be recognised elsewhere."""
_WINDOW_MS = 7 * 24 * 3_600_000

_ALIASES = (
    "SELECT speaker_alias.norm, speaker.id, name, org, side FROM speaker_alias JOIN speaker ON speaker.id = speaker_id"
    " WHERE speaker_alias.norm IN (SELECT value FROM json_each(?))"
)
_NAMES = "SELECT norm, id, name, org, side FROM speaker WHERE norm IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it: the row's number, or None where nobody is known, and the words for the screen."""

    id: int | None
    name: str
    org: str
    side: str


NOBODY = Speaker(None, "", "", "")


@dataclass(frozen=True, slots=True)
class Carrier:
    """The item, and its story, whose quotes are stored."""

    item_id: int
    revision: int
    story_id: int
    seen_ms: int


class Speakers:
    """The speakers of a poll's quotes, looked up together: most quotes of a feed are of a few people."""

    def __init__(self, connection: Connection, quotes: Iterable[Quote]) -> None:
        self._connection = connection
        said = {name for quote in quotes for name in (quote.speaker, quote.speaker_surface) if name}
        self._folded = {name: folded(name) for name in said}
        names = json.dumps(sorted(set(self._folded.values())))
        self._by_alias = _speakers(connection, _ALIASES, names) if said else {}
        self._by_name = _speakers(connection, _NAMES, names) if said else {}

    def of(self, quote: Quote) -> Speaker:
        """Who said it: by alias of name or surface, else under the very name that the quote gives, else nobody."""
        for said in (quote.speaker, quote.speaker_surface):
            if said and (known := self._by_alias.get(self._folded[said])):
                return known
        if not quote.speaker:
            return NOBODY
        norm = self._folded[quote.speaker]
        return self._by_name.get(norm) or self._new(quote.speaker, norm)

    def _new(self, name: str, norm: str) -> Speaker:
        speaker_id = self._connection.execute(
            "INSERT INTO speaker(name, norm, basis) VALUES (?, ?, 'seen')", (name, norm)
        ).lastrowid
        speaker = self._by_name[norm] = Speaker(speaker_id, name, "", "")
        return speaker


def joined(
    connection: Connection, carrier: Carrier, quotes: Iterable[tuple[Quote, Speaker]], judge: Judge
) -> Iterator[Values]:
    """The rows of an item's quotes, as `write` takes them, each joined to its utterance."""
    for quote, speaker in quotes:
        yield (
            carrier.item_id, carrier.revision, _utterance(connection, carrier, quote, speaker, judge), quote.field,
            quote.start, quote.end, quote.kind, quote.text, speaker.id, speaker.name, quote.speaker_surface or "", quote.cue,
            quote.basis, quote.confidence,
        )  # fmt: skip


def write(connection: Connection, rows: Iterable[Values]) -> None:
    """Write quotes."""
    connection.executemany(
        'INSERT INTO quote(item_id, revision, utterance_id, field, start, "end", kind, text, speaker_id, speaker, surface,'
        " cue, basis, confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _speakers(connection: Connection, sql: str, names: str) -> dict[str, Speaker]:
    found = connection.execute(sql, (names,)).fetchall()
    return {norm: Speaker(speaker_id, name, org, side) for norm, speaker_id, name, org, side in found}


def _utterance(connection: Connection, carrier: Carrier, quote: Quote, speaker: Speaker, judge: Judge) -> int | None:
    if quote.kind == "indirect" or len(quote.text.split(maxsplit=_WORDS)) < _WORDS:
        return None
    norm_hash = hashlib.sha256(judge.folded_quote(quote.text).encode()).digest()[:12]
    oldest = carrier.seen_ms - _WINDOW_MS
    verbatim = connection.execute(
        "SELECT id, speaker_id, last_seen_ms FROM utterance WHERE norm_hash = ? AND last_seen_ms >= ?",
        (norm_hash, oldest),
    ).fetchall()
    same = [row for row in verbatim if _compatible(row, speaker)]
    same = same or _alike(connection, quote, speaker, carrier.story_id, judge, oldest)
    if len({row["speaker_id"] for row in same} - {None}) > 1:  # several people's words: no name can be inferred
        same = [row for row in same if row["speaker_id"] is None]
    if not same:
        return connection.execute(
            "INSERT INTO utterance(norm_hash, speaker_id, text, kind, story_id, first_seen_ms, last_seen_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (norm_hash, speaker.id, quote.text, quote.kind, carrier.story_id, carrier.seen_ms, carrier.seen_ms),
        ).lastrowid
    utterance = same[0]
    if utterance["last_seen_ms"] < carrier.seen_ms or (utterance["speaker_id"] is None and speaker.id is not None):
        connection.execute(
            "UPDATE utterance SET last_seen_ms = max(last_seen_ms, ?), speaker_id = coalesce(speaker_id, ?) WHERE id = ?",
            (carrier.seen_ms, speaker.id, utterance["id"]),
        )
    return int(utterance["id"])


def _alike(
    connection: Connection, quote: Quote, speaker: Speaker, story_id: int, judge: Judge, oldest: int
) -> list[Row]:
    """The utterances of the same story whose words the judge takes for these."""
    rows: list[Row] = connection.execute(
        "SELECT utterance.id, speaker_id, last_seen_ms, text, speaker.name AS speaker_name FROM utterance"
        " LEFT JOIN speaker ON speaker.id = speaker_id"
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
