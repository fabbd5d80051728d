"""What alerts know, each fact once: told of by a notice, known from the beginning, or waiting to be told."""

from collections.abc import Iterable
from typing import NamedTuple

from storage.file.sqlite import Connection

KNOWN_BEFORE = 0
"""The notice of what is known, and that nobody is to be told of."""

_UNTOLD = (
    "SELECT fact.kind, value, at_ms, fact.item_id, coalesce(voice.side, '') AS side, coalesce(source.name, '') AS source"
    " FROM alert_fact AS fact"
    " LEFT JOIN voice ON fact.kind = 'primary' AND voice.item_id = fact.item_id AND voice.name = value"
    " LEFT JOIN item ON fact.kind IN ('correction', 'withdrawn') AND item.id = fact.item_id"
    " LEFT JOIN source ON source.id = source_id WHERE alert_id = ? AND notice_id IS NULL ORDER BY at_ms, fact.kind, value"
)
_ADD = "INSERT OR IGNORE INTO alert_fact(alert_id, kind, value, at_ms, item_id, notice_id) VALUES (?, ?, ?, ?, ?, ?)"
_INHERIT = (
    "INSERT OR IGNORE INTO alert_fact(alert_id, kind, value, at_ms, item_id, notice_id)"
    f" SELECT ?, kind, value, at_ms, item_id, {KNOWN_BEFORE} FROM alert_fact WHERE alert_id = ?"
    " AND kind NOT IN ('raised', 'late', 'rung', 'reopened', 'timeout', 'snooze')"
)


class Untold(NamedTuple):
    """A fact that no notice has told of."""

    kind: str
    value: str
    at_ms: int
    item_id: int | None = None
    side: str = ""
    """Of a primary."""
    source: str = ""
    """Of what was corrected or withdrawn."""


def known(connection: Connection, alert_id: int) -> set[tuple[str, str]]:
    """(kind, value) of all that an alert knows, told or not."""
    found = connection.execute("SELECT kind, value FROM alert_fact WHERE alert_id = ?", (alert_id,)).fetchall()
    return {(row["kind"], row["value"]) for row in found}


def untold(connection: Connection, alert_id: int) -> tuple[Untold, ...]:
    """What is to be told of an alert, in the order in which it came to know it."""
    return tuple(Untold(*row) for row in connection.execute(_UNTOLD, (alert_id,)).fetchall())


def add(
    connection: Connection,
    alert_id: int,
    facts: Iterable[tuple[str, str, int | None]],
    at_ms: int,
    *,
    told: bool = False,
) -> None:
    """Let an alert know facts (kind, value, item); `told`: nobody is to be told of them. What it knows stays as it is."""
    notice_id = KNOWN_BEFORE if told else None
    connection.executemany(_ADD, [(alert_id, kind, value, at_ms, item_id, notice_id) for kind, value, item_id in facts])


def tell(connection: Connection, alert_id: int, notice_id: int) -> None:
    """A notice tells of all that was untold."""
    connection.execute(
        "UPDATE alert_fact SET notice_id = ? WHERE alert_id = ? AND notice_id IS NULL", (notice_id, alert_id)
    )


def inherit(connection: Connection, alert_id: int, former_id: int) -> None:
    """Let an alert know what a former one on the same subject has told of already."""
    connection.execute(_INHERIT, (alert_id, former_id))
