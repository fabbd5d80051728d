"""What sources have printed of which the items have gone from the file: printed again, in the same words, it is no news.

A digest an item, 19 bytes in the file (measured), for as long as a feed may be thought to come back to what it left out.
"""

import json
from collections.abc import Iterable
from hashlib import blake2b

from feeds.records import Entry
from storage.file.sqlite import Connection

KEPT_DAYS = 400
_DAY_MS = 86_400_000
_HOUR_MS = 3_600_000
_SHARES = 720
"""So many hours it takes to look through all digests for those that are too old, an equal share an hour."""
_KEYS = 1 << 64

_GOING = (
    "SELECT source_id, link_key, identity, title, summary, text FROM item WHERE id IN (SELECT value FROM json_each(?))"
)


def remember(connection: Connection, item_ids: Iterable[int], now_ms: int) -> None:
    """Note what these items, which are about to go, are and say."""
    rows = connection.execute(_GOING, (json.dumps(list(item_ids)),)).fetchall()
    connection.executemany(
        "INSERT OR REPLACE INTO departed(key, day) VALUES (?, ?)", [(_key(*row), now_ms // _DAY_MS) for row in rows]
    )


def printed(connection: Connection, source_id: int, entries: Iterable[Entry]) -> set[str]:
    """The identities of those entries that have departed. An entry in other words is an edit, and news."""
    (is_empty,) = connection.execute("SELECT NOT EXISTS (SELECT 1 FROM departed)").fetchone()
    if is_empty:
        return set()
    keys = {_key(source_id, e.link_key, e.identity, e.title, e.summary, e.text): e.identity for e in entries}
    found = connection.execute(
        "SELECT key FROM departed WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),)
    ).fetchall()
    return {keys[row["key"]] for row in found}


def forget(connection: Connection, now_ms: int) -> int:
    """Drop digests that are too old, of the share of them that this hour looks through; returns how many went."""
    share = now_ms // _HOUR_MS % _SHARES
    first, last = (share * _KEYS // _SHARES - _KEYS // 2, (share + 1) * _KEYS // _SHARES - _KEYS // 2 - 1)
    return connection.execute(
        "DELETE FROM departed WHERE key BETWEEN ? AND ? AND day < ?", (first, last, now_ms // _DAY_MS - KEPT_DAYS)
    ).rowcount


def _key(source_id: int, link_key: str, identity: str, *texts: str) -> int:
    """An entry is known by its link where it has one of its own, as guids change more often; white space says nothing."""
    words = (" ".join(text.split()) for text in texts)
    told = "\0".join((str(source_id), link_key or identity, *words)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(told, digest_size=8).digest(), signed=True)
