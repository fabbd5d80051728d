"""When the next alert is due, read on a connection of the collector's own: nobody else's turn to write is taken for it."""

from pathlib import Path

from storage.alerting import shelf
from storage.file import sqlite


class Alarm:
    """The collector's look at the clock of its alerts; it costs 5 us."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(path, "reader")

    def is_due(self, now_ms: int) -> bool:
        """Is there an alert to be looked at? Raises SqliteError."""
        next_ms = shelf.next_wake(self._connection)
        return next_ms is not None and next_ms <= now_ms

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
