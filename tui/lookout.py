"""What a tick of the pulse does: take up what other processes wrote, ring, keep clock, ages and presence right."""

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from storage.rows import AlertRow, EventRow, LabelRow, Status
from tui.bell import Bell
from tui.commands import ALERTS, QUEUE
from tui.look import Look
from tui.present.badges import short_label
from tui.present.header import Facts, header_line
from tui.present.title import Note
from tui.pulse import Rhythm
from tui.text import SafeText, safe_text, say
from tui.watching import watched

if TYPE_CHECKING:
    from tui.desk import Desk

ALERT_SHOWN_MS = 60_000


class Lookout:
    """The desk's eye on the file."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._rhythm = Rhythm(desk.now_ms())
        self._bell = Bell(desk.write, desk.options.bell)
        self._event = desk.reader.last_event()
        self._status: Status | None = None
        self.labels: list[LabelRow] = []
        """What the lexicon in use knows, and how much of it is new."""
        self.watched: dict[int, list[SafeText]] = {}
        """Story -> which others look at it now."""
        self._unread = ""
        """Why the file cannot be read, while that lasts."""
        self._trouble = ""
        self._counts_changed = True
        self._sources_changed = False
        self._polls_changed = False
        self._quotes_changed = False

    def begin(self) -> None:
        """Read everything once."""
        desk = self._desk
        desk.reader.changed()
        self._read_labels()
        desk.queue.load()
        desk.alerts.load()
        desk.sources.load()
        desk.quotes.load()
        desk.presence.arrive()
        self._read_status()

    def end(self) -> None:
        """Give the terminal its title back."""
        self._bell.leave()

    def tick(self) -> None:
        """Called five times a second; nearly always there is nothing to do."""
        desk = self._desk
        due = self._rhythm.due(desk.now_ms())
        if due.second:
            desk.header.repaint()
            desk.footer.forget_flash()
        if desk.reader.changed():
            self._take_up()
        if due.second:
            self._on_second()
        if due.half_minute:
            self._sources_changed |= self._polls_changed
        if due.ages:
            self._on_ages()
        if due.presence:
            desk.presence.stay()
        desk.presence.look()
        if self._unread:
            self.cannot_read("")

    def cannot_read(self, why: str) -> None:
        """Reading failed, or does again; the header says so for as long as it lasts."""
        self._unread = why
        self._tell_trouble()

    def header(self, width: int) -> list[Segment]:
        """The screen's first line."""
        desk, status = self._desk, self._status
        options = desk.options
        note = "" if status and status.collector else options.collector_note()
        facts = Facts(
            options.desk_name,
            options.operator,
            desk.now_ms(),
            desk.zones,
            status,
            note,
            self._trouble,
            options.read_only,
        )
        return header_line(facts, width, desk.look)

    def _take_up(self) -> None:
        """Somebody committed: new rows go above the view, touched ones are drawn anew where they stand."""
        desk = self._desk
        lines = desk.reader.events_after(self._event)
        self._event = max((line.n for line in lines), default=self._event)
        if desk.queue.arrived() or any(line.subject not in ("desk", "event") for line in lines):
            self._items_changed()
        if desk.queue.filter.query is None and any(_takes_items_away(line) for line in lines):
            desk.queue.filter.apply()
        self._tell(lines)
        if any(line.subject == "alert" for line in lines):
            self._ring(desk.alerts.load())
        self._counts_changed = self._polls_changed = True

    def _items_changed(self) -> None:
        """Items came or were dealt with: what the rows in view say of their stories may be another count by now."""
        self._desk.queue.widget.forget()
        self._desk.story.load()
        self._quotes_changed = True

    def _ring(self, alerts: tuple[AlertRow, ...]) -> None:
        if not alerts:
            return
        gravest = max(alerts, key=lambda alert: alert.severity)
        self._bell.ring(self._desk.now_ms())
        self._desk.flash(say("ALERT {}", safe_text(gravest.title)), bad=True, shown_ms=ALERT_SHOWN_MS)
        self._counts_changed = True
        self._read_status()

    def _on_second(self) -> None:
        if self._counts_changed:
            self._read_status()
        if self._quotes_changed:
            self._quotes_changed = False
            self._desk.quotes.load()

    def _on_ages(self) -> None:
        desk = self._desk
        if self._sources_changed and desk.is_shown("sources"):
            self._sources_changed = self._polls_changed = False
            desk.sources.load()
        for pane in (desk.queue, desk.alerts, desk.sources, desk.quotes):
            pane.widget.repaint()

    def _read_status(self) -> None:
        desk = self._desk
        self._counts_changed = False
        before, self._status = self._status, desk.reader.status(desk.now_ms())
        self._read_labels()
        self._sources_changed |= before is None or _fares(before) != _fares(self._status)
        if before is not None and before.items != self._status.items:
            self._items_changed()  # a folded copy is no row of the queue
        if before is not None and before.sources != self._status.sources:
            desk.sources.load()  # the collector has read the config: a first desk must not say that there is no source
        self._read_watched(self._status)
        self._tell_trouble()
        self._bell.title(sum(self._status.alerts_new[1:]))
        desk.header.repaint()
        desk.tabs.repaint()

    def _read_labels(self) -> None:
        """A label that a lexicon brought has its letters and colour from now on; what is drawn keeps its place."""
        desk = self._desk
        before, self.labels = self.labels, desk.reader.labels(desk.now_ms())
        if before != self.labels:
            look = desk.look.with_labels(self.labels)
            if look is not desk.look:
                desk.look = look
                for pane in (desk.queue, desk.quotes):
                    pane.widget.repaint()
                desk.story.set()
            desk.queue.widget.update()

    def _read_watched(self, status: Status) -> None:
        """Who of the others looks at which story."""
        desk = self._desk
        before, self.watched = self.watched, watched(status.present, desk.options.operator, desk.reader.item_rows)
        if before != self.watched:
            desk.queue.widget.repaint()

    def _tell_trouble(self) -> None:
        """What keeps us from reading comes before what keeps the collector from its work."""
        before, self._trouble = self._trouble, self._unread or (self._status.trouble if self._status else "")
        if self._trouble != before:
            self._desk.header.repaint()
            if self._trouble:
                self._desk.flash(safe_text(self._trouble), bad=True)

    def _tell(self, lines: list[EventRow]) -> None:
        """Say what colleagues write into the log, and what became of a lexicon that was edited: nobody stands at the collector."""
        for line in lines:
            if line.subject == "collector" and line.act in ("lexicon", "rejected", "retagged"):
                self._desk.flash(safe_text(line.detail), bad=line.act == "rejected")
            elif line.act in ("logged", "corrected") and line.operator != self._desk.options.operator:
                who = safe_text(line.operator)
                self._desk.flash(say("line {} of the log, {}: {}", line.n, who, safe_text(line.detail)))

    def label_notes(self) -> list[Note]:
        """How many new items of the last 24 hours carry each label."""
        look = self._desk.look
        return [
            Note(say("{} {}", short_label(row.name, look), min(row.unread, 9_999)), _ink(row.name, look))
            for row in self.labels
            if row.unread
        ]

    @property
    def new_counts(self) -> dict[str, int]:
        """What the tabs show: rows waiting in the queue, alerts that ring."""
        ringing = sum(self._status.alerts_new[1:]) if self._status else 0
        return {QUEUE: self._desk.queue.items.waiting, ALERTS: ringing}


def _ink(label: str, look: Look) -> Style:
    known = look.labels.get(label)
    return known.ink if known and known.ink else look.dim


def _takes_items_away(line: EventRow) -> bool:
    """Has the collector moved old items to an archive, or deleted them?"""
    return line.subject == "collector" and line.act in ("archived", "deleted")


def _fares(status: Status) -> tuple[int, ...]:
    """How the sources fare, without the heartbeat: while this stays, their pane may be half a minute old."""
    return status.sources_ok, status.sources_quiet, status.sources_down, status.sources, status.items, status.unread
