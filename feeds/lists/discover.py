"""Where a page's feeds are: which addresses to ask, in which order, within how many requests. Pure; others do the asking.

The order is miniflux's: is it a feed itself, what the page names, what is known of its site, where feeds usually are.
"""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeVar
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from feeds.document.decode import decode
from feeds.document.text import clean_link
from feeds.fetch.exchange import FetchError, Request, Response
from feeds.fetch.hops import REDIRECTS, following
from feeds.lists.page import feed_links
from feeds.manners.http_policy import TOO_MANY_REQUESTS, UNAVAILABLE, is_usable
from feeds.records import Feed

MOST_REQUESTS = 12
MOST_HOPS = 5
PERMANENT = frozenset({301, 308})

USUAL = ("feed/", "rss.xml", "atom.xml", "feed.xml", "rss/", "index.xml", "feed.atom", "index.rss", "rss/feed.xml")
"""Where feeds usually are below a page, the likeliest first."""
_CHANNEL_OF_PAGE = re.compile(r"(?:channel_id=|\"channelId\":\"|youtube\.com/channel/)(UC[\w-]{22})")
_MASTODON = re.compile(r"/@\w[\w.-]*/?")

_TOO_LONG = "too many redirects"

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address at which a feed may be."""

    url: str
    basis: Literal["asked", "named", "site", "guessed"]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request: a response, and what was read in it; or why there is none."""

    response: Response | None = None
    feed: Feed | None = None
    why: str = ""

    @property
    def found(self) -> Feed | None:
        """What was read, if it is a feed."""
        return self.feed if self.feed is not None and self.feed.format else None


@dataclass(frozen=True, slots=True)
class Found:
    """A feed, by the address to poll it at."""

    url: str
    basis: Literal["asked", "named", "site", "guessed"]
    feed: Feed


@dataclass(frozen=True, slots=True)
class Search:
    """How a search ended; `first` is what came of the address that was asked for."""

    found: tuple[Found, ...]
    first: Answer
    requests: int = 1
    unasked: tuple[str, ...] = ()
    """Feeds that the page names and that were too many to ask for."""


Steps = Generator[Request, Answer, Result]
"""Gives each request to be made, is sent what came of it, and returns a result."""


def candidates(html: str, url: str) -> list[Candidate]:
    """Return where to look for the feeds of a page at `url`, each address once; `html` may be empty."""
    named = [Candidate(link.url, "named", link.title) for link in feed_links(html, url)]
    known = [Candidate(address, "site") for address in _of_site(urlsplit(url), html)]
    guessed = [Candidate(address, "guessed") for address in _usual_places(url)]
    first: dict[str, Candidate] = {url: Candidate(url, "asked")}
    for candidate in (*named, *known, *guessed):
        if clean_link(candidate.url):
            first.setdefault(candidate.url, candidate)
    return list(first.values())[1:]


def search(request: Request) -> Steps[Search]:
    """Look for feeds at the address of a request and around it, with at most 12 requests, redirects counted.

    Guesses are made only where nothing else leads to a feed; one that is redirected is none, for servers send whatever
    they don't know to their front page.
    """
    left = MOST_REQUESTS
    first, url, used = yield from _followed(request, Candidate(request.url, "asked"), left)
    if first.found:
        return Search((Found(url, "asked", first.found),), first, used)
    if _shuts_out(first):
        return Search((), first, used)
    left -= used
    page = first.response if first.response is not None and is_usable(first.response) else None
    html = decode(page.body, page.headers.get("content-type", "")) if page else ""
    found: dict[str, Found] = {}
    unasked = []
    for candidate in candidates(html, page.url if page else request.url):
        if candidate.basis == "guessed" and (found or left <= 0):
            break
        if left <= 0:
            unasked.append(candidate.url)
            continue
        # What a page names can be anywhere: what is secret about the source goes to no address but the one asked for.
        answer, url, used = yield from _followed(Request(candidate.url, {}, route=request.route), candidate, left)
        left -= used
        if answer.found:
            found.setdefault(url, Found(url, candidate.basis, answer.found))
        elif left <= 0 and answer.why == _TOO_LONG:
            unasked.append(candidate.url)
        elif _shuts_out(answer) and (candidate.basis == "guessed" or answer.response is not None):
            break
    return Search(tuple(found.values()), first, MOST_REQUESTS - left, tuple(unasked))


def _followed(request: Request, candidate: Candidate, most: int) -> Steps[tuple[Answer, str, int]]:
    """Ask, following redirects within `most` requests; returns the answer, the address to keep, and the requests made."""
    keep, is_permanent = request.url, True
    request = replace(request, follows=False)
    for used in range(1, min(most, MOST_HOPS + 1) + 1):
        answer = yield request
        response = answer.response
        if response is None or response.status not in REDIRECTS or candidate.basis == "guessed":
            return answer, keep, used
        try:
            request = following(request, response)
        except FetchError as error:
            return Answer(why=error.reason), keep, used
        is_permanent = is_permanent and response.status in PERMANENT
        keep = request.url if is_permanent else keep
    return Answer(why=_TOO_LONG), keep, used


def _shuts_out(answer: Answer) -> bool:
    """Tell whether a host does not answer, or asks to be left alone: more requests would be vain or rude."""
    return answer.response is None or answer.response.status in (TOO_MANY_REQUESTS, UNAVAILABLE)


def _of_site(url: SplitResult, html: str) -> Iterator[str]:
    """Give the feeds that some sites are known to have for their pages."""
    host = (url.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("old.")
    parts = [part for part in url.path.split("/") if part]
    if host == "youtube.com":
        yield from _youtube(url, parts, html)
    elif host == "github.com" and parts:
        yield from _github(parts)
    elif host == "reddit.com" and len(parts) >= 2 and parts[0] in ("r", "u", "user"):
        yield f"https://www.reddit.com/{parts[0]}/{parts[1]}/.rss"
    elif _MASTODON.fullmatch(url.path):
        yield f"{url.scheme}://{url.netloc}{url.path.rstrip('/')}.rss"


def _youtube(url: SplitResult, parts: list[str], html: str) -> Iterator[str]:
    feed = "https://www.youtube.com/feeds/videos.xml"
    if playlist := parse_qs(url.query).get("list"):
        yield f"{feed}?playlist_id={quote(playlist[0], safe='')}"
    channel = parts[1] if len(parts) > 1 and parts[0] == "channel" else ""
    if not channel and (found := _CHANNEL_OF_PAGE.search(html)):
        channel = found[1]
    if channel:
        yield f"{feed}?channel_id={quote(channel, safe='')}"


def _github(parts: list[str]) -> Iterator[str]:
    if len(parts) == 1:
        yield f"https://github.com/{parts[0]}.atom"
        return
    repository = f"https://github.com/{parts[0]}/{parts[1]}"
    if parts[2:3] == ["commits"] and len(parts) > 3:
        yield f"{repository}/commits/{'/'.join(parts[3:]).removesuffix('.atom')}.atom"
        return
    yield f"{repository}/releases.atom"
    yield f"{repository}/commits.atom"


def _usual_places(url: str) -> Iterator[str]:
    """Give the usual places below the page, then below its site's root, in turn: the likeliest of both come first."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    folder, _, page = parts.path.rpartition("/")
    folder = (folder if "." in page else parts.path).strip("/")
    below = f"{root}{folder}/" if folder else root
    for place in USUAL:
        yield from dict.fromkeys((below + place, root + place))
