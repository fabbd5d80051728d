"""Storing what one poll brought: items and revisions with their tags, quotes and story, and the source's new state.

The caller holds the transaction, so that alerts and events commit with the items or not at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifier.records import Analysis, Quote, Tag
from feeds.records import Entry, PollState
from storage import sources, stories, utterances
from storage.events import COLLECTOR, Event, append
from storage.sqlite import Connection, Row
from storage.stories import Arrival, Judge

_ITEM = (
    "INSERT INTO item(source_id, identity, link_key, link, title, summary, text, author, credit, published_ms, published_raw,"
    " first_seen_ms, first_poll, lexicon, story_id, relation, copy_of, origin, voice, voice_side, badges, state,"
    " operator)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)


@dataclass(frozen=True, slots=True)
class AnalysedEntry:
    """An entry and what the classifier says about it."""

    entry: Entry
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll brought. `entries` is oldest first, so that numbers rise with age."""

    source_id: int
    state: PollState
    title: str
    entries: Sequence[AnalysedEntry]
    at_ms: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of it. Nothing rings for a source's first poll."""

    source_id: int
    new: tuple[int, ...]
    revised: tuple[int, ...]
    first_poll: bool


def store(connection: Connection, polled: Polled, judge: Judge) -> Stored:
    """Write one poll result inside the caller's transaction."""
    row = connection.execute(
        "SELECT family, side, last_ok_ms, title FROM source WHERE id = ?", (polled.source_id,)
    ).fetchone()
    first_poll = row["last_ok_ms"] is None
    writer = _Writer(connection, judge, polled.source_id, row["family"], row["side"], polled.at_ms, first_poll)
    new: list[int] = []
    revised: list[int] = []
    for analysed in polled.entries:
        held = _held(connection, polled.source_id, analysed.entry)
        if held is None:
            new.append(writer.add(analysed))
        elif _edited(held, analysed.entry):
            writer.revise(held, analysed)
            revised.append(held["id"])
    if polled.title and polled.title != row["title"]:
        sources.entitle(connection, polled.source_id, polled.title)
    if first_poll and new:
        said = f"first poll: {len(new):,} items; nothing rings for them"
        append(connection, Event(polled.at_ms, COLLECTOR, "began", "source", [polled.source_id], said))
    sources.remember(connection, polled.source_id, polled.state, polled.at_ms)
    return Stored(polled.source_id, tuple(new), tuple(revised), first_poll)


