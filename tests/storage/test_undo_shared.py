"""Undo where several act on the same: it asks first, goes on with what is left, and overrides nobody."""

from collections.abc import Callable

import pytest

from storage.acting import acts as acting
from storage.acting.acts import Acts, Done, Touched
from storage.acting.sight import Beaten
from storage.acting.undo import last
from storage.file.errors import StoreError
from tests.storage.alerted import cleared, raised
from tests.storage.desk import Desk, quote, tag
from tests.storage.desk import entry as entry_of
from tests.storage.ruling import match, rule, rules

SOME_MS = 1_790_000_000_000
WORDS = ("bridge", "harvest", "rain", "ferry", "court")
FIRST = "“bridge bridges bridgeing” (Herald)"


@pytest.fixture(autouse=True)
def minutes(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the time of acts, in minutes after some moment."""

    def set_to(minute: float) -> None:
        monkeypatch.setattr(acting, "_now", lambda: SOME_MS + round(minute * 60_000))

    set_to(0)
    return set_to


@pytest.fixture
def items(desk: Desk) -> list[int]:
    desk.use()
    source = desk.source("Herald")
    tags = [tag("withdrawal", "claimed")]
    return [desk.item(source, f"{word} {word}s {word}ing", tags=tags) for word in WORDS]


def states(desk: Desk, ids: list[int]) -> list[str]:
    rows = desk.reader().item_rows(ids)
    return [f"{rows[each].state} {rows[each].operator}".strip() for each in ids]


def asked(answer: Done | Touched | None) -> Touched:
    assert isinstance(answer, Touched)
    return answer


def done(answer: Done | Touched | None) -> Done:
    assert isinstance(answer, Done)
    return answer


def test_it_asks_with_who_did_what_and_when_and_goes_on_with_the_rest(
    desk: Desk, items: list[int], minutes: Callable[[float], None]
) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    n = ana.set_state(items, "acked").n
    ben.set_state(items[:2], "dismissed")
    minutes(4)
    question = asked(ana.undo())
    assert question == Touched(n, "ben has dismissed 2 of these 5 since, 4m ago: take back the other 3?")
    assert states(desk, items) == ["dismissed ben"] * 2 + ["acked ana"] * 3
    undone = done(ana.undo(confirmed=question.n))
    assert (undone.text, undone.item_ids) == ("undone (4m ago): acknowledged 5 items (all but 2)", tuple(items[2:]))
    assert states(desk, items) == ["dismissed ben"] * 2 + ["new"] * 3


def test_where_nothing_is_left_it_is_let_be_and_the_next_undo_goes_one_further(
    desk: Desk, items: list[int], minutes: Callable[[float], None]
) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.star(items[3:], True)
    ana.set_state(items[:1], "acked")
    ben.set_state(items[:1], "dismissed")
    minutes(4)
    question = asked(ana.undo())
    assert question.text == (
        "ben dismissed it since, 4m ago: nothing of yours is left to take back; leave it so and go on?"
    )
    undone = done(ana.undo(question.n))
    assert (undone.text, undone.item_ids) == (f"undone (4m ago): acknowledged {FIRST} (nothing was left of it)", ())
    assert states(desk, items[:1]) == ["dismissed ben"]
    assert done(ana.undo()).text == "undone (4m ago): starred 2 items"
    assert ana.undo() is None


def test_a_yes_to_another_line_is_no_yes(desk: Desk, items: list[int]) -> None:
    ana, anas_other, ben = desk.acts("ana"), desk.acts("ana"), desk.acts("ben")
    first = ana.set_state(items[:1], "acked").n
    second = ana.set_state(items[1:3], "acked").n
    ben.set_state(items[1:2], "dismissed")
    question = asked(ana.undo())
    assert question.n == second
    done(anas_other.undo(second))
    again = asked(ana.undo(question.n))
    assert again == Touched(first, f"that is done; take back as well: acknowledged {FIRST}?")
    assert states(desk, items[:1]) == ["acked ana"]
    assert done(ana.undo(again.n)).item_ids == (items[0],)
    assert ana.undo(again.n) is None


def test_redo_asks_likewise(desk: Desk, items: list[int], minutes: Callable[[float], None]) -> None:
    ana, ben, carol = desk.acts("ana"), desk.acts("ben"), desk.acts("carol")
    ana.set_state(items, "acked")
    ana.undo()
    ben.set_state(items[:2], "dismissed")
    minutes(1)
    carol.set_state(items[2:4], "acked")
    minutes(1.1)
    question = asked(ana.redo())
    assert question.text == (
        "ben has dismissed 2 of these 5 and carol has acknowledged 2 since, 6s ago: do the other one again?"
    )
    assert done(ana.redo(question.n)).item_ids == (items[4],)
    assert states(desk, items) == ["dismissed ben"] * 2 + ["acked carol"] * 2 + ["acked ana"]
    assert done(ana.undo()).item_ids == (items[4],)


def test_an_act_that_its_operator_took_back_touches_nothing(desk: Desk, items: list[int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.set_state(items, "acked")
    ben.set_state(items[:2], "dismissed")
    ben.undo()
    assert done(ana.undo()).item_ids == tuple(items)
    ana.redo()
    assert done(ben.redo()).item_ids == tuple(items[:2])
    assert asked(ana.undo()).text.startswith("ben has dismissed 2 of these 5 since")


def test_undo_of_an_act_under_which_somebody_has_taken_his_own_away_asks(desk: Desk, items: list[int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ben.set_state(items[:1], "acked")
    ana.set_state(items[:1], "dismissed")
    ana.undo()
    ben.undo()
    assert asked(ana.redo()).text.startswith("ben put it back since, just now: nothing of yours is left to do again")
    assert states(desk, items[:1]) == ["new"]


def test_a_value_that_looks_the_same_but_is_anothers_is_touched(desk: Desk, items: list[int]) -> None:
    ana, ben, carol = desk.acts("ana"), desk.acts("ben"), desk.acts("carol")
    ana.star(items[:1], True)
    ana.set_state(items[1:2], "acked")
    ana.set_state(items[1:2], "new")
    ben.star(items[:1], False)
    carol.star(items[:1], True)
    ben.set_state(items[1:2], "dismissed")
    carol.set_state(items[1:2], "new")
    back_to_new = asked(ana.undo())
    assert back_to_new.text.startswith("carol set it back to new since")
    ana.undo(back_to_new.n)
    ana.undo(asked(ana.undo()).n)
    assert asked(ana.undo()).text.startswith("carol starred it since")
    assert desk.one("SELECT starred FROM item WHERE id = ?", items[0]) == 1


def test_what_was_not_taken_back_is_not_done_again(desk: Desk, items: list[int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.set_state(items[:2], "acked")
    ben.set_state(items[:1], "new")
    ana.undo(asked(ana.undo()).n)
    assert states(desk, items[:2]) == ["new", "new"]
    assert done(ana.redo()).item_ids == (items[1],)
    assert states(desk, items[:2]) == ["new", "acked ana"]


def test_what_somebody_has_given_back_since_can_be_taken_back_after_all(desk: Desk, items: list[int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.set_state(items[:2], "acked")
    ben.set_state(items[:1], "dismissed")
    ana.undo(asked(ana.undo()).n)
    ana.redo()
    ben.undo()
    assert states(desk, items[:2]) == ["acked ana"] * 2
    assert done(ana.undo()).item_ids == tuple(items[:2])


def test_an_item_that_an_edit_has_brought_back_asks(desk: Desk) -> None:
    source = desk.source("Herald")
    (item_id,) = desk.poll(source, entry_of("Bridge closed", guid="1")).new
    ana = desk.acts("ana")
    ana.set_state([item_id], "acked")
    desk.poll(source, entry_of("Bridge opens again", guid="1"), reopen_edited=True)
    question = asked(ana.undo())
    assert question.text.startswith("the collector reopened it since, ")
    assert done(ana.undo(question.n)).item_ids == ()
    with pytest.raises(Beaten, match=r"^the collector reopened it first, "):
        ana.set_state([item_id], "dismissed", {item_id: "acked"})


def test_stars_ask(desk: Desk, items: list[int]) -> None:
    ana = desk.acts("ana")
    ana.star(items[:2], True)
    desk.acts("ben").star(items[:1], False)
    question = asked(ana.undo())
    assert question.text == "ben has unstarred 1 of these 2 since, just now: take back the other one?"
    assert done(ana.undo(question.n)).item_ids == (items[1],)


def test_a_state_and_a_star_are_not_in_each_others_way(desk: Desk, items: list[int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.set_state(items, "acked")
    ben.star(items, True)
    ben.tag(items, "withdrawal", "denied")
    ben.note(items[0], "rang")
    assert len(done(ana.undo()).item_ids) == 5


def test_tags_ask_a_label_at_a_time(desk: Desk, items: list[int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.tag(items[:3], "withdrawal", "denied")
    ben.tag(items[:2], "escalation", "claimed")
    ben.tag(items[:1], "withdrawal", "doubted")
    question = asked(ana.undo())
    assert question.text == "ben has tagged 1 of these 3 since, just now: take back the other 2?"
    assert done(ana.undo(question.n)).item_ids == tuple(items[1:3])
    assert ("withdrawal", "doubted", "ben") in desk.tags(items[0])


def test_a_word_taken_off_again_by_another_stays_off(desk: Desk, items: list[int]) -> None:
    """What the classifier says counts again: by whose word, no row tells, but the log does."""
    ana, ben, carol = desk.acts("ana"), desk.acts("ben"), desk.acts("carol")
    copy = desk.item(desk.source("Paper"), "bridge bridges bridgeing", tags=[tag("withdrawal", "claimed")])
    ana.tag(items[:1], "withdrawal", "denied")
    ana.tag(items[:1], "withdrawal", None)
    ben.tag([copy], "withdrawal", "doubted")
    carol.tag([copy], "withdrawal", None)
    question = asked(ana.undo())
    assert done(ana.undo(question.n)).item_ids == (items[0],)
    assert desk.tags(items[0]) == [("withdrawal", "denied", "ana")]
    assert desk.tags(copy) == [("withdrawal", "claimed", "")]


def test_copies_are_not_counted_beside_the_line_that_they_lie_under(desk: Desk) -> None:
    ids = [desk.item(desk.source(name), "Units leave the garrison") for name in ("Wire", "Paper", "Gazette")]
    other = desk.item(desk.source("Herald"), "Harvest is late")
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.set_state([ids[0], other], "acked")
    ben.set_state(ids[:1], "dismissed")
    question = asked(ana.undo())
    assert question.text == "ben has dismissed 1 of these 2 since, just now: take back the other one?"
    assert done(ana.undo(question.n)).text == "undone: acknowledged 2 items (all but 1)"
    assert states(desk, [*ids, other]) == ["dismissed ben"] * 3 + ["new"]


@pytest.fixture
def alert(desk: Desk) -> int:
    desk.rules = rules(rule("bridges", match("bridge"), "urgent"))
    desk.item(desk.source("Herald"), "Bridge closed")
    (row,) = desk.reader().alerts()
    return row.id


def standing(desk: Desk) -> list[tuple[str, str]]:
    return [(row.state, row.owner) for row in desk.reader().alerts()]


def test_alerts_ask(desk: Desk, alert: int, minutes: Callable[[float], None]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.set_alert_state([alert], "acked")
    ben.set_alert_state([alert], "resolved")
    minutes(120)
    question = asked(ana.undo())
    assert question.text.startswith("ben resolved it since, 2h ago: nothing of yours is left to take back")
    assert done(ana.undo(question.n)).alert_ids == ()
    assert standing(desk) == [("resolved", "ben")]


def test_an_alert_that_the_collector_has_resolved_asks_and_is_not_reopened(desk: Desk, alert: int) -> None:
    ana = desk.acts("ana")
    ana.set_alert_state([alert], "acked")
    cleared(desk, alert)
    question = asked(ana.undo())
    assert question.text.startswith("the collector cleared it since, just now")
    ana.undo(question.n)
    assert standing(desk) == [("resolved", "ana")]


def test_an_alert_that_rang_anew_keeps_the_old_one_resolved_though_nobody_touched_it(desk: Desk, alert: int) -> None:
    ana = desk.acts("ana")
    ana.set_alert_state([alert], "resolved")
    raised(desk, "bridges", title="Again", story=1)
    assert done(ana.undo()).text == "undone: resolved “Bridge closed” (bridges) (nothing was left of it)"
    assert sorted(standing(desk)) == [("new", ""), ("resolved", "ana")]


def test_identities_ask(desk: Desk) -> None:
    desk.poll(desk.source("Herald"), entry_of("Talks", summary="x", quotes=[quote("we agree", "M. Volkov")]))
    name = int(str(desk.one("SELECT id FROM speaker WHERE name = 'M. Volkov'")))
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.identify(name, "Mara Volkova")
    ben.identify(name, "Maxim Volkov")
    question = asked(ana.undo())
    assert question.text.startswith("ben identified it since, just now: nothing of yours is left to take back")
    ana.undo(question.n)
    assert desk.one("SELECT who.name FROM speaker JOIN speaker AS who ON who.id = speaker.same_as") == "Maxim Volkov"


def stories(desk: Desk, ids: list[int]) -> list[int]:
    rows = desk.reader().item_rows(ids)
    return [rows[each].story_id for each in ids]


def test_merges_ask_where_somebody_has_moved_an_item_since(desk: Desk, items: list[int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    was = stories(desk, items)
    ana.merge(items[:3])
    ben.split(items[2:3])
    question = asked(ana.undo())
    assert question.text == "ben has split off 1 of these 2 since, just now: take back the other one?"
    assert done(ana.undo(question.n)).item_ids == (items[1],)
    assert stories(desk, items[:2]) == was[:2]
    assert stories(desk, items)[2] not in was


def test_a_merge_that_somebody_has_built_on_stays(desk: Desk, items: list[int]) -> None:
    """Ben made one story of an item that ana had moved and of another: it cannot be taken from under his hand."""
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.merge(items[:2])
    ben.merge([items[1], items[2]])
    question = asked(ana.undo())
    assert question.text.startswith("ben merged it since, just now: nothing of yours is left to take back")
    ana.undo(question.n)
    assert len(set(stories(desk, items[:3]))) == 1
    ben.undo()
    assert len(set(stories(desk, items[:3]))) == 2


def test_a_split_whose_story_somebody_has_filled_stays(desk: Desk, items: list[int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.merge(items[:3])
    ana.split(items[2:3])
    ana.undo()
    ben.merge([items[2], items[3]])
    question = asked(ana.redo())
    assert question.text.startswith("ben merged it since, just now: nothing of yours is left to do again")


def test_a_merge_that_was_taken_back_is_built_on_no_more(desk: Desk, items: list[int]) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    was = stories(desk, items)
    ana.merge(items[:2])
    ben.merge([items[1], items[2]])
    ben.undo()
    done(ana.undo())
    assert stories(desk, items) == was


def test_a_hundred_acts_are_taken_back_and_done_again_over_a_restart(desk: Desk, items: list[int]) -> None:
    ana = Acts(desk.path, "ana")
    after = []
    for n in range(100):
        ana.set_state([items[n % 5]], ("acked", "dismissed")[n % 2])
        after.append(states(desk, items))
    ana.close()
    ana = desk.acts("ana")
    for n in reversed(range(1, 100)):
        done(ana.undo())
        assert states(desk, items) == after[n - 1]
    done(ana.undo())
    assert ana.undo() is None
    for n in range(100):
        done(ana.redo())
        assert states(desk, items) == after[n]
    assert ana.redo() is None


def test_playing_with_undo_does_not_bury_older_acts(desk: Desk, items: list[int]) -> None:
    lines: list[tuple[int, str, int | None]] = [(1, "starred", None), (2, "starred", None)]
    for n in range(3, 2_003, 2):
        lines += [(n, "undone", 2), (n + 1, "redone", 2)]
    lines.append((3_000, "undone", 2))
    assert last(reversed(lines), back=True) == 1
    assert last(reversed(lines), back=False) == 2


def test_a_line_that_corrects_must_have_one_to_correct(desk: Desk) -> None:
    acts = desk.acts("ana")
    assert acts.log("  Rang the ministry ", occurred_ms=5).text == "Rang the ministry"
    assert acts.log("It was the deputy", corrects=1).n == 2
    assert [(line.act, line.subject, line.subject_ids, line.occurred_ms) for line in desk.reader().events_after(0)] == [
        ("logged", "desk", (), 5),
        ("corrected", "event", (1,), None),
    ]
    for words, corrects in (("x", 3), ("x", -1), ("  ", None)):
        with pytest.raises(StoreError):
            acts.log(words, corrects=corrects)
    assert acts.undo() is None
