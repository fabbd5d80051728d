"""What a desk reads: whole rows, newest first, without waiting for anybody."""

import time
from array import array
from pathlib import Path

import pytest

from storage.file import lease
from storage.file.errors import Superseded
from storage.file.sqlite import SqliteError
from storage.items import sources
from storage.items.sources import Configured
from storage.query import parse
from tests.storage.alerted import raised
from tests.storage.desk import HOUR_MS, LEXICON, MINUTE_MS, NOW_MS, Desk, entry, quote, tag
from tests.storage.ruling import match, rule, rules


def test_it_says_changed_once_for_each_commit_of_another_connection(desk: Desk) -> None:
    source, reader = desk.source("Herald"), desk.reader()
    assert [reader.changed(), reader.changed()] == [True, False]
    desk.connection.execute("BEGIN IMMEDIATE")
    desk.store(desk.connection, source, entry("Bridge closed"))
    assert not reader.changed()
    desk.connection.execute("COMMIT")
    assert [reader.changed(), reader.changed()] == [True, False]


def test_a_rolled_back_transaction_is_no_change(desk: Desk) -> None:
    reader = desk.reader()
    reader.changed()
    desk.connection.execute("BEGIN IMMEDIATE")
    desk.connection.execute("INSERT INTO host VALUES ('a', 1)")
    desk.connection.execute("ROLLBACK")
    assert not reader.changed()


def test_ids_are_newest_first_and_limited_from_the_newest(desk: Desk) -> None:
    source, reader = desk.source("Herald"), desk.reader()
    ids = [desk.item(source, f"one{n} two{n} three{n}") for n in range(5)]
    assert reader.item_ids() == array("q", ids[::-1])
    assert list(reader.item_ids(limit=2)) == list(reader.newest(None, 2)) == ids[:2:-1]
    assert list(reader.item_ids(parse("one1 OR one3"))) == [ids[3], ids[1]]
    assert list(reader.item_ids_after(ids[2])) == [ids[4], ids[3]]
    assert list(reader.item_ids_after(ids[2], parse("one0 OR one3"))) == [ids[3]]
    assert reader.matching(ids[:3], parse("one1 OR one3")) == {ids[1]}


def test_rows_are_those_asked_for_however_many_and_gone_ones_are_left_out(desk: Desk) -> None:
    source = desk.source("Herald")
    ids = list(desk.poll(source, *(entry(f"one{n} two{n} three{n}") for n in range(1_100))).new)
    rows = desk.reader().item_rows([9_999_999, *ids])
    assert list(rows) == ids
    assert all(rows[each].id == each for each in ids)
    assert desk.reader().matching(ids, parse("one7 OR one1099")) == {ids[7], ids[1_099]}


def test_a_row_carries_all_that_the_queue_shows(desk: Desk) -> None:
    source = desk.source("Herald", kind="wire", grade="B", side="eu")
    tags = [tag("withdrawal", "claimed"), tag("withdrawal", "claimed", start=9), tag("escalation", "denied")]
    (item_id,) = desk.poll(source, entry("Units leave", link="https://herald.example/1", tags=tags)).new
    row = desk.reader().item_rows([item_id])[item_id]
    assert (row.source, row.kind, row.grade, row.side) == ("Herald", "wire", "B", "eu")
    assert (row.title, row.link) == ("Units leave", "https://herald.example/1")
    assert (row.first_seen_ms, row.published_ms) == (desk.now_ms, NOW_MS - HOUR_MS)
    assert row.tags == (("withdrawal", "claimed"), ("escalation", "denied"))
    assert (row.state, row.starred, row.operator, row.severity, row.revisions) == ("new", False, "", 0, 1)


