"""What the others see of this desk: that it is open, and what its operator looks at."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from storage.acting.acts import Acts
from storage.file.errors import StoreError
from storage.file.sqlite import SqliteError

if TYPE_CHECKING:
    from tui.desk import Desk

RESTED_MS = 1_500
"""How long somebody looks at a thing before others are told."""
APART_MS = 2_000
"""The least time between two tellings: each is a commit that wakes every desk."""


class Gaze:
    """Decides when to tell what is looked at."""

    def __init__(self) -> None:
        self._at: int | None = None
        self._since_ms = 0
        self._told: int | None = None
        self._told_ms = 0

    def is_news(self, item_id: int | None, now_ms: int) -> bool:
        """Called often with what is looked at now; True when it is to be told, which then counts as done."""
        if item_id != self._at:
            self._at, self._since_ms = item_id, now_ms
        rested, apart = now_ms - self._since_ms >= RESTED_MS, now_ms - self._told_ms >= APART_MS
        if item_id == self._told or not (rested and apart):
            return False
        self._told, self._told_ms = item_id, now_ms
        return True


class Presence:
    """Says so to the file. A courtesy: where it cannot be written the desk stays, and a read-only desk says nothing."""

    def __init__(self, desk: "Desk", acts: Acts | None) -> None:
        self._desk = desk
        self._acts = acts
        self._gaze = Gaze()
        self._wrong = ""

    def arrive(self) -> None:
        """The desk opens."""
        self._say(lambda acts: acts.arrive(self._desk.now_ms()))

    def stay(self) -> None:
        """The desk is still open."""
        self._say(lambda acts: acts.seen(self._desk.now_ms()))

    def leave(self) -> None:
        """The desk closes."""
        self._say(lambda acts: acts.leave())

    def look(self) -> None:
        """Tell what is looked at, if it is time to."""
        pane, now_ms = self._desk.active, self._desk.now_ms()
        item_id = None if pane.archive else pane.item_id
        if self._gaze.is_news(item_id, now_ms):
            self._say(lambda acts: acts.look_at(item_id, now_ms))

    def _say(self, word: Callable[[Acts], object]) -> None:
        """What goes wrong is told when it begins to, not with each word."""
        if self._acts is None:
            return
        wrong = ""
        try:
            word(self._acts)
        except (StoreError, SqliteError) as error:
            wrong = str(error)
            if wrong != self._wrong:
                self._desk.trouble.tell(error)
        self._wrong = wrong
