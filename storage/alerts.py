"""Alerts on disk: raised by a rule with their evidence, found by fingerprint, resolved when the cause is gone."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from storage.file.sqlite import Connection
from storage.log.events import COLLECTOR, Event, append
from storage.query import Query
from storage.query.finding import Finder
from storage.severity import SEVERITIES


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert to be raised, or to be given more evidence if it has been raised before."""

    rule: str
    fingerprint: str
    severity: int
    title: str
    at_ms: int
    item_ids: tuple[int, ...] = ()
    story_id: int | None = None
    source_id: int | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """An item that a rule's query found."""

    item_id: int
    story_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A source that has brought nothing new since `since_ms`, though it answered."""

    source_id: int
    name: str
    kind: str
    since_ms: int


def matched(connection: Connection, item_ids: Iterable[int], query: Query, now_ms: int) -> list[Matched]:
    """Those of `item_ids` that the query finds, oldest first."""
    ids = Finder(connection, query, now_ms, copies=True).among(list(item_ids))
    found = connection.execute(
        "SELECT id, story_id, title FROM item WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(ids)),),
    ).fetchall()
    return [Matched(row["id"], row["story_id"], row["title"]) for row in found]


def exists(connection: Connection, fingerprint: str) -> bool:
    """Has this alert ever been raised, resolved or not?"""
    return connection.execute("SELECT 1 FROM alert WHERE fingerprint = ?", (fingerprint,)).fetchone() is not None


def has_rung(connection: Connection, fingerprint: str, since_ms: int) -> bool:
    """Is it open, or has it been raised since then and resolved by hand?"""
    found = connection.execute(
        "SELECT 1 FROM alert WHERE fingerprint = ? AND (state <> 'resolved' OR raised_ms >= ?)", (fingerprint, since_ms)
    )
    return found.fetchone() is not None


def raise_alert(connection: Connection, raised: Raised) -> int:
    """Write a new alert with its evidence and its line in the log; returns its number."""
    (alert_id,) = connection.execute(
        "INSERT INTO alert(rule, fingerprint, severity, title, raised_ms, updated_ms, story_id, source_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            raised.rule, raised.fingerprint, raised.severity, raised.title, raised.at_ms, raised.at_ms, raised.story_id,
            raised.source_id,
        ),
    ).fetchone()  # fmt: skip
    _evidence(connection, alert_id, raised.item_ids)
    said = f"{SEVERITIES[raised.severity]}, rule {raised.rule}: {raised.title}"
    append(connection, Event(raised.at_ms, COLLECTOR, "raised", "alert", [alert_id], said))
    return int(alert_id)


def add_evidence(connection: Connection, fingerprint: str, item_ids: Iterable[int], at_ms: int) -> None:
    """More items for an alert that has been raised: it does not ring again for them."""
    row = connection.execute("SELECT id FROM alert WHERE fingerprint = ? ORDER BY id DESC", (fingerprint,)).fetchone()
    if _evidence(connection, row["id"], item_ids):
        connection.execute("UPDATE alert SET updated_ms = ? WHERE id = ?", (at_ms, row["id"]))


def name_severity(connection: Connection, item_ids: Iterable[int], severity: int) -> None:
    """A rule names these items: the gravest rule counts."""
    connection.executemany(
        "UPDATE item SET severity = ? WHERE id = ? AND severity < ?", [(severity, i, severity) for i in item_ids]
    )


def silent_since(connection: Connection, before_ms: int, listening_since_ms: int, now_ms: int) -> list[Silent]:
    """Sources that answer well but have brought no new item since `before_ms`; time out of reach does not count.

    Nor does the time of a pause. What lies in times to come was seen before the clock was set back, and counts as seen when
    this collector began to listen.
    """
    seen, well, paused = (
        f"CASE WHEN {name} <= ?1 THEN {name} ELSE ?2 END"
        for name in ("coalesce(newest_item_ms, 0)", "since_ms", "pause_ms")
    )
    found = connection.execute(
        f"SELECT id, name, kind, max({seen}, {well}, {paused}) AS silent FROM source"
        " WHERE active = 1 AND paused = 0 AND state IN ('ok', 'empty') AND silent <= ?3 ORDER BY id",
        (now_ms, listening_since_ms, before_ms),
    ).fetchall()
    return [Silent(row["id"], row["name"], row["kind"], row["silent"]) for row in found]


def resolve(connection: Connection, fingerprint: str, at_ms: int, why: str) -> None:
    """The cause is gone: resolve the alert by itself."""
    for row in connection.execute(
        "UPDATE alert SET state = 'resolved', updated_ms = ? WHERE fingerprint = ? AND state <> 'resolved' RETURNING id",
        (at_ms, fingerprint),
    ).fetchall():
        append(connection, Event(at_ms, COLLECTOR, "resolved", "alert", [row["id"]], why))


def _evidence(connection: Connection, alert_id: int, item_ids: Iterable[int]) -> bool:
    before = connection.total_changes
    connection.executemany(
        "INSERT OR IGNORE INTO alert_evidence(alert_id, item_id) VALUES (?, ?)", [(alert_id, i) for i in item_ids]
    )
    return connection.total_changes > before
