"""Alerts and notices for tests that need some without a rule that finds something."""

from collections.abc import Sequence

from storage.alerting import shelf
from storage.alerting.shelf import Raised
from storage.file.sqlite import Connection
from storage.log.events import COLLECTOR, Event, append
from storage.severity import SEVERITIES
from tests.storage.desk import Desk


def raised(
    desk: Desk,
    rule: str = "r",
    severity: str = "urgent",
    title: str = "Bridges are shut",
    *,
    story: int | None = None,
    source: int | None = None,
    items: Sequence[int] = (),
    about: str = "",
) -> int:
    """Raise an alert with this evidence; returns its number. `about` ends its fingerprint: a story's, or a source's, else."""
    subject = f"story/{story}" if story else f"source/{source}" if source else "all"
    new = Raised(
        rule, f"{rule}/{about or subject}", SEVERITIES.index(severity), title, desk.now_ms, story, source, 1, 1, 1, ""
    )

    def act(run: Connection) -> int:
        alert_id = shelf.put(run, new)
        run.executemany(
            "INSERT INTO alert_evidence(alert_id, item_id, at_ms) VALUES (?, ?, ?)",
            [(alert_id, item_id, desk.now_ms) for item_id in items],
        )
        append(run, Event(desk.now_ms, COLLECTOR, "raised", "alert", [alert_id], f"{severity}, rule {rule}: {title}"))
        return alert_id

    return desk.commit(act)


def cleared(desk: Desk, alert_id: int, act: str = "cleared") -> None:
    """The collector resolves an alert."""

    def work(run: Connection) -> None:
        shelf.close(run, alert_id, "resolved", "the cause is gone", desk.now_ms)
        append(run, Event(desk.now_ms, COLLECTOR, act, "alert", [alert_id], "the cause is gone"))

    desk.commit(work)


def told(
    desk: Desk,
    alert_id: int,
    *,
    severity: str = "urgent",
    reason: str = "first",
    said: str = "new: a bridge",
    channels: str = "desk",
    held: str = "",
) -> int:
    """An alert rings now, or would but for what holds it back; returns the notice's number."""
    row = desk.commit(
        lambda run: run.execute(
            "INSERT INTO notice(alert_id, seq, at_ms, severity, reason, said, channels, held) VALUES (?1,"
            " (SELECT count(*) + 1 FROM notice WHERE alert_id = ?1), ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id",
            (alert_id, desk.now_ms, SEVERITIES.index(severity), reason, said, channels, held),
        ).fetchone()
    )
    return int(row[0])
