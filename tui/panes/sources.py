"""The sources: what each brings, and which of them are in trouble and why."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from storage.rows import SourceRow
from tui.acts.grading import ask_for_grade
from tui.commands import SOURCES
from tui.present.faring import PAUSED, is_down, source_said
from tui.present.sources import source_line
from tui.present.sourcetable import TABLE_FROM, source_heading, source_row
from tui.present.title import Note, Title
from tui.text import EMPTY, SafeText, safe_text, say
from tui.widgets.headed import HeadedList

if TYPE_CHECKING:
    from tui.desk import Desk


class Sources:
    """Painter and commands of the sources."""

    name = SOURCES
    archive = ""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.widget: HeadedList[SourceRow] = HeadedList(SOURCES, self, desk.look)
        self.rows_of = self.widget.model
        self._held: dict[int, SourceRow] = {}
        self.actions: Mapping[str, Callable[[], object]] = {
            "poll": self._poll,
            "pause": self._pause,
            "grade": self._grade,
            "mark": self.widget.mark,
            "range": self.widget.toggle_range,
            "filter-source": self._filter,
            "why-source": self._why,
        }

    @property
    def item_id(self) -> int | None:
        """A source is no item."""
        return None

    def rows(self, ids: Sequence[int]) -> Mapping[int, SourceRow]:
        """As read last."""
        return {id: self._held[id] for id in ids if id in self._held}

    def paint(self, row: SourceRow, width: int) -> list[Segment]:
        """One source, in columns where there is room for them."""
        line = source_row if width >= TABLE_FROM else source_line
        return line(row, width, self._desk.now_ms(), self._desk.look)

    def heading(self, width: int) -> list[Segment]:
        """The names of the columns, where there are some."""
        return source_heading(width, self._desk.look) if width >= TABLE_FROM else []

    def title(self) -> Title:
        """`1 Sources ── 3 down ── 1 paused ── 4/41`."""
        look, states = self._desk.look, [row.state for row in self._held.values()]
        marked = len(self.rows_of.marks | set(self.rows_of.ranged))
        counts = (
            (marked, say("{} marked", marked), look.warn),
            (down := sum(map(is_down, states)), say("{} down", down), look.bad),
            (paused := states.count(PAUSED), say("{} paused", paused), look.dim),
        )
        notes = [Note(words, style) for count, words, style in counts if count]
        place = self.rows_of.cursor + 1 if len(self.rows_of) else 0
        return Title(1, SafeText("Sources"), notes, say("{}/{}", place, len(self.rows_of)))

    def empty(self) -> Sequence[SafeText]:
        """What will stand here, and what helps."""
        return (
            SafeText("No source yet."),
            EMPTY,
            SafeText("Here stands how each feed fares. Add [[source]] to config.toml, or run feint demo."),
            EMPTY,
            say("{} lists the keys.", safe_text(self._desk.keymap.shown_id("help"))),
        )

    def load(self) -> None:
        """Read them anew; the order is the config's."""
        read = {row.id: row for row in self._desk.reader.sources(self._desk.now_ms())}
        if list(read) != list(self._held):
            self.rows_of.replace(array("q", read))
        self._held = read
        self.widget.forget()

    @property
    def _chosen(self) -> list[SourceRow]:
        """What a command acts on."""
        return [self._held[id] for id in self.rows_of.chosen if id in self._held]

    def _done(self) -> None:
        """The operator sees at once what an act has done."""
        self.rows_of.clear_choice()
        self.load()

    def _poll(self) -> None:
        chosen = self.rows_of.chosen
        if chosen and self._desk.hand.perform(lambda acts: acts.poll_now(chosen)) is not None:
            self._done()

    def _pause(self) -> None:
        """Let them go on where all are paused, else pause them."""
        chosen = self._chosen
        on = any(row.state != PAUSED for row in chosen)
        ids = [row.id for row in chosen if (row.state == PAUSED) != on]
        if ids and self._desk.hand.perform(lambda acts: acts.pause(ids, on)) is not None:
            self._done()

    def _grade(self) -> None:
        ask_for_grade(self._desk, self._chosen, self._done)

    def _why(self) -> None:
        row = self.widget.current
        if row is not None:
            self._desk.flash(source_said(row, self._desk.now_ms()), bad=is_down(row.state))

    def _filter(self) -> None:
        row = self.widget.current
        if row is None:
            return
        self._desk.queue.close_search()
        name = row.name.replace('"', " ")
        if self._desk.queue.filter.narrow(f'source:"{name}"', say("{}", safe_text(row.name))):
            self._desk.go_to("queue")
