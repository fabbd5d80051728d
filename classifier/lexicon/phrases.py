"""The phrase syntax of the lexicon: `(a|b)`, `(a)?`, `stem*`, `<0-4>` for skipped words, `{CLASS}`, shapes such as `#year`."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from classifier.words.fold import fold, words_of

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


Plain = str
"""A phrase without options: its elements with blanks between them."""

Element = str
"""A gap, or a choice: one of some words, `|` between them, each folded, a stem ending in `*`, a shape, or a `{CLASS}`."""

_WORD = r"[^\W\d_]++\*?"
_PART = rf"(?:{_WORD}|\({_WORD}(?:\|{_WORD})*\)|<\d-\d>)"
_SIMPLE = re.compile(rf"{_PART}(?: {_PART})*")
"""Words, groups of single words and gaps, which make one plain phrase: two of three are such."""
_GAP = re.compile(r"<\d+-\d+>")
_PLAIN = re.compile(r"[^*<>?{}]+")
_MARKS = {separator: re.compile(rf"[(){separator}]") for separator in " |"}
_CLASS = re.compile(r"\{[^{}\s]+\}")

_KNOWN: dict[str, Sequence[Plain]] = {}
"""What phrases of the packaged layers expand to, kept by an earlier process: as many as ship, however often they are read."""


def know(expanded: Mapping[str, Sequence[Plain]]) -> None:
    """Take what this very code has expanded before."""
    _KNOWN.update(expanded)


@lru_cache(maxsize=16_384)
def expand(phrase: str) -> Sequence[Plain]:
    """Every plain phrase that the phrase stands for; a group of single words stays one element. Raises PhraseError."""
    # The check of a layer and the compiler each ask for every phrase, hence a cache that holds them all.
    if phrase in _KNOWN:
        return _KNOWN[phrase]
    expanded = [_bare(phrase)] if _SIMPLE.fullmatch(phrase) else _every(phrase)
    for plain in expanded:
        if not plain or plain[0] == "<" or plain[-1] == ">":
            raise PhraseError(
                "may begin or end with a gap, or be empty: let a word that always stands there begin and end it"
            )
    return [*dict.fromkeys(expanded)]


def gap_of(element: Element) -> Gap | None:
    """The gap that an element is, if it is one."""
    if element[0] != "<":
        return None
    least, most = element[1:-1].split("-")
    return Gap(int(least), int(most))


def _bare(simple: str) -> Plain:
    """A simple phrase without the marks of its groups."""
    return _checked(fold(simple).replace("(", "").replace(")", ""))


def _checked(plain: Plain) -> Plain:
    """The phrase itself, unless a gap in it is too wide."""
    for element in plain.split(" ") if "<" in plain else ():
        gap = gap_of(element)
        if gap and not gap.least <= gap.most <= MAX_GAP:
            raise PhraseError(f"the gap {element} is not within <0-{MAX_GAP}>")
    return plain


def _every(phrase: str) -> list[Plain]:
    expanded = [""]
    for written in _split(phrase, " "):
        options = _options(written)
        if len(options) * len(expanded) > MAX_EXPANSIONS:
            raise PhraseError(f"stands for more than {MAX_EXPANSIONS:,} phrases: split it in two")
        expanded = [f"{before} {option}" if option else before for before in expanded for option in options]
    return [plain[1:] for plain in expanded]


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


def _options(written: str) -> list[Plain]:
    """What one blank-separated part may stand for: single words as one choice, gaps and longer ones apart, or nothing."""
    if _SIMPLE.fullmatch(written):
        return [_bare(written)]
    single: dict[str, None] = {}
    longer: list[Plain] = []
    absent = False
    for text in _alternatives(written):
        words = _words(text)
        if len(words) == 1 and words[0][0] != "<":
            single[words[0]] = None
        elif words:
            longer.append(_checked(" ".join(words)))
        else:
            absent = True
    return ["|".join(single)] * bool(single) + longer + [""] * absent


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
