import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.document.parse import parse
from feeds.document.raw import MAX_ENTRIES, RawEntry, RawFeed

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour Wire</title><language>en-GB</language><ttl>15</ttl>
<item><title>Ferry back in port</title><link>https://wire.example/1?a=1&amp;b=2</link><guid isPermaLink="false">w-1</guid>
<pubDate>Tue, 15 Feb 2022 10:00:00 +0300</pubDate><dc:creator>A. Pilot</dc:creator>
<description>The ferry &lt;b&gt;came back&lt;/b&gt;.</description>
<content:encoded><![CDATA[<p>The ferry came back at noon.</p>]]></content:encoded>
<source url="https://other.example/rss">Other Wire</source></item>
<item><title>Second notice</title><guid>https://wire.example/2</guid></item>
</channel></rss>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://rdf.example/"><title>Old Wire</title></channel>
<item rdf:about="https://rdf.example/1"><title>Pilot strike</title><link>https://rdf.example/1</link>
<dc:date>2022-02-15T10:00:00+03:00</dc:date></item></rdf:RDF>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/blog/" xml:lang="en">
<title type="text">Gate &lt;Log&gt;</title>
<entry xml:base="2022/"><id>tag:atom.example,2022:1</id><title type="html">Gate &lt;em&gt;shut&lt;/em&gt;</title>
<link rel="self" href="self.xml"/><link rel="alternate" type="application/json" href="1.json"/><link href="1.html"/>
<published>2022-02-15T07:00:00Z</published><updated>2022-02-16T07:00:00Z</updated><author><name>B. Keeper</name></author>
<summary>In &lt;brief&gt;</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The <b>gate</b> is shut.</p>
<script>x()</script><p>For good.</p></div></content>
<source><title>Another log</title></source></entry></feed>"""


def only(feed: RawFeed) -> RawEntry:
    assert len(feed.entries) == 1
    return feed.entries[0]


def test_rss_2() -> None:
    feed = parse(RSS)
    assert (feed.format, feed.title.value, feed.language, feed.wishes.ttl_minutes, feed.rung) == (
        "rss 2.0",
        "Harbour Wire",
        "en-GB",
        "15",
        "strict",
    )
    first, second = feed.entries
    assert (first.guid, first.link, first.title.value) == (
        "w-1",
        "https://wire.example/1?a=1&b=2",
        "Ferry back in port",
    )
    assert first.summary.value == "The ferry <b>came back</b>."
    assert first.text.value == "<p>The ferry came back at noon.</p>"
    assert (first.author, first.credit, first.published) == (
        "A. Pilot",
        "Other Wire",
        "Tue, 15 Feb 2022 10:00:00 +0300",
    )
    assert second.link == "https://wire.example/2"


def test_rss_1_keeps_its_items_beside_the_channel() -> None:
    feed = parse(RDF)
    assert (feed.format, feed.title.value) == ("rss 1.0", "Old Wire")
    entry = only(feed)
    assert (entry.guid, entry.link, entry.published) == (
        "https://rdf.example/1",
        "https://rdf.example/1",
        "2022-02-15T10:00:00+03:00",
    )


def test_rss_0_91() -> None:
    assert parse("<rss version='0.91'><channel><item><title>x</title></item></channel></rss>").format == "rss 0.91"


def test_atom_1() -> None:
    feed = parse(ATOM)
    assert (feed.format, feed.title.value, feed.title.kind, feed.language) == ("atom 1.0", "Gate <Log>", "plain", "en")
    entry = only(feed)
    assert (entry.link, entry.base) == ("1.html", "https://atom.example/blog/2022/")
    assert (entry.title.value, entry.title.kind) == ("Gate <em>shut</em>", "html")
    assert (entry.summary.value, entry.summary.kind) == ("In <brief>", "plain")
    assert [line for line in entry.text.value.split("\n") if line.strip()] == ["The gate is shut.", "For good."]
    assert (entry.author, entry.credit, entry.published) == ("B. Keeper", "Another log", "2022-02-15T07:00:00Z")


def test_atom_0_3() -> None:
    feed = parse(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Log</title><entry><id>1</id>"
        "<title mode='escaped'>A &lt;b&gt;</title><issued>2004-01-01T00:00:00Z</issued></entry></feed>"
    )
    entry = only(feed)
    assert (feed.format, entry.title.kind, entry.published) == ("atom 0.3", "html", "2004-01-01T00:00:00Z")


def test_an_rss_item_may_say_its_link_the_atom_way() -> None:
    entry = only(
        parse(
            "<rss xmlns:a='http://www.w3.org/2005/Atom'><channel><item><title>x</title>"
            "<a:link rel='alternate' href='https://x.example/1'/></item></channel></rss>"
        )
    )
    assert entry.link == "https://x.example/1"


def test_a_media_title_is_not_the_title() -> None:
    entry = only(
        parse(
            "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><item><media:title>photo</media:title>"
            "<title>headline</title></item></channel></rss>"
        )
    )
    assert entry.title.value == "headline"


JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Json Wire", "language": "en", "items": [
 {"id": 7, "url": "https://json.example/7", "title": "A <b> title", "content_html": "<p>Words</p>", "summary": "Short",
  "date_published": "2022-02-15T10:00:00Z", "authors": [{"name": "C. Writer"}]},
 {"id": "8", "content_text": "a < b", "author": {"name": "Old style"}}, 9, null]}"""


