"""A quote's words in one spelling: contractions, numbers, dates, clock times and marks written one way, cuts remembered."""

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from classifier.matching.infull import in_full
from classifier.matching.moments import dated, spread, timed
from classifier.matching.numerals import has_numbers, in_figures
from classifier.matching.quotelists import NEGATIONS
from classifier.words.fold import fold, listed
from classifier.words.wording import STOPWORDS, spelled

CUT = "…"
"""Where a paper has left words out."""
MASKS = ("*", "#", "•", "--")
"""What hides letters of a word."""
INSERTED = "□"
"""A paper's own words, put in brackets in the place of the speaker's."""
_MOST_WORDS = 160
_MOST_CHARS = 4_000
"""What goes on longer is told by its beginning."""

_OWN_WORDS = re.compile(r"\[[^\[\]]{0,80}\]")
_LEFT_OUT = re.compile(r"\[\s*(?:…|\.{2,}|(?:\. ){2,}\.)\s*\]|\(\s*(?:…|\.{3,})\s*\)|\.{3,}|(?:\. ){2,}\.")
_LETTER_IN_BRACKETS = re.compile(r"\[(\w{1,3})\](?=\w)|(?<=\w)\[(\w{1,3})\]")
_COUNTRIES = (
    (re.compile(r"\b(?i:u\.s\.(?:a\.)?)(?!\w)|\bUSA?\b|\bUnited States\b"), "America"),
    (re.compile(r"\b(?i:u\.k\.)(?!\w)|\bUK\b|\bUnited Kingdom\b"), "Britain"),
    (re.compile(r"\b(?i:e\.u\.)(?!\w)"), "EU"),
    (re.compile(r"\b(?i:u\.n\.)(?!\w)"), "UN"),
)
_DASH_AS_MASK = re.compile(r"\b([b-hj-z])[–—]+")
_WORD = re.compile(
    r"…|□|[.!?;,:–—](?=[\s\"']|$)|\s[-–—](?=\s)|\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th)?|%|[$€£]"
    r"|[^\W\d_]+(?:[*#•]+|-{2,})[^\W\d_*#•-]*(?:[*#•]+[^\W\d_]*)*|[^\W\d_]+(?:[-'][^\W_]+)*"
)
_ENDS = frozenset(".!?;")
_PAUSES = frozenset(",:-–—")
_NOISES = listed("um uh er erm hmm actually basically")
_OPENERS = listed("well look so listen okay ok now frankly honestly")


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """What two quotes are compared by."""

    words: tuple[str, ...]
    sentences: tuple[int, ...]
    """The number of the sentence that each word stands in."""
    clauses: tuple[int, ...]
    """The number of the clause."""
    cuts: frozenset[int]
    """Before which words, by place, something was left out; the number of words: after the last."""
    asks: bool
    """It ends in a question."""

    @property
    def norm(self) -> str:
        """The folded form under which the same words in two papers are equal."""
        return " ".join(word for word in self.words if word != INSERTED)


@lru_cache(maxsize=1_024)
def quote_words(text: str) -> QuoteWords:
    """The words of a quote."""
    text = html.unescape(text[:_MOST_CHARS]) if "&" in text else text[:_MOST_CHARS]
    if ("U" in text or "u." in text) and not text.isupper():  # in capitals `us` is a country, else a pronoun
        for pattern, country in _COUNTRIES:
            text = pattern.sub(country, text)
    text = text.strip().strip("\"'“”„‟«»‘’‚")
    return QuoteWords(
        *_laid_out(_in_figures(_WORD.findall(_plain(text)))),
        asks=text.rstrip(" \"'”’»").endswith("?"),
    )


def says_something(word: str) -> bool:
    """Whether a word says what a quote is about."""
    return word not in STOPWORDS and word not in NEGATIONS and len(word) > 1


def _plain(text: str) -> str:
    """The text folded, with a sign for what was left out and one for what was put in, and no contraction."""
    folded = fold(text)
    if "–" in folded or "—" in folded:
        folded = _DASH_AS_MASK.sub(r"\1--", folded)
    if "[" in folded or ".." in folded or "(" in folded or ". ." in folded:
        folded = _LETTER_IN_BRACKETS.sub(r"\1\2", _LEFT_OUT.sub(f" {CUT} ", folded))
        folded = _OWN_WORDS.sub(f" {INSERTED} ", folded)
    return in_full(folded)


def _in_figures(words: list[str]) -> list[str]:
    """The words with numbers, dates and times one way; compounds of numbers, as `twenty-five`, are several words."""
    if not has_numbers(words) and not any("-" in word for word in words):
        return words
    parts = [part for word in words for part in (_compound(word) if "-" in word else spread(word))]
    return dated(timed(in_figures(parts)))


def _compound(word: str) -> list[str]:
    """The parts of `2031-03-09`, `twenty-five` and `30-year`; any other compound stays whole."""
    parts = spread(word)
    apart = [part for part in word.split("-") if part]
    return apart if len(parts) == 1 and has_numbers(apart[:1]) else parts


def _laid_out(
    found: list[str],
) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...], frozenset[int]]:
    """The words, the sentence and the clause of each, and where there are cuts; noises and openers left out."""
    words: list[str] = []
    sentences: list[int] = []
    clauses: list[int] = []
    cuts: set[int] = set()
    sentence, clause, opens = 0, 0, True
    for word in found:
        if word in _ENDS:
            sentence, clause, opens = sentence + 1, clause + 1, True
        elif word.strip() in _PAUSES:
            clause += 1
        elif word == CUT:
            cuts.add(len(words))
        elif word not in _NOISES and not (opens and word in _OPENERS):
            clause += word == "but"
            words.append(_spelled(word))
            sentences.append(sentence)
            clauses.append(clause)
            opens = False
            if len(words) == _MOST_WORDS:
                break
    return tuple(words), tuple(sentences), tuple(clauses), frozenset(cuts)


def _spelled(word: str) -> str:
    if word.isalpha():
        return spelled(word) or word
    is_masked = any(mask in word for mask in MASKS)
    return word if is_masked or word[0].isdigit() else spelled(word.removesuffix("'s")) or word
