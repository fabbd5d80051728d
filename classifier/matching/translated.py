"""Are two quotes translations of the same words? Most of what they are about is shared, and no sense is turned."""

from collections.abc import Sequence

from classifier.matching.quotesense import one_word, turned
from classifier.matching.quotewords import QuoteWords, says_something

_FEWEST = 4
_OF_THE_LONGER = 0.6
_OF_THE_SHORTER = 0.66
_IN_ORDER = 0.55
"""Above it a word that stands for another was meant to."""


def is_translation(one: QuoteWords, other: QuoteWords, order: float) -> bool:
    """Whether two quotes of one speaker say the same in other words; `order`: how far in the same order, of 1."""
    mine = [word for word in one.words if says_something(word)]
    theirs = [word for word in other.words if says_something(word)]
    left, free = _unmatched(mine, theirs)
    shared = len(mine) - len(left)
    shorter, longer = sorted((len(mine), len(theirs)))
    if shared < _FEWEST or shared < _OF_THE_LONGER * longer or shared < _OF_THE_SHORTER * shorter:
        return False
    goes_on_otherwise = _runs_out(mine, left) and _runs_out(theirs, free)
    has_another_word = order > _IN_ORDER and bool(left and free)
    return (
        not goes_on_otherwise and not has_another_word and one.asks == other.asks and not turned(*_senses(one, other))
    )


def _unmatched(mine: Sequence[str], theirs: Sequence[str]) -> tuple[list[int], list[int]]:
    """The places of the words on each side that have no twin on the other."""
    left, free = [], list(range(len(theirs)))
    for at, word in enumerate(mine):
        twin = next((place for place in free if one_word(word, theirs[place])), None)
        if twin is None:
            left.append(at)
        else:
            free.remove(twin)
    return left, free


def _runs_out(words: Sequence[str], left: Sequence[int]) -> bool:
    """Whether all that has no twin stands at the end: what begins alike goes on otherwise."""
    return bool(left) and left[0] == len(words) - len(left)


def _senses(one: QuoteWords, other: QuoteWords) -> tuple[list[str], list[str]]:
    """The words that only one and only the other has, as far as they can turn the sense; whoever is meant is in both."""
    return (
        [word for word in one.words if word not in other.words],
        [word for word in other.words if word not in one.words],
    )
