"""Feed text made plain: titles, bodies and links, from HTML or not.

Entities are decoded first and cleaning comes last, so nothing that was hidden behind an entity can come out later.
"""

import re
from html import unescape
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from feeds.document.plain import TITLE_CHARS, UNWANTED, clean_line, clean_text
from feeds.document.raw import RawText
from feeds.document.words import html_to_text

TEXT_CHARS, LINK_CHARS = 100_000, 2_000
HEADLINE_CHARS = 100
"""How much of a summary stands in for a missing title."""

_STILL_HTML = re.compile(r"</?(?:p|br|a|div|b|i|em|strong|span|img|li|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_STILL_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)

_EVERYDAY_LINK = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,4})?/[\w.~!$&'()*+,;=:@/%-]*(?:\?[\w.~!$&'()*+,;=:@/?%-]*)?",
    re.ASCII,
)


def title_of(raw: RawText) -> str:
    """Return the clean title in a text of either kind."""
    return title_of_html(raw.value) if raw.kind == "html" else title_of_plain(raw.value)


def body_of(raw: RawText, limit: int) -> str:
    """Return the clean words in a text of either kind."""
    return body_of_html(raw.value, limit) if raw.kind == "html" else clean_text(raw.value, limit)


def title_of_html(raw: str) -> str:
    """Return the clean title of what may be HTML, also when it was escaped twice."""
    text = html_to_text(raw[: 8 * TITLE_CHARS])
    return clean_line(unescape(text) if _STILL_ENTITY.search(text) else text)


def title_of_plain(raw: str) -> str:
    """Return the clean title of plain text: tags are shown as they stand, entities that slipped in are decoded."""
    raw = raw[: 8 * TITLE_CHARS]
    return clean_line(unescape(raw) if "&" in raw else raw)


def body_of_html(raw: str, limit: int) -> str:
    """Return the clean words of an HTML body, also when it was escaped twice."""
    text = html_to_text(raw[: 4 * limit])
    return clean_text(html_to_text(text) if _STILL_HTML.search(text) else text, limit)


def first_words(text: str) -> str:
    """Return the head of a summary, cut between words, to stand in for a missing title."""
    line = " ".join(text.split())
    if len(line) <= HEADLINE_CHARS:
        return line
    return (
        line[:HEADLINE_CHARS].rpartition(" ")[0].rstrip(" ,;:") + "…"
        if " " in line[:HEADLINE_CHARS]
        else line[:HEADLINE_CHARS]
    )


def base_of(url: str, base: str) -> str:
    """Return the URL that a base stands for within another one."""
    try:
        return urljoin(url, base) if base else url
    except ValueError:
        return url


def clean_link(raw: str, base: str = "") -> str:
    """Return an absolute http or https URL in ASCII, without credentials, or an empty string."""
    if len(raw) <= LINK_CHARS and _EVERYDAY_LINK.fullmatch(raw):
        return raw
    raw = re.sub(r"[\t\r\n]", "", raw.strip())
    if not raw or len(raw) > LINK_CHARS or UNWANTED.search(raw):
        return ""
    try:
        parts = urlsplit(urljoin(base, raw))
        port = parts.port
        host = (parts.hostname or "").encode("ascii" if (parts.hostname or "").isascii() else "idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not re.fullmatch(r"[\w.:%-]{1,253}", host):
        return ""
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
    path, query, fragment = (
        quote(part, safe="!#$%&'()*+,/:;=?@[]^{|}~") for part in (parts.path, parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme, netloc, path, query, fragment))[:LINK_CHARS]
