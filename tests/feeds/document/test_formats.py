"""What feeds of every age and make say, and where each of them says it."""

import pytest

from feeds.document.parse import parse
from feeds.document.raw import RawEntry, RawFeed

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


def rss(item: str, head: str = "", names: str = "") -> RawFeed:
    return parse(f'<rss version="2.0" {names}><channel><title>Wire</title>{head}<item>{item}</item></channel></rss>')


def atom(entry: str, head: str = "", names: str = 'xmlns="http://www.w3.org/2005/Atom"') -> RawFeed:
    return parse(f"<feed {names}><title>Log</title>{head}<entry>{entry}</entry></feed>")


def only(feed: RawFeed) -> RawEntry:
    assert len(feed.entries) == 1
    return feed.entries[0]


@pytest.mark.parametrize(
    ("document", "format_"),
    [
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
            "<channel><title>t</title></channel>{}</rdf:RDF>",
            "rss 0.9",
        ),
        (
            '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "x.dtd"><rss version="0.91"><channel>{}</channel></rss>',
            "rss 0.91",
        ),
        ('<rss version="0.92"><channel>{}</channel></rss>', "rss 0.92"),
        ('<rss version="0.93"><channel>{}</channel></rss>', "rss 0.93"),
        ('<rss version="0.94"><channel>{}</channel></rss>', "rss 0.94"),
        (
            '<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:r="http://purl.org/rss/1.0/"><r:channel/>'
            '<r:item about="u"><r:title>Ferry back</r:title><r:link>https://x.example/1</r:link></r:item></RDF>',
            "rss 1.0",
        ),
        ('<Channel xmlns="http://purl.org/net/rss1.1#"><items>{}</items></Channel>', "rss 2.0"),
        ("<rss><channel>{}</channel></rss>", "rss 2.0"),
        (
            '<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>Ferry back</TITLE><LINK>https://x.example/1</LINK></ITEM></CHANNEL></RSS>',
            "",
        ),
        ('<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel>{}</channel></rss>', "rss 2.0"),
        ('<rss version="2.0" xmlns="urn:somebody-s-own"><channel>{}</channel></rss>', "rss 2.0"),
        ('<rss version="2.0" xmlns="http://www.w3.org/2005/Atom"><channel>{}</channel></rss>', "rss 2.0"),
        ('<rss version="2.0"><channel/>{}</rss>', "rss 2.0"),
    ],
)
def test_every_rss_there_was(document: str, format_: str) -> None:
    feed = parse(document.format("<item><title>Ferry back</title><link>https://x.example/1</link></item>"))
    entry = only(feed)
    assert (entry.title.value, entry.link, feed.rung) == ("Ferry back", "https://x.example/1", "strict")
    assert feed.format.startswith(format_ or "rss")


@pytest.mark.parametrize(
    "names",
    [
        'xmlns="http://www.w3.org/2005/Atom"',
        'xmlns="http://purl.org/atom/ns#" version="0.3"',
        'xmlns="http://www.w3.org/2005/Atom/"',
        'xmlns="http://purl.org/atom/ns#draft-ietf-atompub-format-05"',
        'xmlns="urn:somebody-s-own"',
        "",
    ],
)
def test_atom_under_any_namespace(names: str) -> None:
    entry = only(atom("<title>Ferry back</title><link href='https://x.example/1'/><id>1</id>", names=names))
    assert (entry.title.value, entry.link, entry.guid) == ("Ferry back", "https://x.example/1", "1")


def test_atom_with_a_prefix() -> None:
    feed = parse(
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>Log</a:title><a:entry><a:title>Ferry back</a:title>"
        "<a:link href='https://x.example/1'/><a:updated>2022-02-15T10:00:00Z</a:updated></a:entry></a:feed>"
    )
    assert (only(feed).title.value, only(feed).link, feed.title.value) == ("Ferry back", "https://x.example/1", "Log")


def test_an_entry_alone_is_a_feed_of_one() -> None:
    assert only(parse("<entry xmlns='http://www.w3.org/2005/Atom'><title>x</title></entry>")).title.value == "x"