def test_json_feed() -> None:
    feed = parse(JSON)
    assert (feed.format, feed.rung, feed.title.value) == ("json feed 1.1", "json", "Json Wire")
    first, second = feed.entries[:2]
    assert (first.guid, first.link, first.title.kind, first.author) == (
        "7",
        "https://json.example/7",
        "plain",
        "C. Writer",
    )
    assert (second.text.value, second.text.kind, second.author) == ("a < b", "plain", "Old style")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "an empty body"),
        ("  \n ", "an empty body"),
        ("<!DOCTYPE html><html><body>Sorry</body></html>", "an HTML page"),
        ("<html><head><title>403</title>", "an HTML page"),
        ("<!doctype html><title>Hello</title><p>Welcome", "an HTML page"),
        ("<?xml version='1.0'?><urlset><url/></urlset>", "a document of <urlset>"),
        ('{"error": "no"}', "a JSON document"),
        ("[1, 2]", "a JSON document"),
        ("{broken", "broken JSON"),
        ("[" * 100_000, "broken JSON"),
        ("Service unavailable", "no markup"),
    ],
)
def test_what_is_no_feed_is_said_in_words(text: str, problem: str) -> None:
    feed = parse(text)
    assert feed.format == ""
    assert feed.problems == [f"not a feed: {problem}"]


def item(body: str) -> str:
    return f'<rss version="2.0"><channel><title>t</title><item>{body}</item></channel></rss>'


