"""Whatever the text, spans lie in it, in order, apart and without their marks; and hostile text costs little."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.engine import Classifier

_CLASSIFIER = Classifier.load()
_MARKS = '"“”„«»＂'
_PIECES = st.sampled_from(
    ["Hale", "said", "that", "“", "”", '"', "‘", "’", "„", "«", "»", ", ", ". ", ": ", " – ", "the pier", "had sunk", "called",
     "according to", "who", "and", "sei", "nicht", "der", "\n", "…", "it", "!", "told", "was", " ", "Nora B. Vance", "'s"]
)  # fmt: skip
_TEXTS = st.lists(_PIECES, max_size=40).map(" ".join)


@given(_TEXTS, _TEXTS, st.sampled_from(["", "en", "de"]))
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_their_field_in_order_and_apart(title: str, text: str, language: str) -> None:
    fields = {"title": title, "text": text}
    analysis = _CLASSIFIER.analyze_item(title, "", text, language)
    for field, written in fields.items():
        spans = [quote for quote in analysis.quotes if quote.field == field]
        assert all(0 <= quote.start < quote.end <= len(written) for quote in spans)
        assert all(written[quote.start : quote.end] == quote.text for quote in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))


@given(_TEXTS)
@settings(max_examples=200, deadline=None)
def test_no_quotation_begins_or_ends_with_its_marks(text: str) -> None:
    for quote in _CLASSIFIER.analyze(text, "en").quotes:
        if quote.kind != "indirect" and quote.start and text[quote.start - 1] in _MARKS:
            assert not quote.text[0].isspace() and not quote.text[-1].isspace()


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        '" ',
        "“",
        "‘",
        "'",
        "„",
        "«»",
        "“a” ",
        "x' 'x ",
        '"a said ',
        '"a," he said, ',
        "said that “a” and ",
        "a: “B” ",
        "said he asked and ",
    ],
)
def test_a_megabyte_without_a_line_break_is_read_at_once(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    before = time.process_time()
    _CLASSIFIER.analyze(text, "en")
    assert time.process_time() - before < 1