@pytest.mark.parametrize(
    "others",
    [
        "<media:title>photo</media:title>",
        "<itunes:title xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>pod</itunes:title>",
        "<image><title>logo</title></image>",
        "<media:group><media:title>clip</media:title></media:group>",
        "<source url='x'>Other</source>",
        "<x:title xmlns:x='urn:x'>odd</x:title>",
    ],
)
def test_no_other_title_is_the_title(others: str) -> None:
    for item in (f"{others}<title>Ferry back</title>", f"<title>Ferry back</title>{others}"):
        assert only(rss(item, names=MEDIA)).title.value == "Ferry back"


def test_a_media_title_and_description_stand_in_for_missing_ones() -> None:
    group = (
        "<media:group><media:title>Clip</media:title><media:description>What it shows</media:description></media:group>"
    )
    for entry in (
        only(rss(group, names=MEDIA)),
        only(atom(group, names=f'xmlns="http://www.w3.org/2005/Atom" {MEDIA}')),
    ):
        assert (entry.title.value, entry.summary.value) == ("Clip", "What it shows")


@pytest.mark.parametrize(
    ("item", "link"),
    [
        ("<link>https://x.example/1</link>", "https://x.example/1"),
        ("<link/><guid>https://x.example/1</guid>", "https://x.example/1"),
        ("<guid isPermaLink='true'>https://x.example/1</guid>", "https://x.example/1"),
        ("<guid isPermaLink='false'>https://x.example/1</guid>", ""),
        ("<guid>c41042ae</guid>", ""),
        ("<link href='https://x.example/1'/>", "https://x.example/1"),
        ("<a:link xmlns:a='http://www.w3.org/2005/Atom' href='https://x.example/1'/>", "https://x.example/1"),
        ("<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='self' href='https://x.example/1'/>", ""),
        ("<enclosure url='https://x.example/1.mp3' type='audio/mpeg' length='1'/>", ""),
        ("<comments>https://x.example/1#c</comments>", ""),
    ],
)
def test_where_an_item_s_link_may_stand(item: str, link: str) -> None:
    assert only(rss(f"<title>x</title>{item}")).link == link


@pytest.mark.parametrize(
    ("links", "link"),
    [
        ("<link rel='alternate' type='text/html' href='/a'/>", "/a"),
        ("<link href='/a'/><link rel='alternate' type='text/html' href='/b'/>", "/b"),
        ("<link type='application/pdf' href='/p'/><link href='/a'/>", "/a"),
        (
            "<link rel='self' href='/s'/><link rel='edit' href='/e'/><link rel='enclosure' href='/m'/><link href='/a'/>",
            "/a",
        ),
        ("<link rel='alternate' href=''/><id>https://x.example/1</id>", "https://x.example/1"),
        ("<link>/a</link>", "/a"),
        ("<id>tag:x.example,2022:1</id>", ""),
    ],
)
def test_where_an_atom_entry_s_link_may_stand(links: str, link: str) -> None:
    assert only(atom(links)).link == link


def test_what_feedburner_or_an_enclosure_tells_an_entry_by_is_not_its_link() -> None:
    burnt = only(
        rss(
            "<link>https://feeds.example/~r/wire/~3/x</link><f:origLink>https://x.example/1</f:origLink>",
            names='xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"',
        )
    )
    assert (burnt.link, burnt.page) == ("https://feeds.example/~r/wire/~3/x", "https://x.example/1")
    assert only(rss("<enclosure url='https://x.example/1.mp3'/>")).page == "https://x.example/1.mp3"
    assert only(rss("<link>https://x.example/1</link><enclosure url='https://x.example/1.mp3'/>")).page == ""


DATE = "2022-02-15T10:00:00Z"


@pytest.mark.parametrize(
    "date",
    [
        f"<pubDate>{DATE}</pubDate>",
        f"<dc:date>{DATE}</dc:date>",
        f"<dcterms:created>{DATE}</dcterms:created>",
        f"<dcterms:modified>{DATE}</dcterms:modified>",
        f"<a:updated>{DATE}</a:updated>",
        f"<a:updated>2023-01-01T00:00:00Z</a:updated><a:published>{DATE}</a:published>",
        f"<pubDate>{DATE}</pubDate><dc:date>2023-01-01T00:00:00Z</dc:date>",
        f"<pubDate/><lastBuildDate>{DATE}</lastBuildDate>",
    ],
)
def test_where_an_item_s_date_may_stand(date: str) -> None:
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:a="http://www.w3.org/2005/Atom"'
    assert only(rss(date, names=names)).published == DATE


