"""Feeds as readers list them for each other, whatever the file's format."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from feeds.document.plain import clean_line
from feeds.document.text import LINK_CHARS, clean_link

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_CREDENTIALS = re.compile(r"(?<=//)[^/?#\s]*@")
_FORCED = "#force_feed"
"""FreshRSS's mark on an address that answers with another type than a feed's."""


class ListError(ValueError):
    """The file is no list of feeds."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list."""

    url: str
    """http, https, `file:` or `exec:`; the last two and private addresses are for the config to allow."""
    title: str = ""
    category: str = ""
    """The path of its folders, joined by `/`."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What else is known of it, by the names of the config's keys."""
    tags: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """What another reader was told of it and the config has no key for, by that reader's names."""


@dataclass(frozen=True, slots=True)
class SubscriptionList:
    """A list as read; `skipped` has a line for a person on each entry that cannot be a source."""

    feeds: tuple[Subscription, ...]
    skipped: tuple[str, ...]


def address(raw: str) -> tuple[str, str]:
    """Return the address of a source, and an empty string; or an empty string, and why it can be none."""
    raw = raw.strip().removesuffix(_FORCED)
    if raw.startswith("|"):  # as Liferea writes a command
        raw = f"exec:{raw[1:]}"
    found = _SCHEME.match(raw)
    scheme = found[1].lower() if found else ""
    if scheme == "feed":
        rest = raw[len("feed:") :]
        raw, scheme = (f"http:{rest}" if rest.startswith("//") else rest), "http"
    if scheme == "filter":
        return "", f"{shown(raw)} is a filter, which feint has not; a command of yours may fetch and filter, as exec:"
    if scheme == "query":
        return "", f"{shown(raw)} is a query, no feed; write it as a [[view]]"
    if scheme in ("exec", "file"):
        fits = raw.isprintable() and len(raw) <= LINK_CHARS
        return (raw, "") if fits else ("", f"{shown(raw)} holds what cannot be shown")
    if url := clean_link(raw):
        return url, ""
    if _CREDENTIALS.search(raw):
        told = 'write it by hand, with headers = { Authorization = "env:NAME" }'
        return "", f"{shown(raw)} carries a name or password; {told}"
    return "", f"{shown(raw)} is no http or https address"


def shown(raw: str) -> str:
    """Return an address as a line for a person, without name and password."""
    return _CREDENTIALS.sub("…@", clean_line(raw, 300))
