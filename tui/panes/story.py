"""The story: one item with its evidence, its voices, its edits and its log; of an alert, above it, all that is known of that."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from alerts.facts import rings_again
from alerts.life.lifecycle import Act
from storage.acting.triage import ItemState
from storage.rows import AlertRow, AlertView, StoryView
from tui.acts import alerting
from tui.acts.grouping import ask_to_merge, ask_to_split
from tui.acts.tagging import ask_for_tag
from tui.acts.writing import ask_note
from tui.commands import STORY, Command
from tui.present.alertpage import alert_sections, story_below
from tui.present.badges import short_label, sign, stance_style
from tui.present.place import place_of
from tui.present.queue import LETTERS
from tui.present.rang import WHY_IT_RANG
from tui.present.setting import Section, Setting
from tui.present.standing import rank_style, standing_style
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
_OF_ALERT: Mapping[str, Act] = {"acknowledge": "acknowledge", "dismiss": "dismiss", "back-to-new": "reopen"}
"""Command id -> what it is to the alert on the page; without one it means the item."""
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
        self.alert_id: int | None = None
        """The alert that stands above the item's story."""
        self.alert: AlertView | None = None
        self._page = StoryPage()
        self._evidence = -1
        self._why = False
        self._explained: Sequence[str] | None = None
        """What the lexicon says of the item in full, once it has answered."""
        self.actions: Mapping[str, Callable[[], object]] = {
            "acknowledge": self._meaning_alert(alerting.acknowledge, "acked"),
            "dismiss": self._meaning_alert(alerting.ask_what_it_was, "dismissed"),
            "back-to-new": self._meaning_alert(alerting.set_back, "new"),
            "star": self._star,
            "tag": lambda: ask_for_tag(desk, self._items, lambda: None),
            "merge": self._merge,
            "split": lambda: ask_to_split(desk, self._items, lambda: None),
            "note": self._note,
            "refresh": self.load,
        }

    def show(self, item_id: int | None) -> None:
        """Another item, from its top; the same one stays where it is."""
        if item_id != self.item_id or self.alert_id is not None or self.view is None:
            self._turn_to(item_id, None)

    def show_alert(self, alert_id: int, item_id: int | None) -> None:
        """An alert, from its top, and below it the story of an item; the same alert stays where it is, and its item too."""
        if alert_id != self.alert_id or self.alert is None:
            self._turn_to(item_id, alert_id)

    def _turn_to(self, item_id: int | None, alert_id: int | None) -> None:
        self.item_id, self.alert_id, self.archive, self._evidence = item_id, alert_id, "", -1
        self.load(from_top=True)
        if self._why:
            self._ask_why()

    def show_archived(self, view: StoryView, archive: str) -> None:
        """An item as its archive has it, from its top."""
        self.item_id, self.alert_id, self.archive, self._evidence = view.item.id, None, archive, -1
        self.view, self.alert, self._explained = view, None, ()
        self.set(from_top=True)

    def load(self, from_top: bool = False) -> None:
        """Read item and alert anew; set the page anew if anything changed. What is archived does not change."""
        if self.archive:
            return
        reader = self._desk.reader
        view = None if self.item_id is None else reader.story(self.item_id)
        alert = None if self.alert_id is None else reader.alert(self.alert_id)
        if view != self.view or alert != self.alert or from_top:
            if view != self.view or from_top:
                self._explained = None
            self.view, self.alert = view, alert
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
        above = self._above(self.alert, setting) if self.alert else []
        if self.view is None and not above:
            self._page = StoryPage()
            self.widget.show(Title(5, SafeText("Story")), empty_page(setting, desk.keymap), True)
            return
        below = story_page(self.view, setting).sections if self.view else ()
        parted = (story_below(setting),) if above and below else ()
        self._page = StoryPage([*above, *parted, *below])
        after = self._page.sections
        self.widget.show(self._title(), self._page.lines, from_top, lambda line: place_of(line, before, after))

    def _above(self, alert: AlertView, setting: Setting) -> list[Section]:
        """What is known of the alert, with what its rule as it is now would ring for."""
        rules = self._desk.options.rules
        return alert_sections(alert, rings_again(alert, rules.rule(alert.alert.rule), rules), setting)

    def _title(self) -> Title:
        if self.alert is not None:
            return self._title_of_alert(self.alert.alert)
        return self._title_of_story(self.view) if self.view else Title(5, SafeText("Story"))

    def _title_of_alert(self, alert: AlertRow) -> Title:
        look = self._desk.look
        letter = Note(LETTERS[alert.severity], rank_style(alert, look))
        return Title(5, SafeText("Alert"), [letter, Note(safe_text(alert.state), standing_style(alert, look))])

    def _title_of_story(self, view: StoryView) -> Title:
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

    def show_why_it_rang(self) -> None:
        """To the sentence with which the alert rang last."""
        self.widget.reveal(self._page.start_of(WHY_IT_RANG))

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

    def refusal(self, command: Command) -> SafeText:
        """Why a command means nothing for the alert on the page, or empty."""
        act = _OF_ALERT.get(command.id)
        return alerting.refused((self.alert.alert,), act) if act and self.alert else EMPTY

    def _meaning_alert(
        self, act: Callable[["Desk", Sequence[AlertRow], alerting.Then], object], state: ItemState
    ) -> Callable[[], object]:
        """What is done to the page's alert, where there is one, else the state that its item gets."""
        return lambda: act(self._desk, (self.alert.alert,), _nothing) if self.alert else self._set_state(state)

    def _note(self) -> None:
        if self.alert:
            alerting.ask_alert_note(self._desk, self.alert.alert)
        else:
            ask_note(self._desk, self.item_id)

    def _set_state(self, state: ItemState) -> None:
        if self.view is not None:
            item = self.view.item
            self._desk.hand.perform(lambda acts: acts.set_state((item.id,), state, {item.id: item.state}))

    def _star(self) -> None:
        if self.view is not None:
            item = self.view.item
            self._desk.hand.perform(lambda acts: acts.star((item.id,), not item.starred, {item.id: item.starred}))


def _nothing() -> None:
    """Nothing follows: the page stays where it is."""
