"""The forgiving last rung: feedparser, for documents that even mended are no XML. Slow, so it comes last."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import cast

from feeds.document.raw import MAX_ENTRIES, RawEntry, RawFeed, RawText
from feeds.document.wishes import RawWishes

MAX_CHARS = 1_000_000
_PERSON = re.compile(
    r"<(/?)(?:[\w.-]{1,40}:)?(?:author|creator|contributor|publisher|owner|managingEditor|webMaster)\b", re.I
)
"""Names are given up here: feedparser looks for addresses in them in quadratic time (a 32 kB author costs 3.4 s)."""
_FORMATS = {"rss20": "rss 2.0", "rss10": "rss 1.0", "rss090": "rss 1.0", "rss": "rss 2.0", "atom": "atom 1.0"}
_FORMATS |= {"atom10": "atom 1.0", "atom03": "atom 0.3"}


def read_anything(text: str) -> RawFeed:
    """Return what feedparser makes of a document; one with an empty format when that is nothing."""
    import feedparser  # 80 ms that a well-formed feed need not pay

    text = _PERSON.sub(r"<\1person", text[:MAX_CHARS])
    found = feedparser.parse(
        BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    version = str(found.get("version") or "")
    entries = [_entry(entry) for entry in found.entries[:MAX_ENTRIES]]
    if not version and not entries:
        return RawFeed(problems=["not a feed: unreadable markup"])
    head = cast("Mapping[str, object]", found.feed)
    return RawFeed(
        format=_FORMATS.get(version, f"rss {version[3]}.{version[4:]}" if version[3:].isdigit() else "rss 2.0"),
        title=RawText(_text(head, "title")),
        language=_text(head, "language"),
        home=_text(head, "link"),
        wishes=RawWishes(_text(head, "ttl"), _text(head, "sy_updateperiod"), _text(head, "sy_updatefrequency")),
        entries=entries,
        problems=["malformed XML, read by guessing"],
        rung="feedparser",
    )


def _entry(entry: Mapping[str, object]) -> RawEntry:
    contents = entry.get("content")
    content = cast("Mapping[str, object]", contents[0]) if isinstance(contents, list) and contents else {}
    source = entry.get("source")
    dates = [date for name in ("published", "updated", "created") if (date := _text(entry, name))] or [""]
    return RawEntry(
        guid=_text(entry, "id"),
        link=_text(entry, "link"),
        title=RawText(_text(entry, "title")),
        summary=RawText(_text(entry, "summary")),
        text=RawText(_text(content, "value")),
        credit=_text(cast("Mapping[str, object]", source), "title") if isinstance(source, Mapping) else "",
        published=dates[0],
        other_dates=tuple(dates[1:]),
    )


def _text(fields: Mapping[str, object], name: str) -> str:
    """Return a text that is there: `get` alone would take `published` for `updated`, with a warning."""
    value = fields.get(name) if name in fields else None
    return value.strip() if isinstance(value, str) else ""
