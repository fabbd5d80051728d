import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.match import QuoteText, StoryText, match_quotes, match_stories, quote_norm
from classifier.wording import tokens


def story(title: str, summary: str = "") -> StoryText:
    return StoryText(title, summary)


def test_a_copy_with_another_outlets_spelling_is_a_duplicate() -> None:
    match = match_stories(
        story(
            "UPDATE 1-Harbour minister’s ferry programme halted after storm", "The ferry programme stopped on Friday."
        ),
        story(
            "Harbor minister's ferry program halted after storm",
            "PIERTOWN, May 3 - The ferry program stopped on Friday.",
        ),
    )
    assert match.same
    assert match.duplicate


def test_a_reworded_report_is_the_same_story_and_no_copy() -> None:
    match = match_stories(
        story("Ferry runs aground off Torva", "A ferry ran aground off Torva overnight, the coastguard said."),
        story(
            "Passengers rescued from ferry near Torva",
            "The coastguard rescued passengers after a ferry hit rocks off Torva.",
        ),
    )
    assert match.same
    assert not match.duplicate


@pytest.mark.parametrize(
    ("one", "other", "veto"),
    [
        ("Ferry death toll passes forty in Torva", "Ferry death toll passes fifty in Torva", "number"),
        ("Second ferry reaches the harbour of Torva", "First ferry reaches the harbour of Torva", "ordinal"),
        ("Minister opens ferry port in Norway on Monday", "Minister opens ferry port in Estonia on Monday", "name"),
        ("Minister to open ferry port Monday", "Minister to open ferry port Friday", "day"),
        ("Coastguard sees no sign of ferry wreck", "Coastguard sees first sign of ferry wreck", "ordinal|negation"),
        ("Ferry port reopens after storm", "Ferry port closes after storm", "opposites"),
    ],
)
def test_a_contradiction_outweighs_any_likeness(one: str, other: str, veto: str) -> None:
    match = match_stories(story(one), story(other))
    assert not match.same
    assert match.reason.startswith(tuple(veto.split("|")))


def test_days_apart_ask_for_more_likeness() -> None:
    one = story("Ferry runs aground off Torva", "A ferry ran aground off Torva overnight, the coastguard said.")
    other = story(
        "Passengers rescued from ferry near Torva",
        "The coastguard rescued passengers after a ferry hit rocks off Torva.",
    )
    assert match_stories(one, other, hours_apart=2.0).same
    assert not match_stories(one, other, hours_apart=90.0).same


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_matching_stories_is_symmetric_and_bounded(a: str, b: str, c: str) -> None:
    there, back = match_stories(story(a, b), story(b, c)), match_stories(story(b, c), story(a, b))
    assert (there.same, there.duplicate, there.score) == (back.same, back.duplicate, back.score)
    assert 0.0 <= there.score <= 1.0


def test_tokens_are_distinct_sorted_and_of_one_spelling() -> None:
    assert tokens("The ferries’ programme", "A ferry program") == tokens("ferry program", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We can’t recognise this pier", "We cannot recognize this pier"),
        ("That&#8217;s the tide and nothing else", "That’s the tide and nothing else"),
        ("Well, you know, ferries come in late here", "Ferries come in late here"),
        ("The new pier opens on 7 June", "The new pier opens on June 7"),
        ("[The captain] showed us how the pumps had failed", "He showed us how the pumps had failed"),
        ("Every pump on board had rusted through", "Every pump on board had rusted through, and the crew knew it"),
    ],
)
def test_the_same_words_in_two_papers_are_one_quote(one: str, other: str) -> None:
    assert match_quotes(QuoteText(one, "Nora Vance"), QuoteText(other, "Captain Vance")).same


@pytest.mark.parametrize(
    ("one", "other", "veto"),
    [
        ("The ferry is leaving the harbour", "The ferry is not leaving the harbour", "negation"),
        ("The new pier opens on 7 June", "The new pier opens on 17 June", "number"),
        ("We could sink the ferry in the bay", "We will sink the ferry in the bay", "modal"),
        ("Two boats lie inside the harbour", "Two boats lie outside the harbour", "opposites"),
        ("They rammed us first in the bay at dawn", "We rammed them first in the bay at dawn", "who"),
    ],
)
def test_a_word_that_turns_the_sense_parts_two_quotes(one: str, other: str, veto: str) -> None:
    match = match_quotes(QuoteText(one, "Nora Vance"), QuoteText(other, "Nora Vance"))
    assert not match.same
    assert match.reason.startswith(veto)


def test_two_named_speakers_are_never_joined() -> None:
    words = "The ferry sails every single night"
    assert not match_quotes(QuoteText(words, "Nora Vance"), QuoteText(words, "Petr Hale")).same


def test_an_anonymous_office_may_be_the_named_speaker() -> None:
    words = "The ferry sails every single night"
    assert match_quotes(QuoteText(words, "Nora Vance"), QuoteText(words, "a harbour spokeswoman")).same


def test_a_short_phrase_needs_the_same_speaker() -> None:
    assert not match_quotes(QuoteText("No comment", None), QuoteText("No comment", "Nora Vance")).same
    assert match_quotes(QuoteText("No comment", "Vance"), QuoteText("No comment", "Nora Vance")).same


@given(st.text(max_size=200))
def test_a_normalised_quote_is_already_normal_in_its_case(text: str) -> None:
    assert quote_norm(text) == quote_norm(text.upper().lower()) or not text.isascii()
