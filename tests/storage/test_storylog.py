"""A story's log: all that was done to its items and to the alerts that rest on them; its notes apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.log.chain import verify
from storage.rows import StoryView
from tests.storage.desk import Desk, entry, open_desk, tag
from tests.storage.ruling import match, rule, rules


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "feint.db", rules=rules(rule("r", match("tag:withdrawal"), "urgent"))) as desk:
        yield desk


def view_of(desk: Desk, item_id: int) -> StoryView:
    view = desk.reader().story(item_id)
    assert view is not None
    return view


def test_every_item_of_a_story_tells_the_same_log_and_the_same_notes(desk: Desk) -> None:
    source = desk.source("Herald")
    first = desk.item(source, "Units leave the garrison", tags=[tag("withdrawal")])
    second = desk.item(source, "Units leave the garrison today")
    other = desk.item(source, "Rain is near")
    ana, ben = desk.acts("ana"), desk.acts("ben")
    (alert,) = desk.reader().alerts()
    ana.set_state([second], "acked")
    acked = ben.set_alert_state([alert.id], "acked").n
    ana.note(first, "rang the ministry")
    ben.note(second, "no comment")
    ben.undo(acked)
    ana.set_state([other], "dismissed")
    view = view_of(desk, first)
    assert [(line.operator, line.act, line.subject) for line in view.log] == [
        ("collector", "raised", "alert"),
        ("ana", "acknowledged", "item"),
        ("ben", "acknowledged", "alert"),
        ("ben", "undone", "alert"),
    ]
    assert [(line.operator, line.detail) for line in view.notes] == [
        ("ana", "rang the ministry"),
        ("ben", "no comment"),
    ]
    again = view_of(desk, second)
    assert (again.log, again.notes) == (view.log, view.notes)
    assert [line.operator for line in view_of(desk, other).log] == ["ana"]


def test_of_a_long_log_the_newest_lines_are_shown_oldest_first(desk: Desk) -> None:
    item = desk.item(desk.source("Herald"), "Units leave the garrison")
    acts = desk.acts("ana")
    for n in range(105):
        acts.star([item], True)
        acts.star([item], False)
        acts.note(item, f"note {n}")
        acts.note(item, f"note {n}, once more")
    view = view_of(desk, item)
    assert (len(view.log), len(view.notes)) == (200, 200)
    assert (view.notes[0].detail, view.notes[-1].detail) == ("note 5", "note 104, once more")
    assert [line.n for line in view.log] == sorted(line.n for line in view.log)
    assert view.log[-1].act == "unstarred"


def test_a_story_says_how_many_items_it_has_besides_those_it_shows(desk: Desk) -> None:
    source = desk.source("Herald")
    stored = desk.poll(source, *(entry("Units leave the garrison today", guid=f"g{n}") for n in range(204)))
    view = view_of(desk, stored.new[0])
    assert (len(view.members), view.members_in_all) == (200, 203)
    alone = view_of(desk, desk.item(source, "Rain is near"))
    assert (alone.members, alone.members_in_all) == ((), 0)


def test_a_line_that_its_alert_does_not_list_is_found(desk: Desk) -> None:
    desk.item(desk.source("Herald"), "Units leave the garrison", tags=[tag("withdrawal")])
    n = desk.one("SELECT n FROM event WHERE act = 'raised'")
    assert verify(desk.connection).wrong == ""
    desk.connection.execute("INSERT INTO event_alert(alert_id, n) VALUES (77, ?)", (n,))
    assert verify(desk.connection).wrong == f"line {n} is listed under an alert that it does not name"
    desk.connection.execute("DELETE FROM event_alert")
    assert verify(desk.connection).wrong == f"line {n} is not listed under one of its alerts"
