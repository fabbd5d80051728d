"""Views: queries under digits, kept in the file for every desk, with a way back; and the welcome that is shown once."""

import pytest

from storage.acting.acts import Done, Touched
from storage.file.errors import StoreError
from storage.rows import ViewRow
from tests.storage.desk import Desk


def test_a_view_is_kept_under_its_digit_for_every_desk(desk: Desk) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    done = ana.save_view("3", " Eastern  press ", "side:ru kind:press")
    assert (done.act, done.text) == ("saved", "saved the view Eastern press under 3: side:ru kind:press")
    ben.save_view("1", "all", "")
    assert desk.reader().views() == (
        ViewRow("1", "all", "", "ben"),
        ViewRow("3", "Eastern press", "side:ru kind:press", "ana"),
    )
    assert desk.log("saved") == [
        ("ana", "[3]", "saved the view Eastern press under 3: side:ru kind:press"),
        ("ben", "[1]", "saved the view all under 1: everything"),
    ]
    assert ana.forget_view("1").text == "forgot the view all under 1"
    assert [view.key for view in desk.reader().views()] == ["3"]


@pytest.mark.parametrize(
    ("key", "name", "query", "said"),
    [
        ("0", "x", "", "a view is kept under a digit from 1 to 9, not 0"),
        ("12", "x", "", "a view is kept under a digit from 1 to 9, not 12"),
        ("", "x", "", "a view is kept under a digit from 1 to 9, not nothing"),
        ("²", "x", "", "a view is kept under a digit from 1 to 9, not ²"),
        ("1", "  ", "", "a view needs a name"),
        ("1", "x", "tga:x", "the query cannot be read: column 1: there is no field tga:; did you mean tag:?"),
    ],
)
def test_what_is_no_view_is_refused_in_words(desk: Desk, key: str, name: str, query: str, said: str) -> None:
    with pytest.raises(StoreError) as refused:
        desk.acts().save_view(key, name, query)
    assert str(refused.value) == said
    assert desk.reader().views() == ()


def test_a_digit_without_a_view_cannot_be_freed(desk: Desk) -> None:
    with pytest.raises(StoreError, match="no view is saved under 4"):
        desk.acts().forget_view("4")


def test_what_stood_under_the_digit_comes_back(desk: Desk) -> None:
    ana = desk.acts("ana")
    ana.save_view("1", "first", "side:ru")
    ana.save_view("1", "second", "side:eu")
    ana.forget_view("1")
    names = []
    for turn in (ana.undo, ana.undo, ana.undo, ana.redo, ana.redo, ana.redo):
        assert isinstance(turn(), Done)
        names.append([view.name for view in desk.reader().views()])
    assert names == [["second"], ["first"], [], ["first"], ["second"], []]


def test_a_view_that_another_has_put_there_since_stays(desk: Desk) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.save_view("1", "mine", "side:ru")
    ben.save_view("1", "his", "side:eu")
    question = ana.undo()
    assert isinstance(question, Touched)
    assert question.text.startswith("ben saved it since, just now: nothing of yours is left to take back")
    ana.undo(question.n)
    assert [view.name for view in desk.reader().views()] == ["his"]


def test_a_newcomer_is_one_who_has_done_nothing_but_come_and_go(desk: Desk) -> None:
    ana, reader = desk.acts("ana"), desk.reader()
    ana.arrive(desk.now_ms)
    ana.leave()
    assert not reader.has_been_welcomed("ana")
    done = ana.welcomed()
    assert (done.act, desk.log("welcomed")) == ("welcomed", [("ana", "[]", "has read the welcome")])
    assert (reader.has_been_welcomed("ana"), reader.has_been_welcomed("ben")) == (True, False)
    assert ana.undo() is None
    desk.acts("ben").note(desk.item(desk.source("Herald"), "Bridge closed"), "rang")
    assert reader.has_been_welcomed("ben")
