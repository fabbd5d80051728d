"""What the format readers hand to `read`: fields as served, nothing cleaned, nothing trusted."""

from dataclasses import dataclass, field
from typing import Literal

from feeds.document.wishes import NO_WISHES, RawWishes

MAX_ENTRIES = 5_000

TextKind = Literal["html", "plain"]


@dataclass(frozen=True, slots=True)
class RawText:
    """A text and what it is written in."""

    value: str = ""
    kind: TextKind = "html"


NO_TEXT = RawText()


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry as served."""

    guid: str = ""
    link: str = ""
    page: str = ""
    """What tells the entry from others, where that is not its link: FeedBurner's `origLink`, or its enclosure."""
    base: str = ""
    """The URL that relative links in this entry start from, itself perhaps relative; empty is the document's own."""
    title: RawText = NO_TEXT
    summary: RawText = NO_TEXT
    text: RawText = NO_TEXT
    author: str = ""
    credit: str = ""
    credit_url: str = ""
    """Where the feed is that the entry came from."""
    published: str = ""
    other_dates: tuple[str, ...] = ()
    """To fall back on when the first is none."""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """One document as served; `format` is empty when it is no feed."""

    format: str = ""
    title: RawText = NO_TEXT
    language: str = ""
    home: str = ""
    """The site that the feed belongs to."""
    older_url: str = ""
    """Where the entries before these are."""
    base: str = ""
    """The URL that the two above start from, itself perhaps relative; empty is the document's own."""
    wishes: RawWishes = NO_WISHES
    entries: list[RawEntry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    rung: str = ""
    whole: bool = True
