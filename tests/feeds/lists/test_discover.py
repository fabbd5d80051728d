"""Where feeds are looked for: the order, the twelve requests, and what is never asked."""

from collections.abc import Mapping

import pytest

from feeds.document.read import read
from feeds.fetch.exchange import Request, Response
from feeds.lists.discover import MOST_REQUESTS, USUAL, Answer, Search, candidates, search

SITE = "https://post.example"
FEED = (
    b"<rss version='2.0'><channel><title>Harbour Post</title><item><title>Ferry resumes</title></item></channel></rss>"
)
RSS = 'rel="alternate" type="application/rss+xml"'
Page = bytes | int | tuple[int, str]


def links(*paths: str) -> bytes:
    return "".join(f'<link {RSS} href="{path}">' for path in paths).encode()


class Web:
    """Answers from a table: a body, a status, or a redirect; everything else is 404."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self.pages = {url if "//" in url else f"{SITE}{url}": page for url, page in pages.items()}
        self.asked: list[Request] = []

    def search(self, url: str = f"{SITE}/", **own: str) -> Search:
        steps = search(Request(url, {}, own))
        request = next(steps)
        while True:
            try:
                request = steps.send(self.answer(request))
            except StopIteration as end:
                result: Search = end.value
                return result

    def answer(self, request: Request) -> Answer:
        assert not request.follows
        self.asked.append(request)
        page = self.pages.get(request.url, 404)
        if page == 0:
            return Answer(why="no such host name")
        if isinstance(page, bytes):
            return Answer(Response(200, {}, page, request.url, ()), read(page, "", request.url))
        status, location = page if isinstance(page, tuple) else (page, "")
        return Answer(Response(status, {"location": location}, b"", request.url, ()))

    @property
    def paths(self) -> list[str]:
        return [request.url.removeprefix(SITE) for request in self.asked]


def urls(found: Search) -> list[str]:
    return [each.url.removeprefix(SITE) for each in found.found]


def test_a_feed_itself_takes_one_request() -> None:
    web = Web({"/rss": FEED})
    found = web.search(f"{SITE}/rss")
    assert (urls(found), found.requests, found.found[0].feed.title) == (["/rss"], 1, "Harbour Post")


def test_what_the_page_names_comes_before_any_guess() -> None:
    web = Web({"/": links("/a", "/b", "/gone"), "/a": FEED, "/b": FEED, "/feed/": FEED})
    assert urls(web.search()) == ["/a", "/b"]
    assert web.paths == ["/", "/a", "/b", "/gone"]


def test_a_page_that_names_none_has_them_where_they_usually_are() -> None:
    web = Web({"/": b"<html></html>", "/atom.xml": FEED})
    found = web.search()
    assert (urls(found), found.found[0].basis) == (["/atom.xml"], "guessed")
    assert web.paths == ["/", "/feed/", "/rss.xml", "/atom.xml"]


def test_guesses_begin_below_the_page_and_take_turns_with_the_root() -> None:
    guessed = [each.url.removeprefix(SITE) for each in candidates("", f"{SITE}/world/index.html")]
    assert guessed[:4] == ["/world/feed/", "/feed/", "/world/rss.xml", "/rss.xml"]
    assert candidates("", SITE)[0].url == f"{SITE}/feed/"
    assert candidates("", f"{SITE}/world")[0].url == f"{SITE}/world/feed/"


def test_a_guess_that_is_redirected_is_none() -> None:
    web = Web({"/": b"<html></html>", "/feed/": (302, "/"), "/rss.xml": (301, "/real.rss"), "/real.rss": FEED})
    found = web.search()
    assert urls(found) == []
    assert "/real.rss" not in web.paths
    assert len(web.asked) == 1 + len(USUAL)


def test_no_search_makes_more_than_twelve_requests_redirects_counted() -> None:
    named = [f"/{n}" for n in range(30)]
    pages: dict[str, Page] = {"/": links(*named), **{path: (302, f"{path}x") for path in named}}
    pages |= {f"{path}x": FEED for path in named}
    web = Web(pages)
    found = web.search()
    assert len(web.asked) == found.requests == MOST_REQUESTS
    assert len(found.found) + len(found.unasked) == 30


def test_redirects_without_end_end() -> None:
    web = Web({f"/{n}": (302, f"/{n + 1}") for n in range(99)})
    found = web.search(f"{SITE}/0")
    assert (found.first.why, len(web.asked)) == ("too many redirects", 6)


@pytest.mark.parametrize(("status", "kept"), [(301, "/new"), (308, "/new"), (302, "/old"), (307, "/old")])
def test_the_address_kept_is_the_one_that_holds_for_good(status: int, kept: str) -> None:
    assert urls(Web({"/old": (status, "/new"), "/new": FEED}).search(f"{SITE}/old")) == [kept]


def test_a_redirect_that_must_not_be_followed_is_not() -> None:
    web = Web({"/": (301, "http://post.example/"), "http://post.example/": FEED})
    assert web.search().first.why == "redirect from https to http"
    assert web.paths == ["/"]


@pytest.mark.parametrize("status", [0, 429, 503])
def test_a_host_that_does_not_answer_or_asks_for_peace_is_asked_once(status: int) -> None:
    web = Web({"/": status, "/feed/": FEED})
    assert urls(web.search()) == []
    assert web.paths == ["/"]


def test_a_host_that_asks_for_peace_meanwhile_has_it() -> None:
    web = Web({"/": links("/a", "/b", "/c"), "/a": FEED, "/b": 429, "/c": FEED})
    assert urls(web.search()) == ["/a"]
    assert web.paths == ["/", "/a", "/b"]


def test_a_page_behind_a_wall_may_still_have_its_feed_in_the_usual_place() -> None:
    assert urls(Web({"/": 403, "/feed/": FEED}).search()) == ["/feed/"]


def test_what_is_secret_goes_to_no_other_address_than_the_one_asked_for() -> None:
    web = Web({"/": links("https://cdn.example/rss"), "https://cdn.example/rss": FEED})
    web.search(Authorization="Bearer canary")
    assert [bool(request.own_headers) for request in web.asked] == [True, False]


CHANNEL = "UC" + "a" * 22


@pytest.mark.parametrize(
    ("url", "html", "expected"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}", "", [f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"]),
        ("https://m.youtube.com/@harbour", f'{{"channelId":"{CHANNEL}"}}', [f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"]),
        ("https://www.youtube.com/playlist?list=PLx&y=1", "", ["https://www.youtube.com/feeds/videos.xml?playlist_id=PLx"]),
        ("https://github.com/desk/tool", "", ["https://github.com/desk/tool/releases.atom", "https://github.com/desk/tool/commits.atom"]),
        ("https://github.com/desk/tool/commits/main", "", ["https://github.com/desk/tool/commits/main.atom"]),
        ("https://old.reddit.com/r/ships/top", "", ["https://www.reddit.com/r/ships/.rss"]),
        ("https://sea.example/@harbour", "", ["https://sea.example/@harbour.rss"]),
        ("https://sea.example/news", "", []),
        ("https://notyoutube.com/channel/x", "", []),
    ],
)  # fmt: skip
def test_some_sites_are_known(url: str, html: str, expected: list[str]) -> None:
    assert [each.url for each in candidates(html, url) if each.basis == "site"] == expected


def test_no_page_can_have_an_address_asked_that_is_none() -> None:
    html = (
        f'<link {RSS} href="file:///etc/passwd"><link {RSS} href="exec:id"><link {RSS} href="https://a:b@x.example/">'
    )
    assert [each for each in candidates(html, SITE) if each.basis == "named"] == []
