"""The outbox as those see it who empty it: read on a connection of their own, so that no reading waits for a commit."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from storage.alerting import channels, outbox
from storage.alerting.outbox import Due, Parcel, Told
from storage.file import sqlite


class Polls(NamedTuple):
    """How the asking of feeds goes, those left out that are paused."""

    last_ms: int | None
    """When one was last asked."""
    due_ms: int | None
    """When the first is due; None: there is none."""


class Mailbox:
    """Reads what waits; a look without news costs 4 us. Raises SqliteError."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(path, "reader")
        self._version = -1

    def changed(self) -> bool:
        """Whether anything in the file has changed since the last look."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        before, self._version = self._version, version
        return bool(version != before)

    def is_off(self, channel: str) -> bool:
        """Is the channel sent nothing?"""
        return channels.is_off(self._connection, channel)

    def due(self, channel: str, now_ms: int, beyond_ms: int) -> list[Due]:
        """As `outbox.due`."""
        return outbox.due(self._connection, channel, now_ms, beyond_ms)

    def next_due(self, channel: str, after_ms: int) -> int | None:
        """As `outbox.next_due`."""
        return outbox.next_due(self._connection, channel, after_ms)

    def parcel(self, id: int) -> Parcel | None:
        """As `outbox.parcel`."""
        return outbox.parcel(self._connection, id)

    def told(self, ids: Sequence[int]) -> list[Told]:
        """As `outbox.told`."""
        return outbox.told(self._connection, ids)

    def recent(self, channel: str, since_ms: int) -> list[int]:
        """As `outbox.recent`."""
        return outbox.recent(self._connection, channel, since_ms)

    def made_before(self, channel: str, before_ms: int) -> list[int]:
        """As `outbox.made_before`."""
        return outbox.made_before(self._connection, channel, before_ms)

    def beat_ms(self) -> int | None:
        """When the collector has last said that it lives."""
        row = self._connection.execute("SELECT beat_ms FROM lease WHERE name = 'collector'").fetchone()
        return int(row[0]) if row else None

    def polls(self) -> Polls:
        """Of all feeds together; costs a look at each."""
        row = self._connection.execute(
            "SELECT max(last_attempt_ms), min(next_attempt_ms) FROM source WHERE active = 1 AND paused = 0"
        ).fetchone()
        return Polls(*row)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
