"""Markup that no strict parser takes, made well-formed without changing what it says. Linear in the document's length."""

import re
from collections.abc import Iterator
from html.entities import html5
from xml.etree.ElementTree import Element, XMLParser

PROLOG_CHARS = 200_000
MAX_PREFIXES = 100
_STEP = 1 << 20

_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|rdf|feed|channel)(?=[\s>/])", re.IGNORECASE)
_ROOT_NAMES = frozenset({"rss", "rdf", "feed", "channel", "entry"})
_TAG_NAME = re.compile(r"<([A-Za-z_][\w.:-]{0,80})")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#(?:[xX][0-9a-fA-F]{1,8}|[0-9]{1,8});|[A-Za-z][A-Za-z0-9]{0,31};)?")
_SUBSET_END = re.compile(r"\]\s*>")
_BARE_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_DECLARATION = re.compile(r"<\?xml[^<>]*>|<!DOCTYPE[^<>]*>", re.IGNORECASE)
_PREFIX_USED = re.compile(r"</?([A-Za-z_][\w.-]{0,40}):[A-Za-z_]|\s([A-Za-z_][\w.-]{0,40}):[\w.-]{1,80}\s?=")
_PREFIX_BOUND = re.compile(r"\sxmlns:([A-Za-z_][\w.-]{0,40})\s*=")
_ROOT_TAG = re.compile(r"<[^<>]*>")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CDATA = "<![CDATA["
_LITERALS = ((_CDATA, "]]>"), ("<!--", "-->"))

# Prefixes that feeds use without declaring them, as everybody means them.
_MEANT = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rss": "http://backend.userland.com/rss2",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "yandex": "http://news.yandex.ru",
}


def root_of(text: str) -> str:
    """Return the document from its root element on: without declaration, DOCTYPE (so without entities) or junk."""
    position = 0
    while (position := text.find("<", position, PROLOG_CHARS)) >= 0:
        if text.startswith("<?", position):
            position = _after(text, ">", position)  # not "?>": declarations that end in ">" alone are seen
        elif text.startswith("<!--", position):
            position = _after(text, "-->", position)
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            position = _after_doctype(text, position)
        elif _TAG_NAME.match(text, position):
            return text[position:]
        else:
            position += 1
    return ""


def tree_of(markup: str) -> Element:
    """Return the tree of a document that `root_of` gave; raises ParseError."""
    parser = XMLParser()  # noqa: S314 - without a DOCTYPE there are no entities to expand or fetch
    for at in range(0, len(markup), _STEP):  # a string keeps the bytes it was once made into
        parser.feed(markup[at : at + _STEP])
    return parser.close()


def root_name(text: str) -> str:
    """Return the name of the element that a document begins with, in lower case."""
    found = _TAG_NAME.match(text)
    return found[1].lower() if found else ""


def feed_of(text: str) -> str:
    """Return a document from its feed element on, also when something else was printed before it; empty when there is none."""
    markup = root_of(text)
    if root_name(markup).rpartition(":")[2] in _ROOT_NAMES:
        return markup
    found = _ROOT.search(markup)
    return markup[found.start() :] if found else ""


def without_illegal(text: str) -> str:
    """Return a text without the characters that XML forbids."""
    return _ILLEGAL.sub("", text)


def mend(text: str) -> str:
    """Return the document with its usual faults removed.

    Illegal characters and comments go; HTML's entities become characters; bare `&` and `<` are escaped, outside CDATA only.
    CDATA within CDATA is one; CDATA that never ends, in a document that does, is none. Unbound prefixes are bound; second
    declarations and what follows the root element are cut off.
    """
    name = root_name(text)
    parts = []
    is_nested = False
    for is_literal, piece in pieces(without_illegal(text)):
        if not is_literal:
            markup = _mend_markup(piece).replace("]]>", "" if is_nested else "]]&gt;")
            parts.append(markup.replace(_CDATA, "") if f"</{name}" in markup.lower() else markup)
        elif piece.startswith(_CDATA):
            is_nested = is_nested or _CDATA in piece[1:]
            parts.append(_CDATA + piece.replace(_CDATA, ""))
    text = _bind_prefixes("".join(parts))
    found = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(text, max(0, text.lower().rfind(f"</{name}")))
    return text[: found.end()] if found else text


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Yield (is CDATA or comment, piece); one that never ends is no literal, and is looked for only once."""
    position = 0
    open_kinds = dict(_LITERALS)
    while open_kinds:
        starts = {opening: text.find(opening, position) for opening in open_kinds}
        for opening in [opening for opening, start in starts.items() if start < 0]:
            del open_kinds[opening], starts[opening]
        if not starts:
            break
        opening = min(starts, key=lambda kind: starts[kind])
        end = text.find(open_kinds[opening], starts[opening] + len(opening))
        if end < 0:
            del open_kinds[opening]
            continue
        yield False, text[position : starts[opening]]
        position = end + 3
        yield True, text[starts[opening] : position]
    yield False, text[position:]


def _mend_markup(markup: str) -> str:
    markup = _DECLARATION.sub("", markup)
    markup = _REFERENCE.sub(_reference, markup)
    return _BARE_LESS.sub("&lt;", markup)


def _reference(found: re.Match[str]) -> str:
    """Return a reference that XML knows, with the same meaning."""
    name = found[0][1:-1]
    if found[0] == "&":
        return "&amp;"
    if name.startswith("#"):
        return _character(int(name[2:], 16) if name[1] in "xX" else int(name[1:]))
    if name in _XML_NAMES:
        return found[0]
    characters = html5.get(f"{name};")
    if characters is None:
        return f"&amp;{name};"
    return "".join(f"&#{ord(character)};" for character in characters)


def _character(code: int) -> str:
    """Return the numeric reference, or nothing when XML forbids the character."""
    return "" if code > 0x10FFFF or _ILLEGAL.match(chr(code)) else f"&#{code};"


def _bind_prefixes(text: str) -> str:
    """Bind prefixes that are used and that the root element does not declare, on the root element."""
    root = _TAG_NAME.match(text)
    root_tag = _ROOT_TAG.match(text)
    if root is None:
        return text
    bound = {*_PREFIX_BOUND.findall(root_tag[0] if root_tag else ""), "xml", "xmlns"}
    used = {prefix or other for prefix, other in _PREFIX_USED.findall(text)}
    unbound = sorted(used - bound)[:MAX_PREFIXES]
    attributes = "".join(f' xmlns:{prefix}="{_MEANT.get(prefix, f"urn:unbound:{prefix}")}"' for prefix in unbound)
    return text[: root.end()] + attributes + text[root.end() :]


def _after(text: str, closing: str, position: int) -> int:
    """Return the place after a closing mark; the end when it never comes, so that no one looks for it again."""
    end = text.find(closing, position)
    return len(text) if end < 0 else end + len(closing)


def _after_doctype(text: str, position: int) -> int:
    """Skip a DOCTYPE with its internal subset."""
    end, subset = _after(text, ">", position), text.find("[", position)
    if subset < 0 or end <= subset:
        return end
    found = _SUBSET_END.search(text, subset)
    return found.end() if found else len(text)
