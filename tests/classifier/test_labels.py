"""An operator's own labels have a badge and a colour like ours."""

import pytest

from classifier.engine import Classifier
from classifier.lexicon.document import Layer
from classifier.lexicon.entries import LexiconError
from classifier.records import Label

SPILL = '[[rule]]\nid = "x.spill"\nlabel = "spill"\nphrases = ["oil spill"]\n'


def labels(text: str) -> dict[str, Label]:
    return {label.name: label for label in Classifier.of([Layer("site.toml", text)]).labels}


def test_ours_come_first_and_an_operators_behind_in_their_order() -> None:
    declared = '[[label]]\nname = "nuclear"\n[[label]]\nname = "blockade"\n'
    assert list(labels(declared + SPILL)) == [
        "withdrawal",
        "escalation",
        "deescalation",
        "nuclear",
        "blockade",
        "spill",
    ]


def test_a_label_is_declared_with_badge_colour_and_help() -> None:
    text = '[[label]]\nname = "oil-spill"\nshort = "Oil"\ncolour = "violet"\nhelp = "crude at sea"'
    assert labels(text)["oil-spill"] == Label("oil-spill", "Oil", "violet", "crude at sea")


def test_a_label_that_nobody_declares_is_derived_from_its_name() -> None:
    assert labels(SPILL)["spill"] == Label("spill", "SPI", "", "")


@pytest.mark.parametrize(
    ("names", "badges"),
    [
        (["nuclear", "nuclear-test"], ["NUC", "NU2"]),
        (["d-e"], ["DE2"]),
        (["esc"], ["ES2"]),
        (["w-d", "wd", "w"], ["WD2", "WD3", "W"]),
        ([f"port-{letter}" for letter in "abcdefghijk"], ["POR", *(f"PO{n}" for n in range(2, 10)), "P10", "P11"]),
    ],
)
def test_no_two_derived_badges_are_alike(names: list[str], badges: list[str]) -> None:
    declared = labels("".join(f'[[label]]\nname = "{name}"\n' for name in names))
    assert [declared[name].short for name in names] == badges


def test_what_an_override_leaves_out_stays() -> None:
    ours = labels("")["withdrawal"]
    assert labels('[[label]]\nname = "withdrawal"\ncolour = "orange"')["withdrawal"] == Label(
        "withdrawal", "WD", "orange", ours.help
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('name = "Nuclear"', "site.toml:2: Nuclear: name `Nuclear` must begin with a letter"),
        ('name = "nuclear-weapons-and-more1"', "at most 24"),
        ('name = "nuclear"\nshort = "NUKES"', "site.toml:3: nuclear: short must be one to four"),
        ('name = "nuclear"\nshort = "☢"', "short must be one to four"),
        ('name = "nuclear"\nshort = "esc"', "nuclear: short `esc` is the badge of `escalation`: choose another"),
        ('name = "nuclear"\ncolour = "mauve"', "colour must be one of '', 'red', 'orange'"),
        ('name = "nuclear"\nhelp = """a\nb"""', "help must be one line"),
        ('name = "nuclear"\nhint = "a"', "unknown key `hint`"),
    ],
)
def test_a_label_that_cannot_be_shown_is_complained_of(text: str, complaint: str) -> None:
    with pytest.raises(LexiconError) as raised:
        labels(f"[[label]]\n{text}")
    assert complaint in str(raised.value)


def test_a_badge_or_colour_is_no_change_of_meaning(classifier: Classifier) -> None:
    recoloured = Classifier.of([Layer("site.toml", '[[label]]\nname = "withdrawal"\ncolour = "orange"')])
    assert recoloured.digest == classifier.digest
