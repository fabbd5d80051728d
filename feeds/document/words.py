"""HTML to its words: a newline at each block, without scripts and without what frames an article. Not yet clean."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_TAGS = 4_000
"""Nested blocks cost the HTML parser quadratic time (20,000 `<div>`: 0.4 s; 80,000: 15 s)."""

_SHOUTED_TAG = re.compile(r"</?[A-Z][A-Za-z0-9]*")
_BLOCKS = (
    "p|br|div|li|ul|ol|h[1-6r]|t[rdh]|d[dlt]|pre|nav|main|form|table|aside|article|address|blockquote|details|fieldset|"
    "fig(?:ure|caption)|footer|header|section|summary"
)
_BLOCK = re.compile(rf"<(?=/?(?:{_BLOCKS})[\s/>])")
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")

# Markup of nothing but soundly quoted tags needs no parser; most bodies are such, and dropping the tags is 3 times faster.
_SOUND_REST = r"(?:\s(?:[^<>\"']|\"[^\"<>]*+\"|'[^'<>]*+')*+)?/?>"
_SOUND_BLOCK = re.compile(rf"</?(?:{_BLOCKS}){_SOUND_REST}")
_SOUND_TAG = re.compile(rf"</?[a-z][a-z0-9]*+{_SOUND_REST}")

_NEVER_SEEN = "script,style,noscript,template,iframe,object,svg,math,textarea,select,title,video,audio,canvas"
_FURNITURE = (
    "nav,aside,form,button,dialog,figcaption,[hidden],[aria-hidden='true'],[style*='display:none'],[style*='display: none'],"
    "[style*='visibility:hidden'],.caption,.wp-caption-text,.image-caption,.media-caption,.photo-caption,.photo-credit,"
    ".image-credit,.related,.related-posts,.related-articles,.related-links,.related-content,.related-stories,.jp-relatedposts,"
    ".yarpp-related,.share,.share-buttons,.social-share,.sharedaddy,.newsletter,.newsletter-signup,.advertisement,.advert,.promo,"
    ".screen-reader-text,.sr-only,.visually-hidden,.feedflare,.read-more,.more-link,.cookie-notice"
)
_UNSEEN_TAG = re.compile(
    rf"<(?:{_NEVER_SEEN.replace(',', '|')}|xmp|plaintext|noframes|noembed|nav|aside|form|button|dialog|figcaption)\b"
)
_UNSEEN_STYLES = ("hidden", "display:", "visibility:")
_UNSEEN_CLASS = re.compile(
    r"class\s*=[^>]*(?:caption|credit|relat|shar|newsletter|advert|promo|reader|sr-only|feedflare|read-more|more-link|cookie)"
)
_LEAD_IN = re.compile(
    r"(?:related(?: \w+){0,2}|(?:read|see|learn) (?:more|also)(?: \w+){0,3}|more (?:on|from|about)(?: \w+){1,4}|"
    r"recommended(?: \w+)?|most (?:read|popular)|читайте (?:также|еще|ещё)(?: \w+){0,2}|(?:материалы )?по теме|похожие \w+|"
    r"читайте також|за темою|(?:à )?lire aussi|mehr zum thema|lesen sie auch|le[ea]r? también|leggi anche)\W*",
    re.IGNORECASE,
)
_LED_IN = re.compile(rf">\s*{_LEAD_IN.pattern}(?:</\w+>\s*)+\Z", re.IGNORECASE)
_LIST = re.compile(r"<[uo]l\b")


def html_to_text(html: str) -> str:
    """Return the words of an HTML fragment, a newline at each block, without its furniture."""
    if "<" not in html:
        return unescape(html) if "&" in html else html
    html = html.replace("\n", " ")
    if _SHOUTED_TAG.search(html):
        html = _SHOUTED_TAG.sub(lambda tag: tag[0].lower(), html)
    is_framed = _is_framed(html)
    if not is_framed and "<" not in (text := _SOUND_TAG.sub("", _SOUND_BLOCK.sub("\n", html))):
        return unescape(text)
    html = _BLOCK.sub("\n<", html)
    if html.count("<") > MAX_TAGS:
        return unescape(_TAG.sub("", html))
    body = LexborHTMLParser(f"<body>{html}").body
    if body is None:
        return ""
    if is_framed:
        _remove(body.css(_NEVER_SEEN))
        most = len(body.text()) // 2
        _remove([node for node in body.css(_FURNITURE) if len(node.text()) <= most])
        _remove(_related(body))
    return body.text(separator="")


def _is_framed(html: str) -> bool:
    """Tell whether there may be furniture: looking for it costs as much as reading the words."""
    return (
        any(style in html for style in _UNSEEN_STYLES)
        or _UNSEEN_TAG.search(html) is not None
        or _UNSEEN_CLASS.search(html) is not None
        or any(_LED_IN.search(html, found.start() - 120, found.start()) for found in _LIST.finditer(html))
    )


def _related(body: LexborNode) -> list[LexborNode]:
    """Return the lists of links to other articles, and the lines that announce them."""
    found = []
    for links in body.css("ul,ol"):
        lead_in = _element_before(links)
        if lead_in is None or lead_in.tag in ("ul", "ol") or lead_in.css_first("ul,ol") is not None:
            continue
        linked = sum(len(link.text()) for link in links.css("a"))
        if _LEAD_IN.fullmatch(lead_in.text().strip()[:80]) and linked * 5 >= len(links.text().strip()) * 4:
            found += [lead_in, links]
    return found


def _element_before(node: LexborNode) -> LexborNode | None:
    before = node.prev
    while before is not None and before.is_text_node and not before.text().strip():
        before = before.prev
    return before


def _remove(nodes: list[LexborNode]) -> None:
    """Take nodes out of their tree, inner ones before those around them, which would free them too."""
    for node in reversed(nodes):
        node.decompose()
