"""Folding: copies under their original, reports of one event into one story, and who is left when they are counted."""

import pytest

from storage.grouping import stories
from tests.storage.desk import HOUR_MS, Desk, entry, quote, tag

DISPATCH = "Ministry says units leave the garrison by rail tonight"
ANOTHER = "Units leave the garrison by rail tonight, says governor"


def test_a_copy_is_folded_under_its_original_and_counted(desk: Desk) -> None:
    wire, paper, other = (desk.source(name) for name in ("Wire", "Paper", "Gazette"))
    original = desk.item(wire, DISPATCH)
    copy, copy_of_copy = desk.item(paper, DISPATCH), desk.item(other, DISPATCH)
    assert list(desk.reader().item_ids()) == [original]
    rows = desk.reader().item_rows([original, copy, copy_of_copy])
    assert (rows[original].copies, rows[original].origins) == (2, 1)
    assert desk.all("SELECT id, relation, copy_of, origin FROM item WHERE copy_of IS NOT NULL") == [
        (copy, "copy", original, "wire"),
        (copy_of_copy, "copy", original, "wire"),
    ]


def test_a_hundred_copies_are_one_line(desk: Desk) -> None:
    for n in range(100):
        desk.item(desk.source(f"Paper {n}", polled=False), DISPATCH)
    assert desk.one("SELECT count(*) FROM story") == 1
    assert desk.one("SELECT copies FROM item WHERE copy_of IS NULL") == 99


def test_a_hundred_reports_of_one_event_are_one_story(desk: Desk) -> None:
    source = desk.source("Herald")
    for n in range(100):
        desk.item(source, f"{DISPATCH}, dispatch{n}")
    assert desk.one("SELECT count(*) FROM story") == 1


def test_a_story_that_goes_on_for_longer_than_the_window_stays_one(desk: Desk) -> None:
    source = desk.source("Herald")
    for n in range(10):
        desk.poll(source, entry(DISPATCH if n % 2 else ANOTHER, guid=str(n)))
        desk.now_ms += 24 * HOUR_MS
    assert desk.one("SELECT count(*) FROM story") == 1


def test_a_word_that_many_events_share_joins_nothing(desk: Desk) -> None:
    source = desk.source("Herald")
    for n in range(60):
        desk.item(source, f"Minister visits capital, place{n} other{n} third{n} fourth{n}")
    assert desk.one("SELECT count(*) FROM story") == 60


def test_full_texts_without_a_summary_fold_too(desk: Desk) -> None:
    one, other = desk.source("Wire"), desk.source("Paper")
    text = "The ministry says that its units leave by rail tonight."
    desk.poll(one, entry("Units leave the garrison", text=text))
    desk.poll(other, entry("Units leave the garrison", text=text))
    assert desk.all("SELECT relation FROM item ORDER BY id") == [("first",), ("copy",)]


def test_a_copy_of_what_was_dealt_with_is_dealt_with(desk: Desk) -> None:
    wire, paper = desk.source("Wire"), desk.source("Paper")
    original = desk.item(wire, DISPATCH)
    desk.acts("ana").set_state([original], "acked")
    copy = desk.item(paper, DISPATCH)
    row = desk.reader().item_rows([copy])[copy]
    assert (row.state, row.operator) == ("acked", "ana")


def test_a_report_in_other_words_joins_the_story_as_an_origin_of_its_own(desk: Desk) -> None:
    one, other = desk.source("Wire"), desk.source("Gazette")
    first, second = desk.item(one, DISPATCH), desk.item(other, ANOTHER)
    row = desk.reader().item_rows([second])[second]
    assert (row.story_id, row.origins, row.copies) == (desk.one("SELECT story_id FROM item WHERE id = ?", first), 2, 0)
    assert list(desk.reader().item_ids()) == [second, first]


