"""What operators ask of the collector, read from the log on a connection of the collector's own."""

import json
from dataclasses import dataclass
from pathlib import Path

from storage.file import sqlite

_PAUSED = "SELECT id FROM source WHERE paused = 1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What has come since the last look."""

    to_poll: tuple[int, ...] = ()
    """The sources that somebody wants polled now."""
    paused: frozenset[int] | None = None
    """The sources that are not to be polled; None: nobody has paused any, or let it go on."""


class Requests:
    """New requests since the last look; a look without news costs 4 us."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(path, "reader")
        self._version = -1
        (self._last,) = self._connection.execute("SELECT coalesce(max(n), 0) FROM event").fetchone()

    def look(self) -> Asked:
        """What is new."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version == self._version:
            return Asked()
        found = self._connection.execute(
            "SELECT n, act, subject, subject_ids FROM event WHERE n > ? ORDER BY n", (self._last,)
        ).fetchall()
        lines = [line for line in found if line["subject"] == "source"]
        to_poll = [id for line in lines if line["act"] == "asked" for id in json.loads(line["subject_ids"])]
        touched = any(line["act"] in ("paused", "resumed", "undone", "redone") for line in lines)
        paused = frozenset(row["id"] for row in self._connection.execute(_PAUSED).fetchall()) if touched else None
        self._version, self._last = version, found[-1]["n"] if found else self._last
        return Asked(tuple(to_poll), paused)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
