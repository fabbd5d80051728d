from classifier.tagging.explain import explain
from tests.classifier.small import small

SMALL = small()
DIGEST = f"lexicon {SMALL.digest}"


def test_a_tag_is_explained_by_its_words_rule_anchor_suppressor_and_cues() -> None:
    assert explain(SMALL.why("In the league the brigade has reportedly not retreated.")) == [
        "withdrawal (retreat) denied: “retreated” at text 45-54, rule w.retreat, score 70",
        "  needs FORCE or NAME within 4 words to the left: “brigade” (FORCE) stands 4 words left",
        "  not with SPORT within 2 words: “league” (SPORT) stands 6 words left, out of its reach",
        "  cue “not” n.not (denied, reaches 3 words forward): decides",
        "  cue “reportedly” s.reportedly (claimed, reaches 4 words both ways): reaches them, but n.not goes before",
        DIGEST,
    ]


def test_a_rule_that_stayed_silent_gives_its_reason_in_a_line() -> None:
    assert explain(SMALL.why("A heart attack. The brigade yoga retreat. They retreat. He called off the attack.")) == [
        "deescalation asserted: “called off the attack” at text 59-80, rule d.calls-off, score 80",
        "not escalation: “attack” of e.attack at text 8-14, for it is part of “heart attack” (i.heart)",
        "not withdrawal: “retreat” of w.retreat at text 33-40, for “yoga” (SPORT) stands 1 word left",
        "not withdrawal: “retreat” of w.retreat at text 47-54, for it needs FORCE or NAME within 4 words to the left",
        "not escalation: “attack” of e.attack at text 74-80, for d.calls-off has the words with “called off the attack”",
        DIGEST,
    ]


def test_an_item_is_explained_by_its_fields() -> None:
    assert explain(SMALL.why_item("An exit", "The brigade rests.", "")) == [
        "withdrawal asserted: “exit” at title 3-7, rule w.exit, score 90",
        "  needs FORCE anywhere in the item: “brigade” (FORCE) in the summary",
        DIGEST,
    ]


def test_words_that_somebody_said_are_explained_by_the_quote() -> None:
    assert explain(
        SMALL.why("“The attack is not over,” said Captain Nora Vance. “The attack is over,” said Nora Vance.")
    ) == [
        "escalation claimed: “attack” at text 5-11, rule e.attack, score 85",
        "  cue “not” n.not (denied, reaches 3 words forward): the words stand on its other side",
        "  inside a direct quote of Nora Vance (Captain Nora Vance), said (claimed): decides",
        "  the word of Nora Vance: person, Captain",
        "escalation claimed: “attack” at text 56-62, rule e.attack, score 85",
        "  inside a direct quote of Nora Vance, said (claimed): decides",
        "  the word of Nora Vance: person, Captain",
        (
            "“The attack is not over,” at text 1-24: direct quote of Nora Vance (Captain Nora Vance), "
            "said; person, Captain; explicit 96"
        ),
        "“The attack is over,” at text 52-71: direct quote of Nora Vance, said; person, Captain; explicit 96",
        DIGEST,
    ]


def test_a_plain_text_says_so() -> None:
    assert explain(SMALL.why("Rain is due.")) == ["no tag and no quote", DIGEST]
