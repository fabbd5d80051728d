"""Whose word a tag is."""

import pytest

from classifier.engine import Classifier
from classifier.records import Attribution, Stance
from classifier.tagging.explain import explain


def held(classifier: Classifier, text: str, label: str = "withdrawal") -> tuple[Stance, Attribution | None]:
    tag = next(tag for tag in classifier.analyze(text).tags if tag.label == label)
    return tag.stance, tag.holder


@pytest.mark.parametrize(
    ("text", "stance", "holder"),
    [
        ("NATO denied a withdrawal of its troops from the border.", "denied", "NATO"),
        ("The Pentagon doubts the withdrawal of the brigade.", "doubted", "The Pentagon"),
        ("The minister dismissed talk of a troop withdrawal.", "denied", "The minister"),
        ("Ukraine rejects Russia’s claim of a troop withdrawal.", "denied", "Ukraine"),
        ("The general staff cast doubt on the troop withdrawal.", "doubted", "The general staff"),
        ("NATO has seen no evidence of a troop withdrawal.", "doubted", "NATO"),
        ("Western officials remain sceptical of the troop withdrawal.", "doubted", "Western officials"),
        ("Local officials do not believe the troop withdrawal is real.", "doubted", "Local officials"),
        ("The troop withdrawal was denied by the defence ministry.", "denied", "the defence ministry"),
        ("The troop withdrawal was met with scepticism by NATO.", "doubted", "NATO"),
        ("Colonel Ana Reyes came. She denied that troops had withdrawn from the town.", "denied", "Ana Reyes"),
        ("It came up with the minister, who dismissed talk of a troop withdrawal.", "denied", "the minister"),
    ],
)
def test_a_tag_is_the_word_of_whoever_denies_or_doubts_it(
    classifier: Classifier, text: str, stance: Stance, holder: str
) -> None:
    read_as, by = held(classifier, text)
    assert by is not None
    assert (read_as, by.speaker) == (stance, holder)


def test_a_tag_in_a_quote_is_its_speakers_whatever_the_stance(classifier: Classifier) -> None:
    text = "“The pause does not amount to a ceasefire,” Ana Reyes said."
    stance, by = held(classifier, text, "deescalation")
    assert by is not None
    assert (stance, by.speaker, by.basis) == ("denied", "Ana Reyes", "explicit")


def test_a_denial_in_a_reported_clause_is_its_speakers(classifier: Classifier) -> None:
    text = "Ana Reyes led the talks. She added that the troop withdrawal did not amount to a ceasefire."
    stance, by = held(classifier, text, "deescalation")
    assert by is not None
    assert (stance, by.speaker, by.basis) == ("denied", "Ana Reyes", "pronoun")


def test_who_denies_inside_a_reported_clause_goes_before_who_reports_it(classifier: Classifier) -> None:
    _, by = held(classifier, "Ana Reyes said the army denied a troop withdrawal.")
    assert by is not None and by.speaker == "the army"
    _, by = held(classifier, "Kyiv says it has seen no sign of a troop withdrawal.")
    assert by is not None and (by.speaker, by.basis) == ("Kyiv", "explicit")


def test_a_capital_that_claims_is_its_government(classifier: Classifier) -> None:
    stance, by = held(classifier, "Moscow claims withdrawal of troops from the border.")
    assert by is not None
    assert (stance, by.speaker, by.kind) == ("claimed", "Moscow", "organisation")


@pytest.mark.parametrize(
    "text",
    [
        "The army began withdrawing troops on Monday.",
        "There was no sign of a troop withdrawal.",
        "The army did not withdraw its troops on Monday.",
        "The troop withdrawal was reportedly over.",
    ],
)
def test_what_nobody_voices_is_the_outlets_own_word(classifier: Classifier, text: str) -> None:
    assert held(classifier, text)[1] is None


def test_the_explanation_names_whose_word_it_is(classifier: Classifier) -> None:
    lines = explain(classifier.why("Pentagon spokesman John Hale denied a troop withdrawal."))
    assert "  the word of John Hale: person, spokesman, of Pentagon" in lines
