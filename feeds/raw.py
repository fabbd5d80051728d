"""What the format readers hand to `read`: fields as served, nothing cleaned, nothing trusted."""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal

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
    base: str = ""
    """The URL that relative links in this entry start from, itself perhaps relative; empty is the document's own."""
    title: RawText = NO_TEXT
    summary: RawText = NO_TEXT
    text: RawText = NO_TEXT
    author: str = ""
    credit: str = ""
    published: str = ""

    def fingerprint(self) -> bytes:
        """Return 12 bytes over every field."""
        fields = (
            self.guid,
            self.link,
            self.base,
            self.title.value,
            self.summary.value,
            self.text.value,
            self.author,
            self.credit,
            self.published,
        )
        return blake2b("\0".join(fields).encode("utf-8", "surrogatepass"), digest_size=12).digest()


@dataclass(frozen=True, slots=True)
class RawFeed:
    """One document as served; `format` is empty when it is no feed."""

    format: str = ""
    title: RawText = NO_TEXT
    language: str = ""
    ttl_minutes: str = ""
    entries: list[RawEntry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    rung: str = ""
    whole: bool = True
