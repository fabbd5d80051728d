"""Element trees to raw entries: RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, and what real feeds make of them."""

from collections.abc import Callable, Iterator
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from feeds.raw import MAX_ENTRIES, NO_TEXT, RawEntry, RawFeed, RawText

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Namespaces by what they end in once the trailing slash is gone, since publishers misspell the rest of them.
_PREFIXES = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://news.yandex.ru": "yandex",
    "http://news.yandex.com": "yandex",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.law.harvard.edu/rss": "",
    "http://cyber.law.harvard.edu/rss/rss.html": "",
    "http://www.rssboard.org/rss-specification": "",
}
_BLOCKS = frozenset(
    (
        "address",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    )
)
_ATOM_DATES = ("published", "issued", "created", "updated", "modified", "pubdate", "dc:date")
_RSS_DATES = (
    "pubdate",
    "atom:published",
    "dc:date",
    "dcterms:created",
    "dcterms:issued",
    "published",
    "date",
    "atom:updated",
    "dcterms:modified",
    "lastbuilddate",
    "updated",
)

Children = dict[str, list[Element]]


def read_root(root: Element) -> RawFeed:
    """Return the feed under a document's root element; one with an empty format when it is none."""
    kind = short_name(root.tag).rpartition(":")[2]
    if kind == "feed":
        return _atom(root)
    if kind in ("rss", "rdf", "channel"):
        return _rss(root, kind)
    if kind == "entry" and short_name(root.tag).startswith("atom:"):
        return RawFeed("atom 1.0", entries=[_atom_entry(root, _base(root, ""))])
    return RawFeed(problems=[f"not a feed: an XML document of <{kind[:40]}>"])


def short_name(tag: str) -> str:
    """Return `prefix:local` in lower case with our own prefix for a namespace, `?` for one that we do not read."""
    known = _SHORT_NAMES.get(tag)
    if known is None:
        namespace, _, local = tag.rpartition("}")
        prefix = _PREFIXES.get(namespace.lstrip("{").lower().rstrip("/"), "?") if namespace else ""
        known = f"{prefix}:{local}".lower() if prefix else local.lower()
        if len(_SHORT_NAMES) < 2_000:
            _SHORT_NAMES[tag] = known
    return known


_SHORT_NAMES: dict[str, str] = {}
"""Every document uses the same few dozen names."""


def _rss(root: Element, kind: str) -> RawFeed:
    channel = root if kind == "channel" else next((e for e in root if short_name(e.tag) == "channel"), root)
    head = _children(channel)
    base = _base(channel, _base(root, ""))
    items = _capped(e for e in channel.iter() if short_name(e.tag) in ("item", "rdf:item"))
    if channel is not root:
        items += _capped(e for e in root if short_name(e.tag) == "item")
    version = root.get("version", "2.0").strip()[:10] or "2.0"
    return _feed(
        "rss 1.0" if kind == "rdf" else f"rss {version}",
        RawText(_first(head, "title")),
        _first(head, "language", "dc:language") or root.get(XML_LANG, ""),
        items,
        lambda item: _rss_item(item, _base(item, base)),
        ttl_minutes=_first(head, "ttl"),
    )


def _atom(root: Element) -> RawFeed:
    head = _atom_children(root)
    base = _base(root, "")
    is_old = root.get("version") == "0.3" or "purl.org/atom" in root.tag
    return _feed(
        "atom 0.3" if is_old else "atom 1.0",
        _atom_text(head, "title"),
        root.get(XML_LANG, ""),
        _capped(e for e in root.iter() if short_name(e.tag).rpartition(":")[2] == "entry"),
        lambda entry: _atom_entry(entry, _base(entry, base)),
    )


def _feed(
    format_: str,
    title: RawText,
    language: str,
    items: list[Element],
    read: Callable[[Element], RawEntry],
    ttl_minutes: str = "",
) -> RawFeed:
    problems = []
    if len(items) > MAX_ENTRIES:
        problems.append(f"more than {MAX_ENTRIES} entries: the rest was left")
    entries = [read(item) for item in items[:MAX_ENTRIES]]
    return RawFeed(format_, title, language, ttl_minutes, entries, problems)


