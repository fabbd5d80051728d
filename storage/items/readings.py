"""Held items as the classifier reads them, beside what it said of each: for whoever asks what another lexicon would say."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.file.readonly import reading
from storage.file.sqlite import Connection, Row
from storage.items import tags
from storage.items.verdicts import Said, Verdict

_PAGE = 500
_ITEM = (
    "SELECT item.id, revision, source.name AS source, item.title, summary, text, language,"
    " coalesce(published_ms, first_seen_ms) AS dated_ms, lexicon FROM item JOIN source ON source.id = source_id"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One item in its newest revision."""

    item_id: int
    source: str
    title: str
    summary: str
    text: str
    language: str
    """Of its source."""
    dated_ms: int
    """When it was published, else first seen."""
    lexicon: str
    """The digest of the lexicon that read it last."""
    said: tuple[Said, ...]
    """What the classifier said of it then."""
    verdicts: tuple[Verdict, ...]
    """What operators say instead."""

    def words(self, said: Said) -> str:
        """The words of a tag."""
        fields = {"title": self.title, "summary": self.summary, "text": self.text}
        return fields[said.field][said.start : said.end]


def since(path: Path, since_ms: int) -> Iterator[tuple[Reading, int]]:
    """The items first seen since then, newest first, copies too, each with how many there are. Raises StoreError."""
    with reading(path) as connection:
        (of,) = connection.execute("SELECT count(*) FROM item WHERE first_seen_ms >= ?", (since_ms,)).fetchone()
        before = 1 << 62
        while rows := connection.execute(
            f"{_ITEM} WHERE item.id < ? AND first_seen_ms >= ? ORDER BY item.id DESC LIMIT {_PAGE}", (before, since_ms)
        ).fetchall():
            before = rows[-1]["id"]
            for each in _read(connection, rows):
                yield each, of


def of_item(path: Path, item_id: int) -> Reading | None:
    """One item. Raises StoreError."""
    with reading(path) as connection:
        found = _read(connection, connection.execute(f"{_ITEM} WHERE item.id = ?", (item_id,)).fetchall())
        return next(iter(found), None)


def _read(connection: Connection, rows: list[Row]) -> list[Reading]:
    said = tags.heard(connection, {row["id"]: row["revision"] for row in rows})
    ruled = tags.verdicts(connection, [row["id"] for row in rows])
    return [
        Reading(
            row["id"], row["source"], row["title"], row["summary"], row["text"], row["language"], row["dated_ms"],
            row["lexicon"], tuple(said.get(row["id"], ())), tuple(ruled.get(row["id"], ())),
        )
        for row in rows
    ]  # fmt: skip
