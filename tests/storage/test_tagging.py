"""What an operator says of a label on an item: what follows from it, what outlives what, and the way back."""

import pytest

from classifier.records import Stance, Tag
from storage.acting.acts import Acts, Done, Touched
from storage.file.errors import StoreError
from storage.query import parse
from storage.rows import TagRow, VerdictRow
from tests.storage.desk import Desk, entry, tag
from tests.storage.ruling import match, rule, rules

CLAIMED = [tag("withdrawal", "claimed", start=6, end=11)]


@pytest.fixture
def item(desk: Desk) -> int:
    desk.use()
    return desk.item(desk.source("Herald"), "Units leave the garrison", tags=CLAIMED)


def verdicts(desk: Desk, item_id: int) -> tuple[VerdictRow, ...]:
    view = desk.reader().story(item_id)
    assert view is not None
    return view.verdicts


def test_a_stance_is_set_right_in_tags_badges_and_log(desk: Desk, item: int) -> None:
    done = desk.acts("ana").tag([item], "withdrawal", "denied")
    view = desk.reader().story(item)
    assert view is not None
    assert view.tags == (TagRow("withdrawal", "denied", "title", 6, 11, "", "", 0, 0, 100, "0123456789ab", "ana", ""),)
    assert view.item.tags == (("withdrawal", "denied"),)
    assert [(each.stance, each.operator, each.overruled) for each in view.verdicts] == [("denied", "ana", ("claimed",))]
    assert (done.act, done.item_ids) == ("tagged", (item,))
    assert done.text == "tagged “Units leave the garrison” (Herald): withdrawal denied"
    assert [line.n for line in view.log] == [done.n]


def test_a_label_is_taken_away_and_another_one_given(desk: Desk, item: int) -> None:
    acts = desk.acts("ana")
    assert acts.tag([item], "withdrawal", "").text == "tagged “Units leave the garrison” (Herald): no withdrawal"
    assert (desk.badges(item), desk.tags(item)) == ("", [])
    acts.tag([item], "escalation", "asserted")
    assert desk.badges(item) == "escalation:asserted"
    assert [(each.label, each.stance, each.overruled) for each in verdicts(desk, item)] == [
        ("withdrawal", "", ("claimed",)),
        ("escalation", "asserted", ()),
    ]


def test_the_word_is_given_back_to_the_classifier(desk: Desk, item: int) -> None:
    acts = desk.acts("ana")
    acts.tag([item], "withdrawal", "denied")
    said = acts.tag([item], "withdrawal", None).text
    assert said == "tagged “Units leave the garrison” (Herald): withdrawal as the classifier has it"
    assert (desk.tags(item), verdicts(desk, item)) == ([("withdrawal", "claimed", "")], ())


def test_a_query_finds_what_the_operator_says_and_not_what_was_overruled(desk: Desk, item: int) -> None:
    desk.acts().tag([item], "withdrawal", "denied")
    reader = desk.reader()
    assert list(reader.item_ids(parse("tag:withdrawal stance:denied is:corrected"))) == [item]
    assert list(reader.item_ids(parse("stance:claimed"))) == []
    assert list(reader.item_ids(parse("rule:withdrawal*"))) == []


def test_many_items_are_one_line_and_what_stands_already_is_not_done_twice(desk: Desk, item: int) -> None:
    source = desk.source("Courier")
    others = [desk.item(source, f"one{n} two{n} three{n}", tags=CLAIMED) for n in range(600)]
    acts = desk.acts("ana")
    acts.tag(others[:1], "withdrawal", "denied")
    done = acts.tag([item, *others, 9_999], "withdrawal", "denied")
    assert done.item_ids == (item, *others[1:])
    assert desk.one("SELECT count(*) FROM item WHERE badges = 'withdrawal:denied'") == 601
    assert len(desk.log("tagged")) == 2
    acts.undo()
    assert desk.one("SELECT count(*) FROM item WHERE badges = 'withdrawal:denied'") == 1


