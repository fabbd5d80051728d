"""The queue: the newest items, or what a search has found among all of them."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from rich.segment import Segment

from storage.query import Query
from storage.reads.reader import Reader
from storage.reads.search import Found, Searcher
from storage.rows import ItemRow
from tui.acts.filtering import FIRST_PAGE, Filter
from tui.acts.triage import triage_actions
from tui.acts.views import ask_to_save
from tui.asking.completing import Completer
from tui.asking.lane import Lane
from tui.commands import QUEUE, STORY
from tui.listing import Listing
from tui.model import Rows
from tui.options import View
from tui.panes.findings import Findings, archived_story
from tui.present.queue import queue_line
from tui.present.title import Note, Title
from tui.text import EMPTY, SafeText, safe_text, say
from tui.widgets.idlist import IdList

if TYPE_CHECKING:
    from tui.desk import Desk

Listed: TypeAlias = ItemRow | Found
SHOWN_KEPT = 5_000


class Queue:
    """Painter and commands of the queue."""

    name = QUEUE

    def __init__(self, desk: "Desk", database: Path) -> None:
        self._desk = desk
        self._database = database
        self.widget: IdList[Listed] = IdList(QUEUE, self, desk.look)
        self.items = self.widget.model
        """The items, also while a search is open."""
        self.listing = Listing(self.items)
        self.findings: Findings | None = None
        self.shown: dict[int, ItemRow] = {}
        """Each row as the screen showed it last: what an operator decides by."""
        self._lane = Lane(lambda: Reader(database))
        self._search = Lane(lambda: Searcher(database))
        self._words = Lane(lambda: Reader(database))
        self.completer = Completer(self._words, desk.beside_the_keys, self._values_are_known)
        """Of queries, wherever one is typed."""
        self.filter = Filter(desk, self, self._lane)
        self.walked_to: int | None = None
        """Where the last step from grave to less grave led."""
        self.actions: Mapping[str, Callable[[], object]] = {
            **triage_actions(desk, self),
            "open": self._open,
            "mark": self.widget.mark,
            "range": self.widget.toggle_range,
            "follow": self._follow,
            "save-view": lambda: ask_to_save(desk),
            "refresh": self._refresh,
        }

    @property
    def rows_of(self) -> Rows:
        """The list that the operator sees: items or findings."""
        return self.widget.model

    @property
    def item_id(self) -> int | None:
        """The item under the cursor."""
        return self.rows_of.cursor_id

    @property
    def current(self) -> ItemRow | None:
        """The row under the cursor."""
        row = self.widget.current
        return None if row is None else _item(row)

    @property
    def archive(self) -> str:
        """The month in whose archive one of the chosen rows lies, or empty."""
        return self.findings.archive_of(self.rows_of.chosen) if self.findings else ""

    @property
    def query(self) -> Query | None:
        """What the operator looks for: its words are marked wherever they stand."""
        return self.findings.query if self.findings else self.filter.query

    # Painter

    def rows(self, ids: Sequence[int]) -> Mapping[int, Listed]:
        """As storage has them."""
        if self._desk.trouble.is_final:
            return {}
        return self.findings.rows(ids) if self.findings else self._desk.reader.item_rows(ids)

    def paint(self, row: Listed, width: int) -> list[Segment]:
        """One item, or one finding."""
        desk, item = self._desk, _item(row)
        if len(self.shown) > SHOWN_KEPT:
            self.shown = {id: self.shown[id] for id in self.rows_of.in_view if id in self.shown}
        self.shown[item.id] = item
        if isinstance(row, Found):
            return self.findings.paint(row, width) if self.findings else []
        watched = desk.lookout.watched.get(item.story_id, ())
        return queue_line(item, width, desk.now_ms(), desk.look, self.filter.query, watched)

    def title(self) -> Title:
        """`2 Queue ── FOLLOW ── WD 4 ── ESC 31 ── 412/10,233`: what of each label is new today."""
        if self.findings:
            return self.findings.title()
        rows, look, notes = self.items, self._desk.look, list[Note]()
        if rows.follow:
            notes.append(Note(SafeText("FOLLOW"), look.good))
        elif rows.waiting:
            notes.append(Note(say("PAUSED {:,} new", rows.waiting), look.warn))
        chosen = len(rows.marks | set(rows.ranged))
        if chosen:
            notes.append(Note(say("{:,} marked", chosen), look.warn))
        if self.filter.text:
            notes.append(Note(self.filter.view_name or say("/ {}", safe_text(self.filter.text)), look.accent))
        notes += self._desk.lookout.label_notes()
        place, more = rows.cursor + 1 if len(rows) else 0, EMPTY if self.listing.is_whole else SafeText("+")
        return Title(2, SafeText("Queue"), notes, say("{:,}/{:,}{}", place, len(rows), more))

    def empty(self) -> Sequence[SafeText]:
        """Why there is nothing, and what helps."""
        if self.findings:
            return self.findings.empty()
        if self.filter.text:
            return (SafeText("No item matches the filter."), EMPTY, SafeText("Esc takes it away, / changes it."))
        if self._desk.sources.rows_of.ids:
            return (SafeText("No item yet."), EMPTY, SafeText("What the feeds bring appears here by itself."))
        return (
            SafeText("No item yet, and no source that could bring one."),
            EMPTY,
            SafeText("Add [[source]] to config.toml, or run feint demo."),
        )

    # Items come and change

    def load(self) -> None:
        """The first reading: the newest items before the first frame, all of them beside it (a million ids take 0.4 s)."""
        options = self._desk.options
        first = next((view for view in options.views if view.name == options.first_view), None)
        if first is not None:
            self.filter.put(first.query, safe_text(first.name))
        newest = self._desk.reader.newest(None, 1)
        ids = self._desk.reader.newest(self.filter.query, FIRST_PAGE)
        self.listing.begin(newest, ids, whole=len(ids) < FIRST_PAGE)
        self.widget.forget()
        if not self.listing.is_whole:
            self.filter.apply()

    def arrived(self) -> bool:
        """Take up what came since; nothing in view moves unless the operator follows. True when something came."""
        came = self.listing.take_up(self._desk.reader, self.filter.query)
        if came:
            self.widget.update()
        return came

    def shows(self, stories: Collection[int]) -> bool:
        """Is a row of one of these stories in view?"""
        rows = (self.widget.row(id) for id in self.rows_of.in_view)
        return any(row is not None and _item(row).story_id in stories for row in rows)

    def show_view(self, view: View) -> None:
        """A named query of the config."""
        self.close_search()
        if not self.filter.take(view.query, safe_text(view.name)):
            self._desk.flash(say("view {}: {}", safe_text(view.name), self.filter.complaint), bad=True)

    # A search

    def search(self, text: str, query: Query, back_to: str) -> None:
        """Show what is found among all items, archived ones too."""
        self.findings = Findings(self._desk, self._search, text, query, back_to)
        self.widget.turn_to(self.findings.rows_of)
        self.findings.search()

    def close_search(self) -> str | None:
        """Back to the items, where they were; the pane in which the search was asked for, None if none is open."""
        if self.findings is None:
            return None
        self._search.give_up()
        back_to, self.findings = self.findings.back_to, None
        self.widget.turn_to(self.items)
        return back_to

    def show_story(self) -> None:
        """The story of the row under the cursor, from its archive if it lies in one."""
        found = self.findings.held(self.item_id) if self.findings else None
        if found is not None and found.archive:
            self._desk.beside_the_keys(self._show_archived(found))
        else:
            self._desk.story.show(self.item_id)

    async def _show_archived(self, found: Found) -> None:
        view = await asyncio.to_thread(archived_story, self._database, found)
        if view is not None and self.item_id == found.item.id:
            self._desk.story.show_archived(view, found.archive)

    # Life

    def stop(self) -> None:
        """No answer is wanted any more."""
        for lane in (self._lane, self._words, self._search):
            lane.give_up()

    def close(self) -> None:
        """Let go of threads and files."""
        for lane in (self._lane, self._words, self._search):
            lane.close()

    # Commands

    def find_new(self, step: int) -> bool:
        """On to the next row that nobody has dealt with, or back to the previous one; False when there is none."""
        if self.findings:
            return self.widget.find(step, lambda row: _item(row).state == "new")
        found = self.listing.go_to_new(self._desk.reader, step)
        self.widget.update()
        return found

    def go_to(self, *ids: int) -> bool:
        """To the first row that is one of these; False when none is in the list."""
        if not self.findings and ids:
            self.listing.reach(self._desk.reader, self.filter.query, max(ids))
        found = self.rows_of.go_to(*ids)
        self.widget.update()
        return found

    def _values_are_known(self) -> None:
        self._desk.footer.repaint()

    def forget_choice(self) -> None:
        """What was chosen has been dealt with."""
        self.rows_of.clear_choice()
        self.widget.update()

    def _refresh(self) -> None:
        if self.findings:
            self.findings.search()
        else:
            self.filter.apply()

    def _open(self) -> None:
        if self.item_id is not None:
            self.show_story()
            self._desk.go_to(STORY)

    def _follow(self) -> None:
        on = not self.rows_of.follow
        self.widget.first()
        self.rows_of.follow = on
        self.widget.update()


def _item(row: Listed) -> ItemRow:
    return row.item if isinstance(row, Found) else row
