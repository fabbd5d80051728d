"""The desk's one screen: five panes, a header, a message line, a key line. Every key passes through here."""

import asyncio
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.strip import Strip

from storage.acting.acts import Acts
from storage.file.errors import StoreError
from storage.file.sqlite import SqliteError
from storage.reads.reader import Reader
from storage.rows import AlertRow, SourceRow
from tui.acts.anywhere import desk_actions
from tui.acts.hand import Hand
from tui.acts.hearing import Hearing
from tui.acts.refusing import meant, refusal
from tui.arrange import HEADER, TABS, Plan, arrange
from tui.asking.prompts import Asking
from tui.commands import PANES, QUEUE, STORY, Command, Keymap
from tui.footer import SHOWN_MS, Footer
from tui.look import Look
from tui.options import DeskOptions
from tui.over import Over, Overlay
from tui.panes.alerts import Alerts
from tui.panes.queue import Listed, Queue
from tui.panes.quotes import Quotes, Said
from tui.panes.sources import Sources
from tui.panes.story import Story
from tui.present.tabs import tab_line
from tui.text import SafeText, safe_text, span
from tui.tty.wire import write
from tui.watch.lookout import Lookout
from tui.watch.presence import Presence
from tui.watch.pulse import Pulse
from tui.watch.resting import Resting
from tui.watch.trouble import Trouble
from tui.widgets.idlist import IdList
from tui.widgets.lines import PaneClicked
from tui.widgets.oneline import OneLine
from tui.widgets.page import Page
from tui.widgets.plain_screen import PlainScreen
from tui.widgets.planned import PlannedLayout

if TYPE_CHECKING:
    from storage.rows import MuteRow
    from tui.asking.offers import Offer
    from tui.present.help import Entry

Standing: TypeAlias = Queue | Sources | Alerts | Quotes | Story
Pane: TypeAlias = "Standing | Overlay"
Listing: TypeAlias = IdList[Listed] | IdList[SourceRow] | IdList[AlertRow] | IdList[Said]
View: TypeAlias = "Listing | IdList[Entry] | IdList[Offer] | IdList[MuteRow] | Page"
ALWAYS = frozenset(("redraw", "suspend", "quit"))
"""What the keys do even when the file is no longer the one to use."""


