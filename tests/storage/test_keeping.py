"""What goes from the file when it is old, what stays, and that all the rest stays in step."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.document.read import read
from feeds.records import Feed
from storage.acting.acts import Acts
from storage.items import departed
from tests.storage.desk import HOUR_MS, Desk, entry, open_desk, quote, tag
from tests.storage.retaining import DAY_MS, as_polled, held, let_go, pass_days, serve, slices
from tests.storage.ruling import match, rule, rules
from tests.storage.wholeness import faults_of

RING_FOR_BRIDGES = rules(rule("bridges", match("bridge"), "notice"))
STATEMENT = "the bridge stays closed until further notice"
FEED = b"""<rss version="2.0"><channel><title>Herald</title>
<item><guid>a-1</guid><title>Ferry runs again</title><link>https://herald.example/ferry</link></item>
<item><guid>a-2</guid><title>Bridge closed for works</title></item>
<item><title>Market opens late</title><link>https://herald.example/market?utm_source=x</link></item>
<item><title>Nothing but a title</title></item>
</channel></rss>"""

Act = Callable[[Acts, int], object]


def fetched(body: bytes) -> Feed:
    return read(body, "application/rss+xml", "https://herald.example/feed")


def test_what_is_old_goes_with_all_that_hangs_on_it(desk: Desk) -> None:
    herald = desk.source("Herald")
    said = [quote(STATEMENT, "A. Mason")]
    desk.poll(herald, entry("bridge closed today", guid="1", tags=[tag("withdrawal")], quotes=said))
    desk.poll(herald, entry("bridge closed tonight", guid="1", tags=[tag("withdrawal")], quotes=said))
    pass_days(desk)
    assert let_go(desk).gone == 1
    for table in ("tag", "quote", "revision"):
        assert desk.one(f"SELECT count(*) FROM {table}") == 0
    assert desk.one("SELECT count(*) FROM item_fts WHERE item_fts MATCH 'bridge'") == 0
    assert desk.all("SELECT items, unread FROM source WHERE id = ?", herald) == [(0, 0)]
    assert desk.one("SELECT count(*) FROM story") == 1
    assert not faults_of(desk.path)


def test_statements_that_nobody_carries_any_more_go_but_the_newest(desk: Desk) -> None:
    herald = desk.source("Herald")
    desk.poll(herald, entry("bridge closed", quotes=[quote(STATEMENT)]))
    desk.poll(herald, entry("market opens late", quotes=[quote("nobody will buy anything before noon")]))
    pass_days(desk)
    assert let_go(desk).gone == 2
    assert desk.all("SELECT text FROM utterance") == [("nobody will buy anything before noon",)]


def test_what_is_younger_stays(desk: Desk) -> None:
    kept = desk.item(desk.source("Herald"), "bridge closed")
    pass_days(desk, 29)
    assert let_go(desk).gone == 0
    assert kept in held(desk)


@pytest.mark.parametrize(
    ("reason", "act"),
    [
        ("starred", lambda ana, item_id: ana.star([item_id], True)),
        ("noted", lambda ana, item_id: ana.note(item_id, "ask the harbour master")),
        ("corrected", lambda ana, item_id: ana.tag([item_id], "withdrawal", "denied")),
    ],
)
def test_what_an_operator_has_marked_stays_and_is_counted(desk: Desk, reason: str, act: Act) -> None:
    desk.use()
    herald = desk.source("Herald")
    marked = desk.item(herald, "bridge closed", tags=[tag("withdrawal")])
    other = desk.item(herald, "market opens late")
    act(desk.acts(), marked)
    pass_days(desk)
    run = let_go(desk)
    assert (run.gone, dict(run.kept)) == (1, {reason: 1})
    assert marked in held(desk)
    assert other not in held(desk)


def test_what_was_only_acknowledged_goes(desk: Desk) -> None:
    seen = desk.item(desk.source("Herald"), "bridge closed")
    desk.acts().set_state([seen], "acked")
    pass_days(desk)
    assert let_go(desk).gone == 1


def test_evidence_of_an_alert_stays_also_once_it_is_resolved(tmp_path: Path) -> None:
    with open_desk(tmp_path / "feint.db", rules=RING_FOR_BRIDGES) as desk:
        evidence = desk.item(desk.source("Herald"), "bridge closed")
        desk.acts().set_alert_state([1], "resolved")
        pass_days(desk)
        assert dict(let_go(desk).kept) == {"evidence": 1}
        assert evidence in held(desk)
        assert not faults_of(desk.path)


def test_what_an_alert_knows_and_that_it_rang_stays_though_the_item_that_said_so_goes(tmp_path: Path) -> None:
    with open_desk(tmp_path / "feint.db", rules=RING_FOR_BRIDGES) as desk:
        desk.item(desk.source("Herald"), "bridge closed")
        other = desk.item(desk.source("Tribune"), "harvest is late")
        desk.commit(
            lambda run: run.execute("INSERT INTO alert_fact VALUES (1, 'primary', 'Ministry', 0, ?, 0)", (other,))
        )
        desk.item(1, "the newest stays in any case")
        before = desk.reader().alert(1)
        pass_days(desk)
        let_go(desk)
        assert other not in held(desk)
        after = desk.reader().alert(1)
        assert before is not None
        assert after is not None
        assert (after.facts, after.notices, after.evidence) == (before.facts, before.notices, before.evidence)
        assert ("primary", other) in {(fact.kind, fact.item_id) for fact in after.facts}
        assert after.notices


def test_all_prints_of_a_text_stay_where_one_has_to(desk: Desk) -> None:
    original = desk.item(desk.source("Herald"), "bridge closed for works")
    copy = desk.item(desk.source("Tribune"), "bridge closed for works")
    desk.acts().star([copy], True)
    pass_days(desk)
    run = let_go(desk)
    assert dict(run.kept) == {"starred": 2}
    assert {original, copy} <= set(held(desk))


def test_a_text_that_was_printed_again_lately_stays(desk: Desk) -> None:
    original = desk.item(desk.source("Herald"), "bridge closed for works")
    desk.now_ms += 2 * DAY_MS
    copy = desk.item(desk.source("Tribune"), "bridge closed for works")
    pass_days(desk, 29)
    assert let_go(desk).gone == 0
    assert {original, copy} <= set(held(desk))
    pass_days(desk, 2)
    assert let_go(desk).gone >= 2
    assert {original, copy}.isdisjoint(held(desk))


def test_the_newest_item_stays_so_that_no_number_is_given_twice(desk: Desk) -> None:
    herald = desk.source("Herald")
    last = desk.item(herald, "bridge closed")
    desk.now_ms += 40 * DAY_MS
    assert dict(let_go(desk).kept) == {"newest": 1}
    assert desk.item(herald, "market opens late") == last + 1


def test_numbers_of_stories_and_statements_are_not_given_twice_either(desk: Desk) -> None:
    herald, tribune = desk.source("Herald"), desk.source("Tribune")
    first = desk.item(herald, "market opens late")
    desk.poll(herald, entry("bridge closed", quotes=[quote(STATEMENT)]))
    desk.now_ms += HOUR_MS
    desk.item(tribune, "market opens late")
    newest = desk.all("SELECT (SELECT max(id) FROM story), (SELECT max(id) FROM utterance)")
    desk.acts().star([first], True)
    desk.now_ms += 40 * DAY_MS
    assert let_go(desk).gone == 1
    assert desk.all("SELECT (SELECT max(id) FROM story), (SELECT max(id) FROM utterance)") == newest


def test_a_story_that_has_lost_items_counts_those_that_are_left(desk: Desk) -> None:
    first = desk.item(desk.source("Herald"), "bridge closed for works today", tags=[tag("withdrawal", "denied")])
    second = desk.item(desk.source("Tribune"), "bridge closed for works tonight", tags=[tag("withdrawal", "claimed")])
    third = desk.item(desk.source("Gazette"), "bridge closed for works tomorrow", tags=[tag("withdrawal", "claimed")])
    counts = (
        "SELECT first_item_id, origins, primaries, disputed <> '' FROM story JOIN item ON story_id = story.id"
        " WHERE item.id = ?"
    )
    assert desk.all(counts, third) == [(first, 3, 3, 1)]
    desk.acts().star([second, third], True)
    pass_days(desk)
    logged = len(desk.log("disputed"))
    assert let_go(desk).gone == 1
    assert desk.all(counts, third) == [(second, 2, 2, 0)]
    assert desk.one("SELECT relation FROM item WHERE id = ?", second) == "first"
    assert len(desk.log("disputed")) == logged  # nobody has changed their mind


def test_a_statement_is_whose_the_carriers_that_are_left_say(desk: Desk) -> None:
    desk.poll(desk.source("Herald"), entry("bridge closed", quotes=[quote(STATEMENT, "A. Mason")]))
    (kept,) = desk.poll(desk.source("Tribune"), entry("harbour master speaks out", quotes=[quote(STATEMENT)])).new
    assert desk.one("SELECT name FROM speaker JOIN utterance ON speaker_id = speaker.id") == "A. Mason"
    desk.acts().star([kept], True)
    pass_days(desk)
    assert let_go(desk).gone == 1
    story = desk.one("SELECT story_id FROM item WHERE id = ?", kept)
    assert desk.all("SELECT speaker_id, story_id FROM utterance") == [(None, story)]
    assert not faults_of(desk.path)


def test_stories_that_lead_to_one_that_goes_go_with_it_and_no_relation_is_left(desk: Desk) -> None:
    herald = desk.source("Herald")
    one = desk.item(herald, "bridge closed for works today")
    other = desk.item(herald, "market opens late in the rain")
    desk.item(herald, "bridge closed for works for rain and wind and snow")
    desk.acts().merge([one, other])
    assert desk.one("SELECT count(*) FROM story WHERE merged_into IS NOT NULL") == 1
    assert desk.one("SELECT count(*) FROM story_relation") == 1
    pass_days(desk)
    assert let_go(desk).gone == 3
    assert desk.one("SELECT count(*) FROM story") == 1
    assert desk.one("SELECT count(*) FROM story_relation") == 0
    assert not faults_of(desk.path)


def test_what_an_operator_split_off_stays_where_it_is_once_the_story_it_came_from_has_gone(desk: Desk) -> None:
    desk.item(desk.source("Herald"), "bridge closed for works today")
    apart = desk.item(desk.source("Tribune"), "bridge closed for works tonight")
    ana = desk.acts()
    ana.star([apart], True)
    ana.split([apart])
    pass_days(desk)
    assert let_go(desk).gone == 1
    story = desk.one("SELECT story_id FROM item WHERE id = ?", apart)
    ana.undo()
    assert desk.one("SELECT story_id FROM item WHERE id = ?", apart) == story


def test_the_log_keeps_its_lines_about_what_has_gone(desk: Desk) -> None:
    seen = desk.item(desk.source("Herald"), "bridge closed")
    desk.acts().set_state([seen], "acked")
    before = desk.all("SELECT * FROM event")
    pass_days(desk)
    let_go(desk)
    assert desk.all("SELECT * FROM event WHERE n <= ?", len(before)) == before
    assert desk.one("SELECT count(*) FROM event_item WHERE item_id = ?", seen) == 1


def test_what_its_source_still_serves_stays_whatever_tells_its_entries_apart(desk: Desk) -> None:
    herald, feed = desk.source("Herald"), fetched(FEED)
    served = desk.poll(herald, *map(as_polled, feed.entries)).new
    assert len(served) == 4
    serve(desk, herald, *feed.keys)
    pass_days(desk)
    assert dict(let_go(desk).kept) == {"served": 4}
    serve(desk, herald, *feed.keys[:3])
    assert dict(let_go(desk).kept) == {"served": 3}
    assert held(desk)[:3] == list(served[:3])


@pytest.mark.parametrize("which", range(4))
def test_what_has_gone_does_not_come_back_as_new_nor_rings_when_it_is_served_again(tmp_path: Path, which: int) -> None:
    with open_desk(tmp_path / "feint.db") as desk:
        herald, feed = desk.source("Herald"), fetched(FEED)
        desk.poll(herald, *map(as_polled, feed.entries))
        pass_days(desk, 31)
        assert let_go(desk).gone == 4
        pass_days(desk, 100)
        desk.rules = rules(rule("any", match("ferry OR bridge OR market OR nothing"), "notice"))
        again = desk.poll(herald, as_polled(feed.entries[which]))
        assert (again.new, again.revised) == ((), ())
        assert desk.reader().alerts() == []


def test_what_has_gone_and_comes_back_in_other_words_is_news(desk: Desk) -> None:
    herald, feed = desk.source("Herald"), fetched(FEED)
    desk.poll(herald, *map(as_polled, feed.entries))
    pass_days(desk)
    let_go(desk)
    edited = replace(feed.entries[0], title="Ferry runs no more")
    assert len(desk.poll(herald, as_polled(edited)).new) == 1
    spaced = replace(feed.entries[1], title="Bridge  closed for\nworks", guid="a-3")
    assert desk.poll(herald, as_polled(spaced)).new == ()


def test_the_same_words_of_another_source_are_news(desk: Desk) -> None:
    feed = fetched(FEED)
    desk.poll(desk.source("Herald"), *map(as_polled, feed.entries))
    pass_days(desk)
    let_go(desk)
    assert len(desk.poll(desk.source("Tribune"), *map(as_polled, feed.entries)).new) == 4


def test_what_departed_is_forgotten_after_400_days_and_not_before(desk: Desk) -> None:
    desk.poll(desk.source("Herald"), *map(as_polled, fetched(FEED).entries))
    pass_days(desk)
    let_go(desk)
    for days, left in ((399, 4), (32, 0)):
        for _ in range(days * 24):
            desk.now_ms += HOUR_MS
            desk.commit(lambda run: departed.forget(run, desk.now_ms))
        assert desk.one("SELECT count(*) FROM departed") == left


def test_nothing_goes_while_items_are_read_again_with_another_lexicon(desk: Desk) -> None:
    herald = desk.source("Herald")
    desk.item(herald, "bridge closed")
    desk.use()
    pass_days(desk)
    desk.use("feedfeedfeed")
    assert let_go(desk).gone == 0
    desk.retag_all("feedfeedfeed", lambda _: [])
    assert let_go(desk).gone == 1


def test_a_slice_takes_no_more_items_than_it_may_but_for_the_prints_of_one_text(desk: Desk) -> None:
    herald = desk.source("Herald")
    others = [desk.source(name) for name in ("Tribune", "Gazette", "Post")]
    for n in range(6):
        desk.item(herald, f"event{n} place{n} hour{n} name{n}")
    for source in others:
        desk.item(source, "event0 place0 hour0 name0")
        desk.item(source, "event4 place4 hour4 name4")
    pass_days(desk)
    assert [each.gone for each in slices(desk, most=3)] == [4, 3, 4, 1]


def test_a_run_in_slices_of_any_size_lets_the_same_go(tmp_path: Path) -> None:
    left = []
    for most in (1, 3, 100):
        with open_desk(tmp_path / f"{most}.db") as desk:
            herald, tribune = desk.source("Herald"), desk.source("Tribune")
            items = [desk.item(herald, f"event{n} place{n} hour{n} name{n}") for n in range(10)]
            desk.item(tribune, "event3 place3 hour3 name3")
            desk.acts().star(items[::4], True)
            pass_days(desk)
            run = let_go(desk, most=most)
            left.append((run.gone, dict(run.kept), held(desk)))
            assert let_go(desk, most=most).gone == 0
    assert left[0] == left[1] == left[2]
    assert left[0][0] == 8
