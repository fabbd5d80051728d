"""Everything a desk or a command reads, through one read-only connection. No call waits for a writer."""

import time
from array import array
from collections.abc import Sequence
from pathlib import Path

from storage.file import migrate, sqlite
from storage.file.sqlite import Row
from storage.file.standing import Standing
from storage.items import lexicons
from storage.items.faring import standing
from storage.log import events
from storage.query import Query
from storage.query.finding import Finder
from storage.reads import (
    alertrows,
    alertview,
    completing,
    gravest,
    itemrows,
    mutes,
    notices,
    status,
    storyview,
    utterancerows,
)
from storage.reads.hours import Hours
from storage.reads.remembering import Remembered
from storage.rows import (
    AlertRow,
    AlertView,
    EventRow,
    ItemRow,
    LabelRow,
    LedgerRow,
    MuteRow,
    NoticeRow,
    SourceRow,
    Status,
    StoryView,
    UtteranceRow,
    ViewRow,
)
from storage.voices import ledger

_CHECK_EVERY_S = 2.0
_STORIES = "SELECT DISTINCT story_id FROM item NOT INDEXED WHERE id > ?"
_VIEWS = "SELECT key, name, query, operator FROM saved_view ORDER BY key"
_HAS_ACTED = (
    "SELECT 1 FROM event INDEXED BY event_by_operator WHERE operator = ? AND act NOT IN ('arrived', 'left') LIMIT 1"
)


