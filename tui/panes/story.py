"""The story: one item with its evidence, its voices, its edits and its log."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from storage.acting.triage import ItemState
from storage.rows import StoryView
from tui.acts.grouping import ask_to_merge, ask_to_split
from tui.acts.tagging import ask_for_tag
from tui.acts.writing import ask_note
from tui.commands import STORY
from tui.present.badges import short_label, sign, stance_style
from tui.present.place import place_of
from tui.present.setting import Setting
from tui.present.story import StoryPage, story_page
from tui.present.title import Note, Title
from tui.present.unread import empty_page
from tui.present.why import WHY
from tui.text import EMPTY, SafeText, safe_text, say
from tui.widgets.page import Page

if TYPE_CHECKING:
    from tui.desk import Desk

_MOST, _MOST_ZOOMED = 16_000, 100_000
"""Characters of a text that are set: the page is set at each rest of the cursor, 1,000 of them in some .1 ms."""
_UNSEEN = 42
"""Columns of a page that no pane shows yet; where one pane fills the screen it will have as many as the screen."""
_ZOOMED, _IN_BROWSER = SafeText("shows more"), SafeText("opens the link")
_STATES = {"acked": SafeText("acknowledged"), "dismissed": SafeText("dismissed")}


class Story:
    """Fills the page with the item that the operator rests on."""

    name = STORY

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.widget = Page(STORY, desk.look)
        self.item_id: int | None = None
        self.archive = ""
        """The month in whose archive the item lies; it can be read, not changed."""
        self.view: StoryView | None = None
        self._page = StoryPage()
        self._evidence = -1
        self._why = False
        self._explained: Sequence[str] | None = None
        """What the lexicon says of the item in full, once it has answered."""
        self.actions: Mapping[str, Callable[[], object]] = {
            "acknowledge": lambda: self._set_state("acked"),
            "dismiss": lambda: self._set_state("dismissed"),
            "back-to-new": lambda: self._set_state("new"),
            "star": self._star,
            "tag": lambda: ask_for_tag(desk, self._items, lambda: None),
            "merge": self._merge,
            "split": lambda: ask_to_split(desk, self._items, lambda: None),
            "note": lambda: ask_note(desk, self.item_id),
            "refresh": self.load,
        }

    def show(self, item_id: int | None) -> None:
        """Another item, from its top; the same one stays where it is."""
        if item_id == self.item_id and self.view is not None:
            return
        self.item_id, self.archive, self._evidence = item_id, "", -1
        self.load(from_top=True)
        if self._why:
            self._ask_why()

    def show_archived(self, view: StoryView, archive: str) -> None:
        """An item as its archive has it, from its top."""
        self.item_id, self.archive, self._evidence = view.item.id, archive, -1
        self.view, self._explained = view, ()
        self.set(from_top=True)

    def load(self, from_top: bool = False) -> None:
        """Read the item anew; set the page anew if anything changed. What is archived does not change."""
        if self.archive:
            return
        view = None if self.item_id is None else self._desk.reader.story(self.item_id)
        if view != self.view or from_top:
            self.view = view
            self._explained = None
            self.set(from_top)

    def set(self, from_top: bool = False) -> None:
        """Set the page for the width there is."""
        desk, before = self._desk, self._page.sections
        whole = desk.zoomed and desk.active is self
        setting = Setting(
            self.widget.text_width if self.widget.size.width else max(_UNSEEN, desk.size.width - 2),
            desk.now_ms(),
            desk.zones,
            desk.look,
            why=self._why,
            explained=self._explained,
            query=desk.queue.query,
            operator=desk.options.operator,
            most_text=_MOST_ZOOMED if whole else _MOST,
            to_see_more=self._key("open-link" if whole else "zoom", _IN_BROWSER if whole else _ZOOMED),
        )
        if self.view is None:
            self._page = StoryPage()
            self.widget.show(Title(5, SafeText("Story")), empty_page(setting, desk.keymap), True)
            return
        self._page = story_page(self.view, setting)
        after = self._page.sections
        self.widget.show(self._title(self.view), self._page.lines, from_top, lambda line: place_of(line, before, after))

    def _title(self, view: StoryView) -> Title:
        look, item = self._desk.look, view.item
        # Claimed and asserted share a sign: one badge says it once.
        said = {say("{}{}", short_label(label, look), sign(stance)): stance for label, stance in reversed(item.tags)}
        notes = [Note(words, stance_style(stance, look)) for words, stance in reversed(said.items())][:4]
        if self.archive:
            notes.insert(0, Note(say("archived {}", safe_text(self.archive)), look.warn))
        if item.starred:
            notes.append(Note(look.glyphs.star, look.warn))
        if item.state in _STATES:
            who = say(" by {}", safe_text(item.operator)) if item.operator else EMPTY
            notes.append(Note(say("{}{}", _STATES[item.state], who), look.dim))
        return Title(5, SafeText("Story"), notes)

    def next_evidence(self) -> None:
        """Scroll to the next line that holds a tag's words; after the last comes the first."""
        stops = self._page.evidence
        if not stops:
            self._desk.flash(SafeText("no tag: nothing here is about pulling back or pushing forward"))
            return
        self._evidence = (self._evidence + 1) % len(stops)
        stop = stops[self._evidence]
        self.widget.reveal(stop.line)
        badge = say("{}{}", short_label(stop.tag.label, self._desk.look), sign(stop.tag.stance))
        whose = say(", the word of {}", safe_text(stop.tag.holder)) if stop.tag.holder else EMPTY
        counted = say("evidence {} of {}", self._evidence + 1, len(stops))
        self._desk.flash(say("{}: {} {}{}", counted, badge, safe_text(stop.tag.stance), whose))

    def toggle_why(self) -> None:
        """Show or hide which rule and which cue made each tag."""
        self._why = not self._why
        self.set()
        if self._why:
            self._ask_why()
            self.widget.reveal(self._page.start_of(WHY))

    def _ask_why(self) -> None:
        """Have the lexicon explain the item in full; keys go on meanwhile."""
        explain, item_id = self._desk.options.explain, self.item_id
        if explain is not None and item_id is not None and self._explained is None:
            self._desk.beside_the_keys(self._hear_why(explain, item_id))

    async def _hear_why(self, explain: Callable[[int], Sequence[str]], item_id: int) -> None:
        lines = await asyncio.to_thread(explain, item_id)
        if item_id == self.item_id:
            self._explained = lines
            self.set()

    def _key(self, command: str, template: SafeText) -> SafeText:
        return say("{} {}", safe_text(self._desk.keymap.shown_id(command)), template)

    @property
    def _items(self) -> tuple[int, ...]:
        return () if self.item_id is None else (self.item_id,)

    def _merge(self) -> None:
        """The item on the page with the rows that are marked in the queue."""
        queue = self._desk.queue
        ask_to_merge(self._desk, (*self._items, *sorted(queue.rows_of.marks)), None, queue.forget_choice)

    def _set_state(self, state: ItemState) -> None:
        if self.view is not None:
            item = self.view.item
            self._desk.hand.perform(lambda acts: acts.set_state((item.id,), state, {item.id: item.state}))

    def _star(self) -> None:
        if self.view is not None:
            item = self.view.item
            self._desk.hand.perform(lambda acts: acts.star((item.id,), not item.starred, {item.id: item.starred}))
