"""Rows for scripts: what `feint items --json` and its sisters print, newest first.

They are read by the page, and no page is held while its lines are printed: a reader that is not read from would keep the
collector from ever emptying the write-ahead log.
"""

import json
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from storage.file.readonly import reading
from storage.file.sqlite import Connection, Row
from storage.items import tags
from storage.keeping.archives import files
from storage.query import Query
from storage.query.finding import Finder
from storage.reads import jsonrows, mutes
from storage.reads.jsonrows import Json
from storage.reads.jsonrows import iso as iso
from storage.reads.remembering import Remembered
from storage.voices import claims, primaries
from storage.voices import ledger as ledgers
from storage.voices.primaries import NOBODY

_PAGE = 1_000
_FEW = 20_000
"""Of so many items that match the stories are gathered; of more, the stories are looked through, the one that grew last first."""
_ALL = 1 << 62

_THESE = "IN (SELECT value FROM json_each(?))"
_ITEMS = (
    "SELECT item.*, source.name AS source_name, story.disputed FROM item JOIN source ON source.id = item.source_id"
    f" JOIN story ON story.id = item.story_id WHERE item.id {_THESE} ORDER BY item.id DESC"
)
_QUOTES = f"""
SELECT quote.*, coalesce(utterance.speaker_id, quote.speaker_id) AS whose, who.name, who.org,
    utterance.speaker_id IS NOT NULL AND utterance.speaker_id IS NOT coalesce(own.same_as, own.id) AS inferred,
    (SELECT count(DISTINCT item_id) FROM quote AS other WHERE other.current = 1
     AND other.utterance_id = quote.utterance_id) AS carriers,
    item.link, item.first_seen_ms, source.name AS source_name
FROM quote JOIN item ON item.id = quote.item_id JOIN source ON source.id = item.source_id
LEFT JOIN utterance ON utterance.id = utterance_id LEFT JOIN speaker AS own ON own.id = quote.speaker_id
LEFT JOIN speaker AS who ON who.id = coalesce(utterance.speaker_id, own.same_as, own.id)
WHERE quote.item_id {_THESE} AND quote.current = 1 ORDER BY quote.item_id DESC, quote.id DESC
"""
_ALERT = (
    "SELECT alert.*, (SELECT max(item_id) FROM alert_evidence WHERE alert_id = alert.id) AS item_id,"
    " (SELECT said FROM notice INDEXED BY notice_telling WHERE alert_id = alert.id"
    " AND reason NOT IN ('renotify', 'escalated') ORDER BY seq DESC LIMIT 1) AS why FROM alert"
)
_ALERTS = f"{_ALERT} WHERE (updated_ms, id) < (?, ?) ORDER BY updated_ms DESC, id DESC LIMIT ?"
_EVIDENCE = f"SELECT alert_id, item_id FROM alert_evidence WHERE alert_id {_THESE} ORDER BY alert_id, item_id"
_STORIES = (
    "SELECT id, last_seen_ms FROM story WHERE (last_seen_ms, id) < (?, ?)"
    " AND EXISTS (SELECT 1 FROM item WHERE story_id = story.id) ORDER BY last_seen_ms DESC, id DESC LIMIT ?"
)
_STORIES_OF = (
    "SELECT DISTINCT story.id FROM json_each(?) CROSS JOIN item ON item.id = value CROSS JOIN story ON story.id = story_id"
    " ORDER BY last_seen_ms DESC, story.id DESC"
)
_STORY = (
    "SELECT story.*, first.title FROM story JOIN item AS first ON first.id = story.first_item_id"
    f" WHERE story.id {_THESE} ORDER BY story.last_seen_ms DESC, story.id DESC"
)
_MEMBERS = f"SELECT story_id, id, relation FROM item WHERE story_id {_THESE} ORDER BY story_id, id"
_RULED = (
    "SELECT DISTINCT item_id FROM verdict JOIN item ON item.id = item_id"
    " WHERE copy_of IS NULL OR copy_of NOT IN (SELECT item_id FROM verdict)"
)
_CORRECTED = (
    "SELECT item.id, item.title, summary, text, story_id, language, source.name AS source_name FROM item"
    f" JOIN source ON source.id = item.source_id WHERE item.id {_THESE} ORDER BY item.id DESC"
)
_SPEAKING = (
    "SELECT tag.item_id, tag.*, who.name AS holder FROM tag LEFT JOIN speaker ON speaker.id = speaker_id"
    " LEFT JOIN speaker AS who ON who.id = coalesce(speaker.same_as, speaker.id)"
    f" WHERE item_id {_THESE} AND current = 1 ORDER BY item_id, tag.id"
)
_END = (_ALL, _ALL)


