import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.identity import Claim, assign, canonical_link

DAY_MS = 86_400_000


def names(*claims: Claim) -> list[str | None]:
    return [None if identity is None else identity.identity for identity in assign(claims)]


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
    ],
)
def test_one_page_has_one_canonical_link(url: str) -> None:
    assert canonical_link(url) == "https://example.org/a?id=1"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/A?id=1",
        "https://example.org/a?id=2",
        "https://example.org:8080/a?id=1",
        "https://www.example.org/a?id=1",
    ],
)
def test_other_pages_have_others(url: str) -> None:
    assert canonical_link(url) != "https://example.org/a?id=1"


def test_a_guid_is_who_an_entry_is_whatever_else_changes() -> None:
    before = Claim("g1", "https://example.org/a", "Bridge shut", 0)
    after = Claim("g1", "https://example.org/b", "Bridge open again", DAY_MS)
    assert names(before) == names(after) == ["guid:g1"]


def test_without_a_guid_it_is_the_link() -> None:
    assert names(Claim("", "http://example.org/a?utm_source=x", "Bridge shut")) == ["link:https://example.org/a"]


def test_without_both_it_is_the_words_and_the_day() -> None:
    base = names(Claim("", "", "Bridge  shut!", 5))
    assert base == names(Claim("", "", "bridge shut", DAY_MS - 1))
    assert base != names(Claim("", "", "bridge shut", DAY_MS))
    assert base != names(Claim("", "", "bridge shut"))


def test_ten_entries_that_share_a_guid_are_ten() -> None:
    by_link = [Claim("same", f"https://example.org/{n}", "Update") for n in range(10)]
    by_title = [Claim("same", "https://example.org/", f"Update {n}") for n in range(10)]
    for claims in (by_link, by_title):
        assert len(set(names(*claims))) == 10
        assert None not in names(*claims)


def test_entries_that_share_a_link_are_told_apart_by_their_words() -> None:
    claims = [Claim("", "https://example.org/live", f"Update {n}") for n in range(3)]
    assert len(set(names(*claims))) == 3
    assert all(identity and identity.link_key == "" for identity in assign(claims))


def test_entries_of_one_title_and_nothing_else_are_told_apart_by_their_text() -> None:
    first, second = Claim("", "", "Update", body="ships left"), Claim("", "", "Update", body="ships back")
    assert len({*names(first, second)}) == 2
    assert names(first, second) == list(reversed(names(second, first)))


def test_the_same_entry_twice_is_one() -> None:
    twice = Claim("g", "https://example.org/a", "Bridge shut")
    assert names(twice, twice) == ["guid:g", None]
    assert names(Claim("", "", "Bridge shut"), Claim("", "", "Bridge shut"))[1] is None


def test_a_link_key_leads_to_one_page() -> None:
    own, home = Claim("1", "http://example.org/a", "A"), Claim("2", "https://example.org/", "B")
    query = Claim("3", "https://example.org/?p=7", "C")
    assert [identity and identity.link_key for identity in assign([own, home, query])] == [
        "https://example.org/a",
        "",
        "https://example.org/?p=7",
    ]


def test_a_long_guid_stays_a_short_name() -> None:
    long_names = names(Claim("x" * 900, "", ""), Claim("x" * 901, "", ""))
    assert len(set(long_names)) == 2
    assert all(name is not None and len(name) < 60 for name in long_names)


CLAIMS = st.lists(
    st.builds(
        Claim,
        st.sampled_from(["", "a", "b"]),
        st.sampled_from(["", "https://x.example/", "https://x.example/1", "https://x.example/2"]),
        st.sampled_from(["", "One", "Two"]),
        st.none() | st.just(0),
        st.sampled_from(["", "text"]),
    ),
    max_size=12,
)


@given(CLAIMS)
def test_no_two_entries_of_a_document_have_one_name(claims: list[Claim]) -> None:
    given_names = [name for name in names(*claims) if name is not None]
    assert len(given_names) == len(set(given_names))


@given(CLAIMS)
def test_the_order_of_a_document_does_not_matter(claims: list[Claim]) -> None:
    shuffled = sorted(claims, key=lambda claim: claim.title + claim.link + claim.guid)
    assert {*names(*claims)} - {None} == {*names(*shuffled)} - {None}
