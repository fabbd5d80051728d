"""One entry after the other: a new item, an edit of one that is held, or nothing new."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from classifier.records import Analysis, Attribution
from feeds.records import Entry
from storage.file.sqlite import Connection, Row
from storage.grouping import stories, window
from storage.grouping.stories import Arrival, Judge, Place
from storage.items import departed, disputes, edits, holdings, retagging, tags
from storage.items.attached import Attached
from storage.items.verdicts import Said, Verdict, after_edit, badges, heard, voiced
from storage.log.events import COLLECTOR, Event, append
from storage.voices import identity, independence, utterances
from storage.voices.recognition import Heard
from storage.voices.speakers import Speakers
from storage.voices.utterances import Carrier, Spoken
from storage.words import digests, packed

OLD_MS = 48 * 3_600_000
"""Older entries of a source's first document are stored as seen: a new source is no storm."""

_ITEM = (
    "INSERT INTO item(id, source_id, identity, link_key, link, title, summary, text, author, credit, credit_basis, published_ms,"
    " published_raw, published_basis, first_seen_ms, first_poll, lexicon, story_id, relation, copy_of, joined_because, origin,"
    " badges, state, operator)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_REVISE = (
    "UPDATE item SET title = ?, summary = ?, text = ?, author = ?, credit = ?, credit_basis = ?, revision = ?, revised_ms = ?,"
    " lexicon = ?, badges = ? WHERE id = ?"
)
_COUNT = "UPDATE source SET items = items + ?, unread = unread + ?, newest_item_ms = ? WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Source:
    """The source whose entries are written."""

    id: int
    family: str
    title: str
    is_first: bool
    """Nothing was ever had of it."""
    identity_by: Literal["guid", "link"]


@dataclass(slots=True)
class Written:
    """What became of the entries."""

    new: list[int] = field(default_factory=list)
    revised: list[int] = field(default_factory=list)
    put_off: set[bytes] = field(default_factory=set)
    """Fingerprints of those whose edit is not kept for now."""


