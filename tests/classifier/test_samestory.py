"""When two items are one event: what likens them, and what keeps them apart whatever their likeness."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.matching.samestory import StoryText, Weights, match_stories
from classifier.words.wording import tokens

AGROUND = ("Ferry runs aground off Torva", "A ferry ran aground off Torva overnight, the coastguard said.")
RESCUED = (
    "Passengers rescued from ferry near Torva",
    "The coastguard rescued passengers after a ferry hit rocks off Torva.",
)


def story(title: str, summary: str = "") -> StoryText:
    return StoryText(title, summary)


def rare_everywhere(_: str) -> tuple[int, int]:
    """A window of many items none of which holds the word."""
    return 0, 20_000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            (
                "UPDATE 1-Harbour minister’s ferry programme halted after storm",
                "The ferry programme stopped on Friday.",
            ),
            (
                "Harbor minister's ferry program halted after storm",
                "PIERTOWN, May 3 - The ferry program stopped on Friday.",
            ),
        ),
        (
            ("Two Norvan cutters came within 6 metres of US launch", "The launch turned away off Cape Dorn, it said."),
            ("Two Norvan cutters came within 20 feet of U.S. launch", "It said the launch turned away off Cape Dorn."),
        ),
        (
            ("Salt tax raised by three per cent from July, council says", ""),
            ("Salt tax raised 3% from July, council says", ""),
        ),
    ],
)
def test_the_same_words_in_another_outlets_spelling_are_a_copy(one: tuple[str, str], other: tuple[str, str]) -> None:
    match = match_stories(story(*one), story(*other), 1.0)
    assert match.same
    assert match.duplicate


def test_a_reworded_report_is_the_same_story_and_no_copy() -> None:
    match = match_stories(story(*AGROUND), story(*RESCUED), 2.0)
    assert match.same
    assert not match.duplicate
    assert match.reason.startswith(("ferry", "torva", "coastguard", "rocks"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dutch ambassador recalled from Lima", "Netherlands recalls envoy to Peru"),
        ("Riga freezes pipeline permit of Norvan firm", "Latvia halts Norvan company's pipeline permit"),
        ("Norva says it shot down a drone over Lisova", "Drone downed over Lisova, says Norva's army"),
    ],
)
def test_nations_and_verbs_of_the_news_are_one_whoever_words_them(one: str, other: str) -> None:
    assert match_stories(story(one), story(other)).score > 0.3


def test_a_claim_and_its_denial_are_one_story() -> None:
    claim = story(
        "Norva accuses Estland of felling border pines", "Norva said on Friday that soldiers felled the pines."
    )
    denial = story("Estland denies felling border pines", "Estland rejected what Norva said of its soldiers on Friday.")
    assert match_stories(claim, denial, 3.0).same


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Ferry death toll passes forty in Torva", "Ferry death toll passes fifty in Torva", "number"),
        ("Council counts 28 of 35 boats lost", "Council counts 35 of 38 boats lost", "number"),
        ("Torva beats Lisova 2-0 to go top", "Torva beats Lisova 3-1 in cup", "score"),
        ("Second ferry reaches the harbour of Torva", "First ferry reaches the harbour of Torva", "rank"),
        ("Siege of Torva enters day 34", "Siege of Torva enters day 35", "rank"),
        ("Harbour bulletin for May 14", "Harbour bulletin for May 15", "date"),
        ("Minister opens ferry port in Norway on Monday", "Minister opens ferry port in Estonia on Monday", "name"),
        ("Peru ratifies Bolivia's fishing treaty", "Peru ratifies Chile's fishing treaty", "name"),
        ("Bolivia summons Chilean envoy over reef", "Chile summons Bolivian envoy over reef", "actor"),
        ("Norway to lend ten icebreakers to Peru", "Finland to lend ten icebreakers to Peru", "actor"),
        ("Army takes Torva, rebels leave", "Rebels take Torva, army leaves", "actor"),
        ("Minister to open ferry port Monday", "Minister to open ferry port Friday", "day"),
        ("Ferry port reopens after storm", "Ferry port closes after storm", "opposites"),
        ("Bank of Torva raises rates", "Bank of Torva leaves rates unchanged", "opposites"),
        ("Envoy arrives in Lisova for grain talks", "Envoy leaves Lisova grain talks", "opposites"),
        ("Judge orders release of Torva mayor", "Judge refuses release of Torva mayor", "opposites"),
        ("Crews of Torva ferry vote for walkout", "Crews of Torva ferry call off walkout", "opposites"),
        ("Mayor of Torva arrested over harbour bribes", "Mayor of Torva charged over harbour bribes", "phase"),
        ("Torva crisis live: what we know", "Torva crisis: what we know", "round-up"),
    ],
)
def test_one_word_that_differs_outweighs_any_likeness(one: str, other: str, kind: str) -> None:
    for match in (match_stories(story(one), story(other)), match_stories(story(other), story(one))):
        assert (match.same, match.duplicate, match.veto) == (False, False, kind)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Blast in Torva mine kills at least 12", "Torva mine blast death toll rises to 19"),
        ("Mine gift of £5m to mayor of Torva examined", "Mine gift of $9m to mayor of Torva examined"),
        ("Torva council moves 1,480 goats by rail", "Torva council moves 1,500 goats by rail"),
        ("Mill in Torva burnt down as anger rises", "Anger rises in Torva as mill is burnt"),
        ("Torva would not sell ferry, says mayor", "Mayor of Torva wouldn't sell ferry"),
    ],
)
def test_what_two_papers_word_differently_is_no_contradiction(one: str, other: str) -> None:
    match = match_stories(story(one, "The mine lies in Torva."), story(other, "Torva's mine is old."), 2.0)
    assert (match.same, match.veto) == (True, "")


def test_days_apart_ask_for_more_likeness() -> None:
    assert match_stories(story(*AGROUND), story(*RESCUED), hours_apart=2.0).same
    assert not match_stories(story(*AGROUND), story(*RESCUED), hours_apart=90.0).same


def test_words_that_many_items_hold_liken_less() -> None:
    one, other = story("Minister visits ferry"), story("Ferry awaits minister in fog")

    def common(word: str) -> tuple[int, int]:
        return 9_000, 20_000

    rare = match_stories(one, other, 0.0, Weights(rare_everywhere))
    assert match_stories(one, other, 0.0, Weights(common)).score < rare.score


def test_what_is_on_one_subject_and_no_event_is_related() -> None:
    one = story("Torva ferry line to be sold", "The council seeks a buyer for the loss-making boats and the pier.")
    other = story("How Torva came to own a ferry", "It began with a gift of two boats, and a pier built in haste.")
    match = match_stories(one, other, 60.0, Weights(rare_everywhere))
    assert (match.same, match.related) == (False, True)


def test_bulletins_of_one_outlet_are_no_copies_of_each_other() -> None:
    morning, evening = (
        story(f"Harbour bulletin – {time}", "All the news of the harbour.") for time in ("Morning", "Evening")
    )
    assert not match_stories(morning, evening, 12.0).same


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.floats(0, 100))
def test_matching_stories_is_symmetric_and_bounded(a: str, b: str, c: str, hours: float) -> None:
    there, back = match_stories(story(a, b), story(b, c), hours), match_stories(story(b, c), story(a, b), hours)
    assert (there.same, there.duplicate, there.score, there.related) == (
        back.same,
        back.duplicate,
        back.score,
        back.related,
    )
    assert 0.0 <= there.score <= 1.0


@pytest.mark.parametrize(
    "unit", ["a ", "1,", "live ", "A-", "$5 killed ", "U.S. ", "in Torva ", "not ", "é", "one two "]
)
def test_a_megabyte_of_anything_is_compared_at_once(unit: str) -> None:
    endless = story(unit * (1_000_000 // len(unit)), unit * (1_000_000 // len(unit)))
    start = time.process_time()
    match_stories(endless, story(*AGROUND))
    match_stories(endless, endless)
    assert time.process_time() - start < 0.3


def test_tokens_are_distinct_sorted_and_of_one_spelling() -> None:
    assert tokens("The ferries’ programme", "A ferry program") == tokens("ferry program", "")


def test_a_country_in_capitals_is_no_pronoun() -> None:
    assert "america" in tokens("US ferry lost", "")
    assert "america" not in tokens("Give us the ferry", "")
    assert "america" not in tokens("LET US SAIL", "")


def test_what_speaks_against_two_that_are_little_alike_is_looked_for_only_closely() -> None:
    strike = story("Sixth week of harbour strike: council meets union", "The council met the dockers on Monday.")
    storm = story("Seventh week of storms closes harbour of Torva", "Waves reached the lighthouse.")
    close, hasty = (match_stories(strike, storm, closely=closely) for closely in (True, False))
    assert (close.veto, hasty.veto) == ("rank", "")
    assert not hasty.same
    assert not hasty.related
    assert hasty.score == close.score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            story("Council signs order on ferries", "The order covers ferries."),
            story("Council signs order on bread prices", "The order covers bread prices."),
        ),
        (
            story("Ferry crew rescued off Torva", "Twelve sailors were taken aboard a tug on Friday."),
            story("Ferry crew rescued off Torva again", "Nine sailors were taken aboard a tug on Saturday."),
        ),
        (
            story("Divers find the wreck off Torva", "The search went on through the night."),
            story("Divers find no wreck off Torva", "The search went on through the night."),
        ),
    ],
)
def test_one_form_of_words_about_two_things_is_no_copy(one: StoryText, other: StoryText) -> None:
    assert not match_stories(one, other, hours_apart=1.0).duplicate


def test_what_is_denied_at_once_is_that_very_claim_and_what_is_not_so_a_day_later_has_changed() -> None:
    claim = story("Ferries are leaving the port of Torva", "The harbour ministry said so.")
    denial = story("Ferries are not leaving the port of Torva", "Dockers said that nothing had moved.")
    assert match_stories(claim, denial, hours_apart=2.0).same
    assert match_stories(claim, denial, hours_apart=24.0).veto == "negation"
