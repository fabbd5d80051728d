from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.document.links import canonical_link, leads_somewhere, site_of, within_site
from feeds.document.text import clean_link


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?id=1",
        "http://example.org/a?id=1",
        "HTTPS://EXAMPLE.org/a?id=1",
        "https://example.org:443/a?id=1",
        "http://example.org:80/a?id=1#comments",
        "https://example.org/a?utm_source=rss&id=1&utm_medium=feed",
        "https://example.org/a?id=1&fbclid=xyz",
        "https://example.org/a?id=1&at_medium=RSS&at_campaign=KARANGA",
        "https://example.org/a?id=1&mod=rss_world&WT.mc_id=2&xtor=RSS-1",
        "https://example.org/a;jsessionid=F00?id=1",
        "https://example.org/%61?id=1",
        "https://example.org/a?id=1&",
    ],
)
def test_one_page_has_one_canonical_link(url: str) -> None:
    assert canonical_link(url) == "https://example.org/a?id=1"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/A?id=1",
        "https://example.org/a?id=2",
        "https://example.org/a/?id=1",
        "https://example.org:8080/a?id=1",
        "http://example.org:443/a?id=1",
        "https://www.example.org/a?id=1",
        "https://example.org/a?id=1&mod=2",
    ],
)
def test_other_pages_have_others(url: str) -> None:
    assert canonical_link(url) != "https://example.org/a?id=1"


def test_escapes_have_one_spelling() -> None:
    assert canonical_link("https://example.org/%d0%bc%7e") == canonical_link("https://example.org/%D0%BC~")
    assert canonical_link("https://example.org/a%2fb") == "https://example.org/a%2Fb"


def google_news(address: str, twin: str = "", path: str = "/rss/articles/") -> str:
    """An article link of the old form: a message of field 1 (19), field 4 (the address) and field 26 (its AMP twin)."""

    def varint(number: int) -> bytes:
        return bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])

    payload = b"\x08\x13\x22" + varint(len(address)) + address.encode()
    payload += b"\xd2\x01" + varint(len(twin)) + twin.encode()
    return f"https://news.google.com{path}{urlsafe_b64encode(payload).decode().rstrip('=')}?oc=5"


@pytest.mark.parametrize(
    "url",
    [
        google_news("https://wire.example/ferry-back"),
        google_news("https://wire.example/ferry-back", "https://amp.wire.example/ferry-back"),
        google_news("https://wire.example/ferry-back", path="/articles/"),
        google_news("https://wire.example/ferry-back", path="/__i/rss/rd/articles/"),
        "https://news.google.com/news/url?sa=t&fd=R&url=https://wire.example/ferry-back",
        "https://www.google.com/url?rct=j&sa=t&url=https%3A%2F%2Fwire.example%2Fferry-back&ct=ga",
        "https://www.google.de/url?q=https://wire.example/ferry-back",
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&url=https%3a%2f%2fwire.example%2fferry-back&c=1",
    ],
)
def test_an_aggregator_s_link_is_the_page_it_leads_to(url: str) -> None:
    assert canonical_link(url) == "https://wire.example/ferry-back"


def test_an_address_longer_than_127_characters_is_unwrapped_whole() -> None:
    address = "https://wire.example/" + "ferry-" * 30
    assert canonical_link(google_news(address, "https://amp.example/")) == address


@pytest.mark.parametrize(
    "url",
    [
        "https://news.google.com/rss/articles/CBMiK0FVX3lxTE1vcGFxdWUgaWRlbnRpZmllcg",
        "https://news.google.com/rss/articles/not-base-64-at-all-at-all",
        "https://news.google.com/topics/CAAqBwgKMNCCqQs",
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://wire.example/url?url=https://elsewhere.example/",
    ],
)
def test_a_link_that_does_not_tell_where_it_leads_stays_itself(url: str) -> None:
    assert canonical_link(url) == url


def test_a_site_is_its_host_and_unusual_port() -> None:
    assert site_of("https://www.Example.org:443/a") == site_of("http://example.org/b") == "example.org"
    assert site_of("http://example.org:8080") == "example.org:8080"
    assert site_of("tag:example.org") == site_of("") == ""


def test_within_its_site_a_page_is_known_by_its_path() -> None:
    sites = frozenset({"example.org"})
    assert within_site("http://www.example.org/a?b#c", sites) == "/a?b#c"
    assert within_site("https://example.org", sites) == "/"
    assert within_site("http://other.example/a", sites) == "https://other.example/a"
    assert within_site("tag:example.org,2022:1", sites) == "tag:example.org,2022:1"


def test_a_front_page_leads_nowhere() -> None:
    assert not any(map(leads_somewhere, ["", "https://example.org/"]))
    assert all(map(leads_somewhere, ["https://example.org/a", "https://example.org/?p=1", "https://example.org/a/"]))


ADDRESSES = st.text("htps:/?#&=.%a0Bé;[]@~|\\ ", max_size=60).map(lambda tail: f"https://example.org/{tail}")


@given(ADDRESSES | st.text(max_size=60))
def test_no_link_breaks_it_and_a_key_is_its_own_key(raw: str) -> None:
    key = canonical_link(clean_link(raw))
    assert canonical_link(key) == key
    assert canonical_link(raw) is not None
    within_site(raw, frozenset({site_of(raw)}))


@given(st.binary(max_size=80))
def test_no_payload_breaks_it(payload: bytes) -> None:
    encoded = urlsafe_b64encode(b"\x08\x13\x22" + payload).decode()
    assert canonical_link(f"https://news.google.com/articles/{encoded}").startswith("https://")