def test_a_credited_wire_is_the_origin_whoever_prints_it(desk: Desk) -> None:
    one, other = desk.source("Gazette"), desk.source("Courier")
    desk.poll(one, entry(DISPATCH, credit="Wire"))
    (second,) = desk.poll(other, entry(ANOTHER, credit="Wire")).new
    assert desk.reader().item_rows([second])[second].origins == 1


def test_papers_that_quote_one_ministry_are_one_primary(desk: Desk) -> None:
    desk.speaker("I. Petrov", "Petrov", org="Ministry")
    one, other = desk.source("Wire"), desk.source("Gazette")
    said = quote("they leave tonight by rail", "Petrov")
    desk.poll(one, entry(DISPATCH, quotes=[said]))
    (second,) = desk.poll(other, entry(ANOTHER, quotes=[said])).new
    row = desk.reader().item_rows([second])[second]
    assert (row.origins, row.primaries) == (2, 1)


def test_an_edit_that_names_the_voice_counts_the_primaries_anew(desk: Desk) -> None:
    desk.speaker("I. Petrov", "Petrov", org="Ministry")
    one, other = desk.source("Wire"), desk.source("Gazette")
    said = quote("they leave tonight by rail", "Petrov")
    desk.poll(one, entry(DISPATCH, quotes=[said]))
    (second,) = desk.poll(other, entry(ANOTHER, guid="1")).new
    assert desk.reader().item_rows([second])[second].primaries == 2
    desk.poll(other, entry(f"{ANOTHER} again", guid="1", quotes=[said]))
    assert desk.reader().item_rows([second])[second].primaries == 1


def test_the_same_words_three_days_later_are_another_event(desk: Desk) -> None:
    source = desk.source("Wire")
    desk.poll(source, entry(DISPATCH, guid="1"))
    desk.now_ms += 73 * HOUR_MS
    desk.poll(source, entry(DISPATCH, guid="2"))
    assert desk.one("SELECT count(*) FROM story") == 2


SAID = "nobody who lives on this river will ever be told to leave it"
CLAIM = "Northern command starts journey home by rail"
DENIAL = "Observers see every battalion still dug in"


def joined_because(desk: Desk, item_id: int) -> str:
    return str(desk.one("SELECT joined_because FROM item WHERE id = ?", item_id))


def test_reports_that_quote_the_same_words_are_one_story_whatever_else_they_say(desk: Desk) -> None:
    one, other = desk.source("Wire"), desk.source("Gazette")
    (first,) = desk.poll(one, entry(CLAIM, quotes=[quote(SAID, "Petrov")])).new
    (second,) = desk.poll(other, entry(DENIAL, quotes=[quote(SAID.capitalize(), None, surface="a spokeswoman")])).new
    assert desk.one("SELECT count(DISTINCT story_id) FROM item") == 1
    assert (
        joined_because(desk, second)
        == f"the same words as item {first}: “nobody who lives on this river will ever be told to leave it”"
    )


def test_a_claim_and_a_denial_that_quote_the_same_words_are_one_disputed_story(desk: Desk) -> None:
    one, other = desk.source("Wire"), desk.source("Gazette")
    said = quote(SAID, "Petrov")
    (claim,) = desk.poll(one, entry(CLAIM, quotes=[said], tags=[tag("withdrawal", "claimed")])).new
    desk.poll(other, entry(DENIAL, quotes=[said], tags=[tag("withdrawal", "denied")]))
    assert desk.disputed(claim) == "withdrawal:claimed withdrawal:denied"


def test_who_quotes_from_two_stories_is_a_round_up_and_joins_neither(desk: Desk) -> None:
    source, mine, yours = desk.source("Wire"), quote(SAID, "Petrov"), quote(f"{SAID} again", "Ivanova")
    desk.poll(source, entry(CLAIM, quotes=[mine]))
    desk.poll(source, entry(DENIAL, quotes=[yours]))
    desk.poll(desk.source("Gazette"), entry("What mattered this morning", quotes=[mine, yours]))
    assert desk.one("SELECT count(DISTINCT story_id) FROM item") == 3


