"""What a sentence reports without marks: from where to where, and by whom."""

import pytest

from classifier.engine import Classifier


def claims(classifier: Classifier, text: str) -> list[tuple[str, str | None]]:
    return [(q.text, q.by.surface) for q in classifier.analyze(text, "en").quotes if q.kind == "indirect"]


@pytest.mark.parametrize(
    ("text", "clause", "speaker"),
    [
        (
            "According to the coastguard, the boat had ignored three calls.",
            "the boat had ignored three calls",
            "the coastguard",
        ),
        ("The pier had sunk, according to Nora Vance.", "The pier had sunk", "Nora Vance"),
        ("Hale said on Monday the board would not pay.", "the board would not pay", "Hale"),
        ("Hale told the board on Monday that the pier had sunk.", "the pier had sunk", "Hale"),
        ("Vance said in a letter to the board that boats were late.", "boats were late", "Vance"),
        ("Hale said about one boat in five would sail.", "about one boat in five would sail", "Hale"),
        ("When Hale pointed out that the pier was new, Vance smiled.", "the pier was new", "Hale"),
        ("Hale said Vance had denied that the pier was closed.", "Vance had denied that the pier was closed", "Hale"),
        ("Kesh announced a truce in the valley.", "a truce in the valley", "Kesh"),
        (
            "The pier is shut, the harbour board said Tuesday, contradicting Hale.",
            "The pier is shut",
            "the harbour board",
        ),
    ],
)
def test_a_reported_clause_is_cut_out_whole(classifier: Classifier, text: str, clause: str, speaker: str) -> None:
    assert claims(classifier, text) == [(clause, speaker)]


def test_two_verbs_report_a_clause_each(classifier: Classifier) -> None:
    text = "Hale said the pier had sunk and warned that the boats would follow."
    assert [clause for clause, _ in claims(classifier, text)] == ["the pier had sunk", "the boats would follow"]


def test_an_initial_ends_no_sentence(classifier: Classifier) -> None:
    text = "Hale said that the mayor, Nora B. Vance, had mended the pier."
    assert claims(classifier, text) == [("the mayor, Nora B. Vance, had mended the pier", "Hale")]


def test_a_clause_beside_a_quotation_is_its_speakers_too(classifier: Classifier) -> None:
    text = "“We mend piers,” Hale said before adding that the board would pay for it."
    assert claims(classifier, text) == [("the board would pay for it", "Hale")]


@pytest.mark.parametrize(
    "text",
    [
        "Asked how likely that was, Hale said nothing.",
        "Passengers were told that the ferry would wait.",
        "Hale warned the crew not to dive after the boats had left.",
        "Hale added a second goal from the spot.",
        "Two men with alleged links to the harbour board were held.",
        "“The pier is shut,” Hale told a crowd at the Elks Lodge.",
        "“The pier is shut,” said Nora Vance, who has mended boats for years.",
        "Hale would not say whether the pier would open.",
    ],
)
def test_what_nobody_claims_is_no_claim(classifier: Classifier, text: str) -> None:
    assert claims(classifier, text) == []


@pytest.mark.parametrize(
    ("text", "clause", "speaker"),
    [
        ("Vance has told her friends that the pier belongs to them.", "the pier belongs to them", "Vance"),
        ("Vance cautioned, however, that the pier was old.", "the pier was old", "Vance"),
        ("Vance reminded the mayor that the pier was old.", "the pier was old", "Vance"),
        ("The board affirms that the pier is old.", "the pier is old", "The board"),
        ("The mayor, who is ill and who has said of boats only that he likes them, left.", "he likes them, left", None),
        ("Hale said a crew called at 3:12 a.m. Boats from Torva came.", "a crew called at 3:12 a.m.", "Hale"),
        (
            "Hale said the vote had begun at 9 a.m. Tuesday in Torva.",
            "the vote had begun at 9 a.m. Tuesday in Torva",
            "Hale",
        ),
        ("According to Nora Vance, who built it, the pier is sound.", "the pier is sound", "Nora Vance"),
        ("According to Petr Hale, an aide who was there, the pier is sound.", "the pier is sound", "Petr Hale"),
    ],
)
def test_a_clause_is_found_over_what_stands_between(
    classifier: Classifier, text: str, clause: str, speaker: str | None
) -> None:
    ((found, named),) = claims(classifier, text)
    assert found == clause
    assert speaker is None or named == speaker


@pytest.mark.parametrize(
    "text",
    [
        "“The pier is shut,” Vance told a hastily arranged meeting in Torva.",
        "“The pier is shut,” Vance told a crowd in Torva that had waited for hours.",
        "Cycling: Torva rider loses her title",
    ],
)
def test_what_a_speaker_told_is_not_whom(classifier: Classifier, text: str) -> None:
    assert claims(classifier, text) == []


def test_who_was_reminded_says_only_the_rest(classifier: Classifier) -> None:
    text = "Reminded that the pier was new, Hale replied that it was old."
    assert claims(classifier, text) == [("it was old", "Hale")]
