"""What an operator does to items and alerts, and the way back from it."""

import pytest

from storage.acting import acts as acting
from storage.acting.acts import Acts, Done, Touched
from storage.file.errors import DiskFull, StoreError, Superseded
from storage.file.reserve import Reserve
from storage.file.schema import STEPS
from storage.rows import AlertRow
from tests.storage.alerted import raised
from tests.storage.desk import NOW_MS, Desk, entry
from tests.storage.ruling import match, rule, rules


@pytest.fixture
def items(desk: Desk) -> list[int]:
    source = desk.source("Herald")
    return [desk.item(source, title) for title in ("Bridge closed", "Harvest is late", "Rain is near")]


def states(desk: Desk, ids: list[int]) -> list[tuple[str, str]]:
    rows = desk.reader().item_rows(ids)
    return [(rows[each].state, rows[each].operator) for each in ids]


NEW = ("new", "")
ANA = ("acked", "ana")


def test_acknowledging_names_who_did_it_and_leaves_a_line(desk: Desk, items: list[int]) -> None:
    done = desk.acts("ana").set_state(items[:2], "acked")
    assert states(desk, items) == [ANA, ANA, NEW]
    assert (done.act, done.item_ids, done.text) == ("acknowledged", tuple(items[:2]), "acknowledged 2 items")
    assert desk.one("SELECT unread FROM source") == 1
    (line,) = desk.reader().events_after(done.n - 1)
    assert (line.operator, line.act, line.subject_ids) == ("ana", "acknowledged", tuple(items[:2]))


def test_dismissing_and_setting_back_to_new(desk: Desk, items: list[int]) -> None:
    acts = desk.acts("ana")
    acts.set_state(items[:1], "dismissed")
    assert states(desk, items)[0] == ("dismissed", "ana")
    acts.set_state(items[:1], "new")
    assert states(desk, items)[0] == NEW


def test_folded_copies_share_the_fate_of_their_original_and_come_back_with_it(desk: Desk) -> None:
    ids = [desk.item(desk.source(name), "Units leave the garrison") for name in ("Wire", "Paper", "Gazette")]
    acts = desk.acts("ana")
    done = acts.set_state(ids[:1], "acked")
    assert states(desk, ids) == [ANA] * 3
    assert (done.item_ids, done.text) == (tuple(ids), "acknowledged “Units leave the garrison” (Wire)")
    acts.undo()
    assert states(desk, ids) == [NEW] * 3


def test_a_bulk_act_may_name_copies_beside_their_originals(desk: Desk) -> None:
    source = desk.source("Wire")
    ids = list(desk.poll(source, *(entry(f"Alpha{n} beta{n} gamma{n} delta{n}") for n in range(510))).new)
    copy = desk.item(desk.source("Paper"), "Alpha0 beta0 gamma0 delta0")
    done = desk.acts().set_state([copy, *ids], "acked")
    assert len(done.item_ids) == 511
    assert desk.one("SELECT count(*) FROM item WHERE state = 'new'") == 0


def test_an_act_that_changes_nothing_is_no_step_to_undo(desk: Desk, items: list[int]) -> None:
    acts = desk.acts("ana")
    acts.set_state(items[:1], "acked")
    acts.set_state(items[:1], "acked")
    acts.set_state([9_999], "dismissed")
    acts.undo()
    assert states(desk, items)[0] == NEW


def test_starring_is_apart_from_the_state_and_is_undone_by_itself(desk: Desk, items: list[int]) -> None:
    acts = desk.acts("ana")
    acts.star(items[:2], True)
    acts.star(items[:1], False)
    acts.set_state(items, "acked")
    acts.undo()
    acts.undo()
    rows = desk.reader().item_rows(items)
    assert [rows[each].starred for each in items] == [True, True, False]


