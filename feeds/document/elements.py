"""Reading element trees: names without the quarrels about namespaces, first texts, inline markup, links, bases."""

from collections.abc import Iterable
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

MOST_CHARS = 1 << 20
"""Of a field as served; a name of four megabytes is not carried along."""
Children = dict[str, list[Element]]
"""Elements by their short names, in document order."""

# Namespaces by what they are in lower case once the trailing slash is gone, since publishers misspell the rest of them.
_PREFIXES = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/rss/1.0/modules/syndication": "sy",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://news.yandex.ru": "yandex",
    "http://news.yandex.com": "yandex",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://purl.org/rss/1.0": "",
    "http://purl.org/net/rss1.1#": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss091": "",
    "http://backend.userland.com/rss092": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.law.harvard.edu/rss": "",
    "http://cyber.law.harvard.edu/rss/rss.html": "",
    "http://www.rssboard.org/rss-specification": "",
}
_OWN_NAMES = frozenset({"channel", "item", "feed", "entry"})
_BLOCK_NAMES = """
    address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table td th tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSEEN = frozenset({"script", "style", "nav", "aside", "form", "button", "figcaption", "iframe", "svg"})

_short_names: dict[str, str] = {}
_MOST_NAMES = 2_000
"""Every document uses the same few dozen."""


def short_name(tag: str) -> str:
    """Return `prefix:local` in lower case with our own prefix for a namespace, `?` for one that we do not read."""
    known = _short_names.get(tag)
    if known is None:
        namespace, _, local = tag.rpartition("}")
        prefix = _PREFIXES.get(namespace.lstrip("{").lower().rstrip("/"), "?") if namespace else ""
        known = f"{prefix}:{local}".lower() if prefix else local.lower()
        if len(_short_names) < _MOST_NAMES:
            _short_names[tag] = known
    return known


def local_name(tag: str) -> str:
    """Return a tag's name in lower case without its namespace."""
    return short_name(tag).rpartition(":")[2]


def forget_odd_namespaces(root: Element) -> None:
    """Take a namespace that nobody knows, or that is not its format's, from a document that keeps its channel or entries in it."""
    odd = set()
    is_feed = local_name(root.tag) == "feed"
    for element in (root,) if is_feed else (root, *root):
        prefix, _, local = short_name(element.tag).rpartition(":")
        if prefix and local in _OWN_NAMES and (prefix, local) not in (("atom", "feed"), ("atom", "entry")):
            odd.add(element.tag.rpartition("}")[0] + "}")
    if local_name(root.tag) == "rss" and "}" in root.tag:
        odd.add(root.tag.rpartition("}")[0] + "}")
    if odd:
        for element in root.iter():
            namespace, brace, local = element.tag.rpartition("}")
            if namespace + brace in odd:
                element.tag = local


def children(element: Element, without: str = "") -> Children:
    """Return an element's children by their short names, without this prefix where they have it."""
    found: Children = {}
    for child in element:
        name = short_name(child.tag)
        found.setdefault(name.removeprefix(without) if without else name, []).append(child)
    return found


def texts(fields: Children) -> dict[str, str]:
    """Return the first text there is under each name; no name without one."""
    found: dict[str, str] = {}
    for name, elements in fields.items():
        for element in elements:
            if text := text_of(element):
                found[name] = text
                break
    return found


def first(words: dict[str, str], *names: str) -> str:
    """Return the text of the first of these names that has one."""
    for name in names:
        if name in words:
            return words[name]
    return ""


def text_of(element: Element) -> str:
    """Return an element's text, that of inline markup within it too, as far as any field of an entry could use it."""
    text = (element.text or "") if not len(element) else inner_text(element)
    return text[:MOST_CHARS].strip()


def inner_text(element: Element) -> str:
    """Return the words of inline markup (xhtml), a newline at each block; scripts and what frames an article are left out."""
    parts: list[str] = []
    stack: list[tuple[Element, bool]] = [(element, False)]
    while stack:
        node, is_left = stack.pop()
        name = node.tag.rpartition("}")[2].lower()
        is_unseen = name in _UNSEEN and node is not element
        if not is_left and not is_unseen:
            parts.append("\n" if name in _BLOCKS else "")
            parts.append((node.text or "").replace("\n", " "))
            if node is not element:
                stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
        else:
            parts.append("\n" if is_left and name in _BLOCKS else "")
            parts.append((node.tail or "").replace("\n", " "))
    return "".join(parts)


def alternate_link(links: Iterable[Element]) -> str:
    """Return the page that Atom links lead to: an alternate one; HTML before one of no type, and that before others."""
    found: dict[int, str] = {}
    for link in links:
        href = link.get("href", "").strip()
        if href and link.get("rel", "alternate").strip().lower() == "alternate":
            kind = link.get("type", "").lower()
            found.setdefault(0 if "html" in kind else 2 if kind else 1, href)
    return found[min(found)] if found else ""


def attribute(element: Element, local: str) -> str:
    """Return an attribute in whatever namespace."""
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == local:
            return value.strip()
    return ""


def base_within(element: Element, outer: str) -> str:
    """Return the base that xml:base sets, within the outer one (RFC 3986, 5.1)."""
    own = element.get(XML_BASE, "").strip()
    if not own:
        return outer
    try:
        return urljoin(outer, own)
    except ValueError:
        return outer
