"""Words carry one of the shipped labels, but an operator's own label takes none from them, nor gives any up."""

import pytest

from tests.classifier.small import small


def rule(label: str, phrase: str, weight: int) -> str:
    return f'[[rule]]\nid = "x.{label}"\nlabel = "{label}"\nphrases = ["{phrase}"]\nweight = {weight}\n'


def labels(layer: str, text: str) -> list[str]:
    return [tag.label for tag in small(layer).analyze(text).tags]


@pytest.mark.parametrize("weight", [1, 100])
@pytest.mark.parametrize("phrase", ["attack", "the attack", "called off the attack today"])
def test_an_own_label_stands_beside_a_shipped_one(phrase: str, weight: int) -> None:
    found = labels(rule("cancelled", phrase, weight), "He called off the attack today.")
    assert sorted(found) == ["cancelled", "deescalation"]


def test_two_own_labels_stand_beside_each_other() -> None:
    layer = rule("port", "ferry port", 80) + rule("ship", "ferry", 80)
    assert labels(layer, "The ferry port.") == ["ship", "port"]


def test_of_one_label_the_longest_words_count() -> None:
    layer = rule("port", "(ferry|ferry port)", 80) + '[[rule]]\nid = "x.quay"\nlabel = "port"\nphrases = ["port quay"]'
    assert labels(layer, "The ferry port quay.") == ["port"]


def test_no_label_stands_inside_an_idiom() -> None:
    assert labels(rule("health", "attack", 80), "A heart attack.") == []
