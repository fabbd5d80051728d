"""The domain's story: claimed by one side, doubted by another, denied as a ceasefire. All sentences are our own."""

import pytest

from classifier.engine import Classifier
from tests.classifier.small import small


def stances(classifier: Classifier, text: str) -> set[str]:
    return {f"{tag.label}:{tag.stance}" for tag in classifier.analyze(text).tags}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The units have begun loading onto rail transport.", "withdrawal:asserted"),
        ("“Our units are moving to their garrisons,” the ministry said.", "withdrawal:claimed"),
        ("Moscow announced that its tanks were returning to their bases.", "withdrawal:claimed"),
        ("The alliance has seen no evidence that the troops are pulling back.", "withdrawal:doubted"),
        ("The announced withdrawal could be a feint.", "withdrawal:doubted"),
        ("The general staff denied that its forces had retreated from the ridge.", "withdrawal:denied"),
        ("The garrison refused to withdraw from the fort.", "withdrawal:denied"),
        ("The move did not amount to a ceasefire.", "deescalation:denied"),
        ("If the bridge is repaired the brigade will withdraw.", "withdrawal:conditional"),
        ("Envoys called on the army to withdraw its guns.", "withdrawal:conditional"),
        ("Forty years ago the army withdrew from the valley.", "withdrawal:historical"),
        ("Colonel Reyes: the column has left the firing range near Torva", "withdrawal:claimed"),
        ("Tanks withdraw from ridge - defence ministry", "withdrawal:claimed"),
        ("Troops to withdraw from ridge", "withdrawal:conditional"),
        ("Haiti: troops fell back from the ridge", "withdrawal:asserted"),
        ("The junta called off its attack on the village.", "deescalation:asserted"),
    ],
)
def test_a_stance_is_read_from_its_cue(classifier: Classifier, text: str, expected: str) -> None:
    assert stances(classifier, text) == {expected}


def test_one_sentence_may_hold_two_stances(classifier: Classifier) -> None:
    text = "The ministry said the troops were returning to base, but shells hit the village."
    assert stances(classifier, text) == {"withdrawal:claimed", "escalation:asserted"}


def test_a_negation_reaches_no_further_than_its_clause(classifier: Classifier) -> None:
    text = "The withdrawal of the brigade did not amount to a ceasefire."
    assert stances(classifier, text) == {"withdrawal:asserted", "deescalation:denied"}


def test_a_false_friend_denies_nothing(classifier: Classifier) -> None:
    assert stances(
        classifier, "Not only tanks but also guns were withdrawn by the army; the troops have withdrawn."
    ) == {"withdrawal:asserted"}


def test_a_denied_wish_stays_a_wish(classifier: Classifier) -> None:
    assert stances(classifier, "The capital has not answered the proposal to withdraw troops.") == {
        "withdrawal:conditional"
    }


def test_a_cue_inside_a_longer_one_of_its_stance_counts_as_well() -> None:
    text = "Maybe soon, as the old men at the mill by the long river say, an attack comes."
    assert [tag.cue for tag in small().analyze(text).tags] == ["c.soon"]


def test_a_cue_says_nothing_beside_what_silences_it() -> None:
    silent, heard = "Maybe yoga ends in an attack.", "Maybe it ends in an attack."
    assert [tag.stance for tag in small().analyze(silent).tags] == ["asserted"]
    assert [tag.stance for tag in small().analyze(heard).tags] == ["conditional"]


@pytest.mark.parametrize(
    "text",
    [
        "The army claimed victory after rebels withdrew from the ridge.",
        "Lasni vows revenge after troops shelled the village.",
        "The mayor said goodbye to guests as shells hit the village.",
    ],
)
def test_a_clause_that_a_false_friend_opens_is_nobody_s_claim(classifier: Classifier, text: str) -> None:
    assert {stance.partition(":")[2] for stance in stances(classifier, text)} == {"asserted"}


@pytest.mark.parametrize("joint", ["; ", " but the ", " while the ", ", but ", " whereas Torva's "])
def test_a_reported_clause_ends_where_the_writer_takes_over(classifier: Classifier, joint: str) -> None:
    text = f"The ministry said the troops were returning to base{joint}shells hit the village."
    assert stances(classifier, text) == {"withdrawal:claimed", "escalation:asserted"}


def test_the_cue_is_kept_as_evidence(classifier: Classifier) -> None:
    text = "The garrison has not withdrawn from the bridge."
    (tag,) = classifier.analyze(text).tags
    assert text[tag.cue_start : tag.cue_end] == "has not"


@pytest.mark.parametrize(
    "text",
    [
        "(Photo by handout) RESTRICTED TO EDITORIAL USE - troops withdraw from the border",
        "The minister spoke of trade and of the harvest for an hour.\n• Army retreats from hill\n• Weather\n",
        "The minister spoke of trade and of the harvest.\nTroops forced to retreat [LIVE]\nMore rain is due on the coast.",
        "We use your sign-up to send a newsletter about the troop withdrawal.",
    ],
)
def test_furniture_carries_no_tag(classifier: Classifier, text: str) -> None:
    assert stances(classifier, text) == set()
