"""OPML in and out. Nothing is lost of URL, title, category and what our own config says of a source."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from feeds.document.decode import decode
from feeds.document.mend import mend, root_name, root_of, tree_of
from feeds.document.plain import clean_line
from feeds.lists.opml_settings import is_scraped, settings
from feeds.lists.subscriptions import ListError, Subscription, SubscriptionList, address, shown

NAMESPACE = "urn:feint:source"
"""Of the attributes that no other reader knows, such as `feint:grade`."""
_ATTRIBUTE_CHARS = 4_000


def is_opml(data: bytes) -> bool:
    """Tell whether a file begins as OPML does."""
    return root_name(root_of(decode(data))) == "opml"


def read_opml(data: bytes) -> SubscriptionList:
    """Return the feeds of an OPML file; raises ListError when it is none."""
    text = root_of(decode(data))
    if root_name(text) != "opml":
        raise ListError("no OPML: the file does not begin with <opml>")
    try:
        root = _tree(text)
    except ParseError as error:
        raise ListError(f"malformed OPML: {error}") from None
    feeds: list[Subscription] = []
    skipped: list[str] = []
    for outline, category in _outlines(root):
        raw = _address(outline)
        url, why_not = address(raw)
        if outline.get("filtercmd"):
            why_not = address(f"filter:{outline.get('filtercmd')}:{raw}")[1]
        elif is_scraped(outline.get("type", "")):
            why_not = f"{shown(raw)} is a page that FreshRSS reads by rules, no feed"
        if why_not:
            skipped.append(why_not)
        else:
            feeds.append(_subscription(outline, url, category))
    return SubscriptionList(tuple(feeds), tuple(skipped))


def write_opml(feeds: Iterable[Subscription], title: str = "feint") -> str:
    """Return OPML 2.0 text, a folder for each category; tags and what was lost before stay behind."""
    root = Element("opml", {"version": "2.0", "xmlns:feint": NAMESPACE})
    SubElement(SubElement(root, "head"), "title").text = clean_line(title)
    body = SubElement(root, "body")
    folders: dict[str, Element] = {"": body}
    for feed in feeds:
        if feed.category not in folders:
            folders[feed.category] = SubElement(body, "outline", text=feed.category, title=feed.category)
        name = feed.title or feed.url  # every outline needs a text; a feed without a title reads back without one
        ours = {f"feint:{key}": value for key, value in feed.attributes.items()}
        SubElement(folders[feed.category], "outline", ours, type="rss", text=name, title=name, xmlUrl=feed.url)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _outlines(root: Element) -> Iterator[tuple[Element, str]]:
    """Give every outline that has an address, with the path of its folders; in the file's order, however deep."""
    stack = [(outline, "") for outline in reversed(root.findall("./body/outline"))]
    while stack:
        outline, category = stack.pop()
        folder = category
        if _address(outline):
            yield outline, category
        else:
            folder = "/".join(part for part in (category, _name(outline)) if part)
        stack.extend((child, folder) for child in reversed(outline.findall("outline")))


def _subscription(outline: Element, url: str, category: str) -> Subscription:
    theirs, lost = settings(outline.attrib)
    name = _name(outline)
    tags = (clean_line(tag).strip("/") for tag in outline.get("category", "").split(","))
    return Subscription(
        url=url,
        title="" if name in (url, _address(outline)) else name,
        category=category,
        attributes=_cleaned(theirs) | _cleaned(_ours(outline)),
        tags=tuple(tag for tag in tags if tag),
        lost=lost,
    )


def _address(outline: Element) -> str:
    """Return the address of a feed; other things than feeds have a `url` too, so that counts only where the type does."""
    plain = outline.get("url") if outline.get("type", "").lower() in ("rss", "atom") else ""
    return (outline.get("xmlUrl") or outline.get("xmlurl") or plain or "").strip()


def _name(outline: Element) -> str:
    return clean_line(outline.get("title") or outline.get("text") or "")


def _ours(outline: Element) -> dict[str, str]:
    prefix = f"{{{NAMESPACE}}}"
    return {name.removeprefix(prefix): value for name, value in outline.items() if name.startswith(prefix)}


def _cleaned(attributes: dict[str, str]) -> dict[str, str]:
    """Leave printable values as they are: two spaces in a path are two spaces."""
    kept = {}
    for name, value in attributes.items():
        fits = value.isprintable() and len(value) <= _ATTRIBUTE_CHARS
        kept[name] = value.strip() if fits else clean_line(value)
    return {name: value for name, value in kept.items() if value}


def _tree(text: str) -> Element:
    try:
        return tree_of(text)
    except ParseError:
        return tree_of(mend(text))
