"""Element trees to raw entries: RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, and what real feeds make of them."""

from base64 import b64decode
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from feeds.document.elements import (
    XML_LANG,
    Children,
    alternate_link,
    attribute,
    base_within,
    children,
    first,
    forget_odd_namespaces,
    inner_text,
    local_name,
    short_name,
    texts,
)
from feeds.document.raw import MAX_ENTRIES, NO_TEXT, RawEntry, RawFeed, RawText
from feeds.document.wishes import RawWishes

_ENTRIES = frozenset({"item", "rdf:item", "entry", "atom:entry"})
_CONSTRUCTS = frozenset({"title", "summary", "content", "author", "source"})
"""Elements of Atom with an inner life of their own."""
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


def read_root(root: Element) -> RawFeed:
    """Return the feed under a document's root element; one with an empty format when it is none."""
    forget_odd_namespaces(root)
    kind = local_name(root.tag)
    if kind == "feed":
        return _atom(root)
    if kind in ("rss", "rdf", "channel"):
        return _rss(root, kind)
    if kind == "entry":
        return RawFeed("atom 1.0", entries=[_atom_entry(root, base_within(root, ""))])
    return RawFeed(problems=[f"not a feed: an XML document of <{kind[:40]}>"])


def _rss(root: Element, kind: str) -> RawFeed:
    channel = root if kind == "channel" else next((e for e in root if short_name(e.tag) == "channel"), root)
    head = children(channel)
    words = texts({name: elements for name, elements in head.items() if name not in _ENTRIES})
    base = base_within(channel, base_within(root, ""))
    items = _entries(channel)
    if channel is not root:
        items += _capped(e for e in root if short_name(e.tag) == "item")
    return RawFeed(
        format=_rss_format(root, channel, kind),
        title=RawText(first(words, "title")),
        language=first(words, "language", "dc:language") or root.get(XML_LANG, ""),
        home=first(words, "link") or alternate_link(head.get("atom:link", [])),
        older_url=_older_url(head.get("atom:link", [])),
        base=base,
        wishes=_wishes(head, words),
        entries=[_rss_item(item, base_within(item, base)) for item in items[:MAX_ENTRIES]],
        problems=_too_many(items),
    )


def _rss_format(root: Element, channel: Element, kind: str) -> str:
    if kind == "rdf":
        return "rss 0.9" if "simple/0.9" in channel.tag else "rss 1.0"
    return f"rss {root.get('version', '2.0').strip()[:10] or '2.0'}"


def _atom(root: Element) -> RawFeed:
    head = children(root, "atom:")
    words = texts({name: elements for name, elements in head.items() if name not in _ENTRIES})
    base = base_within(root, "")
    is_old = root.get("version") == "0.3" or "purl.org/atom" in root.tag
    entries = _entries(root)
    return RawFeed(
        format="atom 0.3" if is_old else "atom 1.0",
        title=_atom_text(head, "title"),
        language=root.get(XML_LANG, ""),
        home=alternate_link(head.get("link", [])),
        older_url=_older_url(head.get("link", [])),
        base=base,
        wishes=_wishes(head, words),
        entries=[_atom_entry(entry, base_within(entry, base)) for entry in entries[:MAX_ENTRIES]],
        problems=_too_many(entries),
    )


def _too_many(entries: list[Element]) -> list[str]:
    return [f"more than {MAX_ENTRIES} entries: the rest was left"] if len(entries) > MAX_ENTRIES else []


def _wishes(head: Children, words: dict[str, str]) -> RawWishes:
    return RawWishes(
        ttl_minutes=first(words, "ttl"),
        update_period=first(words, "sy:updateperiod"),
        update_frequency=first(words, "sy:updatefrequency"),
        skip_hours=_listed(head, "skiphours"),
        skip_days=_listed(head, "skipdays"),
    )


def _listed(head: Children, name: str) -> tuple[str, ...]:
    return tuple(child.text or "" for element in head.get(name, ()) for child in element)


def _older_url(links: list[Element]) -> str:
    """Return where the entries before these are: an archive (RFC 5005, 4), else the next page (3)."""
    pages = {link.get("rel", "").strip().lower(): link.get("href", "").strip() for link in links}
    return pages.get("prev-archive") or pages.get("next") or ""


