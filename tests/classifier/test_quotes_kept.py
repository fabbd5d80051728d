"""Which marks hold somebody's words, and which a title, a name, a credit or a word that the writer doubts."""

import pytest

from classifier.engine import Classifier
from classifier.records import Quote


def quotes(classifier: Classifier, text: str) -> list[Quote]:
    return [quote for quote in classifier.analyze(text, "en").quotes if quote.kind != "indirect"]


def kept(classifier: Classifier, text: str) -> list[str]:
    return [quote.text for quote in quotes(classifier, text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hale tweeted late on Sunday that the bill was “dead on arrival.”", ["dead on arrival."]),
        (
            "As Vance put it: “You cannot fix a pier with a press release.”",
            ["You cannot fix a pier with a press release."],
        ),
        ("Vance, who has described herself as “a recovering lawyer,” laughed.", ["a recovering lawyer,"]),
        ("The vote was put off, a step that Hale called “reckless” and Vance “late.”", ["reckless", "late."]),
        ("The mayor left in what she called “a huff” before noon.", ["a huff"]),
        ("The ferry line, dubbed “the Leaky Mile” by sailors, will close.", ["the Leaky Mile"]),
        ("A consultant’s memo recommended “immediate repair,” but nobody paid.", ["immediate repair,"]),
        ("Hale decried “unscrupulous” harbour masters.", ["unscrupulous"]),
        ("He had promised to tax “every last bolt” in the shed.", ["every last bolt"]),
        ("Some sailors chanted “Mend the pier!” and “Go home!” all night.", ["Mend the pier!", "Go home!"]),
        ("Hale’s “tin bucket” remark went round the harbour.", ["tin bucket"]),
        ("Hale called it “Plan Nowhere” at once.", ["Plan Nowhere"]),
        ("It went on like that. The army used the word “liberation” for it.", ["liberation"]),
        ("Passengers were told that “for operational reasons” the ferry would wait.", ["for operational reasons"]),
        ("“My wife thinks she knows,” he offered. “She does not.”", ["My wife thinks she knows,", "She does not."]),
        ("“Look,” the candidate began, “nobody knows piers like me.”", ["Look,", "nobody knows piers like me."]),
        ("“Not one more year!” thrummed the crowd at the gate.", ["Not one more year!"]),
    ],
)
def test_somebodys_words_are_kept(classifier: Classifier, text: str, words: list[str]) -> None:
    assert kept(classifier, text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Hale told the network’s “Capital Sunday” nothing new.",
        "Hale said on “Harbour Tonight” that the pier had sunk.",
        "Vance, the author of “The Long Pier,” said nothing.",
        "In her memoir, “The Long Pier,” former mayor Nora Vance writes about boats.",
        "Hale wrote three books, “Winter Tide” among them.",
        "The group paid for an advert called “Whiplash” in May.",
        "Robert “Buck” Hale said no.",
        "The trawler “Morning Star” sank off Torva, police said.",
        "The so-called “river republic” has no army, and its “bulletins” are dull.",
        "The “moderate” wing of the party meets in June.",
        "Orvanta’s “Polaris” line of lamps is sold out.",
        "A file named “planks_final2.doc” was sent.",
        "The exercise “Steel Autumn” goes on as planned.",
        "Image: “TORVA PHOTO / HARBOUR OFFICE”.",
        "A piece titled “why we left the pier” was read by many.",
    ],
)
def test_titles_names_and_scare_words_are_left_alone(classifier: Classifier, text: str) -> None:
    assert kept(classifier, text) == []


def test_a_verb_has_its_own_fragment_and_no_other(classifier: Classifier) -> None:
    text = "A game called “Threshold”, sold out before the winter, lets players move “deniable” pawns."
    assert kept(classifier, text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Asked about the pier, Nora Vance did not hesitate: “I would rather swim.”", "Nora Vance"),
        ("Hale called the plan “thin,” calling it “a love letter to lobbyists.”", "Hale"),
        ("“The boat came late.” Nora Vance folds her hands.", "Nora Vance"),
    ],
)
def test_a_speaker_is_found_without_a_verb_beside_the_words(classifier: Classifier, text: str, speaker: str) -> None:
    assert {quote.by.speaker for quote in quotes(classifier, text)} == {speaker}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The allies stood by as member states voted on the “amber” plan.", []),
        ("Four of the governor’s claims were rated “thin” and two “thick”.", []),
        ("His reports on the “silver” boats sold well.", []),
        ("The people of the United States like “soft” bread.", []),
    ],
)
def test_nouns_that_look_like_reporting_verbs_report_nothing(
    classifier: Classifier, text: str, words: list[str]
) -> None:
    assert kept(classifier, text) == words


def test_questions_and_answers_without_marks_are_nobodys_quotation(classifier: Classifier) -> None:
    assert kept(classifier, "Q: Do you regret the pier?\n\nA: Not at all.") == []


@pytest.mark.parametrize(
    "text",
    [
        "In an email with the subject line “Boats,” Vance wrote to the board.",
        "Hale tells crowds what they fear; his bus is called the “Cold Harbour Express.”",
    ],
)
def test_a_heading_and_the_name_of_a_thing_are_nobodys_words(classifier: Classifier, text: str) -> None:
    assert kept(classifier, text) == []
