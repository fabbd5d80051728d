"""Whose hand was on a row last, as the log has it.

Acts are of one aspect of a row, its state say, or its star, and only acts of the same aspect stand in each other's way. An act
stands until it is taken back; one that was taken back and done again stands again.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from storage.file.sqlite import Connection, Row
from storage.log.ages import ago
from storage.log.events import COLLECTOR, LED_TO

_LINES = """
SELECT event.n, event.at_ms, event.operator, event.subject_ids, event.undoes, coalesce(done.act, event.act) AS act,
    event.act = 'undone' AS is_undone
FROM event LEFT JOIN event AS done ON done.n = event.undoes
WHERE event.n > ? AND coalesce(done.act, event.act) IN (SELECT value FROM json_each(?))
    AND (? = '' OR json_extract(nullif(coalesce(done.before, event.before), ''), '$[0][1]') = ?)
"""
_OF_THESE = {
    subject: f"AND event.n IN (SELECT n FROM {led} WHERE {subject}_id IN (SELECT value FROM json_each(?)) AND n > ?)"
    for subject, led in LED_TO.items()
}
_OF_OTHERS = "AND event.subject = ?"
_PUT_BACK = "put back"
_PHRASES = {
    "set back to new": "set {} back to new",
    "split": "split off {}",
    "rang again": "rang {} again",
    "held back": "held {} back",
    "timed out": "timed {} out",
    _PUT_BACK: "put {} back",
}
"""How an act is told of something, where it is not the act's own word before it."""


class Aspect(NamedTuple):
    """What of a row acts are about."""

    subject: str
    acts: tuple[str, ...]
    label: str = ""
    """Of tags: only those of this label."""


class Touch(NamedTuple):
    """An act on a row."""

    n: int
    at_ms: int
    operator: str
    act: str


def standing(connection: Connection, aspect: Aspect, since: Mapping[int, int], operator: str) -> dict[int, Touch]:
    """The newest act of anybody but `operator` that stands on each row, of those after the row's line in `since`."""
    stand: dict[int, dict[int, Touch]] = {row_id: {} for row_id in since}
    for line in _lines(connection, aspect, since, min(since.values(), default=0)):
        if line["operator"] == operator:
            continue
        key, touch = line["undoes"] or line["n"], _touch(line)
        for row_id in _ids(line, since):
            if line["n"] > since[row_id] and stand[row_id].pop(key, None) is None:
                stand[row_id][key] = touch
    return {row_id: max(touches.values()) for row_id, touches in stand.items() if touches}


def newest(connection: Connection, aspect: Aspect, row_ids: Collection[int]) -> dict[int, Touch]:
    """The newest act on each row, whosever it is."""
    found: dict[int, Touch] = {}
    for line in _lines(connection, aspect, row_ids, 0, newest_first=True):
        for row_id in _ids(line, row_ids):
            found.setdefault(row_id, _touch(line))
        if len(found) == len(row_ids):
            break
    return found


def told(touches: Iterable[Touch], have: str = "", *, of: int = 0) -> str:
    """Who did what to how many `of` so many: `ben dismissed it`, `ben has dismissed 2 of these 5`."""
    counts: dict[tuple[str, str], int] = {}
    for touch in sorted(touches):
        counts[touch.operator, touch.act] = counts.get((touch.operator, touch.act), 0) + 1
    parts: list[str] = []
    for (operator, act), count in counts.items():
        who = "the collector" if operator == COLLECTOR else operator
        whom = f"{count:,}" if parts or not of else _of_these(count, of)
        parts.append(f"{who} {have}{_PHRASES.get(act, act + ' {}').format(whom)}")
    return " and ".join(parts)


def last_ago(touches: Iterable[Touch], now_ms: int) -> str:
    """How long ago the newest of them was."""
    return ago(now_ms - max(touches).at_ms)


def _of_these(count: int, of: int) -> str:
    return "it" if of == 1 else f"all {of:,}" if count == of else f"{count:,} of these {of:,}"


def _touch(line: Row) -> Touch:
    return Touch(line["n"], line["at_ms"], line["operator"], _PUT_BACK if line["is_undone"] else line["act"])


def _ids(line: Row, wanted: Collection[int]) -> list[int]:
    return [row_id for row_id in json.loads(line["subject_ids"]) if row_id in wanted]


def _lines(
    connection: Connection, aspect: Aspect, row_ids: Collection[int], after_n: int, *, newest_first: bool = False
) -> Iterator[Row]:
    """The lines of an aspect after a number that may name one of these rows."""
    of_these = _OF_THESE.get(aspect.subject)
    narrowed = (json.dumps(list(row_ids)), after_n) if of_these else (aspect.subject,)
    order = "ORDER BY event.n DESC" if newest_first else "ORDER BY event.n"
    return connection.execute(
        f"{_LINES} {of_these or _OF_OTHERS} {order}",
        (after_n, json.dumps(aspect.acts), aspect.label, aspect.label, *narrowed),
    )
