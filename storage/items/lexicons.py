"""The lexicon in use: its labels, its history, what is wrong with the files on disk. One row of the file holds its state."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.file.sqlite import Connection
from storage.items import retagging
from storage.log.events import COLLECTOR, Event, append
from storage.rows import LabelRow, LexiconRow

if TYPE_CHECKING:  # a desk reads labels without loading the classifier's room
    from classifier.records import Label

_DAY_MS = 86_400_000
_UNREAD = (
    "SELECT badges, count(*) FROM item INDEXED BY item_unread"
    " WHERE state = 'new' AND copy_of IS NULL AND badges <> '' AND first_seen_ms >= ? GROUP BY badges"
)


@dataclass(frozen=True, slots=True)
class LexiconInUse:
    """A lexicon as the file remembers it."""

    digest: str
    labels: Sequence["Label"]
    feint: str
    """The version of the program whose packaged lexicon it rests on."""
    layers: str
    """JSON: the site's and the user's layers as [[name, text], ...], so that what tagged an item can be had again."""


def use(connection: Connection, lexicon: LexiconInUse, now_ms: int, retag_since_ms: int) -> int:
    """Take a lexicon into use inside the caller's transaction; returns how many items wait to be read again with it.

    Those are the ones first seen since `retag_since_ms`, when the lexicon is another than before; else what an earlier run
    has left, or what a smaller reach had left out.
    """
    run = connection.execute
    run("INSERT OR IGNORE INTO lexicon_state(id, digest, since_ms) VALUES (1, '', ?)", (now_ms,))
    run(
        "INSERT OR IGNORE INTO lexicon_rev(digest, first_used_ms, feint, layers) VALUES (?, ?, ?, ?)",
        (lexicon.digest, now_ms, lexicon.feint, lexicon.layers),
    )
    _put_labels(connection, lexicon.labels)
    before = run("SELECT digest, trouble FROM lexicon_state").fetchone()
    is_another = before["digest"] != lexicon.digest
    if is_another:
        run("UPDATE lexicon_state SET digest = ?, since_ms = ?", (lexicon.digest, now_ms))
    run("UPDATE lexicon_state SET trouble = ''")
    waiting = retagging.plan(connection, now_ms, retag_since_ms, anew=is_another)
    if is_another or before["trouble"]:
        said = f"lexicon {lexicon.digest} in use"
        _log(connection, now_ms, "lexicon", f"{said}; items to be read again: {waiting:,}" if waiting else said)
    return waiting


def reject(connection: Connection, trouble: str, now_ms: int) -> None:
    """Say that the files on disk are not what is used, and why; said once for the same trouble."""
    changed = connection.execute(
        "INSERT INTO lexicon_state(id, digest, since_ms, trouble) VALUES (1, '', ?2, ?1)"
        " ON CONFLICT (id) DO UPDATE SET trouble = excluded.trouble WHERE trouble <> excluded.trouble",
        (trouble, now_ms),
    ).rowcount
    if changed:
        _log(connection, now_ms, "rejected", trouble)


def counted(connection: Connection, now_ms: int) -> list[LabelRow]:
    """The labels of the lexicon in use, each with its new items of the last 24 hours, copies folded away."""
    unread: Counter[str] = Counter()
    for badges, count in connection.execute(_UNREAD, (now_ms - _DAY_MS,)):
        for label in {badge.partition(":")[0] for badge in badges.split()}:
            unread[label] += count
    rows = connection.execute("SELECT name, short, colour, help FROM label ORDER BY place").fetchall()
    return [LabelRow(name, short, colour, help, unread[name]) for name, short, colour, help in rows]


def state(connection: Connection) -> LexiconRow | None:
    """The lexicon in use and how far its re-tagging has come; None until a collector has run."""
    row = connection.execute(
        "SELECT digest, since_ms, trouble, retag_total, retag_done, retag_changed, retag_ended_ms FROM lexicon_state"
    ).fetchone()
    return LexiconRow(*row) if row else None


def _put_labels(connection: Connection, labels: Sequence["Label"]) -> None:
    connection.execute(
        "DELETE FROM label WHERE name NOT IN (SELECT value FROM json_each(?))",
        (json.dumps([label.name for label in labels]),),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO label(place, name, short, colour, help) VALUES (?, ?, ?, ?, ?)",
        [(place, label.name, label.short, label.colour, label.help) for place, label in enumerate(labels)],
    )


def _log(connection: Connection, at_ms: int, act: str, said: str) -> None:
    append(connection, Event(at_ms, COLLECTOR, act, "collector", [], said))
