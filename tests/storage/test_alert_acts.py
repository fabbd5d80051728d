"""What operators do to alerts: take one on, give it away, let it rest, close it with a reason; and the way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.acting import acts as acting
from storage.acting.acts import Acts, Done, Touched
from storage.acting.sight import Beaten
from storage.file.errors import StoreError
from storage.log.events import Event, append
from storage.query import parse
from tests.storage.alerted import cleared, raised
from tests.storage.desk import HOUR_MS, MINUTE_MS, Desk, open_desk

NEW = ("new", "", "", None)
UNTOUCHED = {1: ("new", ""), 2: ("new", "")}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """One alert, of an item and its story."""
    with open_desk(tmp_path / "feint.db") as desk:
        monkeypatch.setattr(acting, "_now", lambda: desk.now_ms)
        item = desk.item(desk.source("Herald"), "Bridge closed")
        raised(desk, "bridges", story=1, items=(item,))
        yield desk


@pytest.fixture
def ana(desk: Desk) -> Acts:
    return desk.acts("ana")


def standing(desk: Desk, alert_id: int = 1) -> tuple[str, str, str, int | None]:
    view = desk.reader().alert(alert_id)
    assert view is not None
    return view.alert.state, view.alert.owner, view.alert.reason, view.alert.snoozed_until_ms


def test_who_resolves_or_dismisses_an_alert_owns_it_and_says_why(desk: Desk, ana: Acts) -> None:
    assert ana.set_alert_state([1], "resolved", reason=" the units came back ").text == (
        "resolved “Bridges are shut” (bridges): the units came back"
    )
    assert standing(desk) == ("resolved", "ana", "the units came back", None)
    ana.set_alert_state([1], "new")
    assert standing(desk) == NEW
    done = desk.acts("ben").set_alert_state([1], "dismissed", reason="false positive")
    assert (done.act, done.text) == ("dismissed", "dismissed “Bridges are shut” (bridges): false positive")
    assert standing(desk) == ("dismissed", "ben", "false positive", None)


def test_an_acknowledgement_takes_no_reason(desk: Desk, ana: Acts) -> None:
    assert ana.set_alert_state([1], "acked", reason="why not").text == "acknowledged “Bridges are shut” (bridges)"
    assert standing(desk) == ("acked", "ana", "", None)


def test_a_snoozed_alert_stays_whose_it_is_and_is_the_snoozers_where_it_is_nobodys(desk: Desk, ana: Acts) -> None:
    until_ms = desk.now_ms + 30 * MINUTE_MS
    done = ana.snooze([1], until_ms)
    assert (done.act, done.text) == ("snoozed", "snoozed “Bridges are shut” (bridges) until 2027-01-15 08:30Z")
    assert standing(desk) == ("snoozed", "ana", "", until_ms)
    desk.acts("ben").snooze([1], until_ms + HOUR_MS)
    assert standing(desk) == ("snoozed", "ana", "", until_ms + HOUR_MS)
    ana.set_alert_state([1], "acked")
    assert standing(desk) == ("acked", "ana", "", None)


@pytest.mark.parametrize(
    ("for_ms", "said"),
    [(0, "until a time to come"), (7 * 24 * HOUR_MS + 1, "for seven days at the most"), (1 << 60, "for seven days")],
)
def test_nothing_is_snoozed_until_a_time_that_is_past_or_for_ever(
    desk: Desk, ana: Acts, for_ms: int, said: str
) -> None:
    with pytest.raises(StoreError, match=said):
        ana.snooze([1], desk.now_ms + for_ms)
    assert standing(desk) == NEW


def test_an_alert_is_given_to_somebody_acknowledged_on_their_behalf(desk: Desk, ana: Acts) -> None:
    done = ana.assign([1], " ben ")
    assert done.text == "assigned “Bridges are shut” (bridges) to ben, acknowledged on their behalf"
    assert standing(desk) == ("acked", "ben", "", None)
    assert desk.acts("cara").assign([1], "cara").text == "assigned “Bridges are shut” (bridges) to cara"
    assert desk.acts("cara").assign([1], "cara").alert_ids == ()
    for nobody in (" ", "b\x1ben"):
        with pytest.raises(StoreError, match="name an operator"):
            ana.assign([1], nobody)


def test_every_decision_is_seen_at_once_and_counts_from_its_own_time(desk: Desk, ana: Acts) -> None:
    looks = "SELECT state_ms, updated_ms, wake_ms FROM alert"
    for act in (
        lambda: ana.set_alert_state([1], "acked"),
        lambda: ana.snooze([1], desk.now_ms + HOUR_MS),
        lambda: ana.assign([1], "ben"),
        ana.undo,
        ana.redo,
    ):
        desk.now_ms += MINUTE_MS
        desk.commit(lambda run: run.execute("UPDATE alert SET wake_ms = NULL"))
        act()
        assert desk.all(looks) == [(desk.now_ms, desk.now_ms, 0)]


def test_set_back_to_new_by_hand_it_escalates_from_the_start_but_not_by_an_undo(desk: Desk, ana: Acts) -> None:
    desk.commit(lambda run: run.execute("UPDATE alert SET escalated = 2"))
    ana.set_alert_state([1], "acked")
    ana.undo()
    assert desk.one("SELECT escalated FROM alert") == 2
    ana.set_alert_state([1], "acked")
    ana.set_alert_state([1], "new")
    assert desk.one("SELECT escalated FROM alert") == 0


def test_each_act_is_taken_back_to_what_was_before_it_and_done_again(desk: Desk, ana: Acts) -> None:
    until_ms = desk.now_ms + HOUR_MS
    ana.snooze([1], until_ms)
    ana.assign([1], "ben")
    ana.set_alert_state([1], "dismissed", reason="duplicate")
    steps = [NEW, ("snoozed", "ana", "", until_ms), ("acked", "ben", "", None), ("dismissed", "ana", "duplicate", None)]
    for step in steps[-2::-1]:
        assert isinstance(ana.undo(), Done)
        assert standing(desk) == step
    for step in steps[1:]:
        assert isinstance(ana.redo(), Done)
        assert standing(desk) == step


def test_an_act_of_before_alerts_could_be_snoozed_is_taken_back_too(desk: Desk, ana: Acts) -> None:
    line = Event(desk.now_ms, "ana", "acknowledged", "alert", [1], "acknowledged it", '[[1,"new",""]]')
    desk.commit(lambda run: [run.execute("UPDATE alert SET state = 'acked', owner = 'ana'"), append(run, line)])
    ana.undo()
    assert standing(desk) == NEW
    ana.redo()
    assert standing(desk) == ("acked", "ana", "", None)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("assigned", "ben assigned it first, 2m ago"),
        ("snoozed", "ben snoozed it first, 2m ago"),
        ("dismissed", "ben dismissed it first, 2m ago"),
    ],
)
def test_who_comes_second_is_told_who_was_first(desk: Desk, ana: Acts, act: str, said: str) -> None:
    ben = desk.acts("ben")
    if act == "assigned":
        ben.assign([1], "cara", UNTOUCHED)
    elif act == "snoozed":
        ben.snooze([1], desk.now_ms + HOUR_MS, UNTOUCHED)
    else:
        ben.set_alert_state([1], "dismissed", UNTOUCHED, "duplicate")
    stood = standing(desk)
    desk.now_ms += 2 * MINUTE_MS
    with pytest.raises(Beaten, match=said):
        ana.snooze([1], desk.now_ms + HOUR_MS, UNTOUCHED)
    with pytest.raises(Beaten, match=said):
        ana.assign([1], "ana", UNTOUCHED)
    with pytest.raises(Beaten, match=said):
        ana.set_alert_state([1], "resolved", UNTOUCHED, "done")
    assert standing(desk) == stood


def test_an_alert_that_was_given_to_another_meanwhile_is_not_taken_from_them_unseen(desk: Desk, ana: Acts) -> None:
    desk.acts("ben").set_alert_state([1], "acked")
    shown = {row.id: row.standing for row in desk.reader().alerts()}
    desk.acts("cara").assign([1], "dora", shown)
    with pytest.raises(Beaten, match="cara assigned it first, just now"):
        ana.set_alert_state([1], "resolved", shown)
    with pytest.raises(Beaten, match="cara assigned it first, just now"):
        ana.assign([1], "ana", shown)
    with pytest.raises(Beaten, match="cara assigned it first, just now"):
        ana.snooze([1], desk.now_ms + HOUR_MS, shown)
    assert standing(desk) == ("acked", "dora", "", None)


def test_of_several_those_are_left_out_on_which_somebody_was_first(desk: Desk, ana: Acts) -> None:
    raised(desk, "trains")
    desk.acts("ben").set_alert_state([1], "dismissed")
    done = ana.assign([1, 2], "cara", UNTOUCHED)
    assert (done.alert_ids, done.text) == (
        (2,),
        "assigned “Bridges are shut” (trains) to cara, acknowledged on their behalf; ben had dismissed 1",
    )


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("timed out", "the collector timed it out since"),
        ("rang again", "the collector rang it again since"),
        ("woke", "the collector woke it since"),
        ("expired", "the collector expired it since"),
    ],
)
def test_what_the_collector_did_since_is_asked_about(desk: Desk, ana: Acts, act: str, said: str) -> None:
    ana.set_alert_state([1], "acked")
    cleared(desk, 1, act)
    question = ana.undo()
    assert isinstance(question, Touched)
    assert question.text.startswith(said)


def test_a_note_stands_in_the_log_of_the_alert_and_of_its_story_and_notes_no_item(desk: Desk, ana: Acts) -> None:
    assert ana.note_alert(1, " rang the ministry ").text == "noted on “Bridges are shut” (bridges): rang the ministry"
    view, story = desk.reader().alert(1), desk.reader().story(1)
    assert view is not None
    assert story is not None
    assert [(line.act, line.detail) for line in view.log][-1] == ("noted", "rang the ministry")
    assert [(line.subject, line.detail) for line in story.notes] == [("alert", "rang the ministry")]
    assert "noted" not in {line.act for line in story.log}
    assert list(desk.reader().item_ids(parse("is:noted"))) == []
