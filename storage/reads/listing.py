"""Rows for scripts: what `feint items --json` and its sisters print, newest first. Field names are a contract."""

import datetime
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from storage.file.readonly import reading
from storage.file.sqlite import Connection, Row
from storage.items import tags
from storage.items.verdicts import Verdict
from storage.query import Query
from storage.reads import itemrows
from storage.rows import ClaimRow
from storage.severity import SEVERITIES
from storage.voices import claims, primaries
from storage.voices import ledger as ledgers
from storage.voices.primaries import NOBODY

Json = dict[str, object]
_PAGE = 1_000
_ALL = 1 << 62
_QUOTES = """
SELECT quote.*, coalesce(utterance.speaker_id, quote.speaker_id) AS whose, who.name, who.org,
    utterance.speaker_id IS NOT NULL AND utterance.speaker_id IS NOT coalesce(own.same_as, own.id) AS inferred,
    (SELECT count(DISTINCT item_id) FROM quote AS other WHERE other.current = 1
     AND other.utterance_id = quote.utterance_id) AS carriers,
    item.link, item.first_seen_ms, source.name AS source_name
FROM quote JOIN item ON item.id = quote.item_id JOIN source ON source.id = item.source_id
LEFT JOIN utterance ON utterance.id = utterance_id LEFT JOIN speaker AS own ON own.id = quote.speaker_id
LEFT JOIN speaker AS who ON who.id = coalesce(utterance.speaker_id, own.same_as, own.id)
"""


