"""Feed text made safe and plain: HTML to words, and what may enter storage at all.

Entities are decoded first and cleaning comes last, so nothing that was hidden behind an entity can come out later.
"""

import re
import unicodedata
from html import unescape
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

TITLE_CHARS, SUMMARY_CHARS, TEXT_CHARS, LINK_CHARS = 500, 20_000, 100_000, 2_000
HEADLINE_CHARS = 100
"""How much of a summary stands in for a missing title."""

MAX_TAGS = 4_000
"""Nested blocks cost the HTML parser quadratic time (20,000 `<div>`: 0.4 s; 80,000: 15 s)."""

_BLOCKS = (
    "address|article|aside|blockquote|br|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|"
    "main|nav|ol|p|pre|section|summary|table|td|th|tr|ul"
)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS})(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_UNSEEN = ("script", "style", "noscript", "template", "iframe", "object", "svg", "math", "textarea", "select", "title")
_UNSEEN_TAG = re.compile(rf"<(?:{'|'.join(_UNSEEN)})\b", re.IGNORECASE)
_STILL_HTML = re.compile(r"</?(?:p|br|a|div|b|i|em|strong|span|img|li|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_STILL_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)

# Controls but line breaks; soft hyphen; every invisible format character of Unicode 14 (general category Cf), fillers
# that show as nothing, variation selectors, surrogates and noncharacters. ZWNJ and ZWJ (200C, 200D) are judged apart.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4"
    "\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
# C1 controls in a feed are cp1252 that somebody took for Latin-1: `&#146;` is an apostrophe.
_MEANT = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}

# Letters and signs that need no look: most texts hold nothing else, and this one pass is 30 times faster than the rules.
_EVERYDAY = re.compile(
    "[ -~\n\t\r\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u05d0-\u05ea\u0620-\u064a\u0660-\u066d\u0671-\u06d3\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2116\u2122\u3001-\u3020"
    "\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]*"
)
_EVERYDAY_LINK = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,4})?/[\w.~!$&'()*+,;=:@/%-]*(?:\?[\w.~!$&'()*+,;=:@/?%-]*)?",
    re.ASCII,
)

_JOINING = "\u0600-\u08ff\u0900-\u0dff\u0e80-\u109f\u1780-\u17ff\u1800-\u18af\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe"
"""Arabic and Indic scripts, where a zero-width joiner changes the letters; elsewhere it only hides."""
_STRAY_JOINER = re.compile(f"(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])")
_MARK_RUN = re.compile(r"[^\w\s\x00-\x7f]{3,}")
"""Combining marks are no word characters, so only runs of three such need a look."""


def html_to_text(html: str) -> str:
    """Return the words of an HTML fragment, a newline at each block; not yet clean."""
    if "<" not in html:
        return unescape(html) if "&" in html else html
    broken = _BLOCK_TAG.sub(_on_new_line, html.replace("\n", " "))
    if broken.count("<") > MAX_TAGS:
        return unescape(_TAG.sub("", broken))
    tree = LexborHTMLParser(f"<body>{broken}")
    if tree.body is None:
        return ""
    if _UNSEEN_TAG.search(broken):
        tree.body.strip_tags(list(_UNSEEN))
    return tree.body.text(separator="")


def clean_line(raw: str, limit: int = TITLE_CHARS) -> str:
    """Return plain text on one line, at most `limit` characters, of nothing but visible characters and single spaces."""
    raw = _visible(raw[: 4 * limit])
    return _shorten(" ".join(raw.split()), limit)


def clean_text(raw: str, limit: int = SUMMARY_CHARS) -> str:
    """Return plain text as paragraphs: like a clean line, but newlines stay, at most two in a row."""
    text = _visible(raw[: 4 * limit])
    lines = "\n".join(" ".join(line.split()) for line in text.splitlines())
    return _shorten(re.sub(r"\n{3,}", "\n\n", lines).strip("\n"), limit)


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


def clean_link(raw: str, base: str = "") -> str:
    """Return an absolute http or https URL in ASCII, without credentials, or an empty string."""
    if len(raw) <= LINK_CHARS and _EVERYDAY_LINK.fullmatch(raw):
        return raw
    raw = re.sub(r"[\t\r\n]", "", raw.strip())
    if not raw or len(raw) > LINK_CHARS or _UNWANTED.search(raw):
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


def _on_new_line(tag: re.Match[str]) -> str:
    return f"\n{tag[0]}"


def _visible(text: str) -> str:
    """Drop all that does not show or shows what is not there."""
    if _EVERYDAY.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", _UNWANTED.sub(lambda found: _MEANT.get(found[0], ""), text))
    text = _MARK_RUN.sub(lambda run: _two_marks(run[0]), text)
    return _STRAY_JOINER.sub("", text)


def _two_marks(run: str) -> str:
    """Keep at most two combining marks in a row: stacks of them paint over the lines around."""
    kept: list[str] = []
    marks = 0
    for character in run:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= 2:
            kept.append(character)
    return "".join(kept)


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
