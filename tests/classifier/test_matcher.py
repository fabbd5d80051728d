from classifier.lexicon.matcher import Matcher, Span
from classifier.lexicon.references import References

PLAIN = References({})


def hits(phrase: str, text: str) -> list[tuple[int, int]]:
    matcher = Matcher()
    matcher.add(0, PLAIN.expand(phrase))
    return [(span.first, span.end) for _, span in matcher.scan(text.split(" "))]


def test_a_phrase_is_found_wherever_it_stands() -> None:
    assert hits("pull back", "they pull back and pull back") == [(1, 3), (4, 6)]


def test_a_stem_takes_any_ending() -> None:
    assert hits("troop*", "troops trooped on") == [(0, 1), (1, 2)]


def test_a_gap_skips_no_more_words_than_it_says() -> None:
    assert hits("pull <0-2> back", "pull its men back") == [(0, 4)]
    assert hits("pull <0-2> back", "pull all of its men back") == []


def test_a_gap_does_not_cross_punctuation() -> None:
    assert hits("pull <0-4> back", "pull out . men back") == []


def test_gaps_that_meet_make_one() -> None:
    assert hits("pull <0-2> (all)? <1-2> back", "pull its two men off back") == [(0, 6)]
    assert hits("pull <0-2> (all)? <1-2> back", "pull its two men off it back") == []
    assert hits("pull <0-2> (all)? <1-2> back", "pull back") == []


def test_a_gap_may_skip_the_words_it_leads_to() -> None:
    assert hits("pull <0-3> back", "pull back and back") == [(0, 4)]


def test_of_one_phrase_at_one_place_the_longest_counts() -> None:
    assert hits("(fall|fall back)", "fall back") == [(0, 2)]


def test_a_year_and_a_number_have_shapes() -> None:
    assert hits("in #year", "in 1994 in 20,000 in 3100") == [(0, 2)]
    assert hits("#number men", "12 men") == [(0, 2)]


def test_hits_come_in_the_order_of_the_text_and_of_the_entries() -> None:
    matcher = Matcher()
    for entry, phrase in enumerate(("b", "a b", "a")):
        matcher.add(entry, PLAIN.expand(phrase))
    assert matcher.scan(["a", "b"]) == [((1,), Span(0, 2)), ((2,), Span(0, 1)), ((0,), Span(1, 2))]


def test_a_phrase_is_found_whatever_was_read_before() -> None:
    matcher = Matcher()
    for entry, phrase in enumerate(("(pull|draw) back", "back (pull|off)", "pull* <0-1> off")):
        matcher.add(entry, PLAIN.expand(phrase))
    assert matcher.scan(["back", "off"]) == [((1,), Span(0, 2))]
    assert matcher.scan(["pull", "back", "off"]) == [((0,), Span(0, 2)), ((2,), Span(0, 3)), ((1,), Span(1, 3))]
