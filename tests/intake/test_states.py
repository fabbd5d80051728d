"""What an operator is told of each source, and what servers are told of us: behaviours 24 and 25 of the design's list."""

from collections.abc import Callable

import pytest

from tests.intake.site import Reply, rss
from tests.intake.world import DAY_S, EPOCH_S, HOUR_S, World

CANARY = "s3cr3t-canary"
PAGE = b"<!DOCTYPE html><html><title>Just a moment...</title></html>"

STATES: list[tuple[str, Reply, str, str]] = [
    ("well", Reply(200, rss([("a", "Headline", EPOCH_S)])), "ok", ""),
    ("empty", Reply(200, rss([])), "empty", ""),
    ("frozen", Reply(200, rss([("a", "Headline", EPOCH_S - 90 * DAY_S)])), "frozen", "2026-06-23 is its newest entry"),
    ("limited", Reply(429, headers={"Retry-After": "600"}), "rate-limited", "HTTP 429"),
    ("error", Reply(503), "http-error", "HTTP 503"),
    ("missing", Reply(404), "http-error", "HTTP 404"),
    ("page", Reply(200, PAGE), "not-a-feed", "not a feed: an HTML page"),
    (
        "wall",
        Reply(200, PAGE, {"cf-mitigated": "challenge"}),
        "not-a-feed",
        "not a feed: an HTML page (a bot wall of Cloudflare?)",
    ),
    ("refused", Reply(403, PAGE, {"Server": "cloudflare"}), "http-error", "HTTP 403 (a bot wall of Cloudflare?)"),
    (
        "cut",
        Reply(200, rss([("a", "Headline", EPOCH_S), ("b", "Half", EPOCH_S)])[:-60]),
        "malformed",
        "document cut short",
    ),
    ("loop", Reply(301, headers={"Location": "/feed"}), "http-error", "redirects in a loop"),
]


@pytest.mark.parametrize(("reply", "state", "reason"), [case[1:] for case in STATES], ids=[case[0] for case in STATES])
def test_each_state_has_its_name_its_reason_and_its_next_attempt(
    world: World, reply: Reply, state: str, reason: str
) -> None:
    site = world.site()
    site.pages["/feed"] = reply
    world.watch(site.url("/feed"))
    world.once()
    source = world.source()
    assert (source["state"], source["reason"]) == (state, reason)
    assert source["next_attempt_ms"] > round(EPOCH_S * 1000)
    assert source["since_ms"] == source["last_attempt_ms"] >= round(EPOCH_S * 1000)
    assert source["waits_for"]
    assert (source["last_ok_ms"] is None) == (state in ("rate-limited", "http-error", "not-a-feed"))


def test_a_host_that_is_not_there_is_unreachable_and_says_so(world: World) -> None:
    site = world.site()
    world.wait(site.close())
    world.watch(site.url("/feed"))
    world.once()
    assert (world.source()["state"], world.source()["reason"]) == ("unreachable", "connection refused")


def test_a_feed_freezes_while_we_watch(world: World) -> None:
    paper = world.paper(items=10)
    world.watch(paper.url)
    world.live(6 * DAY_S)
    assert world.source()["state"] == "ok"
    world.live(2 * DAY_S)
    assert world.source()["state"] == "frozen"
    paper.publish("new", "News at last", world.epoch_s)
    world.live(2 * HOUR_S)
    assert world.source()["state"] == "ok"


