"""What operators decide of sources over what the config says: which are not polled for now, and how reliable each is."""

import json
from collections.abc import Collection
from typing import NamedTuple

from storage.acting.naming import count
from storage.acting.touches import Aspect
from storage.acting.triage import By, Decided, Was
from storage.file.errors import StoreError
from storage.file.sqlite import Connection, Row

PAUSE_ACTS = ("paused", "resumed")
GRADED = "graded"
GRADES = "ABCDEF"
PAUSE, GRADE = Aspect("source", PAUSE_ACTS), Aspect("source", (GRADED,))

_SOURCES = (
    "SELECT id, name, paused_by, pause_ms, grade, graded_by FROM source WHERE id IN (SELECT value FROM json_each(?))"
    " ORDER BY id"
)
_COLLECTS = "SELECT 1 FROM lease WHERE name = 'collector' AND ?1 - beat_ms <= 2000 * beat_every_s + 1000"
_SET_PAUSE = "UPDATE source SET paused = ?1 <> '', paused_by = ?1, pause_ms = ?2 WHERE id = ?3"
_TURN_PAUSE = f"{_SET_PAUSE} AND paused_by = ?4"
_SET_GRADE = "UPDATE source SET grade = coalesce(?1, config_grade), graded_by = ?2 WHERE id = ?3"
_TURN_GRADE = f"{_SET_GRADE} AND graded_by = ?5 AND (graded_by = '' OR grade = ?4)"


class Asked(NamedTuple):
    """That sources shall be polled: for the log, and what the operator can expect of it."""

    text: str
    said: str


def ask(run: Connection, source_ids: Collection[int], now_ms: int) -> Asked:
    """Say what asking for sources comes to: nobody may collect, and a paused one is polled this once. Raises StoreError."""
    rows = _rows(run, source_ids)
    asked = f"asked for {_called(rows)}"
    if run.execute(_COLLECTS, (now_ms,)).fetchone() is None:
        return Asked(asked, f"{asked}, but nobody collects: run `feint collect`")
    paused = [row for row in rows if row["paused_by"]]
    return Asked(asked, f"{asked} once; still paused: {_called(paused)}" if paused else asked)


def pause(run: Connection, source_ids: Collection[int], by: By, *, on: bool) -> Decided:
    """Keep sources from being polled, or let them go on. Raises StoreError where nothing would change."""
    rows = _rows(run, source_ids)
    changed = [row for row in rows if bool(row["paused_by"]) != on]
    if not changed:
        held = f"paused already, by {rows[0]['paused_by']}" if on else "not paused"
        raise StoreError(f"{_called(rows)} {'is' if len(rows) == 1 else 'are'} {held}")
    run.executemany(_SET_PAUSE, [(by.operator if on else "", by.at_ms, row["id"]) for row in changed])
    before: list[Was] = [(row["id"], row["paused_by"], row["pause_ms"]) for row in changed]
    act = PAUSE_ACTS[not on]
    return Decided(act, before, f"{act} {_called(changed)}")


def grade(run: Connection, source_ids: Collection[int], letter: str | None, by: By) -> Decided:
    """Say how reliable sources are; None: as the config has it. Raises StoreError for what is no grade, or changes nothing."""
    if letter is not None and (len(letter) != 1 or letter not in GRADES):
        raise StoreError(f"there is no grade {letter}; it is a letter, A to F")
    rows = _rows(run, source_ids)
    wanted = (letter, by.operator) if letter else (None, "")
    changed = [row for row in rows if _given(row)[0] != letter]
    said = letter or "as the config has it"
    if not changed:
        raise StoreError(f"{_called(rows)} {'is' if len(rows) == 1 else 'are'} graded {said} already")
    run.executemany(_SET_GRADE, [(*wanted, row["id"]) for row in changed])
    before: list[Was] = [(row["id"], *_given(row), *wanted) for row in changed]
    return Decided(GRADED, before, f"graded {_called(changed)} {said}")


def aspect(line: Row) -> Aspect:
    """What of a source a line is about."""
    return GRADE if line["act"] == GRADED else PAUSE


def turn(run: Connection, line: Row, at_ms: int, *, back: bool) -> list[int]:
    """Take a decision back, or make it again, where sources are still as it left them; returns those that moved."""
    moved = _turn_grade if line["act"] == GRADED else _turn_pause
    return [row[0] for row in json.loads(line["before"]) if moved(run, line, row, at_ms, back=back)]


def _turn_pause(run: Connection, line: Row, row: list[object], at_ms: int, *, back: bool) -> bool:
    source_id, was_by, was_ms = row
    left_by = line["operator"] if line["act"] == "paused" else ""
    here, there = (left_by, was_by) if back else (was_by, left_by)
    since_ms = was_ms if back and was_by else at_ms
    return run.execute(_TURN_PAUSE, (there, since_ms, source_id, here)).rowcount > 0


def _turn_grade(run: Connection, line: Row, row: list[object], at_ms: int, *, back: bool) -> bool:
    source_id, *both = row
    was, left = both[:2], both[2:]
    here, there = (left, was) if back else (was, left)
    return run.execute(_TURN_GRADE, (*there, source_id, *here)).rowcount > 0


def _given(row: Row) -> tuple[str | None, str]:
    """The grade that an operator gave, and who."""
    return (row["grade"], row["graded_by"]) if row["graded_by"] else (None, "")


def _rows(run: Connection, source_ids: Collection[int]) -> list[Row]:
    rows: list[Row] = run.execute(_SOURCES, (json.dumps(list(source_ids)),)).fetchall()
    if not rows:
        raise StoreError("there is no such source")
    return rows


def _called(rows: Collection[Row]) -> str:
    (first, *others) = rows
    return count(len(rows), "source") if others else str(first["name"])
