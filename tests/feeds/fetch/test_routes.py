"""Which proxy a request goes through."""

import pytest

from feeds.fetch.exchange import FetchError
from feeds.fetch.routes import proxy_for

OURS, USUAL, PLAIN, SECURE, ANY = (
    "http://ours:1",
    "socks5://usual:2",
    "http://plain:3",
    "http://secure:4",
    "http://any:5",
)


def test_the_sources_own_choice_comes_first_then_the_collectors_then_the_environments() -> None:
    environment = {"http": PLAIN, "https": SECURE, "all": ANY}
    assert proxy_for("http://example.org/", OURS, USUAL, environment) == OURS
    assert proxy_for("http://example.org/", "", USUAL, environment) == USUAL
    assert proxy_for("http://example.org/", "", "", environment) == PLAIN
    assert proxy_for("https://example.org/", "", "", environment) == SECURE
    assert proxy_for("https://example.org/", "", "", {"all": ANY}) == ANY
    assert proxy_for("https://example.org/", "", "", {"http": PLAIN}) == ""


def test_none_goes_direct_whatever_the_others_say() -> None:
    assert proxy_for("http://example.org/", "none", USUAL, {"all": ANY}) == ""
    assert proxy_for("http://example.org/", "", "none", {"all": ANY}) == ""
    assert proxy_for("http://example.org/", OURS, "none", {}) == OURS


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "[::1]", "feeds.localhost"])
def test_this_machine_is_not_reached_through_the_environments_proxy(host: str) -> None:
    assert proxy_for(f"http://{host}:80/", "", "", {"all": ANY}) == ""
    assert proxy_for(f"http://{host}:80/", OURS, "", {"all": ANY}) == OURS


@pytest.mark.parametrize(
    ("exceptions", "url", "excepted"),
    [
        ("*", "http://example.org/", True),
        ("example.org", "http://example.org/", True),
        ("example.org", "http://EXAMPLE.org./", True),
        ("example.org", "http://news.example.org/", True),
        (".example.org", "http://news.example.org/", True),
        ("*.example.org", "http://news.example.org/", True),
        ("example.org", "http://badexample.org/", False),
        ("other.org, example.org", "http://example.org/", True),
        ("other.org example.org", "http://example.org/", True),
        ("example.org:81", "http://example.org:81/", True),
        ("example.org:81", "http://example.org/", False),
        ("192.0.2.1", "http://192.0.2.1/", True),
        ("192.0.2.0/24", "http://192.0.2.1/", True),
        ("192.0.2.0/24", "http://192.0.3.1/", False),
        ("192.0.2.0/24", "http://example.org/", False),
        ("2001:db8::1", "http://[2001:db8::1]/", True),
        ("[2001:db8::1]:81", "http://[2001:db8::1]:81/", True),
        ("2001:db8::/32", "http://[2001:db8::1]/", True),
        (",, /", "http://example.org/", False),
    ],
)
def test_no_proxy_is_read_as_everybody_reads_it(exceptions: str, url: str, excepted: bool) -> None:
    assert proxy_for(url, "", "", {"all": ANY, "no": exceptions}) == ("" if excepted else ANY)
    assert proxy_for(url, OURS, "", {"all": ANY, "no": exceptions}) == OURS


def test_a_proxy_without_a_scheme_speaks_http() -> None:
    assert proxy_for("http://example.org/", "", "", {"http": "plain:3"}) == PLAIN


@pytest.mark.parametrize("proxy", ["ftp://x", "socks4://x", "file:///x", "://x"])
def test_what_cannot_be_a_proxy_is_refused(proxy: str) -> None:
    with pytest.raises(FetchError, match="a proxy is one of"):
        proxy_for("http://example.org/", proxy, "", {})
