import re
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.read import read

URL = "https://feeds.example/dir/rss.xml"


def rss(*items: str) -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>Harbour  Wire</title><ttl>15</ttl>{body}</channel></rss>'.encode()


ONE = "<title>Ferry back</title><link>1.html</link><guid>g1</guid><pubDate>Tue, 15 Feb 2022 13:00:00 MSK</pubDate>"
TWO = "<title>Gate shut</title><link>/2?utm_source=rss</link><description>For &lt;i&gt;good&lt;/i&gt;.</description>"


def test_an_entry_comes_clean_dated_and_named() -> None:
    feed = read(rss(ONE, TWO), "application/rss+xml", URL)
    assert (feed.format, feed.title, feed.ttl_s, feed.rung, feed.whole) == (
        "rss 2.0",
        "Harbour Wire",
        900,
        "strict",
        True,
    )
    first, second = feed.entries
    assert (first.identity, first.link_key) == ("guid:g1", "https://feeds.example/dir/1.html")
    assert (first.link, first.published_ms) == ("https://feeds.example/dir/1.html", 1_644_919_200_000)
    assert first.published_raw == "Tue, 15 Feb 2022 13:00:00 MSK"
    assert (second.identity, second.link) == ("link:https://feeds.example/2", "https://feeds.example/2?utm_source=rss")
    assert (second.summary, second.text, second.published_ms) == ("For good.", "", None)


def test_known_entries_are_left_out_but_still_counted() -> None:
    whole = read(rss(ONE, TWO), "", URL)
    again = read(rss(ONE, TWO), "", URL, frozenset(whole.fingerprints[:1]))
    assert again.fingerprints == whole.fingerprints
    assert again.entries == whole.entries[1:]


def test_an_edit_changes_the_fingerprint_and_not_the_identity() -> None:
    before, after = read(rss(ONE), "", URL), read(rss(ONE.replace("Ferry", "Old ferry")), "", URL)
    assert before.fingerprints != after.fingerprints
    assert before.entries[0].identity == after.entries[0].identity


def test_identities_do_not_depend_on_what_is_known() -> None:
    items = [f"<title>Update</title><description>number {n}</description>" for n in range(4)]
    whole = read(rss(*items), "", URL)
    rest = read(rss(*items), "", URL, frozenset(whole.fingerprints[:3]))
    assert [entry.identity for entry in rest.entries] == [whole.entries[3].identity]
    assert len({entry.identity for entry in whole.entries}) == 4


def test_a_missing_title_is_the_head_of_the_text() -> None:
    feed = read(rss("<description>&lt;p&gt;No headline today.&lt;/p&gt;</description>"), "", URL)
    assert feed.entries[0].title == "No headline today."


def test_a_text_beyond_the_summary_is_kept_and_a_copy_is_not() -> None:
    content = "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{}</content:encoded>"
    long = read(rss("<title>x</title><description>Short.</description>" + content.format("Long story.")), "", URL)
    same = read(rss("<title>x</title><description>Short.</description>" + content.format("Short.")), "", URL)
    alone = read(rss("<title>x</title>" + content.format("Only this.")), "", URL)
    assert (long.entries[0].summary, long.entries[0].text) == ("Short.", "Long story.")
    assert (same.entries[0].summary, same.entries[0].text) == ("Short.", "")
    assert (alone.entries[0].summary, alone.entries[0].text) == ("Only this.", "")


def test_an_entry_without_a_word_or_link_is_nothing() -> None:
    feed = read(rss("<pubDate>Tue, 15 Feb 2022 13:00:00 MSK</pubDate>"), "", URL)
    assert feed.entries == ()
    assert len(feed.fingerprints) == 1


def test_a_base_moves_relative_links() -> None:
    atom = b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/blog/'><entry><title>x</title><link href='1'/></entry></feed>"
    assert read(atom, "", URL).entries[0].link == "https://feeds.example/blog/1"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "https://u:p@x.example/", "file:///etc/passwd"]
)
def test_a_link_that_must_not_be_opened_is_no_link(href: str) -> None:
    assert read(rss(f"<title>x</title><link>{href}</link>"), "", URL).entries[0].link == ""


def test_what_is_no_feed_has_no_format_and_a_reason() -> None:
    feed = read(b"<!DOCTYPE html><html><body>Checking your browser</body></html>", "text/html", URL)
    assert (feed.format, feed.entries, feed.problems) == ("", (), ("not a feed: an HTML page",))


HOSTILE = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\x1b\u202e\u200b\u2066\x9b&;#<>[]"), max_size=60
)


@settings(deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_feed_brings_a_control_character_into_any_field(title: str, body: str, other: str) -> None:
    document = rss(
        f"<title>{title}</title><description><![CDATA[{body}]]></description><author>{other}</author>"
        f"<guid>{other}</guid><pubDate>{other}</pubDate><link>https://x.example/{quote(other)}</link><source>{title}</source>"
    )
    feed = read(document, "", URL)
    for entry in feed.entries:
        fields = (entry.title, entry.author, entry.credit, entry.guid, entry.link, entry.published_raw, entry.identity)
        for text in (*fields, *feed.problems, feed.title, feed.language):
            assert text.replace("\u200c", "").replace("\u200d", "").isprintable() or not re.search(
                r"[\x00-\x1f\x7f-\x9f]", text
            )
            assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00-\x1f\x7f-\x9f]", text)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00-\x09\x0b-\x1f\x7f-\x9f]", entry.summary)


@settings(deadline=None)
@given(st.binary(max_size=400), st.text(max_size=40), st.text(max_size=40))
def test_no_body_breaks_it(body: bytes, content_type: str, url: str) -> None:
    assert read(body, content_type, url).entries == ()
