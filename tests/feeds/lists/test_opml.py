import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.document.plain import clean_line
from feeds.lists.opml import NAMESPACE, is_opml, read_opml, write_opml
from feeds.lists.subscriptions import ListError, Subscription

LIST = b"""<?xml version="1.0"?>
<opml version="2.0"><head><title>Desk</title></head><body>
  <outline text="Wires"><outline text="North">
    <outline type="rss" text="Harbour Wire" xmlUrl="https://wire.example/rss?a=1&amp;b=2"/>
  </outline></outline>
  <outline title="Ministry" text="short" xmlUrl="http://ministry.example/feed"/>
  <outline text="Script" xmlUrl="exec:~/fetch.sh"/>
  <outline text="Disk" xmlUrl="file:///srv/feeds/disk.xml"/>
  <outline text="Trick" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


def test_feeds_come_with_the_path_of_their_folders() -> None:
    assert read_opml(LIST).feeds[:2] == (
        Subscription("https://wire.example/rss?a=1&b=2", "Harbour Wire", "Wires/North"),
        Subscription("http://ministry.example/feed", "Ministry", ""),
    )


def test_commands_and_files_are_handed_on_for_the_config_to_judge() -> None:
    assert [feed.url for feed in read_opml(LIST).feeds[2:]] == ["exec:~/fetch.sh", "file:///srv/feeds/disk.xml"]


def test_what_can_be_no_source_is_skipped_and_said() -> None:
    assert read_opml(LIST).skipped == ("javascript:alert(1) is no http or https address",)


def test_a_feed_without_a_type_counts_and_a_link_with_one_does_not() -> None:
    listed = read_opml(
        b'<opml><body><outline text="Bare" xmlurl="https://bare.example/"/><outline type="rss" url="https://old.example/"/>'
        b'<outline type="link" text="Page" url="https://page.example/"/></body></opml>'
    )
    assert [feed.url for feed in listed.feeds] == ["https://bare.example/", "https://old.example/"]


def test_tags_stand_in_the_category_attribute_of_opml_2() -> None:
    listed = read_opml(
        b'<opml><body><outline text="Post" category="/north/sea, daily" xmlUrl="https://x.example/"/></body></opml>'
    )
    assert listed.feeds[0].tags == ("north/sea", "daily")


@pytest.mark.parametrize(
    ("data", "expected"), [(LIST, True), (b"\xef\xbb\xbf<opml/>", True), (b"<rss/>", False), (b"", False)]
)
def test_a_list_is_known_by_its_first_element(data: bytes, expected: bool) -> None:
    assert is_opml(data) is expected


def test_a_bare_ampersand_is_forgiven() -> None:
    broken = LIST.replace(b"a=1&amp;b=2", b"a=1&b=2")
    assert read_opml(broken).feeds == read_opml(LIST).feeds


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"<opml><body>", b"\x00\xff", b"<opml><body></wrong></opml>"])
def test_what_is_no_opml_is_an_error_of_one_kind(data: bytes) -> None:
    with pytest.raises(ListError):
        read_opml(data)


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">]><opml><body><outline text="&a;" xmlUrl="https://x.example/"/></body></opml>'
    assert read_opml(bomb).feeds[0].title == "&a;"


def test_nesting_without_end_is_survived() -> None:
    depth = 20_000
    data = b"<opml><body>" + b"<outline text='a'>" * depth + b"</outline>" * depth + b"</body></opml>"
    assert read_opml(data).feeds == ()


def test_what_only_we_know_goes_into_attributes_of_a_namespace_of_our_own() -> None:
    feed = Subscription("https://x.example/", "Post", "", {"grade": "B", "side": 'a <"quoted"> & side'})
    written = write_opml([feed])
    assert f'xmlns:feint="{NAMESPACE}"' in written
    assert 'feint:grade="B"' in written
    assert read_opml(written.encode()).feeds == (feed,)


def test_a_path_with_two_spaces_keeps_them() -> None:
    feed = Subscription("https://x.example/", "Post", "", {"ca_file": "/etc/our  ca.pem"})
    assert read_opml(write_opml([feed]).encode()).feeds == (feed,)


def test_attributes_of_others_are_passed_over_and_ours_are_cleaned() -> None:
    data = (
        f'<opml version="2.0" xmlns:f="{NAMESPACE}" xmlns:other="urn:other"><body><outline text="Post" grade="A"'
        ' other:grade="C" f:kind="wire" f:side=" r&#x202e;u " f:language="&#x7f;" xmlUrl="https://x.example/"/></body></opml>'
    )
    assert read_opml(data.encode()).feeds[0].attributes == {"kind": "wire", "side": "ru"}


LINES = st.text(max_size=40).map(clean_line)


@given(
    st.lists(
        st.builds(
            Subscription,
            st.integers(0, 99).map(lambda n: f"https://x.example/{n}?a=1&b=<2>".replace("<2>", "2")),
            LINES,
            LINES,
            st.dictionaries(st.sampled_from(["kind", "grade", "side"]), LINES.filter(bool)),
        ),
        max_size=8,
    )
)
def test_nothing_is_lost_on_the_way_out_and_in(feeds: list[Subscription]) -> None:
    returned = read_opml(write_opml(feeds).encode()).feeds
    assert sorted(returned, key=str) == sorted(feeds, key=str)


@given(st.binary(max_size=300).map(lambda junk: b"<opml><body><outline xmlUrl='http://x.example/' text='" + junk))
def test_no_bytes_fail_in_any_other_way(data: bytes) -> None:
    try:
        read_opml(data)
    except ListError:
        pass
