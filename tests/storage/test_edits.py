"""Edits: which changes are one, how many are kept, and what they do to what was dealt with."""

import pytest

from feeds.records import PollState
from storage.items.edits import MOST_EDITS, MOST_EDITS_AN_HOUR
from storage.items.intake import Stored
from tests.storage.desk import HOUR_MS, MINUTE_MS, Desk, entry

CHURNS = ("churns", "its text changes at every poll; no further revision is kept")


def edit(desk: Desk, source: int, title: str, *, summary: str = "", reopen_edited: bool = False) -> Stored:
    """The one entry of these tests, under another headline."""
    return desk.poll(source, entry(title, guid="1", summary=summary), reopen_edited=reopen_edited)


def churned(desk: Desk) -> list[tuple[object, ...]]:
    return desk.all("SELECT act, detail FROM event WHERE act = 'churns'")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("At noon.\nFor a day.", "At  noon. For a day. "),
        ("At the cafe\u0301.", "At the caf\u00e9."),
        ("See https://herald.example/a?utm_source=rss&id=1", "See https://herald.example/a?id=1"),
        ("See https://herald.example/a?id=1&fbclid=x9", "See https://herald.example/a?id=1&fbclid=y7"),
    ],
)
def test_white_space_composition_and_tracking_are_no_edit(desk: Desk, before: str, after: str) -> None:
    source = desk.source("Herald")
    edit(desk, source, "Bridge closed", summary=before)
    assert edit(desk, source, "Bridge closed", summary=after).revised == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Units ‘leave’", "Units 'leave'"),
        ("Units leave", "Units 'leave'"),
        ("Units leave - for now", "Units leave — for now"),
        ("Units leave", "UNITS LEAVE"),
        ("See https://herald.example/a?id=1", "See https://herald.example/a?id=2"),
    ],
)
def test_marks_and_capitals_are_what_was_printed(desk: Desk, before: str, after: str) -> None:
    source = desk.source("Herald")
    edit(desk, source, before)
    assert len(edit(desk, source, after).revised) == 1


def test_five_edits_an_hour_are_kept_and_the_log_says_once_that_more_are_not(desk: Desk) -> None:
    source = desk.source("Herald")
    for n in range(MOST_EDITS_AN_HOUR + 4):
        edit(desk, source, f"Readers: {n}")
    assert desk.all("SELECT title, revision FROM item") == [("Readers: 5", 6)]
    assert churned(desk) == [CHURNS]


def test_after_an_hour_an_edit_is_kept_again(desk: Desk) -> None:
    source = desk.source("Herald")
    for n in range(MOST_EDITS_AN_HOUR + 2):
        edit(desk, source, f"Readers: {n}")
    desk.now_ms += HOUR_MS
    assert len(edit(desk, source, "Readers: many").revised) == 1


def test_edits_that_a_clock_set_back_dates_ahead_put_none_off(desk: Desk) -> None:
    source = desk.source("Herald")
    for n in range(MOST_EDITS_AN_HOUR + 1):
        edit(desk, source, f"Bridge closed {n}")
    desk.now_ms -= 24 * HOUR_MS
    assert len(edit(desk, source, "Bridge open").revised) == 1
    assert len(edit(desk, source, "Bridge closed").revised) == 1


def test_an_edit_that_is_put_off_is_asked_for_again(desk: Desk) -> None:
    source = desk.source("Herald")
    stored = [edit(desk, source, f"Readers: {n}") for n in range(MOST_EDITS_AN_HOUR + 2)]
    polled = PollState(etag="x", last_modified="y", body_hash=b"z", fingerprints=tuple(stored[-1].put_off))
    assert stored[-2].after(polled) == polled
    assert stored[-1].after(polled) == PollState()
    assert desk.state_of(source).fingerprints == ()


def test_an_item_has_24_edits_at_most_and_the_log_says_so_once_a_day(desk: Desk) -> None:
    source = desk.source("Herald")
    for n in range(4 * MOST_EDITS):
        stored = edit(desk, source, f"Readers: {n}")
        desk.now_ms += 30 * MINUTE_MS
    assert desk.all("SELECT title, revision FROM item") == [("Readers: 24", MOST_EDITS + 1)]
    assert desk.one("SELECT count(*) FROM revision") == MOST_EDITS
    assert churned(desk) == [CHURNS, CHURNS]
    assert stored.put_off == frozenset()  # what would never be kept is not asked for again


def test_an_edit_leaves_the_state_to_the_operator(desk: Desk) -> None:
    source = desk.source("Herald")
    (item_id,) = edit(desk, source, "Bridge closed").new
    desk.acts().set_state([item_id], "acked")
    edit(desk, source, "Bridge open")
    assert desk.reader().item_rows([item_id])[item_id].state == "acked"


@pytest.mark.parametrize("state", ["acked", "dismissed"])
def test_where_the_desk_wants_it_an_edited_headline_is_new_again(desk: Desk, state: str) -> None:
    source = desk.source("Herald")
    (item_id,) = edit(desk, source, "Bridge closed").new
    desk.acts().set_state([item_id], "acked" if state == "acked" else "dismissed")
    edit(desk, source, "Bridge closed", summary="Since noon.", reopen_edited=True)
    assert desk.reader().item_rows([item_id])[item_id].state == state
    edit(desk, source, "Bridge open", reopen_edited=True)
    row = desk.reader().item_rows([item_id])[item_id]
    assert (row.state, row.operator) == ("new", "")
    assert desk.one("SELECT unread FROM source") == 1
    assert desk.all("SELECT act, detail FROM event WHERE operator = 'collector' AND subject = 'item' ORDER BY n") == [
        ("revised", "text edited"),
        ("revised", "headline edited"),
        ("reopened", "new again: headline edited"),
    ]


def test_an_edited_copy_stays_folded_and_dealt_with(desk: Desk) -> None:
    wire, paper = desk.source("Wire"), desk.source("Paper")
    original = desk.item(wire, "Bridge closed at noon")
    (copy,) = edit(desk, paper, "Bridge closed at noon").new
    desk.acts().set_state([original], "acked")
    edit(desk, paper, "Bridge closed at dusk", reopen_edited=True)
    assert desk.all("SELECT id, state FROM item") == [(original, "acked"), (copy, "acked")]
