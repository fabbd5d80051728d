from hypothesis import given
from hypothesis import strategies as st

from classifier.words.fold import fold, tokens_of, words_of


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_tokens_stand_in_order_at_their_offsets(text: str) -> None:
    folded = fold(text)
    words, starts, ends = tokens_of(folded)
    assert [folded[start:end] for start, end in zip(starts, ends, strict=True)] == words
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


@given(st.lists(st.sampled_from(["st.", "u.s.", "-", " ", "\n", "'s", "5%", "it", "d'", "...", "\t"])).map("".join))
def test_tokens_found_run_by_run_are_those_of_the_whole_text(text: str) -> None:
    assert tokens_of(text)[0] == words_of(text)


def test_a_letter_that_grows_when_lowered_stays_one_letter() -> None:
    assert fold("İzmir") == "izmir"


def test_accents_fall_but_cyrillic_letters_of_their_own_stay() -> None:
    assert fold("Élan Äpfel мой Київ ёж") == "elan apfel мой київ еж"


def test_a_hyphenated_word_reads_like_two() -> None:
    assert words_of(fold("cease-fire")) == ["cease", "fire"]


def test_an_abbreviation_keeps_its_dot_and_a_possessive_is_a_word() -> None:
    assert words_of(fold("Gen. Orlov’s U.S. trip.")) == ["gen.", "orlov", "'s", "u.s.", "trip", "."]


def test_a_dash_between_blanks_is_a_mark() -> None:
    assert words_of(fold("it fell - Kyiv")) == ["it", "fell", "-", "kyiv"]
