import pytest

from classifier.lexicon.phrases import Gap, PhraseError, expand, gap_of


def test_single_words_in_a_group_stay_one_choice() -> None:
    assert expand("(draw|pull) back") == ["draw|pull back"]


def test_a_group_inside_a_word_writes_out_its_forms() -> None:
    assert expand("back(s|ed|ing)? off") == ["backs|backed|backing|back off"]


def test_an_optional_group_may_be_absent() -> None:
    assert expand("no (clear)? sign") == ["no clear sign", "no sign"]


def test_longer_alternatives_become_plain_phrases_of_their_own() -> None:
    assert expand("(leave|set out) now") == ["leave now", "set out now"]


def test_a_gap_stays_as_it_is_written() -> None:
    assert expand("pull <0-4> back") == ["pull <0-4> back"]
    assert gap_of("<0-4>") == Gap(0, 4)
    assert gap_of("pull") is None


def test_a_gap_may_hang_on_an_optional_word() -> None:
    assert expand("pull (men )?<0-3> back") == ["pull men <0-3> back", "pull <0-3> back"]


def test_words_are_folded_and_cut_as_texts_are() -> None:
    assert expand("Cease-Fire") == expand("cease fire")
    assert expand("(Élan|Über*) Ost") == ["elan|uber* ost"]


@pytest.mark.parametrize("word", ["draw", "Draw*", "войск*", "d'accord", "(draw|pull*)", "<0-3>", "#year", "{FORCE}"])
def test_what_may_stand_in_a_phrase_may_stand_in_a_group(word: str) -> None:
    assert set(expand(f"to ({word})? and fro")) == {*expand(f"to {word} and fro"), "to and fro"}


@pytest.mark.parametrize(
    ("phrase", "complaint"),
    [
        ("(draw|pull back", "never closed"),
        ("draw) back", "closes nothing"),
        ("draw|pull", "outside a group"),
        ("pull <0-20> back", "not within <0-8>"),
        ("pull <3-2> back", "not within <0-8>"),
        ("pull (men )?<0-9> back", "not within <0-8>"),
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
