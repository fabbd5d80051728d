"""The story follows the queue's cursor, once it rests."""

import asyncio
from typing import TYPE_CHECKING

from tui.commands import STORY

if TYPE_CHECKING:
    from tui.desk import Desk

REST_S = 0.18
"""How long the cursor must rest before its story is read and set; a held key repeats faster."""


class Resting:
    """Waits for the cursor to rest."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._timer: asyncio.TimerHandle | None = None

    def moved(self) -> None:
        """The cursor went to another row."""
        self.cancel()
        self._timer = asyncio.get_running_loop().call_later(REST_S, self._rested)

    def show(self) -> None:
        """Wait no longer, if there is something to wait for."""
        if self._timer is not None:
            self.cancel()
            self._desk.queue.show_story()

    def cancel(self) -> None:
        """Wait no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _rested(self) -> None:
        desk = self._desk
        if desk.is_shown(STORY) and desk.active is desk.queue and not desk.trouble.is_final:
            self.show()
