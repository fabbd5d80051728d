"""What is committed, as it is committed: new items, edits, alerts, quotes and lines of the log, oldest first.

New items are found by their numbers, all else by the log: every edit and every change of an alert writes a line there, and its
numbers have no gap. So whoever remembers two numbers misses nothing and tells nothing twice. Rows are read by the page.
"""

import json
from collections.abc import Collection, Iterator
from heapq import merge
from itertools import chain
from operator import attrgetter

from storage.file.sqlite import Connection
from storage.log import reading
from storage.log.events import last_number
from storage.query import Query
from storage.query.finding import Finder
from storage.reads.telling import Kind, Teller, Told

_PAGE = 500
_BACK = 1_000
"""Among so many of the newest lines of the log the last edits and alerts are looked for."""
_NEXT = "SELECT id, first_seen_ms FROM item WHERE id > ? ORDER BY id LIMIT ?"
_SEEN = "SELECT id, first_seen_ms FROM item WHERE id IN (SELECT value FROM json_each(?))"
_by_time = attrgetter("at_ms")


class Coming:
    """What comes, of some kinds; with a query what concerns an item that it finds."""

    def __init__(self, connection: Connection, kinds: Collection[Kind], query: Query) -> None:
        self._connection = connection
        self._kinds = frozenset(kinds)
        self._query = query
        (self._item,) = connection.execute("SELECT coalesce(max(id), 0) FROM item").fetchone()
        self._line = last_number(connection)

    def last(self, most: int, now_ms: int) -> list[Told]:
        """The last so many of what has been committed, oldest first."""
        if not most:
            return []
        finder, teller = self._at(now_ms)
        ids = json.dumps(finder.newest(most, self._item + 1).tolist())
        items = teller.items(dict(self._connection.execute(_SEEN, (ids,)).fetchall()))
        back = min(_BACK, self._line)
        lines = teller.lines(reading.after(self._connection, self._line - back, back))
        told = chain.from_iterable(each for _, each in chain(items, lines))
        return sorted(told, key=_by_time)[-most:]

    def go_back(self, since_ms: int) -> None:
        """Begin with what was committed then, not with what comes next."""
        run = self._connection.execute
        (item,) = run("SELECT min(id) FROM item WHERE first_seen_ms >= ?", (since_ms,)).fetchone()
        (line,) = run("SELECT min(+n) FROM event WHERE at_ms >= ?", (since_ms,)).fetchone()
        self._item = self._item if item is None else item - 1
        self._line = self._line if line is None else line - 1

    def fresh(self, now_ms: int) -> Iterator[Told]:
        """What has come since; what was drawn of it is not told again."""
        finder, teller = self._at(now_ms)
        return merge(self._fresh_items(finder, teller), self._fresh_lines(teller), key=_by_time)

    def _fresh_items(self, finder: Finder, teller: Teller) -> Iterator[Told]:
        while page := dict(self._connection.execute(_NEXT, (self._item, _PAGE)).fetchall()):
            for item_id, told in teller.items({item_id: page[item_id] for item_id in finder.among(page)}):
                yield from told
                self._item = item_id
            self._item = max(page)

    def _fresh_lines(self, teller: Teller) -> Iterator[Told]:
        while page := reading.after(self._connection, self._line, _PAGE):
            for n, told in teller.lines(page):
                yield from told
                self._line = n

    def _at(self, now_ms: int) -> tuple[Finder, Teller]:
        """The query at a moment, and who tells of what it finds."""
        finder = Finder(self._connection, self._query, now_ms, copies=True)
        return finder, Teller(self._connection, self._kinds, finder if self._query.text else None, now_ms)
