"""Every rule whose words stand in a text is accounted for: what it rests on, what silenced it, which cue decided."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.matching.fingerprint import recognisable
from classifier.tagging.why import CueWhy, RuleWhy, Words
from tests.classifier.small import small

SMALL = small()


def rule(text: str, name: str) -> RuleWhy:
    (found,) = [rule for rule in SMALL.why(text).rules if rule.rule.id == name]
    return found


def cue(text: str, words: str, dated_ms: int | None = None) -> CueWhy:
    """What is said of a cue to the one rule that fires."""
    (fired,) = [rule for rule in SMALL.why(text, dated_ms=dated_ms).rules if rule.verdict == "fired"]
    (found,) = [cue for cue in fired.cues if cue.words.text == words]
    return found


def test_a_rule_that_fired_names_the_word_that_met_its_need() -> None:
    found = rule("The brigade soon retreated.", "w.retreat")
    assert found.verdict == "fired"
    assert found.words == Words("retreated", 17, 26)
    (need,) = found.needs
    assert need.found == ("FORCE", "text", ("brigade", 4, 11), "left", 2)
    assert need.beyond is None


def test_a_suppressor_considered_in_vain_names_its_near_miss() -> None:
    (bar,) = rule("The league saw the brigade retreat.", "w.retreat").unless
    assert bar.found is None
    assert bar.beyond == ("SPORT", "text", ("league", 4, 10), "left", 4)


def test_a_rule_without_its_anchor_says_which_and_how_far_off_one_was() -> None:
    found = rule("the brigade held on for a week and then retreated.", "w.retreat")
    assert found.verdict == "needs"
    assert found.needs[0].found is None
    assert found.needs[0].beyond == ("FORCE", "text", ("brigade", 4, 11), "left", 8)


def test_a_suppressed_rule_names_the_word_that_silenced_it() -> None:
    found = rule("The brigade yoga retreat.", "w.retreat")
    assert found.verdict == "unless"
    assert found.unless[0].found == ("SPORT", "text", ("yoga", 12, 16), "left", 1)
    assert found.tag is None


def test_a_rule_inside_an_idiom_names_it() -> None:
    found = rule("A heart attack.", "e.attack")
    assert (found.verdict, found.by, found.at) == ("idiom", "i.heart", ("heart attack", 2, 14))


def test_a_rule_inside_longer_words_names_their_rule() -> None:
    found = rule("He called off the attack.", "e.attack")
    assert (found.verdict, found.by, found.at) == ("longer", "d.calls-off", ("called off the attack", 3, 24))


def test_an_anchor_may_stand_in_another_field() -> None:
    (found,) = SMALL.why_item("An exit", "The brigade rests.", "").rules
    assert found.needs[0].found == ("FORCE", "summary", ("brigade", 4, 11), "item", 0)


def test_a_name_may_be_the_anchor() -> None:
    assert rule("We saw Torva retreat.", "w.retreat").needs[0].found == ("NAME", "text", ("Torva", 7, 12), "left", 1)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("It was not an attack.", "not", ("won", "", "", 0)),
        ("It was reportedly not an attack.", "reportedly", ("weaker", "", "", 0)),
        ("An attack it was not.", "not", ("direction", "", "", 0)),
        ("An attack in 1999.", "in 1999", ("won", "", "", 0)),
        ("In 1999 an attack.", "In 1999", ("direction", "", "", 0)),
        ("He was not at home for the attack.", "not", ("far", "", "", 1)),
        ("Perhaps; the attack.", "Perhaps", ("stopped", "CLAUSE", ";", 0)),
        ("The attack; reportedly.", "reportedly", ("stopped", "CLAUSE", ";", 0)),
        ("A threat of one brigade retreat.", "threat of", ("label", "", "", 0)),
        ("Not only an attack.", "Not only", ("friend", "", "", 0)),
        ("Not only an attack.", "Not", ("friend", "n.not-only", "Not only", 0)),
        ("Perhaps not an attack.", "not", ("longer", "q.perhaps", "Perhaps not", 0)),
        ("It may be an attack.", "may", ("needs", "", "", 0)),
        ("Maybe yoga ends in an attack.", "Maybe", ("unless", "SPORT", "yoga", 0)),
        ("Maybe soon an attack.", "soon", ("weaker", "", "", 0)),
    ],
)
def test_a_cue_that_does_not_decide_says_why(text: str, words: str, expected: tuple[str, str, str, int]) -> None:
    found = cue(text, words)
    assert (found.verdict, found.by, found.at.text if found.at else "", found.beyond) == expected


def test_a_year_too_near_says_so() -> None:
    assert cue("An attack in 1999.", "in 1999", dated_ms=946_684_799_000).verdict == "recent"
    assert cue("An attack in 1999.", "in 1999", dated_ms=978_307_200_000).verdict == "won"


def test_words_that_somebody_said_name_the_quote() -> None:
    (found,) = SMALL.why("“The attack is over,” said Ana Reyes.").rules
    assert found.told is not None
    assert (found.told.by.speaker, found.told.cue) == ("Ana Reyes", "said")
    assert found.tag is not None
    assert found.tag.cue == "quote.explicit"


PROSE = """
    brigade tank crews retreat retreated exit attack heart calls off the called maybe soon not only perhaps reportedly threat of in
    1999 2025 may Torva said , ; . but “ ” league yoga
"""
WORDS = st.sampled_from(PROSE.split())


@given(st.lists(WORDS, max_size=40).map(" ".join), st.none() | st.just(1_760_000_000_000))
@settings(max_examples=300, deadline=None)
def test_the_account_is_that_of_the_tags_themselves(text: str, dated_ms: int | None) -> None:
    why, analysis = SMALL.why(text, dated_ms=dated_ms), SMALL.analyze(text, dated_ms=dated_ms)
    fired = [rule for rule in why.rules if rule.verdict == "fired"]
    assert tuple(rule.tag for rule in fired) == analysis.tags
    assert tuple(map(recognisable, why.quotes)) == analysis.quotes
    for rule in fired:
        assert rule.tag is not None
        assert all(need.found for need in rule.needs)
        assert not any(bar.found for bar in rule.unless)
        won = [cue.cue.stance for cue in rule.cues if cue.verdict == "won"]
        assert won == ([] if rule.tag.cue.startswith("quote.") or not rule.tag.cue else [rule.tag.stance])
    for rule in why.rules:
        assert text[rule.words.start : rule.words.end] == rule.words.text
        if rule.verdict == "needs":
            assert not all(need.found for need in rule.needs)
        if rule.verdict == "unless":
            assert any(bar.found for bar in rule.unless)
