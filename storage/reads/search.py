"""Searching titles and texts, the archived months included: newest first, or what fits best first."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from storage.file import migrate, sqlite
from storage.file.errors import StoreError
from storage.file.sqlite import Connection, SqliteError
from storage.keeping.archives import files
from storage.query import Query
from storage.query.finding import Finder
from storage.query.highlight import Span
from storage.reads import itemrows
from storage.reads.ranking import Text, ranked, snippet
from storage.rows import ItemRow

Order = Literal["rank", "newest"]

RANKED, RANKED_NEAR = 500, 200
"""So many of the newest that match are ranked; fewer where they are read for what begins with some letters."""
_TEXTS = "SELECT id, title, summary, text FROM item WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC"


@dataclass(frozen=True, slots=True)
class Found:
    """An item, and the part of its text that shows best why it was found."""

    item: ItemRow
    snippet: str
    marks: tuple[Span, ...]
    """Where the words stand in the snippet."""
    archive: str
    """The month of the archive that it lies in; empty: the database itself."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search brought."""

    rows: tuple[Found, ...]
    covered: tuple[str, ...]
    """The archived months that were looked into, newest first; of one that cannot be read, why."""


class Searcher:
    """A database and the archives beside it. Raises StoreError when the database cannot be opened."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._live = _opened(database)
        self._reading = self._live

    def close(self) -> None:
        """Let go of the file."""
        self._live.close()

    def interrupt(self) -> None:
        """Give up the search that another thread is in; it lets out SqliteError."""
        with suppress(SqliteError):  # an archive that it has just closed
            self._reading.interrupt()

    def find(
        self, query: Query, order: Order, limit: int, *, archives: bool = True, now_ms: int | None = None
    ) -> Findings:
        """The first so many that match, of one text the first that printed it."""
        now = time.time_ns() // 1_000_000 if now_ms is None else now_ms
        is_ranked = order == "rank" and bool(query.words)
        most = max(limit, RANKED_NEAR if query.near else RANKED) if is_ranked else limit
        texts = _texts(self._live, "", query, most, now)
        covered: list[str] = []
        for month, path in files(self._database) if archives else ():
            if len(texts) >= most:
                break
            try:
                with self._archive(path) as archive:
                    texts += _texts(archive, month, query, most - len(texts), now)
                covered.append(month)
            except (StoreError, SqliteError) as error:
                if "interrupted" in str(error):
                    raise
                covered.append(f"{month} (cannot be read: {error})")
        best = (ranked(texts, query.words) if is_ranked else texts)[:limit]
        return Findings(
            tuple(Found(text.item, *snippet(text, query.words), text.archive) for text in best), tuple(covered)
        )

    @contextmanager
    def _archive(self, path: Path) -> Iterator[Connection]:
        """An archive, as what is being read."""
        self._reading = _opened(path)
        try:
            yield self._reading
        finally:
            self._reading.close()
            self._reading = self._live


def search(database: Path, query: Query, order: Order, limit: int, *, archives: bool = True) -> Findings:
    """Search once. Raises StoreError."""
    searcher = Searcher(database)
    try:
        return searcher.find(query, order, limit, archives=archives)
    except SqliteError as error:
        raise sqlite.failed(database, error) from error
    finally:
        searcher.close()


def _opened(path: Path) -> Connection:
    connection = sqlite.connect(path, "reader")
    try:
        migrate.check(path, connection)
    except StoreError:
        connection.close()
        raise
    return connection


def _texts(connection: Connection, archive: str, query: Query, most: int, now_ms: int) -> list[Text]:
    """The newest so many of a file that match."""
    ids = Finder(connection, query, now_ms).newest(most)
    items = itemrows.of(connection, ids)
    rows = connection.execute(_TEXTS, (json.dumps(list(ids)),)).fetchall()
    return [
        Text(items[row["id"]], archive, (row["title"], row["summary"], row["text"]))
        for row in rows
        if row["id"] in items
    ]
