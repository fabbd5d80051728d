"""How a channel fares that the collector sends to: what waits for it, what has failed, the last answer."""

from typing import NamedTuple

from storage.file.sqlite import Connection

STANDING = "SELECT off_ms IS NOT NULL, trouble FROM channel WHERE name = ?"
WAITING = "SELECT count(*) FROM outbox INDEXED BY outbox_waiting WHERE state = 'waiting' AND channel = ?"
FAILED = (
    "SELECT count(*) FROM outbox INDEXED BY outbox_done"
    " WHERE channel = ? AND done_ms IS NOT NULL AND done_ms >= ? AND state = 'failed'"
)
LAST = (
    "SELECT done_ms, state, receipt FROM outbox INDEXED BY outbox_done"
    " WHERE channel = ? AND done_ms IS NOT NULL AND state <> 'digested' ORDER BY done_ms DESC LIMIT 1"
)


class Answer(NamedTuple):
    """What the last delivery came to."""

    at_ms: int
    state: str
    """`sent` or `failed`."""
    receipt: str


class Faring(NamedTuple):
    """What the file knows of one channel."""

    is_off: bool
    trouble: str
    """What keeps it from taking anything; empty: nothing does."""
    waiting: int
    failed: int
    last: Answer | None


def of(connection: Connection, channel: str, since_ms: int) -> Faring | None:
    """How it fares, with what has failed since then; None: no collector has sent by it yet."""
    standing = connection.execute(STANDING, (channel,)).fetchone()
    if standing is None:
        return None
    (waiting,) = connection.execute(WAITING, (channel,)).fetchone()
    (failed,) = connection.execute(FAILED, (channel, since_ms)).fetchone()
    last = connection.execute(LAST, (channel,)).fetchone()
    return Faring(bool(standing[0]), standing[1], waiting, failed, Answer(*last) if last else None)
