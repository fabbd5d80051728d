import pytest

from classifier.phrases import Choice, Gap, PhraseError, expand


def test_single_words_in_a_group_stay_one_choice() -> None:
    assert expand("(draw|pull) back") == ((Choice(("draw", "pull")), Choice(("back",))),)


def test_a_group_inside_a_word_writes_out_its_forms() -> None:
    assert expand("back(s|ed|ing)? off") == ((Choice(("backs", "backed", "backing", "back")), Choice(("off",))),)


def test_an_optional_group_may_be_absent() -> None:
    assert (Choice(("no",)), Choice(("sign",))) in expand("no (clear)? sign")


def test_longer_alternatives_become_sequences_of_their_own() -> None:
    assert (Choice(("set",)), Choice(("out",))) in expand("(leave|set out)")


def test_a_gap_counts_the_words_it_skips() -> None:
    assert expand("pull <0-4> back")[0][1] == Gap(0, 4)


def test_words_are_folded_and_cut_as_texts_are() -> None:
    assert expand("Cease-Fire") == expand("cease fire")


@pytest.mark.parametrize(
    ("phrase", "complaint"),
    [
        ("(draw|pull back", "never closed"),
        ("draw) back", "closes nothing"),
        ("draw|pull", "outside a group"),
        ("pull <0-20> back", "not within <0-8>"),
        ("<0-2> back", "begin or end with a gap"),
        ("(maybe)?", "be empty"),
        ("", "be empty"),
        ("raids? on", "is no word"),
        ("pu*ll", "is no word"),
        ("#month", "is no word"),
        ("(a b|c d|e f|g h|i j) " * 6, "split it in two"),
    ],
)
def test_a_phrase_that_does_not_parse_says_what_to_mend(phrase: str, complaint: str) -> None:
    with pytest.raises(PhraseError, match=complaint):
        expand(phrase)
