"""What the desk says by itself: what colleagues write, what goes wrong. What rings is said in ringer."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from storage.acting.alerting import ASSIGNED
from storage.rows import AlertRow, EventRow
from tui.acts.alerting import whom
from tui.text import SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

GRAVE_SHOWN_MS = 60_000
_TOLD_BY_COLLECTOR = frozenset({"lexicon", "rejected", "retagged"})


class Telling:
    """The message line, where nobody has pressed a key."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.trouble = ""
        """What was said last to go wrong, while it lasts."""
        self._is_deserted = True
        """Whether nobody polled at the last look; a desk that opens like that says so in its header."""

    def of_lines(self, lines: Iterable[EventRow]) -> None:
        """What colleagues write and give, what became of an edited lexicon: nobody stands at the collector."""
        for line in lines:
            if line.subject == "collector" and line.act in _TOLD_BY_COLLECTOR:
                self._desk.tell(safe_text(line.detail), bad=line.act == "rejected")
            elif line.operator != self._desk.options.operator:
                self._of_colleague(line, safe_text(line.operator), safe_text(line.detail))

    def _of_colleague(self, line: EventRow, who: SafeText, detail: SafeText) -> None:
        if line.subject == "mute":
            self._desk.tell(say("{}: {}", who, detail))
        elif line.act in ("logged", "corrected"):
            self._desk.tell(say("line {} of the log, {}: {}", line.n, who, detail))
        elif line.act == ASSIGNED and (mine := self._mine(line.subject_ids)):
            words = say("{} gave you {}, acknowledged in your name", who, whom(mine, self._desk.look))
            self._desk.tell(words, bad=True, shown_ms=GRAVE_SHOWN_MS)

    def _mine(self, alert_ids: Sequence[int]) -> list[AlertRow]:
        """Those that are this operator's."""
        rows = (row for row in self._desk.reader.alerts() if row.id in alert_ids)
        return [row for row in rows if row.owner == self._desk.options.operator]

    def of_trouble(self, trouble: str) -> None:
        """Once when it begins; the header has it for as long as it lasts."""
        if trouble == self.trouble:
            return
        self.trouble = trouble
        self._desk.header.repaint()
        if trouble:
            self._desk.tell(safe_text(trouble), bad=True)

    def of_collector(self, is_silent: bool) -> None:
        """Once when its beat stops, with what helps; the header has it for as long as it lasts."""
        if is_silent and not self._is_deserted:
            words = SafeText("the collector is silent; feint collect starts another")
            self._desk.tell(words, bad=True, shown_ms=GRAVE_SHOWN_MS)
        self._is_deserted = is_silent
