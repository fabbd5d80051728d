"""Numbers as news writes them, each with the word that it counts: `four million have fled`, `$67bn deal`, `fifth package`."""

from collections.abc import Sequence
from typing import NamedTuple

from classifier.words.fold import listed
from classifier.words.wording import MONTHS, NUMBERS, ORDINALS, says_something, stem

_SCALES = {"hundred": 1e2, "k": 1e3, "thousand": 1e3, "lakh": 1e5, "m": 1e6, "mn": 1e6, "million": 1e6, "crore": 1e7}
_SCALES |= {"b": 1e9, "bn": 1e9, "billion": 1e9, "tn": 1e12, "trillion": 1e12, "dozen": 12.0}
_TH = listed("st nd rd th")
_RANKED = frozenset(
    map(stem, listed("day week phase round stage part chapter episode number package article game season test leg"))
)
"""A number behind these says which one it is, and not how many there are."""
_OFTEN = frozenset(map(stem, ("time", "times")))
_DAYS_A_MONTH = 31


class Quantity(NamedTuple):
    """A number and its place among the words; stems, empty at the edge of a text."""

    value: float
    unit: str
    """`%`, `th` for a rank, `date` for a day of the month in `after`; else empty."""
    before: str
    after: str


def quantities(words: Sequence[str]) -> tuple[Quantity, ...]:
    """The numbers among the words of a folded text, in order; `one` is mostly none, a first time never."""
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        if not _may_count(words[at]):
            at += 1
            continue
        value, unit, end = _number(words, at)
        if value is not None and not (words[at] == "one" and end == at + 1):
            month = next((word for word in (*words[max(0, at - 1) : at], *words[end : end + 1]) if word in MONTHS), "")
            found += _placed(value, unit, month, _neighbour(words, at - 1, -1), _neighbour(words, end, 1))
        at = max(end, at + 1)
    return tuple(found)


def _placed(value: float, unit: str, month: str, before: str, after: str) -> list[Quantity]:
    if month and unit != "%" and value <= _DAYS_A_MONTH:
        return [Quantity(value, "date", "", month)]
    if unit == "th":
        return [] if after in _OFTEN else [Quantity(value, "th", before, after)]
    if not unit and before in _RANKED:
        return [Quantity(value, "th", "", before)]
    return [Quantity(value, unit, before, after)]


def _number(words: Sequence[str], at: int) -> tuple[float | None, str, int]:
    """The number that begins here, its unit, and where the words go on; None where none does."""
    word = words[at]
    if word in ORDINALS:
        return float(ORDINALS[word].removesuffix("th")), "th", at + 1
    value = _value(word)
    if value is None:
        return None, "", at
    end = at + 1
    while end < len(words) and (words[end] in _SCALES or _adds(value, words[end])):
        value = value * _SCALES[words[end]] if words[end] in _SCALES else value + float(NUMBERS[words[end]])
        end += 1
    if word.endswith("%") or words[end : end + 1] == ["%"]:
        return value, "%", end + (words[end : end + 1] == ["%"])
    if end < len(words) and words[end] in _TH:
        return value, "th", end + 1
    return value, "", end


def _may_count(word: str) -> bool:
    """Whether a word is to be looked at closely; most are not."""
    return word[0].isdecimal() or word in NUMBERS or word in ORDINALS or "-" in word


def _value(word: str) -> float | None:
    if word in NUMBERS:
        return float(NUMBERS[word])
    tens, _, units = word.partition("-")
    if tens in NUMBERS and _adds(float(NUMBERS[tens]), units):
        return float(NUMBERS[tens]) + float(NUMBERS[units])
    digits = tens.replace(",", "").removesuffix("%")
    if not digits.isascii() or not digits[:1].isdigit():
        return None
    try:
        return float(digits)
    except ValueError:
        return None


def _adds(value: float, word: str) -> bool:
    """Whether `five` goes on a number as in `twenty five`."""
    return value in (20, 30, 40, 50, 60, 70, 80, 90) and word in NUMBERS and float(NUMBERS[word]) < 10


def _neighbour(words: Sequence[str], at: int, step: int) -> str:
    """The nearest word that says something, up to three away, as a stem."""
    for near in range(at, at + 3 * step, step):
        if 0 <= near < len(words) and says_something(words[near]) and not _may_count(words[near]):
            return stem(words[near])
    return ""
