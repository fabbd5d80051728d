"""Reading held items again with another lexicon or engine: newest first, in small writes, on from where it was after any end.

The state row says how far down items have been read, and how far that is in numbers: `retag_below` and `retag_done` together
are where the run began. Numbers are no items, for old items go: what a person is told is counted, once a run.
"""

from dataclasses import dataclass

from storage.file.sqlite import Connection, Row
from storage.log.events import COLLECTOR, Event, append

_MOST_CHARACTERS = 400_000
"""Of a batch: long texts make their rows slow to write."""
_BEYOND = 1 << 62
"""No item has this number."""

_STALE = (
    "SELECT item.id, revision, item.title, summary, text, language, coalesce(published_ms, first_seen_ms) FROM item"
    " JOIN source ON source.id = source_id WHERE item.id >= ? AND item.id < ? AND lexicon <> ? ORDER BY item.id DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Stale:
    """An item that another lexicon has read, in the revision to be read again."""

    item_id: int
    revision: int
    title: str
    summary: str
    text: str
    language: str
    """Of its source."""
    dated_ms: int
    """When it was published, else first seen."""


def plan(connection: Connection, now_ms: int, since_ms: int, *, anew: bool) -> int:
    """Set how far down items are to be read, and return how many wait: all since then if `anew`, else what is left of them."""
    run = connection.execute
    (end,) = run("SELECT coalesce(max(id), 0) + 1 FROM item").fetchone()
    if anew:
        run(
            "UPDATE lexicon_state SET retag_below = ?, retag_total = 0, retag_done = 0, retag_changed = 0, retag_ended_ms = ?",
            (end, now_ms),
        )
    state = run("SELECT * FROM lexicon_state").fetchone()
    oldest, below = first_since(connection, since_ms), int(state["retag_below"])
    if below <= oldest:
        finish(connection, state["digest"], now_ms)
        return 0
    run("UPDATE lexicon_state SET retag_total = retag_done + ?, retag_ended_ms = NULL", (below - oldest,))
    return _count(connection, oldest, below)


def first_since(connection: Connection, since_ms: int) -> int:
    """The least number of an item that was seen since then, which may not be the first seen; beyond all numbers for none.

    35 ms where a million items were (measured), hence asked once a run.
    """
    (found,) = connection.execute(
        "SELECT min(id) FROM item INDEXED BY item_by_arrival WHERE first_seen_ms >= ?", (since_ms,)
    ).fetchone()
    return _BEYOND if found is None else int(found)


def next_stale(connection: Connection, digest: str, limit: int, oldest: int) -> list[Stale]:
    """The newest items from number `oldest` on that wait for this lexicon, at most `limit`; fewer where texts are long, none
    at the end.

    First come the ones that a poll in flight brought with the older lexicon when this one was already in use.
    """
    state = state_of(connection, digest)
    if state is None:
        return []
    begun_at = state["retag_below"] + state["retag_done"]
    found = _stale(connection, digest, begun_at, _BEYOND, limit)
    return found or _stale(connection, digest, oldest, state["retag_below"], limit)


def go_back(connection: Connection, item_id: int, lexicon: str) -> None:
    """Have an item read once more that the run has passed: a poll in flight has revised it, and read it with an older lexicon."""
    connection.execute(
        "UPDATE lexicon_state SET retag_below = ?1 + 1, retag_done = retag_done + retag_below - ?1 - 1, retag_ended_ms = NULL"
        " WHERE digest <> ?2 AND retag_below <= ?1 AND retag_below + retag_done > ?1",
        (item_id, lexicon),
    )


def finish(connection: Connection, digest: str, now_ms: int) -> None:
    """Mark the end of the run of this lexicon; said once, with the totals."""
    state = state_of(connection, digest)
    if state is None or state["retag_ended_ms"] is not None:
        return
    connection.execute(
        "UPDATE lexicon_state SET retag_below = retag_below + retag_done - retag_total, retag_done = retag_total,"
        " retag_ended_ms = ?",
        (now_ms,),
    )
    begun_at, changed = state["retag_below"] + state["retag_done"], state["retag_changed"]
    total = _count(connection, begun_at - state["retag_total"], begun_at)
    said = f"items read again with lexicon {digest}: {total:,}, of which {changed:,} have other tags"
    append(connection, Event(now_ms, COLLECTOR, "retagged", "collector", [], said))


def advance(connection: Connection, digest: str, below: int, lowest: int) -> None:
    """Go down to `lowest`, but not past an item that is stale still: one revised while it was read, say."""
    (reached,) = connection.execute(
        "SELECT coalesce(max(id) + 1, ?1) FROM item WHERE id >= ?1 AND id < ?2 AND lexicon <> ?3",
        (lowest, below, digest),
    ).fetchone()
    connection.execute(
        "UPDATE lexicon_state SET retag_done = retag_done + retag_below - ?1, retag_below = ?1", (min(reached, below),)
    )


def _stale(connection: Connection, digest: str, first: int, end: int, limit: int) -> list[Stale]:
    found: list[Stale] = []
    characters = 0
    for row in connection.execute(_STALE, (first, end, digest, limit)):
        found.append(stale := Stale(*row))
        characters += len(stale.title) + len(stale.summary) + len(stale.text)
        if characters >= _MOST_CHARACTERS:
            break
    return found


def state_of(connection: Connection, digest: str) -> Row | None:
    """The state row, if this is the lexicon in use."""
    row: Row | None = connection.execute("SELECT * FROM lexicon_state WHERE digest = ?", (digest,)).fetchone()
    return row


def _count(connection: Connection, first: int, end: int) -> int:
    (count,) = connection.execute("SELECT count(*) FROM item WHERE id >= ? AND id < ?", (first, end)).fetchone()
    return int(count)
