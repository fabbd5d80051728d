import pytest

from classifier.cases import packaged_cases, proven, run_tests
from classifier.lexicon.document import Layer
from classifier.lexicon.entries import LexiconError
from classifier.lexicon.layers import merge, packaged


def test_the_packaged_lexicon_keeps_every_promise_it_states() -> None:
    assert [str(failure) for failure in run_tests(merge(packaged()), packaged_cases())] == []


CASES = """
[[rule]]
id = "x.spill"
label = "spill"
phrases = ["oil spill"]

[[test]]
text = "An oil spill reached the bay."
expect = "spill:asserted"

[[test]]
text = "A truce began."
expect = ["withdrawal:asserted", "spill:denied"]

[[test]]
text = "No oil spill was seen."
"""


def layer(text: str) -> Layer:
    return Layer("night/site.toml", text)


def test_a_layer_that_keeps_its_word_is_proven() -> None:
    classifier = proven([layer(CASES.split("[[test]]")[0]), Layer("other.toml", "")])
    assert [tag.label for tag in classifier.analyze("An oil spill.").tags] == ["spill"]


def test_a_layer_that_breaks_its_word_is_refused_with_every_case_that_fails() -> None:
    with pytest.raises(LexiconError) as raised:
        proven([layer(CASES)])
    assert str(raised.value).splitlines() == [
        "night/site.toml:12: “A truce began.” should give withdrawal:asserted, spill:denied, but gives no tag",
        "night/site.toml:16: “No oil spill was seen.” should give no tag, but gives spill:denied",
    ]


def test_a_case_answers_for_the_labels_of_its_file_whatever_what_ships_has_learnt_since() -> None:
    held = CASES.split("[[test]]")[0] + '[[test]]\ntext = "The truce ended the oil spill."\nexpect = "spill:asserted"\n'
    assert {tag.label for tag in proven([layer(held)]).analyze("The truce ended the oil spill.").tags} >= {"spill"}


def test_a_file_that_gives_no_label_answers_for_every_one() -> None:
    alone = '[[idiom]]\nid = "x.truce"\nphrases = ["oil truce"]\n[[test]]\ntext = "A truce began."\n'
    with pytest.raises(LexiconError, match="should give no tag, but gives deescalation:asserted"):
        proven([layer(alone)])


def test_a_case_of_one_layer_is_judged_under_all_of_them() -> None:
    silenced = Layer("user.toml", '[disable]\nrules = ["x.spill"]')
    with pytest.raises(LexiconError, match="should give spill:asserted, but gives no tag"):
        proven([layer(CASES.split('[[test]]\ntext = "A truce')[0]), silenced])
