"""Links as keys: one page has one, whatever a feed puts around its address."""

import re
from base64 import urlsafe_b64decode
from urllib.parse import unquote

_WEB = re.compile(r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_TRACKING = re.compile(
    r"(?:(?:utm|at|ns|pk|mtm|piwik|matomo|oly)_\w+|wt[._]mc\w*|mc_[ce]id|mkt_tok|fbclid|[dg]clid|gclsrc|[gw]braid|ysclid|yclid|"
    r"msclkid|twclid|ttclid|igsh(?:id)?|srsltid|_hs(?:enc|mi)|_openstat|xtor|(?:int_?)?cmp|cmpid|icid|ncid|ocid|smid|emc|ftag|maca|"
    r"traffic_source|ito|ftcamp|sref|feedtype|feedname|partner|taid|__twitter_impression|(?:php|j)sess(?:ion)?id|rss)(?:=.*)?|"
    r"(?:source|from|ref|mod|output|feature)=rss[\w-]*",
    re.IGNORECASE,
)
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_UNRESERVED = re.compile(r"[\w.~-]", re.ASCII)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}

_GOOGLE_ARTICLE = re.compile(r"/(?:rss/|__i/rss/rd/)?(?:articles|read)/([\w-]{16,2000})=*")
_GOOGLE_PAYLOAD = re.compile(rb"\x08.\x22(?:[\x00-\x7f]|[\x80-\xff][\x00-\x7f])(https?://[!-~]+)", re.DOTALL)
_AGGREGATORS = ("news.google.", "www.google.", "www.bing.com", "bing.com")
_WRAPPERS = {"/url": ("url", "q"), "/news/url": ("url",), "/news/apiclick.aspx": ("url",)}
"""Pages of Google and Bing that only lead to another, and the parameters that say which."""


def canonical_link(url: str) -> str:
    """Return a clean link as a key, without what varies between servings: case, port, fragment, tracking; http is https.

    A link to an aggregator's redirect is the key of the page that it leads to, where the link itself says so.
    """
    found = _WEB.fullmatch(url)
    if not found:
        return url
    host, path, query = _host(found), found[3] or "/", found[4]
    if host.startswith(_AGGREGATORS) and (target := _target(path, query or "")):
        return canonical_link(target)
    if ";" in path:
        path = _SESSION.sub("", path)
    kept = "&".join(pair for pair in query.split("&") if pair and not _TRACKING.fullmatch(pair)) if query else ""
    key = f"https://{host}{path}?{kept}" if kept else f"https://{host}{path}"
    return _ESCAPE.sub(_unescape, key) if "%" in key else key


def exact_link(url: str) -> str:
    """Return a clean link as a key for one place on a page: like the canonical link, but with query and fragment as served."""
    found = _WEB.fullmatch(url)
    return f"https://{_host(found)}{found[3] or '/'}?{found[4] or ''}#{found[5] or ''}" if found else url


def site_of(url: str) -> str:
    """Return the site that a link leads to: its host, and its port where it has an unusual one; empty for no link."""
    found = _WEB.fullmatch(url)
    return _host(found).removeprefix("www.") if found else ""


def within_site(url: str, sites: frozenset[str]) -> str:
    """Return a link as a key that outlives a move of its site: without scheme, and for one of these sites without host."""
    found = _WEB.fullmatch(url)
    if not found:
        return url
    host, rest = _host(found), url[found.end(2) :] or "/"
    return rest if host.removeprefix("www.") in sites else f"https://{host}{rest}"


def leads_somewhere(link: str) -> bool:
    """Tell whether a canonical link leads to more than a site's front page."""
    return link.count("/") > 3 or not link.endswith("/") or "?" in link if link else False


def _host(found: re.Match[str]) -> str:
    return found[2].lower().removesuffix(_DEFAULT_PORTS[found[1].lower()])


def _unescape(found: re.Match[str]) -> str:
    """Return one spelling of a percent escape (RFC 3986, 6.2.2)."""
    character = chr(int(found[0][1:], 16))
    return character if _UNRESERVED.fullmatch(character) else found[0].upper()


def _target(path: str, query: str) -> str:
    """Return where an aggregator's link leads to, empty when the link itself does not tell."""
    if found := _GOOGLE_ARTICLE.fullmatch(path):
        return _payload(found[1])
    values = dict(pair.partition("=")[::2] for pair in query.split("&"))
    targets = (unquote(values.get(name, "")) for name in _WRAPPERS.get(path.lower(), ()))
    return next((target for target in targets if _WEB.fullmatch(target)), "")


def _payload(encoded: str) -> str:
    """Return the address in a Google News article id of the old form: a length before it, and its AMP twin behind."""
    try:
        payload = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    except ValueError:
        return ""
    if not (found := _GOOGLE_PAYLOAD.search(payload)):
        return ""
    length = payload[found.start() + 3] & 0x7F
    if payload[found.start() + 3] & 0x80:
        length |= payload[found.start() + 4] << 7
    return found[1][:length].decode("ascii")
