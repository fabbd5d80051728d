"""A speaker's ledger: all that one has said, in the place of the quotes until it is left."""

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from storage.rows import LedgerRow
from tui.model import Rows
from tui.present.ledger import ledger_line
from tui.present.title import Note, Title
from tui.text import EMPTY, SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk


class Ledger:
    """Its rows, held as read last, the newest statement first."""

    def __init__(self, desk: "Desk", speaker_id: int, name: str, back_to: str) -> None:
        self._desk = desk
        self.speaker_id = speaker_id
        self.name = name
        self.back_to = back_to
        """The pane in which it was asked for."""
        self.rows_of = Rows()
        self._held: dict[int, LedgerRow] = {}

    def rows(self, ids: Sequence[int]) -> Mapping[int, LedgerRow]:
        """As read last."""
        return {id: self._held[id] for id in ids if id in self._held}

    def paint(self, row: LedgerRow, width: int) -> list[Segment]:
        """One statement, beside the one that it goes back on."""
        earlier = self._held.get(row.reverses) if row.reverses is not None else None
        return ledger_line(row, earlier, width, self._desk.look)

    def title(self) -> Title:
        """`4 Quotes ── what M. Zakharova said ── 2 reversals ── 3/12`."""
        look = self._desk.look
        notes = [Note(say("what {} said", safe_text(self.name)), look.accent)]
        if self.rows_of.waiting:
            notes.append(Note(say("{:,} above", self.rows_of.waiting), look.warn))
        reversals = sum(row.reverses is not None for row in self._held.values())
        if reversals:
            words = say("{} reversals", reversals) if reversals > 1 else SafeText("1 reversal")
            notes.append(Note(words, look.warn))
        place = self.rows_of.cursor + 1 if len(self.rows_of) else 0
        return Title(4, SafeText("Quotes"), notes, say("{:,}/{:,}", place, len(self.rows_of)))

    def empty(self) -> Sequence[SafeText]:
        """Why there is none, and the way back."""
        back = safe_text(self._desk.keymap.shown_id("back"))
        return (say("No words of {} are held any more.", safe_text(self.name)), EMPTY, say("{} leads back.", back))

    def load(self) -> None:
        """Take up new statements above the others; those that no paper carries any more go."""
        self._read()
        gone = [id for id in self.rows_of.ids if id not in self._held]
        if gone:
            self.rows_of.remove(gone)
        known = set(self.rows_of.ids)
        self.rows_of.arrive([id for id in self._held if id not in known])

    def sort(self) -> None:
        """In the order in which papers first had them."""
        self._read()
        self.rows_of.replace(array("q", self._held))

    def _read(self) -> None:
        rows = self._desk.reader.ledger(self.speaker_id)
        self._held = {row.quote_id: row for row in rows}
        if rows:
            self.name = rows[0].speaker  # an operator may have said meanwhile that the name is somebody else's
