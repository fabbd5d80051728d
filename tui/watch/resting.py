"""The story follows the cursor of the list in which the keys act, once it rests."""

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
            self._show()

    def cancel(self) -> None:
        """Wait no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _rested(self) -> None:
        if self._desk.is_shown(STORY) and not self._desk.trouble.is_final:
            self.show()

    def _show(self) -> None:
        """Whose cursor it is; beside the sources, which have no items, the queue's."""
        desk = self._desk
        if desk.active in (desk.queue, desk.sources):
            desk.queue.show_story()
        elif desk.active is desk.alerts:
            desk.alerts.show_story()
        elif desk.active is desk.quotes:
            desk.story.show(desk.quotes.item_id)
