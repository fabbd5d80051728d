"""Who has the last word on a label: pure decisions over what is said and what was ruled."""

from classifier import records
from storage.items.verdicts import STANCES, Said, Verdict, after_edit, badges, heard, voiced
from tests.storage.desk import tag


def ruled(label: str, stance: str, *overruled: str) -> Verdict:
    return Verdict(label, stance, "ana", 1, overruled)


CLAIMED = heard([tag("withdrawal", "claimed")])


def test_the_stances_are_the_classifiers() -> None:
    assert STANCES == records.STANCES


def test_without_a_verdict_the_classifier_speaks() -> None:
    tags = voiced(heard([tag("withdrawal", "claimed"), tag("escalation"), tag("withdrawal", "claimed", start=9)]), [])
    assert all(each.speaks and each.operator == "" for each in tags)
    assert badges(tags) == "withdrawal:claimed escalation:asserted"


def test_a_verdict_replaces_all_that_is_said_of_its_label_and_nothing_else() -> None:
    said = heard([tag("withdrawal", "claimed"), tag("withdrawal", "doubted", start=20), tag("escalation", start=30)])
    tags = voiced(said, [ruled("withdrawal", "denied", "claimed", "doubted")])
    assert [(each.said.label, each.said.stance, each.operator, each.speaks) for each in tags] == [
        ("withdrawal", "claimed", "", False),
        ("withdrawal", "denied", "ana", True),
        ("withdrawal", "doubted", "", False),
        ("escalation", "asserted", "", True),
    ]
    assert badges(tags) == "withdrawal:denied escalation:asserted"


def test_a_label_that_does_not_hold_has_no_badge() -> None:
    tags = voiced(CLAIMED, [ruled("withdrawal", "", "claimed")])
    assert [each.speaks for each in tags] == [False]
    assert badges(tags) == ""


def test_an_operators_tag_stands_on_the_words_of_the_surest_one_that_it_overrules() -> None:
    said = heard([tag("withdrawal", start=2, end=8), tag("withdrawal", start=11, end=19, score=90), tag("escalation")])
    *_, own = voiced(said, [ruled("withdrawal", "denied", "asserted")])
    assert own.said == Said("withdrawal", "denied", "title", 11, 19, "", "", 0, 0, 100)


def test_an_operators_tag_that_overrules_none_names_no_words() -> None:
    (own,) = voiced([], [ruled("withdrawal", "asserted")])
    assert (own.said.field, own.said.start, own.said.end) == ("title", 0, 0)


def test_tags_come_in_the_order_of_the_words_headline_first() -> None:
    said = heard(
        [tag("a", field="text"), tag("b", field="summary", start=9), tag("c", field="summary"), tag("d", start=7)]
    )
    assert badges(voiced(said, [])) == "d:asserted c:asserted b:asserted a:asserted"


def test_a_verdict_lapses_with_an_edit_when_the_label_is_said_otherwise_than_what_was_overruled() -> None:
    same, other, gone, none = (
        ruled("withdrawal", "denied", "claimed"),
        ruled("withdrawal", "denied", "asserted", "claimed"),
        ruled("escalation", "", "asserted"),
        ruled("blockade", "asserted"),
    )
    assert after_edit([same, none], CLAIMED) == ([same, none], [])
    assert after_edit([other, gone], CLAIMED) == ([], [other, gone])
