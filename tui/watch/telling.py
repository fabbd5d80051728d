"""What the desk says by itself: what colleagues write, what goes wrong. What rings is said in ringer."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from storage.rows import EventRow
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
        """What colleagues write, what became of an edited lexicon, which mute is over: nobody stands at the collector."""
        for line in lines:
            if line.subject == "collector" and line.act in _TOLD_BY_COLLECTOR:
                self._desk.tell(safe_text(line.detail), bad=line.act == "rejected")
            elif line.subject == "mute" and line.operator != self._desk.options.operator:
                self._desk.tell(say("{}: {}", safe_text(line.operator), safe_text(line.detail)))
            elif line.act in ("logged", "corrected") and line.operator != self._desk.options.operator:
                who = safe_text(line.operator)
                self._desk.tell(say("line {} of the log, {}: {}", line.n, who, safe_text(line.detail)))

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
