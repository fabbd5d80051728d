"""Who does what to whom in two quotes of the same words: by their order, their prepositions and the passive."""

from collections.abc import Sequence
from itertools import combinations

from classifier.matching.quotelists import NEGATIONS
from classifier.matching.quotesense import is_past
from classifier.matching.quotewords import QuoteWords, says_something
from classifier.matching.sidebyside import Left
from classifier.matching.synonyms import OF_ANY_TENSE
from classifier.words.fold import listed

_ADVERBS = listed(
    "only also now again still already soon then there here together today tomorrow yesterday tonight just too"
)
_PREPOSITIONS = listed(
    "in at on near from to with by during after before since over under for of about against inside outside until"
)
_BEING = listed("be been being was were is are am")
_MOST_MOVED = 8
_ACTORS = listed("i we you he she they me us him them")


def swapped(one: QuoteWords, other: QuoteWords, moved: Sequence[tuple[int, int]]) -> str:
    """What acts where the other quote has it acted upon, or stands after another preposition; an adverb may stand anywhere."""
    for here, there in moved:
        if one.words[here] in NEGATIONS and one.words[here + 1 : here + 2] != other.words[there + 1 : there + 2]:
            return f"negation: {one.words[here]}"
        if _preposition(one, here) != _preposition(other, there):
            return f"who does what to whom: {one.words[here]}"
    if any(_change_places(one, other, first, second) for first, second in combinations(moved[:_MOST_MOVED], 2)):
        return f"who does what to whom: {one.words[moved[0][0]]}"
    if moved:
        mine, theirs = _acting(one), _acting(other)
        shared = {word for word in mine if mine.count(word) == theirs.count(word) == 1}
        if [word for word in mine if word in shared] != [word for word in theirs if word in shared]:
            return f"who does what to whom: {', '.join(one.words[here] for here, _ in moved[:3])}"
    return ""


def _change_places(one: QuoteWords, other: QuoteWords, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether each of two words stands after the word that the other quote has before the other."""
    crossed = (first[0] < second[0]) != (first[1] < second[1])
    return crossed and (
        one.words[first[0] - 1 : first[0]] == other.words[second[1] - 1 : second[1]]
        and one.words[second[0] - 1 : second[0]] == other.words[first[1] - 1 : first[1]]
    )


def passive(one: QuoteWords, here: Sequence[Left], other: QuoteWords, there: Sequence[Left]) -> str:
    """A verb that one quote has in the passive and the other has not, with the same words about it in the same order."""
    mine, theirs = _suffered(one, here), _suffered(other, there)
    return f"who does what to whom: {(mine or theirs)[0]}" if bool(mine) != bool(theirs) else ""


def _suffered(quote: QuoteWords, left_over: Sequence[Left]) -> list[str]:
    """The past forms right after a left over form of `be` whose subject both quotes have."""
    places = {left.at for left in left_over}
    being = [left.at for left in left_over if left.word in _BEING and left.at - 1 not in places]
    return [word for at in being for word in quote.words[at + 1 : at + 2] if is_past(word) or word in OF_ANY_TENSE]


def _acting(quote: QuoteWords) -> list[str]:
    """The words whose order says who does what to whom."""
    return [
        word
        for at, word in enumerate(quote.words)
        if (says_something(word) or word in _ACTORS)
        and word not in _ADVERBS
        and not word.endswith("ly")
        and not _preposition(quote, at)
    ]


def _preposition(quote: QuoteWords, at: int) -> str:
    """The preposition that a word is reached from, over an article or an adjective, or nothing."""
    near = [word for word in quote.words[max(0, at - 2) : at] if word in _PREPOSITIONS]
    return near[-1] if near else ""
