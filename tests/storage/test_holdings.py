"""Which item an entry already is: by its name, else by its page; and a source whose guids cannot be trusted."""

from dataclasses import replace

import pytest

from feeds.document.identity import Claim, assign
from storage.items.intake import AnalysedEntry
from tests.storage.desk import Desk, entry

PAGES = [f"https://herald.example/{n}" for n in range(40)]


def document(guid: str, pages: list[str]) -> list[AnalysedEntry]:
    """A document with an entry a page; `guid` begins each guid."""
    return [entry(f"News of {page}", guid=f"{guid}{page}", link=page) for page in pages]


def test_a_feed_that_resets_brings_nothing_new_and_goes_by_its_links_from_then_on(desk: Desk) -> None:
    source = desk.source("Herald")
    first = desk.poll(source, *document("a", PAGES))
    again = desk.poll(source, *document("b", PAGES))
    third = desk.poll(source, *document("c", PAGES))
    assert (first.identity_by, again.identity_by, third.identity_by) == ("guid", "link", "link")
    assert (again.new, again.revised, third.new, third.revised) == ((), (), (), ())
    assert desk.state_of(source).identity_by == "link"
    assert desk.all("SELECT act, subject_ids FROM event WHERE act = 'identity'") == [("identity", f"[{source}]")]


@pytest.mark.parametrize(
    ("moved", "doubtful", "total", "identity_by"),
    [
        (0, 2, 10, "link"),
        (1, 1, 10, "link"),
        (2, 0, 39, "link"),
        (2, 0, 40, "guid"),
        (1, 0, 1, "guid"),
        (0, 5, 100, "guid"),
        (0, 6, 100, "link"),
    ],
)
def test_more_than_one_bad_guid_in_twenty_and_more_than_one_at_all_is_too_many(
    desk: Desk, moved: int, doubtful: int, total: int, identity_by: str
) -> None:
    source = desk.source("Herald")
    desk.poll(source, *document("a", PAGES[:moved]), total=total)
    stored = desk.poll(source, *document("b", PAGES[:moved]), doubtful_guids=doubtful, total=total)
    assert stored.identity_by == identity_by


def test_once_by_links_is_by_links_for_good(desk: Desk) -> None:
    source = desk.source("Herald")
    desk.poll(source, doubtful_guids=10, total=10)
    assert desk.poll(source, entry("Bridge closed"), doubtful_guids=10, total=10).identity_by == "link"
    assert desk.poll(source, entry("Bridge open"), total=10).identity_by == "link"


def test_items_are_then_named_by_their_links_and_of_two_the_older_one_is(desk: Desk) -> None:
    source = desk.source("Herald")
    long = f"https://herald.example/{'x' * 400}"
    desk.poll(source, *document("a", [PAGES[0], long]), entry("No page", guid="none"))
    desk.poll(source, entry("Another page", guid="b", link=PAGES[1]))
    desk.connection.execute("UPDATE item SET link_key = ? WHERE link_key = ?", (PAGES[0], PAGES[1]))
    desk.poll(source, entry("The last", guid="last"), doubtful_guids=9, total=9)
    named = assign([Claim("", PAGES[0], "a"), Claim("", long, "b")], "link").identities
    assert [name for (name,) in desk.all("SELECT identity FROM item ORDER BY id")] == [
        *(identity.identity for identity in named if identity),
        "guid:none",
        "guid:b",
        "guid:last",
    ]


def test_an_item_found_by_its_page_takes_the_name_that_its_source_gives_it_now(desk: Desk) -> None:
    source = desk.source("Herald")
    desk.poll(source, entry("Bridge closed", guid="1", link=PAGES[0]))
    desk.poll(source, entry("Bridge closed", guid="2", link=PAGES[0]))
    desk.poll(source, entry("Bridge closed", guid="2", link=PAGES[1]))
    assert desk.all("SELECT identity, link, link_key FROM item") == [("guid:2", PAGES[1], PAGES[1])]
    assert desk.poll(source, entry("Bridge closed", guid="3", link=PAGES[1])).new == ()


def test_a_page_that_is_shared_for_once_is_not_forgotten(desk: Desk) -> None:
    source = desk.source("Herald")
    served = entry("Bridge closed", guid="1", link=PAGES[0])
    desk.poll(source, served)
    desk.poll(source, replace(served, entry=replace(served.entry, link_key="", title="Bridge open")))
    assert desk.poll(source, entry("Bridge open", guid="2", link=PAGES[0])).new == ()


def test_a_page_that_passes_from_one_entry_to_another_does_not_make_them_one(desk: Desk) -> None:
    source = desk.source("Herald")
    (item_id,) = desk.poll(source, entry("Bridge closed", guid="1", link=PAGES[0])).new
    stored = desk.poll(
        source, entry("Bridge open", guid="1", link=PAGES[1]), entry("Harvest is late", guid="2", link=PAGES[0])
    )
    assert (stored.revised, len(stored.new)) == ((item_id,), 1)


def test_two_entries_that_claim_one_page_are_not_both_the_item_that_has_it(desk: Desk) -> None:
    source = desk.source("Herald")
    (item_id,) = desk.poll(source, entry("Bridge closed", guid="1", link=PAGES[0])).new
    stored = desk.poll(
        source, entry("Bridge open", guid="2", link=PAGES[0]), entry("Harvest is late", guid="3", link=PAGES[0])
    )
    assert (stored.revised, len(stored.new)) == ((item_id,), 1)
