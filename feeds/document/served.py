"""A feed file as it was served, for a person to look at: every entry, clean, but untitled and relative where it is so."""

import re
from dataclasses import dataclass

from feeds.document.dates import first_moment
from feeds.document.decode import decode
from feeds.document.parse import parse
from feeds.document.plain import clean_line
from feeds.document.raw import RawEntry, RawFeed
from feeds.document.text import LINK_CHARS, base_of, body_of, clean_link, title_of

GUID_CHARS, SHOWN_CHARS = 1_000, 4_000

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class ServedEntry:
    """One entry of a file. Its link is relative when the file does not say where it came from."""

    id: str
    title: str
    link: str
    published_ms: int | None
    summary: str
    """The head of it, or of the text when there is none."""


@dataclass(frozen=True, slots=True)
class ServedFeed:
    """One file; `format` is empty when it is no feed, and a problem says what it is."""

    format: str
    title: str
    entries: tuple[ServedEntry, ...]
    problems: tuple[str, ...]


def served(body: bytes) -> ServedFeed:
    """Return what is in a feed file. Never raises."""
    try:
        raw = parse(decode(body))
    except Exception as problem:  # the last rung is another's code and may raise anything
        raw = RawFeed(problems=[f"not a feed: unreadable ({type(problem).__name__})"])
    return ServedFeed(
        format=clean_line(raw.format, 40),
        title=title_of(raw.title),
        entries=tuple(_entry(entry) for entry in raw.entries),
        problems=tuple(clean_line(problem, 200) for problem in raw.problems),
    )


def _entry(raw: RawEntry) -> ServedEntry:
    moment = first_moment((raw.published, *raw.other_dates))
    link = _link(raw)
    return ServedEntry(
        id=clean_line(raw.guid, GUID_CHARS) or link,
        title=title_of(raw.title),
        link=link,
        published_ms=moment.ms if moment else None,
        summary=body_of(raw.summary, SHOWN_CHARS) or body_of(raw.text, SHOWN_CHARS),
    )


def _link(raw: RawEntry) -> str:
    """Return the link as the file has it, unless it is one that must not be opened."""
    joined = base_of(raw.base, raw.link)
    is_relative = not _SCHEME.match(joined) and not joined.startswith("//")
    return clean_link(joined) or (clean_line(joined, LINK_CHARS) if is_relative else "")