def items(path: Path, query: Query, limit: int, now_ms: int, *, archived: bool = False) -> Iterator[Json]:
    """Items that match, copies included; with `archived`, after those of the database those of its archives."""
    for file in (path, *(archive.path for archive in files(path) if archived)):
        with reading(file) as connection:
            for ids in _pages(_finder(connection, query, now_ms), limit):
                yield from item_rows(connection, ids)
                limit -= len(ids)


def sources(path: Path, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """Active sources, oldest first; with a query, those that have an item it finds."""
    with reading(path) as connection:
        rows = connection.execute("SELECT * FROM source WHERE active = 1 ORDER BY id").fetchall()
        if query.text:
            having = _sources(connection, _finder(connection, query, now_ms))
            rows = [row for row in rows if row["id"] in having]
        yield from [jsonrows.source(row) for row in rows[:limit]]


def alerts(path: Path, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """Alerts with the ids of their evidence; with a query, those that rest on an item it finds."""
    with reading(path) as connection:
        finder, place = _finder(connection, query, now_ms), _END
        while limit > 0 and (rows := connection.execute(_ALERTS, (*place, _PAGE)).fetchall()):
            place = rows[-1]["updated_ms"], rows[-1]["id"]
            held = _evidence(connection, rows)
            if query.text:
                matching = set(finder.among({each for ids in held.values() for each in ids}))
                rows = [row for row in rows if not matching.isdisjoint(held[row["id"]])]
            yield from _alerts(connection, rows[:limit], held, now_ms)
            limit -= len(rows)


def quotes(path: Path, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """Quotes of the items that match; a name that only another carrier of the words gives is inferred."""
    with reading(path) as connection:
        for ids in _pages(_finder(connection, query, now_ms), _ALL):
            rows = quote_rows(connection, ids)[:limit]
            yield from rows
            limit -= len(rows)
            if limit <= 0:
                return


def ledger(path: Path, name: str, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """What the speakers of a name said, newest first, as far as the first item that has it matches."""
    with reading(path) as connection:
        said = [
            row for speaker_id in ledgers.find(connection, name) for row in ledgers.ledger(connection, speaker_id, _ALL)
        ]
        matching = _finder(connection, query, now_ms).among({row.item_id for row in said})
        found = f"SELECT id, link FROM item WHERE id {_THESE}"
        links = {row["id"]: row["link"] for row in _rows(connection, found, matching)}
        newest = sorted((row for row in said if row.item_id in links), key=lambda row: (-row.said_ms, -row.quote_id))
        yield from [jsonrows.statement(row, links[row.item_id]) for row in newest[:limit]]


def speaker_names(path: Path) -> list[str]:
    """Everybody whom the desk knows or has heard, each by one name, in the order of the alphabet."""
    with reading(path) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM speaker WHERE same_as IS NULL ORDER BY norm")]


def stories(path: Path, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """Stories with an item that matches, the one that grew last first, each with who claims, doubts and denies by side."""
    with reading(path) as connection:
        for ids in _story_pages(connection, _finder(connection, query, now_ms), is_whole=not query.text):
            members = _grouped(connection, _MEMBERS, ids[:limit])
            for row in _rows(connection, _STORY, ids[:limit]):
                yield jsonrows.story(
                    row,
                    members[row["id"]],
                    claims.writers(connection, row["id"]),
                    claims.resting_on(connection, row["id"]),
                    claims.claims(connection, row["id"]),
                )
            limit -= len(ids)
            if limit <= 0:
                return


def corrected(path: Path, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """Items on which an operator has ruled, as rows to measure a classifier by; a copy only where its original has none."""
    with reading(path) as connection:
        ruled = [row[0] for row in connection.execute(_RULED).fetchall()]
        ids = _finder(connection, query, now_ms).among(ruled)[:limit]
        verdicts, speaking = tags.verdicts(connection, ids), _grouped(connection, _SPEAKING, ids)
        rows = _rows(connection, _CORRECTED, ids)
        yield from [jsonrows.ruling(row, speaking.get(row["id"], ()), verdicts[row["id"]]) for row in rows]


def item_rows(connection: Connection, ids: Collection[int]) -> list[Json]:
    """Items by number, newest first."""
    rows, speaking = _rows(connection, _ITEMS, ids), _grouped(connection, _SPEAKING, ids)
    return [jsonrows.item(row, speaking.get(row["id"], ())) for row in rows]


def quote_rows(connection: Connection, item_ids: Collection[int]) -> list[Json]:
    """The quotes of items, newest first."""
    rows = _rows(connection, _QUOTES, item_ids)
    whose = primaries.known(connection, {row["whose"] for row in rows if row["whose"]})
    return [jsonrows.quote(row, whose.get(row["whose"], NOBODY)) for row in rows]


def alert_rows(connection: Connection, ids: Collection[int], now_ms: int) -> list[Json]:
    """Alerts by number, each with the ids of its evidence, newest first."""
    rows = _rows(connection, f"{_ALERT} WHERE id {_THESE} ORDER BY id DESC", ids)
    return _alerts(connection, rows, _evidence(connection, rows), now_ms)


def _alerts(connection: Connection, rows: Sequence[Row], held: Mapping[int, Sequence[int]], now_ms: int) -> list[Json]:
    """Alerts with their evidence, its newest last, and why those that are new ring for nobody."""
    muted = mutes.reasons(connection, rows, now_ms, Remembered())
    return [jsonrows.alert(row, held[row["id"]], muted.get(row["id"])) for row in rows]


def _evidence(connection: Connection, alerts: Sequence[Row]) -> dict[int, list[int]]:
    evidence = _grouped(connection, _EVIDENCE, [row["id"] for row in alerts])
    return {row["id"]: [each["item_id"] for each in evidence.get(row["id"], ())] for row in alerts}


def _finder(connection: Connection, query: Query, now_ms: int) -> Finder:
    return Finder(connection, query, now_ms, copies=True)


def _pages(finder: Finder, limit: int) -> Iterator["array[int]"]:
    """The items that match, newest first, by the page."""
    below = _ALL
    while limit > 0 and (ids := finder.newest(min(limit, _PAGE), below)):
        yield ids
        below, limit = ids[-1], limit - len(ids)


def _story_pages(connection: Connection, finder: Finder, *, is_whole: bool) -> Iterator[list[int]]:
    """The stories that match, the one that grew last first, by the page."""
    few = None if is_whole else finder.newest(_FEW)
    if few is not None and len(few) < _FEW:
        ids = [row["id"] for row in _rows(connection, _STORIES_OF, few)]
        yield from (ids[at : at + _PAGE] for at in range(0, len(ids), _PAGE))
        return
    place = _END
    while rows := connection.execute(_STORIES, (*place, _PAGE)).fetchall():
        place = rows[-1]["last_seen_ms"], rows[-1]["id"]
        ids = [row["id"] for row in rows]
        if not is_whole:
            members = _rows(connection, _MEMBERS, ids)
            matching = set(finder.among([member["id"] for member in members]))
            having = {member["story_id"] for member in members if member["id"] in matching}
            ids = [each for each in ids if each in having]
        yield ids


def _sources(connection: Connection, finder: Finder) -> set[int]:
    """The sources of all items that match."""
    found: set[int] = set()
    for ids in _pages(finder, _ALL):
        found |= {row[0] for row in _rows(connection, f"SELECT DISTINCT source_id FROM item WHERE id {_THESE}", ids)}
    return found


def _rows(connection: Connection, sql: str, ids: Collection[int]) -> list[Row]:
    rows: list[Row] = connection.execute(sql, (json.dumps(list(ids)),)).fetchall()
    return rows


def _grouped(connection: Connection, sql: str, ids: Collection[int]) -> dict[int, list[Row]]:
    """Rows by their first column, in whose order they come."""
    return {key: list(rows) for key, rows in groupby(_rows(connection, sql, ids), key=itemgetter(0))}
