"""One field of an item cut into tokens and sentences, with offsets into the stored text."""

from dataclasses import dataclass
from typing import NamedTuple

from classifier.fold import fold, tokens_of

MAX_CHARS = 100_000
"""Text beyond this is not read: no article is as long, and a hostile one should cost no more."""

ENDS = frozenset((".", "!", "?", "…", "..", "..."))
_CLOSERS = frozenset(('"', ")", "]"))
_HEADLINE_TOKENS = 24


class Sentence(NamedTuple):
    """A run of tokens, `first` to before `end`; `headline` where it reads like one (no full stop, or a title)."""

    first: int
    end: int
    headline: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A field's text with its tokens (`words`, folded) and sentences."""

    field: str
    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: tuple[Sentence, ...]

    def capital(self, token: int) -> bool:
        """Whether the token is written with a capital letter."""
        return self.text[self.starts[token]].isupper()

    def surface(self, first: int, end: int) -> str:
        """The text from token `first` to before token `end`."""
        return self.text[self.starts[first] : self.ends[end - 1]] if first < end else ""


def read(field: str, text: str) -> Passage:
    """Cut a field into a passage; a title is read as headlines throughout."""
    words, starts, ends = tokens_of(fold(text[:MAX_CHARS]))
    return Passage(field, text, words, starts, ends, tuple(_sentences(field, text, words, starts, ends)))


def _sentences(field: str, text: str, words: list[str], starts: list[int], ends: list[int]) -> list[Sentence]:
    """Split at line breaks, and at end marks before a blank and a capital, a digit or an opening mark."""
    found: list[Sentence] = []
    first = 0
    count = len(words)
    index = 0
    while index < count:
        word = words[index]
        index += 1
        if word[0] == "\n":
            _add(found, field, words, first, index - 1, index)
            first = index
        elif word in ENDS:
            while index < count and words[index] in _CLOSERS and starts[index] == ends[index - 1]:
                index += 1
            if index < count and starts[index] > ends[index - 1] and not text[starts[index]].islower():
                _add(found, field, words, first, index, index)
                first = index
    _add(found, field, words, first, count, count)
    return found


def _add(found: list[Sentence], field: str, words: list[str], first: int, end: int, cut: int) -> None:
    if first >= end:
        return
    ended = any(words[last] in ENDS for last in range(max(first, end - 3), end))
    alone = not found and (cut == len(words) or words[cut - 1][0] == "\n")
    found.append(Sentence(first, end, field == "title" or (alone and not ended and end - first <= _HEADLINE_TOKENS)))
