"""Who said what, in short paragraphs of our own."""

import pytest

from classifier.engine import Classifier
from classifier.records import Quote


def quotes(classifier: Classifier, text: str, language: str = "") -> list[Quote]:
    return [quote for quote in classifier.analyze(text, language).quotes if quote.kind != "indirect"]


def speakers(classifier: Classifier, text: str) -> list[str | None]:
    return [quote.by.speaker for quote in quotes(classifier, text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The road is open,” Captain Nora Vance said on Monday.", "Nora Vance"),
        ("“The road is open,” said Captain Nora Vance of the border guard.", "Nora Vance"),
        ("“The road is open,” Nora Vance, the deputy mayor, told reporters.", "Nora Vance"),
        ("“The road is open,” the deputy mayor, Nora Vance, told reporters.", "Nora Vance"),
        ("Speaking in Torva, Captain Nora Vance said: “The road is open.”", "Nora Vance"),
        ("According to Nora Vance, the road is “open to everyone”.", "Nora Vance"),
        ("The road is “open to everyone”, according to Nora Vance.", "Nora Vance"),
        ("A senior official called the plan “a fig leaf” and left.", "A senior official"),
        ("A statement from the transport ministry said the road was “open again”.", "the transport ministry"),
        ("Nora Vance laughed. “The road was never closed,” she said.", "Nora Vance"),
        ("The Harbour Board met at noon. It said the pier was “beyond repair”.", "The Harbour Board"),
        ("Vance: ‘We mend roads, not maps’", "Vance"),
        ("‘Never closed’: Vance mocks road report", "Vance"),
        ("The pier is “beyond repair” – harbour master general", "harbour master general"),
        ("'Beyond repair', says Vance", "Vance"),
    ],
)
def test_a_speaker_is_found(classifier: Classifier, text: str, speaker: str) -> None:
    assert speakers(classifier, text) == [speaker]


def test_an_interrupted_quotation_has_one_speaker(classifier: Classifier) -> None:
    assert speakers(classifier, "“The road,” Vance said, “was never closed.”") == ["Vance", "Vance"]


def test_a_speech_goes_on_over_paragraphs(classifier: Classifier) -> None:
    text = "Nora Vance said: “The road is open.\n\n“The pier is not.”"
    found = quotes(classifier, text)
    assert [(quote.text, quote.by.speaker, quote.by.basis) for quote in found] == [
        ("The road is open.", "Nora Vance", "explicit"),
        ("The pier is not.", "Nora Vance", "inherited"),
    ]


def test_a_surname_is_resolved_across_the_fields_of_an_item(classifier: Classifier) -> None:
    analysis = classifier.analyze_item("Vance: “The road is open”", "Captain Nora Vance spoke in Torva.", "")
    assert [quote.by.speaker for quote in analysis.quotes] == ["Nora Vance"]


def test_an_office_stands_for_its_holder(classifier: Classifier) -> None:
    text = "The governor, Petr Hale, came by train. “It was late,” the governor said."
    assert speakers(classifier, text) == ["Petr Hale"]


def test_a_deputy_is_not_the_minister(classifier: Classifier) -> None:
    text = "Deputy Transport Minister Petr Hale came by train. “It was late,” the minister said."
    assert speakers(classifier, text) == ["the minister"]


def test_a_pronoun_without_a_person_stays_blank(classifier: Classifier) -> None:
    (quote,) = quotes(classifier, "“It was late,” he said.")
    assert (quote.by.speaker, quote.by.surface, quote.by.basis) == (None, "he", "pronoun")


def test_the_addressee_is_not_the_speaker(classifier: Classifier) -> None:
    assert speakers(classifier, "“It was late,” Hale told the mayor, Nora Vance.") == ["Hale"]


def test_a_person_spoken_of_is_not_the_speaker(classifier: Classifier) -> None:
    assert speakers(classifier, "“I was late,” Hale said of Vance’s remark.") == ["Hale"]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “river republic” printed its own stamps.",
        "The play “The Long Way Home” opened in Torva.",
        "It was, in a manner, a “bridge”.",
        "The camera read “AFP PHOTO / HANDOUT MINISTRY”.",
        "River floods: what we know on day 3",
    ],
)
def test_what_is_nobodys_words_is_left_out(classifier: Classifier, text: str) -> None:
    assert classifier.analyze(text).quotes == ()


def test_an_indirect_clause_is_cut_out_with_its_speaker(classifier: Classifier) -> None:
    (quote,) = classifier.analyze("Nora Vance said that the pier had sunk.").quotes
    assert (quote.kind, quote.text, quote.by.speaker, quote.cue) == (
        "indirect",
        "the pier had sunk",
        "Nora Vance",
        "said",
    )
    (quote,) = classifier.analyze("The pier had sunk overnight, said Nora Vance.").quotes
    assert (quote.text, quote.by.speaker) == ("The pier had sunk overnight", "Nora Vance")


def test_german_quotations_keep_their_speaker_blank(classifier: Classifier) -> None:
    (quote,) = quotes(classifier, "„Die Straße ist wieder offen“, sagte Nora Vance.", "de")
    assert (quote.text, quote.by.speaker, quote.by.surface) == ("Die Straße ist wieder offen", None, None)


def test_confidence_follows_the_rule_that_found_the_speaker(classifier: Classifier) -> None:
    (beside,) = quotes(classifier, "“It was late,” Hale said.")
    (unnamed,) = quotes(classifier, "“The trains are all late again and nobody minds.”")
    assert beside.by.confidence > 90 > unnamed.by.confidence
