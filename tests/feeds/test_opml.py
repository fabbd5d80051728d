import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.opml import NAMESPACE, OpmlError, OpmlFeed, read_opml, write_opml
from feeds.text import clean_line

LIST = b"""<?xml version="1.0"?>
<opml version="2.0"><head><title>Desk</title></head><body>
  <outline text="Wires"><outline text="North">
    <outline type="rss" text="Harbour Wire" xmlUrl="https://wire.example/rss?a=1&amp;b=2"/>
  </outline></outline>
  <outline title="Ministry" text="short" xmlUrl="http://ministry.example/feed"/>
  <outline text="Script" xmlUrl="exec:~/fetch.sh"/>
  <outline text="Disk" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


def test_feeds_come_with_the_path_of_their_folders() -> None:
    assert read_opml(LIST).feeds == (
        OpmlFeed("https://wire.example/rss?a=1&b=2", "Harbour Wire", "Wires/North"),
        OpmlFeed("http://ministry.example/feed", "Ministry", ""),
    )


def test_what_is_no_web_address_is_skipped_and_said() -> None:
    skipped = read_opml(LIST).skipped
    assert len(skipped) == 2
    assert "exec:~/fetch.sh" in skipped[0] and "file:///etc/passwd" in skipped[1]


def test_a_bare_ampersand_is_forgiven() -> None:
    broken = LIST.replace(b"a=1&amp;b=2", b"a=1&b=2")
    assert read_opml(broken).feeds == read_opml(LIST).feeds


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"<opml><body>", b"\x00\xff", b"<opml><body></wrong></opml>"])
def test_what_is_no_opml_is_an_error_of_one_kind(data: bytes) -> None:
    with pytest.raises(OpmlError):
        read_opml(data)


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">]><opml><body><outline text="&a;" xmlUrl="https://x.example/"/></body></opml>'
    assert read_opml(bomb).feeds[0].title == "&a;"


def test_nesting_without_end_is_survived() -> None:
    depth = 20_000
    data = b"<opml><body>" + b"<outline text='a'>" * depth + b"</outline>" * depth + b"</body></opml>"
    assert read_opml(data).feeds == ()


def test_what_only_we_know_goes_into_attributes_of_a_namespace_of_our_own() -> None:
    feed = OpmlFeed("https://x.example/", "Post", "", {"grade": "B", "side": 'a <"quoted"> & side'})
    written = write_opml([feed])
    assert f'xmlns:feint="{NAMESPACE}"' in written
    assert 'feint:grade="B"' in written
    assert read_opml(written.encode()).feeds == (feed,)


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
            OpmlFeed,
            st.integers(0, 99).map(lambda n: f"https://x.example/{n}?a=1&b=<2>".replace("<2>", "2")),
            LINES,
            LINES,
            st.dictionaries(st.sampled_from(["kind", "grade", "side"]), LINES.filter(bool)),
        ),
        max_size=8,
    )
)
def test_nothing_is_lost_on_the_way_out_and_in(feeds: list[OpmlFeed]) -> None:
    returned = read_opml(write_opml(feeds).encode()).feeds
    assert sorted(returned, key=str) == sorted(feeds, key=str)