def test_what_changes_nothing_is_no_step_to_undo(desk: Desk, item: int) -> None:
    acts = desk.acts("ana")
    acts.tag([item], "withdrawal", "denied")
    acts.tag([item], "withdrawal", "denied")
    acts.tag([item], "escalation", None)
    acts.undo()
    assert desk.tags(item) == [("withdrawal", "claimed", "")]
    assert acts.undo() is None


def test_undo_and_redo_walk_over_a_restart(desk: Desk, item: int) -> None:
    acts = Acts(desk.path, "ana")
    acts.tag([item], "withdrawal", "denied")
    acts.tag([item], "withdrawal", "")
    acts.close()
    acts = desk.acts("ana")
    acts.undo()
    assert desk.tags(item) == [("withdrawal", "denied", "ana")]
    undone = acts.undo()
    assert undone is not None
    assert undone.text == "undone: tagged “Units leave the garrison” (Herald): withdrawal denied"
    assert (desk.tags(item), verdicts(desk, item)) == ([("withdrawal", "claimed", "")], ())
    acts.redo()
    acts.redo()
    assert (desk.badges(item), acts.redo()) == ("", None)


def test_the_last_operator_wins_and_undo_gives_the_word_back_to_the_one_before(desk: Desk, item: int) -> None:
    ana, ben = desk.acts("ana"), desk.acts("ben")
    ana.tag([item], "withdrawal", "denied")
    before = verdicts(desk, item)
    ben.tag([item], "withdrawal", "doubted")
    assert desk.tags(item) == [("withdrawal", "doubted", "ben")]
    assert isinstance(ana.undo(), Touched)
    assert desk.tags(item) == [("withdrawal", "doubted", "ben")]
    ben.undo()
    assert verdicts(desk, item) == before
    ana.undo()
    ana.redo()
    assert desk.tags(item) == [("withdrawal", "denied", "ana")]


def test_verdicts_on_other_labels_are_undone_by_themselves(desk: Desk, item: int) -> None:
    acts = desk.acts("ana")
    acts.tag([item], "withdrawal", "denied")
    acts.tag([item], "escalation", "claimed")
    acts.star([item], True)
    acts.undo()
    acts.undo()
    assert desk.tags(item) == [("withdrawal", "denied", "ana")]


@pytest.mark.parametrize(
    ("label", "stance", "said"), [("withdrawl", "denied", "no label"), ("withdrawal", "no", "no stance")]
)
def test_an_unknown_label_or_stance_is_refused_and_changes_nothing(
    desk: Desk, item: int, label: str, stance: str, said: str
) -> None:
    with pytest.raises(StoreError, match=said):
        desk.acts().tag([item], label, stance)
    assert (desk.tags(item), desk.log("tagged")) == ([("withdrawal", "claimed", "")], [])


def test_a_verdict_on_a_label_that_the_lexicon_has_dropped_can_be_given_back(desk: Desk, item: int) -> None:
    acts = desk.acts()
    acts.tag([item], "escalation", "claimed")
    desk.use("another", ["withdrawal"])
    acts.tag([item], "escalation", None)
    assert desk.badges(item) == "withdrawal:claimed"


def copies(desk: Desk, *stances: Stance) -> list[int]:
    """The same words in several papers, of which the classifier makes something different."""
    said: list[list[Tag]] = [[tag("withdrawal", stance)] for stance in stances]
    sources = [desk.source(f"Paper {n}") for n in range(len(said))]
    return [desk.item(source, "Rail head is quiet", tags=tags) for source, tags in zip(sources, said, strict=True)]


def test_copies_go_with_their_original_where_the_classifier_says_the_same(desk: Desk, item: int) -> None:
    original, alike, other = copies(desk, "asserted", "asserted", "claimed")
    acts = desk.acts("ana")
    done = acts.tag([original], "withdrawal", "denied")
    assert done.item_ids == (original, alike)
    assert done.text == "tagged “Rail head is quiet” (Paper 0): withdrawal denied"
    assert [desk.badges(each) for each in (alike, other)] == ["withdrawal:denied", "withdrawal:claimed"]
    acts.undo()
    assert [desk.badges(each) for each in (original, alike)] == ["withdrawal:asserted"] * 2


