"""What the desk says by itself: alerts that ring, what colleagues write, what goes wrong."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from storage.rows import AlertRow, EventRow
from tui.present.queue import LETTERS
from tui.text import SafeText, safe_text, say
from tui.tty.bell import Bell

if TYPE_CHECKING:
    from tui.desk import Desk

GRAVE_SHOWN_MS = 60_000
_TOLD_BY_COLLECTOR = frozenset({"lexicon", "rejected", "retagged"})


class Telling:
    """Bell, title and message line, where nobody has pressed a key."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._bell = Bell(desk.write, desk.options.bell)
        self._last_alert = 0
        self.trouble = ""
        """What was said last to go wrong, while it lasts."""
        self._is_deserted = True
        """Whether nobody polled at the last look; a desk that opens like that says so in its header."""

    def end(self) -> None:
        """Give the terminal its title back."""
        self._bell.leave()

    def begin(self, alerts: Collection[AlertRow]) -> None:
        """These were there before the desk was: none of them rings."""
        self._last_alert = max((alert.id for alert in alerts), default=0)

    def of_alerts(self, alerts: Collection[AlertRow]) -> bool:
        """Ring once for those that came since, but for muted ones; False when there is none."""
        heard = [alert for alert in alerts if alert.id > self._last_alert and alert.state == "new" and not alert.muted]
        self._last_alert = max((alert.id for alert in alerts), default=self._last_alert)
        if not heard:
            return False
        gravest = max(heard, key=lambda alert: alert.severity)
        self._bell.ring(self._desk.now_ms())
        words = say("ALERT {} {}", LETTERS[gravest.severity], safe_text(gravest.title))
        self._desk.tell(words, bad=True, shown_ms=GRAVE_SHOWN_MS)
        return True

    def title(self, ringing: int) -> None:
        """How many alerts wait, in the terminal's title."""
        self._bell.title(ringing)

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