class ItemWriter:
    """Writes what one poll of a source served, inside the caller's transaction."""

    def __init__(
        self,
        connection: Connection,
        judge: Judge,
        source: Source,
        speakers: Speakers,
        heard: Heard,
        at_ms: int,
        *,
        reopen_edited: bool,
    ) -> None:
        self._connection = connection
        self._judge = judge
        self._source = source
        self._speakers = speakers
        self._at_ms = at_ms
        self._reopen_edited = reopen_edited
        self._window = window.of(connection, at_ms)
        (self._last_id,) = connection.execute("SELECT coalesce(max(id), 0) FROM item").fetchone()
        self._heard = heard
        self._attached = Attached(connection, judge, heard)
        self._written = Written()
        self._unread = 0
        self._stories: set[int] = set()
        """Whose tags have changed."""

    def write(self, entries: Sequence[Entry], analyses: Sequence[Analysis], held: Sequence[Row | None]) -> Written:
        """Write entries, oldest first, each with the item that it already is; not those whose item has left the file."""
        strange = [entry for entry, row in zip(entries, held, strict=True) if row is None]
        gone = departed.printed(self._connection, self._source.id, strange)
        for entry, analysis, row in zip(entries, analyses, held, strict=True):
            if row is None:
                if entry.identity not in gone:
                    self._add(entry, analysis)
                continue
            holdings.follow(self._connection, row, entry)
            if edits.is_edit(row, entry):
                self._edit(row, entry, analysis)
        self._attached.write()
        touched = {*self._written.new, *self._written.revised, *self._attached.reattributed}
        if touched := touched | identity.items(self._connection, self._speakers.learnt):
            independence.settle(self._connection, touched)
        if self._stories:
            disputes.recount(self._connection, self._stories, self._at_ms)
        if new := len(self._written.new):
            self._connection.execute(_COUNT, (new, self._unread, self._at_ms, self._source.id))
        return self._written

    def _add(self, entry: Entry, analysis: Analysis) -> None:
        """A new item."""
        self._last_id += 1
        spoken = self._spoken(analysis)
        arrival = Arrival(
            item_id=self._last_id,
            title=entry.title,
            summary=entry.summary or entry.text[: stories.OPENING],
            words=packed(digests(analysis.tokens)),
            seen_ms=self._at_ms,
            source_id=self._source.id,
            links=utterances.links(self._connection, spoken),
        )
        place = stories.place(self._connection, self._window, arrival, self._judge)
        state, operator = self._state_of(entry, place)
        said = heard(analysis.tags, self._holder)
        ruled = self._inherited(place, said)
        voices = voiced(said, ruled)
        self._connection.execute(
            _ITEM,
            (
                arrival.item_id, self._source.id, entry.identity, entry.link_key, entry.link, entry.title, entry.summary,
                entry.text, entry.author, entry.credit, entry.credit_basis, entry.published_ms, entry.published_raw,
                entry.published_basis, self._at_ms, self._source.is_first, analysis.lexicon, place.story_id, place.relation,
                place.copy_of, place.because, self._source.family, badges(voices), state, operator,
            ),
        )  # fmt: skip
        stories.joined(self._connection, self._window, arrival, place)
        carrier = Carrier(arrival.item_id, 1, place.story_id, self._at_ms, opens=place.relation == "first")
        self._attached.found_by(arrival, entry)
        self._attached.analysed(carrier, voices, spoken)
        for verdict in ruled:
            tags.rule(self._connection, arrival.item_id, verdict)
        if voices:
            self._stories.add(place.story_id)
        self._unread += state == "new"
        self._written.new.append(arrival.item_id)

    def _edit(self, held: Row, entry: Entry, analysis: Analysis) -> None:
        """Another text of an item that is held, unless it changes too often."""
        match edits.when_kept(self._connection, held, self._at_ms):
            case "now":
                self._revise(held, entry, analysis)
            case "later":
                self._written.put_off.add(entry.fingerprint)
                edits.tell_churn(self._connection, held["id"], self._at_ms)
            case "never":
                edits.tell_churn(self._connection, held["id"], self._at_ms)

    def _revise(self, held: Row, entry: Entry, analysis: Analysis) -> None:
        """The next revision of an item: the text it replaces is kept, with when it was first seen."""
        run, item_id, n = self._connection.execute, held["id"], held["revision"] + 1
        run(
            "INSERT INTO revision(item_id, n, title, summary, text, seen_ms) VALUES (?, ?, ?, ?, ?, ?)",
            (item_id, n - 1, held["title"], held["summary"], held["text"], held["revised_ms"] or held["first_seen_ms"]),
        )
        self._attached.retire(item_id)
        spoken = self._spoken(analysis)
        said = heard(analysis.tags, self._holder)
        voices = voiced(said, self._outlasting(item_id, said))
        run(
            _REVISE,
            (
                entry.title, entry.summary, entry.text, entry.author, entry.credit, entry.credit_basis, n, self._at_ms,
                analysis.lexicon, badges(voices), item_id,
            ),
        )  # fmt: skip
        retagging.go_back(self._connection, item_id, analysis.lexicon)
        run("UPDATE tag SET current = 0 WHERE item_id = ?", (item_id,))
        self._attached.analysed(Carrier(item_id, n, held["story_id"], self._at_ms), voices, spoken)
        self._stories.add(held["story_id"])
        self._log("revised", item_id, "text edited" if entry.title == held["title"] else "headline edited")
        if self._reopens(held, entry):
            self._set_new(item_id)
            self._log("reopened", item_id, "new again: headline edited")
        self._written.revised.append(item_id)

    def _reopens(self, held: Row, entry: Entry) -> bool:
        """Does an edit bring back what was dealt with? A copy stays folded: its original speaks for it."""
        wanted = self._reopen_edited and entry.title != held["title"]
        return wanted and held["state"] != "new" and held["copy_of"] is None

    def _state_of(self, entry: Entry, place: Place) -> tuple[str, str]:
        """Old entries of a first document are seen, by nobody; a copy of what was dealt with is dealt with."""
        if self._source.is_first and entry.published_ms is not None and entry.published_ms < self._at_ms - OLD_MS:
            return "acked", ""
        if place.copy_of is None:
            return "new", ""
        state, operator = self._connection.execute(
            "SELECT state, operator FROM item WHERE id = ?", (place.copy_of,)
        ).fetchone()
        if state == "new" or operator:
            return state, operator
        # Nobody has seen the original, under which this one lies folded.
        self._set_new(place.copy_of)
        self._log("reopened", place.copy_of, "printed again; it was stored as seen")
        return "new", ""

    def _inherited(self, place: Place, said: list[Said]) -> list[Verdict]:
        """A copy is ruled on as its original is, where the classifier says the same of both."""
        if place.copy_of is None:
            return []
        held, _ = after_edit(tags.verdicts(self._connection, [place.copy_of]).get(place.copy_of, []), said)
        return held

    def _outlasting(self, item_id: int, said: list[Said]) -> list[Verdict]:
        """The verdicts that hold on for the new text of an item; the others are taken back."""
        ruled = tags.verdicts(self._connection, [item_id]).get(item_id, [])
        held, lapsed = after_edit(ruled, said)
        for verdict in lapsed:
            tags.unrule(self._connection, item_id, verdict.label)
            ruling = f"{verdict.label} {verdict.stance}" if verdict.stance else f"no {verdict.label}"
            self._log("lapsed", item_id, f'{verdict.operator}\'s "{ruling}" was about another text')
        return held

    def _spoken(self, analysis: Analysis) -> list[Spoken]:
        quotes = [(quote, self._speakers.of(quote.by, self._at_ms)) for quote in analysis.quotes]
        return utterances.recognised(self._connection, quotes, self._heard, self._judge, self._at_ms)

    def _holder(self, by: Attribution) -> int | None:
        return self._speakers.of(by, self._at_ms).id

    def _set_new(self, item_id: int) -> None:
        self._connection.execute("UPDATE item SET state = 'new', operator = '' WHERE id = ?", (item_id,))

    def _log(self, act: str, item_id: int, said: str) -> None:
        append(self._connection, Event(self._at_ms, COLLECTOR, act, "item", [item_id], said))
