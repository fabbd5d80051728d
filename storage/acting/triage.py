"""What operators decide of items: states and stars. Rows that stand as wanted stay as they are."""

import json
from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from storage.acting import naming, sight
from storage.acting.touches import Aspect, Touch
from storage.file.sqlite import Connection, Row

ItemState = Literal["new", "acked", "dismissed"]

ITEM_ACTS = {"acked": "acknowledged", "dismissed": "dismissed", "new": "set back to new"}
STAR_ACTS = ("starred", "unstarred")
STATE = Aspect("item", (*ITEM_ACTS.values(), "reopened"))
STAR = Aspect("item", STAR_ACTS)

_TURN_ITEM = "UPDATE item SET state = ?, operator = ? WHERE id = ? AND state = ? AND operator = ?"
_TURN_STAR = "UPDATE item SET starred = ? WHERE id = ? AND starred = ?"

_ITEMS = "SELECT id, state, starred, operator, copy_of FROM item WHERE id IN (SELECT value FROM json_each(?1))"
_WITH_COPIES = f"{_ITEMS} OR copy_of IN (SELECT value FROM json_each(?1)) ORDER BY id"


Was = tuple[int, *tuple[object, ...]]
"""A row's number, and what it was."""


class By(NamedTuple):
    """Who decides, and when."""

    operator: str
    at_ms: int


class Decided(NamedTuple):
    """What an act has done."""

    act: str
    before: list[Was]
    """Each row that it changed, by number, and what it was."""
    text: str
    """For the log."""
    said: str = ""
    """For the operator, where a line on the screen needs less of it."""


def set_items(
    run: Connection, item_ids: Collection[int], state: ItemState, by: By, seen: Mapping[int, str] | None
) -> Decided:
    """Set the state of items, and of the copies folded under them. Raises Beaten."""
    rows = _rows(run, _WITH_COPIES, item_ids)
    stand = {item_id: rows[item_id]["state"] for item_id in item_ids if item_id in rows}
    first = sight.ahead(run, STATE, stand, seen, by.operator)
    changed = [
        row
        for row in rows.values()
        if row["state"] != state and (row["id"] if row["id"] in stand else row["copy_of"]) not in first
    ]
    owner = by.operator if state != "new" else ""
    run.executemany(
        "UPDATE item SET state = ?, operator = ? WHERE id = ?", [(state, owner, row["id"]) for row in changed]
    )
    before: list[Was] = [(row["id"], row["state"], row["operator"]) for row in changed]
    whom = naming.items(run, set(item_ids) - first.keys())
    return _decided(ITEM_ACTS[state], before, whom, first.values(), by)


def star_items(
    run: Connection, item_ids: Collection[int], by: By, seen: Mapping[int, bool] | None, *, on: bool
) -> Decided:
    """Star items, or take the star away. Raises Beaten."""
    rows = _rows(run, f"{_ITEMS} ORDER BY id", item_ids)
    stand = {item_id: bool(row["starred"]) for item_id, row in rows.items()}
    first = sight.ahead(run, STAR, stand, seen, by.operator)
    before: list[Was] = [(row["id"], row["starred"]) for row in rows.values() if bool(row["starred"]) != on]
    run.executemany("UPDATE item SET starred = ? WHERE id = ?", [(on, item_id) for item_id, *_ in before])
    whom = naming.items(run, [item_id for item_id, *_ in before])
    return _decided(STAR_ACTS[not on], before, whom, first.values(), by)


def turn(run: Connection, line: Row, *, back: bool) -> list[int]:
    """Take a decision back, or make it again, where rows are still as it left them; returns those that moved."""
    starred = line["act"] in STAR_ACTS
    sql = _TURN_STAR if starred else _TURN_ITEM
    left = [int(line["act"] == "starred")] if starred else _left_by(line)
    moved = []
    for row_id, *was in json.loads(line["before"]):
        here, there = (left, was) if back else (was, left)
        if run.execute(sql, (*there, row_id, *here)).rowcount:
            moved.append(row_id)
    return moved


def _left_by(line: Row) -> list[int | str]:
    """The state, and whose it is, that an act gave to each of its rows."""
    state = next(state for state, act in ITEM_ACTS.items() if act == line["act"])
    return [state, line["operator"] if state != "new" else ""]


def _rows(run: Connection, sql: str, ids: Collection[int]) -> dict[int, Row]:
    return {row["id"]: row for row in run.execute(sql, (json.dumps(list(ids)),)).fetchall()}


def _decided(act: str, before: list[Was], whom: str, first: Collection[Touch], by: By) -> Decided:
    if first and not before:
        raise sight.beaten(first, by.at_ms)
    return Decided(act, before, f"{act} {whom}{sight.left_out(first)}")
