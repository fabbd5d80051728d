"""What operators do: each act one short transaction with its line in the log, and the way back from it."""

import json
import os
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from storage.acting import correction, merging, undo
from storage.acting.correction import Word
from storage.file import migrate, sqlite
from storage.file.sqlite import Connection, Row
from storage.log.events import Event, append
from storage.voices import identity

ItemState = Literal["new", "acked", "dismissed"]
AlertState = Literal["new", "acked", "resolved"]

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
            act = undo.ITEM_ACTS[state]
            return self._log(act, "item", [row["id"] for row in rows], f"{act} {_count(len(item_ids), 'item')}", before)

    def star(self, item_ids: Sequence[int], on: bool) -> Done:
        """Star items, or take the star away."""
        with _committing(self) as run:
            rows = [row for row in _items(run, item_ids) if bool(row["starred"]) != on]
            before = [[row["id"], row["starred"]] for row in rows]
            run.executemany("UPDATE item SET starred = ? WHERE id = ?", [(on, row["id"]) for row in rows])
            act = "starred" if on else "unstarred"
            return self._log(act, "item", [row["id"] for row in rows], f"{act} {_count(len(rows), 'item')}", before)

    def tag(self, item_ids: Sequence[int], label: str, stance: str | None) -> Done:
        """Say in which stance items hold a label; "": they do not hold it; None: what the classifier says counts again.

        Copies folded under an item follow as in `correction.cast`. Raises StoreError for an unknown label or stance.
        """
        at_ms = _now()
        word = None if stance is None else Word(stance, self._operator, at_ms)
        with _committing(self) as run:
            correction.check(run, label, stance)
            before = correction.cast(run, item_ids, label, word, at_ms)
            said = {None: f"{label} as the classifier has it", "": f"no {label}"}.get(stance, f"{label} {stance}")
            detail = f"tagged {_count(len(item_ids), 'item')}: {said}"
            return self._log(undo.TAG_ACT, "item", [ruled.item_id for ruled in before], detail, before, at_ms=at_ms)

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
                and run.execute(undo.TURN_ALERT, (state, owner, row["id"], row["state"], row["owner"])).rowcount
            ]
            before = [[row["id"], row["state"], row["owner"]] for row in rows]
            act = undo.ALERT_ACTS[state]
            return self._log(act, "alert", [row["id"] for row in rows], f"{act} {_count(len(rows), 'alert')}", before)

    def identify(self, speaker_id: int, as_name: str | None) -> Done:
        """Say that a name which papers use is somebody's; None: what the lists say of it counts again.

        Raises StoreError where there is no such speaker, or where that is known already.
        """
        with _committing(self) as run:
            before = identity.identify(run, speaker_id, as_name, self._operator)
            names = [changed.speaker_id for changed in before]
            return self._log(undo.IDENTITY_ACT, "speaker", names, identity.told(run, before), before)

    def merge(self, item_ids: Sequence[int]) -> Done:
        """Make one story of the stories of these items, for good. Raises StoreError where they are one already."""
        at_ms = _now()
        with _committing(self) as run:
            moved = merging.merge(run, item_ids, self._operator, at_ms)
            stories = len({move.was.story_id for move in moved}) + 1
            detail = f"made one story of {stories:,}: {_count(len(moved), 'item')} moved"
            return self._log(merging.MERGED, "item", [move.item_id for move in moved], detail, moved, at_ms=at_ms)

    def split(self, item_ids: Sequence[int]) -> Done:
        """Make a story of these items, for good. Raises StoreError where nothing of theirs would be left."""
        at_ms = _now()
        with _committing(self) as run:
            moved = merging.split(run, item_ids, self._operator, at_ms)
            detail = f"split off {_count(len(moved), 'item')}"
            return self._log(merging.SPLIT, "item", [move.item_id for move in moved], detail, moved, at_ms=at_ms)

    def poll_now(self, source_ids: Sequence[int]) -> Done:
        """Ask the collector to poll sources at its next look; it keeps to host manners."""
        with _committing(self):
            return self._log("asked", "source", source_ids, f"asked for {_count(len(source_ids), 'source')}")

    def undo(self) -> Done | None:
        """Take back the operator's last act that can be; None when there is none."""
        return self._reverse("undone", back=True)

    def redo(self) -> Done | None:
        """Do again what was taken back last; None when there is nothing."""
        return self._reverse("redone", back=False)

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

    def _reverse(self, act: Literal["undone", "redone"], *, back: bool) -> Done | None:
        with _committing(self) as run:
            line = undo.last(run, self._operator, back=back)
            if line is None:
                return None
            ids = undo.turn(run, line, _now(), back=back)
            return self._log(act, line["subject"], ids, f"{act}: {line['detail']}", undoes=line["n"])

    def _log(
        self,
        act: str,
        subject: str,
        ids: Sequence[int],
        detail: str,
        before: Sequence[Sequence[object]] = (),
        *,
        undoes: int | None = None,
        at_ms: int | None = None,
    ) -> Done:
        state = json.dumps(before, separators=(",", ":")) if before else ""
        event = Event(at_ms or _now(), self._operator, act, subject, ids, detail, state, undoes)
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
            raise sqlite.failed(self._path, error) from error
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
            raise sqlite.failed(self._path, error) from error


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


def _now() -> int:
    return time.time_ns() // 1_000_000


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"
