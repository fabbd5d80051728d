"""What a web page says in its head of where its feeds are. Pure; linear in the page's length, whatever is in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from feeds.document.plain import clean_line
from feeds.document.text import clean_link

PAGE_CHARS = 2_000_000
MAX_LINKS = 100
ATTRIBUTE_CHARS = 4_000

_OPENING = re.compile(
    r"<!--|<(script|style|textarea|title)\b|<(link|base|input)\b((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"([a-z:-]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|xml|(?:feed\+)?json)|text/xml", re.IGNORECASE)
_NO_FEED = ("/wp-json/", "oembed")


@dataclass(frozen=True, slots=True)
class Link:
    """A feed that a page names."""

    url: str
    title: str


def feed_links(html: str, url: str) -> list[Link]:
    """Return the feeds that a page at `url` names (`link rel=alternate`), each once, those of comments last."""
    base, named = url, []
    for tag, attributes in _tags(html):
        if tag == "base" and base == url:
            base = clean_link(attributes.get("href", ""), url) or url
        elif tag == "link" and _names_a_feed(attributes):
            named.append((attributes["href"], clean_line(attributes.get("title", ""), 200)))
    links: dict[str, Link] = {}
    for href, title in named[:MAX_LINKS]:
        if address := clean_link(href, base):
            links.setdefault(address, Link(address, title))
    return sorted(links.values(), key=lambda link: "comment" in f"{link.url} {link.title}".lower())


def asks_for_password(html: str) -> bool:
    """Tell whether a page has a field for a password."""
    return any(tag == "input" and attributes.get("type", "").lower() == "password" for tag, attributes in _tags(html))


def _names_a_feed(attributes: dict[str, str]) -> bool:
    rel = attributes.get("rel", "").lower().split()
    href = attributes.get("href", "")
    typed = _FEED_TYPE.fullmatch(attributes.get("type", "").partition(";")[0].strip())
    fits = ("alternate" in rel and typed) or ("feed" in rel and not attributes.get("type"))
    return bool(fits and href) and not any(word in href.lower() for word in _NO_FEED)


def _tags(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the tags that matter with their attributes, passing over comments and scripts; what never ends, ends it."""
    html = html[:PAGE_CHARS]
    position = 0
    while found := _OPENING.search(html, position):
        position = found.end()
        if found[2]:
            yield found[2].lower(), _attributes(found[3])
            continue
        ending = re.compile(rf"</{found[1]}" if found[1] else "-->", re.IGNORECASE).search(html, position)
        if ending is None:
            return
        position = ending.end()


def _attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(text[:ATTRIBUTE_CHARS]):
        attributes.setdefault(found[1].lower(), unescape(found[2] or found[3] or found[4] or ""))
    return attributes
