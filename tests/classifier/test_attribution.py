"""Whose word a quotation is, by the clause that its reporting words stand in."""

import pytest

from classifier.engine import Classifier


def surfaces(classifier: Classifier, text: str) -> list[str | None]:
    return [quote.by.surface for quote in classifier.analyze(text).quotes if quote.kind != "indirect"]


def surface(classifier: Classifier, text: str) -> str | None:
    (found,) = surfaces(classifier, text)
    return found


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It is a toy,” said Hale.", "Hale"),
        ("“It is a toy,” the mayor, Nora Vance, 61, told reporters.", "the mayor, Nora Vance, 61"),
        ("“It is a toy,” says Petr Hale, whose father built it.", "Petr Hale"),
        ("“It is a toy,” said a woman who lives near the bridge.", "a woman"),
        ("“It is a toy,” one of Hale’s aides said.", "one of Hale’s aides"),
        ("“It is a toy,” Vance said, referring to Hale’s remark.", "Vance"),
        ("The bridge, Vance said, is “a toy”.", "Vance"),
        ("The bridge, said Vance, is “a toy”.", "Vance"),
        ("As Vance put it, “a toy is a toy”.", "Vance"),
        ("The bridge was “a toy”, the engineer who built it said.", "the engineer"),
    ],
)
def test_the_speaker_stands_beside_the_verb(classifier: Classifier, text: str, speaker: str) -> None:
    assert surface(classifier, text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Vance on Tuesday called the bridge “a toy”.", "Vance"),
        ("Vance, in a speech on Monday in Torva, Mont., called the bridge “a toy”.", "Vance"),
        ("Asked about the bridge in Torva, Mont., Vance called it “a toy”.", "Vance"),
        ("In an interview with the Torva Herald, Vance said the bridge was “a toy”.", "Vance"),
        ("Sen. Petr Hale (R-Ohio) called the bridge “a toy”.", "Sen. Petr Hale"),
        ("She said Hale, the mayor, had called the bridge “a toy”.", "Hale, the mayor"),
        ("Hale told Vance that the bridge was “a toy”.", "Hale"),
        ("James B. Hale Jr. called the bridge “a toy”.", "James B. Hale Jr."),
        ("Reyes and Hale called it “over and done”.", "Reyes and Hale"),
    ],
)
def test_what_stands_between_a_subject_and_its_verb_is_stepped_over(
    classifier: Classifier, text: str, speaker: str
) -> None:
    assert surface(classifier, text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Nora Vance, who has called the bridge “a toy”, left early.", "Nora Vance"),
        ("The engineer was met by Petr Hale, who called him “a menace”.", "Petr Hale"),
        ("It drew a furious letter from the mayor, who called it “a toy”.", "the mayor"),
        ("It was echoed by the mayor on a visit to Norway, who called it “a toy”.", "the mayor"),
        ("What Vance called “a toy” is a bridge.", "Vance"),
        ("A finish Vance called “as good as any” won it.", "Vance"),
    ],
)
def test_a_relative_clause_speaks_for_whom_it_takes_up(classifier: Classifier, text: str, speaker: str) -> None:
    assert surface(classifier, text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Vance laughed and called the bridge “a toy”.", "Vance"),
        ("Vance said he was angry and called the bridge “a toy”.", "Vance"),
        ("When that failed he called his colleagues “cowards of the first order”.", "he"),
        ("Vance said the bridge was safe, adding that the road was “another matter”.", "Vance"),
        ("Vance cancelled the opening, calling the bridge “a toy”.", "Vance"),
        ("Three days after promising “a bridge for all”, Nora Vance resigned.", "Nora Vance"),
        ("With Vance calling the bridge “a toy”, nobody came.", "Vance"),
    ],
)
def test_a_verb_without_a_subject_has_that_of_the_verb_over_it(classifier: Classifier, text: str, speaker: str) -> None:
    assert surface(classifier, text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Hale accused Vance of calling the bridge “a toy”.", "Vance"),
        ("Hale mocked Vance for calling the bridge “a toy”.", "Vance"),
        ("The paper quoted Vance as saying the bridge was “a toy”.", "Vance"),
        ("Vance was quoted by the paper as saying the bridge was “a toy”.", "Vance"),
    ],
)
def test_who_is_spoken_of_as_speaking_is_the_speaker(classifier: Classifier, text: str, speaker: str) -> None:
    assert surface(classifier, text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The bridge was described by Vance as “a toy”.", "Vance"),
        ("The bridge, dubbed “the toy” by engineers, opened on Monday.", "engineers"),
        ("Passengers were told that “for reasons of safety” the bridge was shut.", None),
    ],
)
def test_a_passive_speaks_for_its_agent_or_for_nobody(classifier: Classifier, text: str, speaker: str | None) -> None:
    assert surface(classifier, text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The bridge was, in Vance’s words, “a toy”.", "Vance’s"),
        ("Vance’s promise to “mend every road” is a year old.", "Vance’s"),
        ("Voters remember his “mend every road” pledge.", "his"),
        ("Vance made no secret of his view that the bridge is “a toy made of tin”.", "his"),
    ],
)
def test_words_that_belong_to_somebody_are_theirs(classifier: Classifier, text: str, speaker: str) -> None:
    assert surface(classifier, text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("According to a source close to the talks, it is “a toy made of tin”.", "a source close to the talks"),
        ("According to a letter seen by the Herald, it is “a toy made of tin”.", "a letter"),
        ("The bridge is “a toy”, according to the head of the drivers’ union.", "the head of the drivers’ union"),
    ],
)
def test_according_to_names_whom_it_leads_to(classifier: Classifier, text: str, speaker: str) -> None:
    assert surface(classifier, text) == speaker


