import re
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.document.read import read

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
    assert (second.identity, second.link) == ("link:/2", "https://feeds.example/2?utm_source=rss")
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


def test_a_moment_comes_with_what_it_rests_on() -> None:
    dates = ("Tue, 15 Feb 2022 13:00:00 MSK", "2022-02-15T10:00:00Z", "15.02.2022 13:00", "soon", "")
    feed = read(rss(*(f"<title>{n}</title><pubDate>{date}</pubDate>" for n, date in enumerate(dates))), "", URL)
    assert [(entry.published_raw, entry.published_basis) for entry in feed.entries] == list(
        zip(dates, ("zone", "offset", "assumed", "", ""), strict=True)
    )


def test_dates_without_a_zone_are_told_in_the_source_s_own() -> None:
    feed = read(rss(ONE.replace(" MSK", "")), "", URL, timezone="Europe/Moscow")
    assert feed.entries[0].published_ms == 1_644_919_200_000
    assert read(rss(ONE), "", URL, timezone="No/Such").entries[0].published_ms == 1_644_919_200_000


def test_the_next_date_is_taken_when_the_first_is_none() -> None:
    feed = read(
        b"<feed><entry><title>x</title><published>soon</published><updated>2022-02-15T10:00:00Z</updated></entry></feed>",
        "",
        URL,
    )
    assert feed.entries[0].published_ms == 1_644_919_200_000


def test_a_time_ahead_stays_as_it_is_claimed() -> None:
    assert read(rss(ONE.replace("2022", "2031")), "", URL).entries[0].published_ms == 1_928_916_000_000


def test_the_document_tells_of_all_its_entries_also_of_known_ones() -> None:
    whole = read(rss(ONE, TWO, ONE), "", URL)
    again = read(rss(ONE, TWO, ONE), "", URL, frozenset(whole.fingerprints))
    assert again.entries == ()
    assert len(whole.keys) == 3
    assert (again.keys, again.published_ms, again.doubtful_guids) == (
        whole.keys,
        whole.published_ms,
        whole.doubtful_guids,
    )
    assert whole.published_ms == (1_644_919_200_000,) * 2


def test_a_source_may_go_by_links() -> None:
    def identities(body: bytes) -> list[str]:
        return [entry.identity for entry in read(body, "", URL, identity_by="link").entries]

    assert identities(rss(ONE, TWO)) == ["link:/dir/1.html", "link:/2"]
    assert identities(rss(ONE.replace("g1", "g9"), TWO)) == identities(rss(ONE, TWO))


def test_ten_items_with_one_guid_are_ten_and_the_guids_are_doubtful() -> None:
    feed = read(rss(*(f"<title>Update {n}</title><link>/{n}</link><guid>same</guid>" for n in range(10))), "", URL)
    assert len({entry.identity for entry in feed.entries}) == 10
    assert feed.doubtful_guids == 10


def test_a_feed_that_moves_house_keeps_its_entries() -> None:
    items = (
        "<title>Ferry</title><link>/1</link>",
        "<title>Gate</title><link>2</link><guid>https://feeds.example/2</guid>",
    )
    before = read(rss(*items), "", "http://feeds.example/rss.xml")
    after = read(rss(*items).replace(b"feeds.example", b"new.example"), "", "https://new.example/rss.xml")
    assert [entry.identity for entry in after.entries] == [entry.identity for entry in before.entries]


def test_an_entry_is_known_by_its_origin_and_opened_where_the_feed_says() -> None:
    burnt = (
        "<title>x</title><link>https://burner.example/~r/1</link>"
        "<f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>https://wire.example/1</f:origLink>"
    )
    (entry,) = read(rss(burnt), "", URL).entries
    assert (entry.link, entry.link_key) == ("https://burner.example/~r/1", "https://wire.example/1")


def test_what_the_feed_asks_is_handed_on() -> None:
    body = rss(ONE).replace(
        b"<ttl>15</ttl>",
        b"<skipHours><hour>24</hour><hour>3</hour></skipHours><skipDays><day>Monday</day></skipDays>"
        b"<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>hourly</sy:updatePeriod>"
        b"<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='next' href='?page=2'/>",
    )
    feed = read(body, "", URL)
    assert (feed.ttl_s, feed.skip_hours, feed.skip_days) == (3_600, (0, 3), (0,))
    assert feed.older_url == f"{URL}?page=2"
    assert read(rss(ONE), "", URL).older_url == ""


def test_an_older_page_that_must_not_be_fetched_is_none() -> None:
    body = b"<feed><link rel='next' href='file:///etc/passwd'/><entry><title>x</title></entry></feed>"
    assert read(body, "", URL).older_url == ""


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
