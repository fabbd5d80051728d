"""The sources: the config's list kept in step with the file, and what is remembered of each between polls."""

from collections.abc import Iterable
from dataclasses import dataclass

from feeds.records import PollState
from storage.events import COLLECTOR, Event, append
from storage.sqlite import Connection, Row

_FINGERPRINT = 12  # bytes

_WRITE_STATE = (
    "UPDATE source SET etag = ?, last_modified = ?, validators_url = ?, body_hash = ?, fingerprints = ?, state = ?, reason = ?,"
    " since_ms = ?, failures = ?, last_attempt_ms = ?, last_ok_ms = ?, next_attempt_ms = ?, interval_s = ?,"
    " full_ms = ?, news_ms = ? WHERE id = ?"
)


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


@dataclass(frozen=True, slots=True)
class Known:
    """A source of the file, ready to be polled."""

    id: int
    url: str
    name: str
    language: str
    paused: bool
    state: PollState


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as the config names them."""

    name: str
    role: str
    org: str
    side: str
    aliases: tuple[str, ...]


def folded(name: str) -> str:
    """The form under which two spellings of a name are one: case and inner space folded."""
    return " ".join(name.casefold().split())


def configure(connection: Connection, sources: Iterable[Configured], speakers: Iterable[Speaker]) -> None:
    """Bring the file in step with the config. A source that left it stays, inactive, with all its items."""
    unnamed = _IS_ADDRESS.format(name="excluded.name", url="excluded.url")
    name = f"CASE WHEN title <> '' AND {unnamed} THEN substr(title, 1, 40) ELSE excluded.name END"
    connection.execute("UPDATE source SET active = 0")
    connection.executemany(
        "INSERT INTO source(url, name, family, kind, grade, language, side) VALUES (?, ?, ?, ?, ?, ?, ?)"
        f" ON CONFLICT (url) DO UPDATE SET active = 1, name = {name}, family = excluded.family, kind = excluded.kind,"
        " grade = excluded.grade, language = excluded.language, side = excluded.side",
        [(s.url, s.name, s.family, s.kind, s.grade, s.language, s.side) for s in sources],
    )
    connection.execute("DELETE FROM speaker_alias")
    for speaker in speakers:
        (speaker_id,) = connection.execute(
            "INSERT INTO speaker(name, norm, role, org, side, basis) VALUES (?, ?, ?, ?, ?, 'config')"
            " ON CONFLICT (norm) DO UPDATE SET name = excluded.name, role = excluded.role, org = excluded.org,"
            " side = excluded.side, basis = 'config' RETURNING id",
            (speaker.name, folded(speaker.name), speaker.role, speaker.org, speaker.side),
        ).fetchone()
        connection.executemany(
            "INSERT OR IGNORE INTO speaker_alias(norm, speaker_id) VALUES (?, ?)",
            [(folded(alias), speaker_id) for alias in (speaker.name, *speaker.aliases)],
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
    """Write what is to be remembered until the next poll; a change of state is an event."""
    before = connection.execute("SELECT state, name FROM source WHERE id = ?", (source_id,)).fetchone()
    connection.execute(
        _WRITE_STATE,
        (
            state.etag, state.last_modified, state.validators_url, state.body_hash, b"".join(state.fingerprints), state.state,
            state.reason, state.since_ms, state.failures, state.last_attempt_ms, state.last_ok_ms, state.next_attempt_ms,
            state.interval_s, state.full_ms, state.news_ms, source_id,
        ),
    )  # fmt: skip
    if before["state"] not in (state.state, "new"):
        said = f"{before['name']}: {state.reason or state.state}"
        append(connection, Event(now_ms, COLLECTOR, state.state, "source", [source_id], said))


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
    state = PollState(
        etag=row["etag"],
        last_modified=row["last_modified"],
        validators_url=row["validators_url"],
        body_hash=row["body_hash"],
        fingerprints=_split(row["fingerprints"]),
        state=row["state"],
        reason=row["reason"],
        since_ms=row["since_ms"],
        failures=row["failures"],
        last_attempt_ms=row["last_attempt_ms"],
        last_ok_ms=row["last_ok_ms"],
        next_attempt_ms=row["next_attempt_ms"],
        interval_s=row["interval_s"],
        full_ms=row["full_ms"],
        news_ms=row["news_ms"],
    )
    return Known(row["id"], row["url"], row["name"], row["language"], bool(row["paused"]), state)


def _split(packed: bytes) -> tuple[bytes, ...]:
    return tuple(packed[at : at + _FINGERPRINT] for at in range(0, len(packed), _FINGERPRINT))
