"""The desk rings: for notices that came since it opened, for its own operator, each once."""

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from alerts.delivery.flood import Flood, takes
from alerts.delivery.hearing import hears
from storage.rows import NoticeRow
from tui.present import ringing
from tui.tty.bell import Bell
from tui.tty.notify import Notifier, bounded

if TYPE_CHECKING:
    from tui.desk import Desk

RUNG_SHOWN_MS = 60_000


class Ringer:
    """Bell, the terminal's title and desktop, message line."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._hearing = desk.options.hearing
        self._bell = Bell(desk.write, self._hearing.bell)
        self._notifier = Notifier(self._hearing.osc, desk.write, desk.beside_the_keys)
        self._last = 0
        """The last notice that the desk knows."""
        self._flood = Flood(self._hearing.most, self._hearing.most_ms)
        self._rang_ms: deque[int] = deque(maxlen=2 * self._flood.most)
        """When it rang, as far back as the flood cap looks."""
        self._held_back: list[int] = []
        """How grave that was which did not ring for the cap, while the flood lasts."""

    @property
    def is_flooded(self) -> bool:
        """Was there too much to ring for, and not long ago?"""
        return bool(self._held_back) and not takes(self._flood, self._rang_ms, 0, self._desk.now_ms())

    def begin(self) -> None:
        """What there was before the desk rings no more."""
        self._last = self._desk.reader.last_notice()

    def end(self) -> None:
        """Give the terminal its title back."""
        self._bell.leave()

    def say_waiting(self, ranks: Sequence[int]) -> None:
        """Once, of the alerts that are new when the desk opens; none of them rings. A first desk has its keys to learn."""
        if ranks and not self._desk.footer.is_welcoming:
            self._desk.tell(ringing.waiting(ranks), bad=True)

    def title(self, ranks: Sequence[int]) -> None:
        """How grave the alerts are that ring."""
        self._bell.title(ringing.title(ranks))

    def look(self) -> bool:
        """Ring for what came, of an alert that has several notices for the last; False where nothing did, heard or not."""
        came = self._desk.reader.notices_after(self._last)
        if not came:
            return False
        self._last = came[-1].id
        heard = {each.alert_id: each for each in came if self._is_heard(each)}
        self._ring(sorted(heard.values(), key=lambda each: -each.severity))
        return True

    def _is_heard(self, notice: NoticeRow) -> bool:
        is_ours = not self._hearing.channels.isdisjoint(notice.channels)
        return is_ours and not notice.held and hears(self._hearing, notice.severity, self._desk.now_ms())

    def _ring(self, heard: Sequence[NoticeRow]) -> None:
        """Those that the flood cap lets through; the others are told without a ring."""
        now_ms, ellipsis = self._desk.now_ms(), self._desk.look.glyphs.ellipsis
        rung = [notice for notice in heard if self._has_room(notice.severity, now_ms)]
        self._held_back += [notice.severity for notice in heard if notice not in rung]
        if heard:
            words = ringing.line(heard, rung, self._held_back, self._desk.size.width - 2, ellipsis)
            self._desk.tell(words, bad=True, shown_ms=RUNG_SHOWN_MS)
        if rung:
            self._bell.ring(now_ms)
            self._notifier.show(bounded(ringing.notice(rung), ellipsis))

    def _has_room(self, severity: int, now_ms: int) -> bool:
        """Has less rung lately than may? What has room takes it; where there is room for all again the flood is over."""
        if takes(self._flood, self._rang_ms, 0, now_ms):
            self._held_back.clear()
        has_room = takes(self._flood, self._rang_ms, severity, now_ms)
        if has_room:
            self._rang_ms.append(now_ms)
        return has_room