def _rss_item(item: Element, base: str) -> RawEntry:
    fields = _with_group(children(item))
    words = texts(fields)
    guid = first(words, "guid", "atom:id") or attribute(item, "about")
    link = first(words, "link") or alternate_link(fields.get("atom:link", []) + fields.get("link", []))
    link = link or (guid if _is_permalink(fields, guid) else "") or item.get("href", "").strip()
    dates = [words[name] for name in _RSS_DATES if name in words] or [item.get("lastmod", "").strip()]
    return RawEntry(
        guid=guid,
        link=link,
        page=first(words, "feedburner:origlink") or ("" if link else _enclosure(fields)),
        base=base,
        title=RawText(first(words, "title", "dc:title", "atom:title", "media:title")),
        summary=RawText(
            first(words, "description", "atom:summary", "dc:description", "itunes:summary", "media:description")
        ),
        text=RawText(first(words, "content:encoded", "yandex:full-text", "atom:content", "xhtml:body", "fulltext")),
        author=first(words, "dc:creator", "author") or _person(fields, "atom:author") or first(words, "itunes:author"),
        credit=first(words, "source", "dc:source"),
        credit_url=next((source.get("url", "") for source in fields.get("source", ())), ""),
        published=dates[0],
        other_dates=tuple(dates[1:]),
    )


def _with_group(fields: Children) -> Children:
    """Add what a media group holds where the entry itself has nothing of that name."""
    for group in fields.get("media:group", ()):
        fields = {**children(group), **fields}
    return fields


def _enclosure(fields: Children) -> str:
    return next((url for enclosure in fields.get("enclosure", ()) if (url := enclosure.get("url", "").strip())), "")


def _is_permalink(fields: Children, guid: str) -> bool:
    """Tell whether a guid is the entry's link too: it is unless it says otherwise (RSS 2.0), and must look like one."""
    says_no = any(e.get("isPermaLink", "true").strip().lower() == "false" for e in fields.get("guid", ()))
    return not says_no and guid.lower().startswith(("http://", "https://"))


def _atom_entry(entry: Element, base: str) -> RawEntry:
    fields = _with_group(children(entry, "atom:"))
    words = texts({name: elements for name, elements in fields.items() if name not in _CONSTRUCTS})
    guid = first(words, "id", "guid")
    link = alternate_link(fields.get("link", [])) or first(words, "link")
    if not link and guid.lower().startswith(("http://", "https://")):
        link = guid
    source = fields.get("source", [])
    summary = _atom_text(fields, "summary")
    dates = [words[name] for name in _ATOM_DATES if name in words] or [""]
    return RawEntry(
        guid=guid,
        link=link,
        page=first(words, "feedburner:origlink"),
        base=base,
        title=_atom_text(fields, "title") if "title" in fields else _atom_text(fields, "media:title"),
        summary=summary if summary.value else _atom_text(fields, "media:description"),
        text=_atom_text(fields, "content"),
        author=_person(fields, "author") or first(words, "dc:creator"),
        credit=first(texts(children(source[0], "atom:")), "title") if source else "",
        published=dates[0],
        other_dates=tuple(dates[1:]),
    )


def _atom_text(fields: Children, name: str) -> RawText:
    """Read an Atom text construct (RFC 4287, 3.1): text, html or xhtml; Atom 0.3 also says its media type or mode."""
    for element in fields.get(name, ()):
        kind, mode = element.get("type", "text").strip().lower(), element.get("mode", "").strip().lower()
        if len(element):
            return RawText(inner_text(element).strip(), "plain")
        text = _unpacked(element.text or "") if mode == "base64" else (element.text or "").strip()
        if text and ("/" not in kind or kind.startswith("text/") or "xml" in kind or "html" in kind):
            is_html = "html" in kind or mode == "escaped"
            is_markup = name != "title" and "</" in text
            return RawText(text, "html" if is_html or is_markup else "plain")
    return NO_TEXT


def _unpacked(text: str) -> str:
    """Return the text in Atom 0.3's base64 mode."""
    try:
        return b64decode(text).decode("utf-8", "replace").strip()
    except ValueError:
        return ""


def _person(fields: Children, name: str) -> str:
    for element in fields.get(name, ()):
        if text := first(texts(children(element, "atom:")), "name", "email") or (element.text or "").strip():
            return text
    return ""


def _entries(frame: Element) -> list[Element]:
    """Return the entries in a channel or feed, also those that stand within others."""
    kinds = {"entry", "atom:entry"} if local_name(frame.tag) == "feed" else {"item", "rdf:item"}
    tags = {child.tag for child in frame if short_name(child.tag) in kinds}
    if len(tags) == 1:
        return _capped(frame.iter(tags.pop()))
    return _capped(e for e in frame.iter() if short_name(e.tag) in kinds)


def _capped(items: Iterator[Element]) -> list[Element]:
    """Take one more than are read, so that the rest shows."""
    return [item for _, item in zip(range(MAX_ENTRIES + 1), items, strict=False)]