def test_the_story_of_an_item_is_complete(desk: Desk) -> None:
    desk.speaker("Petrov", org="Ministry")
    wire, paper = desk.source("Wire"), desk.source("Paper")
    words = quote("units have begun to return", "Petrov", surface="he", start=3)
    in_text, in_title = tag("escalation", field="text", start=2), tag("withdrawal", "claimed", start=8, end=13)
    told = entry(
        "Units leave the garrison",
        summary="A, B",
        text="Long.",
        credit="Agency",
        tags=[in_text, in_title],
        quotes=[words],
    )
    (first,) = desk.poll(wire, told).new
    copy = desk.poll(paper, entry("Units leave the garrison", summary="A, B", text="Long.", quotes=[words])).new[0]
    same = desk.item(paper, "Units leave the garrison today", summary="A, B")
    view = desk.reader().story(first)
    assert view is not None
    assert (view.item.id, view.summary, view.text, view.credit) == (first, "A, B", "Long.", "Agency")
    assert [(each.label, each.field, each.start, each.lexicon) for each in view.tags] == [
        ("withdrawal", "title", 8, LEXICON),
        ("escalation", "text", 2, LEXICON),
    ]
    (said,) = view.quotes
    assert (said.speaker, said.surface, said.start, said.carriers) == ("Petrov", "he", 3, 2)
    assert [(each.id, each.relation, each.source, each.voices) for each in view.members] == [
        (copy, "copy", "Paper", ("Ministry",)),
        (same, "same", "Paper", ("paper",)),
    ]
    assert [(each.n, each.title) for each in view.revisions] == [(1, "Units leave the garrison")]
    assert desk.reader().story(9_999) is None


def test_a_sources_hours_are_the_last_twenty_four_oldest_first(desk: Desk) -> None:
    source = desk.source("Herald")
    desk.item(source, "one two three")
    desk.now_ms += 23 * HOUR_MS
    desk.item(source, "four five six")
    desk.item(source, "seven eight nine")
    (row,) = desk.reader().sources(desk.now_ms)
    assert row.hours == (1, *[0] * 22, 2)
    (later,) = desk.reader().sources(desk.now_ms + 24 * HOUR_MS - MINUTE_MS)
    assert later.hours == (2, *[0] * 23)
    assert (row.items, row.unread, row.state, row.last_ok_ms) == (3, 3, "ok", desk.now_ms)


def test_the_hours_are_kept_up_as_items_come_and_counted_anew_when_the_clock_is_set_back(desk: Desk) -> None:
    first, second, reader = desk.source("Herald"), desk.source("Gazette"), desk.reader()
    assert [row.hours for row in reader.sources(desk.now_ms)] == [(0,) * 24] * 2
    desk.item(first, "one two three")
    assert [sum(row.hours) for row in reader.sources(desk.now_ms)] == [1, 0]
    desk.now_ms += 2 * HOUR_MS
    desk.item(first, "four five six")
    desk.item(second, "seven eight nine")
    kept, anew = reader.sources(desk.now_ms), desk.reader().sources(desk.now_ms)
    assert [row.hours for row in kept] == [row.hours for row in anew] == [(*[0] * 21, 1, 0, 1), (*[0] * 23, 1)]
    reader.sources(desk.now_ms + 72 * HOUR_MS)
    assert [row.hours for row in reader.sources(desk.now_ms)] == [row.hours for row in anew]


def silent_desk(desk: Desk) -> tuple[int, int]:
    """One source with an open silence alert, one that speaks."""
    quiet, lively = desk.source("Quiet"), desk.source("Lively")
    raised(desk, "quiet", "notice", "Quiet: nothing new", source=quiet)
    return quiet, lively


def test_the_header_counts_what_the_list_of_sources_shows(desk: Desk) -> None:
    silent_desk(desk)
    desk.source("Fresh", polled=False)
    status = desk.reader().status(desk.now_ms)
    assert (status.sources, status.sources_ok, status.sources_quiet, status.sources_down) == (3, 1, 1, 0)
    assert [row.state for row in desk.reader().sources(desk.now_ms)] == ["quiet", "ok", "new"]


def test_a_silent_source_that_can_no_longer_be_reached_is_down_not_quiet(desk: Desk) -> None:
    quiet, _ = silent_desk(desk)
    desk.poll(quiet, state="unreachable")
    status = desk.reader().status(desk.now_ms)
    assert (status.sources_ok, status.sources_quiet, status.sources_down) == (1, 0, 1)
    assert [row.state for row in desk.reader().sources(desk.now_ms)] == ["unreachable", "ok"]


def test_a_source_whose_items_ring_is_not_quiet(desk: Desk) -> None:
    herald = desk.source("Herald")
    raised(desk, "loud", source=herald, items=(desk.item(herald, "Bridge closed"),))
    assert [source.state for source in desk.reader().sources()] == ["ok"]
    assert (desk.reader().status().sources_ok, desk.reader().status().sources_quiet) == (1, 0)


