"""The sources: what each brings, and which of them are in trouble and why."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from storage.rows import SourceRow
from tui.commands import SOURCES
from tui.present.sources import is_down, source_line, source_said
from tui.present.title import Note, Title
from tui.text import EMPTY, SafeText, safe_text, say
from tui.widgets.idlist import IdList

if TYPE_CHECKING:
    from tui.desk import Desk


class Sources:
    """Painter and commands of the sources."""

    name = SOURCES
    archive = ""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.widget: IdList[SourceRow] = IdList(SOURCES, self, desk.look)
        self.rows_of = self.widget.model
        self._held: dict[int, SourceRow] = {}
        self.actions: Mapping[str, Callable[[], object]] = {
            "poll": self._poll,
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
        """One source."""
        return source_line(row, width, self._desk.now_ms(), self._desk.look)

    def title(self) -> Title:
        """`1 Sources ── 3 down ── 4/41`."""
        down = sum(is_down(row.state) for row in self._held.values())
        notes = [Note(say("{} down", down), self._desk.look.bad)] if down else []
        place = self.rows_of.cursor + 1 if len(self.rows_of) else 0
        return Title(1, SafeText("Sources"), notes, say("{}/{}", place, len(self.rows_of)))

    def empty(self) -> Sequence[SafeText]:
        """Why there is none, and what helps."""
        return (
            SafeText("No source yet."),
            EMPTY,
            SafeText("Add [[source]] to config.toml,"),
            SafeText("or run feint demo."),
        )

    def load(self) -> None:
        """Read them anew; the order is the config's."""
        read = {row.id: row for row in self._desk.reader.sources(self._desk.now_ms())}
        if list(read) != list(self._held):
            self.rows_of.replace(array("q", read))
        self._held = read
        self.widget.forget()

    def _poll(self) -> None:
        chosen = self.rows_of.chosen
        if chosen:
            self._desk.hand.perform(lambda acts: acts.poll_now(chosen))

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
