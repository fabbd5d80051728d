"""What a statement is looked up by in other papers, before anybody compares the two."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.engine import Classifier
from classifier.matching.fingerprint import recognisable
from classifier.records import UNATTRIBUTED, Quote, QuoteKind

WORDS = "The corridor’s guns won’t fall silent on Tuesday"


def quote(text: str, kind: QuoteKind = "direct") -> Quote:
    return Quote("summary", 0, len(text), kind, text, "said", UNATTRIBUTED)


def test_a_statement_has_one_digest_however_papers_spell_it() -> None:
    one, other = recognisable(quote(WORDS)), recognisable(quote("the corridor's guns will not fall silent on Tuesday!"))
    assert len(one.norm_hash) == 12
    assert (one.norm_hash, one.grams) == (other.norm_hash, other.grams)


def test_other_words_have_another_digest_and_share_what_neighbours_they_have_in_common() -> None:
    one, other = recognisable(quote(WORDS)), recognisable(quote("The corridor’s guns will fall silent on Friday"))
    assert one.norm_hash != other.norm_hash
    assert set(one.grams) & set(other.grams)


@pytest.mark.parametrize(("text", "kind"), [(WORDS, "indirect"), ("not on Tuesday", "direct"), ("", "mixed")])
def test_a_fragment_and_a_reporter_s_own_words_are_recognised_nowhere(text: str, kind: QuoteKind) -> None:
    assert recognisable(quote(text, kind)) == quote(text, kind)


@given(st.text())
def test_any_text_can_be_looked_up(text: str) -> None:
    known = recognisable(quote(text))
    assert bool(known.norm_hash) == (len(text.split()) >= 4)
    assert list(known.grams) == sorted(set(known.grams))
    assert len(known.grams) <= 24


def test_an_analysis_brings_its_quotes_ready_to_be_looked_up(classifier: Classifier) -> None:
    said = "“The last convoy has left the harbour tonight,” said Colonel Anna Brandt."
    (found,) = classifier.analyze_item("", said, "").quotes
    assert found.norm_hash
    assert found == recognisable(replace(found, norm_hash=b"", grams=()))
