"""`{FORCE}` in a phrase stands for any phrase of the class FORCE, in whichever layer it was added."""

from pathlib import Path

import pytest

from classifier.engine import Classifier
from classifier.lexicon.entries import LexiconError, WordClass
from classifier.lexicon.layers import merge
from classifier.lexicon.matcher import Matcher
from classifier.lexicon.phrases import PhraseError
from classifier.lexicon.references import References

SHIPS = References(
    {
        "SHIP": WordClass("SHIP", ("ferry", "boat(s)?", "tug*", "fishing <0-1> smack")),
        "NONE": WordClass("NONE", ()),
        "LONG": WordClass("LONG", tuple(f"tall ship {name}" for name in "abcdefgh")),
    }
)
LAYER = """
[[class]]
name = "SHIP"
add = ["ferry", "fishing boat*"]
[[rule]]
id = "x.sinks"
label = "sinking"
phrases = ["{SHIP} <0-2> sinks", "sink(s|ing) of (a|the|{SHIP})"]
"""


def layer(folder: Path, text: str, name: str = "site.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def found(classifier: Classifier, text: str) -> list[str]:
    return [text[tag.start : tag.end] for tag in classifier.analyze(text).tags]


def test_the_single_words_of_a_class_are_one_choice_and_longer_phrases_stand_apart() -> None:
    assert list(SHIPS.expand("{SHIP} sinks")) == [
        ("ferry|boats|boat|tug*", "sinks"),
        ("fishing", "<0-1>", "smack", "sinks"),
    ]


def test_a_class_may_stand_among_other_words_and_be_optional() -> None:
    assert next(iter(SHIPS.expand("the (liner|{SHIP})? sinks"))) == (
        "the",
        "liner|ferry|boats|boat|tug*",
        "sinks",
    )
    assert ("the", "sinks") in SHIPS.expand("the (liner|{SHIP})? sinks")


def test_an_empty_class_stands_for_nothing() -> None:
    assert list(SHIPS.expand("{NONE} sinks")) == []


def test_a_phrase_of_many_long_classes_is_refused() -> None:
    for ask in (SHIPS.expand, SHIPS.check):
        with pytest.raises(PhraseError, match="with its classes: split it in two"):
            ask("{LONG} {LONG} {LONG} {LONG}")


def test_a_phrase_without_a_class_is_as_it_was() -> None:
    matcher = Matcher()
    matcher.add(0, SHIPS.expand("set sail"))
    assert matcher.scan(["set", "sail"]) == [((0,), (0, 2))]


def test_a_rule_finds_every_phrase_of_a_class_it_refers_to(tmp_path: Path) -> None:
    classifier = Classifier(merge([layer(tmp_path, LAYER)]))
    assert found(classifier, "A ferry in fog sinks.") == ["ferry in fog sinks"]
    assert found(classifier, "Two fishing boats sinks.") == ["fishing boats sinks"]
    assert found(classifier, "The sinking of ferry 7.") == ["sinking of ferry"]


def test_what_a_later_layer_adds_to_a_class_counts(tmp_path: Path) -> None:
    below = layer(tmp_path, LAYER)
    above = layer(tmp_path, '[[class]]\nname = "SHIP"\nadd = ["yawl"]', "user.toml")
    assert found(Classifier(merge([below])), "A yawl sinks.") == []
    assert found(Classifier(merge([below, above])), "A yawl sinks.") == ["yawl sinks"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            LAYER.replace("{SHIP} <", "{SHEEP} <"),
            r"x\.sinks: phrase .* no class is called `SHEEP`; did you mean `SHIP`",
        ),
        (LAYER.replace("fishing boat*", "{SHIP}"), r"SHIP: phrase .* made of words, not of other classes"),
        (LAYER.replace("{SHIP} <", "{NAME} <"), r"x\.sinks: phrase .* no class is called `NAME`"),
        (LAYER.replace("{SHIP} <", "{SHIP <"), r"`{SHIP` is no word: .* {CLASS}"),
    ],
)
def test_a_class_that_cannot_be_written_out_is_complained_of(tmp_path: Path, text: str, complaint: str) -> None:
    path = layer(tmp_path, text)
    with pytest.raises(LexiconError, match=complaint) as raised:
        merge([path])
    assert str(raised.value).startswith(f"{path}:")


def test_a_class_that_a_later_layer_makes_too_long_is_complained_of(tmp_path: Path) -> None:
    below = layer(tmp_path, LAYER.replace("{SHIP} <0-2> sinks", "{SHIP} {SHIP} {SHIP} {SHIP} sinks"))
    names = ", ".join(f'"tall ship {name}"' for name in "abcdefgh")
    above = layer(tmp_path, f'[[class]]\nname = "SHIP"\nadd = [{names}]', "user.toml")
    with pytest.raises(LexiconError, match=r"x\.sinks: phrase .* split it in two"):
        Classifier(merge([below, above]))
