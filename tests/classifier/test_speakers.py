"""Who a speaker is: name, office, whom they speak for, and whom a pronoun or an office points back to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.engine import Classifier
from classifier.records import Attribution
from classifier.words.fold import listed
from classifier.words.names import PRONOUNS

WORDS = sorted(
    listed(
        "Nora Vance Hale Mr the a mayor colonel officials Western who which that said says told calling called by as he she"
        " it they and of , . : — “ ” ( ) 's statement from quoted saying was has Torva, denied one group"
    )
)


def last(classifier: Classifier, text: str) -> Attribution:
    return classifier.analyze(text).quotes[-1].by


def name(classifier: Classifier, text: str) -> str | None:
    return last(classifier, text).speaker


@pytest.mark.parametrize(
    ("who", "speaker", "role", "org"),
    [
        ("Moldovan foreign ministry envoy Ana Velt", "Ana Velt", "foreign ministry envoy", "Moldovan foreign ministry"),
        ("Clinton campaign manager Rob Hale", "Rob Hale", "campaign manager", "Clinton campaign"),
        ("Pentagon spokesman John Hale", "John Hale", "spokesman", "Pentagon"),
        ("NATO Secretary General Jens Hale", "Jens Hale", "Secretary General", "NATO"),
        ("Ukraine’s defence minister, Petr Hale", "Petr Hale", "defence minister", "Ukraine"),
        ("Petr Hale, a spokesman for the Marlow campaign", "Petr Hale", "spokesman", "Marlow campaign"),
        ("Secretary of State Ana Reyes", "Ana Reyes", "Secretary of State", ""),
        ("James B. Dale Jr., the former president of the Steel Union", "James B. Dale Jr.", "former president", "Steel Union"),
        ("lead author Ana Reyes of the Marine Institute", "Ana Reyes", "lead author", "Marine Institute"),
        ("Mr Hale", "Hale", "", ""),
    ],
)  # fmt: skip
def test_a_name_is_told_from_the_office_and_whom_it_speaks_for(
    classifier: Classifier, who: str, speaker: str, role: str, org: str
) -> None:
    by = last(classifier, f"“The road is open,” said {who}.")
    assert (by.speaker, by.role, by.org, by.kind) == (speaker, role, org, "person")


@pytest.mark.parametrize(
    ("who", "kind", "role", "org"),
    [
        ("the deputy defence minister", "office", "deputy defence minister", ""),
        ("the Estonian defence minister", "office", "defence minister", "Estonian"),
        ("a foreign ministry spokeswoman", "office", "foreign ministry spokeswoman", "foreign ministry"),
        ("a senior US official", "anonymous", "official", "US"),
        ("a source close to the talks", "anonymous", "", ""),
        ("one resident", "anonymous", "resident", ""),
        ("Western officials", "group", "officials", "Western"),
        ("both men", "group", "", ""),
        ("Reyes and Hale", "group", "", ""),
        ("the White House", "organisation", "", "White House"),
        ("Moscow", "organisation", "", "Moscow"),
        ("Abu Dhabi", "organisation", "", "Abu Dhabi"),
    ],
)
def test_a_speaker_without_a_name_is_of_some_kind(
    classifier: Classifier, who: str, kind: str, role: str, org: str
) -> None:
    by = last(classifier, f"“The road is open,” said {who}.")
    assert (by.speaker, by.kind, by.role, by.org) == (who, kind, role, org)


def test_an_organisation_speaks_through_its_statement(classifier: Classifier) -> None:
    by = last(classifier, "A statement from the General Staff called it “a rotation of units”.")
    assert (by.speaker, by.kind, by.surface) == (
        "the General Staff",
        "organisation",
        "A statement from the General Staff",
    )


def test_a_letter_is_of_no_kind(classifier: Classifier) -> None:
    assert last(classifier, "According to a letter seen by the Herald, it is “a toy of tin”.").kind == ""


def test_a_document_may_be_the_last_word(classifier: Classifier) -> None:
    assert name(classifier, "“The pier is gone,” says the report") == "the report"


def test_what_was_said_of_a_person_once_is_known_at_every_quote(classifier: Classifier) -> None:
    by = last(classifier, "“It is over,” said Pentagon spokesman John Hale. “Go home,” Hale added.")
    assert (by.speaker, by.role, by.org) == ("John Hale", "spokesman", "Pentagon")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Nora Vance met Petr Hale in Torva. “It was late,” she said.", "Nora Vance"),
        ("Nora Vance met Petr Hale in Torva. “It was late,” he said.", "Petr Hale"),
        ("Ambassador Lunin thanked Nora Vance. She called it “a fine day for all”.", "Nora Vance"),
        ("His rival, state auditor Ines Marrow, won. She called it “a fine day for all”.", "Ines Marrow"),
        ("A retired miner named Hub Larkin came. “It was late,” he offered.", "Hub Larkin"),
        ("The idea came from Ana Reyes. It was praised by the Defence Secretary. He said: “It is time.”", "the Defence Secretary"),
        ("The chief of staff, Ivo Kral, was there. His boss, he said, “was not in a good mood”.", "Ivo Kral"),
        ("Critics were many. One said: “It is a toy.”", "a critic"),
        ("Western officials doubt it, with one calling it “a tactical exercise”. They added: “We wait.”", "a Western official"),
        ("The council met. It called the plan “a toy made of tin”.", "The council"),
        ("Nora Vance said nobody came. Hale’s aide, Ivo Kral, left. “It was late,” he said.", "Ivo Kral"),
    ],
)  # fmt: skip
def test_a_pronoun_points_back(classifier: Classifier, text: str, speaker: str) -> None:
    assert name(classifier, text) == speaker


@pytest.mark.parametrize(
    "text",
    [
        "“It was late,” he said.",
        "Nora Vance came by train. “It was late,” he said.",
        "The bridge was late. “It was late,” she said.",
    ],
)
def test_a_pronoun_that_fits_nobody_stays_blank(classifier: Classifier, text: str) -> None:
    by = last(classifier, text)
    assert (by.speaker, by.basis) == (None, "pronoun")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Gov. Petr Hale met Ambassador Ana Reyes. “It was late,” the governor said.", "Petr Hale"),
        ("Ana Reyes said it was her last match. “It was late,” the striker said.", "Ana Reyes"),
        ("The unit’s commander, Arvid Nyqvist, called. “It was late,” the major said.", "Arvid Nyqvist"),
        ("Sen. Petr Hale came by train. “It was late,” the two-term Republican said.", "Petr Hale"),
        ("Mr Hale blamed the governor, Ana Reyes. “She never came,” the mayor said.", "Hale"),
        ("A Western diplomat was there. “It was late,” the diplomat said.", "A Western diplomat"),
    ],
)
def test_an_office_stands_for_who_holds_it(classifier: Classifier, text: str, speaker: str) -> None:
    by = last(classifier, text)
    assert (by.speaker, by.basis) == (speaker, "role")


@pytest.mark.parametrize(
    "text",
    [
        "Deputy Transport Minister Petr Hale came. “It was late,” the minister said.",
        "Captain Petr Hale came. “It was late,” the colonel said.",
        "Ana Reyes came. She showed the letter that the treasurer wrote: “It was late.”",
    ],
)
def test_an_office_that_is_not_theirs_names_nobody_else(classifier: Classifier, text: str) -> None:
    assert (name(classifier, text) or "").startswith("the ")


def test_an_office_in_the_text_may_be_the_surname_that_acts_in_the_headline(classifier: Classifier) -> None:
    text = "Marlowe tears down plan for bridge\n\nThe plan was old. The Defence Secretary called it “a toy of tin”."
    by = last(classifier, text)
    assert (by.speaker, by.basis, by.kind) == ("Marlowe", "role", "person")


def test_a_misspelt_surname_is_still_the_person(classifier: Classifier) -> None:
    text = "“It was late,” said Kathryn Waters. Nobody minded. “It was fine,” Water said."
    assert name(classifier, text) == "Kathryn Waters"


def test_the_owner_in_an_office_is_not_its_holder(classifier: Classifier) -> None:
    assert name(classifier, "Nora Vance’s lawyer called it “a toy”.") == "Nora Vance’s lawyer"


@pytest.mark.parametrize("word", ["Your", "Three", "Experts", "LIMA"])
def test_the_first_word_of_a_sentence_is_no_person(classifier: Classifier, word: str) -> None:
    text = f"{word} of them came by train. “It was late,” she said."
    assert name(classifier, text) is None


def test_a_long_chain_of_pronouns_is_followed(classifier: Classifier) -> None:
    text = "Nora Vance came. " + "She waited. " * 3_000 + "“It was late,” she said."
    assert name(classifier, text) == "Nora Vance"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_whatever_the_words_a_speaker_is_named_by_them_and_never_a_pronoun(classifier: Classifier, text: str) -> None:
    for quote in classifier.analyze(text).quotes:
        assert quote.by.surface is None or quote.by.surface in text
        assert quote.by.speaker is None or quote.by.speaker.lower() not in PRONOUNS


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The boat was seized after officials found what they called “a toy”.", "officials"),
        ("Mardale Marine is to close after it lost a deal it had called “all but done”.", "Mardale Marine"),
        ("Petr Hale denied it; the pier, he insisted, was “sound”.", "Petr Hale"),
        ("Petr Hale wrote to Leonora Sayle. Leonora Sayle waited. He called it “a toy”.", "Petr Hale"),
        ("Petr Hale left. His letter, seen by the paper, called it “a toy”.", "Petr Hale"),
        ("Acme Corp. shut the pier. The company called it “a toy”.", "Acme Corp"),
    ],
)
def test_what_a_phrase_points_back_to(classifier: Classifier, text: str, speaker: str) -> None:
    assert name(classifier, text) == speaker


def test_an_office_of_a_woman_is_no_mans(classifier: Classifier) -> None:
    text = "Rep. Ana Reyes came. Her aide, Phil Danziger, smiled. The congresswoman called it “a toy”."
    assert name(classifier, text) != "Phil Danziger"
