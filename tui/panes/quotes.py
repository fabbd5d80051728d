"""The quotes: what was said by whom, and how far it has travelled; or all that one speaker has said."""

from collections.abc import Callable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, TypeAlias

from rich.segment import Segment

from storage.rows import LedgerRow, UtteranceRow
from tui.acts.identifying import ask_who
from tui.commands import QUOTES
from tui.model import Ids
from tui.panes.ledger import Ledger
from tui.present.quotes import quote_line
from tui.present.title import Note, Title
from tui.text import EMPTY, SafeText, safe_text, say
from tui.widgets.idlist import IdList

if TYPE_CHECKING:
    from tui.desk import Desk

_PAGE = 100
"""Of the statements carried last, where some are held already."""
Said: TypeAlias = UtteranceRow | LedgerRow


class Quotes:
    """Painter and commands of the quotes; at most 2,000 are held."""

    name = QUOTES
    archive = ""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.widget: IdList[Said] = IdList(QUOTES, self, desk.look)
        self.rows_of = self.widget.model
        """The statements of everybody, also while a ledger is open."""
        self.ledger: Ledger | None = None
        self.actions: Mapping[str, Callable[[], object]] = {
            "open": self._open,
            "refresh": self.sort,
            "identify": self._identify,
        }

    @property
    def item_id(self) -> int | None:
        """The newest item that prints it; in a ledger the first."""
        row = self.widget.current
        return row.item_id if row else None

    def rows(self, ids: Sequence[int]) -> Mapping[int, Said]:
        """As storage has them."""
        if self._desk.trouble.is_final:
            return {}
        return self.ledger.rows(ids) if self.ledger else self._desk.reader.utterance_rows(ids)

    def paint(self, row: Said, width: int) -> list[Segment]:
        """One statement."""
        if isinstance(row, LedgerRow):
            return self.ledger.paint(row, width) if self.ledger else []
        return quote_line(row, width, self._desk.now_ms(), self._desk.look)

    def title(self) -> Title:
        """`4 Quotes ── 2 above ── 12/300`, or the ledger's."""
        if self.ledger:
            return self.ledger.title()
        rows = self.rows_of
        notes = [Note(say("{:,} above", rows.waiting), self._desk.look.warn)] if rows.waiting else []
        place = rows.cursor + 1 if len(rows) else 0
        return Title(4, SafeText("Quotes"), notes, say("{:,}/{:,}", place, len(rows)))

    def empty(self) -> Sequence[SafeText]:
        """What will be here, and which keys help."""
        if self.ledger:
            return self.ledger.empty()
        story, ledger = (safe_text(self._desk.keymap.shown_id(id)) for id in ("open", "ledger"))
        return (
            SafeText("No quote yet."),
            EMPTY,
            SafeText("Who says what, and in how many papers, appears here."),
            EMPTY,
            say("{} shows the story of a quote.", story),
            say("{} all that its speaker has said.", ledger),
        )

    def load(self) -> None:
        """Take up new statements above the others; known ones keep their line until the view is applied again."""
        known = set(self.rows_of.ids)
        self.rows_of.arrive([id for id in self._carried_last(known) if id not in known])
        if self.ledger:
            self.ledger.load()
        self.widget.reread()

    def _carried_last(self, known: Set[int]) -> Ids:
        """A page of them; all, which takes 2 ms, where it ends among new ones."""
        page = self._desk.reader.utterance_ids(_PAGE)
        is_enough = known >= set(page[_PAGE // 2 :])
        return page if is_enough else self._desk.reader.utterance_ids()

    def sort(self) -> None:
        """The one carried last first; in a ledger the one said last."""
        if self.ledger:
            self.ledger.sort()
        else:
            self.rows_of.replace(self._desk.reader.utterance_ids())
        self.widget.forget()

    # A speaker's ledger

    @property
    def speaker(self) -> tuple[int, str] | None:
        """Whom the cursor's row, or the ledger, is of: number and name; None where nobody is named."""
        if self.ledger:
            return self.ledger.speaker_id, self.ledger.name
        row = self.widget.current
        if not isinstance(row, UtteranceRow) or row.speaker_id is None:
            return None
        return row.speaker_id, row.speaker

    def open_ledger(self, speaker_id: int, name: str, back_to: str) -> None:
        """Show all that one speaker has said."""
        self.ledger = Ledger(self._desk, speaker_id, name, back_to)
        self.ledger.sort()
        self.widget.turn_to(self.ledger.rows_of)

    def close_ledger(self) -> str | None:
        """Back to the statements of everybody, where one was; the pane in which it was asked for, None if none is open."""
        if self.ledger is None:
            return None
        back_to, self.ledger = self.ledger.back_to, None
        self.widget.turn_to(self.rows_of)
        return back_to

    # Commands

    def _open(self) -> None:
        if self.item_id is not None:
            self._desk.open_story(self.item_id)

    def _identify(self) -> None:
        ask_who(self._desk, self.speaker)
