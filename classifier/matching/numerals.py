"""Numbers among the words of a text written in figures: one way for all the ways of the papers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen"
)
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth"
    " seventeenth eighteenth nineteenth twentieth"
)


def _numbered(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split(" "))}


_SIMPLE = _numbered(_SMALL_WORDS, 0) | _numbered(_TENS_WORDS, 20, 10)
_ORDINALS = _numbered(_ORDINAL_WORDS, 1) | {"thirtieth": 30}
_SCALES = {"hundred": 100, "dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES |= {"mn": 10**6, "bn": 10**9}
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds"}
_BEGINNINGS = frozenset(_SIMPLE) | frozenset(_ORDINALS) | {"a", "an", "half"}
_COUNTED = frozenset(_SIMPLE) | frozenset(_SCALES) | frozenset(_ORDINALS) | {"half"}

_FIGURE = re.compile(r"\d{1,3}(?:[, .]\d{3})+|\d+(?:[.,]\d+)?", re.ASCII)
_IN_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d{2,3}\.\d{3}", re.ASCII)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)", re.ASCII)


def has_numbers(words: Sequence[str]) -> bool:
    """Whether a word is a number, a part of one, or may be."""
    return any(word in _COUNTED or not word[0].isalpha() for word in words)


def in_figures(words: Sequence[str]) -> list[str]:
    """The words with every number in figures: `two hundred and fifty`, `1.5 million` and `$3` are numbers too."""
    found: list[str] = []
    at = 0
    while at < len(words):
        is_word = words[at].isalpha() and words[at] not in _BEGINNINGS
        figure, taken = (words[at], 1) if is_word else _figure(words, at)
        if found and found[-1] in _CURRENCIES and figure[0].isdigit():
            found[-1:] = [figure, _CURRENCIES[found[-1]]]
        else:
            found.append(figure)
        at += taken
    return found


@dataclass(slots=True)
class _Count:
    """A number as far as it has been read."""

    total: float = 0.0
    current: float = 0.0
    """What the next scale multiplies."""
    words: int = 0
    is_scaled: bool = False
    is_ordinal: bool = False

    def takes(self, rest: Sequence[str]) -> bool:
        """Read on, if the next word belongs to the number."""
        word, value = rest[0], _SIMPLE.get(rest[0], _ORDINALS.get(rest[0], -1))
        if word in _SCALES:
            self._scale(_SCALES[word])
        elif value >= 0 and self._has_room(value):
            self.current += value
            self.is_ordinal = word in _ORDINALS
        elif list(rest[:3]) == ["and", "a", "half"] and self.words:
            self.current += 0.5
            self.words += 2
        elif word != "and" or not self.is_scaled or not rest[1:] or rest[1] not in _SIMPLE:
            return False
        self.words += 1
        return not self.is_ordinal

    def _scale(self, by: int) -> None:
        self.current = (self.current or 1) * by
        self.is_scaled = True
        if by >= 1_000:
            self.total, self.current = self.total + self.current, 0.0

    def _has_room(self, value: int) -> bool:
        """Units go after tens, both after hundreds."""
        if not self.words or (self.is_scaled and self.current % 100 == 0):
            return True
        return value < 10 and self.current % 10 == 0 and self.current % 100 >= 20

    def figure(self) -> str:
        """As it is written; an ordinal with its ending."""
        value = f"{self.total + self.current:f}".rstrip("0").rstrip(".")
        return f"{value}th" if self.is_ordinal else value


def _figure(words: Sequence[str], at: int) -> tuple[str, int]:
    """The number that begins at a place in figures, and how many words that takes; any other word as it is."""
    word = words[at]
    if found := _ORDINAL.fullmatch(word):
        return f"{found[1]}th", 1
    count = _begun(word, words[at + 1 : at + 3])
    if count is None or word == "second":  # mostly one of sixty
        return word, 1
    going = not count.is_ordinal
    while going and at + count.words < len(words):
        going = count.takes(words[at + count.words : at + count.words + 3])
    return count.figure(), count.words


def _begun(word: str, rest: Sequence[str]) -> _Count | None:
    """The beginning of a number, or nothing."""
    if word in _SIMPLE or word in _ORDINALS:
        return _Count()
    if word in ("a", "an") and rest and rest[0] in _SCALES:
        return _Count(words=1)
    if word == "half" and rest[:1] and rest[0] in ("a", "the") and rest[-1] in _SCALES:
        return _Count(current=0.5, words=2)
    return _Count(current=_value(word), words=1) if _FIGURE.fullmatch(word) else None


def _value(figure: str) -> float:
    """A number as a paper prints it: `11,000`, `11 000`, `11.000`, `1.5` or `1,5`."""
    if _IN_THOUSANDS.fullmatch(figure):
        return float(figure.translate({ord(mark): None for mark in ", ."}))
    return float(figure.replace(" ", "").replace(",", "."))
