"""Everything a desk or a command reads, through one read-only connection. No call waits for a writer."""

import time
from array import array
from collections.abc import Sequence
from pathlib import Path

from storage import events, lexicons, migrate, sqlite, status, tags
from storage.query import Query
from storage.rows import (
    AlertRow,
    EventRow,
    ItemRow,
    LabelRow,
    MemberRow,
    QuoteRow,
    RevisionRow,
    SourceRow,
    Status,
    StoryView,
    TagRow,
    UtteranceRow,
    VerdictRow,
)
from storage.sqlite import Row

_HOUR_MS = 3_600_000
_AT_ONCE = 500  # parameters a statement

_VOICE = "iif(voice = source.family, '', voice) AS voice"
_ITEM_ROW = (
    "SELECT item.id, item.source_id, source.name AS source, source.kind, source.grade, source.side, item.title, item.link,"
    " item.first_seen_ms, item.published_ms, item.badges, story.disputed, item.severity, item.story_id,"
    " story.origins, story.primaries, item.copies, item.revision, item.state, item.starred, item.operator"
    " FROM item JOIN source ON source.id = item.source_id JOIN story ON story.id = item.story_id"
)


class Reader:
    """A read-only view of the file. Raises StoreError when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(path, "reader")
        migrate.check(path, self._connection)
        self._version = -1

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def changed(self) -> bool:
        """Has any process committed since the last call? Costs 4 us; the first call says yes."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        before, self._version = self._version, version
        return bool(before != version)

    def item_ids(self, query: Query | None = None, limit: int | None = None) -> "array[int]":
        """The ids of the items that match, newest first, copies folded away unless the query asks for them."""
        return self._ids("", (), query, limit)

    def item_ids_after(self, after_id: int, query: Query | None = None) -> "array[int]":
        """The ids that match and came after `after_id`, newest first."""
        return self._ids("item.id > ? AND ", (after_id,), query, None)

    def matching(self, ids: Sequence[int], query: Query) -> set[int]:
        """Those of `ids` that match the query now."""
        found: set[int] = set()
        for part in _parts(ids):
            found.update(self._ids(f"item.id IN ({_marks(part)}) AND ", part, query, None))
        return found

    def item_rows(self, ids: Sequence[int]) -> dict[int, ItemRow]:
        """The rows of `ids`, by id; an id that is gone is left out."""
        rows: dict[int, ItemRow] = {}
        for part in _parts(ids):
            for row in self._connection.execute(f"{_ITEM_ROW} WHERE item.id IN ({_marks(part)})", part).fetchall():
                rows[row["id"]] = _item(row)
        return rows

    def story(self, item_id: int) -> StoryView | None:
        """All that is known of an item and its story."""
        run = self._connection.execute
        row = run(f"{_ITEM_ROW} WHERE item.id = ?", (item_id,)).fetchone()
        body = run(
            f"SELECT summary, text, author, credit, {_VOICE}, voice_side, lexicon, revised_ms FROM item"
            " JOIN source ON source.id = source_id WHERE item.id = ?",
            (item_id,),
        ).fetchone()
        if row is None or body is None:
            return None
        item = _item(row)
        said = run(
            'SELECT * FROM tag WHERE item_id = ? AND current = 1 ORDER BY field <> ?, start, "end"', (item_id, "title")
        )
        quotes = run(
            "SELECT quote.*, (SELECT count(DISTINCT item_id) FROM quote AS other WHERE other.current = 1"
            " AND other.utterance_id = quote.utterance_id) AS carriers FROM quote WHERE item_id = ? AND current = 1 ORDER BY id",
            (item_id,),
        )
        former = run("SELECT n, title, summary, seen_ms FROM revision WHERE item_id = ? ORDER BY n", (item_id,))
        members = run(
            "SELECT item.id, source.name, source.kind, source.grade, source.side, item.title, first_seen_ms, relation, badges,"
            f" {_VOICE}, voice_side FROM item"
            " JOIN source ON source.id = source_id WHERE story_id = ? AND item.id <> ? ORDER BY item.id LIMIT 200",
            (item.story_id, item_id),
        )
        return StoryView(
            item=item,
            summary=body["summary"],
            text=body["text"],
            author=body["author"],
            credit=body["credit"],
            voice=body["voice"],
            voice_side=body["voice_side"],
            tags=tuple(_tag(tag, body["lexicon"]) for tag in said.fetchall()),
            verdicts=tuple(VerdictRow(*v) for v in tags.verdicts(self._connection, [item_id]).get(item_id, ())),
            quotes=tuple(_quote(quote) for quote in quotes.fetchall()),
            revisions=(
                *(RevisionRow(r["n"], r["title"], r["summary"], r["seen_ms"]) for r in former.fetchall()),
                RevisionRow(item.revisions, item.title, body["summary"], body["revised_ms"] or item.first_seen_ms),
            ),
            members=tuple(_member(member) for member in members.fetchall()),
            log=tuple(events.of_item(self._connection, item_id)),
        )

    def sources(self, now_ms: int | None = None) -> list[SourceRow]:
        """Every active source, in the config's order."""
        now = _now(now_ms)
        since = now - 24 * _HOUR_MS
        hours: dict[int, list[int]] = {}
        for source_id, hour, count in self._connection.execute(
            "SELECT source_id, (first_seen_ms - ?) / ? AS hour, count(*) FROM item INDEXED BY item_by_arrival"
            " WHERE first_seen_ms >= ? GROUP BY 1, 2",
            (since, _HOUR_MS, since),
        ).fetchall():
            hours.setdefault(source_id, [0] * 24)[min(hour, 23)] += count
        quiet = {
            row[0]
            for row in self._connection.execute(
                "SELECT source_id FROM alert WHERE source_id IS NOT NULL AND state <> 'resolved'"
            ).fetchall()
        }
        found = self._connection.execute("SELECT * FROM source WHERE active = 1 ORDER BY id").fetchall()
        return [_source(row, tuple(hours.get(row["id"], ())) or (0,) * 24, row["id"] in quiet) for row in found]

    def alerts(self, limit: int = 500) -> list[AlertRow]:
        """New ones first, then acknowledged, then resolved; the gravest first, then the newest."""
        found = self._connection.execute(
            "SELECT alert.*, (SELECT count(*) FROM alert_evidence WHERE alert_id = alert.id) AS evidence,"
            " (SELECT max(item_id) FROM alert_evidence WHERE alert_id = alert.id) AS item_id FROM alert"
            " ORDER BY state = 'resolved', state = 'acked', severity DESC, updated_ms DESC, id DESC LIMIT ?",
            (limit,),
        ).fetchall()
        return [_alert(row) for row in found]

    def utterance_ids(self, limit: int = 2_000) -> "array[int]":
        """The statements that somebody still carries, the one carried last first."""
        found = self._connection.execute(
            "SELECT id FROM utterance WHERE EXISTS (SELECT 1 FROM quote WHERE utterance_id = utterance.id AND current = 1)"
            " ORDER BY last_seen_ms DESC, id DESC LIMIT ?",
            (limit,),
        )
        return array("q", (row[0] for row in found.fetchall()))

    def utterance_rows(self, ids: Sequence[int]) -> dict[int, UtteranceRow]:
        """The rows of `ids`, by id."""
        rows: dict[int, UtteranceRow] = {}
        for part in _parts(ids):
            for row in self._connection.execute(_UTTERANCE.format(_marks(part)), part).fetchall():
                rows[row["id"]] = self._utterance(row)
        return rows

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

    def _ids(self, narrowed: str, values: Sequence[int], query: Query | None, limit: int | None) -> "array[int]":
        condition = query.sql if query else "1"
        folded = "item.copy_of IS NULL AND " if query is None or query.folds_copies else ""
        bound = [*values, *(query.bound(_now(None)) if query else ()), -1 if limit is None else limit]
        found = self._connection.execute(
            f"SELECT item.id FROM item WHERE {narrowed}{folded}{condition} ORDER BY item.id DESC LIMIT ?", bound
        )
        return array("q", (row[0] for row in found.fetchall()))

    def _utterance(self, row: Row) -> UtteranceRow:
        tags = self._connection.execute(
            'SELECT DISTINCT label, stance FROM tag WHERE current = 1 AND item_id = ? AND field = ? AND start >= ? AND "end" <= ?',
            (row["item_id"], row["field"], row["start"], row["end"]),
        ).fetchall()
        return UtteranceRow(
            row["id"], row["speaker"] or "", bool(row["inferred"]), row["side"] or "", row["text"], row["kind"], row["carriers"],
            row["outlets"], row["first_seen_ms"], row["last_seen_ms"], row["item_id"], tuple((t[0], t[1]) for t in tags),
        )  # fmt: skip


