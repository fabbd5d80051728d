"""Items and lines of the log, by number, as what is told of them: the rows of the lists."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Literal

from storage.file.sqlite import Connection, Row
from storage.log import reading
from storage.log.reading import Line
from storage.query.finding import Finder
from storage.reads import listing
from storage.reads.jsonrows import Json

Kind = Literal["item", "revision", "alert", "quote", "log"]
REVISED = "revised"
"""The act of the line that an edit writes."""

_THESE = "IN (SELECT value FROM json_each(?))"
_REPLACED = (
    "SELECT item.id, former.title FROM item JOIN revision AS former ON item_id = item.id AND n = item.revision - 1"
    f" WHERE item.id {_THESE}"
)
_SAID_BEFORE = f"SELECT item_id, text FROM quote WHERE current = 0 AND item_id {_THESE}"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was committed: a row of its list, or a line of the log."""

    at_ms: int
    kind: Kind
    what: Json | Line
    name: str = ""
    """What the subject of a line of the log is called."""


class Teller:
    """Reads what is told, of some kinds; with a finder only what concerns an item that it finds."""

    def __init__(self, connection: Connection, kinds: frozenset[Kind], finder: Finder | None, now_ms: int) -> None:
        self._connection = connection
        self._kinds = kinds
        self._now_ms = now_ms
        self._finder = finder

    def items(self, seen: Mapping[int, int]) -> Iterator[tuple[int, list[Told]]]:
        """Items, oldest first, each with its quotes; `seen` says when each was first seen."""
        quotes = self._quotes(seen)
        for item_id, row in sorted(self._rows(seen).items()):
            told = [Told(seen[item_id], "item", row)] if "item" in self._kinds else []
            yield item_id, told + [Told(seen[item_id], "quote", quote) for quote in quotes.get(item_id, ())]

    def lines(self, lines: Sequence[Line]) -> Iterator[tuple[int, list[Told]]]:
        """Lines of the log, each as what it tells of: edits, changed alerts, or itself.

        Of one item or alert only the last line tells, for its row is the one of now.
        """
        told: dict[int, list[Told]] = {line.n: [] for line in lines}
        edits = [line for line in lines if line.act == REVISED]
        alerts = [line for line in lines if _changes_alert(line)]
        others = [line for line in lines if line.act != REVISED and not _changes_alert(line)]
        for line, each in (*self._edited(edits), *self._alerts(alerts), *self._others(others)):
            told[line.n].append(each)
        yield from told.items()

    def _edited(self, lines: Iterable[Line]) -> Iterator[tuple[Line, Told]]:
        """Edited items, each with the headline that was replaced last, and what they quote that they did not before."""
        by_item = self._last_about(lines) if self._kinds & {"revision", "quote"} else {}
        found = self._found(by_item)
        was = {row["id"]: row["title"] for row in self._read(_REPLACED, found)}
        said = {(row["item_id"], row["text"]) for row in self._read(_SAID_BEFORE, found)}
        quotes = self._quotes(found)
        for item_id, row in self._rows(found).items():
            line = by_item[item_id]
            if "revision" in self._kinds:
                yield line, Told(line.at_ms, "revision", row | {"was": was.get(item_id)})
            for quote in quotes.get(item_id, ()):
                if (item_id, quote["text"]) not in said:
                    yield line, Told(line.at_ms, "quote", quote)

    def _alerts(self, lines: Iterable[Line]) -> Iterator[tuple[Line, Told]]:
        by_alert = self._last_about(lines) if "alert" in self._kinds else {}
        for row in listing.alert_rows(self._connection, list(by_alert), self._now_ms):
            alert_id, item_ids = row["id"], row["items"]
            assert isinstance(alert_id, int)
            assert isinstance(item_ids, list)
            if self._found(item_ids) or self._finder is None:
                line = by_alert[alert_id]
                yield line, Told(line.at_ms, "alert", row)

    def _others(self, lines: Sequence[Line]) -> Iterator[tuple[Line, Told]]:
        if "log" not in self._kinds:
            return
        names = reading.names(self._connection, lines)
        for line in lines:
            if self._finder is None or (line.subject == "item" and self._found(line.subject_ids)):
                name = names.get((line.subject, line.subject_ids[0]), "") if line.subject_ids else ""
                yield line, Told(line.at_ms, "log", line, name)

    def _found(self, item_ids: Collection[int]) -> list[int]:
        """Those of the items that are asked for."""
        return list(item_ids if self._finder is None else self._finder.among(item_ids))

    def _rows(self, item_ids: Collection[int]) -> dict[int, Json]:
        rows = listing.item_rows(self._connection, list(item_ids))
        return {row["id"]: row for row in rows if isinstance(row["id"], int)}

    def _quotes(self, item_ids: Collection[int]) -> dict[object, list[Json]]:
        rows = listing.quote_rows(self._connection, list(item_ids)) if "quote" in self._kinds else []
        return {item_id: list(quotes)[::-1] for item_id, quotes in groupby(rows, key=itemgetter("item"))}

    def _read(self, sql: str, item_ids: Collection[int]) -> list[Row]:
        found: list[Row] = self._connection.execute(sql, (json.dumps(list(item_ids)),)).fetchall()
        return found

    @staticmethod
    def _last_about(lines: Iterable[Line]) -> dict[int, Line]:
        return {subject_id: line for line in lines for subject_id in line.subject_ids}


def _changes_alert(line: Line) -> bool:
    return line.subject == "alert" and line.act != "noted"