def test_a_copy_that_is_named_itself_is_ruled_on_whatever_it_says(desk: Desk, item: int) -> None:
    original, other = copies(desk, "asserted", "claimed")
    assert desk.acts("ana").tag([original, other], "withdrawal", "denied").item_ids == (original, other)


def test_a_copy_that_comes_later_takes_over_the_verdict_and_goes_back_with_it(desk: Desk, item: int) -> None:
    original, _ = copies(desk, "asserted", "asserted")
    acts = desk.acts("ana")
    acts.tag([original], "withdrawal", "")
    late = desk.item(desk.source("Late"), "Rail head is quiet", tags=[tag("withdrawal")])
    other = desk.item(desk.source("Later"), "Rail head is quiet", tags=[tag("withdrawal", "doubted")])
    assert [desk.badges(each) for each in (late, other)] == ["", "withdrawal:doubted"]
    acts.undo()
    assert desk.badges(late) == "withdrawal:asserted"
    acts.redo()
    assert [desk.badges(each) for each in (late, other)] == ["", "withdrawal:doubted"]


def edited(desk: Desk, *tags: Tag) -> None:
    """The next revision of the one item of Herald."""
    desk.poll(1, entry("Units leave the garrison at dusk", guid="Units leave the garrison", tags=tags))


def test_a_verdict_outlives_an_edit_of_which_the_classifier_says_the_same(desk: Desk, item: int) -> None:
    desk.acts("ana").tag([item], "withdrawal", "denied")
    edited(desk, tag("withdrawal", "claimed", start=3, end=9), tag("escalation", start=12))
    assert desk.tags(item) == [("withdrawal", "denied", "ana"), ("escalation", "asserted", "")]
    view = desk.reader().story(item)
    assert view is not None
    assert (view.tags[0].start, view.tags[0].end) == (3, 9)
    assert desk.log("lapsed") == []


def test_a_verdict_lapses_with_an_edit_of_which_the_classifier_says_something_else(desk: Desk, item: int) -> None:
    acts = desk.acts("ana")
    acts.tag([item], "withdrawal", "denied")
    edited(desk, tag("withdrawal", "doubted"))
    assert (desk.tags(item), verdicts(desk, item)) == ([("withdrawal", "doubted", "")], ())
    assert desk.log("lapsed") == [("collector", f"[{item}]", 'ana\'s "withdrawal denied" was about another text')]
    undone = acts.undo()
    assert isinstance(undone, Done)
    assert undone.item_ids == ()
    assert desk.tags(item) == [("withdrawal", "doubted", "")]


def test_a_label_that_was_taken_away_lapses_too(desk: Desk, item: int) -> None:
    desk.acts("ana").tag([item], "withdrawal", "")
    edited(desk, tag("withdrawal", "doubted"))
    assert desk.badges(item) == "withdrawal:doubted"
    ((_, _, said),) = desk.log("lapsed")
    assert said == 'ana\'s "no withdrawal" was about another text'


def test_undo_after_an_edit_takes_the_verdict_off_the_new_text(desk: Desk, item: int) -> None:
    acts = desk.acts("ana")
    acts.tag([item], "withdrawal", "denied")
    edited(desk, *CLAIMED)
    acts.undo()
    assert (desk.tags(item), desk.badges(item)) == ([("withdrawal", "claimed", "")], "withdrawal:claimed")


def test_nothing_rings_for_a_verdict_and_nothing_that_was_dealt_with_comes_back(desk: Desk) -> None:
    desk.use()
    desk.rules = rules(rule("leaving", match("tag:withdrawal stance:claimed"), "urgent"))
    source = desk.source("Herald")
    rung, quiet = desk.item(source, "Units leave the garrison", tags=CLAIMED), desk.item(source, "Harvest is late")
    acts = desk.acts("ana")
    acts.set_state([rung], "acked")
    before = desk.all("SELECT id, severity, state, operator FROM item"), desk.all("SELECT * FROM alert")
    acts.tag([quiet], "withdrawal", "claimed")
    acts.tag([rung], "withdrawal", "")
    acts.undo()
    assert (desk.all("SELECT id, severity, state, operator FROM item"), desk.all("SELECT * FROM alert")) == before
