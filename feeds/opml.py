"""OPML in and out: the lists of feeds that readers exchange. Nothing is lost of URL, title, category and our own attributes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from feeds.decode import decode
from feeds.mend import mend, root_name, root_of, tree_of
from feeds.text import clean_line, clean_link

NAMESPACE = "urn:feint:source"
"""Of the attributes that no other reader knows, such as `feint:grade`."""


class OpmlError(ValueError):
    """The file is no OPML."""


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One feed of a list; `category` is the path of its folders, joined by `/`."""

    url: str
    title: str = ""
    category: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What else we know of it, by names that are legal in XML; other readers pass over these."""


@dataclass(frozen=True, slots=True)
class OpmlList:
    """A list as read; `skipped` names each outline that is no http or https feed, for a person."""

    feeds: tuple[OpmlFeed, ...]
    skipped: tuple[str, ...]


def read_opml(data: bytes) -> OpmlList:
    """Return the feeds of an OPML file; raises OpmlError when it is none."""
    text = root_of(decode(data))
    if root_name(text) != "opml":
        raise OpmlError("no OPML: the file does not begin with <opml>")
    try:
        root = _tree(text)
    except ParseError as error:
        raise OpmlError(f"malformed OPML: {error}") from None
    feeds: list[OpmlFeed] = []
    skipped: list[str] = []
    stack = [(outline, "") for outline in reversed(root.findall("./body/outline"))]
    while stack:
        outline, category = stack.pop()
        address = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
        name = outline.get("title") or outline.get("text") or ""
        title = "" if name == address else clean_line(name)
        if url := clean_link(address):
            feeds.append(OpmlFeed(url, title, category, _our_attributes(outline)))
        elif address:
            skipped.append(clean_line(f"{address} is no http or https address", 300))
        folder = category if address else "/".join(part for part in (category, title) if part)
        stack.extend((child, folder) for child in reversed(outline.findall("outline")))
    return OpmlList(tuple(feeds), tuple(skipped))


def write_opml(feeds: Iterable[OpmlFeed], title: str = "feint") -> str:
    """Return OPML 2.0 text, a folder for each category."""
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


def _our_attributes(outline: Element) -> dict[str, str]:
    prefix = f"{{{NAMESPACE}}}"
    ours = {name.removeprefix(prefix): value for name, value in outline.items() if name.startswith(prefix)}
    return {name: cleaned for name, value in ours.items() if (cleaned := clean_line(value))}


def _tree(text: str) -> Element:
    try:
        return tree_of(text)
    except ParseError:
        return tree_of(mend(text))