class Reader:
    """A read-only view of the file. Raises StoreError when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(path, "reader")
        migrate.check(path, self._connection)
        self._standing = Standing(path, self._connection)
        self._hours = Hours(self._connection)
        self._remembered = Remembered()
        self._version = -1
        self._checked_at = 0.0

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def interrupt(self) -> None:
        """Give up the call that another thread is in; it lets out SqliteError."""
        self._connection.interrupt()

    def changed(self) -> bool:
        """Has any process committed since the last call? Costs 4 us; the first call says yes.

        Raises Superseded when the file is no longer the one that was opened, at the next commit or within seconds.
        """
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        has_changed, self._version = version != self._version, version
        now = time.monotonic()
        if has_changed or now - self._checked_at > _CHECK_EVERY_S:
            self._standing.check()
            self._checked_at = now
        return bool(has_changed)

    def item_ids(self, query: Query | None = None, limit: int | None = None) -> "array[int]":
        """The ids of the items that match, newest first, copies folded away unless the query asks for them."""
        finder = self._finder(query)
        return finder.all() if limit is None else finder.newest(limit)

    def newest(self, query: Query | None, limit: int) -> "array[int]":
        """The first page of `item_ids`."""
        return self._finder(query).newest(limit)

    def item_ids_after(self, after_id: int, query: Query | None = None) -> "array[int]":
        """The ids that match and came after `after_id`, newest first."""
        return self._finder(query).all(above=after_id)

    def stories_after(self, item_id: int) -> frozenset[int]:
        """The stories of all that came after `item_id`, folded copies too."""
        found = self._connection.execute(_STORIES, (item_id,)).fetchall()
        return frozenset(row[0] for row in found)

    def last_item(self) -> int:
        """The number of the newest item; 0 where there is none."""
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM item").fetchone()[0])

    def matching(self, ids: Sequence[int], query: Query) -> set[int]:
        """Those of `ids` that match the query now."""
        return set(self._finder(query).among(ids))

    def item_rows(self, ids: Sequence[int]) -> dict[int, ItemRow]:
        """The rows of `ids`, by id; an id that is gone is left out."""
        return itemrows.of(self._connection, ids)

    def story(self, item_id: int) -> StoryView | None:
        """All that is known of an item and its story."""
        return storyview.of(self._connection, item_id)

    def sources(self, now_ms: int | None = None) -> list[SourceRow]:
        """Every active source, in the config's order."""
        hours = self._hours.of(_now(now_ms))
        quiet = {row[0] for row in self._connection.execute(status.QUIET).fetchall()}
        found = self._connection.execute("SELECT * FROM source WHERE active = 1 ORDER BY id").fetchall()
        return [_source(row, hours.get(row["id"], (0,) * 24), row["id"] in quiet) for row in found]

    def alerts(self, limit: int = 500, now_ms: int | None = None) -> list[AlertRow]:
        """New ones first, then acknowledged, then snoozed, each the gravest first; then the closed, as they were closed."""
        return alertrows.listed(self._connection, limit, _now(now_ms), self._remembered)

    def alert(self, alert_id: int, now_ms: int | None = None) -> AlertView | None:
        """All that is known of an alert."""
        return alertview.of(self._connection, alert_id, _now(now_ms))

    def last_notice(self) -> int:
        """The number of the newest notice."""
        return notices.last(self._connection)

    def notices_after(self, n: int) -> list[NoticeRow]:
        """What rang, or would have, since notice `n`, oldest first."""
        return notices.after(self._connection, n)

    def operators(self, now_ms: int | None = None) -> tuple[str, ...]:
        """Who has a desk open, then all who ever had or acted."""
        return status.operators(self._connection, _now(now_ms))

    def mutes(self, now_ms: int | None = None) -> tuple[MuteRow, ...]:
        """The mutes that run, the one that ends first first, each with what it has held back."""
        return mutes.listed(self._connection, _now(now_ms))

    def would_mute(self, query: Query, since_ms: int) -> int:
        """How many of the alerts raised since then a mute of this query would have held back."""
        return mutes.would_hold(self._connection, query.text, since_ms, _now(None))

    def views(self) -> tuple[ViewRow, ...]:
        """The queries that desks keep under digits, in their order."""
        return tuple(ViewRow(*row) for row in self._connection.execute(_VIEWS).fetchall())

    def gravest_new(self, shown_query: Query | None, after: int | None = None) -> int | None:
        """The item that nobody has dealt with, of those a query finds, the gravest first, then the newest; None: there is none.

        `after`: the one that follows this item in that order.
        """
        return gravest.new(self._connection, shown_query, after, _now(None))

    def gravest_of(self, ids: "array[int]", after: int | None = None) -> int | None:
        """The same of these items, which must fall: of a list that is held whole, its query need not be asked again."""
        return gravest.new_of(self._connection, ids, after)

    def new_beside(self, ids: "array[int]", id: int, step: int) -> int | None:
        """The next of these items, which must fall, that nobody has dealt with: an older one (`step` 1), a newer one (-1)."""
        return gravest.beside(self._connection, ids, id, step)

    def values_of(self, field: str, start: str, limit: int) -> tuple[tuple[str, str], ...]:
        """What may stand after a field of a query and begins so: values as they are, each with what it is."""
        return completing.values(self._connection, field, start, limit)

    def has_been_welcomed(self, operator: str) -> bool:
        """Has this operator ever done anything but come and go?"""
        return self._connection.execute(_HAS_ACTED, (operator,)).fetchone() is not None

    def utterance_ids(self, limit: int = 2_000) -> "array[int]":
        """The statements that somebody still carries, the one carried last first."""
        return utterancerows.ids(self._connection, limit)

    def utterance_rows(self, ids: Sequence[int]) -> dict[int, UtteranceRow]:
        """The rows of `ids`, by id."""
        return utterancerows.of(self._connection, ids)

    def ledger(self, speaker_id: int, limit: int = 500) -> list[LedgerRow]:
        """What a speaker said, under all the names that are known to be theirs, newest first."""
        return ledger.ledger(self._connection, speaker_id, limit)

    def speakers_named(self, name: str) -> list[int]:
        """The numbers of those who go by a name, or by an alias of it."""
        return ledger.find(self._connection, name)

    def speaker_called(self, name: str) -> str:
        """The name of the one who is called just so, by that name or an alias; empty where nobody is."""
        return ledger.called(self._connection, name)

    def status(self, now_ms: int | None = None) -> Status:
        """What the header shows."""
        return status.of(self._connection, _now(now_ms))

    def labels(self, now_ms: int | None = None) -> list[LabelRow]:
        """The labels of the lexicon in use, in its order, each with its unread items of the last 24 hours."""
        return lexicons.counted(self._connection, _now(now_ms))

    def last_event(self) -> int:
        """The number of the newest line of the log."""
        return events.last_number(self._connection)

    def events_after(self, n: int) -> list[EventRow]:
        """What was done since line `n`, oldest first."""
        return events.after(self._connection, n)

    def _finder(self, query: Query | None) -> Finder:
        return Finder(self._connection, query, _now(None))


def _now(given: int | None) -> int:
    return time.time_ns() // 1_000_000 if given is None else given


def _source(row: Row, hours: tuple[int, ...], quiet: bool) -> SourceRow:
    state, reason, since_ms = standing(row)
    state = "quiet" if quiet and state in ("ok", "empty") else state
    return SourceRow(
        row["id"], row["url"], row["name"], row["family"], row["kind"], row["grade"], row["language"], row["side"], row["title"],
        state, reason, since_ms, row["failures"], row["last_ok_ms"], row["last_attempt_ms"], row["next_attempt_ms"],
        row["interval_s"], row["items"], row["unread"], hours, row["waits_for"], row["gap_from_ms"], row["gap_to_ms"],
        row["moved_url"], row["paused_by"], row["graded_by"], row["config_grade"],
    )  # fmt: skip
