"""The sources: the config's list kept in step with the file, and what is remembered of each between polls."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from feeds.records import PollState
from storage.file.sqlite import Connection, Row
from storage.items.faring import ANSWERS
from storage.log.events import COLLECTOR, Event, append

_PACKED = {"fingerprints": 12, "keys": 8}
"""Columns that hold many digests of so many bytes."""
_LISTED = ("skip_hours", "skip_days")
"""Columns that hold numbers, parted by commas."""
_REMEMBERED = tuple(field.name for field in fields(PollState))
_WRITE_STATE = f"UPDATE source SET {', '.join(f'{name} = ?' for name in _REMEMBERED)} WHERE id = ?"

_IS_ADDRESS = "instr({name}, '.') AND (instr({url}, '://' || {name}) OR instr({url}, '://www.' || {name}))"
"""A source that the config gives no name goes by its address until the feed's own title is known."""


@dataclass(frozen=True, slots=True)
class Configured:
    """A source as the config names it."""

    url: str
    name: str
    family: str
    kind: str
    grade: str
    language: str
    side: str
    agency: str = ""
    """The news agency that it is, by the name under which papers' credits are read; empty for any other newsroom."""


@dataclass(frozen=True, slots=True)
class Known:
    """A source of the file, ready to be polled."""

    id: int
    url: str
    name: str
    language: str
    paused: bool
    state: PollState


def configure(connection: Connection, sources: Iterable[Configured]) -> None:
    """Bring the file in step with the config. A source that left it stays, inactive, with all its items.

    A grade that an operator gave stands; so does a pause, which the config knows nothing of.
    """
    unnamed = _IS_ADDRESS.format(name="excluded.name", url="excluded.url")
    name = f"CASE WHEN title <> '' AND {unnamed} THEN substr(title, 1, 40) ELSE excluded.name END"
    connection.execute("UPDATE source SET active = 0")
    connection.executemany(
        "INSERT INTO source(url, name, family, kind, grade, config_grade, language, side, agency)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8)"
        f" ON CONFLICT (url) DO UPDATE SET active = 1, name = {name}, family = excluded.family, kind = excluded.kind,"
        " grade = iif(graded_by = '', excluded.grade, grade), config_grade = excluded.config_grade,"
        " language = excluded.language, side = excluded.side, agency = excluded.agency",
        [(s.url, s.name, s.family, s.kind, s.grade, s.language, s.side, s.agency) for s in sources],
    )


def entitle(connection: Connection, source_id: int, title: str) -> None:
    """Keep the feed's own title; a source known only by its address goes by it from now on."""
    unnamed = _IS_ADDRESS.format(name="name", url="url")
    connection.execute(
        f"UPDATE source SET title = ?, name = CASE WHEN {unnamed} THEN ? ELSE name END WHERE id = ?",
        (title, title[:40], source_id),
    )


def known(connection: Connection) -> list[Known]:
    """Every active source."""
    found = connection.execute("SELECT * FROM source WHERE active = 1 ORDER BY id").fetchall()
    return [_known(row) for row in found]


def remember(connection: Connection, source_id: int, state: PollState, now_ms: int) -> None:
    """Write what is to be remembered until the next poll; a change of state, a gap and a move are events."""
    before = connection.execute(
        "SELECT state, name, gap_to_ms, moved_url FROM source WHERE id = ?", (source_id,)
    ).fetchone()
    connection.execute(_WRITE_STATE, (*(_column(name, getattr(state, name)) for name in _REMEMBERED), source_id))
    for act, said in _changes(before, state):
        append(connection, Event(now_ms, COLLECTOR, act, "source", [source_id], f"{before['name']}: {said}"))


def _changes(before: Row, state: PollState) -> Iterable[tuple[str, str]]:
    """What the log tells of a poll. That we are offline is told once for all sources, elsewhere."""
    is_usual = state.state in ANSWERS and before["state"] in ("new", "offline")
    if before["state"] != state.state != "offline" and not is_usual:
        yield state.state, state.reason or state.state
    if state.gap_to_ms is not None and state.gap_to_ms != before["gap_to_ms"]:
        yield "gap", "everything in the feed was replaced since the last poll: entries may have been missed"
    if state.moved_url != before["moved_url"]:
        yield "moved", f"moved to {state.moved_url}" if state.moved_url else "asked at its configured address again"


def name_of(connection: Connection, source_id: int) -> str:
    """What lines call a source."""
    (name,) = connection.execute("SELECT name FROM source WHERE id = ?", (source_id,)).fetchone()
    return str(name)


def gates(connection: Connection, now_ms: int) -> dict[str, int]:
    """host -> until when it asked to be left alone, for those that still are."""
    found = connection.execute("SELECT name, gated_until_ms FROM host WHERE gated_until_ms > ?", (now_ms,)).fetchall()
    return {row["name"]: row["gated_until_ms"] for row in found}


def gate(connection: Connection, host: str, until_ms: int) -> None:
    """Remember that a host asked to be left alone (429 or 503 with Retry-After), also over a restart."""
    connection.execute(
        "INSERT INTO host(name, gated_until_ms) VALUES (?, ?) ON CONFLICT (name) DO UPDATE"
        " SET gated_until_ms = max(gated_until_ms, excluded.gated_until_ms)",
        (host, until_ms),
    )


def _known(row: Row) -> Known:
    state = PollState(**{name: _value(name, row[name]) for name in _REMEMBERED})
    return Known(row["id"], row["url"], row["name"], row["language"], bool(row["paused"]), state)


def _column(name: str, value: Any) -> Any:
    if name in _PACKED:
        return b"".join(value)
    return ",".join(map(str, value)) if name in _LISTED else value


def _value(name: str, column: Any) -> Any:
    if size := _PACKED.get(name):
        return tuple(column[at : at + size] for at in range(0, len(column), size))
    if name in _LISTED:
        return tuple(map(int, filter(None, column.split(","))))
    return bool(column) if name == "hides_news" else column