def test_what_a_shared_quote_brought_in_does_not_bring_in_what_is_like_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "SURE", 0.9)
    wire, gazette = desk.source("Wire"), desk.source("Gazette")
    desk.poll(wire, entry(CLAIM, quotes=[quote(SAID, "Petrov")]))
    desk.poll(gazette, entry("Morning review bridge closed market opened harvest late", quotes=[quote(SAID, "Petrov")]))
    late = desk.item(wire, "Bridge closed market opened ferry morning")
    assert desk.one("SELECT count(*) FROM item WHERE story_id = (SELECT story_id FROM item WHERE id = ?)", late) == 1


@pytest.mark.parametrize(("words", "hours"), [("we leave it now", 0), (SAID, 49)])
def test_a_phrase_or_an_old_statement_joins_nothing(desk: Desk, words: str, hours: int) -> None:
    source = desk.source("Wire")
    desk.poll(source, entry(CLAIM, quotes=[quote(words, "Petrov")]))
    desk.now_ms += hours * HOUR_MS
    desk.poll(source, entry(DENIAL, quotes=[quote(words, "Petrov")]))
    assert desk.one("SELECT count(DISTINCT story_id) FROM item") == 2


def test_a_chain_of_neighbours_is_not_one_story(desk: Desk) -> None:
    source, places = desk.source("Wire"), [f"place{n:02}" for n in range(20)]
    for n in range(0, 12, 2):
        desk.item(source, " ".join(places[n : n + 6]))
    assert int(str(desk.one("SELECT max(n) FROM (SELECT count(*) AS n FROM item GROUP BY story_id)"))) <= 3


def test_an_item_like_two_stories_joins_one_and_says_that_they_are_related(desk: Desk) -> None:
    source = desk.source("Wire")
    one = desk.item(source, "bridge river closed flood torva")
    other = desk.item(source, "ferry river closed storm lisova")
    both = desk.item(source, "bridge river closed flood torva ferry")
    first, second, story = (
        int(str(desk.one("SELECT story_id FROM item WHERE id = ?", each))) for each in (one, other, both)
    )
    assert story == first
    assert desk.all("SELECT story_id, earlier_id, because FROM story_relation") == [(second, first, "words in common")]


def test_a_story_that_has_grown_asks_more_of_its_members_and_a_full_one_takes_copies_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "FULL", 3)
    source = desk.source("Wire")
    for n in range(5):
        desk.item(source, f"{DISPATCH}, dispatch{n}")
    copy = desk.item(desk.source("Paper"), f"{DISPATCH}, dispatch0")
    assert desk.all("SELECT count(*) FROM item GROUP BY story_id ORDER BY story_id") == [(4,), (2,)]
    assert desk.one("SELECT relation FROM item WHERE id = ?", copy) == "copy"


def test_words_of_items_that_left_the_window_are_forgotten_in_slices(desk: Desk) -> None:
    source = desk.source("Wire")
    for n in range(3):
        desk.item(source, f"{DISPATCH}, dispatch{n}")
    desk.now_ms += 95 * HOUR_MS
    kept = desk.item(source, "Harvest is late everywhere")
    assert desk.commit(lambda run: stories.forget_words(run, desk.now_ms, most=2)) == 0  # the clock may be a day ahead
    desk.now_ms += 2 * HOUR_MS
    assert desk.commit(lambda run: stories.forget_words(run, desk.now_ms, most=2)) == 2
    assert desk.commit(lambda run: stories.forget_words(run, desk.now_ms)) == 1
    assert desk.all("SELECT item_id FROM item_words") == [(kept,)]
    copy = desk.item(source, "Harvest is late everywhere!")
    assert desk.one("SELECT copy_of FROM item WHERE id = ?", copy) == kept
