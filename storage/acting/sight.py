"""First commit wins: what an operator saw of rows against how they stand, and the word to whoever came second."""

from collections.abc import Collection, Mapping

from storage.acting import touches
from storage.acting.touches import Aspect, Touch
from storage.file.errors import StoreError
from storage.file.sqlite import Connection


class Beaten(StoreError):
    """Somebody else was first with every row of an act; nothing was done."""


def ahead(
    connection: Connection,
    aspect: Aspect,
    stand: Mapping[int, object],
    seen: Mapping[int, object] | None,
    operator: str,
) -> dict[int, Touch]:
    """The rows on which somebody else has acted since they were shown as in `seen`, each with that act.

    `stand`: how the rows are now.
    """
    moved = [row_id for row_id, stands in stand.items() if seen and seen.get(row_id, stands) != stands]
    last = touches.newest(connection, aspect, moved) if moved else {}
    return {row_id: touch for row_id, touch in last.items() if touch.operator != operator}


def beaten(first: Collection[Touch], now_ms: int) -> Beaten:
    """`ben acknowledged it first, 4s ago`."""
    return Beaten(f"{touches.told(first, of=len(first))} first, {touches.last_ago(first, now_ms)}")


def left_out(first: Collection[Touch]) -> str:
    """What to add to the words on an act: `; ben had dismissed 1`."""
    return f"; {touches.told(first, 'had ')}" if first else ""
