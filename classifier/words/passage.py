"""One field of an item cut into tokens and sentences, with offsets into the stored text."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from classifier.words.fold import fold, tokens_of

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
    breaks: list[int]
    """The tokens that are line breaks."""
    sentences: tuple[Sentence, ...]

    def surface(self, first: int, end: int) -> str:
        """The text from token `first` to before token `end`."""
        return self.text[self.starts[first] : self.ends[end - 1]] if first < end else ""

    def sentence_at(self, token: int) -> Sentence:
        """The sentence that holds a token."""
        return self.sentences[bisect_left(self.sentences, (token + 1,)) - 1]


def read(field: str, text: str) -> Passage:
    """Cut a field into a passage; a title is read as headlines throughout."""
    folded = fold(text[:MAX_CHARS])
    words, starts, ends = tokens_of(folded)
    capitals = [text[start].isupper() for start in starts]
    breaks = [at for at, word in enumerate(words) if word[0] == "\n"] if "\n" in folded else []
    sentences = _sentences(field, text, words, starts, ends, breaks)
    return Passage(field, text, words, starts, ends, capitals, breaks, tuple(sentences))


def _sentences(
    field: str, text: str, words: list[str], starts: list[int], ends: list[int], breaks: list[int]
) -> list[Sentence]:
    """Split at line breaks, and at end marks before a blank and a capital, a digit or an opening mark."""
    edges: list[tuple[int, int]] = []
    first = 0
    count = len(words)
    for at in sorted([*breaks, *compress(range(count), map(ENDS.__contains__, words))]):
        cut = at + 1
        if words[at][0] == "\n":
            edges.append((first, at))
            first = cut
        else:
            while cut < count and words[cut] in _CLOSERS and starts[cut] == ends[cut - 1]:
                cut += 1
            if cut < count and starts[cut] > ends[cut - 1] and not text[starts[cut]].islower():
                edges.append((first, cut))
                first = cut
    edges.append((first, count))
    titled = field == "title"
    found = [Sentence(first, end, titled) for first, end in edges if first < end]
    if found and not titled and _headline(found[0], words):
        found[0] = found[0]._replace(headline=True)
    return found


def _headline(opening: Sentence, words: list[str]) -> bool:
    """Whether the first sentence of a text is a headline: short, without an end mark, and alone on its line."""
    first, end, _ = opening
    alone = end == len(words) or words[end][0] == "\n"
    return alone and end - first <= _HEADLINE_TOKENS and ENDS.isdisjoint(words[max(first, end - 3) : end])
