"""Persons in a text: runs of capitals, and the name within one."""

from itertools import compress

from classifier.words.fold import listed
from classifier.words.names import (
    NAME_ENDINGS,
    NATIONS,
    NEVER_LAST,
    NO_NAMES,
    NOT_NAMES,
    ORGANISATIONS,
    PARTICLES,
    PERSONS,
    PLACES,
    ROLES,
    several,
)
from classifier.words.nations import NATIONS as OF_NATIONS
from classifier.words.passage import Passage

_TITLES = ROLES | PERSONS
_TRAILING = NOT_NAMES | PARTICLES
_CITY_OPENINGS = NATIONS | listed("abu addis tel new san santa port phnom kuala buenos sri hong saudi el la")
_PLACED = frozenset(("in", "at", "near", "outside", "across"))
_LONGEST = 4
_NEVER_ALONE = _TRAILING | NO_NAMES | PLACES | frozenset(OF_NATIONS)
"""Capitalised words that are nobody's name without another."""


def capital_runs(passage: Passage, first: int, end: int) -> list[tuple[int, int]]:
    """Runs of capitalised words set apart by single blanks, with the particles of a name between them."""
    runs: list[tuple[int, int]] = []
    starts, ends, words, capitals = passage.starts, passage.ends, passage.words, passage.capitals
    token = first
    for begin in compress(range(first, end), capitals[first:end]):
        if begin < token or not words[begin][0].isalpha():
            continue
        token = begin + 1
        while token < end and (
            capitals[token] or (words[token] in PARTICLES and token + 1 < end and capitals[token + 1])
        ):
            if starts[token] - ends[token - 1] > 1:
                break
            token += 1
        runs.append((begin, token))
    return runs


def person(passage: Passage, first: int, end: int) -> tuple[int, int] | None:
    """The person's name within a run of capitals, behind offices and nations; None for an organisation or a place."""
    words = passage.words
    if end - first == 1 and words[first] in _NEVER_ALONE:
        return None
    while end > first and words[end - 1] in _TRAILING:
        end -= 1
    title = end - 2
    while title >= first and words[title] not in _TITLES:
        title -= 1
    first = max(first, title + 1)
    while first < end and words[first] in NO_NAMES:
        first += 1
    if first >= end or end - first > _LONGEST:
        return None
    last = words[surname_at(words, end)]
    if last in NEVER_LAST or not ORGANISATIONS.isdisjoint(words[first:end]):
        return None
    if end - first == 1 and several(last):
        return None
    written = passage.text[passage.starts[first] : passage.ends[end - 1]]
    if len(written) > 1 and written.isupper() and "." not in written:
        return None
    if (last in PLACES or last in OF_NATIONS) and (end - first == 1 or words[first] in _CITY_OPENINGS):
        return None
    return first, end


def surname_at(words: list[str], end: int) -> int:
    """Where the surname of the name that ends before `end` stands: before `Jr.`."""
    return end - 2 if words[end - 1] in NAME_ENDINGS and end > 1 else end - 1


def people(passage: Passage, runs: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Every person named in these runs of capitals: where the run starts, and where the name starts and ends."""
    found = []
    words = passage.words
    for first, end in runs:
        name = person(passage, first, end)
        if name is None:
            continue
        # `the Alto Verde concession` and `in Alto Verde` are no persons; `the Rev. Ana Verde` and `in Ana Verde's` are.
        before = words[first - 1] if first and name[0] == first else ""
        if before == "the" or (before in _PLACED and words[end : end + 1] != ["'s"]):
            continue
        found.append((first, *name))
    return found
