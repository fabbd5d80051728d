"""The phrase syntax of the lexicon: `(a|b)`, `word?`, `stem*`, `<0-4>` for skipped words, and shapes such as `#year`."""

import re
from functools import lru_cache
from typing import NamedTuple

from classifier.fold import fold, words_of

MAX_EXPANSIONS = 4000
MAX_GAP = 8
SHAPES = ("#year", "#number", "#break")
"""Any year from 1800 to 2099, any number, any mark that ends a clause (a comma does not)."""


class PhraseError(ValueError):
    """A phrase that does not parse; the message says what is wrong and how to mend it."""


class Gap(NamedTuple):
    """Between `least` and `most` words that may stand here."""

    least: int
    most: int


Element = str | Gap
"""A folded word, a stem ending in `*`, a shape, or a gap."""

_GAP = re.compile(r"<(\d+)-(\d+)>")


@lru_cache(maxsize=4096)
def expand(phrase: str) -> tuple[tuple[Element, ...], ...]:
    """Every sequence of elements that the phrase stands for, in the order written. Raises PhraseError."""
    sequences: dict[tuple[Element, ...], None] = {}
    for written in _alternatives(phrase):
        for sequence in _optional([_elements(word) for word in written.split()]):
            if not sequence or isinstance(sequence[0], Gap) or isinstance(sequence[-1], Gap):
                raise PhraseError("a phrase begins and ends with a word, not with a gap or nothing")
            sequences[sequence] = None
    if len(sequences) > MAX_EXPANSIONS:
        raise PhraseError(f"stands for {len(sequences):,} phrases, at most {MAX_EXPANSIONS:,}: split it in two")
    return tuple(sequences)


def _alternatives(text: str) -> list[str]:
    """Resolve the groups, outermost first."""
    opened = text.find("(")
    if opened < 0:
        if ")" in text or "|" in text:
            raise PhraseError("a `)` or `|` stands outside a group: write (one|other)")
        return [text]
    options, closed = _options(text, opened)
    optional = text[closed + 1 : closed + 2] == "?"
    tails = _alternatives(text[closed + 1 + optional :])
    if optional:
        options.append("")
    inner = [plain for option in options for plain in _alternatives(option)]
    if len(inner) * len(tails) > MAX_EXPANSIONS:
        raise PhraseError(f"stands for more than {MAX_EXPANSIONS:,} phrases: split it in two")
    return [text[:opened] + option + tail for option in inner for tail in tails]


def _options(text: str, opened: int) -> tuple[list[str], int]:
    """The options of the group that opens at `opened`, and where it closes."""
    depth, begin, options = 0, opened + 1, []
    for at in range(opened, len(text)):
        if text[at] == "(":
            depth += 1
        elif text[at] == ")":
            depth -= 1
            if depth == 0:
                return [*options, text[begin:at]], at
        elif text[at] == "|" and depth == 1:
            options.append(text[begin:at])
            begin = at + 1
    raise PhraseError("a `(` is never closed: add the `)`")


def _optional(parts: list[tuple[tuple[Element, ...], bool]]) -> list[tuple[Element, ...]]:
    """Every sequence with and without the parts marked optional."""
    sequences: list[tuple[Element, ...]] = [()]
    for elements, optional in parts:
        longer = [(*sequence, *elements) for sequence in sequences]
        sequences = longer + sequences if optional else longer
    return sequences


@lru_cache(maxsize=8192)
def _elements(word: str) -> tuple[tuple[Element, ...], bool]:
    """The elements of one written word, and whether it is optional."""
    optional = len(word) > 1 and word.endswith("?")
    word = word[:-1] if optional else word
    gap = _GAP.fullmatch(word)
    if gap:
        least, most = int(gap[1]), int(gap[2])
        if not least <= most <= MAX_GAP:
            raise PhraseError(f"the gap {word} is not within <0-{MAX_GAP}>")
        return (Gap(least, most),), optional
    if word in SHAPES:
        return (word,), optional
    stem = word.endswith("*")
    tokens = words_of(fold(word.removesuffix("*")))
    if not tokens or any(mark in word.removesuffix("*") for mark in "*<>#?"):
        raise PhraseError(f"`{word}` is no word: use letters, (a|b), word?, stem*, <0-4>, #year, #number, #break")
    if stem:
        tokens[-1] += "*"
    return tuple(tokens), optional
