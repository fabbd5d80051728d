"""When two words of two quotes are one, and when what only one of them has makes another statement of it."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from classifier.matching.contradictions import likeness, opposed, shown
from classifier.matching.quotelists import (
    AGREEING,
    COMPASS,
    CONDITIONS,
    HEDGES,
    HOW_OFTEN,
    INTENTS,
    MODALS,
    NEGATIONS,
    OPPOSITES,
    PERSONS,
    QUANTITIES,
    TENSES,
    TIMES,
    UNITS,
    WHEN,
    WHICH,
)
from classifier.matching.quotewords import MASKS
from classifier.matching.synonyms import LIKE, OF_ANY_TENSE, PAST
from classifier.words.nations import NATIONS

_LONG_WORD = 5
_MISSPELT = 0.84
_LETTERS = re.compile(r"[^\W\d_]+")
_HIDDEN = 3
"""By so many letters at most a mask is longer or shorter than what it hides."""
_ENDINGS = ("ing", "ies", "ied", "ed", "es", "s", "ly", "en", "n", "d", "e", "y")
_VOWELS = tuple("aeiou")
_NONE: frozenset[int] = frozenset()
_OF_ONE_KIND = (AGREEING, COMPASS, NATIONS, UNITS)
_TIMES = {time: time for time in TIMES}
_NEVER_MISSPELT = frozenset((*COMPASS, *TIMES, *UNITS, *NATIONS, *PERSONS, *TENSES, *MODALS))
"""Of these the next in spelling is another."""


def turned(one: Sequence[str], other: Sequence[str]) -> str:
    """What the words that only one and only the other quote has make of its sense, or an empty text."""
    here, there = frozenset(one), frozenset(other)
    if sum(word in NEGATIONS for word in one) != sum(word in NEGATIONS for word in other):
        return _told("negation", here & NEGATIONS, there & NEGATIONS)
    for name, kind in (("condition", CONDITIONS), ("hedge", HEDGES), ("how much", QUANTITIES), ("intent", INTENTS)):
        if here & kind != there & kind:
            return _told(name, here & kind, there & kind)
    if (mine := _classed(here, MODALS)) != (theirs := _classed(there, MODALS)):
        return _told("modal", mine, theirs)
    if (mine := _figures(here)) != (theirs := _figures(there)):
        return _told("number", mine, theirs)
    return _exchanged(here, there) or _other_person(one, other) or _opposite(here, there) or opposed(here, there)


def one_word(here: str, there: str) -> bool:
    """Whether two words are one: misspelt, masked, in another form of the same tense, or a translator's for the same."""
    if here == there:
        return True
    if not LIKE.get(here, _NONE).isdisjoint(LIKE.get(there, _NONE)):
        return _one_tense(here, there)
    if any(here in table and table[here] == table.get(there) for table in _OF_ONE_KIND):
        return True
    if _is_masked(here) or _is_masked(there):
        return _under_mask(here, there)
    return here[0].isalpha() and there[0].isalpha() and _alike(here, there)


def is_figure(word: str) -> bool:
    """Whether a word is a number, a date or a time of day."""
    return word[0].isdigit()


def _exchanged(here: Collection[str], there: Collection[str]) -> str:
    """What stands in the place of another of its kind, or an empty text."""
    tables: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("tense", TENSES), ("direction", COMPASS), ("when", _TIMES), ("when", WHICH), ("unit", UNITS), ("nation", NATIONS),
        ("condition", WHEN), ("how often", HOW_OFTEN),
    )  # fmt: skip
    for name, table in tables:
        mine, theirs = _classed(here, table), _classed(there, table)
        if mine and theirs and mine != theirs:
            return _told(name, mine, theirs)
    return ""


def _other_person(one: Sequence[str], other: Sequence[str]) -> str:
    """Who acts where somebody else does, in order: `they … us` is not `we … them`."""
    mine = [PERSONS[word] for word in one if word in PERSONS]
    theirs = [PERSONS[word] for word in other if word in PERSONS]
    return f"who: {', '.join(mine)} / {', '.join(theirs)}" if mine and theirs and mine != theirs else ""


def _opposite(here: frozenset[str], there: frozenset[str]) -> str:
    for left, right in OPPOSITES:
        if (here & left and there & right) or (here & right and there & left):
            return _told("opposites", here & (left | right), there & (left | right))
    return ""


def _told(name: str, here: frozenset[str], there: frozenset[str]) -> str:
    return f"{name}: {shown(here) or '-'} / {shown(there) or '-'}"


def _classed(words: Collection[str], table: Mapping[str, str]) -> frozenset[str]:
    return frozenset(table[word] for word in words if word in table)


def _figures(words: frozenset[str]) -> frozenset[str]:
    """The numbers; one is mostly none."""
    return frozenset(word for word in words if is_figure(word) and word != "1")


@lru_cache(maxsize=1_024)
def _alike(here: str, there: str) -> bool:
    if _base(here) == _base(there):
        return _one_tense(here, there)
    if here[0] != there[0] or min(len(here), len(there)) < _LONG_WORD or _NEVER_MISSPELT & {here, there}:
        return False
    here, there = here.replace("z", "s"), there.replace("z", "s")  # a misspelt word keeps its British `s`
    return likeness(here, there, _MISSPELT) or (here[-1] == there[-1] and sorted(here) == sorted(there))


def _base(word: str) -> str:
    """A word without its ending, roughly."""
    word = PAST.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            bare = word.removesuffix(ending).rstrip("ie")
            return bare[:-1] if bare.endswith("y") and bare[-2:-1] not in _VOWELS else bare
    return word


def is_past(word: str) -> bool:
    """Whether a word is the past form of a verb, roughly."""
    return word in PAST or (word.endswith("ed") and not word.endswith("eed") and len(word) > 4)


def _one_tense(here: str, there: str) -> bool:
    return is_past(here) == is_past(there) or not OF_ANY_TENSE.isdisjoint((here, there))


def _is_masked(word: str) -> bool:
    """Whether letters of a word are hidden: `d****d`."""
    return any(mask in word for mask in MASKS)


def _under_mask(here: str, there: str) -> bool:
    """Whether a word may be the one whose letters are hidden."""
    masked, word = (here, there) if _is_masked(here) else (there, here)
    shown = _LETTERS.findall(masked)
    ends = shown[-1] if masked[-1].isalpha() and len(shown) > 1 else ""
    is_as_long = "--" in masked or abs(len(word) - len(masked)) <= _HIDDEN  # a dash may stand for any letters
    return is_as_long and word.startswith(shown[0]) and word.endswith(ends)
