"""What hangs on a poll's items: tags, quotes, words, the search index. Gathered item by item, written in one go each.

The index comes last: FTS5 writes what it holds to the file at each statement that might have to be taken back, as those of
items and their stories are; fed item by item it costs three times as much (measured).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from feeds.records import Entry
from storage.file.sqlite import Connection, Values
from storage.grouping.stories import Arrival, Judge
from storage.items import tags
from storage.items.verdicts import Voiced
from storage.voices import carriers, utterances
from storage.voices.recognition import Heard
from storage.voices.utterances import Carrier, Spoken

_WORDS = "INSERT INTO item_words(item_id, words) VALUES (?, ?)"
_INDEX = "INSERT INTO item_fts(rowid, title, summary, text) VALUES (?, ?, ?, ?)"


@dataclass(slots=True)
class Attached:
    """Rows to be written."""

    connection: Connection
    judge: Judge
    heard: Heard
    reattributed: set[int] = field(default_factory=set)
    """The items whose words are now somebody else's, for another item's sake."""
    _renamed: set[int] = field(default_factory=set)
    _tags: list[Values] = field(default_factory=list)
    _quotes: list[Values] = field(default_factory=list)
    _words: list[Values] = field(default_factory=list)
    _index: list[Values] = field(default_factory=list)

    def analysed(self, carrier: Carrier, voices: Iterable[Voiced], spoken: Iterable[Spoken]) -> None:
        """The tags and quotes of an item's revision."""
        self._tags += tags.rows(carrier.item_id, carrier.revision, voices)
        joined = utterances.joined(self.connection, carrier, spoken, self.heard, self.judge)
        self._quotes += joined.rows
        self._renamed |= joined.renamed

    def retire(self, item_id: int) -> None:
        """The quotes of an item whose text is replaced; those gathered so far are written first, for they may name the rest."""
        self._write_quotes()
        self.reattributed |= carriers.retire(self.connection, item_id)

    def found_by(self, arrival: Arrival, entry: Entry) -> None:
        """What a new item is found by: its words in the window, its text in the search index."""
        self._words.append((arrival.item_id, arrival.words))
        self._index.append((arrival.item_id, entry.title, entry.summary, entry.text))

    def write(self) -> None:
        """Write all of it."""
        tags.write(self.connection, self._tags)
        self._write_quotes()
        self.connection.executemany(_WORDS, self._words)
        self.connection.executemany(_INDEX, self._index)

    def _write_quotes(self) -> None:
        utterances.write(self.connection, self._quotes)
        self._quotes.clear()
        self.reattributed |= carriers.items(self.connection, self._renamed)
        self._renamed.clear()
