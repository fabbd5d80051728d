"""A paragraph as the writer's own words: each quotation is one empty word, so that verbs and names inside it mislead nobody."""

from bisect import bisect_left
from itertools import compress, pairwise
from typing import NamedTuple

from classifier.quoting.grammar import TIMES
from classifier.quoting.marks import Marked, has_marks, marked
from classifier.words.passage import ENDS, MAX_CHARS, Passage

_LOOK_AHEAD = 14
_CLOCK = frozenset(("a.m.", "p.m."))
_MAY_END = ENDS | _CLOCK | {""}
_NEVER_FIRST = ENDS | {",", ";", ")"}
"""`In Reno, Nev., she said`: no sentence begins with these."""
_GOES_ON = frozenset((",", "–", "—", "-", "--", ")", ";"))


class Frame(NamedTuple):
    """A sentence around its quotations: word by word, a quotation being one empty word."""

    words: list[str]
    tokens: list[int]
    """The passage's token of each word; of a quotation, the complement (`~`) of its number in the paragraph."""


class Paragraph(NamedTuple):
    """The quotations between two line breaks, and the sentences around them."""

    quotes: list[Marked]
    sentences: list[Frame]


def paragraphs(passage: Passage, speech: frozenset[int]) -> list[Paragraph]:
    """Every paragraph; `speech` holds the tokens where reporting words start."""
    found: list[Paragraph] = []
    first = 0
    marks = has_marks(passage.text)
    for token in (*passage.breaks, len(passage.words)):
        if first < token:
            found.append(_paragraph(passage, first, token, speech, marks))
        first = token + 1
    return found


def _paragraph(passage: Passage, first: int, end: int, speech: frozenset[int], marks: bool) -> Paragraph:
    start = passage.ends[first - 1] if first else 0
    stop = passage.starts[end] if end < len(passage.words) else min(len(passage.text), MAX_CHARS)
    quotes = marked(passage.text, start, stop) if marks else []
    return Paragraph(quotes, _sentences(passage, _frame(passage, first, end, quotes), quotes, speech))


def _frame(passage: Passage, first: int, end: int, quotes: list[Marked]) -> Frame:
    """The paragraph's tokens from `first` to before `end`, those of each quotation folded into one empty word."""
    words: list[str] = []
    tokens: list[int] = []
    for number, quote in enumerate(quotes):
        opens = bisect_left(passage.starts, quote.outer_start, first, end)
        closes = bisect_left(passage.starts, quote.outer_end, opens, end)
        words += passage.words[first:opens]
        tokens += range(first, opens)
        if opens < closes:
            words.append("")
            tokens.append(~number)
        first = closes
    words += passage.words[first:end]
    tokens += range(first, end)
    if '"' in words:
        tokens = [token for token, word in zip(tokens, words, strict=True) if word != '"']
        words = [word for word in words if word != '"']
    return Frame(words, tokens)


def _sentences(passage: Passage, whole: Frame, quotes: list[Marked], speech: frozenset[int]) -> list[Frame]:
    """Split where an end mark, or a quotation that ends in one, is followed by a new start."""
    count = len(whole.words)
    may_begin = compress(range(1, count), map(_MAY_END.__contains__, whole.words))
    begins = [at for at in may_begin if _begins(passage, whole, at, quotes, speech)]
    if not begins:
        return [whole] if count else []
    edges = [0, *begins, count]
    return [Frame(whole.words[first:end], whole.tokens[first:end]) for first, end in pairwise(edges) if first < end]


def _begins(passage: Passage, whole: Frame, at: int, quotes: list[Marked], speech: frozenset[int]) -> bool:
    """Whether a sentence begins at the word `at`, behind an end mark or a quotation."""
    word, token = whole.words[at], whole.tokens[at]
    if word in _NEVER_FIRST or (word and passage.text[passage.starts[token]].islower()):
        return False
    if whole.words[at - 1] in _CLOCK:
        return (
            bool(word) and word not in TIMES and not passage.text[passage.starts[token] : passage.ends[token]].isupper()
        )
    if whole.words[at - 1]:
        return not _initial(passage, whole, at - 2)
    last = passage.text[quotes[~whole.tokens[at - 1]].end - 1]
    if last not in ".!?…" or word in _GOES_ON:
        return False
    if not word or last == ".":
        return True
    for follower, place in zip(whole.words[at : at + _LOOK_AHEAD], whole.tokens[at : at + _LOOK_AHEAD], strict=True):
        if not follower or follower in ENDS:
            break
        if place in speech:
            return False
    return True


def _initial(passage: Passage, whole: Frame, at: int) -> bool:
    """Whether the word before a full stop is the letter of a name, `Nora B. Vance`, and no sentence ends there."""
    if at < 1 or len(whole.words[at]) != 1 or whole.words[at] == "i" or not whole.words[at - 1]:
        return False
    tokens = whole.tokens
    return passage.capitals[tokens[at]] and passage.capitals[tokens[at - 1]]