_UTTERANCE = """
SELECT utterance.*, speaker.name AS speaker, speaker.side,
    (newest.speaker_id IS NULL AND utterance.speaker_id IS NOT NULL) AS inferred,
    newest.item_id, newest.field, newest.start, newest."end",
    (SELECT count(DISTINCT item_id) FROM quote WHERE utterance_id = utterance.id AND current = 1) AS carriers,
    (SELECT count(DISTINCT source.family) FROM quote JOIN item ON item.id = quote.item_id JOIN source ON source.id = item.source_id
     WHERE utterance_id = utterance.id AND current = 1) AS outlets
FROM utterance LEFT JOIN speaker ON speaker.id = utterance.speaker_id
JOIN quote AS newest ON newest.id = (SELECT max(id) FROM quote WHERE utterance_id = utterance.id AND current = 1)
WHERE utterance.id IN ({})
"""


def _now(given: int | None) -> int:
    return time.time_ns() // 1_000_000 if given is None else given


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" * len(values))


def _parts(ids: Sequence[int]) -> list[list[int]]:
    return [list(ids[at : at + _AT_ONCE]) for at in range(0, len(ids), _AT_ONCE)]


def _pairs(badges: str) -> tuple[tuple[str, str], ...]:
    return tuple((label, stance) for label, _, stance in (badge.partition(":") for badge in badges.split()))