@pytest.mark.parametrize(
    ("broken", "title"),
    [
        (item("<title>Fish & chips</title>"), "Fish & chips"),
        (item("<title>A&nbsp;B &mdash; C</title>"), "A\xa0B — C"),
        (item("<title>one\x0b two\x1b[31m</title>"), "one two[31m"),
        (item("<title>ring &#7;&#x1b;bell</title>"), "ring bell"),
        (item("<title>5 < 6</title>"), "5 < 6"),
        (item("<title>&unknown;</title>"), "&unknown;"),
        (item("<title>dash</title><dc:creator>X</dc:creator>"), "dash"),
        (item("<title><![CDATA[a & b &nbsp; <c>]]>\x00</title>"), "a & b &nbsp; <c>"),
        ("\n\nWarning: disk full\n" + item("<title>after junk</title>"), "after junk"),
        ("<br /><b>Notice</b>" + item("<title>after html</title>"), "after html"),
        (item("<title>before junk</title>") + "<!-- cached --><script>track()</script>", "before junk"),
        ('<?xml version="1.0"><!-- x -->' + item("<title>half a declaration</title>"), "half a declaration"),
        ("<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + item("<title>a&x;b</title>"), "a&x;b"),
        ("<html><body>" + item("<title>wrapped</title>") + "</body></html>", "wrapped"),
    ],
)
def test_broken_xml_is_mended_without_changing_what_it_says(broken: str, title: str) -> None:
    feed = parse(broken)
    assert only(feed).title.value == title
    assert feed.rung in ("strict", "mended")
    assert (feed.rung == "strict") == (feed.problems == [])


def test_mending_keeps_links_byte_for_byte() -> None:
    feed = parse(item("<title>A&nbsp;B</title><link>https://x.example/?a=1&b=2&copy=3</link>"))
    assert only(feed).link == "https://x.example/?a=1&b=2&copy=3"


def test_an_unbound_prefix_means_what_everybody_means() -> None:
    assert only(parse(item("<title>x</title><dc:creator>D. Author</dc:creator>"))).author == "D. Author"


@pytest.mark.parametrize("percent", range(5, 100, 5))
def test_a_document_cut_short_keeps_its_complete_items(percent: int) -> None:
    items = "".join(f"<item><title>Notice {n}</title><guid>{n}</guid></item>" for n in range(40))
    whole = f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
    cut = whole[: len(whole) * percent // 100]
    feed = parse(cut)
    assert [entry.title.value for entry in feed.entries] == [f"Notice {n}" for n in range(cut.count("</item>"))]
    assert not feed.whole
    assert feed.problems == ["document cut short"]


def test_tag_soup_is_mended() -> None:
    feed = parse(
        "<rss><channel><item><title>Soup</title><link>https://x.example/1</link><description><b></i></description></item></channel></rss>"
    )
    assert feed.rung == "mended"
    assert (only(feed).title.value, only(feed).link) == ("Soup", "https://x.example/1")
    assert feed.problems == ["malformed XML, mended"]


def test_entities_are_never_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    feed = parse(f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]>{item("<title>&l9;</title>")}')
    assert only(feed).title.value == "&l9;"


def test_entries_without_end_are_cut_and_said() -> None:
    feed = parse(f"<rss><channel>{'<item><title>x</title></item>' * (MAX_ENTRIES + 1)}</channel></rss>")
    assert len(feed.entries) == MAX_ENTRIES
    assert feed.problems == [f"more than {MAX_ENTRIES} entries: the rest was left"]


@pytest.mark.parametrize("piece", ["<!--", "<?", "<![CDATA[", "<!DOCTYPE [", "&", "<", "<a>", "]]>", "&#", "<item>"])
def test_hostile_markup_costs_linear_time(piece: str) -> None:
    began = time.process_time()
    flood = piece * (200_000 // len(piece))
    parse(flood)
    parse(item(f"<title>x</title>{flood}"))
    parse(item(f"</i><author>{flood}</author>"))
    assert time.process_time() - began < 6.0


def test_an_author_made_to_be_slow_is_not_looked_at() -> None:
    began = time.process_time()
    parse(item(f"</i><author>a@{'a.' * 30_000}!</author>"))
    assert time.process_time() - began < 2.0


@settings(deadline=None)
@given(st.text("<>/&;![]-?= \n\"'aritemsx:#0", max_size=200))
def test_no_markup_breaks_it(text: str) -> None:
    parse(f"<rss><channel><item>{text}</item></channel></rss>")
    parse(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
    )
)
def test_no_json_breaks_it(value: object) -> None:
    import json

    for name in ("items", "title", "version", "language"):
        document = {
            "version": "https://jsonfeed.org/version/1",
            "items": [{name: value, "id": value, "authors": value}],
        }
        parse(json.dumps({**document, name: value}))


def test_elements_in_one_another_without_end_are_no_feed_and_no_tree_is_built_of_them() -> None:
    for tail in ("", "</b>" * 100_000):
        feed = parse('<rss version="2.0"><channel>' + "<b>" * 100_000 + tail)
        assert feed.problems == ["not a feed: elements nested more than 500 deep"]


def test_a_long_feed_whose_texts_are_full_of_open_tags_is_not_deep() -> None:
    item = "<item><title>a</title><description><![CDATA[<p>one<br><p>two<!-- <b><b> -->]]></description></item>"
    assert len(parse('<rss version="2.0"><channel>' + item * 2_000 + "</channel></rss>").entries) == 2_000
