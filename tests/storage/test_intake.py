"""Storing what a poll brought: items, revisions, what hangs on them, all of it or nothing."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.acting.acts import Acts, ItemState
from storage.file.sqlite import Connection
from storage.query import parse
from tests.storage.desk import HOUR_MS, NOW_MS, Desk, entry, open_desk, quote, tag


def test_one_poll_is_one_transaction(desk: Desk) -> None:
    source = desk.source("Herald")

    def store_and_fall(run: Connection) -> None:
        desk.store(run, source, entry("Bridge closed at noon", quotes=[quote("one two three four")]))
        raise RuntimeError("after storing")

    with pytest.raises(RuntimeError, match="after storing"):
        desk.commit(store_and_fall)
    for table in ("item", "tag", "quote", "utterance", "story", "item_words", "item_fts"):
        assert desk.one(f"SELECT count(*) FROM {table}") == 0
    assert desk.one("SELECT items FROM source") == 0


def test_the_same_entry_twice_is_one_item(desk: Desk) -> None:
    source = desk.source("Herald")
    first = desk.poll(source, entry("Bridge closed"), entry("Bridge closed"))
    again = desk.poll(source, entry("Bridge closed"))
    assert (len(first.new), first.revised, again.new, again.revised) == (1, (), (), ())


def test_the_same_guid_at_two_sources_is_two_items(desk: Desk) -> None:
    one, other = desk.source("Herald"), desk.source("Courier")
    desk.poll(one, entry("Bridge closed", guid="1"))
    assert len(desk.poll(other, entry("Harvest is late", guid="1")).new) == 1


def test_white_space_is_no_edit(desk: Desk) -> None:
    source = desk.source("Herald")
    desk.poll(source, entry("Bridge closed", guid="1", summary="At noon.\nFor a day."))
    assert desk.poll(source, entry("Bridge  closed", guid="1", summary="At noon. For a day.")).revised == ()


def test_an_edited_headline_keeps_the_old_words_and_when_they_were_first_seen(desk: Desk) -> None:
    source = desk.source("Herald")
    (item_id,) = desk.poll(source, entry("Bridge closed", guid="1", summary="Since noon.")).new
    assert desk.poll(source, entry("Bridge open", guid="1", summary="Since dusk.")).revised == (item_id,)
    desk.poll(source, entry("Bridge gone", guid="1", summary="Since dawn."))
    view = desk.reader().story(item_id)
    assert view is not None
    seen_ms = NOW_MS + 2_000  # the second poll
    assert [(r.n, r.title, r.summary, r.seen_ms) for r in view.revisions] == [
        (1, "Bridge closed", "Since noon.", seen_ms),
        (2, "Bridge open", "Since dusk.", seen_ms + 1_000),
        (3, "Bridge gone", "Since dawn.", seen_ms + 2_000),
    ]
    assert (view.item.title, view.item.revisions, view.item.first_seen_ms) == ("Bridge gone", 3, seen_ms)
    assert [line.detail for line in view.log] == ["headline edited", "headline edited"]


def test_an_edit_replaces_tags_quotes_badges_and_what_the_search_finds(desk: Desk) -> None:
    source = desk.source("Herald")
    claimed, denied = tag("withdrawal", "claimed"), tag("withdrawal", "denied")
    words = quote("we have begun to leave")
    (item_id,) = desk.poll(source, entry("Units leave", guid="1", tags=[claimed], quotes=[words])).new
    desk.poll(source, entry("Units stay", guid="1", tags=[denied]))
    view = desk.reader().story(item_id)
    assert view is not None
    assert [(each.label, each.stance) for each in view.tags] == [("withdrawal", "denied")]
    assert view.quotes == ()
    assert view.item.tags == (("withdrawal", "denied"),)
    assert desk.one("SELECT count(*) FROM item_fts WHERE item_fts MATCH 'leave'") == 0
    assert desk.one("SELECT rowid FROM item_fts WHERE item_fts MATCH 'stay'") == item_id
    desk.connection.execute("INSERT INTO item_fts(item_fts, rank) VALUES ('integrity-check', 1)")


def test_a_churned_guid_with_a_link_of_its_own_is_the_same_item(desk: Desk) -> None:
    source = desk.source("Herald")
    (item_id,) = desk.poll(source, entry("Bridge closed", guid="1", link="https://herald.example/bridge")).new
    again = desk.poll(source, entry("Bridge open", guid="2", link="https://herald.example/bridge"))
    assert (again.new, again.revised) == ((), (item_id,))


def test_an_item_whose_link_was_edited_is_found_by_the_new_one(desk: Desk) -> None:
    source = desk.source("Herald")
    (item_id,) = desk.poll(source, entry("Bridge closed", guid="1", link="https://herald.example/old")).new
    desk.poll(source, entry("Bridge open", guid="1", link="https://herald.example/new"))
    again = desk.poll(source, entry("Bridge gone", guid="2", link="https://herald.example/new"))
    assert (again.new, again.revised) == ((), (item_id,))


def test_without_a_link_of_its_own_a_new_guid_is_a_new_item(desk: Desk) -> None:
    source = desk.source("Herald")
    desk.poll(source, entry("Bridge closed", guid="1"))
    assert len(desk.poll(source, entry("Bridge closed", guid="2")).new) == 1


def test_only_a_sources_first_answered_poll_is_its_first(desk: Desk) -> None:
    source = desk.source("Herald", polled=False)
    assert desk.poll(source, state="unreachable").first_poll
    first = desk.poll(source, entry("Bridge closed"), entry("Harvest is late"))
    assert first.first_poll
    assert not desk.poll(source, entry("Rain is near")).first_poll
    assert desk.all("SELECT act, detail FROM event WHERE act = 'began'") == [
        ("began", "first poll: 2 items; nothing rings for them")
    ]


def test_what_a_first_document_holds_of_old_entries_is_stored_as_seen_by_nobody(desk: Desk) -> None:
    source = desk.source("Herald", polled=False)
    old, recent = NOW_MS - 49 * HOUR_MS, NOW_MS - 47 * HOUR_MS
    desk.poll(
        source,
        entry("Bridge closed", published_ms=old),
        entry("Harvest is late", published_ms=recent),
        entry("Rain is near", published_ms=None),
    )
    assert desk.all("SELECT title, state, operator FROM item ORDER BY id") == [
        ("Bridge closed", "acked", ""),
        ("Harvest is late", "new", ""),
        ("Rain is near", "new", ""),
    ]
    assert desk.all("SELECT items, unread FROM source") == [(3, 2)]


def test_what_arrives_later_is_new_however_old_it_says_it_is(desk: Desk) -> None:
    source = desk.source("Herald")
    desk.poll(source, entry("Bridge closed", published_ms=NOW_MS - 1_000 * HOUR_MS))
    assert desk.all("SELECT state FROM item") == [("new",)]


def test_a_fresh_copy_brings_up_an_original_that_nobody_has_seen(desk: Desk) -> None:
    new, wire = desk.source("Herald", polled=False), desk.source("Wire")
    (original,) = desk.poll(new, entry("Bridge closed at noon", published_ms=NOW_MS - 49 * HOUR_MS)).new
    copy = desk.item(wire, "Bridge closed at noon")
    rows = desk.reader().item_rows([original, copy])
    assert (rows[original].state, rows[copy].state, rows[original].copies) == ("new", "new", 1)
    assert desk.all("SELECT items, unread FROM source") == [(1, 1), (1, 1)]
    assert desk.all("SELECT act, subject_ids FROM event WHERE subject = 'item'") == [("reopened", f"[{original}]")]


def test_a_time_is_stored_as_claimed_with_what_it_rests_on(desk: Desk) -> None:
    source = desk.source("Herald")
    ahead = NOW_MS + 100 * HOUR_MS
    desk.poll(source, entry("Bridge closed", published_ms=ahead))
    desk.poll(source, entry("Harvest is late", published_ms=None))
    assert desk.all("SELECT published_ms, published_basis FROM item ORDER BY id") == [(ahead, "offset"), (None, "")]
    assert list(desk.reader().item_ids()) == [2, 1]


def test_what_was_stored_is_found_by_its_words_at_once(desk: Desk) -> None:
    source = desk.source("Herald")

    def store_and_search(run: Connection) -> list[int]:
        new = desk.store(run, source, entry("Bridge closed", text="The river is high.")).new
        found = run.execute("SELECT rowid FROM item_fts WHERE item_fts MATCH 'river'").fetchall()
        assert [row[0] for row in found] == list(new)
        return list(new)

    stored = desk.commit(store_and_search)
    assert list(desk.reader().item_ids(parse("river"))) == stored


TITLES = st.sampled_from(["Bridge closed at noon", "Bridge closed at dusk", "Harvest is late", "Rain is near"])
STEP = st.one_of(
    st.tuples(st.just("poll"), st.integers(0, 1), st.sampled_from("123"), TITLES),
    st.tuples(st.sampled_from(["acked", "dismissed", "new"]), st.integers(1, 8)),
    st.tuples(st.sampled_from(["undo", "redo"])),
)
_files = count()


def _take(desk: Desk, acts: Acts, step: tuple[str, int, str, str] | tuple[ItemState, int] | tuple[str]) -> None:
    match step:
        case ("poll", int(source), str(guid), str(title)):
            desk.poll(source + 1, entry(title, guid=guid))
        case (("acked" | "dismissed" | "new") as state, int(item_id)):
            acts.set_state([item_id], state)
        case ("undo",):
            acts.undo()
        case ("redo",):
            acts.redo()


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(STEP, max_size=20))
def test_whatever_happens_the_counters_are_what_a_count_would_say(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, str, str]]
) -> None:
    with open_desk(tmp_path_factory.getbasetemp() / f"count-{next(_files)}.db") as desk:
        desk.source("Herald")
        desk.source("Courier")
        acts = desk.acts()
        for step in steps:
            _take(desk, acts, step)
        assert desk.all("SELECT id, items, unread FROM source") == desk.all(
            "SELECT source.id, count(item.id), count(item.id) FILTER (WHERE item.state = 'new')"
            " FROM source LEFT JOIN item ON item.source_id = source.id GROUP BY 1"
        )
        assert desk.all("SELECT id, copies FROM item WHERE copies > 0") == desk.all(
            "SELECT copy_of, count(*) FROM item WHERE copy_of IS NOT NULL GROUP BY 1"
        )
        assert desk.all("SELECT id, origins, primaries FROM story") == desk.all(
            "SELECT story_id, count(DISTINCT origin), count(DISTINCT name) FROM item JOIN voice ON item_id = item.id GROUP BY 1"
        )
