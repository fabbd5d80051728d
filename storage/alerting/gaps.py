"""How sources keep quiet: since when each has brought nothing new, how long that is usual, and who cannot be had."""

from typing import NamedTuple

from storage.file.sqlite import Connection

_ARRIVALS = (
    "SELECT DISTINCT queue.first_seen_ms FROM item INDEXED BY item_by_source"
    " CROSS JOIN item AS queue INDEXED BY item_queue ON queue.id = item.id"
    " WHERE item.source_id + 0 = ? AND queue.first_seen_ms BETWEEN ? AND ? ORDER BY 1 DESC LIMIT ?"
)
_MOST = 3_000
_FAILING = (
    "SELECT id, name, kind, failures, reason, coalesce(last_ok_ms, 0) FROM source"
    " WHERE active = 1 AND paused = 0 AND failures >= ? AND state NOT IN ('offline', 'gone') ORDER BY id"
)


class Quiet(NamedTuple):
    """A source that answers, and since when it has brought nothing new."""

    source_id: int
    name: str
    kind: str
    interval_s: float
    since_ms: int


class Failing(NamedTuple):
    """A source that cannot be had."""

    source_id: int
    name: str
    kind: str
    failures: int
    """In a row."""
    reason: str
    last_ok_ms: int


def quiet(connection: Connection, before_ms: int, listening_since_ms: int, now_ms: int) -> list[Quiet]:
    """Sources that answer well but have brought no new item since `before_ms`; time out of reach does not count.

    Nor does the time of a pause. What lies in times to come was seen before the clock was set back, and counts as seen when
    this collector began to listen.
    """
    seen, well, paused = (
        f"CASE WHEN {name} <= ?1 THEN {name} ELSE ?2 END"
        for name in ("coalesce(newest_item_ms, 0)", "since_ms", "pause_ms")
    )
    found = connection.execute(
        f"SELECT id, name, kind, interval_s, max({seen}, {well}, {paused}) AS silent FROM source"
        " WHERE active = 1 AND paused = 0 AND state IN ('ok', 'empty') AND silent <= ?3 ORDER BY id",
        (now_ms, listening_since_ms, before_ms),
    ).fetchall()
    return [Quiet(*row) for row in found]


def failing(connection: Connection, least: int) -> list[Failing]:
    """Sources that have failed so often in a row; not while nobody answers, nor what is gone for good, which is told by itself."""
    return [Failing(*row) for row in connection.execute(_FAILING, (least,)).fetchall()]


def failures(connection: Connection, source_id: int) -> int:
    """How often in a row a source has failed."""
    (count,) = connection.execute("SELECT failures FROM source WHERE id = ?", (source_id,)).fetchone()
    return int(count)


def arrivals(connection: Connection, source_id: int, since_ms: int, now_ms: int) -> list[int]:
    """When a source brought something since then, in order."""
    found = connection.execute(_ARRIVALS, (source_id, since_ms, now_ms, _MOST)).fetchall()
    return [at_ms for (at_ms,) in reversed(found)]


def interval_s(connection: Connection, source_id: int) -> float:
    """How often a source is polled, as far as that is learnt."""
    (seconds,) = connection.execute("SELECT interval_s FROM source WHERE id = ?", (source_id,)).fetchone()
    return float(seconds)
