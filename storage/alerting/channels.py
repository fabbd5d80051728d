"""How the channels fare that the collector sends to: which are off, in trouble, or flooded."""

import json
from collections.abc import Mapping

from storage.file.sqlite import Connection

FLOODED = (
    "SELECT DISTINCT channel FROM outbox INDEXED BY outbox_flooded"
    " WHERE state = 'waiting' AND attempts = 0 AND due_ms > made_ms ORDER BY channel"
)


def configure(connection: Connection, digests: Mapping[str, str]) -> list[str]:
    """Take over the channels of the config, each with a digest of what it says: a changed one is on again.

    Returns those that were off before and are not off now, or not there.
    """
    before = dict(off(connection))
    connection.execute("DELETE FROM channel WHERE name NOT IN (SELECT value FROM json_each(?))", (_json(digests),))
    for name, digest in digests.items():
        connection.execute(
            "INSERT INTO channel(name, digest) VALUES (?, ?) ON CONFLICT(name)"
            " DO UPDATE SET digest = excluded.digest, off_ms = NULL, trouble = '' WHERE digest <> excluded.digest",
            (name, digest),
        )
    return sorted(before.keys() - dict(off(connection)).keys())


def is_off(connection: Connection, name: str) -> bool:
    """Is it sent nothing?"""
    row = connection.execute("SELECT off_ms IS NOT NULL FROM channel WHERE name = ?", (name,)).fetchone()
    return bool(row and row[0])


def turn_off(connection: Connection, name: str, why: str, now_ms: int) -> None:
    """Send it nothing from now on, until its config changes or an operator turns it on."""
    connection.execute("UPDATE channel SET off_ms = ?, trouble = ? WHERE name = ?", (now_ms, why, name))


def turn_on(connection: Connection, name: str) -> bool:
    """Send to it again; whether it was off."""
    return bool(
        connection.execute(
            "UPDATE channel SET off_ms = NULL, trouble = '' WHERE name = ? AND off_ms IS NOT NULL RETURNING 1", (name,)
        ).fetchall()
    )


def trouble(connection: Connection, name: str, said: str) -> None:
    """Say what keeps it from taking anything, for a person; empty: nothing does."""
    connection.execute(
        "UPDATE channel SET trouble = ?1 WHERE name = ?2 AND off_ms IS NULL AND trouble <> ?1", (said, name)
    )


def off(connection: Connection) -> tuple[tuple[str, str], ...]:
    """The channels that are off, by name, each with why."""
    rows = connection.execute("SELECT name, trouble FROM channel WHERE off_ms IS NOT NULL ORDER BY name").fetchall()
    return tuple((str(name), str(said)) for name, said in rows)


def troubled(connection: Connection) -> tuple[tuple[str, str], ...]:
    """The channels that take nothing at present, those that are off included, each with why."""
    rows = connection.execute("SELECT name, trouble FROM channel WHERE trouble <> '' ORDER BY name").fetchall()
    return tuple((str(name), str(said)) for name, said in rows)


def flooded(connection: Connection) -> tuple[str, ...]:
    """The channels with notices that wait for their cap."""
    rows = connection.execute(FLOODED).fetchall()
    return tuple(str(row[0]) for row in rows)


def _json(names: Mapping[str, str]) -> str:
    return json.dumps(list(names))
