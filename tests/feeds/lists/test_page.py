"""What a page's head says of feeds."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.lists.page import Link, asks_for_password, feed_links

HERE = "https://post.example/world/index.html"
RSS = 'rel="alternate" type="application/rss+xml"'


def links(html: str) -> list[str]:
    return [link.url for link in feed_links(html, HERE)]


def test_named_feeds_come_in_the_pages_order_with_their_titles() -> None:
    html = (
        f'<link {RSS} title="World &amp; sea" href="/world.rss">'
        "<LINK REL='Alternate Home' TYPE='application/atom+xml; charset=utf-8' HREF=all.atom>"
        '<link rel="alternate" type="application/feed+json" href="https://cdn.example/feed.json"/>'
    )
    assert feed_links(html, HERE) == [
        Link("https://post.example/world.rss", "World & sea"),
        Link("https://post.example/world/all.atom", ""),
        Link("https://cdn.example/feed.json", ""),
    ]


def test_a_base_moves_them() -> None:
    assert links(f'<base href="https://www.post.example/a/"><link {RSS} href="rss">') == [
        "https://www.post.example/a/rss"
    ]
    assert links(f'<base href="//cdn.example/x/"><base href="/other/"><link {RSS} href="rss">') == [
        "https://cdn.example/x/rss"
    ]


def test_feeds_of_comments_come_last_whatever_the_page_says_first() -> None:
    html = f'<link {RSS} title="Comments" href="/c"><link {RSS} href="/comments/feed/"><link {RSS} href="/feed/">'
    assert links(html) == [f"https://post.example{path}" for path in ("/feed/", "/c", "/comments/feed/")]


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="alternate" type="application/json" href="https://post.example/wp-json/wp/v2/pages/7">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">',
        '<link rel="stylesheet" type="text/css" href="/s.css">',
        '<link rel="alternate" hreflang="uk" href="/uk/">',
        f"<link {RSS}>",
        f'<link {RSS} href="javascript:alert(1)">',
        f'<!-- <link {RSS} href="/old.rss"> -->',
        f"<script>document.write('<link {RSS} href=\"/x.rss\">')</script>",
        f'<title><link {RSS} href="/x.rss"></title>',
    ],
)
def test_what_is_no_feed_is_not_named(html: str) -> None:
    assert links(html) == []


def test_an_angle_bracket_in_a_title_ends_no_tag() -> None:
    assert links(f'<link title="News > World" {RSS} href="/rss">') == ["https://post.example/rss"]


def test_each_address_is_named_once() -> None:
    assert links(f'<link {RSS} href="/rss"><link {RSS} href="https://post.example/rss">') == [
        "https://post.example/rss"
    ]


def test_a_field_for_a_password_is_seen() -> None:
    assert asks_for_password("<form><input name=p type='Password'></form>")
    assert not asks_for_password("<form><input type=search></form>")


@given(st.text("<>!-/ \"'=linkbasescript&;#x", max_size=300))
def test_no_page_fails(html: str) -> None:
    assert all(url.startswith("http") for url in links(html))


@pytest.mark.parametrize(
    "piece", ["<!--", "<script>", "<link ", '<link title="', "<link a=", "<link x='\"", "<title>", "<link " + "a " * 50]
)
def test_no_page_takes_long(piece: str) -> None:
    began = process_time()
    links(piece * (2_000_000 // len(piece)))
    assert process_time() - began < 3.0
