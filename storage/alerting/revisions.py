"""What rules said when: a definition that differs from the last one is another revision."""

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from storage.file.sqlite import Connection

_LATEST = "SELECT rule, rev, digest, since_ms FROM rule_rev ORDER BY rule, rev"
_RAISED = "SELECT count(*) FROM alert INDEXED BY alert_by_rule WHERE rule = ? AND raised_ms >= ?"


class Revision(NamedTuple):
    """The last that a collector has taken over of a rule."""

    n: int
    digest: str
    since_ms: int


def configure(connection: Connection, definitions: Mapping[str, str], now_ms: int) -> dict[str, int]:
    """Keep the definitions that are new, by rule; returns the revision of each rule that is in force."""
    former = latest(connection)
    revisions = {}
    for rule, definition in definitions.items():
        revision, known, _ = former.get(rule, Revision(0, "", 0))
        if digest(definition) != known:
            revision += 1
            connection.execute(
                "INSERT INTO rule_rev(rule, rev, digest, definition, since_ms) VALUES (?, ?, ?, ?, ?)",
                (rule, revision, digest(definition), definition, now_ms),
            )
        revisions[rule] = revision
    return revisions


def latest(connection: Connection) -> dict[str, Revision]:
    """Each rule that there ever was, and its last revision."""
    return {row["rule"]: Revision(*row[1:]) for row in connection.execute(_LATEST).fetchall()}


def raised_since(connection: Connection, rule: str, from_ms: int) -> int:
    """How many alerts a rule has raised since then."""
    return int(connection.execute(_RAISED, (rule, from_ms)).fetchone()[0])


def digest(definition: str) -> str:
    """By what a definition is told from another."""
    return sha256(definition.encode()).hexdigest()[:16]
