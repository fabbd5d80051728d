"""A slice of retention: some of the oldest items go into their archive and then from the file, in one transaction.

The archive is on the disk before the file's own transaction ends. A kill between leaves the items in both, and the next slice
writes the same ones there anew: they are never in neither, and never twice in one.
"""

from collections import Counter
from dataclasses import dataclass, field

from storage.file.sqlite import Connection
from storage.items import departed
from storage.keeping import leaving, removal
from storage.keeping.archive import Volume
from storage.keeping.leaving import Place, Reason

_REREADING = "SELECT 1 FROM lexicon_state WHERE retag_ended_ms IS NULL AND retag_below > 0"


@dataclass(frozen=True, slots=True)
class Slice:
    """What a slice has done."""

    reached: Place
    ended: bool
    """There is nothing more to be done for now."""
    month: str = ""
    """Of the items that it was about."""
    gone: int = 0
    kept: Counter[Reason] = field(default_factory=Counter)
    awaits: bool = False
    """Nothing was done: the archive of `month` has to be opened first."""


def step(
    connection: Connection,
    *,
    after: Place,
    before_ms: int,
    most: int,
    now_ms: int,
    archives: bool,
    volume: Volume | None = None,
) -> Slice:
    """Take up to `most` items that were first seen before then, those behind `after`, out of the file, but what has to stay.

    With `archives` they go into `volume`, if that is the one of their month. Nothing goes while items are read again with
    another lexicon: that counts on the numbers of those that wait. Raises StoreError, and the file is as it was.
    """
    if connection.execute(_REREADING).fetchone():
        return Slice(after, ended=True)
    found = leaving.look(connection, after, before_ms, most)
    items = [item_id for text in found.texts for item_id in text]
    if items and archives and (volume is None or volume.month != found.month):
        return Slice(after, ended=False, month=found.month, awaits=True)
    if items:
        departed.remember(connection, items, now_ms)
        if archives and volume is not None:
            volume.add(connection, items)
        removal.remove(connection, items)
    return Slice(found.reached, found.ended, found.month, len(items), found.kept)


def has_answered(connection: Connection, since_ms: int, until_ms: int) -> bool:
    """Has any source answered between these times, by the clock that wrote them?"""
    answered = connection.execute("SELECT 1 FROM source WHERE last_ok_ms BETWEEN ? AND ?", (since_ms, until_ms))
    return answered.fetchone() is not None
