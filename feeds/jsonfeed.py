"""JSON Feed 1.0 and 1.1 to raw entries; every value may be of any type, so each is checked."""

import json
from typing import cast

from feeds.raw import MAX_ENTRIES, NO_TEXT, RawEntry, RawFeed, RawText

_VERSION = "https://jsonfeed.org/version/"


def read_json(text: str) -> RawFeed:
    """Return the feed in a JSON text; one with an empty format when it is none."""
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError):
        return RawFeed(problems=["not a feed: broken JSON"])
    feed = _object(document)
    version = _string(feed, "version")
    items = feed.get("items")
    if _VERSION.removeprefix("https") not in version or not isinstance(items, list):
        return RawFeed(problems=["not a feed: a JSON document"])
    problems = [f"more than {MAX_ENTRIES} entries: the rest was left"] if len(items) > MAX_ENTRIES else []
    entries = [_entry(_object(item)) for item in items[:MAX_ENTRIES]]
    return RawFeed(
        format=f"json feed {version.rpartition('/')[2][:10] or '1'}",
        title=RawText(_string(feed, "title"), "plain"),
        language=_string(feed, "language"),
        entries=entries,
        problems=problems,
        rung="json",
    )


def _entry(item: dict[str, object]) -> RawEntry:
    content = RawText(_string(item, "content_html")) if item.get("content_html") else NO_TEXT
    if not content.value and item.get("content_text"):
        content = RawText(_string(item, "content_text"), "plain")
    return RawEntry(
        guid=_string(item, "id"),
        link=_string(item, "url") or _string(item, "external_url"),
        title=RawText(_string(item, "title"), "plain"),
        summary=RawText(_string(item, "summary"), "plain"),
        text=content,
        author=_author(item),
        published=_string(item, "date_published") or _string(item, "date_modified"),
    )


def _author(item: dict[str, object]) -> str:
    """Return the first author: version 1.1 has a list, 1.0 one object."""
    authors = item.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else item.get("author")
    return _string(_object(first), "name")


def _object(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _string(fields: dict[str, object], name: str) -> str:
    """Return a string; numbers stand as their digits (JSON Feed 1.1 asks it of ids), all else as nothing."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
