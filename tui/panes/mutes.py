"""The mutes that run; Enter ends one."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.segment import Segment

from storage.rows import MuteRow
from tui.ages import stamp
from tui.asking.prompts import Question
from tui.commands import MUTES
from tui.present.mutes import mute_heading, mute_line
from tui.present.title import Title
from tui.text import EMPTY, SafeText, safe_text, say
from tui.widgets.headed import HeadedList

if TYPE_CHECKING:
    from tui.desk import Desk


class Mutes:
    """Painter and commands of the mutes; the one that ends first stands first."""

    name = MUTES
    archive = ""
    item_id: int | None = None

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.widget: HeadedList[MuteRow] = HeadedList(MUTES, self, desk.look)
        self.rows_of = self.widget.model
        self._held: dict[int, MuteRow] = {}
        self.actions: Mapping[str, Callable[[], object]] = {"end-mute": self._end}

    def rows(self, ids: Sequence[int]) -> Mapping[int, MuteRow]:
        """As read last."""
        return {id: self._held[id] for id in ids if id in self._held}

    def paint(self, row: MuteRow, width: int) -> list[Segment]:
        """One mute."""
        return mute_line(row, width, self._desk.now_ms(), self._desk.look)

    def heading(self, width: int) -> list[Segment]:
        """The names of the columns."""
        return mute_heading(width, self._desk.look)

    def title(self) -> Title:
        """`Mutes ── Enter ends one, q leaves`."""
        return Title(0, SafeText("Mutes"), (), SafeText("Enter ends one, q leaves" if self._held else "q leaves"))

    def empty(self) -> Sequence[SafeText]:
        """What a mute is, and which key makes one."""
        key = safe_text(self._desk.keymap.shown_id("mute"))
        return (
            SafeText("Nothing is muted."),
            EMPTY,
            SafeText("A mute keeps alerts from ringing for a while: those of"),
            SafeText("a rule, a source, a story, or whatever a query finds."),
            SafeText("They are raised and listed as ever: without bell, flash"),
            SafeText("and count in the terminal's title."),
            EMPTY,
            say("{} on a source, an item or an alert makes one.", key),
        )

    def load(self) -> None:
        """As the lookout has them."""
        self._held = {row.id: row for row in self._desk.lookout.mutes}
        self.rows_of.replace(array("q", self._held))
        self.widget.forget()

    def _end(self) -> None:
        row = self.widget.current
        if row is not None:
            lasts = say("it would have lasted until {}", stamp(row.ends_ms))
            words, left = say("end the mute of {}?", safe_text(row.query)), SafeText("the mute goes on")
            self._desk.ask(Question(words, partial(self._really_end, row), lasts, partial(self._desk.flash, left)))

    def _really_end(self, row: MuteRow) -> None:
        if self._desk.hand.perform(lambda acts: acts.end_mute(row.id)) is not None:
            self._desk.lookout.look_at_mutes()