def iso(ms: int | None) -> str | None:
    """UTC epoch milliseconds as ISO 8601, or None."""
    if ms is None:
        return None
    moment = datetime.datetime.fromtimestamp(ms / 1000, datetime.UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def items(path: Path, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """Items that match, copies included."""
    with reading(path) as connection:
        before, left = 1 << 62, limit
        while left > 0:
            rows = connection.execute(
                f"SELECT item.*, source.name AS source_name, story.disputed FROM item"
                f" JOIN source ON source.id = item.source_id JOIN story ON story.id = item.story_id"
                f" WHERE item.id < ? AND ({query.sql}) ORDER BY item.id DESC LIMIT ?",
                [before, *query.bound(now_ms), min(left, _PAGE)],
            ).fetchall()
            yield from (_item(connection, row) for row in rows)
            if len(rows) < min(left, _PAGE):
                return
            before, left = rows[-1]["id"], left - len(rows)


def sources(path: Path, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """Active sources, oldest first; with a query, those that have an item it finds."""
    narrowed = f" AND id IN (SELECT item.source_id FROM item WHERE {query.sql})" if query.text else ""
    with reading(path) as connection:
        rows = connection.execute(
            f"SELECT * FROM source WHERE active = 1{narrowed} ORDER BY id LIMIT ?", [*query.bound(now_ms), limit]
        )
        for row in rows.fetchall():
            yield {
                "url": row["url"], "name": row["name"], "title": row["title"], "family": row["family"], "kind": row["kind"],
                "grade": row["grade"], "language": row["language"], "side": row["side"], "state": row["state"],
                "reason": row["reason"], "failures": row["failures"], "next_attempt": iso(row["next_attempt_ms"]),
                "items": row["items"], "last_ok": iso(row["last_ok_ms"]), "since": iso(row["since_ms"] or None),
                "waits_for": row["waits_for"], "gap_from": iso(row["gap_from_ms"]), "gap_to": iso(row["gap_to_ms"]),
                "moved_url": row["moved_url"], "newest": iso(row["newest_ms"]),
            }  # fmt: skip


def alerts(path: Path, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """Alerts with the ids of their evidence; with a query, those that rest on an item it finds."""
    found = f"SELECT alert_id FROM alert_evidence JOIN item ON item.id = item_id WHERE {query.sql}"
    narrowed = f" WHERE id IN ({found})" if query.text else ""
    with reading(path) as connection:
        rows = connection.execute(
            f"SELECT * FROM alert{narrowed} ORDER BY updated_ms DESC, id DESC LIMIT ?", [*query.bound(now_ms), limit]
        )
        for row in rows.fetchall():
            evidence = connection.execute(
                "SELECT item_id FROM alert_evidence WHERE alert_id = ? ORDER BY 1", (row["id"],)
            )
            yield {
                "id": row["id"], "rule": row["rule"], "severity": SEVERITIES[row["severity"]], "state": row["state"],
                "title": row["title"], "raised": iso(row["raised_ms"]), "updated": iso(row["updated_ms"]), "owner": row["owner"],
                "story": row["story_id"], "source": row["source_id"], "items": [found[0] for found in evidence.fetchall()],
            }  # fmt: skip


def quotes(path: Path, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """Quotes of the items that match; a name that only another carrier of the words gives is inferred."""
    with reading(path) as connection:
        rows = connection.execute(
            f"{_QUOTES} WHERE quote.current = 1 AND ({query.sql}) ORDER BY quote.id DESC LIMIT ?",
            [*query.bound(now_ms), limit],
        ).fetchall()
        whose = primaries.known(connection, {row["whose"] for row in rows if row["whose"]})
        for row in rows:
            primary = whose.get(row["whose"], NOBODY)
            yield {
                "id": row["id"], "item": row["item_id"], "source": row["source_name"], "speaker": row["name"],
                "speaker_surface": row["surface"] or None, "inferred": bool(row["inferred"]), "who": row["who"] or None,
                "role": row["role"] or None, "org": row["org"] or None, "primary": primary.name or None,
                "side": (primary and primary.side) or None, "known_by": row["known_by"] or None, "type": row["kind"],
                "text": row["text"], "cue": row["cue"], "basis": row["basis"], "confidence": row["confidence"],
                "utterance": row["utterance_id"], "carriers": max(1, row["carriers"]),
                "first_seen": iso(row["first_seen_ms"]), "link": row["link"],
            }  # fmt: skip


def ledger(path: Path, name: str, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """What the speakers of a name said, newest first, as far as the first item that has it matches."""
    with reading(path) as connection:
        said = [
            row for speaker_id in ledgers.find(connection, name) for row in ledgers.ledger(connection, speaker_id, _ALL)
        ]
        links = _links(connection, {row.item_id for row in said}, query, now_ms)
        newest = sorted((row for row in said if row.item_id in links), key=lambda row: (-row.said_ms, -row.quote_id))
        for row in newest[:limit]:
            yield {
                "id": row.quote_id, "item": row.item_id, "source": row.source, "speaker": row.speaker,
                "speaker_surface": row.surface or None, "said": iso(row.said_ms), "type": row.kind, "text": row.text,
                "carriers": row.carriers, "outlets": row.outlets, "tags": _pairs(row.tags), "reverses": row.reverses,
                "reversed": row.reversed_label or None, "link": links[row.item_id],
            }  # fmt: skip


def speaker_names(path: Path) -> list[str]:
    """Everybody whom the desk knows or has heard, each by one name, in the order of the alphabet."""
    with reading(path) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM speaker WHERE same_as IS NULL ORDER BY norm")]


def stories(path: Path, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """Stories with an item that matches, the one that grew last first, each with who claims, doubts and denies by side."""
    with reading(path) as connection:
        rows = connection.execute(
            f"SELECT story.*, first.title FROM story JOIN item AS first ON first.id = story.first_item_id"
            f" WHERE story.id IN (SELECT item.story_id FROM item WHERE {query.sql})"
            f" ORDER BY story.last_seen_ms DESC, story.id DESC LIMIT ?",
            [*query.bound(now_ms), limit],
        )
        for row in rows.fetchall():
            members = connection.execute(
                "SELECT id, relation FROM item WHERE story_id = ? ORDER BY id", (row["id"],)
            ).fetchall()
            yield {
                "id": row["id"], "title": row["title"], "first_seen": iso(row["first_seen_ms"]),
                "last_seen": iso(row["last_seen_ms"]), "origins": row["origins"], "unknown_origins": row["unknown_origins"],
                "primaries": row["primaries"], **_voices(connection, row["id"]), "items": [member["id"] for member in members],
                "copies": sum(member["relation"] == "copy" for member in members),
            }  # fmt: skip


def corrected(path: Path, query: Query, limit: int, now_ms: int) -> Iterator[Json]:
    """Items on which an operator has ruled, as rows to measure a classifier by; a copy only where its original has none."""
    with reading(path) as connection:
        rows = connection.execute(
            f"SELECT item.id, item.title, summary, text, story_id, language, source.name AS source_name FROM item"
            f" JOIN source ON source.id = item.source_id WHERE item.id IN (SELECT item_id FROM verdict)"
            f" AND (copy_of IS NULL OR copy_of NOT IN (SELECT item_id FROM verdict)) AND ({query.sql})"
            f" ORDER BY item.id DESC LIMIT ?",
            [*query.bound(now_ms), limit],
        )
        for row in rows.fetchall():
            item_id = row["id"]
            yield _eval_row(row, _speaking(connection, item_id), tags.verdicts(connection, [item_id])[item_id])


def _item(connection: Connection, row: Row) -> Json:
    return {
        "id": row["id"], "source": row["source_name"], "title": row["title"], "link": row["link"],
        "published": iso(row["published_ms"]), "first_seen": iso(row["first_seen_ms"]),
        "tags": [
            {"tag": tag["label"], "stance": tag["stance"], "field": tag["field"], "start": tag["start"], "end": tag["end"],
             "rule": tag["rule"], "cue": tag["cue"], "score": tag["score"], "by": tag["by"], "holder": tag["holder"]}
            for tag in _speaking(connection, row["id"])
        ],
        "disputed": _pairs(itemrows.pairs(row["disputed"])), "origin": row["origin"] or None, "origin_basis": row["origin_basis"],
        "story": row["story_id"], "revisions": row["revision"], "state": row["state"],
        "severity": SEVERITIES[row["severity"]], "copy_of": row["copy_of"], "summary": row["summary"],
    }  # fmt: skip


def _speaking(connection: Connection, item_id: int) -> list[Row]:
    """The tags that speak for an item, in the order of the words."""
    return connection.execute(
        "SELECT tag.*, who.name AS holder FROM tag LEFT JOIN speaker ON speaker.id = speaker_id"
        " LEFT JOIN speaker AS who ON who.id = coalesce(speaker.same_as, speaker.id)"
        " WHERE item_id = ? AND current = 1 ORDER BY tag.id",
        (item_id,),
    ).fetchall()


def _pairs(tags: Sequence[tuple[str, str]]) -> list[Json]:
    return [{"tag": label, "stance": stance} for label, stance in tags]


def _links(connection: Connection, item_ids: Collection[int], query: Query, now_ms: int) -> dict[int, str]:
    """The addresses of those of these items that match."""
    found = connection.execute(
        f"SELECT item.id, link FROM item WHERE item.id IN (SELECT value FROM json_each(?)) AND ({query.sql})",
        [json.dumps(list(item_ids)), *query.bound(now_ms)],
    )
    return dict(found.fetchall())


def _voices(connection: Connection, story_id: int) -> Json:
    """Who wrote a story, whose word it rests on, and where they stand."""
    rows = claims.claims(connection, story_id)
    return {
        "origin_names": [origin.name for origin in claims.writers(connection, story_id) if origin.name],
        "primary_names": claims.resting_on(connection, story_id),
        "claims": _by_side(row for row in rows if row.stance in ("asserted", "claimed")),
        "doubts": _by_side(row for row in rows if row.stance == "doubted"),
        "denials": _by_side(row for row in rows if row.stance == "denied"),
    }


def _by_side(rows: Iterable[ClaimRow]) -> dict[str, list[Json]]:
    """Side -> who stands there; an empty side: none."""
    sides: dict[str, list[Json]] = {}
    for row in rows:
        said: Json = {
            "primary": row.primary or None, "tag": row.label, "stance": row.stance, "own": row.own,
            "speakers": list(row.speakers), "outlets": list(row.outlets), "item": row.item_id, "said": iso(row.said_ms),
        }  # fmt: skip
        sides.setdefault(row.side, []).append(said)
    return sides


def _eval_row(row: Row, said: Sequence[Row], verdicts: Sequence[Verdict]) -> Json:
    """An item as the classifier reads it, its headline the first line, with what holds of it and what the classifier said."""
    body = "text" if row["text"] else "summary"
    starts = {"title": 0, body: len(row["title"]) + 1}
    text = f"{row['title']}\n{row[body]}".rstrip("\n")
    surest = sorted(said, key=lambda tag: (tag["by"] == "", -tag["score"]))
    stance = {tag["label"]: tag["stance"] for tag in reversed(surest)}
    last = verdicts[-1]
    return {
        "id": hashlib.blake2b(text.encode(), digest_size=8).hexdigest(), "text": text, "source": row["source_name"],
        "lang": row["language"], "labels": sorted(stance) or ["none"], "stance": stance,
        "tags": [
            {"tag": tag["label"], "stance": tag["stance"], "start": starts[tag["field"]] + tag["start"],
             "end": starts[tag["field"]] + tag["end"]} for tag in said if tag["end"] and tag["field"] in starts
        ],
        "gold": "operator", "how": "operator", "group": f"story-{row['story_id']}", "by": last.operator, "at": iso(last.at_ms),
        "was": {verdict.label: list(verdict.overruled) for verdict in verdicts},
    }  # fmt: skip