def _rss_item(item: Element, base: str) -> RawEntry:
    fields = _children(item)
    guid = _first(fields, "guid", "atom:id") or _attribute(item, "about")
    is_permalink = all(e.get("isPermaLink", "true").strip().lower() != "false" for e in fields.get("guid", ()))
    link = _first(fields, "link") or _atom_link(fields.get("atom:link", []) + fields.get("link", []))
    if not link and is_permalink and guid.lower().startswith(("http://", "https://")):
        link = guid
    return RawEntry(
        guid=guid,
        link=link,
        base=base,
        title=RawText(_first(fields, "title", "dc:title", "atom:title")),
        summary=RawText(_first(fields, "description", "atom:summary", "dc:description", "itunes:summary")),
        text=RawText(_first(fields, "content:encoded", "yandex:full-text", "atom:content", "xhtml:body", "fulltext")),
        author=_first(fields, "dc:creator", "author")
        or _person(fields, "atom:author")
        or _first(fields, "itunes:author"),
        credit=_first(fields, "source", "dc:source"),
        published=_first(fields, *_RSS_DATES),
    )


def _atom_entry(entry: Element, base: str) -> RawEntry:
    fields = _atom_children(entry)
    guid = _first(fields, "id", "guid")
    content = _atom_text(fields, "content")
    link = _atom_link(fields.get("link", [])) or _first(fields, "link")
    if not link and guid.lower().startswith(("http://", "https://")):
        link = guid
    source = fields.get("source", [])
    return RawEntry(
        guid=guid,
        link=link,
        base=base,
        title=_atom_text(fields, "title"),
        summary=_atom_text(fields, "summary"),
        text=content,
        author=_person(fields, "author") or _first(fields, "dc:creator"),
        credit=_first(_atom_children(source[0]), "title") if source else "",
        published=_first(fields, *_ATOM_DATES),
    )


def _children(element: Element) -> Children:
    fields: Children = {}
    for child in element:
        fields.setdefault(short_name(child.tag), []).append(child)
    return fields


def _atom_children(element: Element) -> Children:
    """Atom's own names without their prefix, whether the document declares the namespace or not."""
    fields: Children = {}
    for child in element:
        fields.setdefault(short_name(child.tag).removeprefix("atom:"), []).append(child)
    return fields


def _first(fields: Children, *names: str) -> str:
    """Return the first text there is under these names, in their order."""
    for name in names:
        for element in fields.get(name, ()):
            text = (element.text or "") if not len(element) else _inner_text(element)
            if text := text.strip():
                return text
    return ""


def _atom_text(fields: Children, name: str) -> RawText:
    """Read an Atom text construct (RFC 4287, 3.1): text, html or xhtml; Atom 0.3 also says its media type or mode."""
    for element in fields.get(name, ()):
        kind = element.get("type", "text").strip().lower()
        if len(element):
            return RawText(_inner_text(element).strip(), "plain")
        if text := (element.text or "").strip():
            is_html = "html" in kind or element.get("mode") == "escaped"
            is_markup = name != "title" and "</" in text
            return RawText(text, "html" if is_html or is_markup else "plain")
    return NO_TEXT


def _inner_text(element: Element) -> str:
    """Return the words of inline markup (xhtml), a newline at each block; scripts and styles are left out."""
    parts: list[str] = []
    stack: list[tuple[Element, bool]] = [(element, False)]
    while stack:
        node, is_left = stack.pop()
        name = node.tag.rpartition("}")[2].lower()
        if is_left:
            parts.append("\n" if name in _BLOCKS else "")
            parts.append((node.tail or "").replace("\n", " "))
            continue
        if name in ("script", "style"):
            parts.append((node.tail or "").replace("\n", " "))
            continue
        parts.append("\n" if name in _BLOCKS else "")
        parts.append((node.text or "").replace("\n", " "))
        if node is not element:
            stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    return "".join(parts)


def _atom_link(links: list[Element]) -> str:
    """Return the page of an entry: the alternate link, HTML before other types, else one without a relation."""
    found = ""
    for link in links:
        href = link.get("href", "").strip()
        if not href or link.get("rel", "alternate").strip().lower() != "alternate":
            continue
        if "html" in link.get("type", "text/html"):
            return href
        found = found or href
    return found


def _person(fields: Children, name: str) -> str:
    for element in fields.get(name, ()):
        if text := _first(_atom_children(element), "name", "email") or (element.text or "").strip():
            return text
    return ""


def _attribute(element: Element, local: str) -> str:
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == local:
            return value.strip()
    return ""


def _base(element: Element, outer: str) -> str:
    """Return the base that xml:base sets, within the outer one (RFC 3986, 5.1)."""
    own = element.get(XML_BASE, "").strip()
    if not own:
        return outer
    try:
        return urljoin(outer, own)
    except ValueError:
        return outer


def _capped(items: Iterator[Element]) -> list[Element]:
    """Take one more than are read, so that the rest shows."""
    return [item for _, item in zip(range(MAX_ENTRIES + 1), items, strict=False)]
