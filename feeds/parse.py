"""Text to raw entries, down a ladder: strict XML, mended XML, what a cut-off document still holds, feedparser.

Strict first because it is the fastest and the only rung that changes nothing; the DOCTYPE is always cut away, so there
are no entities to expand.
"""

from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from feeds.formats import read_root, short_name
from feeds.jsonfeed import read_json
from feeds.lastrung import read_anything
from feeds.mend import feed_within, mend, root_name, root_of, tree_of
from feeds.raw import RawFeed

_HTML = frozenset({"html", "head", "body", "script", "div", "title", "meta", "p", "span", "center", "table"})
_ROOTS = frozenset({"rss", "rdf", "feed", "channel", "entry"})
_ENTRIES = frozenset({"item", "entry"})

# Expat's errors that mean that the document stopped too early (expat.h, enum XML_Error).
_NO_ELEMENTS, _UNCLOSED_TOKEN, _PARTIAL_CHARACTER, _UNCLOSED_CDATA = 3, 5, 6, 20
_CUT_SHORT = frozenset({_NO_ELEMENTS, _UNCLOSED_TOKEN, _PARTIAL_CHARACTER, _UNCLOSED_CDATA})


def parse(text: str) -> RawFeed:
    """Return the feed in a document; one with an empty format, and a problem that says why, when there is none."""
    if not text.strip():
        return RawFeed(problems=["not a feed: an empty body"])
    if text.lstrip()[:1] in ("{", "["):
        return read_json(text)
    markup = root_of(text)
    name = root_name(markup)
    if _local(name) in _ROOTS or _local(root_name(markup := feed_within(markup))) in _ROOTS:
        return _climb(markup)
    if not name:
        return RawFeed(problems=["not a feed: no markup"])
    return RawFeed(
        problems=["not a feed: an HTML page" if name in _HTML else f"not a feed: a document of <{name[:40]}>"]
    )


def _climb(markup: str) -> RawFeed:
    try:
        return replace(read_root(tree_of(markup)), rung="strict")
    except ParseError:
        mended = mend(markup)
    try:
        return _flawed(read_root(tree_of(mended)), "malformed XML, mended", "mended")
    except ParseError as error:
        if error.code in _CUT_SHORT and (root := _partial(mended)) is not None:
            return replace(_flawed(read_root(root), "document cut short", "mended"), whole=False)
    return read_anything(mended)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _flawed(feed: RawFeed, problem: str, rung: str) -> RawFeed:
    return replace(feed, problems=[problem, *feed.problems], rung=rung)


def _partial(markup: str) -> Element | None:
    """Return the tree of a document that stops in the middle, without the entry in which it stops."""
    builder = _OpenEnds()
    parser = XMLParser(target=builder)  # noqa: S314 - as in tree_of
    try:
        parser.feed(markup)
        parser.close()
    except ParseError:
        pass
    for parent, child in pairwise(builder.open_elements):
        if _local(short_name(child.tag)) in _ENTRIES:
            parent.remove(child)
            break
    return builder.open_elements[0] if builder.open_elements else None


class _OpenEnds(TreeBuilder):
    """Builds a tree and remembers which elements are still open."""

    def __init__(self) -> None:
        super().__init__()
        self.open_elements: list[Element] = []

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Open an element."""
        element = super().start(tag, attrs)
        self.open_elements.append(element)
        return element

    def end(self, tag: str, /) -> Element:
        """Close an element."""
        self.open_elements.pop()
        return super().end(tag)