@dataclass(frozen=True, slots=True)
class _Writer:
    connection: Connection
    judge: Judge
    source_id: int
    family: str
    side: str
    at_ms: int
    first_poll: bool

    def add(self, analysed: AnalysedEntry) -> int:
        """A new item."""
        entry, analysis = analysed.entry, analysed.analysis
        quotes = self._with_speakers(analysis.quotes)
        summary = entry.summary or entry.text[: stories.OPENING]
        origin = entry.credit or self.family
        place = stories.place(
            self.connection, Arrival(entry.title, summary, analysis.tokens, origin, self.at_ms), self.judge
        )
        state, operator = self._state_of(place.copy_of)
        (item_id,) = self.connection.execute(
            _ITEM,
            (
                self.source_id, entry.identity, entry.link_key, entry.link, entry.title, entry.summary, entry.text,
                entry.author, entry.credit, entry.published_ms, entry.published_raw, self.at_ms, self.first_poll,
                analysis.lexicon, place.story_id, place.relation, place.copy_of, place.origin, *self._voice(quotes),
                badges(analysis.tags), state, operator,
            ),
        ).fetchone()  # fmt: skip
        stories.joined(self.connection, item_id, place, analysis.tokens, self.at_ms)
        self._analysed(item_id, 1, place.story_id, analysis.tags, quotes)
        return int(item_id)

    def revise(self, held: Row, analysed: AnalysedEntry) -> None:
        """The next revision of an item: the text it replaces is kept, with when it was first seen."""
        entry, analysis, item_id = analysed.entry, analysed.analysis, held["id"]
        n = held["revision"] + 1
        self.connection.execute(
            "INSERT INTO revision(item_id, n, title, summary, text, seen_ms) VALUES (?, ?, ?, ?, ?, ?)",
            (item_id, n - 1, held["title"], held["summary"], held["text"], held["revised_ms"] or held["first_seen_ms"]),
        )
        quotes = self._with_speakers(analysis.quotes)
        self.connection.execute(
            "UPDATE item SET title = ?, summary = ?, text = ?, link = ?, link_key = ?, author = ?, revision = ?, revised_ms = ?,"
            " lexicon = ?, voice = ?, voice_side = ?, badges = ? WHERE id = ?",
            (
                entry.title, entry.summary, entry.text, entry.link, entry.link_key, entry.author, n, self.at_ms,
                analysis.lexicon, *self._voice(quotes), badges(analysis.tags), item_id,
            ),
        )  # fmt: skip
        stories.recount(self.connection, held["story_id"])
        self.connection.execute("UPDATE tag SET current = 0 WHERE item_id = ?", (item_id,))
        self.connection.execute("UPDATE quote SET current = 0 WHERE item_id = ?", (item_id,))
        self._analysed(item_id, n, held["story_id"], analysis.tags, quotes)
        said = "headline edited" if entry.title != held["title"] else "text edited"
        append(self.connection, Event(self.at_ms, COLLECTOR, "revised", "item", [item_id], said))

    def _analysed(
        self,
        item_id: int,
        revision: int,
        story_id: int,
        tags: Iterable[Tag],
        quotes: list[tuple[Quote, utterances.Speaker]],
    ) -> None:
        self.connection.executemany(
            'INSERT INTO tag(item_id, revision, label, stance, field, start, "end", rule, cue, cue_start, cue_end, score)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    item_id,
                    revision,
                    t.label,
                    t.stance,
                    t.field,
                    t.start,
                    t.end,
                    t.rule,
                    t.cue,
                    t.cue_start,
                    t.cue_end,
                    t.score,
                )
                for t in tags
            ],
        )
        utterances.store(self.connection, item_id, revision, story_id, quotes, self.judge, self.at_ms)

    def _with_speakers(self, quotes: Iterable[Quote]) -> list[tuple[Quote, utterances.Speaker]]:
        return [(quote, utterances.identify(self.connection, quote)) for quote in quotes]

    def _voice(self, quotes: list[tuple[Quote, utterances.Speaker]]) -> tuple[str, str]:
        """Whose word the item rests on, and on which side they are: the first known speaker, else the outlet itself."""
        known = next((speaker for _, speaker in quotes if speaker.id is not None), None)
        return (known.org or known.name, known.side) if known else (self.family, self.side)

    def _state_of(self, copy_of: int | None) -> tuple[str, str]:
        """A copy of what was dealt with is dealt with: it lies folded under its original."""
        if copy_of is None:
            return "new", ""
        row = self.connection.execute("SELECT state, operator FROM item WHERE id = ?", (copy_of,)).fetchone()
        return row["state"], row["operator"]


def badges(tags: Iterable[Tag]) -> str:
    """The distinct label:stance pairs in the order of the words, as the item row carries them."""
    return " ".join(dict.fromkeys(f"{tag.label}:{tag.stance}" for tag in tags))


def _held(connection: Connection, source_id: int, entry: Entry) -> Row | None:
    """The item that this entry already is: by identity, else by a link that only it has."""
    row: Row | None = connection.execute(
        "SELECT * FROM item WHERE source_id = ? AND identity = ?", (source_id, entry.identity)
    ).fetchone()
    if row is None and entry.link_key:
        row = connection.execute(
            "SELECT * FROM item WHERE source_id = ? AND link_key = ? AND link_key <> '' ORDER BY id DESC LIMIT 1",
            (source_id, entry.link_key),
        ).fetchone()
    return row


def _edited(held: Row, entry: Entry) -> bool:
    """White space apart, has the text changed?"""
    pairs = ((held["title"], entry.title), (held["summary"], entry.summary), (held["text"], entry.text))
    return any(before.split() != after.split() for before, after in pairs)
