"""What a search has found, in the queue's place until it is left."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.segment import Segment

from storage.file.errors import StoreError
from storage.file.sqlite import SqliteError
from storage.keeping import archives
from storage.query import Query
from storage.reads.reader import Reader
from storage.reads.search import Findings as Answer
from storage.reads.search import Found, Order, Searcher
from storage.rows import StoryView
from tui.asking.lane import Lane
from tui.asking.unfinished import starred
from tui.model import Rows
from tui.present.findings import covered_words, found_line
from tui.present.title import Note, Title
from tui.text import EMPTY, SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

MOST = 500
"""Findings that are held."""
_ORDERS: Mapping[Order, SafeText] = {"rank": SafeText("best first"), "newest": SafeText("newest first")}
_OTHER: Mapping[Order, Order] = {"rank": "newest", "newest": "rank"}


class Findings:
    """The rows of one search; live ones are read anew with each look, archived ones stay as they were found."""

    def __init__(self, desk: "Desk", lane: Lane[Searcher], text: str, query: Query, back_to: str) -> None:
        self._desk = desk
        self._lane = lane
        self.text = text
        self.query = query
        self.back_to = back_to
        """The pane in which it was asked for."""
        self.rows_of = Rows()
        self._order: Order = "newest"
        self._held: dict[int, Found] = {}
        self._covered: Sequence[str] = ()
        self._is_searching = False

    # Painter

    def rows(self, ids: Sequence[int]) -> Mapping[int, Found]:
        """As found, with the state that live items have now."""
        found = [self._held[id] for id in ids if id in self._held]
        live = self._desk.reader.item_rows([row.item.id for row in found if not row.archive])
        return {row.item.id: replace(row, item=live.get(row.item.id, row.item)) for row in found}

    def paint(self, row: Found, width: int) -> list[Segment]:
        """One finding."""
        desk = self._desk
        watched = desk.lookout.watched.get(row.item.story_id, ())
        return found_line(row, self.query, watched, width, desk.now_ms(), desk.look)

    def title(self) -> Title:
        """`2 Search ── rail head ── newest first ── and 2026-01 to 2026-09 ── S for best first ── 3/57`."""
        look = self._desk.look
        notes = [Note(safe_text(self.text), look.accent), Note(_ORDERS[self._order], look.strong)]
        if self._is_searching:
            notes.append(Note(SafeText("searching"), look.warn))
        elif self._covered:
            notes.append(Note(covered_words(self._covered), look.dim))
        chosen = len(self.rows_of.marks | set(self.rows_of.ranged))
        if chosen:
            notes.append(Note(say("{:,} marked", chosen), look.warn))
        key = safe_text(self._desk.keymap.shown_id("search"))
        notes.append(Note(say("{} for {}", key, _ORDERS[_OTHER[self._order]]), look.faint))
        place, more = self.rows_of.cursor + 1 if self._held else 0, SafeText("+") if len(self._held) >= MOST else EMPTY
        return Title(2, SafeText("Search"), notes, say("{:,}/{:,}{}", place, len(self._held), more))

    def empty(self) -> Sequence[SafeText]:
        """What is going on, or the way back."""
        other, back = (safe_text(self._desk.keymap.shown_id(id)) for id in ("filter", "back"))
        if self._is_searching:
            return (SafeText("Searching."), EMPTY, say("{} leads back.", back))
        ways = [say("{} asks for other words, {} leads back.", other, back)]
        if begun := starred(self.text):
            ways.append(say("{} and Enter asks for {}: words that begin so.", other, safe_text(begun)))
        return (SafeText("Nothing found."), EMPTY, *ways)

    # What it holds

    def held(self, item_id: int | None) -> Found | None:
        """A row as it was found."""
        return None if item_id is None else self._held.get(item_id)

    def archive_of(self, item_ids: Sequence[int]) -> str:
        """The month in whose archive the first of them lies that lies in one, or empty."""
        return next((self._held[id].archive for id in item_ids if id in self._held and self._held[id].archive), "")

    # Searching

    def turn(self) -> None:
        """The other order."""
        self._order = _OTHER[self._order]
        self.search()

    def search(self) -> None:
        """Ask beside the keys; what was found last stays meanwhile."""
        self._is_searching = True
        self._desk.queue.widget.update()
        self._desk.beside_the_keys(self._find())

    async def _find(self) -> None:
        query, order = self.query, self._order
        try:
            answer = await self._lane.ask(lambda searcher: searcher.find(query, order, MOST))
        except (StoreError, SqliteError):
            self._is_searching = False
            raise
        if answer is not None:
            self._take_up(answer)

    def _take_up(self, found: Answer) -> None:
        self._is_searching = False
        unread = [month for month in found.covered if " " in month]  # followed by why it cannot be read
        self._covered = [month for month in found.covered if month not in unread]
        if unread:
            self._desk.flash(say("archive {}", safe_text(unread[0])), bad=True)
        self._held = {row.item.id: row for row in found.rows}
        self.rows_of.replace(array("q", self._held))
        self.rows_of.newest()
        self._desk.queue.widget.forget()


def archived_story(database: Path, found: Found) -> StoryView | None:
    """The story of an archived finding, as its archive has it; takes a few milliseconds. Raises StoreError."""
    reader = Reader(archives.of_month(database, found.archive).path)
    try:
        return reader.story(found.item.id)
    finally:
        reader.close()