def test_no_secret_reaches_state_log_or_export(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WIRE_TOKEN", f"Bearer {CANARY}")
    site = world.site()
    site.pages["/feed"] = lambda asked: Reply(200, rss([("a", "Headline", EPOCH_S)]), {"ETag": '"a"'})
    world.watch(site.url("/feed"), source='headers = { Authorization = "env:WIRE_TOKEN" }')
    world.once()
    site.pages["/feed"] = Reply(500)
    world.once()
    world.wait(site.close())
    world.once()
    assert [asked.headers["authorization"] for asked in site.asked] == [f"Bearer {CANARY}"] * 2
    assert CANARY.encode() not in world.database.read_bytes()
    assert CANARY not in "".join(capsys.readouterr())


def test_a_request_says_who_we_are_and_nothing_more(world: World) -> None:
    paper = world.paper(headers={"Set-Cookie": "seen=1"})
    world.watch(paper.url, collector='contact = "mailto:desk@example.org"')
    world.once()
    world.once()
    first, second = (dict(asked.headers) for asked in paper.asked)
    for headers in (first, second):
        assert headers.pop("user-agent").startswith("feint/")
        assert headers.pop("accept").startswith("application/atom+xml")
        assert headers.pop("accept-encoding") == "gzip"
        headers.pop("host")
        headers.pop("connection", None)
    assert first == {}
    assert set(second) == {"if-none-match"}


def _atom() -> bytes:
    return (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Paper</title><entry><id>a</id><title>Headline</title>"
        b"<link href='https://paper.example/a'/><updated>2026-09-21T10:00:00Z</updated><summary>Words.</summary></entry></feed>"
    )


def _rss() -> bytes:
    return (
        b"<rss version='2.0'><channel><title>Paper</title><item><guid isPermaLink='false'>a</guid><title>Headline</title>"
        b"<link>https://paper.example/a</link><pubDate>Mon, 21 Sep 2026 10:00:00 GMT</pubDate>"
        b"<description>Words.</description></item></channel></rss>"
    )


def _rdf() -> bytes:
    return (
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
        b" xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Paper</title></channel><item rdf:about='a'>"
        b"<title>Headline</title><link>https://paper.example/a</link><dc:date>2026-09-21T10:00:00Z</dc:date>"
        b"<description>Words.</description></item></rdf:RDF>"
    )


def _json() -> bytes:
    return (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Paper", "items": [{"id": "a", "title": "Headline",'
        b' "url": "https://paper.example/a", "date_published": "2026-09-21T10:00:00Z", "summary": "Words."}]}'
    )


@pytest.mark.parametrize("make", [_atom, _rss, _rdf, _json], ids=["atom", "rss", "rdf", "json"])
@pytest.mark.parametrize("way", ["http", "file", "exec"])
def test_every_format_by_every_way_gives_the_same_item(world: World, make: Callable[[], bytes], way: str) -> None:
    site, file = world.site(), world.config.with_name("feed.xml")
    file.write_bytes(make())
    site.pages["/feed"] = Reply(200, make())
    url = {"http": site.url("/feed"), "file": file.as_uri(), "exec": f"exec:cat {file}"}[way]
    world.watch(url, collector="allow_local = true")
    world.once()
    item = world.one("SELECT identity, link, title, summary, published_ms, state FROM item")
    assert item == {
        "identity": "guid:a",
        "link": "https://paper.example/a",
        "title": "Headline",
        "summary": "Words.",
        "published_ms": 1_789_984_800_000,
        "state": "new",
    }


def test_a_secret_that_is_not_there_costs_its_source_alone_and_is_read_anew_at_each_poll(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, other = world.site(), world.paper()
    site.pages["/feed"] = Reply(200, rss([("a", "Headline", EPOCH_S)]))
    world.watch(
        site.url("/feed"),
        source='headers = { Authorization = "env:WIRE_TOKEN" }',
        more=f'[[source]]\nurl = "{other.url}"',
    )
    world.once()
    assert world.source(other.url)["state"] == "ok"
    source = world.source(site.url("/feed"))
    assert source["state"] == "unreachable"
    assert "WIRE_TOKEN" in source["reason"]
    assert site.asked == []
    monkeypatch.setenv("WIRE_TOKEN", "Bearer abc")
    world.once()
    assert [asked.headers["authorization"] for asked in site.asked] == ["Bearer abc"]
