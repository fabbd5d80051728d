"""What is to leave the house: notices, each for one channel and under one name for ever.

A row ends `sent`, `failed`, or `digested` by another row that tells of it in its place. Nothing else ends one. With its end it
loses its payload, by far the greatest part of it: what became of it stays, what waits is never touched.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from storage.file.sqlite import Connection

End = Literal["sent", "failed", "digested"]

_PUT = (
    "INSERT OR IGNORE INTO outbox(delivery, channel, notice_id, severity, payload, made_ms, due_ms)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
# What is due in a time beyond `beyond` was put off by a clock that has been set back since: it is due now.
WAITING = (
    "SELECT id, severity, notice_id IS NULL, attempts > 0, due_ms > made_ms FROM outbox"
    " WHERE state = 'waiting' AND channel = ? AND (due_ms <= ? OR due_ms > ?) ORDER BY id LIMIT ?"
)
NEXT_DUE = "SELECT min(due_ms) FROM outbox WHERE state = 'waiting' AND channel = ? AND due_ms > ?"
MADE_BEFORE = "SELECT id FROM outbox WHERE state = 'waiting' AND channel = ? AND made_ms < ? ORDER BY id"
RECENT = "SELECT done_ms FROM outbox WHERE channel = ? AND done_ms >= ? AND state = 'sent' ORDER BY done_ms"
# Written anew, not updated: SQLite leaves a row that shrinks alone on its page, and 4 KB each would stay for ever.
_ENDED = (
    "INSERT OR REPLACE INTO outbox(id, delivery, channel, notice_id, severity, payload, made_ms, due_ms, state, attempts,"
    " done_ms, receipt, digest_id) SELECT id, delivery, channel, notice_id, severity, '', made_ms, due_ms, ?1, attempts + ?2,"
    " ?3, ?4, ?5 FROM outbox WHERE state = 'waiting' AND id IN (SELECT value FROM json_each(?6))"
)
_TOLD = (
    "SELECT notice.id, notice.severity, alert.rule, alert.title, notice.said FROM outbox CROSS JOIN notice ON notice.id = notice_id"
    " CROSS JOIN alert ON alert.id = notice.alert_id WHERE outbox.id IN (SELECT value FROM json_each(?))"
    " ORDER BY notice.severity DESC, notice.id"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice on its way to one channel."""

    delivery: str
    """`alert:seq:channel`, or of a digest `digest:first:channel`: the receiver tells repeats by it."""
    channel: str
    notice_id: int | None
    """None: a digest."""
    severity: int
    payload: str
    """As alerts.delivery.payload makes it."""
    made_ms: int
    due_ms: int
    """Not before; a notice is due when it is made."""


class Due(NamedTuple):
    """A row that may go now."""

    id: int
    severity: int
    is_digest: bool
    tried: bool
    """In vain."""
    put_off: bool

    @property
    def admitted(self) -> bool:
        """Whether the channel's cap has let it pass."""
        return self.tried or self.is_digest


class Parcel(NamedTuple):
    """What is sent."""

    id: int
    delivery: str
    channel: str
    severity: int
    payload: str
    made_ms: int
    attempts: int
    alert_id: int | None
    """None: a digest."""


class Told(NamedTuple):
    """What a digest tells of a notice."""

    notice_id: int
    severity: int
    rule: str
    title: str
    said: str


def name(alert_id: int, seq: int, channel: str) -> str:
    """The name of a notice's delivery to a channel."""
    return f"{alert_id}:{seq}:{channel}"


def put(connection: Connection, waiting: Waiting) -> None:
    """Have it sent. What is in the outbox under that name stays as it is."""
    connection.execute(
        _PUT,
        (
            waiting.delivery,
            waiting.channel,
            waiting.notice_id,
            waiting.severity,
            waiting.payload,
            waiting.made_ms,
            waiting.due_ms,
        ),
    )


def due(connection: Connection, channel: str, now_ms: int, beyond_ms: int, most: int = 10_000) -> list[Due]:
    """What may go to a channel now, in the order in which it was made; also what is due only after `beyond_ms`."""
    rows = connection.execute(WAITING, (channel, now_ms, beyond_ms, most)).fetchall()
    return [Due(id, severity, *map(bool, marks)) for id, severity, *marks in rows]


