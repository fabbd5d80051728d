"""Quotes and the utterances that several outlets carry: the same words, in whatever spelling or translation, by one speaker.

A carrier that names nobody, or only an office, may join one that names a person; the row then says that its name is inferred.
Every carrier is compared with the words that the utterance began with: no chain of ever looser variants joins anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from classifier.records import Quote
from storage.file.sqlite import Connection, Values
from storage.grouping.stories import Judge, Link
from storage.voices import recognition
from storage.voices.carriers import WINDOW_MS, rank
from storage.voices.recognition import Candidate, Heard, Said
from storage.voices.speakers import NAMED, Speaker

_CARRYING = "SELECT DISTINCT item_id FROM quote WHERE utterance_id = ? AND current = 1 ORDER BY 1 DESC LIMIT 20"


@dataclass(frozen=True, slots=True)
class Carrier:
    """The item, and its story, whose quotes are stored."""

    item_id: int
    revision: int
    story_id: int
    seen_ms: int
    opens: bool = False
    """The story begins with it: nobody else says anything there."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quote, who said it, and the statement that it is known to repeat before its item has a place."""

    quote: Quote
    speaker: Speaker
    utterance_id: int | None = None
    likely: tuple[Candidate, ...] = ()
    """The ones that share some of its words: looked at once more when the story is known."""


@dataclass(slots=True)
class Joined:
    """The rows of an item's quotes, as `write` takes them, and the utterances that now have another speaker."""

    rows: list[Values] = field(default_factory=list)
    renamed: set[int] = field(default_factory=set)
    begun: list[tuple[Spoken, int]] = field(default_factory=list)
    """Those of the item's quotes that begin an utterance."""


def recognised(
    connection: Connection, quotes: Iterable[tuple[Quote, Speaker]], heard: Heard, judge: Judge, seen_ms: int
) -> list[Spoken]:
    """The quotes of an item that is not placed yet, each with the utterance of any story that it repeats."""
    return [_recognised(connection, quote, speaker, heard, judge, seen_ms) for quote, speaker in quotes]


def links(connection: Connection, spoken: Iterable[Spoken]) -> tuple[Link, ...]:
    """The items that print the same words, an utterance each."""
    found = []
    for one in spoken:
        if one.utterance_id is not None:
            carriers = connection.execute(_CARRYING, (one.utterance_id,)).fetchall()
            found.append(Link(one.utterance_id, tuple(row[0] for row in carriers), len(one.quote.text.split())))
    return tuple(found)


def joined(connection: Connection, carrier: Carrier, spoken: Iterable[Spoken], heard: Heard, judge: Judge) -> Joined:
    """Join each quote of a placed item to its utterance."""
    found = Joined()
    for one in spoken:
        quote, speaker = one.quote, one.speaker
        utterance_id = _utterance(connection, carrier, one, heard, judge, found) if quote.norm_hash else None
        found.rows.append(
            (
                carrier.item_id, carrier.revision, utterance_id, quote.field, quote.start, quote.end, quote.kind, quote.text,
                speaker.id, speaker.name, quote.by.surface or "", quote.cue, quote.by.basis, quote.by.confidence, quote.by.kind,
                quote.by.role, speaker.known_by,
            )
        )  # fmt: skip
    return found


def write(connection: Connection, rows: Iterable[Values]) -> None:
    """Write quotes."""
    connection.executemany(
        'INSERT INTO quote(item_id, revision, utterance_id, field, start, "end", kind, text, speaker_id, speaker, surface,'
        " cue, basis, confidence, who, role, known_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _recognised(
    connection: Connection, quote: Quote, speaker: Speaker, heard: Heard, judge: Judge, seen_ms: int
) -> Spoken:
    if not quote.norm_hash:
        return Spoken(quote, speaker)
    said, since_ms = Said(quote.text, speaker), seen_ms - WINDOW_MS
    same = [
        each
        for each in recognition.verbatim(connection, quote.norm_hash, since_ms)
        if recognition.same(said, each, judge)
    ]
    known = recognition.one_of(said, same)
    if known is not None or not heard.may_be_alike(quote):
        return Spoken(quote, speaker, known)
    likely = tuple(recognition.alike(connection, quote.grams, since_ms))
    near = [each for each in likely if recognition.near(said, each, judge)]
    return Spoken(quote, speaker, recognition.one_of(said, near), likely)


