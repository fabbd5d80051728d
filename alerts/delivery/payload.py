"""What receivers are sent: payload v1, plain JSON of bounded size in a fixed order of keys. docs/alerts.md describes it.

Its text is of feeds and of operators: it holds no control characters, and is cut where it is long.
"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from storage.alerting import parcels
from storage.alerting.outbox import Told
from storage.alerting.parcels import Contents, Evidence
from storage.file.sqlite import Connection
from storage.severity import SEVERITIES

VERSION = 1
MOST_EVIDENCE = 10
MOST_PARTS = 5
"""Matched words, and quotes, of one item."""
MOST_NAMES = 50
GRAVEST = 3
"""So many notices a digest names."""
_LINE, _TEXT, _LINK = 300, 500, 2_000

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def of(connection: Connection, alert_id: int, notice_id: int) -> str:
    """What a notice of an alert is told with, as the alert stands now."""
    return _encode(_told(parcels.of(connection, alert_id, notice_id, MOST_EVIDENCE, MOST_PARTS)))


def digest(told: Sequence[Told], now_ms: int) -> str:
    """What one delivery tells of several notices, the gravest of them first."""
    by_rule = sorted(Counter(each.rule for each in told).items(), key=lambda pair: (-pair[1], pair[0]))
    counted = ", ".join(f"{rule} {count}" for rule, count in by_rule[:MOST_NAMES])
    return _encode({
        "v": VERSION,
        "notification_reason": "digest",
        "severity": _severity(max((each.severity for each in told), default=0)),
        "said": f"{len(told)} more notices than the channel takes at once: {clean(counted, _TEXT)}",
        "at": _moment(now_ms),
        "notices": len(told),
        "rules": {clean(rule, _LINE): count for rule, count in by_rule[:MOST_NAMES]},
        "gravest": [
            {
                "notice": each.notice_id,
                "severity": _severity(each.severity),
                "rule": clean(each.rule, _LINE),
                "title": clean(each.title, _LINE),
                "said": clean(each.said, _TEXT),
            }
            for each in told[:GRAVEST]
        ],
    })  # fmt: skip


def emergency(cause: str, said: str, now_ms: int) -> str:
    """What is told when nothing can be stored: no alert, only what is wrong."""
    return _encode({
        "v": VERSION,
        "notification_reason": "emergency",
        "severity": _severity(len(SEVERITIES) - 1),
        "said": clean(said, _TEXT),
        "at": _moment(now_ms),
        "cause": cause,
    })  # fmt: skip


def sample(operator: str, now_ms: int) -> str:
    """What somebody sends to try out a channel."""
    return _encode(
        {
            "v": VERSION,
            "notification_reason": "test",
            "severity": _severity(0),
            "said": clean(f"a test by {operator}: nothing has happened", _TEXT),
            "at": _moment(now_ms),
        }
    )


def named(delivery: str, payload: str) -> str:
    """The payload as it is sent: under the delivery's name, by which a receiver tells repeats."""
    return f'{{"delivery":{_encode(delivery)},{payload[1:]}'


def clean(text: str, most: int) -> str:
    """One line of visible characters, cut where it is longer."""
    line = " ".join("".join(c if c.isprintable() else " " * c.isspace() for c in text[: 4 * most]).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _told(contents: Contents) -> dict[str, Any]:
    alert, notice = contents.alert, contents.notice
    return {
        "v": VERSION,
        "notification_reason": notice["reason"],
        "severity": _severity(notice["severity"]),
        "said": clean(notice["said"], _TEXT),
        "at": _moment(notice["at_ms"]),
        "alert": {
            "id": alert["id"],
            "seq": notice["seq"],
            "rule": clean(alert["rule"], _LINE),
            "rule_rev": alert["rule_rev"],
            "severity": _severity(alert["severity"]),
            "state": alert["state"],
            "reason": clean(alert["reason"], _LINE),
            "title": clean(alert["title"], _LINE),
            "owner": clean(alert["owner"], _LINE),
            "first": _moment(alert["raised_ms"]),
            "last": _moment(alert["updated_ms"]),
            "story": alert["story_id"],
            "source": clean(alert["source"] or "", _LINE),
        },
        "counts": {
            "items": contents.items,
            "families": contents.families,
            "origins": alert["origins"],
            "primaries": alert["primaries"],
            "sides": alert["sides"],
        },
        "primaries": [clean(name, _LINE) for name in contents.primaries[:MOST_NAMES]],
        "sides": [clean(name, _LINE) for name in contents.sides[:MOST_NAMES]],
        "evidence": [_evidence(each) for each in contents.evidence],
    }


def _evidence(item: Evidence) -> dict[str, Any]:
    return {
        "item": item.item_id,
        "title": clean(item.title, _LINE),
        "link": _link(item.link),
        "source": clean(item.source, _LINE),
        "family": clean(item.family, _LINE),
        "origin": clean(item.origin, _LINE),
        "grade": item.grade,
        "published": None if item.published_ms is None else _moment(item.published_ms),
        "first_seen": _moment(item.first_seen_ms),
        "revision": item.revision,
        "part": item.part,
        "flag": item.flag,
        "matched": [
            {"label": each.label, "stance": each.stance, "in": each.field, "words": clean(each.words, _LINE)}
            for each in item.matched
        ],
        "quotes": [
            {
                "text": clean(each.text, _TEXT),
                "kind": each.kind,
                "speaker": clean(each.speaker, _LINE),
                "role": clean(each.role, _LINE),
                "side": clean(each.side, _LINE),
            }
            for each in item.quotes
        ],
    }


def _link(link: str) -> str:
    """A link that is cut leads elsewhere, and one with a blank or a control in it is none."""
    return link if len(link) <= _LINK and link.isprintable() and " " not in link else ""


def _severity(rank: int) -> str:
    return SEVERITIES[rank] if 0 <= rank < len(SEVERITIES) else str(rank)


def _moment(ms: int) -> str:
    """RFC 3339, in UTC; a year that no calendar has is the last of all."""
    try:
        return datetime.fromtimestamp(ms / 1_000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return "9999-12-31T23:59:59.999Z"
