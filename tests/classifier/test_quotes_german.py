"""German marks: speech told from names and scare words; the speaker stays blank."""

import pytest

from classifier.engine import Classifier


def kept(classifier: Classifier, text: str, language: str = "de") -> list[str]:
    return [quote.text for quote in classifier.analyze(text, language).quotes if quote.kind != "indirect"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die Bürgermeisterin bezeichnete den Steg als „Wortbruch“.", ["Wortbruch"]),
        ("Vance sprach von einer „überwältigenden Resonanz“.", ["überwältigenden Resonanz"]),
        ("Der Steg sei „völlig morsch“, die Boote seien leer.", ["völlig morsch"]),
        ("Die Kasse nannte den Haushalt »ein Märchenbuch mit Zahlen«.", ["ein Märchenbuch mit Zahlen"]),
        ("»Der Steg sieht anders aus«, hieß es im Rathaus.", ["Der Steg sieht anders aus"]),
        (
            "„Wir haben „Kleine Boote“ am Steg. Das reicht uns“, sagte Vance.",
            ["Wir haben „Kleine Boote“ am Steg. Das reicht uns"],
        ),
    ],
)
def test_speech_is_kept(classifier: Classifier, text: str, words: list[str]) -> None:
    assert kept(classifier, text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Die Zeitung „Der Steg“ berichtet über Boote.",
        "Das Schiff „Alte Liebe“ kam in der Nacht in Torva an.",
        "Der „Hafenbund Torva“ trifft sich im Mai.",
        "Es war, mit Verlaub, ein „kleiner“ Steg am Rand der Stadt.",
    ],
)
def test_names_are_left_alone(classifier: Classifier, text: str) -> None:
    assert kept(classifier, text) == []


def test_a_german_text_is_known_by_its_words(classifier: Classifier) -> None:
    text = "Der Steg ist morsch und die Boote sind nicht sicher, sagte Vance. Er sei „völlig morsch“."
    (quote,) = [quote for quote in classifier.analyze(text).quotes if quote.kind != "indirect"]
    assert (quote.text, quote.by.speaker) == ("völlig morsch", None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vance zeigte sich „müde und traurig“ über den Steg.", ["müde und traurig"]),
        ("Die Fischer werfen dem Hafen „Planung nach Gefühl“ vor.", ["Planung nach Gefühl"]),
        ("Vance kündigte an, die Stadt werde den Vertrag „Punkt für Punkt“ erfüllen.", ["Punkt für Punkt"]),
        ("Die Stadt kündigte ein Fest für „Brot für Torva“ an.", []),
    ],
)
def test_fragments_that_look_like_names_are_told_by_their_verb(
    classifier: Classifier, text: str, words: list[str]
) -> None:
    assert kept(classifier, text) == words
