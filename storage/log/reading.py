"""The log as people and auditors read it: chosen by time, operator, act or item, with what each line is about."""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from storage.file.sqlite import Connection, Row
from storage.log.events import HASHED

CORRECTED = "corrected"
"""The act of a line that says what is right instead of an earlier one."""

_PAGE = 500
_CONDITIONS = (
    # The bounds by number come from an index; clocks may be set back, so each line's own time counts as well. The plus signs
    # keep SQLite from going through the lines one by one to find the first.
    ("since_ms", "n >= (SELECT min(+n) FROM event WHERE at_ms >= :since_ms) AND +at_ms >= :since_ms"),
    ("until_ms", "n <= (SELECT max(+n) FROM event WHERE at_ms < :until_ms) AND +at_ms < :until_ms"),
    ("operator", "operator = :operator"),
    ("act", "act = :act"),
    ("item_id", "n IN (SELECT n FROM event_item WHERE item_id = :item_id)"),
)
_NAMES = {
    "item": "SELECT id, title FROM item WHERE id IN (SELECT value FROM json_each(?))",
    "alert": "SELECT id, title FROM alert WHERE id IN (SELECT value FROM json_each(?))",
    "source": "SELECT id, name FROM source WHERE id IN (SELECT value FROM json_each(?))",
    "speaker": "SELECT id, name FROM speaker WHERE id IN (SELECT value FROM json_each(?))",
    "mute": "SELECT id, query FROM mute WHERE id IN (SELECT value FROM json_each(?))",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines; what is None says nothing."""

    since_ms: int | None = None
    until_ms: int | None = None
    """Lines entered before then."""
    operator: str | None = None
    act: str | None = None
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line, as its hash covers it."""

    n: int
    at_ms: int
    operator: str
    act: str
    subject: str
    subject_ids: tuple[int, ...]
    detail: str
    before: str
    undoes: int | None
    occurred_ms: int | None
    hash: bytes

    @property
    def corrects(self) -> int | None:
        """The line instead of which this one stands."""
        return self.subject_ids[0] if self.act == CORRECTED else None


def lines(connection: Connection, wanted: Wanted, limit: int | None = None) -> Iterator[Line]:
    """The lines that are wanted, the newest last; with a limit the newest of them."""
    numbers = _numbers(connection, wanted, limit)
    for at in range(0, len(numbers), _PAGE):
        page = json.dumps(numbers[at : at + _PAGE].tolist())
        found = connection.execute(
            f"SELECT {HASHED}, hash FROM event WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n", (page,)
        ).fetchall()
        yield from map(_line, found)


def after(connection: Connection, n: int, most: int) -> list[Line]:
    """The lines that follow number `n`, oldest first, at most so many."""
    found = connection.execute(f"SELECT {HASHED}, hash FROM event WHERE n > ? ORDER BY n LIMIT ?", (n, most))
    return [_line(row) for row in found.fetchall()]


def corrections(connection: Connection, corrected: Iterable[Line]) -> dict[int, list[int]]:
    """For each of these lines that is corrected, the numbers of those that do so."""
    numbers = {line.n for line in corrected}
    found: dict[int, list[int]] = {}
    for n, subject_ids in connection.execute(
        "SELECT n, subject_ids FROM event WHERE act = ? AND n > ? ORDER BY n", (CORRECTED, min(numbers, default=0))
    ):
        for wrong in numbers.intersection(json.loads(subject_ids)):
            found.setdefault(wrong, []).append(n)
    return found


def names(connection: Connection, named: Sequence[Line]) -> dict[tuple[str, int], str]:
    """What the first subject of each line is called; those that are gone, or have no name, are left out."""
    return {
        (subject, row[0]): row[1]
        for subject, sql in _NAMES.items()
        if (ids := [line.subject_ids[0] for line in named if line.subject == subject and line.subject_ids])
        for row in connection.execute(sql, (json.dumps(ids),)).fetchall()
    }


def _numbers(connection: Connection, wanted: Wanted, limit: int | None) -> "array[int]":
    given = {name: getattr(wanted, name) for name, _ in _CONDITIONS if getattr(wanted, name) is not None}
    conditions = " AND ".join(sql for name, sql in _CONDITIONS if name in given) or "1"
    found = connection.execute(
        f"SELECT n FROM event WHERE {conditions} ORDER BY n DESC LIMIT :limit",
        {**given, "limit": -1 if limit is None else limit},
    )
    numbers = array("q", (row[0] for row in found))
    numbers.reverse()
    return numbers


def _line(row: Row) -> Line:
    return Line(
        row["n"], row["at_ms"], row["operator"], row["act"], row["subject"], tuple(json.loads(row["subject_ids"])),
        row["detail"], row["before"], row["undoes"], row["occurred_ms"], row["hash"],
    )  # fmt: skip
