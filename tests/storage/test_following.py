"""Alerts follow the stories of their evidence when operators merge and split these, and what one has told of stays told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.alerting import shelf
from tests.storage.alerted import cleared, raised
from tests.storage.desk import Desk, open_desk

KNOWN = "SELECT alert_id, kind, value FROM alert_fact WHERE notice_id IS NOT NULL ORDER BY alert_id, kind, value"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Three items, each of a story of its own."""
    with open_desk(tmp_path / "feint.db") as desk:
        herald = desk.source("Herald")
        for title in ("Bridge closed", "Harvest is late", "Guns fall silent"):
            desk.item(herald, title)
        yield desk


def knows(desk: Desk, alert_id: int, kind: str, value: str, item_id: int | None) -> None:
    desk.commit(
        lambda run: run.execute("INSERT INTO alert_fact VALUES (?, ?, ?, 0, ?, 0)", (alert_id, kind, value, item_id))
    )


def named(desk: Desk) -> dict[object, tuple[object, object]]:
    return {row[0]: (row[1], row[2]) for row in desk.all("SELECT id, fingerprint, story_id FROM alert")}


@pytest.mark.parametrize("ending", ["", "/side/ru"])
def test_an_alert_is_known_by_the_story_that_its_evidence_went_to_and_came_back_from(desk: Desk, ending: str) -> None:
    alert = raised(desk, story=2, items=(2,), about=f"story/2{ending}")
    acts = desk.acts()
    acts.merge([1, 2])
    assert named(desk)[alert] == (f"r/story/1{ending}", 1)
    acts.undo()
    assert named(desk)[alert] == (f"r/story/2{ending}", 2)


def test_a_storys_number_is_not_taken_for_the_beginning_of_another(desk: Desk) -> None:
    alert = raised(desk, story=2, items=(2,), about="story/21/side/2")
    desk.acts().merge([1, 2])
    assert named(desk)[alert] == ("r/story/21/side/2", 1)


def test_of_two_on_one_story_the_one_that_goes_on_knows_what_the_other_told(desk: Desk) -> None:
    one, other = raised(desk, story=1, items=(1,)), raised(desk, story=2, items=(2,))
    knows(desk, other, "primary", "Ministry", 2)
    knows(desk, other, "side", "ru", 2)
    knows(desk, other, "rung", "3", None)
    acts = desk.acts()
    acts.merge([1, 2])
    assert named(desk) == {one: ("r/story/1", 1), other: ("r/story/2", 1)}
    borrowed = [(one, "primary", "Ministry"), (one, "side", "ru")]
    own = [(other, "primary", "Ministry"), (other, "rung", "3"), (other, "side", "ru")]
    assert desk.all(KNOWN) == borrowed + own
    acts.undo()
    assert named(desk) == {one: ("r/story/1", 1), other: ("r/story/2", 2)}
    assert desk.all(KNOWN) == own
    acts.redo()
    assert desk.all(KNOWN) == borrowed + own


def test_an_open_alert_is_the_one_that_goes_on_where_that_of_the_other_story_is_closed(desk: Desk) -> None:
    closed, open_ = raised(desk, story=1, items=(1,)), raised(desk, story=2, items=(2,))
    knows(desk, closed, "primary", "Ministry", 1)
    cleared(desk, closed)
    acts = desk.acts()
    acts.merge([1, 2])
    assert named(desk) == {closed: ("r/story/1", 1), open_: ("r/story/1", 1)}
    going_on = shelf.newest(desk.connection, "r/story/1")
    assert going_on is not None
    assert going_on.id == open_
    assert desk.all(KNOWN) == [(closed, "primary", "Ministry"), (open_, "primary", "Ministry")]
    acts.undo()
    assert named(desk) == {closed: ("r/story/1", 1), open_: ("r/story/2", 2)}
    assert desk.all(KNOWN) == [(closed, "primary", "Ministry")]


def test_a_split_leaves_an_alert_what_it_knows_of_its_own_evidence(desk: Desk) -> None:
    acts = desk.acts()
    acts.merge([1, 2, 3])
    alert = raised(desk, story=1, items=(1, 3))
    knows(desk, alert, "primary", "Ministry", 3)
    knows(desk, alert, "primary", "Herald", 2)
    acts.split([2, 3])
    assert named(desk)[alert] == ("r/story/1", 1)
    assert desk.all(KNOWN) == [(alert, "primary", "Ministry")]


def test_an_alert_whose_first_evidence_is_split_off_goes_with_it(desk: Desk) -> None:
    acts = desk.acts()
    acts.merge([1, 2, 3])
    alert = raised(desk, story=1, items=(2, 3))
    acts.split([2])
    (story,) = desk.all("SELECT story_id FROM item WHERE id = 2")
    assert named(desk)[alert] == (f"r/story/{story[0]}", story[0])
