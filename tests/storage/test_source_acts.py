"""Sources that operators pause and grade: over what the config says, in the log, and with a way back."""

from collections.abc import Callable

import pytest

from storage.acting import acts as acting
from storage.acting.acts import Done, Touched
from storage.file.errors import StoreError
from storage.items import sources
from storage.items.sources import Configured
from storage.query import parse
from storage.reads import listing
from tests.storage.desk import NOW_MS, Desk

HERALD = Configured("https://herald.example/feed", "Herald", "herald", "press", "C", "en", "")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the time of acts."""

    def set_to(ms: int) -> None:
        monkeypatch.setattr(acting, "_now", lambda: ms)

    set_to(NOW_MS)
    return set_to


def standing(desk: Desk) -> list[tuple[str, str, int]]:
    return [(row.state, row.paused_by, row.since_ms) for row in desk.reader().sources(NOW_MS)]


def graded(desk: Desk) -> list[tuple[str, str, str]]:
    return [(row.grade, row.graded_by, row.config_grade) for row in desk.reader().sources(NOW_MS)]


def test_a_paused_source_says_by_whom_and_since_when(desk: Desk) -> None:
    herald, wire = desk.source("Herald"), desk.source("Wire")
    done = desk.acts("ana").pause([herald], True)
    assert (done.act, done.text, done.item_ids, done.alert_ids) == ("paused", "paused Herald", (), ())
    assert standing(desk)[0] == ("paused", "ana", NOW_MS)
    (row, other) = desk.reader().sources(NOW_MS)
    assert (row.reason, other.state) == ("paused by ana", "ok")
    told, _ = listing.sources(desk.path, parse(""), 9, NOW_MS)
    assert (told["state"], told["since"]) == ("paused", "2027-01-15T08:00:00Z")
    assert told["reason"] == "paused by ana since 2027-01-15T08:00:00Z"
    assert (told["paused_by"], told["graded_by"]) == ("ana", None)
    assert desk.log("paused") == [("ana", f"[{herald}]", "paused Herald")]
    status = desk.reader().status(NOW_MS)
    assert (status.sources, status.sources_ok, status.sources_paused) == (2, 1, 1)
    assert [known.paused for known in sources.known(desk.connection)] == [True, False]
    desk.acts("ben").pause([herald, wire], False)
    assert [state for state, *_ in standing(desk)] == ["ok", "ok"]
    assert desk.log("resumed") == [("ben", f"[{herald}]", "resumed Herald")]


def test_what_would_change_nothing_is_refused_in_words(desk: Desk) -> None:
    herald, wire = desk.source("Herald"), desk.source("Wire")
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.pause([herald], True)
    refusals: list[tuple[Callable[[], Done], str]] = [
        (lambda: ben.pause([herald], True), "Herald is paused already, by ana"),
        (lambda: ben.pause([wire], False), "Wire is not paused"),
        (lambda: ben.pause([99], True), "there is no such source"),
        (lambda: ben.grade([herald], None), "Herald is graded as the config has it already"),
        (lambda: ben.grade([herald, wire], None), "2 sources are graded as the config has it already"),
        (lambda: ben.grade([herald], "g"), "there is no grade g; it is a letter, A to F"),
        (lambda: ben.grade([herald], "AB"), "there is no grade AB; it is a letter, A to F"),
    ]
    for act, said in refusals:
        with pytest.raises(StoreError) as refused:
            act()
        assert str(refused.value) == said
    assert desk.log("graded") == []


def test_a_grade_counts_in_rows_queries_and_stories(desk: Desk) -> None:
    herald = desk.source("Herald", grade="C")
    first, second = desk.item(herald, "Bridge closed"), desk.item(herald, "Bridge closed again")
    done = desk.acts("ana").grade([herald], "A")
    assert done.text == "graded Herald A"
    assert graded(desk) == [("A", "ana", "C")]
    reader = desk.reader()
    assert reader.item_rows([first])[first].grade == "A"
    assert list(reader.item_ids(parse("grade:A"))) == [second, first]
    view = reader.story(first)
    assert view is not None
    assert [member.grade for member in view.members] == ["A"]
    assert desk.acts("ben").grade([herald], None).text == "graded Herald as the config has it"
    assert graded(desk) == [("C", "", "C")]


def test_an_operators_word_outlives_the_config_and_the_configs_own_is_kept_beside_it(desk: Desk) -> None:
    desk.commit(lambda run: sources.configure(run, [HERALD]))
    ana = desk.acts("ana")
    ana.grade([1], "A")
    ana.pause([1], True)
    other = Configured(HERALD.url, "The Herald", "herald", "press", "D", "en", "")
    desk.commit(lambda run: sources.configure(run, []))
    desk.commit(lambda run: sources.configure(run, [other]))
    assert (graded(desk), standing(desk)) == ([("A", "ana", "D")], [("paused", "ana", NOW_MS)])
    ana.grade([1], None)
    assert graded(desk) == [("D", "", "D")]
    desk.commit(lambda run: sources.configure(run, [HERALD]))
    assert graded(desk) == [("C", "", "C")]


def test_both_are_taken_back_and_done_again(desk: Desk, clock: Callable[[int], None]) -> None:
    herald = desk.source("Herald", grade="C")
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ben.grade([herald], "B")
    ana.grade([herald], "E")
    ana.pause([herald], True)
    clock(NOW_MS + 60_000)
    ana.pause([herald], False)
    undone = ana.undo()
    assert isinstance(undone, Done)
    assert undone.text == "undone: resumed Herald"
    assert standing(desk) == [("paused", "ana", NOW_MS)]
    ana.undo()
    assert standing(desk)[0][:2] == ("ok", "")
    ana.undo()
    assert graded(desk) == [("B", "ben", "C")]
    ana.redo()
    ana.redo()
    assert (graded(desk), standing(desk)) == ([("E", "ana", "C")], [("paused", "ana", NOW_MS + 60_000)])


def test_what_was_given_back_to_the_config_follows_it_when_that_is_done_again(desk: Desk) -> None:
    desk.commit(lambda run: sources.configure(run, [HERALD]))
    ana = desk.acts("ana")
    ana.grade([1], "A")
    ana.grade([1], None)
    ana.undo()
    desk.commit(
        lambda run: sources.configure(run, [Configured(HERALD.url, "Herald", "herald", "press", "F", "en", "")])
    )
    assert graded(desk) == [("A", "ana", "F")]
    ana.redo()
    assert graded(desk) == [("F", "", "F")]


def test_nobody_takes_back_anothers_word(desk: Desk) -> None:
    herald = desk.source("Herald", grade="C")
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.pause([herald], True)
    ben.pause([herald], False)
    question = ana.undo()
    assert isinstance(question, Touched)
    assert question.text.startswith("ben resumed it since, just now: nothing of yours is left to take back")
    ana.grade([herald], "B")
    ben.grade([herald], "A")
    question = ana.undo()
    assert isinstance(question, Touched)
    assert question.text.startswith("ben graded it since")
    assert isinstance(ana.undo(question.n), Done)
    assert graded(desk) == [("A", "ben", "C")]
