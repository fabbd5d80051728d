"""Quotes of a held item cut anew, as another engine or lexicon cuts them: they take the place of the former ones."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifier.records import Quote
from storage.file.sqlite import Connection
from storage.grouping.stories import Judge
from storage.voices import carriers, utterances
from storage.voices.recognition import Heard
from storage.voices.speakers import Speaker
from storage.voices.utterances import Carrier

_HELD = (
    'SELECT field, start, "end", kind, text, speaker_id, surface, cue, basis, confidence, who, role FROM quote'
    " WHERE item_id = ? AND revision = ? AND current = 1"
)
_FORMER = "FROM quote WHERE item_id = ? AND revision = ?"
_ORPHANS = (
    "SELECT id, text FROM utterance WHERE id IN (SELECT value FROM json_each(?))"
    " AND NOT EXISTS (SELECT 1 FROM quote WHERE utterance_id = utterance.id)"
)


@dataclass(frozen=True, slots=True)
class Recut:
    """Whether an item's quotes are others now, and the items whose words are somebody else's for it."""

    changed: bool
    reattributed: set[int]


def recut(connection: Connection, carrier: Carrier, quotes: Sequence[tuple[Quote, Speaker]], judge: Judge) -> Recut:
    """Put these quotes in the place of the ones that the item's newest text has, unless they are the same."""
    now = Counter(_cut(quote, speaker) for quote, speaker in quotes)
    key = (carrier.item_id, carrier.revision)
    if now == Counter(tuple(row) for row in connection.execute(_HELD, key).fetchall()):
        return Recut(False, set())
    lost = [row[0] for row in connection.execute(f"SELECT DISTINCT utterance_id {_FORMER}", key).fetchall() if row[0]]
    connection.execute(f"DELETE {_FORMER}", key)
    reattributed = carriers.settle(connection, lost)
    heard = Heard(connection, [quote for quote, _ in quotes])
    spoken = utterances.recognised(connection, quotes, heard, judge, carrier.seen_ms)
    joined = utterances.joined(connection, carrier, spoken, heard, judge)
    utterances.write(connection, joined.rows)
    reattributed |= carriers.items(connection, joined.renamed)
    _drop_orphans(connection, lost, judge)
    return Recut(True, reattributed)


def _cut(quote: Quote, speaker: Speaker) -> tuple[object, ...]:
    """What tells one cut from another: the words, where they stand, and whose they are given to."""
    by = quote.by
    return (
        quote.field, quote.start, quote.end, quote.kind, quote.text, speaker.id, by.surface or "", quote.cue, by.basis,
        by.confidence, by.kind, by.role,
    )  # fmt: skip


def _drop_orphans(connection: Connection, utterance_ids: Iterable[int], judge: Judge) -> None:
    """Utterances of which no quote of any revision is left go, with what they are looked up by."""
    orphans = connection.execute(_ORPHANS, (json.dumps(list(utterance_ids)),)).fetchall()
    connection.executemany(
        "DELETE FROM utterance_gram WHERE gram = ? AND utterance_id = ?",
        [(gram, row["id"]) for row in orphans for gram in judge.quote_grams(row["text"])],
    )
    connection.executemany("DELETE FROM utterance WHERE id = ?", [(row["id"],) for row in orphans])
