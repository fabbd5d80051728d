"""The way back from an operator's acts: what the log says can be undone and redone, and what each line did to its rows."""

import json
from collections.abc import Iterable

from storage.acting import correction, merging
from storage.file.sqlite import Connection, Row
from storage.voices import identity

ITEM_ACTS = {"acked": "acknowledged", "dismissed": "dismissed", "new": "set back to new"}
ALERT_ACTS = {"acked": "acknowledged", "resolved": "resolved", "new": "set back to new"}
STAR_ACTS = ("starred", "unstarred")
TAG_ACT = "tagged"
IDENTITY_ACT = "identified"
TURN_ITEM = "UPDATE item SET state = ?, operator = ? WHERE id = ? AND state = ? AND operator = ?"
TURN_STAR = "UPDATE item SET starred = ? WHERE id = ? AND starred = ?"
# Of several alerts on one cause only one is open: an older one stays resolved.
TURN_ALERT = "UPDATE OR IGNORE alert SET state = ?, owner = ? WHERE id = ? AND state = ? AND owner = ?"

_REMEMBERED = 1_000
"""How far back undo looks, in lines of the operator's own."""


def last(connection: Connection, operator: str, *, back: bool) -> Row | None:
    """The line that an operator's undo takes back, or their redo does again; None when there is none."""
    lines = connection.execute(
        "SELECT * FROM event WHERE operator = ? AND (before <> '' OR undoes IS NOT NULL) ORDER BY n DESC LIMIT ?",
        (operator, _REMEMBERED),
    ).fetchall()
    done, undone = stacks([(row["n"], row["act"], row["undoes"]) for row in reversed(lines)])
    waiting = done if back else undone
    if not waiting:
        return None
    line: Row = connection.execute("SELECT * FROM event WHERE n = ?", (waiting[-1],)).fetchone()
    return line


def stacks(lines: Iterable[tuple[int, str, int | None]]) -> tuple[list[int], list[int]]:
    """What can be undone and what can be redone, oldest first, from the operator's lines (n, act, undoes), oldest first.

    A new act empties what could be redone, as in every editor.
    """
    done: list[int] = []
    undone: list[int] = []
    for n, act, undoes in lines:
        if undoes is None:
            done.append(n)
            undone.clear()
        elif act == "undone":
            if undoes in done:
                done.remove(undoes)
            undone.append(undoes)
        else:
            if undoes in undone:
                undone.remove(undoes)
            done.append(undoes)
    return done, undone


def turn(connection: Connection, line: Row, at_ms: int, *, back: bool) -> list[int]:
    """Take an act back, or do it again; rows that somebody has changed since stay as they are. Returns what moved."""
    if line["act"] == TAG_ACT:
        return correction.turn(connection, line, at_ms, back=back)
    if line["act"] == IDENTITY_ACT:
        return identity.turn(connection, line, back=back)
    if line["act"] in merging.ACTS:
        return merging.turn(connection, line, at_ms, back=back)
    sql = TURN_STAR if line["act"] in STAR_ACTS else TURN_ALERT if line["subject"] == "alert" else TURN_ITEM
    left = _left_by(line)
    moved = []
    for subject_id, *was in json.loads(line["before"]):
        here, there = (left, was) if back else (was, left)
        if connection.execute(sql, (*there, subject_id, *here)).rowcount:
            moved.append(subject_id)
    return moved


def _left_by(line: Row) -> list[int | str]:
    """The values that an act gave to each of its rows."""
    act = line["act"]
    if act in STAR_ACTS:
        return [int(act == "starred")]
    names = ALERT_ACTS if line["subject"] == "alert" else ITEM_ACTS
    state = next(state for state, name in names.items() if name == act)
    return [state, line["operator"] if state != "new" else ""]