def test_a_note_stands_in_the_log_of_its_item_and_undo_asks_before_it_goes_to_the_act_before(
    desk: Desk, items: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    acts, clock = desk.acts("ana"), [NOW_MS]
    monkeypatch.setattr(acting, "_now", lambda: clock[0])
    n = acts.set_state(items[:1], "acked").n
    clock[0] += 80_000
    assert acts.note(items[0], "  rang the ministry ").text == "noted on “Bridge closed” (Herald): rang the ministry"
    question = acts.undo()
    acked = "acknowledged “Bridge closed” (Herald)"
    assert question == Touched(n, f"the note stays in the log; take back (1m ago): {acked}?")
    assert states(desk, items)[0] == ANA
    undone = acts.undo(n)
    assert undone is not None
    assert undone.text == f"undone (1m ago): {acked}"
    view = desk.reader().story(items[0])
    assert view is not None
    assert [line.detail for line in view.log] == [acked, f"undone: {acked}"]
    assert [(line.act, line.detail) for line in view.notes] == [("noted", "rang the ministry")]
    acts.redo()
    desk.acts("ben").log("nothing to ana")
    assert isinstance(acts.undo(), Done)
    acts.redo()
    acts.log("a line of her own")
    assert isinstance(acts.undo(), Touched)


def test_one_row_is_named_and_several_are_counted(desk: Desk, items: list[int]) -> None:
    acts, herald = desk.acts("ana"), desk.item(desk.source("Wire"), "Troops " + "return to their garrisons " * 3)
    for name in ("one", "two"):
        raised(desk, name)
    said = [
        acts.set_state([herald], "dismissed").text,
        acts.star(items[:1], True).text,
        acts.star(items, True).text,
        acts.merge(items[:2]).text,
        acts.split(items[:1]).text,
        acts.set_alert_state([1], "acked").text,
        acts.set_alert_state([1, 2], "resolved").text,
        acts.set_state([9_999], "acked").text,
    ]
    assert said == [
        "dismissed “Troops return to their garrisons return to thei…” (Wire)",
        "starred “Bridge closed” (Herald)",
        "starred 2 items",
        "made one story of 2: “Harvest is late” (Herald) moved",
        "split off “Bridge closed” (Herald)",
        "acknowledged “Bridges are shut” (one)",
        "resolved 2 alerts",
        "acknowledged 1 item",
    ]


def test_undo_walks_back_over_a_reopen_and_redo_forward_again(desk: Desk, items: list[int]) -> None:
    acts = Acts(desk.path, "ana")
    acts.set_state(items, "acked")
    acts.set_state(items[:1], "dismissed")
    acts.undo()
    acts.close()
    acts = desk.acts("ana")
    acts.undo()
    assert states(desk, items) == [NEW] * 3
    assert acts.undo() is None
    acts.redo()
    acts.redo()
    assert states(desk, items) == [("dismissed", "ana"), ANA, ANA]
    assert acts.redo() is None


def test_a_new_act_empties_what_could_be_redone(desk: Desk, items: list[int]) -> None:
    acts = desk.acts("ana")
    acts.set_state(items, "acked")
    acts.undo()
    acts.star(items, True)
    assert acts.redo() is None


def test_another_operators_acts_are_not_undone(desk: Desk, items: list[int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.set_state(items[:1], "acked")
    ben.set_state(items[1:], "acked")
    ana.undo()
    assert states(desk, items) == [NEW, ("acked", "ben"), ("acked", "ben")]
    assert ana.undo() is None


def test_undo_looks_past_a_thousand_acts_of_others(desk: Desk, items: list[int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.set_state(items, "acked")
    for _ in range(1_100):
        ben.note(items[0], "still waiting")
    ana.undo()
    assert states(desk, items) == [NEW] * 3


def test_a_locked_file_is_told_in_words_and_nothing_changes(desk: Desk, items: list[int]) -> None:
    acts = desk.acts("ana")
    acts._committing._connection.execute("PRAGMA busy_timeout = 0")
    desk.connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as caught:
        acts.set_state(items, "acked")
    assert str(caught.value) == (
        f"{desk.path}: another process holds it and does not let go; nothing was done, so do it again, or see `feint doctor`"
    )
    desk.connection.execute("ROLLBACK")
    assert states(desk, items) == [NEW] * 3
    acts.set_state(items, "acked")
    assert states(desk, items) == [ANA] * 3


def test_a_full_disk_is_a_store_error_and_nothing_changes(desk: Desk, items: list[int]) -> None:
    acts = desk.acts("ana")
    connection = acts._committing._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match="disk is full"):
        acts.note(items[0], "x" * 100_000)
    assert desk.one("SELECT count(*) FROM event") == 0
    connection.execute("PRAGMA max_page_count = 100000")
    acts.note(items[0], "x" * 100_000)
    assert desk.one("SELECT count(*) FROM event") == 1


def test_an_act_on_a_full_disk_goes_into_the_room_that_is_kept_for_it(desk: Desk, items: list[int]) -> None:
    acts = desk.acts("ana")
    connection = acts._committing._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")

    class Room(Reserve):
        def give_up(self) -> bool:
            connection.execute("PRAGMA max_page_count = 100000")
            return super().give_up()

    acts._committing._reserve = Room(desk.path)
    acts._committing._reserve.path.touch()
    assert acts.note(items[0], "x" * 100_000).n == 1
    assert not acts._committing._reserve.path.exists()


def test_a_file_that_another_one_has_replaced_takes_no_act(desk: Desk, items: list[int]) -> None:
    acts = desk.acts("ana")
    desk.path.rename(desk.path.with_suffix(".moved"))
    desk.path.touch()
    with pytest.raises(Superseded, match="another file lies in its place"):
        acts.set_state(items, "acked")
    assert desk.one("SELECT count(*) FROM item WHERE state = 'new'") == 3


def test_a_file_that_a_newer_feint_has_migrated_takes_no_act(desk: Desk, items: list[int]) -> None:
    acts = desk.acts("ana")
    desk.connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    with pytest.raises(Superseded, match="a newer feint"):
        acts.set_state(items, "acked")
    assert desk.one("SELECT count(*) FROM item WHERE state = 'new'") == 3


def test_a_file_that_may_only_be_read_takes_no_act_and_says_so(desk: Desk, items: list[int]) -> None:
    acts = desk.acts("ana")
    acts._committing._connection.execute("PRAGMA query_only = ON")  # what root, who runs tests, may not be refused
    with pytest.raises(StoreError, match="must be yours to write"):
        acts.set_state(items, "acked")
    assert states(desk, items) == [NEW] * 3


@pytest.fixture
def alert(desk: Desk) -> AlertRow:
    desk.rules = rules(rule("bridges", match("bridge"), "urgent"))
    desk.item(desk.source("Herald"), "Bridge closed")
    (row,) = desk.reader().alerts()
    return row


def standing(desk: Desk) -> list[tuple[str, str]]:
    return [(row.state, row.owner) for row in desk.reader().alerts()]


def test_who_acknowledges_an_alert_owns_it_until_that_is_undone(desk: Desk, alert: AlertRow) -> None:
    acts = desk.acts("ana")
    done = acts.set_alert_state([alert.id], "acked")
    assert (done.alert_ids, done.item_ids, standing(desk)) == ((alert.id,), (), [("acked", "ana")])
    acts.set_alert_state([alert.id], "resolved")
    acts.undo()
    assert standing(desk) == [("acked", "ana")]
    acts.undo()
    assert standing(desk) == [("new", "")]
    acts.redo()
    assert standing(desk) == [("acked", "ana")]


def test_an_older_alert_on_a_cause_that_rings_again_stays_resolved(desk: Desk, alert: AlertRow) -> None:
    acts = desk.acts("ana")
    acts.star([1], True)
    acts.set_alert_state([alert.id], "resolved")
    again = raised(desk, "bridges", title="Bridge closed again", story=1)
    lines = desk.one("SELECT count(*) FROM event")
    with pytest.raises(
        StoreError, match="another alert on the same is open: “Bridge closed” \\(bridges\\) stays closed"
    ):
        acts.set_alert_state([alert.id], "new")
    assert desk.one("SELECT count(*) FROM event") == lines
    acts.undo()
    acts.undo()
    assert [(row.id, row.state) for row in desk.reader().alerts()] == [(again, "new"), (alert.id, "resolved")]
    assert desk.one("SELECT starred FROM item") == 0


def test_an_alert_named_twice_is_one_and_an_unknown_one_none(desk: Desk, alert: AlertRow) -> None:
    assert desk.acts().set_alert_state([alert.id, alert.id, 999], "acked").alert_ids == (alert.id,)
