from hypothesis import given
from hypothesis import strategies as st

from feeds.document.served import served


def rss(*items: str, head: str = "") -> bytes:
    return f"<rss><channel><title>Wire</title>{head}{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>".encode()


def test_every_entry_of_a_file_is_shown_also_one_that_repeats_or_says_nothing() -> None:
    feed = served(rss("<title>One</title>", "<title>One</title>", "<category>x</category>"))
    assert [entry.title for entry in feed.entries] == ["One", "One", ""]


def test_an_untitled_entry_is_untitled() -> None:
    (entry,) = served(rss("<description>Only &lt;b&gt;words&lt;/b&gt;.</description>")).entries
    assert (entry.title, entry.summary) == ("", "Only words.")


def test_a_link_is_relative_when_nothing_says_to_what() -> None:
    feed = served(rss(*(f"<link>{link}</link>" for link in ("/a", "b/c", "../d", "https://x.example/a b"))))
    assert [entry.link for entry in feed.entries] == ["/a", "b/c", "../d", "https://x.example/a%20b"]


def test_a_base_in_the_file_makes_links_whole() -> None:
    feed = served(b"<feed xml:base='https://x.example/a/'><entry><link href='b'/></entry></feed>")
    assert feed.entries[0].link == "https://x.example/a/b"


def test_a_link_that_must_not_be_opened_is_not_shown() -> None:
    links = (
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "tag:x.example,2022:1",
        "//u:p@x.example/",
    )
    assert [entry.link for entry in served(rss(*(f"<link>{link}</link>" for link in links))).entries] == [""] * 5


def test_an_entry_is_known_by_its_guid_else_its_link() -> None:
    feed = served(rss("<guid>g</guid><link>https://x.example/1</link>", "<link>https://x.example/2</link>"))
    assert [entry.id for entry in feed.entries] == ["g", "https://x.example/2"]


def test_a_date_is_a_moment_or_nothing() -> None:
    feed = served(rss("<pubDate>Tue, 15 Feb 2022 13:00:00 MSK</pubDate>", "<pubDate>soon</pubDate>"))
    assert [entry.published_ms for entry in feed.entries] == [1_644_919_200_000, None]


def test_what_is_no_feed_says_so() -> None:
    assert served(b"<html></html>").problems == ("not a feed: an HTML page",)


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda body: rss("<title>") + body))
def test_no_file_breaks_it(body: bytes) -> None:
    for entry in served(body).entries:
        assert entry.title.isprintable() or "\u200c" in entry.title or "\u200d" in entry.title
