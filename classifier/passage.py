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
    capitals: list[bool]
    """Of each token, whether it is written with a capital letter."""
    sentences: tuple[Sentence, ...]

    def surface(self, first: int, end: int) -> str:
        """The text from token `first` to before token `end`."""
        return self.text[self.starts[first] : self.ends[end - 1]] if first < end else ""


def read(field: str, text: str) -> Passage:
    """Cut a field into a passage; a title is read as headlines throughout."""
    words, starts, ends = tokens_of(fold(text[:MAX_CHARS]))
    capitals = list(map(str.isupper, map(text.__getitem__, starts)))
    return Passage(field, text, words, starts, ends, capitals, tuple(_sentences(field, text, words, starts, ends)))


def _sentences(field: str, text: str, words: list[str], starts: list[int], ends: list[int]) -> list[Sentence]:
    """Split at line breaks, and at end marks before a blank and a capital, a digit or an opening mark."""
    found: list[Sentence] = []
    first = 0
    count = len(words)
    for at in [at for at, word in enumerate(words) if word in ENDS or word[0] == "\n"]:
        cut = at + 1
        if words[at][0] == "\n":
            _add(found, field, words, first, at, cut)
            first = cut
        else:
            while cut < count and words[cut] in _CLOSERS and starts[cut] == ends[cut - 1]:
                cut += 1
            if cut < count and starts[cut] > ends[cut - 1] and not text[starts[cut]].islower():
                _add(found, field, words, first, cut, cut)
                first = cut
    _add(found, field, words, first, count, count)
    return found


def _add(found: list[Sentence], field: str, words: list[str], first: int, end: int, cut: int) -> None:
    if first >= end:
        return
    alone = not found and (cut == len(words) or words[cut - 1][0] == "\n")
    short = alone and end - first <= _HEADLINE_TOKENS and ENDS.isdisjoint(words[max(first, end - 3) : end])
    found.append(Sentence(first, end, field == "title" or short))