def _utterance(
    connection: Connection, carrier: Carrier, one: Spoken, heard: Heard, judge: Judge, joined: Joined
) -> int:
    """The utterance that a quote repeats, or that begins with it."""
    known = one.utterance_id
    if known is None or _is_taken(connection, known, one.speaker):
        known = _in_story(connection, carrier, one, judge, joined)
    if known is None:
        begun = _begun(connection, carrier, one)
        heard.add(one.quote)
        joined.begun.append((one, begun))
        return begun
    connection.execute(
        "UPDATE utterance SET last_seen_ms = ?1 WHERE id = ?2 AND last_seen_ms < ?1", (carrier.seen_ms, known)
    )
    if one.speaker.identity is not None and rank(one.speaker.kind) < rank(_whose(connection, known)[1]):
        connection.execute("UPDATE utterance SET speaker_id = ? WHERE id = ?", (one.speaker.identity, known))
        joined.renamed.add(known)
    return known


def _in_story(connection: Connection, carrier: Carrier, one: Spoken, judge: Judge, joined: Joined) -> int | None:
    """A second look at what the same story holds: the judge's word is enough there, also for the speaker's other words."""
    if carrier.opens and not joined.begun:
        return None
    shared = [each.id for each in one.likely if each.story_id == carrier.story_id]
    shared += [begun for other, begun in joined.begun if _share_words(one.quote, other.quote)]
    # Read anew: another quote of the item may have said since whose words they are.
    found = {each.id: each for each in recognition.of_ids(connection, shared)}
    if one.speaker.is_named and one.speaker.identity is not None:
        since_ms = carrier.seen_ms - WINDOW_MS
        own = recognition.by_speaker(connection, carrier.story_id, one.speaker.identity, since_ms)
        found |= {each.id: each for each in own}
    said = Said(one.quote.text, one.speaker)
    return recognition.one_of(said, [each for each in found.values() if recognition.same(said, each, judge)])


def _begun(connection: Connection, carrier: Carrier, one: Spoken) -> int:
    utterance_id = connection.execute(
        "INSERT INTO utterance(norm_hash, speaker_id, text, kind, story_id, first_seen_ms, last_seen_ms)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        (one.quote.norm_hash, one.speaker.identity, one.quote.text, one.quote.kind, carrier.story_id, carrier.seen_ms),
    ).lastrowid
    assert utterance_id is not None
    connection.executemany(
        "INSERT INTO utterance_gram(gram, utterance_id) VALUES (?, ?)",
        [(gram, utterance_id) for gram in one.quote.grams],
    )
    return utterance_id


def _share_words(one: Quote, other: Quote) -> bool:
    return one.norm_hash == other.norm_hash or not set(one.grams).isdisjoint(other.grams)


def _is_taken(connection: Connection, utterance_id: int, speaker: Speaker) -> bool:
    """Has another quote of the item given the utterance to somebody else since it was recognised?"""
    who, kind = _whose(connection, utterance_id)
    return speaker.is_named and kind in NAMED and who != speaker.identity


def _whose(connection: Connection, utterance_id: int) -> tuple[int | None, str | None]:
    """Who an utterance is known to be of, and the kind of that speaker."""
    row = connection.execute(
        "SELECT speaker_id, speaker.kind FROM utterance LEFT JOIN speaker ON speaker.id = speaker_id WHERE utterance.id = ?",
        (utterance_id,),
    ).fetchone()
    return row[0], row[1]
