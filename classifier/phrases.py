"""The phrase syntax of the lexicon: `(a|b)`, `(a)?`, `stem*`, `<0-4>` for skipped words, `{CLASS}`, shapes such as `#year`."""

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


Choice = str
"""One of some words, `|` between them; each a folded word, a stem ending in `*`, a shape, or a class yet to be written out."""

Element = Choice | Gap
Sequence = tuple[Element, ...]

_WORD = r"[^\W\d_]++\*?"
_PART = rf"(?:{_WORD}|\({_WORD}(?:\|{_WORD})*\)|<\d-\d>)"
_SIMPLE = re.compile(rf"{_PART}(?: {_PART})*")
"""Words, groups of single words and gaps, which make one sequence: seven phrases of ten."""
_GAP = re.compile(r"<(\d+)-(\d+)>")
_PLAIN = re.compile(r"[^*<>?{}]+")
_MARKS = {separator: re.compile(rf"[(){separator}]") for separator in " |"}
_CLASS = re.compile(r"\{[^{}\s]+\}")


@lru_cache(maxsize=16_384)
def expand(phrase: str) -> tuple[Sequence, ...]:
    """Every sequence that the phrase stands for; a group of single words stays one element. Raises PhraseError."""
    # The check of a layer and the compiler each ask for every phrase, hence a cache that holds them all.
    sequences = _one(phrase) if _SIMPLE.fullmatch(phrase) else _every(phrase)
    for sequence in sequences:
        if not sequence or type(sequence[0]) is Gap or type(sequence[-1]) is Gap:
            raise PhraseError(
                "may begin or end with a gap, or be empty: let a word that always stands there begin and end it"
            )
    return tuple(dict.fromkeys(sequences))


def _one(phrase: str) -> list[Sequence]:
    return [tuple([_element(part) for part in fold(phrase).split(" ")])]


def _every(phrase: str) -> list[Sequence]:
    sequences: list[Sequence] = [()]
    for written in _split(phrase, " "):
        options = _options(written)
        if len(options) * len(sequences) > MAX_EXPANSIONS:
            raise PhraseError(f"stands for more than {MAX_EXPANSIONS:,} phrases: split it in two")
        sequences = [(*before, *option) for before in sequences for option in options]
    return sequences


def _split(text: str, separator: str) -> list[str]:
    """Split at a separator that stands outside every group."""
    if "(" not in text and ")" not in text:
        return text.split(separator)
    parts, depth, begin = [], 0, 0
    for mark in _MARKS[separator].finditer(text):
        character = mark[0]
        depth += (character == "(") - (character == ")")
        if depth < 0:
            raise PhraseError("a `)` closes nothing: add the `(`")
        if character == separator and depth == 0:
            parts.append(text[begin : mark.start()])
            begin = mark.end()
    if depth:
        raise PhraseError("a `(` is never closed: add the `)`")
    return [*parts, text[begin:]]


def _options(written: str) -> list[Sequence]:
    """What one blank-separated part may stand for: single words as one choice, gaps and longer ones apart."""
    if _SIMPLE.fullmatch(written):
        return [(_element(fold(written)),)]
    single: dict[str, None] = {}
    longer: list[Sequence] = []
    absent = False
    for text in _alternatives(written):
        words = _words(text)
        if len(words) == 1 and words[0][0] != "<":
            single[words[0]] = None
        elif words:
            longer.append(tuple(map(_element, words)))
        else:
            absent = True
    return [("|".join(single),)] * bool(single) + longer + [()] * absent


def _element(part: str) -> Element:
    """A gap, a word, or a group of single words."""
    gap = _GAP.fullmatch(part) if part[0] == "<" else None
    if gap is None:
        return part.strip("()")
    least, most = int(gap[1]), int(gap[2])
    if not least <= most <= MAX_GAP:
        raise PhraseError(f"the gap {part} is not within <0-{MAX_GAP}>")
    return Gap(least, most)


def _alternatives(text: str) -> list[str]:
    """Write out the groups of one part."""
    opened = text.find("(")
    if opened < 0:
        if "|" in text:
            raise PhraseError("a `|` stands outside a group: write (one|other)")
        return [text]
    closed = text.find(")", opened)
    while text.count("(", opened, closed) > text.count(")", opened, closed) + 1:
        closed = text.find(")", closed + 1)
    optional = text[closed + 1 : closed + 2] == "?"
    inner = _split(text[opened + 1 : closed], "|")
    if "(" in text[opened + 1 : closed]:
        inner = [plain for option in inner for plain in _alternatives(option)]
    tail = text[closed + 1 + optional :]
    tails = _alternatives(tail) if tail else [""]
    if len(inner) * len(tails) > MAX_EXPANSIONS:
        raise PhraseError(f"stands for more than {MAX_EXPANSIONS:,} phrases: split it in two")
    return [text[:opened] + option + tail for option in (*inner, *([""] * optional)) for tail in tails]


def _words(text: str) -> list[str]:
    """The folded words of one alternative."""
    return [word for written in text.split() for word in _cut(written)]


def _cut(written: str) -> tuple[str, ...]:
    """One written word, folded and cut as texts are (`cease-fire` is two)."""
    body = written.removesuffix("*")
    folded, stem = fold(body), "*" * (body != written)
    if folded.isalpha():
        return (folded + stem,)
    if written in SHAPES or _GAP.fullmatch(written) or _CLASS.fullmatch(written):
        return (written,)
    words = words_of(folded)
    if not words or not _PLAIN.fullmatch(body) or "#" in body:
        raise PhraseError(
            f"`{written}` is no word: use letters, (a|b), (a)?, stem*, <0-4>, {{CLASS}}, {', '.join(SHAPES)}"
        )
    return (*words[:-1], words[-1] + stem)
