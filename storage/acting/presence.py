"""Who is at a desk: a row for as long as it is open, kept up by its heartbeat, and a line in the log for coming and going."""

import os
import pwd
import socket

from storage.file.sqlite import Connection
from storage.log.ages import lasting
from storage.log.events import Event, append
from storage.reads.status import SILENT_MS

# The number of a row that was swept out may have gone to another desk.
_MINE = "id = ? AND process = ? AND since_ms = ?"


class Presence:
    """One desk's row. Rows that fell silent are swept out by whoever is there."""

    def __init__(self, operator: str) -> None:
        self._operator = operator
        self._process = f"{socket.gethostname()}:{os.getpid()}"
        self._desk_id: int | None = None
        self._since_ms = 0
        self._item_id: int | None = None

    def arrive(self, run: Connection, at_ms: int) -> None:
        """The desk is open from now on."""
        self._since_ms = at_ms
        self._put(run, at_ms)
        append(run, Event(at_ms, self._operator, "arrived", "desk", [], f"arrived: {whereabouts()}"))

    def seen(self, run: Connection, at_ms: int) -> None:
        """The desk is still open. A row that another desk swept out, by a clock that leapt or after a long sleep, comes back."""
        if self._desk_id is None:
            return
        mine = run.execute(
            f"UPDATE desk SET seen_ms = ?, item_id = ? WHERE {_MINE}", (at_ms, self._item_id, *self._mine())
        )
        if not mine.rowcount:
            self._put(run, at_ms)
        run.execute("DELETE FROM desk WHERE abs(? - seen_ms) > ?", (at_ms, SILENT_MS))

    def look_at(self, run: Connection, item_id: int | None, at_ms: int) -> None:
        """This is what the operator has before them."""
        self._item_id = item_id
        self.seen(run, at_ms)

    def leave(self, run: Connection, at_ms: int) -> None:
        """The desk closes."""
        if self._desk_id is None:
            return
        run.execute(f"DELETE FROM desk WHERE {_MINE}", self._mine())
        self._desk_id = None
        stay = lasting(max(0, at_ms - self._since_ms))
        append(run, Event(at_ms, self._operator, "left", "desk", [], f"left after {stay}"))

    def _mine(self) -> tuple[int | None, str, int]:
        return self._desk_id, self._process, self._since_ms

    def _put(self, run: Connection, at_ms: int) -> None:
        (self._desk_id,) = run.execute(
            "INSERT INTO desk(operator, process, since_ms, seen_ms, item_id) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (self._operator, self._process, self._since_ms, at_ms, self._item_id),
        ).fetchone()


def whereabouts() -> str:
    """From where this process is operated: `watch@deskhost on /dev/pts/3 from 192.0.2.7`. Several may share an operator's name.

    The login is the one that the process runs as, which no variable can change.
    """
    try:
        login = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        login = str(os.getuid())
    try:
        tty = f" on {os.ttyname(0)}"
    except OSError:
        tty = ""
    came = os.environ.get("SSH_CONNECTION", "").split()
    client = f" from {came[0]}" if came and came[0].isascii() and came[0].isprintable() and len(came[0]) < 64 else ""
    return f"{login}@{socket.gethostname()}{tty}{client}"
