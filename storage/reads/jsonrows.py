"""What scripts get of an item, a quote, an alert, a story: field names are a contract, times are ISO 8601 in UTC."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence

from storage.file.sqlite import Row
from storage.items.faring import standing
from storage.items.verdicts import Verdict
from storage.reads import itemrows
from storage.rows import ClaimRow, LedgerRow, OriginRow
from storage.severity import SEVERITIES
from storage.voices.primaries import Primary

Json = dict[str, object]


def iso(ms: int | None) -> str | None:
    """UTC epoch milliseconds as ISO 8601, or None."""
    if ms is None:
        return None
    moment = datetime.datetime.fromtimestamp(ms / 1000, datetime.UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def item(row: Row, speaking: Sequence[Row]) -> Json:
    """An item with the tags that speak for it."""
    return {
        "id": row["id"], "source": row["source_name"], "title": row["title"], "link": row["link"],
        "published": iso(row["published_ms"]), "first_seen": iso(row["first_seen_ms"]),
        "tags": [
            {"tag": tag["label"], "stance": tag["stance"], "field": tag["field"], "start": tag["start"], "end": tag["end"],
             "rule": tag["rule"], "cue": tag["cue"], "score": tag["score"], "by": tag["by"], "holder": tag["holder"]}
            for tag in speaking
        ],
        "disputed": _pairs(itemrows.pairs(row["disputed"])), "origin": row["origin"] or None, "origin_basis": row["origin_basis"],
        "story": row["story_id"], "revisions": row["revision"], "state": row["state"],
        "severity": SEVERITIES[row["severity"]], "copy_of": row["copy_of"], "summary": row["summary"],
    }  # fmt: skip


def source(row: Row) -> Json:
    """A source and how it fares."""
    state, reason, since_ms = standing(row)
    if row["paused"]:
        reason = f"{reason} since {iso(since_ms)}"
    return {
        "url": row["url"], "name": row["name"], "title": row["title"], "family": row["family"], "kind": row["kind"],
        "grade": row["grade"], "language": row["language"], "side": row["side"], "state": state,
        "reason": reason, "failures": row["failures"], "next_attempt": None if row["paused"] else iso(row["next_attempt_ms"]),
        "items": row["items"], "last_ok": iso(row["last_ok_ms"]), "since": iso(since_ms or None),
        "waits_for": "" if row["paused"] else row["waits_for"],
        "gap_from": iso(row["gap_from_ms"]), "gap_to": iso(row["gap_to_ms"]),
        "moved_url": row["moved_url"], "newest": iso(row["newest_ms"]),
        "paused_by": row["paused_by"] or None, "graded_by": row["graded_by"] or None, "config_grade": row["config_grade"],
    }  # fmt: skip


def alert(row: Row, item_ids: Sequence[int], muted: str | None) -> Json:
    """An alert with its evidence, why it rang last, and why it rings for nobody now."""
    return {
        "id": row["id"], "rule": row["rule"], "severity": SEVERITIES[row["severity"]], "state": row["state"],
        "title": row["title"], "raised": iso(row["raised_ms"]), "updated": iso(row["updated_ms"]), "owner": row["owner"],
        "story": row["story_id"], "source": row["source_id"], "items": list(item_ids),
        "muted": muted, "rule_rev": row["rule_rev"] or None, "since": iso(row["state_ms"]), "reason": row["reason"] or None,
        "snoozed_until": iso(row["snoozed_until_ms"]), "noticed": iso(row["noticed_ms"]), "why": row["why"],
        "counts": {"items": len(item_ids), "origins": row["origins"], "primaries": row["primaries"], "sides": row["sides"]},
    }  # fmt: skip


def quote(row: Row, primary: Primary) -> Json:
    """A quote, who said it and whose word it is."""
    return {
        "id": row["id"], "item": row["item_id"], "source": row["source_name"], "speaker": row["name"],
        "speaker_surface": row["surface"] or None, "inferred": bool(row["inferred"]), "who": row["who"] or None,
        "role": row["role"] or None, "org": row["org"] or None, "primary": primary.name or None,
        "side": primary.side or None, "known_by": row["known_by"] or None, "type": row["kind"],
        "text": row["text"], "cue": row["cue"], "basis": row["basis"], "confidence": row["confidence"],
        "utterance": row["utterance_id"], "carriers": max(1, row["carriers"]),
        "first_seen": iso(row["first_seen_ms"]), "link": row["link"],
    }  # fmt: skip


def statement(row: LedgerRow, link: str) -> Json:
    """One thing that somebody said, by the first item that has it."""
    return {
        "id": row.quote_id, "item": row.item_id, "source": row.source, "speaker": row.speaker,
        "speaker_surface": row.surface or None, "said": iso(row.said_ms), "type": row.kind, "text": row.text,
        "carriers": row.carriers, "outlets": row.outlets, "tags": _pairs(row.tags), "reverses": row.reverses,
        "reversed": row.reversed_label or None, "link": link,
    }  # fmt: skip


def story(
    row: Row,
    members: Sequence[Row],
    origins: Iterable[OriginRow],
    primaries: Sequence[str],
    claims: Sequence[ClaimRow],
) -> Json:
    """A story, who wrote it, whose word it rests on, and where they stand."""
    return {
        "id": row["id"], "title": row["title"], "first_seen": iso(row["first_seen_ms"]), "last_seen": iso(row["last_seen_ms"]),
        "origins": row["origins"], "unknown_origins": row["unknown_origins"], "primaries": row["primaries"],
        "origin_names": [origin.name for origin in origins if origin.name], "primary_names": primaries,
        "claims": _by_side(claim for claim in claims if claim.stance in ("asserted", "claimed")),
        "doubts": _by_side(claim for claim in claims if claim.stance == "doubted"),
        "denials": _by_side(claim for claim in claims if claim.stance == "denied"),
        "items": [member["id"] for member in members], "copies": sum(member["relation"] == "copy" for member in members),
    }  # fmt: skip


def ruling(row: Row, said: Sequence[Row], verdicts: Sequence[Verdict]) -> Json:
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


def _pairs(tags: Sequence[tuple[str, str]]) -> list[Json]:
    return [{"tag": label, "stance": stance} for label, stance in tags]


def _by_side(rows: Iterable[ClaimRow]) -> dict[str, list[Json]]:
    """Side -> who stands there; an empty side: none."""
    sides: dict[str, list[Json]] = {}
    for row in rows:
        said: Json = {
            "primary": row.primary or None, "tag": row.label, "stance": row.stance, "own": row.own,
            "speakers": list(row.speakers), "outlets": list(row.outlets), "item": row.item_id, "said": iso(row.said_ms),
            "operator": row.operator or None,
        }  # fmt: skip
        sides.setdefault(row.side, []).append(said)
    return sides