def next_due(connection: Connection, channel: str, after_ms: int) -> int | None:
    """When something may go to a channel next, after then; None: nothing waits so long."""
    row = connection.execute(NEXT_DUE, (channel, after_ms)).fetchone()
    return None if row[0] is None else int(row[0])


def parcel(connection: Connection, id: int) -> Parcel | None:
    """The whole of a row; None: it no longer waits."""
    row = connection.execute(
        "SELECT outbox.id, delivery, channel, outbox.severity, payload, made_ms, attempts, alert_id FROM outbox"
        " LEFT JOIN notice ON notice.id = notice_id WHERE outbox.id = ? AND state = 'waiting'",
        (id,),
    ).fetchone()
    return Parcel(*row) if row else None


def told(connection: Connection, ids: Sequence[int]) -> list[Told]:
    """What rows tell of, the gravest first; a digest among them tells of nothing by itself."""
    return [Told(*row) for row in connection.execute(_TOLD, (json.dumps(list(ids)),)).fetchall()]


def recent(connection: Connection, channel: str, since_ms: int) -> list[int]:
    """When a channel was sent something since then, oldest first."""
    rows = connection.execute(RECENT, (channel, since_ms)).fetchall()
    return [int(row[0]) for row in rows]


def hold(connection: Connection, ids: Sequence[int], until_ms: int) -> None:
    """Put off what is beyond its channel's cap; it has not been tried."""
    _update(connection, "due_ms = max(?, made_ms + 1)", (until_ms,), ids)


def put_off(connection: Connection, id: int, until_ms: int, why: str) -> None:
    """It has been tried in vain; the next time is not before."""
    _update(connection, "attempts = attempts + 1, due_ms = ?, receipt = ?", (until_ms, why), [id])


def settle(connection: Connection, id: int, end: Literal["sent", "failed"], receipt: str, now_ms: int) -> None:
    """It has been tried for the last time."""
    _end(connection, end, [id], now_ms, tried=1, receipt=receipt)


def give_up(connection: Connection, ids: Sequence[int], why: str, now_ms: int) -> None:
    """These are tried no more, and nobody has them."""
    _end(connection, "failed", ids, now_ms, receipt=why)


def digest(connection: Connection, ids: Sequence[int], digest: Waiting, now_ms: int) -> None:
    """Have one delivery tell of several."""
    put(connection, digest)
    (by,) = connection.execute("SELECT id FROM outbox WHERE delivery = ?", (digest.delivery,)).fetchone()
    _end(connection, "digested", ids, now_ms, digest_id=by)


def shift(connection: Connection, leap_ms: int) -> None:
    """The wall's clock has leapt: the times of what waits go along."""
    connection.execute(
        "UPDATE outbox SET made_ms = made_ms + ?1, due_ms = due_ms + ?1 WHERE state = 'waiting'", (leap_ms,)
    )


def stranded(connection: Connection, channels: Sequence[str]) -> list[tuple[int, str]]:
    """What waits for channels that are none of these, each row with its channel."""
    rows = connection.execute(
        "SELECT id, channel FROM outbox WHERE state = 'waiting' AND channel NOT IN (SELECT value FROM json_each(?))"
        " ORDER BY id",
        (json.dumps(list(channels)),),
    ).fetchall()
    return [(int(id), str(channel)) for id, channel in rows]


def made_before(connection: Connection, channel: str, before_ms: int) -> list[int]:
    """What has waited for a channel since before then."""
    rows = connection.execute(MADE_BEFORE, (channel, before_ms)).fetchall()
    return [int(row[0]) for row in rows]


def _end(
    connection: Connection,
    end: End,
    ids: Sequence[int],
    now_ms: int,
    *,
    tried: int = 0,
    receipt: str = "",
    digest_id: int | None = None,
) -> None:
    """Come to an end: an end is an end, so only what waits does."""
    connection.execute(_ENDED, (end, tried, now_ms, receipt, digest_id, json.dumps(list(ids))))


def _update(connection: Connection, change: str, values: Sequence[object], ids: Sequence[int]) -> None:
    """Only what waits is changed."""
    connection.execute(
        f"UPDATE outbox SET {change} WHERE state = 'waiting' AND id IN (SELECT value FROM json_each(?))",
        (*values, json.dumps(list(ids))),
    )
