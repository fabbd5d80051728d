"""What operators do: each act one short transaction with its line in the log, and the way back from it."""

import json
import os
import socket
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from storage import migrate, sqlite
from storage.errors import StoreError
from storage.events import Event, append
from storage.sqlite import Connection, Row

ItemState = Literal["new", "acked", "dismissed"]
AlertState = Literal["new", "acked", "resolved"]

_ITEM_ACTS = {"acked": "acknowledged", "dismissed": "dismissed", "new": "set back to new"}
_ALERT_ACTS = {"acked": "acknowledged", "resolved": "resolved", "new": "set back to new"}
_STAR_ACTS = ("starred", "unstarred")
_TURN = {
    "item": "UPDATE item SET state = ?, operator = ? WHERE id = ? AND state = ? AND operator = ?",
    "star": "UPDATE item SET starred = ? WHERE id = ? AND starred = ?",
    # Of several alerts on one cause only one is open: an older one stays resolved.
    "alert": "UPDATE OR IGNORE alert SET state = ?, owner = ? WHERE id = ? AND state = ? AND owner = ?",
}
_REMEMBERED = 1_000
"""How far back undo looks, in lines of the operator's own."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Done:
    """An act that has been committed."""

    n: int
    act: str
    item_ids: tuple[int, ...]
    alert_ids: tuple[int, ...]
    text: str


class Acts:
    """One operator's hand on the file. Every method commits or raises StoreError and changes nothing."""

    def __init__(self, path: Path, operator: str) -> None:
        self._path = path
        self._operator = operator
        self._connection = sqlite.connect(path, "desk")
        migrate.check(path, self._connection)
        self._desk_id: int | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def set_state(self, item_ids: Sequence[int], state: ItemState) -> Done:
        """Acknowledge, dismiss or set back items, and the copies folded under them."""
        with _committing(self) as run:
            rows = [row for row in _items(run, _with_copies(run, item_ids)) if row["state"] != state]
            before = [[row["id"], row["state"], row["operator"]] for row in rows]
            _put_states(run, [(state, self._operator if state != "new" else "", row["id"]) for row in rows])
            act = _ITEM_ACTS[state]
            return self._log(act, "item", [row["id"] for row in rows], f"{act} {_count(len(item_ids), 'item')}", before)

    def star(self, item_ids: Sequence[int], on: bool) -> Done:
        """Star items, or take the star away."""
        with _committing(self) as run:
            rows = [row for row in _items(run, item_ids) if bool(row["starred"]) != on]
            before = [[row["id"], row["starred"]] for row in rows]
            run.executemany("UPDATE item SET starred = ? WHERE id = ?", [(on, row["id"]) for row in rows])
            act = "starred" if on else "unstarred"
            return self._log(act, "item", [row["id"] for row in rows], f"{act} {_count(len(rows), 'item')}", before)

    def note(self, item_id: int, text: str) -> Done:
        """Write a note into the log of an item."""
        with _committing(self):
            whole = text.strip().encode(errors="replace").decode()  # a terminal may hand over half a character
            return self._log("noted", "item", [item_id], whole)

    def set_alert_state(self, alert_ids: Sequence[int], state: AlertState) -> Done:
        """Acknowledge, resolve or set back alerts; who acknowledges one owns it."""
        with _committing(self) as run:
            found = [run.execute("SELECT * FROM alert WHERE id = ?", (i,)).fetchone() for i in dict.fromkeys(alert_ids)]
            owner = self._operator if state != "new" else ""
            rows = [
                row
                for row in found
                if row
                and row["state"] != state
                and run.execute(_TURN["alert"], (state, owner, row["id"], row["state"], row["owner"])).rowcount
            ]
            before = [[row["id"], row["state"], row["owner"]] for row in rows]
            act = _ALERT_ACTS[state]
            return self._log(act, "alert", [row["id"] for row in rows], f"{act} {_count(len(rows), 'alert')}", before)

    def poll_now(self, source_ids: Sequence[int]) -> Done:
        """Ask the collector to poll sources at its next look; it keeps to host manners."""
        with _committing(self):
            return self._log("asked", "source", source_ids, f"asked for {_count(len(source_ids), 'source')}")

    def undo(self) -> Done | None:
        """Take back the operator's last act that can be; None when there is none."""
        return self._reverse("undone", -1)

    def redo(self) -> Done | None:
        """Do again what was taken back last; None when there is nothing."""
        return self._reverse("redone", 1)

    def arrive(self, at_ms: int) -> None:
        """Say that this operator has a desk open."""
        with _committing(self) as run:
            process = f"{socket.gethostname()}:{os.getpid()}"
            run.execute("DELETE FROM desk WHERE seen_ms < ?", (at_ms - 86_400_000,))
            (self._desk_id,) = run.execute(
                "INSERT INTO desk(operator, process, since_ms, seen_ms) VALUES (?, ?, ?, ?) RETURNING id",
                (self._operator, process, at_ms, at_ms),
            ).fetchone()

    def seen(self, at_ms: int) -> None:
        """Say that the desk is still open."""
        with _committing(self) as run:
            run.execute("UPDATE desk SET seen_ms = ? WHERE id = ?", (at_ms, self._desk_id))

    def leave(self) -> None:
        """Say that the desk closes."""
        with _committing(self) as run:
            run.execute("DELETE FROM desk WHERE id = ?", (self._desk_id,))

    def _reverse(self, act: Literal["undone", "redone"], way: Literal[-1, 1]) -> Done | None:
        with _committing(self) as run:
            lines = run.execute(
                "SELECT * FROM event WHERE operator = ? AND (before <> '' OR undoes IS NOT NULL) ORDER BY n DESC LIMIT ?",
                (self._operator, _REMEMBERED),
            ).fetchall()
            done, undone = stacks([(row["n"], row["act"], row["undoes"]) for row in reversed(lines)])
            waiting = done if way < 0 else undone
            if not waiting:
                return None
            line = run.execute("SELECT * FROM event WHERE n = ?", (waiting[-1],)).fetchone()
            ids = _turn(run, line, back=way < 0)
            return self._log(act, line["subject"], ids, f"{act}: {line['detail']}", undoes=line["n"])

    def _log(
        self,
        act: str,
        subject: str,
        ids: Sequence[int],
        detail: str,
        before: list[list[int | str]] | None = None,
        undoes: int | None = None,
    ) -> Done:
        state = json.dumps(before, separators=(",", ":")) if before else ""
        event = Event(time.time_ns() // 1_000_000, self._operator, act, subject, ids, detail, state, undoes)
        n = append(self._connection, event)
        return Done(n, act, tuple(ids) if subject == "item" else (), tuple(ids) if subject == "alert" else (), detail)


class _committing:
    """One immediate transaction of `acts`; SQLite's errors come out as a line for the operator."""

    def __init__(self, acts: Acts) -> None:
        self._path, self._connection = acts._path, acts._connection

    def __enter__(self) -> Connection:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite.SqliteError as error:
            raise StoreError(sqlite.explain(self._path, error)) from error
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        try:
            if kind is None:
                self._connection.execute("COMMIT")
                return
        except sqlite.SqliteError as failure:
            error = failure
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        if isinstance(error, sqlite.SqliteError):
            raise StoreError(sqlite.explain(self._path, error)) from error


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


def _turn(run: Connection, line: Row, *, back: bool) -> list[int]:
    """Take an act back, or do it again; rows that somebody has changed since stay as they are. Returns what moved."""
    turn = _TURN["star" if line["act"] in _STAR_ACTS else line["subject"]]
    left = _left_by(line)
    moved = []
    for subject_id, *was in json.loads(line["before"]):
        here, there = (left, was) if back else (was, left)
        if run.execute(turn, (*there, subject_id, *here)).rowcount:
            moved.append(subject_id)
    return moved


def _left_by(line: Row) -> list[int | str]:
    """The values that an act gave to each of its rows."""
    act = line["act"]
    if act in _STAR_ACTS:
        return [int(act == "starred")]
    names = _ALERT_ACTS if line["subject"] == "alert" else _ITEM_ACTS
    state = next(state for state, name in names.items() if name == act)
    return [state, line["operator"] if state != "new" else ""]


def _put_states(run: Connection, rows: list[tuple[str, str, int]]) -> None:
    run.executemany("UPDATE item SET state = ?, operator = ? WHERE id = ?", rows)


def _items(run: Connection, ids: Sequence[int]) -> list[Row]:
    rows: list[Row] = []
    for at in range(0, len(ids), _AT_ONCE):
        part = list(ids[at : at + _AT_ONCE])
        marks = ", ".join("?" * len(part))
        rows += run.execute(f"SELECT id, state, starred, operator FROM item WHERE id IN ({marks})", part).fetchall()
    return rows


def _with_copies(run: Connection, ids: Sequence[int]) -> list[int]:
    whole = list(ids)
    for item_id in ids:
        whole += [row[0] for row in run.execute("SELECT id FROM item WHERE copy_of = ?", (item_id,)).fetchall()]
    return list(dict.fromkeys(whole))


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"
