"""The alerts: what rings, who owns it, what has been settled."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from alerts import lifecycle
from storage.rows import AlertRow
from tui.commands import ALERTS
from tui.present.alerts import alert_line
from tui.present.queue import LETTERS
from tui.present.title import Note, Title
from tui.text import EMPTY, SafeText, safe_text, say
from tui.widgets.idlist import IdList

if TYPE_CHECKING:
    from tui.desk import Desk


class Alerts:
    """Painter and commands of the alerts; at most 500 are held."""

    name = ALERTS
    archive = ""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.widget: IdList[AlertRow] = IdList(ALERTS, self, desk.look)
        self.rows_of = self.widget.model
        self._held: dict[int, AlertRow] = {}
        self.actions: Mapping[str, Callable[[], object]] = {
            "acknowledge": lambda: self._do("acknowledge", advance=True),
            "resolve": lambda: self._do("resolve", advance=True),
            "back-to-new": lambda: self._do("reopen", advance=False),
            "open": self._open,
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

    def rows(self, ids: Sequence[int]) -> Mapping[int, AlertRow]:
        """As read last."""
        return {id: self._held[id] for id in ids if id in self._held}

    def paint(self, row: AlertRow, width: int) -> list[Segment]:
        """One alert."""
        return alert_line(row, width, self._desk.now_ms(), self._desk.look)

    def title(self) -> Title:
        """`3 Alerts  2 above F1  5 new  1 muted ── 3/7`; what is muted rings for nobody."""
        look = self._desk.look
        new = [row for row in self._held.values() if row.state == "new"]
        muted = sum(bool(row.muted) for row in new)
        notes = [self._above()] if self.rows_of.waiting else []
        if len(new) > muted:
            notes.append(Note(say("{} new", len(new) - muted), look.warn))
        if muted:
            notes.append(Note(say("{} muted", muted), look.dim))
        place = self.rows_of.cursor + 1 if len(self.rows_of) else 0
        return Title(3, SafeText("Alerts"), notes, say("{}/{}", place, len(self.rows_of)))

    def _above(self) -> Note:
        """How many came and wait above the view, and how many of them ring as loud as the gravest: `5 above F2`."""
        waiting = self.rows_of.ids[: self.rows_of.waiting]
        ranks = [row.severity for row in self.rows(waiting).values() if row.state == "new" and not row.muted]
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
            say("{} shows an alert's story.", safe_text(keys.shown_id("open"))),
            say("{} lists all keys.", safe_text(keys.shown_id("help"))),
        )

    def load(self) -> tuple[AlertRow, ...]:
        """Read them anew; returns the new ones that were not held before.

        New alerts go on top and the others keep their order: a list that sorts itself under the cursor makes wrong hits.
        """
        read = {row.id: row for row in self._desk.reader.alerts()}
        fresh = [id for id in read if id not in self._held]
        ringing = tuple(read[id] for id in fresh if read[id].state == "new")
        self._held = read
        if len(self.rows_of):
            gone = [id for id in self.rows_of.ids if id not in read]
            if gone:
                self.rows_of.remove(gone)
            self.rows_of.arrive(fresh)
        else:
            self.rows_of.replace(array("q", read))
        self.widget.forget()
        return ringing

    def sort(self) -> None:
        """In storage's order: new, acknowledged, resolved; the gravest first."""
        self.load()
        self.rows_of.replace(array("q", self._held))
        self.widget.forget()

    def _do(self, act: lifecycle.Act, advance: bool) -> None:
        """One act on the chosen alerts that it means something to."""
        ways = {id: lifecycle.after(self._held[id].state, act) for id in self.rows_of.chosen if id in self._held}
        able = [id for id, state in ways.items() if state is not None]
        if not able:
            self._desk.flash(SafeText("that would change nothing"))
            return
        state = next(state for state in ways.values() if state is not None)
        seen = {id: self._held[id].state for id in able}
        if self._desk.hand.perform(lambda acts: acts.set_alert_state(able, state, seen)) is None:
            return
        self.rows_of.clear_choice()
        if not (advance and self.widget.find(1, _is_new)):
            self.widget.update()

    def _open(self) -> None:
        if self.item_id is None:
            self._desk.flash(SafeText("this alert rests on no item"))
        else:
            self._desk.open_story(self.item_id)

    def _find_new(self, step: int) -> None:
        if not self.widget.find(step, _is_new):
            self._desk.flash(SafeText("no new alert below") if step > 0 else SafeText("no new alert above"))


def _is_new(row: AlertRow) -> bool:
    return row.state == "new"