def test_a_colon_after_a_verb_of_no_speech_still_hands_over(classifier: Classifier) -> None:
    assert surface(classifier, "Vance did not hesitate: “It is a toy.”") == "Vance"


@pytest.mark.parametrize(
    "text",
    [
        "Hale names Torva, calls it “a dear old friend of ours”, says Torva has been asleep.",
        "Hale says claims within a month are “a fair bet for all”.",
    ],
)
def test_what_only_looks_like_a_speaker_behind_a_quotation_is_none(classifier: Classifier, text: str) -> None:
    assert set(surfaces(classifier, text)) == {"Hale"}


def test_a_subject_beside_its_verb_is_surer_than_one_found_over_a_clause(classifier: Classifier) -> None:
    near, far = (
        classifier.analyze(text).quotes[0].by.confidence
        for text in (
            "Vance called the bridge “a toy”.",
            "Vance cancelled the opening, calling the bridge “a toy”.",
        )
    )
    assert near >= 90 > far


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Kellie Moss, appearing on the show “Meet the Land,” insisted he was “the one man who can mend it.”", "Kellie Moss"),
        ("The spot was mean, a charge her campaign calls “laughable and sad.”", "her campaign"),
        ("The mayor claims the bridge is “a toy of tin”.", "The mayor"),
        ("Vance said she believes the bridge is “a toy of tin”.", "Vance"),
        ("Fans remember the game called “Threshold” and what Hale called “the long wait for it”.", "Hale"),
    ],
)  # fmt: skip
def test_nouns_names_and_titles_do_not_mislead(classifier: Classifier, text: str, speaker: str) -> None:
    assert surface(classifier, text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Hale said the senator was weak on boats and dismissed her plan as “a toy”.", "Hale"),
        ("Aides to Hale said that the judge was late and accused Vance of “hiding in the reeds”.", "Aides to Hale"),
        ("Hale claimed that Nora Vance was late, calling it “a shame”.", "Hale"),
    ],
)
def test_who_reports_a_clause_goes_on_speaking_behind_it(classifier: Classifier, text: str, speaker: str) -> None:
    assert surfaces(classifier, text)[-1] == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Hale pointed to the planks he called “older than me”.", "he"),
        ("It was a speech the mayor called “historic”.", "the mayor"),
        ("It was a policy critics have called “cruel”.", "critics"),
    ],
)
def test_who_names_something_may_stand_straight_behind_it(classifier: Classifier, text: str, speaker: str) -> None:
    assert surface(classifier, text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("People close to her say the race is “rigged”.", "People close to her"),
        ("Many argue that the race is “rigged”.", "Many"),
        ("The harbour's annual report for that year called the pier “a hazard”.", "The harbour's annual report"),
        ("Hale, who leads by nine, said on a conference call that it was “thin”.", "Hale"),
        ("The coach had one thought on the game, and he shared it: “We were playing eight.”", "he"),
        ("“We want boats!” roared pupils at the gate.", "pupils"),
        ("“You can’t eat a pier,” voters tell Hale.", "voters"),
        ("A club that likes Hale and that has spent millions called it “a farce”.", "A club"),
    ],
)
def test_a_verb_is_told_from_its_look_alikes(classifier: Classifier, text: str, speaker: str) -> None:
    assert surface(classifier, text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Hale plans to “flip a coin”.", "Hale"),
        ("Hale plans to travel to Torva to “listen to fishermen”.", "Hale"),
    ],
)
def test_who_means_to_do_something_words_it(classifier: Classifier, text: str, speaker: str) -> None:
    assert surface(classifier, text) == speaker


def test_a_fragment_that_nobody_is_named_for_is_of_who_spoke_before_it(classifier: Classifier) -> None:
    text = "The report called the shed “a freezer”. Boats in it were “effectively invisible” for weeks."
    assert surfaces(classifier, text) == ["The report", "The report"]
    assert surfaces(classifier, text.replace(". Boats", ".\n\nBoats")) == ["The report", None]


def test_what_begins_when_somebody_acts_is_theirs(classifier: Classifier) -> None:
    assert surface(classifier, "It began when Nora Vance stood up. “I have a question.”") == "Nora Vance"
