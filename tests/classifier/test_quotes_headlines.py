"""Who is quoted in a headline, where a colon, a dash or nothing stands between the name and the words."""

import pytest

from classifier.engine import Classifier


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("‘It is heartbreaking’ — Vance opens up on the pier", "Vance"),
        ("‘Never closed’: Vance on the pier", "Vance"),
        ("Pier on ‘Massive Life Support’: Hale", "Hale"),
        ("Hale to Vance: ‘Mend your own pier’", "Hale"),
        ("Vance on harbour bid: ‘Never say never’", "Vance"),
        ("Pier shut at dawn; Vance ‘deeply concerned’", "Vance"),
        ("Hale calls Vance an ‘Old Pier Hand’", "Hale"),
    ],
)
def test_the_name_beside_the_words_is_the_speaker(classifier: Classifier, title: str, speaker: str) -> None:
    (quote,) = classifier.analyze_item(title, "", "").quotes
    assert (quote.kind != "indirect", quote.by.speaker) == (True, speaker)


@pytest.mark.parametrize("title", ["‘We are not leaving’: fear on the pier", "‘Better for boats’: pier reopens"])
def test_a_headline_that_opens_with_words_keeps_them_though_nobody_is_named(classifier: Classifier, title: str) -> None:
    (quote,) = classifier.analyze_item(title, "", "").quotes
    assert quote.by.speaker is None


@pytest.mark.parametrize(
    "title",
    ["Two boats found in ‘floating shed’", "Torva ‘dowry’ case goes to court", "‘Winter Tide’ wins a prize in Torva"],
)
def test_names_and_terms_in_a_headline_are_left_alone(classifier: Classifier, title: str) -> None:
    assert classifier.analyze_item(title, "", "").quotes == ()


def test_people_without_a_capital_may_follow_the_colon(classifier: Classifier) -> None:
    (quote,) = classifier.analyze_item("‘We are broke’: teachers walk out in Torva", "", "").quotes
    assert quote.by.surface == "teachers"
