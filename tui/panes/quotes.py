"""The quotes: what was said by whom, and how far it has travelled."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from storage.rows import UtteranceRow
from tui.commands import QUOTES
from tui.present.quotes import quote_line
from tui.present.title import Title
from tui.text import EMPTY, SafeText, say
from tui.widgets.idlist import IdList

if TYPE_CHECKING:
    from tui.desk import Desk


class Quotes:
    """Painter and commands of the quotes; at most 2,000 are held."""

    name = QUOTES

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.widget: IdList[UtteranceRow] = IdList(QUOTES, self, desk.look)
        self.rows_of = self.widget.model
        self.actions: Mapping[str, Callable[[], object]] = {"open": self._open, "refresh": self.sort}

    @property
    def item_id(self) -> int | None:
        """The newest item that prints it."""
        row = self.widget.current
        return row.item_id if row else None

    def rows(self, ids: Sequence[int]) -> Mapping[int, UtteranceRow]:
        """As storage has them."""
        return self._desk.reader.utterance_rows(ids)

    def paint(self, row: UtteranceRow, width: int) -> list[Segment]:
        """One statement."""
        return quote_line(row, width, self._desk.now_ms(), self._desk.look)

    def title(self) -> Title:
        """`4 Quotes ── 12/300`."""
        place = self.rows_of.cursor + 1 if len(self.rows_of) else 0
        return Title(4, SafeText("Quotes"), (), say("{:,}/{:,}", place, len(self.rows_of)))

    def empty(self) -> Sequence[SafeText]:
        """Why there is none."""
        return (SafeText("No quote yet."), EMPTY, SafeText("Who says what, and in how many papers, appears here."))

    def load(self) -> None:
        """Take up new statements above the others; known ones keep their line until the view is applied again."""
        ids = self._desk.reader.utterance_ids()
        if not len(self.rows_of):
            self.rows_of.replace(ids)
        else:
            known = set(self.rows_of.ids)
            self.rows_of.arrive([id for id in ids if id not in known])
        self.widget.forget()

    def sort(self) -> None:
        """The one carried last first."""
        self.rows_of.replace(array("q", self._desk.reader.utterance_ids()))
        self.widget.forget()

    def _open(self) -> None:
        if self.item_id is not None:
            self._desk.open_story(self.item_id)
