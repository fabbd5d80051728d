"""Addresses as lists of feeds write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.document.plain import clean_line
from feeds.lists.subscriptions import address


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  https://post.example/feed ", "https://post.example/feed"),
        ("feed://post.example/feed", "http://post.example/feed"),
        ("feed:https://post.example/feed", "https://post.example/feed"),
        ("https://post.example/feed#force_feed", "https://post.example/feed"),
        ("exec:~/bin/tides  --north", "exec:~/bin/tides  --north"),
        ("|~/bin/tides", "exec:~/bin/tides"),
        ("file:///srv/feeds/tides.xml", "file:///srv/feeds/tides.xml"),
    ],
)
def test_an_address_is_written_in_one_way(raw: str, expected: str) -> None:
    assert address(raw) == (expected, "")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("filter:~/bin/x:https://post.example/", "is a filter, which feint has not"),
        ('query:Unread:unread = "yes"', "write it as a [[view]]"),
        ("javascript:alert(1)", "is no http or https address"),
        ("exec:echo \x1b[2J", "holds what cannot be shown"),
        ("", "is no http or https address"),
    ],
)
def test_what_can_be_no_source_is_told_why(raw: str, expected: str) -> None:
    url, why_not = address(raw)
    assert url == ""
    assert expected in why_not


@pytest.mark.parametrize("raw", ["https://me:canary@post.example/", "filter:x:https://me:canary@post.example/"])
def test_a_password_is_never_repeated(raw: str) -> None:
    url, why_not = address(raw)
    assert url == ""
    assert "canary" not in why_not
    assert "post.example" in why_not


@given(st.text())
def test_whatever_comes_is_an_address_or_a_line(raw: str) -> None:
    url, why_not = address(raw)
    assert bool(url) != bool(why_not)
    assert clean_line(why_not) == why_not.strip()
