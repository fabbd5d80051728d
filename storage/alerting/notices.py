"""Notices: that an alert rang, or would have."""

from typing import NamedTuple

from storage.file.sqlite import Connection

_PUT = (
    "INSERT INTO notice(alert_id, seq, at_ms, severity, reason, said, channels, held)"
    " SELECT ?1, coalesce((SELECT max(seq) FROM notice WHERE alert_id = ?1), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 RETURNING id, seq"
)


class Notice(NamedTuple):
    """A notice to be."""

    alert_id: int
    at_ms: int
    severity: int
    reason: str
    said: str
    channels: str
    held: str = ""
    """What keeps it from ringing."""


def put(connection: Connection, notice: Notice) -> tuple[int, int]:
    """Write a notice; returns its number, and its number among the alert's."""
    notice_id, seq = connection.execute(_PUT, notice).fetchone()
    return int(notice_id), int(seq)
