"""Figures of the whole desk, for those who watch it from outside."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.file.sqlite import Connection
from storage.severity import SEVERITIES


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for a channel."""

    count: int
    oldest_ms: int | None
    """When the oldest of it was made."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How things stand at one moment."""

    sources: Mapping[str, int]
    """By state, `paused` among them."""
    items: int
    alerts_new: Mapping[str, int]
    """By severity."""
    notices: int
    """Ever."""
    waiting: Mapping[str, Waits]
    """By channel."""
    off: Mapping[str, bool]
    beat_ms: int | None
    last_ok_ms: int | None
    """When any source was last had."""


def of(connection: Connection) -> Figures:
    """All of them, at the price of the table of sources and of what waits."""
    run = connection.execute
    sources = run(
        "SELECT iif(paused, 'paused', state), count(*), sum(items), max(last_ok_ms) FROM source WHERE active = 1 GROUP BY 1"
    ).fetchall()
    new = dict(run("SELECT severity, count(*) FROM alert WHERE state = 'new' GROUP BY 1").fetchall())
    (notices,) = run("SELECT coalesce(max(id), 0) FROM notice").fetchone()
    beat = run("SELECT beat_ms FROM lease WHERE name = 'collector'").fetchone()
    off = {name: bool(is_off) for name, is_off in run("SELECT name, off_ms IS NOT NULL FROM channel").fetchall()}
    waiting = {
        name: Waits(
            *run(
                "SELECT count(*), min(made_ms) FROM outbox WHERE state = 'waiting' AND channel = ?", (name,)
            ).fetchone()
        )
        for name in off
    }
    return Figures(
        sources={state: count for state, count, _, _ in sources},
        items=sum(items for _, _, items, _ in sources),
        alerts_new={name: new.get(severity, 0) for severity, name in enumerate(SEVERITIES) if severity},
        notices=notices,
        waiting=waiting,
        off=off,
        beat_ms=beat["beat_ms"] if beat else None,
        last_ok_ms=max((last for _, _, _, last in sources if last is not None), default=None),
    )
