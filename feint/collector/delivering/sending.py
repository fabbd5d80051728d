"""A way out of the house, and one attempt to go by it."""

import traceback
from dataclasses import dataclass
from typing import Protocol

from alerts.delivery import payload
from alerts.delivery.flood import Flood
from alerts.delivery.outcomes import Fault, Reply


class Sender(Protocol):
    """A kind of channel."""

    async def send(self, delivery: str, body: str) -> Reply:
        """Make one attempt, within a time of its own; raises nothing."""

    async def close(self) -> None:
        """Let go of what is held."""


@dataclass(frozen=True, slots=True)
class Exit:
    """Where one channel's notices leave."""

    id: str
    sender: Sender
    flood: Flood
    parallel: int = 1
    emergency: bool = False
    """Told directly too when nothing can be stored."""

    async def attempt(self, delivery: str, contents: str) -> Reply:
        """Send a payload under its name; a surprise in one channel must end neither that channel nor another."""
        try:
            return await self.sender.send(delivery, payload.named(delivery, contents))
        except Exception as error:
            traceback.print_tb(error.__traceback__)  # and not its message, which may hold an address
            return Fault(f"unexpected {type(error).__name__}")