class Desk(PlainScreen, inherit_bindings=False):
    """Holds the panes, knows the active one, hands each key to its command."""

    def __init__(
        self, database: Path, reader: Reader, acts: Acts | None, options: DeskOptions, look: Look, keys: Keymap
    ) -> None:
        super().__init__()
        self.database, self.reader, self.options, self.look, self.keymap = database, reader, options, look, keys
        self.hand, self.presence, self._acts = Hand(self, acts), Presence(self, acts), acts
        self.trouble = Trouble(self, database)
        self.zones = tuple((safe_text(label), ZoneInfo(zone)) for label, zone in options.zones)
        self.sources, self.queue, self.alerts = Sources(self), Queue(self, database), Alerts(self)
        self.quotes, self.story = Quotes(self), Story(self)
        self.panes: Mapping[str, Standing] = {
            pane.name: pane for pane in (self.sources, self.queue, self.alerts, self.quotes, self.story)
        }
        self.over = Over(self)
        self.active: Pane = self.queue
        self.zoomed = False
        self.plan = Plan({})
        self._layout = PlannedLayout(self._planned)
        self.lookout = Lookout(self)
        self.header = OneLine(HEADER, self.lookout.header, look)
        self.tabs = OneLine(TABS, self._tab_line, look)
        self.footer = Footer(self, acts)
        self.beside = QUEUE
        """The list whose row is on the page."""
        self._resting = Resting(self)
        self._tasks: set[asyncio.Task[None]] = set()
        self._pulse = Pulse(self.lookout.tick, self.trouble.tell_of_beat)
        self._actions = desk_actions(self)
        self.hearing = Hearing(self)

    # Life

    def compose(self) -> ComposeResult:
        """The widgets; where they stand is the plan's business."""
        yield from (
            self.header,
            self.tabs,
            *(pane.widget for pane in self.panes.values()),
            self.footer.message,
            self.footer.keys,
        )

    def on_mount(self) -> None:
        """Rows are read before the first frame."""
        self.queue.widget.active = True
        self.lookout.begin()
        self._pulse.start()

    def on_unmount(self) -> None:
        """Leave the desk; connections go with it."""
        self._pulse.stop()
        self._resting.cancel()
        if not self.trouble.is_final:
            self.presence.leave()
        self.lookout.end()
        self.over.close()
        self.queue.close()
        self.reader.close()
        if self._acts is not None:
            self._acts.close()

    def now_ms(self) -> int:
        """The wall clock, as the options give it."""
        return self.options.now()

    def write(self, sequence: str) -> None:
        """An escape sequence of ours to the terminal: bell, title, clipboard."""
        write(self.app, sequence)

    def suspend(self) -> None:
        """Stop the process until the shell continues it."""
        self.app.action_suspend_process()

    def beside_the_keys(self, work: Coroutine[None, None, None]) -> None:
        """Let something run while keys go on; what it raises is told, not thrown."""
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except (StoreError, SqliteError) as error:
            self.trouble.tell(error)

    def stop(self) -> None:
        """Read nothing any more."""
        self._pulse.stop()
        self._resting.cancel()
        self.queue.stop()

    # Layout

    @property
    def layout(self) -> PlannedLayout:
        """Where the widgets stand: the plan's business, not the style sheet's."""
        return self._layout

    def _planned(self, size: Size) -> Plan:
        was_shown = self.is_shown(STORY)
        self.plan = arrange(size.width, size.height, self.active.name, self.beside, self.zoomed)
        if self.is_shown(STORY) and not was_shown:
            self._resting.moved()
        return self.plan

    def replan(self) -> None:
        """Other panes are to be shown: a child that asks for layout is what makes Textual ask for the plan anew."""
        plan = arrange(self.size.width, self.size.height, self.active.name, self.beside, self.zoomed)
        if plan != self.plan:
            self.header.refresh(layout=True)
            self.refresh(layout=True)

    def is_shown(self, pane: str) -> bool:
        """Has the pane a place on the screen?"""
        return pane in self.plan.boxes

    def render_line(self, y: int) -> Strip:
        """The walls between panes; everything else is covered by the panes."""
        width, line, column = self.size.width, list[Segment](), 0
        for wall in sorted(self.plan.walls):
            if wall.y <= y < wall.y + wall.height:
                line += [
                    span(SafeText(" " * (wall.x - column)), self.look.base),
                    span(self.look.glyphs.wall, self.look.line),
                ]
                column = wall.x + 1
        return Strip([*line, span(SafeText(" " * (width - column)), self.look.base)], width)

    # Panes

    def pane(self, name: str) -> Pane:
        """The pane of a name; one that takes the whole screen is made when it is first asked for."""
        return self.panes[name] if name in self.panes else self.over.pane(name)

    def go_to(self, pane: str) -> None:
        """Make a pane the active one; where not all have room it takes the place of another."""
        if pane == self.active.name or self.trouble.is_final:
            return
        if pane == STORY:
            self._resting.show()
        self.active.widget.activate(False)
        self.active = self.pane(pane)
        self.active.widget.activate(True)
        if pane in PANES and pane != STORY:
            self.beside = pane
            self._resting.moved()
        self.replan()
        self.tabs.repaint()
        self.footer.repaint()

    @property
    def view(self) -> View:
        """The active pane's widget."""
        return self.active.widget

    def open_story(self, item_id: int) -> None:
        """Show an item's story and go there."""
        self._resting.cancel()
        self.story.show(item_id)
        self.go_to(STORY)

    def on_id_list_cursor_moved(self, message: IdList.CursorMoved) -> None:
        """The story follows; the key line dims what the row does not allow."""
        message.stop()
        self.footer.keys.repaint()
        if message.pane == self.active.name:
            self._resting.moved()

    def on_page_resized(self, message: Page.Resized) -> None:
        """A page is set anew for its width."""
        message.stop()
        if message.pane == STORY:
            self.story.set()
        else:
            self.pane(message.pane).load()

    def on_pane_clicked(self, message: PaneClicked) -> None:
        """A click makes a pane the active one."""
        self.footer.forget_answer()
        self.go_to(message.pane)

    # Keys

    def on_key(self, event: events.Key) -> None:
        """To whatever is being asked, else to the command that the key means."""
        event.stop()
        event.prevent_default()
        if not self.footer.takes(event.key, event.character):
            self.hearing.press(event.key, event.character, event.time)

    def on_paste(self, event: events.Paste) -> None:
        """Into the line being typed."""
        event.stop()
        self.footer.paste(event.text)

    def refusal(self, command: Command) -> SafeText:
        """Why a command cannot be carried out here and now, or empty."""
        return refusal(self, command, self.active.name)

    def run_command(self, command: Command) -> None:
        """Carry out a command in the active pane, or in the first one where it has a meaning."""
        if self.trouble.is_final and command.id not in ALWAYS:
            return
        refused = self.refusal(command)
        if refused:
            self.flash(refused)
            return
        self.footer.forget_answer()
        self.go_to(meant(command, self.active.name))
        action = self.active.actions.get(command.id) or self._actions[command.id]
        try:
            action()
            self.footer.did(command)
        except (StoreError, SqliteError) as error:
            self.trouble.tell(error)

    # What is said and asked

    def ask(self, asking: Asking) -> None:
        """Send the keys there until it is done."""
        self.footer.ask(asking)

    def flash(self, words: SafeText, bad: bool = False, shown_ms: int = SHOWN_MS) -> None:
        """Answer the operator on the message line, until the next command or for a while."""
        self.footer.flash(words, bad, shown_ms)

    def tell(self, words: SafeText, bad: bool = False, shown_ms: int = SHOWN_MS) -> None:
        """Say what nobody asked for on the message line, for a while."""
        self.footer.flash(words, bad, shown_ms, False)

    def _tab_line(self, width: int) -> list[Segment]:
        return tab_line(self.active.name, self.plan.boxes.keys(), self.lookout.new_counts, width, self.look)
