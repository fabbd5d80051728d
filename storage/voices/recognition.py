"""Which utterances a quote may repeat: by the very same words, by neighbouring words in common, by story and speaker."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifier.records import Quote
from storage.file.sqlite import Connection, Row
from storage.grouping.stories import Judge
from storage.voices.speakers import Speaker

_NEAR = 0.85
"""Of two stories only words as like as this are one utterance."""
_LOOKED_AT = 5
_SHARED = 2
"""Fewer pairs of neighbouring words in common are chance."""
COMMON = 100
"""A pair that more statements hold is a phrase, and leads to none: as many would be read for each new one."""

_COLUMNS = (
    "SELECT utterance.id, story_id, text, who.id AS who, name, role, org, side, who.kind"
    " FROM utterance LEFT JOIN speaker AS who ON who.id = utterance.speaker_id"
)
_VERBATIM = f"{_COLUMNS} WHERE norm_hash = ? AND last_seen_ms >= ? ORDER BY utterance.id DESC LIMIT 20"
# By the story: it holds few statements, some speakers thousands. The plus keeps the index of speakers out of it.
_OF_SPEAKER = (
    f"{_COLUMNS} WHERE story_id = ? AND last_seen_ms >= ? AND +utterance.speaker_id = ?"
    " ORDER BY utterance.id DESC LIMIT 8"
)
_CARRIED = "EXISTS (SELECT 1 FROM quote WHERE utterance_id = utterance.id AND current = 1)"
_OF_IDS = f"{_COLUMNS} WHERE utterance.id IN (SELECT value FROM json_each(?))"
_NEWEST_FIRST = " ORDER BY utterance.id DESC"
_HEARD = "SELECT DISTINCT gram FROM json_each(?) CROSS JOIN utterance_gram ON gram = value"
_SHARING = (
    "SELECT utterance_id FROM json_each(?1) CROSS JOIN utterance_gram ON gram = value"
    " WHERE NOT EXISTS (SELECT 1 FROM utterance_gram WHERE gram = value LIMIT 1 OFFSET ?4)"
    " GROUP BY utterance_id HAVING count(*) >= ?2 ORDER BY count(*) DESC, utterance_id DESC LIMIT ?3"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words and who said them, as far as a paper tells."""

    text: str
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class Candidate:
    """An utterance that a quote may repeat, with whose words it is."""

    id: int
    story_id: int
    text: str
    speaker: Speaker


class Heard:
    """Which neighbouring words of some quotes any statement has, looked up together: most quotes are new in all their words.

    To look for each quote by itself took 40 us, a tenth of what storing an item did (measured).
    """

    def __init__(self, connection: Connection, quotes: Iterable[Quote]) -> None:
        asked = {gram for quote in quotes for gram in quote.grams}
        found = connection.execute(_HEARD, (json.dumps(list(asked)),)).fetchall() if asked else ()
        self._grams = {row[0] for row in found}

    def may_be_alike(self, quote: Quote) -> bool:
        """Whether a statement may share enough words with a quote."""
        return sum(map(self._grams.__contains__, quote.grams)) >= _SHARED

    def add(self, quote: Quote) -> None:
        """Take in the words of a quote that begins a statement."""
        self._grams.update(quote.grams)


def verbatim(connection: Connection, norm_hash: bytes, since_ms: int) -> list[Candidate]:
    """The utterances with the very same words that were carried since then."""
    return [_candidate(row) for row in connection.execute(_VERBATIM, (norm_hash, since_ms)).fetchall()]


def alike(connection: Connection, grams: Sequence[int], since_ms: int) -> list[Candidate]:
    """The utterances that share most neighbouring words, of those that somebody carries and has carried since then."""
    found = connection.execute(_SHARING, (json.dumps(grams), _SHARED, _LOOKED_AT, COMMON)).fetchall()
    if not found:
        return []
    ids = json.dumps([row[0] for row in found])
    carried = f"{_OF_IDS} AND last_seen_ms >= ? AND {_CARRIED}{_NEWEST_FIRST}"
    return [_candidate(row) for row in connection.execute(carried, (ids, since_ms)).fetchall()]


def of_ids(connection: Connection, utterance_ids: Sequence[int]) -> list[Candidate]:
    """These utterances, with whose words they are now."""
    if not utterance_ids:
        return []
    rows = connection.execute(f"{_OF_IDS}{_NEWEST_FIRST}", (json.dumps(utterance_ids),)).fetchall()
    return [_candidate(row) for row in rows]


def by_speaker(connection: Connection, story_id: int, speaker_id: int, since_ms: int) -> list[Candidate]:
    """The newest utterances of a speaker in a story."""
    rows = connection.execute(_OF_SPEAKER, (story_id, since_ms, speaker_id)).fetchall()
    return [_candidate(row) for row in rows]


def same(said: Said, candidate: Candidate, judge: Judge) -> bool:
    """Are they one statement, wherever one story prints both?"""
    return _score(said, candidate, judge) > 0


def near(said: Said, candidate: Candidate, judge: Judge) -> bool:
    """Are they one statement, whatever the stories?"""
    return _score(said, candidate, judge) >= _NEAR


def one_of(said: Said, found: Iterable[Candidate]) -> int | None:
    """The utterance to join: the speaker's own; where the words are several people's, only one that names nobody."""
    candidates = list(found)
    for each in candidates:
        if each.speaker.identity is not None and each.speaker.identity == said.speaker.identity:
            return each.id
    named = {each.speaker.identity for each in candidates if each.speaker.is_named}
    if len(named) > 1:
        candidates = [each for each in candidates if not each.speaker.is_named]
    return candidates[-1].id if candidates else None


def _score(said: Said, candidate: Candidate, judge: Judge) -> float:
    if not _may_be_one(said.speaker, candidate.speaker):
        return 0.0
    match = judge.same_quote((said.text, said.speaker.words), (candidate.text, candidate.speaker.words))
    return match.score if match.same else 0.0


def _may_be_one(one: Speaker, other: Speaker) -> bool:
    """Two who are named never share an utterance: that is a re-quotation, to be shown, not merged; nor one of many and one."""
    if one.identity is None or other.identity is None or one.identity == other.identity:
        return True
    if one.is_named and other.is_named:
        return False
    if "group" in (one.kind, other.kind) and "person" in (one.kind, other.kind):
        return False
    return not (one.side and other.side and one.side != other.side)


def _candidate(row: Row) -> Candidate:
    who = row["who"]
    speaker = Speaker(
        who, row["name"] or "", row["org"] or "", row["side"] or "", row["kind"] or "", "", who, row["role"] or ""
    )
    return Candidate(row["id"], row["story_id"], row["text"], speaker)
