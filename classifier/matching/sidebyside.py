"""Two quotes laid side by side: how much of the shorter is in the longer, and what is left over on either side."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from classifier.matching.quotesense import one_word
from classifier.matching.quotewords import INSERTED, QuoteWords, says_something

Zone = Literal["head", "middle", "tail"]
_MOST_PAIRS = 400
"""A difference larger than this is no spelling: looking for twins in it would only cost."""
_INSERTION = 6
"""So many words at most stand where a paper has put its own in brackets."""


class Left(NamedTuple):
    """A word that the other quote does not have there."""

    at: int
    word: str
    zone: Zone
    """Before or after all that both have, or between."""
    reach: int
    """How many words lie between it and what both have: 0 for its neighbour."""


@dataclass(slots=True)
class Laid:
    """The outcome: what is left over here and there, what a cut or a bracket excuses, what only stands elsewhere."""

    here: list[Left] = field(default_factory=list)
    there: list[Left] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)
    score: float = 0.0
    """The share of all that matters which both have, of 1."""

    def middle(self) -> tuple[list[Left], list[Left]]:
        """What is left over between, here and there."""
        return [left for left in self.here if left.zone == "middle"], [
            left for left in self.there if left.zone == "middle"
        ]


def laid_together(one: QuoteWords, other: QuoteWords) -> Laid:
    """Lay two quotes side by side."""
    laid = Laid()
    matcher = difflib.SequenceMatcher(None, one.words, other.words, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            _part(one, other, range(i1, i2), range(j1, j2), laid)
    _find_moved(laid)
    brackets = one.words.count(INSERTED), other.words.count(INSERTED)
    lengths = len(one.words) - brackets[0], len(other.words) - brackets[1]
    mine, theirs = (laid.here, laid.there) if lengths[0] <= lengths[1] else (laid.there, laid.here)
    shared = min(lengths) - len(mine)
    missing = len(mine) + sum(left.zone == "middle" for left in theirs)
    laid.score = shared / max(1, shared + missing)
    return laid


def _part(one: QuoteWords, other: QuoteWords, here: range, there: range, laid: Laid) -> None:
    """One place where the two differ: what is one word after all goes, then what a cut or a bracket excuses."""
    mine, theirs = _unpaired(one.words, here, other.words, there)
    if INSERTED in [one.words[at] for at in mine] and len(theirs) <= _INSERTION:
        mine, theirs = [at for at in mine if one.words[at] != INSERTED], []
    elif INSERTED in [other.words[at] for at in theirs] and len(mine) <= _INSERTION:
        mine, theirs = [], [at for at in theirs if other.words[at] != INSERTED]
    if _is_cut(one, here) or (not here and _is_whole(other, there)):
        laid.excused += [other.words[at] for at in theirs]
        theirs = []
    if _is_cut(other, there) or (not there and _is_whole(one, here)):
        laid.excused += [one.words[at] for at in mine]
        mine = []
    zone = _zone(one, other, here, there) if not (mine and theirs) else "middle"
    laid.here += _left(one.words, mine, here, zone)
    laid.there += _left(other.words, theirs, there, zone)


def _unpaired(mine: Sequence[str], here: range, theirs: Sequence[str], there: range) -> tuple[list[int], list[int]]:
    """The places whose words have no twin on the other side."""
    ours, others = [mine[at] for at in here], [theirs[at] for at in there]
    if "".join(ours) == "".join(others) or _is_acronym(ours, others) or _is_acronym(others, ours):
        return [], []
    if len(here) * len(there) > _MOST_PAIRS:
        return list(here), list(there)
    left, free = [], list(there)
    for at in here:
        twin = next((other for other in free if one_word(mine[at], theirs[other])), None)
        if twin is None:
            left.append(at)
        else:
            free.remove(twin)
    return left, free


def _is_acronym(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one word is made of the first letters of others: `un`, `united nations`."""
    return len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long)


def _is_cut(quote: QuoteWords, part: range) -> bool:
    return any(part.start <= cut <= part.stop for cut in quote.cuts)


def _is_whole(quote: QuoteWords, part: range) -> bool:
    """Whether a part between is made of whole sentences, which papers drop without a sign."""
    said, before, after = quote.sentences, part.start - 1, part.stop
    return (
        bool(part)
        and before >= 0
        and after < len(said)
        and said[before] < said[part.start]
        and said[after - 1] < said[after]
    )


def _zone(one: QuoteWords, other: QuoteWords, here: range, there: range) -> Zone:
    if here.start == there.start == 0:
        return "head"
    return "tail" if here.stop == len(one.words) and there.stop == len(other.words) else "middle"


def _left(words: Sequence[str], places: Sequence[int], part: range, zone: Zone) -> Iterator[Left]:
    for at in places:
        yield Left(at, words[at], zone, part.stop - 1 - at if zone == "head" else at - part.start)


def _find_moved(laid: Laid) -> None:
    """A word left over on both sides stands in another place; where only one of the two places is between, so is the other."""
    for mine in list(laid.here):
        twin = next((theirs for theirs in laid.there if theirs.word == mine.word), None)
        if twin is not None and (says_something(mine.word) or "middle" in (mine.zone, twin.zone)):
            laid.here.remove(mine)
            laid.there.remove(twin)
            laid.moved.append((mine.at, twin.at))
