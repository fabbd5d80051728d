"""Old items go, and numbers with them: whatever is left goes on as if they had never been."""

from collections.abc import Collection

import pytest

from storage.keeping import removal
from tests.storage.desk import Desk, entry, quote, tag

NEXT = "b" * 12
STATEMENT = "the bridge stays closed until further notice"


def remove(desk: Desk, item_ids: Collection[int]) -> None:
    desk.commit(lambda run: removal.remove(run, item_ids))


@pytest.fixture
def items(desk: Desk) -> list[int]:
    """Ten items of ten stories."""
    desk.use()
    source = desk.source("Herald")
    return [desk.item(source, f"one{n} two{n} three{n}", tags=[tag("withdrawal")]) for n in range(10)]


def test_numbers_go_on_from_the_newest_whatever_has_gone_before_it(desk: Desk, items: list[int]) -> None:
    remove(desk, items[:-1])
    assert desk.item(1, "one2 two2 three2") == items[-1] + 1
    assert desk.one("SELECT max(id) FROM story") == 11


def test_an_item_that_has_gone_is_nobody_s_likeness_though_it_was_seen_an_hour_ago(desk: Desk) -> None:
    source = desk.source("Herald")
    gone = desk.item(source, "bridge closed for works")
    desk.item(source, "harvest late again")
    remove(desk, [gone])
    (like,) = desk.poll(source, entry("bridge closed for works", guid="2")).new
    assert desk.all("SELECT relation, copy_of, joined_because FROM item WHERE id = ?", like) == [("first", None, "")]


def test_the_others_of_a_story_take_in_what_is_like_them_when_its_first_has_gone(desk: Desk) -> None:
    herald, wire = desk.source("Herald"), desk.source("Wire")
    first = desk.item(herald, "bridge closed for works tonight")
    second = desk.item(wire, "bridge closed for works today")
    remove(desk, [first])
    third = desk.item(herald, "bridge closed for works tomorrow")
    assert desk.all("SELECT first_item_id FROM story") == [(second,)]
    assert desk.all("SELECT id, relation FROM item ORDER BY id") == [(second, "first"), (third, "same")]


def test_a_statement_is_known_again_by_those_of_its_carriers_that_are_left(desk: Desk) -> None:
    herald, wire, times = desk.source("Herald"), desk.source("Wire"), desk.source("Times")
    (first,) = desk.poll(herald, entry("one two three", quotes=[quote(STATEMENT)])).new
    (second,) = desk.poll(wire, entry("four five six", quotes=[quote(STATEMENT)])).new
    remove(desk, [first])
    (third,) = desk.poll(times, entry("seven eight nine", quotes=[quote(STATEMENT)])).new
    assert desk.one("SELECT count(DISTINCT utterance_id) FROM quote") == 1
    assert desk.one("SELECT story_id FROM item WHERE id = ?", third) == desk.one(
        "SELECT story_id FROM item WHERE id = ?", second
    )


def test_what_is_to_be_read_again_is_counted_in_items(desk: Desk, items: list[int]) -> None:
    remove(desk, [*items[:3], items[5], items[8]])
    left = [item_id for item_id in items if desk.one("SELECT count(*) FROM item WHERE id = ?", item_id)]
    assert desk.use(NEXT) == 5
    assert desk.retag_all(NEXT, lambda _: [tag("escalation")], 2) == left[::-1]
    assert desk.log("lexicon")[-1][2] == f"lexicon {NEXT} in use; items to be read again: 5"
    assert desk.log("retagged")[-1][2] == f"items read again with lexicon {NEXT}: 5, of which 5 have other tags"
    assert desk.use(NEXT) == 0


def test_an_item_that_goes_while_it_is_read_again_is_left_out(desk: Desk, items: list[int]) -> None:
    desk.use(NEXT)
    stale = desk.stale(NEXT, 3)
    remove(desk, [stale[1].item_id])
    assert desk.retag(NEXT, lambda _: [tag("escalation")], stale) == 2
    assert desk.retag_all(NEXT, lambda _: [tag("escalation")], 4) == items[6::-1]


def test_what_a_clock_set_back_dated_before_is_read_again_with_its_neighbours(desk: Desk) -> None:
    desk.use()
    source = desk.source("Herald")
    items = [desk.item(source, f"one{n} two{n} three{n}") for n in range(3)]
    since_ms = desk.now_ms
    desk.now_ms -= 86_400_000
    items.append(desk.item(source, "one3 two3 three3"))
    desk.now_ms += 86_400_000
    items.append(desk.item(source, "one4 two4 three4"))
    assert desk.use(NEXT, since_ms=since_ms) == 3
    assert [each.item_id for each in desk.stale(NEXT, since_ms=since_ms)] == items[:1:-1]
