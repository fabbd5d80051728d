"""What rang, or would have: desks read on from the last notice they know."""

from storage.file.sqlite import Connection, Row
from storage.rows import NoticeRow

_COLUMNS = (
    "notice.id, alert_id, at_ms, notice.severity, notice.reason, said, channels, held, alert.rule, alert.title"
    " FROM notice JOIN alert ON alert.id = alert_id"
)
_AFTER = f"SELECT {_COLUMNS} WHERE notice.id > ? ORDER BY notice.id LIMIT ?"
_OF = f"SELECT {_COLUMNS} WHERE alert_id = ?1 AND seq IN ({{}} UNION {{}}) ORDER BY seq".format(
    "SELECT seq FROM (SELECT seq FROM notice WHERE alert_id = ?1 ORDER BY seq DESC LIMIT ?2)",
    "SELECT seq FROM (SELECT seq FROM notice INDEXED BY notice_telling WHERE alert_id = ?1"
    " AND reason NOT IN ('renotify', 'escalated') ORDER BY seq DESC LIMIT ?2)",
)


def after(connection: Connection, n: int, limit: int = 10_000) -> list[NoticeRow]:
    """Those that follow number `n`, oldest first."""
    return [_row(row) for row in connection.execute(_AFTER, (n, limit)).fetchall()]


def of_alert(connection: Connection, alert_id: int, most: int) -> tuple[NoticeRow, ...]:
    """The newest of an alert, and of those that told something the newest, however often it reminded since; oldest first."""
    return tuple(_row(row) for row in connection.execute(_OF, (alert_id, most)).fetchall())


def last(connection: Connection) -> int:
    """The number of the newest; 0 where nothing ever rang."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM notice").fetchone()[0])


def _row(row: Row) -> NoticeRow:
    return NoticeRow(
        row["id"], row["alert_id"], row["at_ms"], row["severity"], row["reason"], row["said"], tuple(row["channels"].split()),
        row["held"], row["rule"], row["title"],
    )  # fmt: skip
