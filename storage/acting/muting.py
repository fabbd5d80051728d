"""What is to ring for nobody for a while. Alerts are raised, counted and logged as ever: only the ringing stops."""

import json
import re

from storage.acting.naming import count
from storage.acting.touches import Aspect
from storage.acting.triage import By, Decided
from storage.file.errors import StoreError
from storage.file.sqlite import Connection, Row
from storage.log.events import COLLECTOR, Event, append
from storage.query import QueryError, parse
from storage.reads import mutes
from storage.rows import MuteRow
from storage.severity import SEVERITIES

LONGEST_MS = 7 * 86_400_000
"""What shall be quiet for longer is a rule to be changed, or an alert to be closed."""
MUTED, UNMUTED = "muted", "unmuted"
MUTE = Aspect("mute", (MUTED, UNMUTED))

_NAMED = re.compile(r'(?:source|alert):"([^"]+)"')
_MUTE = "INSERT INTO mute(query, reason, operator, began_ms, ends_ms) VALUES (?, ?, ?, ?, ?) RETURNING id"
_FOUND = f"SELECT {mutes.COLUMNS}, ended_by FROM mute WHERE id = ?"
_END = "UPDATE mute SET ended_by = ? WHERE id = ? AND ended_by = ?"
_OVER = f"SELECT {mutes.COLUMNS} FROM mute WHERE ends_ms <= ? AND ended_by = '' ORDER BY ends_ms, id"


def mute(run: Connection, query: str, ends_ms: int, reason: str, by: By) -> Decided:
    """Let the alerts that a query finds ring for nobody until then. Raises StoreError."""
    query = query.strip()
    if not query:
        raise StoreError("a mute needs a query: what nobody shall hear")
    try:
        parse(query)
    except QueryError as error:
        raise StoreError(f"the query cannot be read: {error}") from error
    if ends_ms <= by.at_ms:
        raise StoreError("a mute ends in times to come")
    if ends_ms - by.at_ms > LONGEST_MS:
        raise StoreError("a mute lasts seven days at the most")
    (mute_id,) = run.execute(_MUTE, (query, reason, by.operator, by.at_ms, ends_ms)).fetchone()
    until = mutes.minute(ends_ms)
    line = f"muted {query} until {until}" + (f": {reason}" if reason else "")
    return Decided(MUTED, [(mute_id, by.operator, "")], line, f"muted {_briefly(query)} until {until}")


def end(run: Connection, mute_id: int, by: By) -> Decided:
    """End a mute before its time. Raises StoreError where it has ended, or never was."""
    row = run.execute(_FOUND, (mute_id,)).fetchone()
    if row is None:
        raise StoreError(f"there is no mute {mute_id}")
    *held, ended_by = row
    ending = MuteRow(*held)
    if ended_by not in ("", COLLECTOR):
        raise StoreError(f"{ended_by} has ended that mute already")
    if ended_by or ending.ends_ms <= by.at_ms:
        raise StoreError("that mute has ended by itself")
    run.execute(_END, (by.operator, mute_id, ""))
    said = f"ended the mute of {ending.query}"
    return Decided(UNMUTED, [(mute_id, "", by.operator)], f"{said}, {_kept_back(run, ending)}", said)


def turn(run: Connection, line: Row, *, back: bool) -> list[int]:
    """Take a mute, or its end, back, or let it be again, unless somebody has ended it since; returns those that moved."""
    moved = []
    for mute_id, was, left in json.loads(line["before"]):
        here, there = (left, was) if back else (was, left)
        if run.execute(_END, (there, mute_id, here)).rowcount:
            moved.append(mute_id)
    return moved


def _briefly(query: str) -> str:
    """A query that is but the name of a source or of a rule, as that name."""
    named = _NAMED.fullmatch(query)
    return named[1] if named else query


def let_end(run: Connection, now_ms: int) -> None:
    """Say of each mute whose time is over that it has ended, how many notices it held back, and how grave the worst was."""
    for row in run.execute(_OVER, (now_ms,)).fetchall():
        over = MuteRow(*row)
        run.execute(_END, (COLLECTOR, over.id, ""))
        said = f"mute ended: {over.query}, {_kept_back(run, over)}"
        append(run, Event(now_ms, COLLECTOR, UNMUTED, "mute", [over.id], said))


def _kept_back(run: Connection, mute: MuteRow) -> str:
    """`held back 23 notices, the gravest urgent`."""
    times, gravest = mutes.kept_back(run, mute.id)
    return f"held back {count(times, 'notice')}" + (f", the gravest {SEVERITIES[gravest]}" if times else "")