def _item(row: Row) -> ItemRow:
    return ItemRow(
        row["id"], row["source_id"], row["source"], row["kind"], row["grade"], row["side"], row["title"], row["link"],
        row["first_seen_ms"], row["published_ms"], _pairs(row["badges"]), _pairs(row["disputed"]), row["severity"], row["story_id"],
        row["origins"], row["primaries"], row["copies"], row["revision"], row["state"], bool(row["starred"]), row["operator"],
    )  # fmt: skip


def _tag(row: Row, lexicon: str) -> TagRow:
    return TagRow(
        row["label"], row["stance"], row["field"], row["start"], row["end"], row["rule"], row["cue"], row["cue_start"],
        row["cue_end"], row["score"], lexicon, row["by"],
    )  # fmt: skip


def _quote(row: Row) -> QuoteRow:
    return QuoteRow(
        row["id"], row["field"], row["start"], row["end"], row["kind"], row["text"], row["speaker"], row["surface"],
        max(1, row["carriers"]),
    )  # fmt: skip


def _member(row: Row) -> MemberRow:
    return MemberRow(
        row["id"], row["name"], row["kind"], row["grade"], row["side"], row["title"], row["first_seen_ms"], row["relation"],
        _pairs(row["badges"]), row["voice"], row["voice_side"],
    )  # fmt: skip


def _source(row: Row, hours: tuple[int, ...], quiet: bool) -> SourceRow:
    state = "paused" if row["paused"] else "quiet" if quiet and row["state"] in ("ok", "empty") else row["state"]
    return SourceRow(
        row["id"], row["url"], row["name"], row["family"], row["kind"], row["grade"], row["language"], row["side"], row["title"],
        state, row["reason"], row["since_ms"], row["failures"], row["last_ok_ms"], row["last_attempt_ms"], row["next_attempt_ms"],
        row["interval_s"], row["items"], row["unread"], hours, row["waits_for"], row["gap_from_ms"], row["gap_to_ms"],
        row["moved_url"],
    )  # fmt: skip


def _alert(row: Row) -> AlertRow:
    return AlertRow(
        row["id"], row["rule"], row["severity"], row["state"], row["title"], row["raised_ms"], row["updated_ms"], row["owner"],
        row["item_id"], row["source_id"], row["story_id"], row["evidence"],
    )  # fmt: skip