def test_further_dates_are_kept_to_fall_back_on() -> None:
    entry = only(atom(f"<published>soon</published><updated>{DATE}</updated>"))
    assert (entry.published, entry.other_dates) == ("soon", (DATE,))


def test_a_channel_of_the_channel_definition_format() -> None:
    entry = only(
        parse("<channel><item href='https://x.example/1' lastmod='2022-02-15'><title>x</title></item></channel>")
    )
    assert (entry.link, entry.published) == ("https://x.example/1", "2022-02-15")


def test_xml_base_is_taken_from_every_level() -> None:
    feed = atom("<link href='1'/>", names="xmlns='http://www.w3.org/2005/Atom' xml:base='https://x.example/a/'")
    assert only(feed).base == "https://x.example/a/"
    assert only(
        parse("<rss xml:base='https://x.example/'><channel xml:base='b/'><item xml:base='c/'/></channel></rss>")
    ).base == ("https://x.example/b/c/")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<content type='html'>&lt;p&gt;Words&lt;/p&gt;</content>", "<p>Words</p>"),
        ("<content type='text/html' mode='escaped'>&lt;p&gt;Words&lt;/p&gt;</content>", "<p>Words</p>"),
        ("<content mode='base64' type='text/plain'>V29yZHM=</content>", "Words"),
        ("<content mode='base64' type='text/plain'>no base!</content>", ""),
        ("<content type='image/png'>iVBORw0KGgo=</content>", ""),
        ("<content type='application/octet-stream'>AAAA</content><content>Words</content>", "Words"),
        (
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><nav>Home</nav>Words</div></content>",
            "Words",
        ),
        ("<content><![CDATA[Words]]></content>", "Words"),
    ],
)
def test_what_atom_content_is_written_in(content: str, text: str) -> None:
    assert only(atom(content)).text.value == text


def test_a_description_with_markup_that_nobody_escaped_is_its_words() -> None:
    entry = only(rss("<title>Fish <i>and</i> chips</title><description><p>One.</p><p>Two.</p></description>"))
    assert entry.title.value == "Fish and chips"
    assert entry.summary.value.split() == ["One.", "Two."]


def test_what_a_feed_asks_of_its_readers() -> None:
    feed = rss(
        "<title>x</title>",
        "<ttl>15</ttl><skipHours><hour>1</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
        "<a:link rel='next' href='?page=2'/><a:link rel='prev-archive' href='/2021'/><link>https://x.example/</link>",
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:a="http://www.w3.org/2005/Atom"',
    )
    assert (feed.wishes.ttl_minutes, feed.wishes.update_period, feed.wishes.update_frequency) == ("15", "daily", "4")
    assert (feed.wishes.skip_hours, feed.wishes.skip_days) == (("1", "24"), ("Sunday",))
    assert (feed.older_url, feed.home) == ("/2021", "https://x.example/")


def test_an_atom_feed_s_home_and_next_page() -> None:
    feed = atom(
        "<id>1</id>", "<link rel='self' href='/f'/><link href='https://x.example/'/><link rel='next' href='/f?2'/>"
    )
    assert (feed.home, feed.older_url) == ("https://x.example/", "/f?2")


def test_a_json_feed_s_home_next_page_and_end() -> None:
    feed = parse(
        '{"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://x.example/", "next_url": "https://x.example/2",'
        ' "expired": true, "items": [{"id": 3.5, "external_url": "https://y.example/", "date_modified": "2022-02-15"}]}'
    )
    assert (feed.home, feed.older_url, feed.problems) == (
        "https://x.example/",
        "https://x.example/2",
        ["the feed says that it has ended"],
    )
    assert (only(feed).guid, only(feed).link, only(feed).published) == ("3.5", "https://y.example/", "2022-02-15")
