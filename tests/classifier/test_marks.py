from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.quoting.marks import MAX_QUOTE, marked


def inside(text: str) -> list[str]:
    return [text[span.start : span.end] for span in marked(text, 0, len(text))]


@given(st.text(alphabet="\"'“”‘’„«» as.,…&quot;\n", max_size=80))
def test_spans_are_ordered_and_apart(text: str) -> None:
    spans = marked(text, 0, len(text))
    assert all(span.outer_start <= span.start < span.end <= span.outer_end <= len(text) for span in spans)
    assert all(one.outer_end <= other.outer_start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ('"', '"'),
        ("“", "”"),
        ("«", "»"),
        ("„", "“"),
        ("»", "«"),
        ("”", "”"),
        ("&quot;", "&quot;"),
        ("‘", "’"),
        ("'", "'"),
        ("``", "''"),
    ],
)
def test_marks_of_every_style_hold_a_quotation(opens: str, closes: str) -> None:
    assert inside(f"He said {opens}go now{closes}.") == ["go now"]


def test_an_apostrophe_is_no_mark() -> None:
    assert inside("The pilots’ lounge isn't open; the '80s boats can’t use the sailors' berths.") == []


def test_feet_and_inches_are_no_marks() -> None:
    assert inside('A 5\'9" sailor carried the 12" lamp.') == []


def test_a_nested_quotation_stays_inside() -> None:
    assert inside("“She shouted ‘down’ and ran,” he said.") == ["She shouted ‘down’ and ran,"]
    assert inside('“It says "halt" there,” he said.') == ['It says "halt" there,']


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    (span,) = marked("“We wait.", 0, 9)
    assert (span.start, span.end, span.closed) == (1, 9, False)


def test_a_paragraph_may_begin_inside_a_quotation() -> None:
    assert inside("…but the pier held,” Hale said.") == ["but the pier held,"]


def test_a_lost_mark_swallows_no_page() -> None:
    assert inside("“" + "a " * MAX_QUOTE) == []


def test_a_plural_possessive_does_not_close_a_single_quotation() -> None:
    assert inside("‘We paint the boats’ hulls in May,’ he said.") == ["We paint the boats’ hulls in May,"]
