"""Where a redirect may lead, and what travels along. Pure; whether a move is for good is decided elsewhere."""

from base64 import b64encode
from dataclasses import replace
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from feeds.fetch.exchange import FetchError, Request, Response

REDIRECTS = frozenset({301, 302, 303, 307, 308})
WEB = {"http": 80, "https": 443}
"""The schemes that are fetched over the network, with their ports."""
MAX_URL = 8_000
"""What everybody must be able to take (RFC 9110, 4.1)."""


def starting(request: Request) -> Request:
    """Return the first request to send: credentials in the URL become a header of the source's own (RFC 7617)."""
    parts = urlsplit(request.url)
    if parts.scheme not in WEB:
        raise FetchError("refused", "only http and https are fetched")
    if not parts.hostname or not _is_readable(parts):
        raise FetchError("refused", "not a web address")
    if "@" not in parts.netloc:
        return request
    own_headers = dict(request.own_headers)
    if "authorization" not in map(str.lower, own_headers):
        pair = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        own_headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    return replace(
        request, url=parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl(), own_headers=own_headers
    )


def following(request: Request, response: Response) -> Request:
    """Return the request that a redirect asks for; raises FetchError where it must not be followed.

    Beyond the origin nothing of the source's own goes along but its User-Agent, and nothing comes back on a later hop.
    The validators do go along, although RFC 9110 (15.4) has them replaced: what they are replaced by there is validators
    of the next URL, and these are, for they came from the end of this very chain at the last poll. Dropping them would
    fetch every redirected feed in full at every poll; a chain that has come to end elsewhere does not know them, and
    answers in full.
    """
    here = urlsplit(request.url)
    target = _target(here, response)
    if _origin(target) == _origin(here):
        own_headers = request.own_headers
    else:
        own_headers = {n: value for n, value in request.own_headers.items() if n.lower() == "user-agent"}
    return replace(request, url=target.geturl(), own_headers=own_headers)


def _target(here: SplitResult, response: Response) -> SplitResult:
    location = response.headers.get("location", "").strip()
    if not location:
        raise FetchError("bad-response", f"HTTP {response.status} without a Location")
    try:
        target = urlsplit(urljoin(here.geturl(), location.encode("latin-1").decode("utf-8", "replace")))
        readable = _is_readable(target)
    except ValueError:
        readable = False
    if not readable:
        raise FetchError("bad-response", "redirect to what is no address")
    if target.scheme not in WEB:
        raise FetchError("refused", f"redirect to {target.scheme[:20] or 'nothing'}:")
    if here.scheme == "https" and target.scheme == "http":
        raise FetchError("refused", "redirect from https to http")
    if "@" in target.netloc:
        raise FetchError("refused", "redirect with credentials in its URL")
    if not target.hostname:
        raise FetchError("bad-response", "redirect to no host")
    return target._replace(fragment="")


def _is_readable(url: SplitResult) -> bool:
    """Tell whether a URL is plain characters, not too many, with a port that can be; ValueError for one that is none."""
    text = url.geturl()
    return text.isprintable() and len(text) <= MAX_URL and " " not in url.netloc and url.port != 0


def _origin(url: SplitResult) -> tuple[str, str, int]:
    return url.scheme, url.hostname or "", url.port or WEB[url.scheme]
