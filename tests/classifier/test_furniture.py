import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.engine import Classifier
from classifier.matching.samestory import StoryText, match_stories
from classifier.words.furniture import bare

FURNITURE = (
    "Read more",
    "Read more: Rebels shell the harbour of Torva",
    "[Read more]",
    "(Read more about the siege of Torva)",
    "→ Read more about the truce",
    "See also: Army quits the heights",
    "Continue reading…",
    "Continue reading Troops leave Torva →",
    "Related: Missiles hit the harbour",
    "Source: Harbour Radio",
    "Sources: Harbour Radio, Torva Gazette",
    "Via: harbour-radio.example",
    "Photo: a tank on fire near Torva / Nora Vance",
    "Image caption: Soldiers retreat from the bridge",
    "(Photo by Nora Vance)",
    "A burning house near Torva (Nora Vance/Getty Images)",
    "© 2031 Harbour Radio. All rights reserved.",
    "The post Troops killed. Truce ends! appeared first on Torva Gazette.",
    "(Reporting by Nora Vance in Torva; Editing by Petr Hale)",
    "Reporting by Nora Vance; editing by Petr Hale",
    "Share this: Rebels attack Torva",
    "Follow us on every channel for the latest attacks",
    "Sign up for our war bulletin",
    "Get the latest strikes in your inbox every morning.",
    "We use cookies to keep the site going while troops withdraw.",
    "This live blog about the offensive is now closed.",
    "Troops forced to retreat [LIVE]",
    "Читайте также: Войска отошли от Торвы",
    "Подписывайтесь на наш канал",
    "Источник: Радио Гавань",
    "Фото: солдаты у моста",
    "Читайте також: Війська відійшли від Торви",
    "Джерело: Радіо Гавань",
    "Lesen Sie auch: Truppenabzug aus Torva",
    "Quelle: Hafenfunk",
    "Lire aussi : Les troupes quittent Torva",
    "À lire aussi : Trêve à Torva",
    "Tous droits réservés",
    "Lea también: Tropas se retiran de Torva",
    "Leer más",
    "Fuente: Radio Puerto",
)
PROSE = (
    "Sources: Russian troops withdraw from the river bank",
    "Source: army to leave Torva within days",
    "Read the letter in which the general ordered the retreat.",
    "Ferry sinks off Torva",
    "Troops withdraw",
    "The post office in Torva was shelled at dawn.",
    "Readers more than once asked why the troops left.",
    "“Follow us and nobody will shoot,” the colonel said.",
    "“Their privacy policy is a joke,” said Nora Vance.",
    "The general said he would share the map with the ferry crews.",
    "Related parties withdrew from the talks.",
    "Reports by the harbour police spoke of an attack.",
    "The cookies that the soldiers handed out were stale.",
    "Support our troops, the banner read.",
    "Copyright law was no topic at the truce talks.",
    "Войска отошли от Торвы, сообщил источник: город свободен.",
    "Die Truppen ziehen ab. Mehr dazu sagte der Minister nicht.",
)  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_blanked_alone_and_behind_a_sentence(line: str) -> None:
    assert bare(line).strip(" ([→") == ""
    sentence = "The ferry sailed at noon."
    assert bare(f"{sentence} {line}").strip(" ([→") == sentence
    assert bare(f"{sentence}\n{line}").strip(" ([→\n") == sentence


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_left_alone(line: str) -> None:
    assert bare(line) == line
    assert bare(f"The ferry sailed at noon. {line}").endswith(line)


def test_headlines_in_a_row_are_a_list_of_other_articles() -> None:
    story = "The ferry sailed at noon, the captain said."
    others = ["Rebels shell the harbour of Torva again", "Army quits the heights above the town", "Truce holds"]
    assert bare("\n".join([story, *others])).split() == story.split()
    assert bare("\n\n".join([story, *others])).split() == story.split()


def test_a_headline_over_its_text_is_kept() -> None:
    text = "Army quits the heights above Torva\nThe last men left at noon.\nThe town is calm."
    assert bare(text) == text


def test_a_bullet_that_is_no_sentence_is_a_link_and_one_that_is_is_prose() -> None:
    assert bare("• The army left Torva at noon.") == "• The army left Torva at noon."
    assert bare("The ferry sailed at noon.\n• Army leaves Torva").strip() == "The ferry sailed at noon."


@given(st.text(max_size=200), st.sampled_from(FURNITURE), st.text(max_size=200))
def test_bare_text_keeps_every_offset_and_is_bare_already(before: str, line: str, behind: str) -> None:
    text = f"{before}\n{line} {behind}"
    bared = bare(text)
    assert len(bared) == len(text)
    assert all(left in (" ", character) for left, character in zip(bared, text, strict=True))
    assert bared.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "line", ["Related: Rebels shelled Torva, said Nora Vance", "Read more: “We left Torva at noon”"]
)
def test_furniture_carries_neither_tag_nor_quote_nor_token(classifier: Classifier, line: str) -> None:
    summary = "The ferry sailed at noon."
    alone, dressed = (classifier.analyze_item("Ferry sails", text, "") for text in (summary, f"{summary} {line}"))
    assert dressed == alone


def test_items_that_share_only_a_footer_are_not_one_story() -> None:
    footer = "Read more: Rebels shell the harbour of Torva as thousands leave their homes in the northern valley"
    one = StoryText("Ferry sails", f"The ferry sailed at noon.\n{footer}")
    other = StoryText("Bakers strike", f"Bread is scarce this week.\n{footer}")
    assert match_stories(one, other).score == 0.0
    assert not match_stories(one, other).same


def test_items_that_share_only_a_footer_share_no_token(classifier: Classifier) -> None:
    footer = "The post Bread, ferries and tides appeared first on Torva Gazette."
    one = classifier.analyze_item("Ferry sails", f"The ship left at noon. {footer}", "")
    other = classifier.analyze_item("Bakers strike", f"Ovens are cold. {footer}", "")
    assert set(one.tokens).isdisjoint(other.tokens)


@pytest.mark.parametrize(
    "start",
    ["read more ", "Read more. ", "(source: ", "source: ", "the post ", "appeared first on ", "[live] ", "[[[", "( ", ". ",
     "• a\n", "a\n", "\n", "  \n", "our newsletter. ", "(c) ", "Source: A\n", "a b c d e f\n"],
)  # fmt: skip
def test_a_hostile_text_costs_no_more_than_its_length(start: str) -> None:
    text = (start * 100_000)[:100_000]
    begun = time.process_time()
    bare(text)
    assert time.process_time() - begun < 1.0