def test_a_silent_source_that_left_the_config_is_not_counted(desk: Desk) -> None:
    silent_desk(desk)
    lively = Configured("https://feeds.example/1", "Lively", "lively", "press", "C", "en", "")
    desk.commit(lambda run: sources.configure(run, [lively]))
    status = desk.reader().status(desk.now_ms)
    assert (status.sources, status.sources_ok, status.sources_quiet) == (1, 1, 0)


def test_the_header_shows_items_alerts_and_the_collector(desk: Desk) -> None:
    desk.rules = rules(rule("r", match("bridge"), "urgent"), rule("s", match("closed"), "flash"))
    source = desk.source("Herald")
    assert desk.reader().status(desk.now_ms).collector == ""
    desk.commit(lambda run: lease.begin(run, "host:1", desk.now_ms))
    desk.commit(lambda run: lease.beat(run, desk.now_ms + 10_000, 7))
    ids = [desk.item(source, "Bridge closed at noon"), desk.item(source, "Rain is near")]
    acts = desk.acts()
    acts.set_state(ids[1:], "acked")
    acts.set_alert_state([1], "acked")
    status = desk.reader().status(desk.now_ms)
    assert (status.collector, status.polling, status.beat_every_s) == ("host:1", 7, lease.BEAT_S)
    assert (status.items, status.unread) == (2, 1)
    assert status.alerts_acked == 1
    desk.commit(lease.end)
    assert desk.reader().status(desk.now_ms).collector == ""


def test_alerts_come_by_state_then_gravest_then_newest_and_the_closed_as_they_were_closed(desk: Desk) -> None:
    for title in ("old", "young", "grave", "acked", "done", "dropped", "resting"):
        desk.now_ms += MINUTE_MS
        raised(desk, "r", "urgent" if title in ("old", "young") else "flash", title, about=title)
    acts = desk.acts()
    acts.set_alert_state([4], "acked")
    acts.set_alert_state([5], "resolved")
    acts.set_alert_state([6], "dismissed")
    acts.snooze([7], round(time.time() * 1_000) + HOUR_MS)
    in_order = ["grave", "young", "old", "acked", "resting", "dropped", "done"]
    assert [row.title for row in desk.reader().alerts()] == in_order
    assert [row.title for row in desk.reader().alerts(limit=2)] == ["grave", "young"]


def test_an_utterance_shows_the_tags_inside_its_words(desk: Desk) -> None:
    source = desk.source("Wire")
    words = quote("units have begun to return", start=10)
    inside, outside = tag("withdrawal", field="summary", start=12, end=20), tag("escalation", field="summary", end=5)
    desk.poll(source, entry("Units leave", quotes=[words], tags=[inside, outside]))
    reader = desk.reader()
    (row,) = reader.utterance_rows(reader.utterance_ids()).values()
    assert row.tags == (("withdrawal", "asserted"),)


def test_it_lets_out_that_the_file_was_replaced_or_migrated(desk: Desk, tmp_path: Path) -> None:
    reader = desk.reader()
    reader.changed()
    desk.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(Superseded, match="newer feint"):
        reader.changed()


def test_a_file_that_nobody_writes_is_looked_at_every_few_seconds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, now = desk.reader(), [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    reader.changed()
    desk.path.rename(desk.path.with_name("moved.db"))
    now[0] += 1
    assert not reader.changed()
    now[0] += 2
    with pytest.raises(Superseded, match="moved or deleted"):
        reader.changed()


def test_a_call_can_be_given_up_from_another_thread(desk: Desk) -> None:
    desk.poll(desk.source("Herald"), *(entry(f"one{n} two{n}") for n in range(200)))
    reader = desk.reader()

    def interrupted() -> int:
        reader.interrupt()
        return 0

    reader._connection.set_progress_handler(interrupted, 10)
    with pytest.raises(SqliteError, match="interrupted"):
        reader.item_ids(parse("one1 OR two2"))
    reader._connection.set_progress_handler(None, 0)
    assert len(reader.item_ids(parse("one1 OR two2"))) == 2
