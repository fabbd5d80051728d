"""Text to raw entries, down a ladder: strict XML, mended XML, what a cut-off document still holds, tag soup, feedparser.

Strict first because it is the fastest and the only rung that changes nothing; the DOCTYPE is always cut away, so there
are no entities to expand.
"""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from feeds.document.elements import local_name
from feeds.document.formats import read_root
from feeds.document.jsonfeed import read_json
from feeds.document.lastrung import read_anything
from feeds.document.mend import feed_of, mend, root_name, root_of, tree_of, without_illegal
from feeds.document.raw import RawFeed
from feeds.document.soup import well_formed

_HTML = frozenset({"html", "head", "body", "script", "div", "meta", "p", "span", "center", "table"})
_PAGES = ("<!doctype html", "<!DOCTYPE html", "<!DOCTYPE HTML")
_NOT_BLANK = re.compile(r"\S")
_ENTRY_TAG = re.compile(r"<(?:[\w.-]{1,40}:)?(item|entry)[\s>]", re.IGNORECASE)
_ENTRIES = frozenset({"item", "entry"})

MAX_DEPTH, MANY_TAGS = 500, 20_000
"""A tree of 200,000 elements in one another takes 100 MB; real feeds nest less than 30 deep."""
_STEP = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(/?)[A-Za-z_][^<>]*?(/?)>", re.DOTALL)

# Expat's errors that mean that the document stopped too early (expat.h, enum XML_Error).
_NO_ELEMENTS, _UNCLOSED_TOKEN, _PARTIAL_CHARACTER, _UNCLOSED_CDATA = 3, 5, 6, 20
_CUT_SHORT = frozenset({_NO_ELEMENTS, _UNCLOSED_TOKEN, _PARTIAL_CHARACTER, _UNCLOSED_CDATA})


def parse(text: str) -> RawFeed:
    """Return the feed in a document; one with an empty format, and a problem that says why, when there is none."""
    first = _NOT_BLANK.search(text)
    if first is None:
        return RawFeed(problems=["not a feed: an empty body"])
    if first[0] in ("{", "["):
        return read_json(text)
    is_page = text.startswith(_PAGES, first.start())
    markup = feed_of(text) or feed_of(without_illegal(text))
    if markup:
        del first, text  # as large as the markup, of which a tree is now built; a match holds on to its text
        if _is_deep(markup):
            return RawFeed(problems=[f"not a feed: elements nested more than {MAX_DEPTH} deep"])
        return _climb(markup)
    markup = root_of(text)
    name = root_name(markup)
    if not name:
        return RawFeed(problems=["not a feed: no markup"])
    if name in _HTML or is_page:
        return RawFeed(problems=["not a feed: an HTML page"])
    if (found := _ENTRY_TAG.search(markup)) and (feed := _unframed(markup, found[1].lower())):
        return feed
    return RawFeed(problems=[f"not a feed: a document of <{name[:40]}>"])


def _is_deep(markup: str) -> bool:
    """Tell before a tree is built; only of documents with many tags, so that others pay nothing."""
    if markup.count("<") < MANY_TAGS:
        return False
    depth = 0
    for step in _STEP.finditer(markup):
        if step[0][1] != "!":
            depth += -1 if step[1] else not step[2]
            if depth > MAX_DEPTH:
                return True
    return False


def _unframed(markup: str, entry: str) -> RawFeed | None:
    """Read entries that stand in no frame, or in one of another name; None when there is nothing to read in them."""
    frame = "feed" if entry == "entry" else "channel"
    feed = _mended(mend(f"<{frame}>{markup}</{frame}>"))
    return feed if any(entry.title.value or entry.summary.value for entry in feed.entries) else None


def _climb(markup: str) -> RawFeed:
    feed = _strict(markup) or _mended(mend(markup))
    if feed.whole and not feed.entries and _ENTRY_TAG.search(markup):
        forgiving = read_anything(markup)
        return forgiving if forgiving.entries or not feed.format else feed
    return feed


def _strict(markup: str) -> RawFeed | None:
    try:
        return replace(read_root(tree_of(markup)), rung="strict")
    except ParseError:
        return None


def _mended(markup: str) -> RawFeed:
    try:
        return _flawed(read_root(tree_of(markup)), "malformed XML, mended", "mended")
    except ParseError as error:
        if error.code in _CUT_SHORT and (root := _partial(markup)) is not None:
            return _cut_short(read_root(root))
    soup, is_whole = well_formed(markup)
    try:
        feed = read_root(tree_of(soup))
    except ParseError:
        return RawFeed()
    return _flawed(feed, "malformed XML, mended", "mended") if is_whole else _cut_short(feed)


def _cut_short(feed: RawFeed) -> RawFeed:
    return replace(_flawed(feed, "document cut short", "mended"), whole=False)


def _flawed(feed: RawFeed, problem: str, rung: str) -> RawFeed:
    if not feed.format:
        return feed
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
        if local_name(child.tag) in _ENTRIES:
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
