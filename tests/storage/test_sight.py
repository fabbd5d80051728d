"""First commit wins: who comes second is told, and overrides nobody."""

from collections.abc import Callable

import pytest

from storage.acting import acts as acting
from storage.acting.acts import Acts
from storage.acting.sight import Beaten
from tests.storage.alerted import cleared
from tests.storage.desk import Desk
from tests.storage.ruling import match, rule, rules

AGO_MS = 1_790_000_000_000


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the time of acts, in seconds after some moment."""

    def set_to(second: int) -> None:
        monkeypatch.setattr(acting, "_now", lambda: AGO_MS + second * 1_000)

    set_to(0)
    return set_to


@pytest.fixture
def items(desk: Desk) -> list[int]:
    source = desk.source("Herald")
    return [desk.item(source, f"{word} {word}s {word}ing") for word in ("bridge", "harvest", "rain", "ferry", "court")]


def states(desk: Desk, ids: list[int]) -> list[tuple[str, str]]:
    rows = desk.reader().item_rows(ids)
    return [(rows[each].state, rows[each].operator) for each in ids]


def shown(ids: list[int], state: str = "new") -> dict[int, str]:
    return dict.fromkeys(ids, state)


def test_who_comes_second_is_told_who_was_first_and_when(
    desk: Desk, items: list[int], clock: Callable[[int], None]
) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ben.set_state(items[:1], "acked", shown(items))
    clock(4)
    with pytest.raises(Beaten) as caught:
        ana.set_state(items[:1], "dismissed", shown(items))
    assert str(caught.value) == "ben acknowledged it first, 4s ago"
    assert states(desk, items[:1]) == [("acked", "ben")]
    assert len(desk.log("dismissed")) == 0


def test_the_same_act_of_two_is_the_first_ones(desk: Desk, items: list[int], clock: Callable[[int], None]) -> None:
    desk.acts("ben").set_state(items[:3], "dismissed", shown(items))
    clock(150)
    with pytest.raises(Beaten, match="ben dismissed all 3 first, 2m ago"):
        desk.acts("ana").set_state(items[:3], "dismissed", shown(items))


def test_what_is_left_of_a_bulk_act_is_done_and_the_rest_is_told(desk: Desk, items: list[int]) -> None:
    desk.acts("ben").set_state(items[:1], "dismissed")
    desk.acts("carol").set_state(items[1:2], "acked")
    done = desk.acts("ana").set_state(items, "acked", shown(items))
    assert done.text == "acknowledged 3 items; ben had dismissed 1 and carol had acknowledged 1"
    assert done.item_ids == tuple(items[2:])
    assert states(desk, items) == [("dismissed", "ben"), ("acked", "carol"), *[("acked", "ana")] * 3]


def test_several_who_were_first_are_all_named(desk: Desk, items: list[int], clock: Callable[[int], None]) -> None:
    desk.acts("ben").set_state(items[:2], "dismissed")
    clock(30)
    desk.acts("carol").set_state(items[2:3], "acked")
    clock(40)
    with pytest.raises(Beaten, match=r"^ben dismissed 2 of these 3 and carol acknowledged 1 first, 10s ago$"):
        desk.acts("ana").set_state(items[:3], "acked", shown(items))


def test_what_was_seen_is_overridden_on_purpose(desk: Desk, items: list[int]) -> None:
    desk.acts("ben").set_state(items[:1], "dismissed")
    desk.acts("ana").set_state(items[:1], "acked", shown(items, "dismissed"))
    assert states(desk, items[:1]) == [("acked", "ana")]


def test_an_operators_own_other_desk_is_nobody_else(desk: Desk, items: list[int]) -> None:
    desk.acts("ana").set_state(items[:1], "acked")
    desk.acts("ana").set_state(items[:1], "dismissed", shown(items))
    assert states(desk, items[:1]) == [("dismissed", "ana")]


def test_an_act_taken_back_was_no_act_but_one_set_back_to_new_was(
    desk: Desk, items: list[int], clock: Callable[[int], None]
) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ben.set_state(items[:1], "dismissed")
    ben.undo()
    ana.set_state(items[:1], "acked", shown(items))
    ben.set_state(items[:1], "new", shown(items, "acked"))
    with pytest.raises(Beaten, match="ben set it back to new first, just now"):
        ana.set_state(items[:1], "dismissed", shown(items, "acked"))
    ben.undo()
    assert states(desk, items[:1]) == [("acked", "ana")]


def test_copies_under_an_item_stay_with_it_where_somebody_was_first(desk: Desk) -> None:
    one, *copies = [desk.item(desk.source(name), "Units leave the garrison") for name in ("Wire", "Paper", "Gazette")]
    other = desk.item(desk.source("Herald"), "Harvest is late")
    desk.acts("ben").set_state([one], "dismissed")
    done = desk.acts("ana").set_state([one, other], "acked", shown([one, other]))
    assert (done.item_ids, done.text) == ((other,), "acknowledged “Harvest is late” (Herald); ben had dismissed 1")
    assert states(desk, [one, *copies]) == [("dismissed", "ben")] * 3


def test_stars_are_told_too(desk: Desk, items: list[int]) -> None:
    desk.acts("ben").star(items[:2], True)
    unseen = dict.fromkeys(items, False)
    with pytest.raises(Beaten, match="ben starred it first, just now"):
        desk.acts("ana").star(items[:1], True, unseen)
    done = desk.acts("ana").star(items, True, unseen)
    assert (done.text, done.item_ids) == ("starred 3 items; ben had starred 2", tuple(items[2:]))


def alert_of(desk: Desk) -> int:
    desk.rules = rules(rule("bridges", match("bridge"), "urgent"))
    desk.item(desk.source("Herald"), "Bridge closed")
    (row,) = desk.reader().alerts()
    return row.id


def test_alerts_have_one_first_as_well(desk: Desk) -> None:
    alert = alert_of(desk)
    desk.acts("ben").set_alert_state([alert], "acked", {alert: ("new", "")})
    with pytest.raises(Beaten, match="ben acknowledged it first, just now"):
        desk.acts("ana").set_alert_state([alert], "resolved", {alert: ("new", "")})
    done = desk.acts("ana").set_alert_state([alert], "resolved", {alert: ("acked", "ben")})
    assert done.alert_ids == (alert,)


def test_the_collector_may_be_the_first(desk: Desk) -> None:
    alert = alert_of(desk)
    cleared(desk, alert)
    with pytest.raises(Beaten, match="the collector cleared it first, just now"):
        desk.acts("ana").set_alert_state([alert], "acked", {alert: ("new", "")})


def test_without_what_was_seen_the_last_one_wins(desk: Desk, items: list[int]) -> None:
    ana: Acts = desk.acts("ana")
    desk.acts("ben").set_state(items[:1], "dismissed")
    ana.set_state(items[:1], "acked")
    assert states(desk, items[:1]) == [("acked", "ana")]
