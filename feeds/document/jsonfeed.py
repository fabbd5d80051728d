"""JSON Feed 1.0 and 1.1 to raw entries; every value may be of any type, so each is checked."""

import json
import re
from dataclasses import replace
from typing import cast

from feeds.document.raw import MAX_ENTRIES, NO_TEXT, RawEntry, RawFeed, RawText

_VERSION = "://jsonfeed.org/version/"
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_ITEM = re.compile(r"[\s,]*\{")


def read_json(text: str) -> RawFeed:
    """Return the feed in a JSON text; one with an empty format when it is none."""
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError):
        return _cut_short(text)
    return _read(_object(document))


def _read(feed: dict[str, object]) -> RawFeed:
    version = _string(feed, "version")
    items = feed.get("items")
    if _VERSION not in version or not isinstance(items, list):
        return RawFeed(problems=["not a feed: a JSON document"])
    problems = [f"more than {MAX_ENTRIES} entries: the rest was left"] if len(items) > MAX_ENTRIES else []
    if feed.get("expired") is True:
        problems.append("the feed says that it has ended")
    return RawFeed(
        format=f"json feed {version.rpartition('/')[2][:10] or '1'}",
        title=RawText(_string(feed, "title"), "plain"),
        language=_string(feed, "language"),
        home=_string(feed, "home_page_url"),
        older_url=_string(feed, "next_url"),
        entries=[_entry(_object(item)) for item in items[:MAX_ENTRIES]],
        problems=problems,
        rung="json",
    )


def _cut_short(text: str) -> RawFeed:
    """Return what a document that stops in the middle says before its items, and the items that are complete."""
    found = _ITEMS.search(text)
    try:
        head = _object(json.loads(text[: found.start()].rstrip(", \r\n\t") + "}")) if found else {}
    except (ValueError, RecursionError):
        head = {}
    if not found or _VERSION not in _string(head, "version"):
        return RawFeed(problems=["not a feed: broken JSON"])
    items: list[object] = []
    position, decoder = found.end(), json.JSONDecoder()
    while len(items) <= MAX_ENTRIES and (start := _ITEM.match(text, position)):
        try:
            item, position = decoder.raw_decode(text, start.end() - 1)
        except (ValueError, RecursionError):
            break
        items.append(item)
    feed = _read({**head, "items": items})
    return replace(feed, problems=["document cut short", *feed.problems], whole=False)


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
