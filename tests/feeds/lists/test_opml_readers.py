"""Exports of other readers: what they say of a feed in our words, and what they say that we have no word for."""

from feeds.lists.opml import read_opml
from feeds.lists.subscriptions import Subscription

NEWSBOAT = b"""<?xml version="1.0"?>
<opml version="1.0"><head><title>newsboat - Exported Feeds</title></head><body>
  <outline type="rss" xmlUrl="https://post.example/feed" htmlUrl="https://post.example/" title="Harbour Post"/>
  <outline type="rss" xmlUrl="exec:~/bin/tides --north" htmlUrl="" title="Tides"/>
  <outline type="rss" xmlUrl="filter:~/bin/only-ships:https://ships.example/rss" htmlUrl="" title="Ships"/>
  <outline xmlUrl="https://gulls.example/rss" filtercmd="~/bin/only-gulls" title="Gulls"/>
</body></opml>"""

MINIFLUX = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0" xmlns:miniflux="https://miniflux.app/opml"><head><title>Miniflux</title></head><body>
  <outline text="Wires">
    <outline title="North Wire" text="North Wire" type="rss" xmlUrl="https://wire.example/rss" htmlUrl="https://wire.example/"
      description="All day" miniflux:scraperRules="article.body" miniflux:crawler="true" miniflux:disabled="true"
      miniflux:userAgent="desk/1" miniflux:proxyUrl="socks5://proxy.example:1080" miniflux:allowSelfSignedCertificates="true"
      miniflux:hideGlobally="false"/>
  </outline>
</body></opml>"""

FRESHRSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml xmlns:frss="https://freshrss.org/opml" version="2.0"><head><title>FreshRSS</title></head><body>
  <outline text="Ministries">
    <outline text="Ministry" type="rss" xmlUrl="https://ministry.example/feed#force_feed" frss:priority="important"
      frss:ttl="-7200" frss:cssFullContent="div.main" frss:CURLOPT_COOKIE="session=1234" frss:CURLOPT_USERAGENT="desk/2"
      frss:CURLOPT_PROXY="proxy.example:8080" frss:CURLOPT_PROXYTYPE="7" frss:CURLOPT_HTTPHEADER="X-One: 1&#10;X-Two: 2"/>
    <outline text="Direct" type="rss" xmlUrl="https://direct.example/feed" frss:ttl="900" frss:CURLOPT_PROXYTYPE="-1"
      frss:CURLOPT_PROXY=""/>
    <outline text="Scraped" type="HTML+XPath" xmlUrl="https://page.example/news" frss:xPathItem="//article"/>
  </outline>
</body></opml>"""


def test_newsboats_flat_list_has_its_titles_and_no_filters() -> None:
    listed = read_opml(NEWSBOAT)
    assert listed.feeds == (
        Subscription("https://post.example/feed", "Harbour Post"),
        Subscription("exec:~/bin/tides --north", "Tides"),
    )
    assert [line.partition(" is a filter")[0] for line in listed.skipped] == [
        "filter:~/bin/only-ships:https://ships.example/rss",
        "filter:~/bin/only-gulls:https://gulls.example/rss",
    ]


def test_minifluxs_settings_are_told_in_our_words_or_by_name() -> None:
    (feed,) = read_opml(MINIFLUX).feeds
    assert feed.category == "Wires"
    assert feed.attributes == {
        "user_agent": "desk/1",
        "proxy": "socks5://proxy.example:1080",
        "enabled": "false",
        "insecure": "true",
    }
    assert sorted(feed.lost) == ["crawler", "scraperRules"]


def test_minifluxs_settings_of_old_stood_in_no_namespace() -> None:
    plain = (
        MINIFLUX.replace(b"miniflux:", b"")
        .replace(b"xmlns:", b"was:")
        .replace(b' was:miniflux="https://miniflux.app/opml"', b"")
    )
    assert read_opml(b"<opml><body>" + plain.partition(b"<body>")[2]).feeds == read_opml(MINIFLUX).feeds


def test_freshrsss_settings_are_told_in_our_words_or_by_name() -> None:
    ministry, direct = read_opml(FRESHRSS).feeds
    assert ministry.url == "https://ministry.example/feed"
    assert ministry.attributes == {
        "interval": "7200s",
        "enabled": "false",
        "user_agent": "desk/2",
        "proxy": "socks5h://proxy.example:8080",
    }
    assert sorted(ministry.lost) == ["CURLOPT_COOKIE", "CURLOPT_HTTPHEADER", "cssFullContent", "priority"]
    assert direct.attributes == {"interval": "900s", "proxy": "none"}
    assert direct.lost == ()


def test_a_page_that_freshrss_scrapes_is_no_feed() -> None:
    assert read_opml(FRESHRSS).skipped == ("https://page.example/news is a page that FreshRSS reads by rules, no feed",)
