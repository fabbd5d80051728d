"""The queries that desks keep under digits: one file, one set of views for whoever sits there."""

import json

from storage.acting.touches import Aspect
from storage.acting.triage import By, Decided
from storage.file.errors import StoreError
from storage.file.sqlite import Connection, Row
from storage.query import QueryError, parse

SAVED, FORGOTTEN = "saved", "forgot"
VIEW = Aspect("view", (SAVED, FORGOTTEN))
_LONGEST_NAME = 40

_FOUND = "SELECT name, query, operator, saved_ms FROM saved_view WHERE key = ?"
_PUT = "INSERT OR REPLACE INTO saved_view(key, name, query, operator, saved_ms) VALUES (?, ?, ?, ?, ?)"

_View = tuple[str, str, str, int] | None
"""(name, query, operator, saved_ms), or nothing under that digit."""


def save(run: Connection, key: str, name: str, query: str, by: By) -> Decided:
    """Keep a query under a digit, instead of what is there. Raises StoreError for what is no digit or cannot be read."""
    number, name = _number(key), " ".join(name.split())[:_LONGEST_NAME]
    if not name:
        raise StoreError("a view needs a name")
    try:
        parse(query)
    except QueryError as error:
        raise StoreError(f"the query cannot be read: {error}") from error
    was, now = _held(run, number), (name, query, by.operator, by.at_ms)
    _put(run, number, now)
    return Decided(SAVED, [(number, was, now)], f"saved the view {name} under {number}: {query or 'everything'}")


def forget(run: Connection, key: str, by: By) -> Decided:
    """Free a digit. Raises StoreError where nothing is under it."""
    number = _number(key)
    was = _held(run, number)
    if was is None:
        raise StoreError(f"no view is saved under {number}")
    _put(run, number, None)
    return Decided(FORGOTTEN, [(number, was, None)], f"forgot the view {was[0]} under {number}")


def turn(run: Connection, line: Row, *, back: bool) -> list[int]:
    """Put back what was under a digit, or what came there, unless another view has come since; returns the digits."""
    moved = []
    for number, was, left in json.loads(line["before"]):
        here, there = (left, was) if back else (was, left)
        if _held(run, number) == _view(here):
            _put(run, number, _view(there))
            moved.append(number)
    return moved


def _number(key: str) -> int:
    if len(key) != 1 or key not in "123456789":
        raise StoreError(f"a view is kept under a digit from 1 to 9, not {key or 'nothing'}")
    return int(key)


def _held(run: Connection, number: int) -> _View:
    return _view(run.execute(_FOUND, (str(number),)).fetchone())


def _put(run: Connection, number: int, view: _View) -> None:
    if view is None:
        run.execute("DELETE FROM saved_view WHERE key = ?", (str(number),))
    else:
        run.execute(_PUT, (str(number), *view))


def _view(kept: list[object] | Row | None) -> _View:
    if kept is None:
        return None
    name, query, operator, saved_ms = kept
    return str(name), str(query), str(operator), int(str(saved_ms))
