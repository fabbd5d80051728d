"""Which items a poll's entries already are, and by what a source's entries are told apart: its guids, or for good its links."""

import json
from collections.abc import Sequence
from hashlib import blake2b

from feeds.records import Entry
from storage.file.sqlite import Connection, Row

_COLUMNS = "id, identity, link_key, story_id, revision, title, summary, text, first_seen_ms, revised_ms, state, operator, copy_of"
_HELD = (
    f"SELECT {_COLUMNS} FROM item WHERE source_id = ?1 AND identity IN (SELECT value FROM json_each(?2))"
    f" UNION ALL SELECT {_COLUMNS} FROM item"
    " WHERE source_id = ?1 AND link_key <> '' AND link_key IN (SELECT value FROM json_each(?3)) ORDER BY id"
)
_BAD_GUIDS = 2
_BAD_SHARE = 0.05
"""A source with more guids than that which are shared, or new for a known page, is not to be judged by guids."""
_KEY_CHARS = 300


def find(connection: Connection, source_id: int, entries: Sequence[Entry]) -> list[Row | None]:
    """For each entry the item that it already is: by identity, else the newest by a link that only it has."""
    identities = [entry.identity for entry in entries]
    links = [entry.link_key for entry in entries if entry.link_key]
    rows = connection.execute(_HELD, (source_id, json.dumps(identities), json.dumps(links))).fetchall()
    by_identity = {row["identity"]: row for row in rows}
    served = set(identities)
    by_link = {row["link_key"]: row for row in rows if row["link_key"] and row["identity"] not in served}
    return [by_identity.get(entry.identity) or by_link.pop(entry.link_key, None) for entry in entries]


def guids_fail(doubtful: int, total: int, entries: Sequence[Entry], found: Sequence[Row | None]) -> bool:
    """Do too many guids of a document stand for several entries, or come new for a page that is known?"""
    moved = sum(row is not None and _has_new_guid(row, entry) for row, entry in zip(found, entries, strict=True))
    bad = doubtful + moved
    return bad >= _BAD_GUIDS and bad > _BAD_SHARE * max(total, len(entries))


def go_by_links(connection: Connection, source_id: int) -> None:
    """Name a source's items by their links. Of two with the same link the older one gets the name."""
    rows = connection.execute(
        "SELECT id, link_key FROM item WHERE source_id = ? AND link_key <> '' ORDER BY id", (source_id,)
    ).fetchall()
    connection.executemany(
        "UPDATE OR IGNORE item SET identity = ? WHERE id = ?", [(_by_link(row["link_key"]), row["id"]) for row in rows]
    )


def follow(connection: Connection, held: Row, entry: Entry) -> None:
    """Keep an item's name and page as its source has them now, so that either finds it the next time."""
    if held["identity"] != entry.identity or entry.link_key not in ("", held["link_key"]):
        connection.execute(
            "UPDATE item SET identity = ?1, link = ?2, link_key = iif(?3 <> '', ?3, link_key) WHERE id = ?4",
            (entry.identity, entry.link, entry.link_key, held["id"]),
        )


def _has_new_guid(row: Row, entry: Entry) -> bool:
    return row["identity"] != entry.identity and row["identity"].startswith("guid:") and bool(entry.guid)


def _by_link(link_key: str) -> str:
    """As feeds.document.identity names an entry of another site than the feed's own."""
    short = len(link_key) <= _KEY_CHARS
    return f"link:{link_key}" if short else f"link:#{blake2b(link_key.encode(), digest_size=16).hexdigest()}"
