"""The alerts: what rings, who owns it, what has been settled."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from storage.rows import AlertRow
from tui.acts import alerting
from tui.commands import ALERTS, STORY, Command
from tui.present.alerts import alert_line
from tui.present.alerttable import TABLE_FROM, alert_heading, alert_row
from tui.present.queue import LETTERS
from tui.present.title import Note, Title
from tui.text import EMPTY, SafeText, safe_text, say
from tui.widgets.headed import HeadedList

if TYPE_CHECKING:
    from tui.desk import Desk


class Alerts:
    """Painter and commands of the alerts; at most 500 are held."""

    name = ALERTS
    archive = ""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.widget: HeadedList[AlertRow] = HeadedList(ALERTS, self, desk.look)
        self.rows_of = self.widget.model
        self._held: dict[int, AlertRow] = {}
        self.actions: Mapping[str, Callable[[], object]] = {
            "acknowledge": lambda: alerting.acknowledge(desk, self.chosen, self._go_on),
            "snooze": lambda: alerting.ask_how_long(desk, self.chosen, self._go_on),
            "resolve": lambda: alerting.ask_why_resolved(desk, self.chosen, self._go_on),
            "dismiss-alert": lambda: alerting.ask_what_it_was(desk, self.chosen, self._go_on),
            "assign": lambda: alerting.ask_for_whom(desk, self.chosen, self._settled),
            "back-to-new": lambda: alerting.set_back(desk, self.chosen, self._settled),
            "note": self._note,
            "open": self._open,
            "why-alert": self._why,
            "mark": self.widget.mark,
            "range": self.widget.toggle_range,
            "next-new": lambda: self._find_new(1),
            "previous-new": lambda: self._find_new(-1),
            "refresh": self.sort,
        }

    @property
    def item_id(self) -> int | None:
        """The newest item of the alert's evidence."""
        row = self.widget.current
        return row.item_id if row else None

    @property
    def chosen(self) -> tuple[AlertRow, ...]:
        """The marked ones, else the one under the cursor, as they were read last."""
        return tuple(self.rows(self.rows_of.chosen).values())

    def refusal(self, command: Command) -> SafeText:
        """Why a command means nothing for any of the chosen alerts, or empty."""
        act = alerting.LIFE_ACTS.get(command.id)
        return alerting.refused(self.chosen, act) if act else EMPTY

    def rows(self, ids: Sequence[int]) -> Mapping[int, AlertRow]:
        """As read last."""
        return {id: self._held[id] for id in ids if id in self._held}

    def paint(self, row: AlertRow, width: int) -> list[Segment]:
        """One alert: a line, or a row of the table where there is room for one."""
        painted = alert_row if width >= TABLE_FROM else alert_line
        return painted(row, width, self._desk.now_ms(), self._desk.look)

    def heading(self, width: int) -> list[Segment]:
        """The names of the table's columns."""
        return alert_heading(width, self._desk.look) if width >= TABLE_FROM else []

    def title(self) -> Title:
        """`3 Alerts  2 above F1  5 new  z1  ∅1 ── 3/7`: one is snoozed; one is muted, which rings for nobody."""
        look, glyphs = self._desk.look, self._desk.look.glyphs
        rows = self._held.values()
        new = [row for row in rows if row.state == "new"]
        muted = sum(bool(row.muted) for row in new)
        snoozed = sum(row.state == "snoozed" for row in rows)
        notes = [self._above()] if self.rows_of.waiting else []
        counted = (
            (len(new) - muted, say("{} new", len(new) - muted), look.warn),
            (snoozed, say("{}{}", glyphs.snoozed, snoozed), look.accent),
            (muted, say("{}{}", glyphs.muted, muted), look.dim),
        )
        notes += [Note(words, style) for n, words, style in counted if n]
        place = self.rows_of.cursor + 1 if len(self.rows_of) else 0
        return Title(3, SafeText("Alerts"), notes, say("{}/{}", place, len(self.rows_of)))

    def _above(self) -> Note:
        """How many came and wait above the view, and how many of them ring as loud as the gravest: `5 above F2`."""
        waiting = self.rows_of.ids[: self.rows_of.waiting]
        ranks = [row.severity for row in self.rows(waiting).values() if _rings(row)]
        gravest, look = max(ranks, default=0), self._desk.look
        words = say("{} above", len(waiting))
        if not gravest:
            return Note(words, look.warn)
        return Note(say("{} {}{}", words, LETTERS[gravest], ranks.count(gravest)), look.severity[gravest])

    def empty(self) -> Sequence[SafeText]:
        """What will be here, and which keys help."""
        keys = self._desk.keymap
        return (
            SafeText("No alert yet."),
            EMPTY,
            SafeText("A rule of config.toml that comes true rings here."),
            EMPTY,
            say("{} shows why it rang, and its story.", safe_text(keys.shown_id("open"))),
            say("{} lists all keys.", safe_text(keys.shown_id("help"))),
        )

    def load(self) -> None:
        """Read them anew, and the page of one; new ones go on top, the others stay: a list that sorts itself makes wrong hits.

        What is new again goes on top as well, where it is counted, unless it is in view: there it is seen to change.
        """
        read = {row.id: row for row in self._desk.reader.alerts()}
        in_view = set(self.rows_of.in_view)
        again = [id for id, row in read.items() if self._was_settled(id) and _rings(row) and id not in in_view]
        fresh = [id for id in read if id not in self._held]
        self._held = read
        if len(self.rows_of):
            gone = {*(id for id in self.rows_of.ids if id not in read), *again}
            if gone:
                self.rows_of.remove(gone)
            self.rows_of.arrive([*fresh, *again])
        else:
            self.rows_of.replace(array("q", read))
        self.widget.forget()
        if self._desk.story.alert_id is not None:
            self._desk.story.load()

    def _was_settled(self, id: int) -> bool:
        """Was it held, and nothing that rings?"""
        return id in self._held and self._held[id].state != "new"

    def sort(self) -> None:
        """In storage's order: new, acknowledged, snoozed, the gravest first; then what is over."""
        self.load()
        self.rows_of.replace(array("q", self._held))
        self.widget.forget()

    def show_story(self) -> None:
        """The page of the alert under the cursor, with the story of its newest item below."""
        row = self.widget.current
        if row is None:
            self._desk.story.show(None)
        else:
            self._desk.story.show_alert(row.id, row.item_id)

    def _settled(self) -> None:
        """The chosen ones have been dealt with."""
        self.rows_of.clear_choice()
        self.widget.update()

    def _go_on(self) -> None:
        """The same, and on to the next new one."""
        self._settled()
        row = self.widget.current
        if not (row and _rings(row)):  # the cursor may stand on a row that was not chosen
            self.widget.find(1, _rings)

    def _open(self) -> None:
        self.show_story()
        self._desk.go_to(STORY)

    def _why(self) -> None:
        """To why it rang, on the alert's page."""
        self.show_story()
        if not self._desk.is_shown(STORY):
            self._desk.go_to(STORY)
        self._desk.story.show_why_it_rang()

    def _note(self) -> None:
        row = self.widget.current
        if row is not None:
            alerting.ask_alert_note(self._desk, row)

    def _find_new(self, step: int) -> None:
        if not self.widget.find(step, _rings):
            self._desk.flash(SafeText("no new alert below") if step > 0 else SafeText("no new alert above"))


def _rings(row: AlertRow) -> bool:
    return row.state == "new" and not row.muted
