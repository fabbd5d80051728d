"""What a tick of the pulse does: take up what other processes wrote, keep clock, ages, mutes and presence right."""

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from storage.rows import EventRow, LabelRow, MuteRow, Status
from tui.commands import ALERTS, MUTES, QUEUE, SOURCES
from tui.look import Look
from tui.present.badges import short_label
from tui.present.header import header_line
from tui.present.title import Note
from tui.present.vitals import Facts, heartbeat_missed, trouble_of
from tui.present.whereabouts import watched
from tui.text import SafeText, say
from tui.watch.pulse import Rhythm
from tui.watch.ringer import Ringer
from tui.watch.telling import Telling

if TYPE_CHECKING:
    from tui.desk import Desk


class Lookout:
    """The desk's eye on the file."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._rhythm = Rhythm(desk.now_ms())
        self._telling = Telling(desk)
        self._ringer = Ringer(desk)
        self._event = desk.reader.last_event()
        self._item = desk.reader.last_item()
        self._status: Status | None = None
        self.labels: list[LabelRow] = []
        """What the lexicon in use knows, and how much of it is new."""
        self.watched: dict[int, list[SafeText]] = {}
        """Story -> which others look at it now."""
        self.mutes: tuple[MuteRow, ...] = ()
        """Those that run, the one that ends first first."""
        self._unread = ""
        """Why the file cannot be read, while that lasts."""
        self._counts_changed = True
        self._sources_changed = False
        self._polls_changed = False
        self._quotes_changed = False
        self._items_came = False

    def begin(self) -> None:
        """Read everything once."""
        desk = self._desk
        desk.reader.changed()
        self._ringer.begin()
        self._read_labels()
        desk.queue.load()
        desk.alerts.load()
        self._ringer.say_waiting(self._ringing)
        desk.sources.load()
        desk.quotes.load()
        desk.presence.arrive()
        self._read_status()

    def end(self) -> None:
        """Give the terminal its title back."""
        self._ringer.end()

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
            self._telling.trouble,
            options.read_only,
            len(self.mutes),
            self._ringing,
            self._is_flooded,
        )
        return header_line(facts, width, desk.look)

    def _take_up(self) -> None:
        """Somebody committed: new rows go above the view, touched ones are drawn anew where they stand."""
        desk = self._desk
        lines = desk.reader.events_after(self._event)
        self._event = max((line.n for line in lines), default=self._event)
        desk.queue.arrived()
        if any(line.subject not in ("desk", "event") for line in lines):
            self._items_changed()
        if desk.queue.filter.query is None and any(_takes_items_away(line) for line in lines):
            desk.queue.filter.apply()
        self._telling.of_lines(lines)
        has_rung = self._ringer.look()
        if has_rung or any(line.subject == "alert" for line in lines):
            self._load_alerts()
        if has_rung:
            desk.story.load()
            self._read_status()
        if any(line.subject == "source" for line in lines):
            desk.sources.load()
        self._counts_changed = self._polls_changed = True

    def _items_changed(self) -> None:
        """Items came or were dealt with: what the rows in view say of their stories may be another count by now."""
        self._desk.queue.widget.reread()
        self._desk.story.load()
        self._quotes_changed = True

    def _look_at_stories(self) -> None:
        """Items came: those of a story in view may have other counts now; what else they may have changed has time."""
        desk = self._desk
        above, self._item = self._item, desk.reader.last_item()
        stories = desk.reader.stories_after(above)
        if desk.queue.shows(stories):
            desk.queue.widget.reread()
        if desk.story.view is not None and desk.story.view.item.story_id in stories:
            desk.story.load()
        self._quotes_changed = self._items_came = True

    def _on_second(self) -> None:
        is_over = bool(self.mutes) and self.mutes[0].ends_ms <= self._desk.now_ms()
        if self._counts_changed or is_over:
            self._read_status()
        if self._status is not None:
            self._telling.of_collector(heartbeat_missed(self._status, self._desk.now_ms()))
        if self._quotes_changed:
            self._quotes_changed = False
            self._desk.quotes.load()

    def _on_ages(self) -> None:
        desk = self._desk
        if self._items_came:
            self._items_came = False
            self._items_changed()
        if self._sources_changed and desk.is_shown(SOURCES):
            self._sources_changed = self._polls_changed = False
            desk.sources.load()
        for pane in (desk.queue, desk.alerts, desk.sources, desk.quotes):
            pane.widget.repaint()
        if desk.is_shown(MUTES):
            desk.over.pane(MUTES).widget.repaint()

    def _read_status(self) -> None:
        desk = self._desk
        self._counts_changed = False
        before, self._status = self._status, desk.reader.status(desk.now_ms())
        self._read_labels()
        self._sources_changed |= before is None or _fares(before) != _fares(self._status)
        if before is not None and before.items != self._status.items:
            self._look_at_stories()  # a folded copy is no row of the queue
        if before is not None and before.sources != self._status.sources:
            desk.sources.load()  # the collector has read the config: a first desk must not say that there is no source
        self._read_watched(self._status)
        self._tell_trouble()
        self.look_at_mutes()
        self._say_what_rings()

    def look_at_mutes(self) -> None:
        """One has begun or ended, or may have: the alerts that it keeps quiet look otherwise."""
        desk = self._desk
        before, self.mutes = self.mutes, desk.reader.mutes(desk.now_ms())
        if before == self.mutes:
            return
        self._load_alerts()
        if desk.is_shown(MUTES):
            desk.over.pane(MUTES).load()

    def _load_alerts(self) -> None:
        """Read them anew; header, tabs and title count those that ring at once as their pane does."""
        self._desk.alerts.load()
        self._say_what_rings()

    def _say_what_rings(self) -> None:
        self._ringer.title(self._ringing)
        self._desk.header.repaint()
        self._desk.tabs.repaint()

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
        self._telling.of_trouble(self._unread or (trouble_of(self._status) if self._status else ""))

    @property
    def _is_flooded(self) -> bool:
        """Is there a channel, or this desk, that has been given more than it may send?"""
        return self._ringer.is_flooded or bool(self._status and self._status.flooded)

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
        return {QUEUE: self._desk.queue.items.waiting, ALERTS: len(self._ringing)}

    @property
    def _ringing(self) -> list[int]:
        """How grave the new alerts are that somebody is to hear of, as their pane read them last."""
        alerts = self._desk.alerts
        rows = alerts.rows(alerts.rows_of.ids).values()
        return [row.severity for row in rows if row.state == "new" and row.severity > 0 and not row.muted]


def _ink(label: str, look: Look) -> Style:
    known = look.labels.get(label)
    return known.ink if known and known.ink else look.dim


def _takes_items_away(line: EventRow) -> bool:
    """Has the collector moved old items to an archive, or deleted them?"""
    return line.subject == "collector" and line.act in ("archived", "deleted")


def _fares(status: Status) -> tuple[int, ...]:
    """How the sources fare: while this stays, what their pane says they brought may be half a minute old."""
    return (
        status.sources_ok,
        status.sources_quiet,
        status.sources_down,
        status.sources_paused,
        status.sources,
    )
