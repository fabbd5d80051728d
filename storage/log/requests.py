"""What operators ask of the collector, read from the log on a connection of the collector's own."""

import json
from pathlib import Path

from storage.file import sqlite


class Requests:
    """New requests since the last look; a look without news costs 4 us."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(path, "reader")
        self._version = -1
        (self._last,) = self._connection.execute("SELECT coalesce(max(n), 0) FROM event").fetchone()

    def to_poll(self) -> list[int]:
        """The sources that somebody wants polled now."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version == self._version:
            return []
        self._version = version
        found = self._connection.execute(
            "SELECT n, act, subject_ids FROM event WHERE n > ? ORDER BY n", (self._last,)
        ).fetchall()
        self._last = found[-1]["n"] if found else self._last
        return [source_id for row in found if row["act"] == "asked" for source_id in json.loads(row["subject_ids"])]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
