"""Are two quotes the same words? Likeness proposes, contradictions veto."""

from collections.abc import Sequence
from typing import NamedTuple

from classifier.matching.contradictions import shown
from classifier.matching.quotelists import CONDITIONS, HEDGES, NEGATIONS, QUANTITIES
from classifier.matching.quotesense import is_figure, turned
from classifier.matching.quotewords import QuoteWords, quote_words, says_something
from classifier.matching.samespeaker import compatible
from classifier.matching.sidebyside import Laid, Left, laid_together
from classifier.matching.translated import is_translation
from classifier.matching.whodoeswhat import passive, swapped
from classifier.records import Match

SAME_QUOTE = 0.85
SAME_SPEAKERS_QUOTE = 0.7
"""Of one speaker's words papers print more than one translation."""
_SHORT = 6
"""Fewer words are anybody's: only the same speaker makes them one statement."""
_LONG = 10
"""So many are not said twice by chance."""
_FEWEST = 4
_NEAR = 3
"""So soon after the words of both a condition is theirs."""
_BARE_CUT = 4
"""A cut of fewer words hides no more than what turns the sense."""


class QuoteText(NamedTuple):
    """A quote's words and its speaker, as far as known."""

    text: str
    speaker: str | None


def match_quotes(a: QuoteText, b: QuoteText) -> Match:
    """Compare two quotes; short ones also need the same speaker."""
    # The same pair the other way round is laid together the same way.
    one, other = sorted((quote_words(a.text), quote_words(b.text)), key=lambda quote: (len(quote.words), quote.words))
    speakers = compatible(a.speaker, b.speaker)
    short = min(len(one.words), len(other.words))
    needed = _LONG if speakers == "doubtful" else _SHORT
    if not one.norm or not other.norm:
        return Match(False, False, 0.0, "no words")
    apart = f"speakers: {a.speaker} / {b.speaker}"
    if one.norm == other.norm and one.asks == other.asks:
        same = speakers == "same" or (speakers != "apart" and short >= needed)
        return Match(same, same, 1.0, "the same words" if same else apart)
    laid = laid_together(one, other)
    is_same = speakers == "same"
    score = round(laid.score, 3)
    if score < (SAME_SPEAKERS_QUOTE if is_same else SAME_QUOTE) or short < (_FEWEST if is_same else needed):
        translated = speakers in ("same", "likely") and is_translation(one, other, score)
        return Match(translated, False, score, "the same in other words" if translated else "words in the same order")
    veto = apart if speakers == "apart" else _veto(one, other, laid)
    return Match(not veto, False, score, veto or "words in the same order")


def _veto(one: QuoteWords, other: QuoteWords, laid: Laid) -> str:
    """The contradiction between two quotes, or an empty text."""
    here, there = laid.middle()
    if one.asks != other.asks and _both_end(one, other, laid):
        return "question"
    if len(laid.excused) < _BARE_CUT and (hidden := NEGATIONS.intersection(laid.excused)):
        return f"negation: {shown(hidden)} / …"
    return (
        turned([left.word for left in here], [left.word for left in there])
        or _at_the_edge(one, laid.here)
        or _at_the_edge(other, laid.there)
        or swapped(one, other, laid.moved)
        or passive(one, here, other, there)
        or _other_word(here, there)
    )


def _both_end(one: QuoteWords, other: QuoteWords, laid: Laid) -> bool:
    """Whether the last words of both are compared: neither goes on after the other, or was cut."""
    cut = len(one.words) in one.cuts or len(other.words) in other.cuts
    return not cut and not any(left.zone == "tail" for left in laid.here + laid.there)


def _at_the_edge(quote: QuoteWords, left_over: Sequence[Left]) -> str:
    """What only the longer of two quotes says before or after the words of both, where it turns their sense."""
    for left in left_over:
        if left.zone == "middle":
            continue
        is_head = left.zone == "head"
        core = min(left.at + left.reach + 1, len(quote.words) - 1) if is_head else left.at - left.reach - 1
        is_near = quote.clauses[left.at] == quote.clauses[core] if is_head else not left.reach
        if is_near and (left.word in NEGATIONS or left.word in HEDGES):
            return f"{left.zone}: {left.word}"
        if is_near and is_head and left.reach < _NEAR and left.word in QUANTITIES:
            return f"{left.zone}: {left.word}"
        is_near = quote.sentences[left.at] == quote.sentences[core] and (is_head or left.reach < _NEAR)
        if is_near and left.word in CONDITIONS:
            return f"condition: {left.word}"
    return ""


def _other_word(here: Sequence[Left], there: Sequence[Left]) -> str:
    """A word that says something else in its place; figures have been compared."""
    mine = [left.word for left in here if says_something(left.word) and not is_figure(left.word)]
    theirs = [left.word for left in there if says_something(left.word) and not is_figure(left.word)]
    return f"word: {mine[0]} / {theirs[0]}" if mine and theirs else ""
