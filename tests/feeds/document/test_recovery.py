"""What is read of documents that are broken or stop in the middle: every complete entry, byte for byte, and nothing else."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.document.parse import parse
from feeds.document.raw import RawFeed
from feeds.document.soup import well_formed

LINK = "https://wire.example/{}?a=1&amp;b=2&amp;copy=3"
RSS = (
    '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Wire</title>'
    + "".join(
        f"<item><title>Notice {n} – ferry &amp; pilots</title><link>{LINK.format(n)}</link><guid>{n}</guid>"
        f"<description><![CDATA[<p>Words of <b>{n}</b> & more</p>]]></description></item>\n"
        for n in range(12)
    )
    + "</channel></rss>"
)
BROKEN_RSS = RSS.replace("&amp;b=", "&b=").replace(" – ", " &ndash; <br> ").replace("<guid>", "<guid a=1 a=2>")
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Log</title>'
    + "".join(
        f'<entry><title>Notice {n} – ferry &amp; pilots</title><link href="{LINK.format(n)}"/><id>{n}</id></entry>'
        for n in range(12)
    )
    + "</feed>"
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>W</title>'
    "</channel>"
    + "".join(
        f'<item rdf:about="{n}"><title>Notice {n} – ferry &amp; pilots</title><link>{LINK.format(n)}</link></item>'
        for n in range(12)
    )
    + "</rdf:RDF>"
)
JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": ['
    + ", ".join(
        f'{{"id": "{n}", "title": "Notice {n} – ferry & pilots", "url": "https://wire.example/{n}?a=1&b=2&copy=3"}}'
        for n in range(12)
    )
    + "]}"
)


def notices(feed: RawFeed) -> list[tuple[str, str]]:
    return [(" ".join(entry.title.value.replace("–", "-").split()), entry.link) for entry in feed.entries]


def complete(count: int) -> list[tuple[str, str]]:
    return [(f"Notice {n} - ferry & pilots", f"https://wire.example/{n}?a=1&b=2&copy=3") for n in range(count)]


@pytest.mark.parametrize("percent", range(1, 100))
@pytest.mark.parametrize(
    ("document", "end"),
    [(RSS, "</item>"), (BROKEN_RSS, "</item>"), (ATOM, "</entry>"), (RDF, "</item>"), (JSON, '=3"}')],
    ids=["rss", "broken rss", "atom", "rdf", "json"],
)
def test_a_document_cut_anywhere_keeps_its_complete_entries(document: str, end: str, percent: int) -> None:
    cut = document[: len(document) * percent // 100]
    feed = parse(cut)
    assert notices(feed) == complete(cut.count(end))
    if feed.entries:
        assert not feed.whole
        assert feed.problems == ["document cut short"]


@pytest.mark.parametrize("document", [RSS, BROKEN_RSS, ATOM, RDF, JSON])
def test_a_whole_document_is_whole(document: str) -> None:
    assert parse(document).whole
    assert notices(parse(document)) == complete(12)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("</guid>", ""),
        ("</item>", ""),
        ("<guid>", "<GUID>"),
        ("<item>", "<item a=1 a='2'>"),
        ("<item>", "<item nowrap>"),
        ("</guid>", "</guid></b></p>"),
        ("</title><link>", "</title><br><img src=a.jpg><link>"),
        ("</description>", "</description><media:x/><odd:y z:w='1'>"),
        ("</description>", "</description><!-- a -- b -->"),
        ("</item>\n</channel>", "<![CDATA[</item>\n</channel>"),
        ("</channel></rss>", "</rss>"),
        ("</channel></rss>", "</channel></rss></rss>\n<p>cached</p>"),
        ("</channel></rss>", "</channel></rss><!-- served in 0.3 s"),
        ('<rss version="2.0">', "<rss version=2.0>"),
        ('<rss version="2.0">', '<rss version="2.0" version="2.0">'),
        ('<rss version="2.0">', "<rss version='2.0\">"),
        ('<rss version="2.0"><channel>', "<rss><Channel>"),
        ('<rss version="2.0"><channel>', '<rss <img src="x"> version="2.0"><channel>'),
        ('<rss version="2.0"><channel>', ""),
        ('<rss version="2.0"><channel>', "<wire>"),
        ("<rss", "<\0rss"),
        ("<rss", "Warning: mysql_connect() in <b>/srv/x.php</b> on line <b>3</b><br />\n<rss"),
        ("<rss", '\n<?xml version="1.0"?>\n<?xml-stylesheet href="x"?><rss'),
        ("<?xml", "\ufeff\ufeff  <?xml"),
        ('encoding="utf-8"?>', 'encoding="utf-8"'),
    ],
)
def test_one_fault_costs_no_entry(was: str, becomes: str) -> None:
    feed = parse(RSS.replace(was, becomes))
    assert notices(feed) == complete(12)
    assert feed.rung in ("strict", "mended")
    assert feed.whole


def test_cdata_within_cdata_is_one() -> None:
    item = "<item><title><![CDATA[One <![CDATA[two]]> three]]></title></item>"
    assert [entry.title.value for entry in parse(f"<rss><channel>{item * 2}</channel></rss>").entries] == [
        "One two three"
    ] * 2


def test_the_end_mark_of_cdata_in_a_text_is_a_text() -> None:
    assert (
        parse("<rss><channel><item><title>a]]>b & c</title></item></channel></rss>").entries[0].title.value
        == "a]]>b & c"
    )


def test_what_no_mending_helps_goes_to_the_last_rung() -> None:
    feed = parse(
        "<rss xmlns:xml='urn:wrong'><channel><item><title>Reserved</title><link>https://x.example/1</link></item></channel></rss>"
    )
    assert [(entry.title.value, entry.link) for entry in feed.entries] == [("Reserved", "https://x.example/1")]
    assert (feed.rung, feed.problems) == ("feedparser", ["malformed XML, read by guessing"])


def test_entries_of_one_format_in_another_s_frame_are_read() -> None:
    feed = parse("<rss><channel><title>Wire</title><entry><title>Odd</title></entry></channel></rss>")
    assert [entry.title.value for entry in feed.entries] == ["Odd"]


def test_a_document_of_something_else_with_items_without_words_is_no_feed() -> None:
    assert parse("<order><item>7</item><item>8</item></order>").problems == ["not a feed: a document of <order>"]


MARKUP = st.text("<>/&;![]-?= \"'abitemrssCDAT:#x0", max_size=150)
TAGS = st.lists(
    st.sampled_from(["<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<b>", "</b>", "<br>", "<![CDATA[", "]]>",
                     "</rss>", "<!--", "-->", "<entry>", "<feed>", "x", "&", "<link/>", "<a b='>", "<?x?>", "<!DOCTYPE"]),
    max_size=25,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(MARKUP | TAGS)
def test_no_soup_breaks_it(markup: str) -> None:
    well_formed(markup)
    parse(markup)
    parse(f"<rss><channel>{markup}</channel></rss>")


@pytest.mark.parametrize(
    "piece", ["<a>", "</a>", "<a b", '<a "', "<a b='", "<x:y ", "<item><a>", "<br>", "a=", "<![CDATA[", "<b></i>"]
)
def test_hostile_soup_costs_linear_time(piece: str) -> None:
    began = time.process_time()
    well_formed("<rss>" + piece * (300_000 // len(piece)))
    assert time.process_time() - began < 3.0
