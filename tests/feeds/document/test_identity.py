from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.document.identity import Claim, assign

DAY_MS = 86_400_000


def names(*claims: Claim) -> list[str | None]:
    return [None if identity is None else identity.identity for identity in assign(claims).identities]


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
    assert all(identity and identity.link_key == "" for identity in assign(claims).identities)


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
    assert [identity and identity.link_key for identity in assign([own, home, query]).identities] == [
        "https://example.org/a",
        "",
        "https://example.org/?p=7",
    ]


def test_places_on_one_page_are_told_apart_by_their_fragment() -> None:
    claims = [Claim("", f"https://example.org/live#post-{n}", "Update") for n in range(3)]
    assert names(*claims) == [f"link:https://example.org/live?#post-{n}" for n in range(3)]
    edited = [replace(claim, title=f"Edit {claim.link}") for claim in claims]
    assert names(*edited) == names(*claims)


def test_a_link_to_the_front_page_is_nobody_s_name() -> None:
    today = Claim("", "https://example.org/", "Morning note", 0)
    assert names(today) != names(replace(today, published_ms=DAY_MS))


GUIDS = [Claim(f"id-{n}", f"http://example.org/{n}", f"Update {n}", n) for n in range(4)]
PERMALINKS = [replace(claim, guid=claim.link) for claim in GUIDS]
LINKS = [replace(claim, guid="") for claim in GUIDS]
WORDS = [replace(claim, link="") for claim in LINKS]
ONE_GUID = [replace(claim, guid="same") for claim in GUIDS]
ONE_LINK = [replace(claim, link="http://example.org/live") for claim in LINKS]


@pytest.mark.parametrize("served", [GUIDS, PERMALINKS, LINKS, WORDS, ONE_GUID, ONE_LINK])
def test_a_feed_served_again_in_another_order_or_over_tls_has_the_same_entries(served: list[Claim]) -> None:
    again = [
        replace(claim, link=claim.link.replace("http:", "https:"), guid=claim.guid.replace("http:", "https:"))
        for claim in reversed(served)
    ]
    assert names(*again) == names(*served)[::-1]
    assert assign(again).keys == assign(served).keys[::-1]
    assert len(set(names(*served))) == len(served)


@pytest.mark.parametrize("served", [GUIDS, PERMALINKS, LINKS, ONE_GUID])
def test_a_feed_dated_anew_has_the_same_entries(served: list[Claim]) -> None:
    again = [replace(claim, published_ms=(claim.published_ms or 0) + 40 * DAY_MS) for claim in served]
    assert names(*again) == names(*served)


@pytest.mark.parametrize("served", [GUIDS, PERMALINKS, LINKS, ONE_GUID])
def test_a_feed_that_moved_with_its_site_has_the_same_entries(served: list[Claim]) -> None:
    moved = [
        replace(
            claim,
            link=claim.link.replace("example.org", "www.new.example:8080"),
            guid=claim.guid.replace("example.org", "www.new.example:8080"),
        )
        for claim in served
    ]
    before = assign(served, sites=frozenset({"example.org"}))
    after = assign(moved, sites=frozenset({"new.example:8080"}))
    assert [each and each.identity for each in before.identities] == [
        each and each.identity for each in after.identities
    ]


def test_pages_of_one_path_on_several_sites_are_several() -> None:
    claims = [Claim("", f"https://{host}.example/report", "Report") for host in ("own", "north", "south")]
    found = assign(claims, sites=frozenset({"own.example"}))
    assert [each and each.identity for each in found.identities] == [
        "link:/report",
        "link:https://north.example/report",
        "link:https://south.example/report",
    ]


def test_guids_that_churn_are_ignored_when_links_are_to_tell() -> None:
    churned = [replace(claim, guid=f"{claim.guid}-again") for claim in GUIDS]
    before, after = assign(GUIDS, "link"), assign(churned, "link")
    assert before == after
    assert [each and each.identity for each in before.identities] == [f"link:https://example.org/{n}" for n in range(4)]


def test_keys_outlast_an_edit_and_a_new_guid() -> None:
    edited = [replace(claim, guid="new " + claim.guid, title="Edited", published_ms=None) for claim in GUIDS]
    assert assign(edited).keys == assign(GUIDS).keys
    assert {len(key) for key in assign(GUIDS).keys} == {8}
    without_link = [Claim("a", "", "A"), Claim("b", "https://example.org/", "B")]
    assert len(set(assign(without_link).keys)) == 2


def test_every_entry_has_a_key_also_one_that_repeats_another() -> None:
    found = assign([GUIDS[0], GUIDS[1], GUIDS[0]])
    assert found.identities[2] is None
    assert found.keys[2] == found.keys[0]


def test_guids_of_more_than_one_entry_are_counted() -> None:
    assert assign(ONE_GUID).doubtful_guids == 4
    assert assign([*GUIDS, GUIDS[0]]).doubtful_guids == 0
    assert assign([*GUIDS, replace(GUIDS[0], link="http://example.org/else")]).doubtful_guids == 2
    assert assign(LINKS).doubtful_guids == 0


def test_a_body_with_half_a_character_breaks_nothing() -> None:
    assert len(set(names(Claim("", "", "Same", body="\ud800"), Claim("", "", "Same", body="\udfff")))) == 2


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


@given(CLAIMS, st.sampled_from(["guid", "link"]))
def test_the_order_of_a_document_does_not_matter(claims: list[Claim], identity_by: Literal["guid", "link"]) -> None:
    shuffled = sorted(claims, key=lambda claim: claim.title + claim.link + claim.guid)
    one, other = assign(claims, identity_by), assign(shuffled, identity_by)
    assert {each.identity for each in one.identities if each} == {each.identity for each in other.identities if each}
    assert sorted(one.keys) == sorted(other.keys)
    assert one.doubtful_guids == other.doubtful_guids


@given(
    st.lists(
        st.builds(Claim, st.text(max_size=9), st.text(max_size=20), st.text(max_size=9), body=st.text()), max_size=6
    )
)
def test_no_claim_breaks_it(claims: list[Claim]) -> None:
    assert len(assign(claims).keys) == len(claims)
