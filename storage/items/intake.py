"""Storing what one poll brought: items and revisions with their tags, quotes and story, and the source's new state.

The caller holds the transaction, so that alerts and events commit with the items or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from classifier.records import Analysis
from feeds.records import Entry, PollState
from storage.file.sqlite import Connection
from storage.grouping.stories import Judge
from storage.items import holdings, sources
from storage.items.itemwriter import ItemWriter, Source, Written
from storage.log.events import COLLECTOR, Event, append
from storage.voices.recognition import Heard
from storage.voices.speakers import Speakers, attributions


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
    doubtful_guids: int = 0
    """As in `Feed`."""
    total: int = 0
    """How many entries the document has, the known ones included."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of it. Nothing rings for a source's first poll."""

    source_id: int
    new: tuple[int, ...]
    revised: tuple[int, ...]
    first_poll: bool
    identity_by: Literal["guid", "link"]
    """What tells the source's entries apart from now on."""
    put_off: frozenset[bytes] = frozenset()
    """Fingerprints of entries whose edit is not kept yet, for their item has changed too often in the last hour."""
    total: int = 0
    """How many entries the document has, the known ones included."""
    last_ok_ms: int | None = None
    """When the source was last had before; None: never."""

    def after(self, polled: PollState) -> PollState:
        """What is remembered of the poll, and what the next one goes on from: an edit that was put off is served once more."""
        if not self.put_off:
            return polled if polled.identity_by == self.identity_by else replace(polled, identity_by=self.identity_by)
        return replace(
            polled,
            identity_by=self.identity_by,
            etag=None,
            last_modified=None,
            body_hash=b"",
            fingerprints=tuple(each for each in polled.fingerprints if each not in self.put_off),
        )


def store(connection: Connection, polled: Polled, judge: Judge, *, reopen_edited: bool = False) -> Stored:
    """Write one poll result inside the caller's transaction.

    `reopen_edited`: an item that was dealt with is new again when its headline is edited.
    """
    source, last_ok_ms = _source(connection, polled.source_id)
    served = list({analysed.entry.identity: analysed for analysed in polled.entries}.values())
    entries, analyses = [each.entry for each in served], [each.analysis for each in served]
    held = holdings.find(connection, source.id, entries) if entries else []
    written = Written()
    if entries:
        speakers = Speakers(connection, attributions(analyses))
        heard = Heard(connection, [quote for analysis in analyses for quote in analysis.quotes])
        writer = ItemWriter(connection, judge, source, speakers, heard, polled.at_ms, reopen_edited=reopen_edited)
        written = writer.write(entries, analyses, held)
    identity_by = source.identity_by
    if identity_by == "guid" and holdings.guids_fail(polled.doubtful_guids, polled.total, entries, held):
        identity_by = _go_by_links(connection, polled)
    if polled.title and polled.title != source.title:
        sources.entitle(connection, source.id, polled.title)
    stored = Stored(
        source_id=source.id,
        new=tuple(written.new),
        revised=tuple(written.revised),
        first_poll=source.is_first,
        identity_by=identity_by,
        put_off=frozenset(written.put_off),
        total=polled.total,
        last_ok_ms=last_ok_ms,
    )
    sources.remember(connection, source.id, stored.after(polled.state), polled.at_ms)
    return stored


def _source(connection: Connection, source_id: int) -> tuple[Source, int | None]:
    """The source, and when it was last had."""
    *row, last_ok_ms = connection.execute(
        "SELECT id, family, title, last_ok_ms IS NULL, identity_by, last_ok_ms FROM source WHERE id = ?", (source_id,)
    ).fetchone()
    return Source(*row), last_ok_ms


def _go_by_links(connection: Connection, polled: Polled) -> Literal["link"]:
    holdings.go_by_links(connection, polled.source_id)
    said = "too many guids are shared or change; entries are told apart by their links from now on"
    append(connection, Event(polled.at_ms, COLLECTOR, "identity", "source", [polled.source_id], said))
    return "link"
