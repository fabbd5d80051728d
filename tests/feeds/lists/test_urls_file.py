"""newsboat's `urls` file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.lists.subscriptions import ListError, Subscription
from feeds.lists.urls_file import is_urls_file, read_urls

FILE = b"""# the desk's feeds
https://post.example/feed "~Harbour Post" north "fishing news"   # the best

  https://gazette.example/rss papers "!hidden"
"exec:~/bin/tides --north" "~Tides"
file:///srv/feeds/ships.xml
"query:Unread:unread = \\"yes\\""
filter:~/bin/only-gulls:https://gulls.example/rss
https://quote.example/feed "~The \\"Quoted\\" Paper"
"""


def test_each_line_is_a_feed_with_its_title_and_tags() -> None:
    assert read_urls(FILE).feeds == (
        Subscription("https://post.example/feed", "Harbour Post", tags=("north", "fishing news")),
        Subscription("https://gazette.example/rss", tags=("papers", "hidden"), lost=("hidden",)),
        Subscription("exec:~/bin/tides --north", "Tides"),
        Subscription("file:///srv/feeds/ships.xml"),
        Subscription("https://quote.example/feed", 'The "Quoted" Paper'),
    )


def test_queries_and_filters_are_skipped_and_said() -> None:
    query, filtered = read_urls(FILE).skipped
    assert query == 'query:Unread:unread = "yes" is a query, no feed; write it as a [[view]]'
    assert filtered.startswith("filter:~/bin/only-gulls:https://gulls.example/rss is a filter")


def test_a_quote_that_never_ends_ends_with_its_line() -> None:
    (feed, other) = read_urls(b'https://a.example/ "~No end\nhttps://b.example/\n').feeds
    assert (feed.title, other.url) == ("No end", "https://b.example/")


@pytest.mark.parametrize("data", [b"", b"# nothing\n", b"\x00\xff", b"some words\n", b"<rss/>"])
def test_what_has_no_feed_in_it_is_no_urls_file(data: bytes) -> None:
    assert not is_urls_file(data)
    with pytest.raises(ListError):
        read_urls(data)


@given(st.text('"\\~!# ab:/\n\x1b'))
def test_no_line_fails_and_no_feed_carries_a_control_character(junk: str) -> None:
    listed = read_urls(f"https://a.example/\n{junk}\nhttps://b.example/ {junk}".encode())
    assert listed.feeds[0].url == "https://a.example/"
    for feed in listed.feeds:
        assert all(words.isprintable() for words in (feed.url, feed.title, *feed.tags))
    assert all(line.isprintable() for line in listed.skipped)
