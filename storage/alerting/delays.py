"""How long after its date an item of a source comes at least: a clock or a zone that is wrong is wrong in every item."""

from storage.file.sqlite import Connection

_DELAYS = (
    "SELECT first_seen_ms, first_seen_ms - published_ms FROM item INDEXED BY item_by_source"
    " WHERE source_id + 0 = ? AND first_seen_ms < ? AND first_poll = 0 AND published_ms IS NOT NULL ORDER BY id DESC LIMIT ?"
)
_LATELY = 40
_POLLS = 5
"""So many at least: one that was late says nothing."""
_MOST_MS = 14 * 3_600_000
"""No zone is further from another's time."""


def least_ms(connection: Connection, source_id: int, before_ms: int) -> int:
    """The least delay of what a source brought lately, but of its first poll; 0: there is none, or too little is known."""
    found = connection.execute(_DELAYS, (source_id, before_ms, _LATELY)).fetchall()
    if len({at_ms for at_ms, _ in found}) < _POLLS:
        return 0
    least: int = min(delay_ms for _, delay_ms in found)
    return min(_MOST_MS, max(0, least))
