"""The lines of the queue."""

from collections.abc import Iterator, Sequence

from storage.file.sqlite import Connection, Row
from storage.rows import ItemRow

_AT_ONCE = 500  # parameters a statement
_ROWS = (
    "SELECT item.id, item.source_id, source.name AS source, source.kind, source.grade, source.side, item.title, item.link,"
    " item.first_seen_ms, item.published_ms, item.badges, story.disputed, item.severity, item.story_id, story.origins,"
    " unknown_origins, story.primaries, item.copies, item.revision, item.state, item.starred, item.operator"
    " FROM item JOIN source ON source.id = item.source_id JOIN story ON story.id = item.story_id WHERE item.id IN ({})"
)


def of(connection: Connection, ids: Sequence[int]) -> dict[int, ItemRow]:
    """The rows of `ids`, by id; an id that is gone is left out."""
    rows: dict[int, ItemRow] = {}
    for part in parts(ids):
        for row in connection.execute(_ROWS.format(marks(part)), part).fetchall():
            rows[row["id"]] = _item(row)
    return rows


def parts(ids: Sequence[int]) -> Iterator[list[int]]:
    """Numbers by as many as a statement binds at once."""
    return (list(ids[at : at + _AT_ONCE]) for at in range(0, len(ids), _AT_ONCE))


def marks(values: Sequence[int]) -> str:
    """As many places to bind as there are values."""
    return ", ".join("?" * len(values))


def pairs(badges: str) -> tuple[tuple[str, str], ...]:
    """The (label, stance) pairs of an item's badges."""
    return tuple((label, stance) for label, _, stance in (badge.partition(":") for badge in badges.split()))


def _item(row: Row) -> ItemRow:
    return ItemRow(
        row["id"], row["source_id"], row["source"], row["kind"], row["grade"], row["side"], row["title"], row["link"],
        row["first_seen_ms"], row["published_ms"], pairs(row["badges"]), pairs(row["disputed"]), row["severity"], row["story_id"],
        row["origins"], row["primaries"], row["copies"], row["revision"], row["state"], bool(row["starred"]), row["operator"],
        row["unknown_origins"],
    )  # fmt: skip
