"""The phrase syntax of the lexicon: `(a|b)`, `(a)?`, `stem*`, `<0-4>` for skipped words, `{CLASS}`, shapes such as `#year`."""

import re
from functools import lru_cache
from itertools import product
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


class Choice(NamedTuple):
    """One of these words; each a folded word, a stem ending in `*`, a shape, or a class yet to be written out."""

    words: tuple[str, ...]


Element = Choice | Gap
Sequence = tuple[Element, ...]

_GAP = re.compile(r"<(\d+)-(\d+)>")
_PLAIN = re.compile(r"[^*<>?{}]+")
_CLASS = re.compile(r"\{[^{}\s]+\}")


@lru_cache(maxsize=4096)
def expand(phrase: str) -> tuple[Sequence, ...]:
    """Every sequence that the phrase stands for; a group of single words stays one element. Raises PhraseError."""
    sequences: list[Sequence] = [()]
    for written in _split(phrase, " "):
        options = _options(written) if written else [()]
        if len(options) * len(sequences) > MAX_EXPANSIONS:
            raise PhraseError(f"stands for more than {MAX_EXPANSIONS:,} phrases: split it in two")
        sequences = [(*before, *option) for before, option in product(sequences, options)]
    for sequence in sequences:
        if not sequence or isinstance(sequence[0], Gap) or isinstance(sequence[-1], Gap):
            raise PhraseError(
                "may begin or end with a gap, or be empty: let a word that always stands there begin and end it"
            )
    return tuple(dict.fromkeys(sequences))


def _split(text: str, separator: str) -> list[str]:
    """Split at a separator that stands outside every group."""
    if "(" not in text and ")" not in text:
        return text.split(separator)
    parts, depth, begin = [], 0, 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            raise PhraseError("a `)` closes nothing: add the `(`")
        if character == separator and depth == 0:
            parts.append(text[begin:at])
            begin = at + 1
    if depth:
        raise PhraseError("a `(` is never closed: add the `)`")
    return [*parts, text[begin:]]


def _options(written: str) -> list[Sequence]:
    """What one blank-separated part may stand for: single words as one Choice, longer ones apart."""
    gap = _GAP.fullmatch(written)
    if gap:
        least, most = int(gap[1]), int(gap[2])
        if not least <= most <= MAX_GAP:
            raise PhraseError(f"the gap {written} is not within <0-{MAX_GAP}>")
        return [(Gap(least, most),)]
    texts = _alternatives(written)
    word_lists = [words for text in texts if (words := _word_list(text))]
    single = tuple(dict.fromkeys(words[0] for words in word_lists if len(words) == 1))
    options: list[Sequence] = [(Choice(single),)] if single else []
    options += [tuple(_element(word) for word in words) for words in word_lists if len(words) > 1]
    return options + [()] * ("" in texts)


def _element(word: str) -> Element:
    gap = _GAP.fullmatch(word)
    return Gap(int(gap[1]), int(gap[2])) if gap else Choice((word,))


def _alternatives(text: str) -> list[str]:
    """Write out the groups of one part."""
    opened = text.find("(")
    if opened < 0:
        if "|" in text:
            raise PhraseError("a `|` stands outside a group: write (one|other)")
        return [text]
    depth = 0
    for closed in range(opened, len(text)):
        depth += (text[closed] == "(") - (text[closed] == ")")
        if depth == 0:
            break
    optional = text[closed + 1 : closed + 2] == "?"
    inner = [plain for option in _split(text[opened + 1 : closed], "|") for plain in _alternatives(option)]
    tails = _alternatives(text[closed + 1 + optional :])
    if len(inner) * len(tails) > MAX_EXPANSIONS:
        raise PhraseError(f"stands for more than {MAX_EXPANSIONS:,} phrases: split it in two")
    return [text[:opened] + option + tail for option in (*inner, *([""] * optional)) for tail in tails]


def _word_list(text: str) -> list[str]:
    """The folded words of one alternative."""
    return [word for written in text.split() for word in _words(written)]


@lru_cache(maxsize=8192)
def _words(written: str) -> tuple[str, ...]:
    """One written word, folded and cut as texts are (`cease-fire` is two)."""
    if written.isascii() and written.isalpha():
        return (written.lower(),)
    if written in SHAPES or _GAP.fullmatch(written) or _CLASS.fullmatch(written):
        return (written,)
    body = written.removesuffix("*")
    words = words_of(fold(body))
    if not words or not _PLAIN.fullmatch(body) or "#" in body:
        raise PhraseError(
            f"`{written}` is no word: use letters, (a|b), (a)?, stem*, <0-4>, {{CLASS}}, {', '.join(SHAPES)}"
        )
    return (*words[:-1], words[-1] + "*" * (body != written))
