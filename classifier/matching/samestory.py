"""Are two items about the same event, and is one a copy of the other? Likeness proposes, contradictions veto.

The likeness is how much of each headline, by weight of its words, stands in the other item at all, how much the items share,
and how much that is in sum; it fades with the hours between. A word weighs what it tells: the rarer it is in the news of these
days, the more.
"""

from collections.abc import Callable, Iterable, Mapping
from math import exp, fsum, log, log1p, sqrt
from operator import mul

from classifier.matching.storytext import Gist, as_written, cut, gist, profile
from classifier.matching.storytext import StoryText as StoryText
from classifier.matching.vetoes import says_else, veto
from classifier.records import Match
from classifier.words.nations import NAMES
from classifier.words.newswords import COMMON
from classifier.words.remembered import Remembered
from classifier.words.wording import stem

SAME_STORY = 0.34
ASKED = 0.22
"""Enough of two that somebody asks about: they are likelier one event than any two of a window."""
RELATED = 0.24
COPY = 0.5
_VERY = 0.8
_FADED_H = 144.0
"""Two items lose half of their likeness in half of that."""
_WHOLE = 0.5
"""What the likeness of whole items counts beside that of their headlines."""
_CONSIDERED = 0.12
"""Two items less alike are not looked at for contradictions."""
_SHARED = 2
_SHOWN = 5
_AMPLE = 60.0
"""The weight of shared words from which on more of them add little."""
_TRUSTED = 500
"""Items that a guess about a word is worth: a window of so many outweighs it."""
_RARE, _COMMON, _NATION, _NUMBER = 7.0, 4.0, 4.5, 5.0
"""Guessed weights, in nats: one item in 1,100, in 55, in 90, in 150 holds such a word."""
_EXPECTED = {guess: _TRUSTED * exp(-guess) for guess in (_RARE, _COMMON, _NATION, _NUMBER)}
"""How many of so many trusted items hold a word of such a guessed weight."""
_COMMON_STEMS = frozenset(map(stem, COMMON))

Held = Callable[[str], tuple[int, int]]
"""How many items of how many hold a stem."""


class Weights(dict[str, float]):
    """What stems tell of the event, in nats, as they are asked for."""

    def __init__(self, held: Held | None = None) -> None:
        super().__init__()
        self._held = held
        self._masses: dict[frozenset[str], float] = {}

    def __missing__(self, word: str) -> float:
        guess = _GUESSES[word]
        if self._held is None:
            return guess
        by, of = self._held(word)
        weight = self[word] = max(0.0, log((of + _TRUSTED) / (by + _EXPECTED[guess])))
        return weight

    def mass_of_gist(self, stems: frozenset[str]) -> float:
        """The mass of what an item holds, which is asked for whenever it is held against another."""
        mass = self._masses.get(stems)
        if mass is None:
            mass = _mass(stems, self)
            if self._held is not None:  # what is guessed serves everybody for ever, and would never be let go
                self._masses[stems] = mass
        return mass


_GUESSED = Weights()


def match_stories(
    a: StoryText,
    b: StoryText,
    hours_apart: float = 0.0,
    weights: Weights | None = None,
    *,
    closely: bool = True,
) -> Match:
    """Compare two items; a contradiction in number, place, day, negation or direction outweighs any likeness.

    Without `weights` the rarity of a word is guessed. Unless asked to look `closely`, contradictions between two that are not
    even related are not looked for.
    """
    a, b = cut(a), cut(b)
    one, other = gist(a), gist(b)
    told, least = (_GUESSED, ASKED) if weights is None else (weights, SAME_STORY)
    shared = one.stems & other.stems
    score, is_copy = _likeness(one, other, shared, hours_apart, told), _is_copy(one, other)
    is_likely = closely or is_copy or score >= min(least, RELATED)
    if score < _CONSIDERED or not is_likely:
        return Match(False, False, score, "", veto="round-up" if one.is_round_up or other.is_round_up else "")
    if contradiction := veto(profile(a), profile(b), hours_apart):
        reason = f"{contradiction.kind}: {contradiction.shown}"
        return Match(False, False, score, reason, score >= RELATED, contradiction.kind)
    if (one.is_round_up or other.is_round_up) and not is_copy:
        return Match(False, False, score, "round-up", False, "round-up")
    is_copy = is_copy and not says_else(profile(a), profile(b))
    same = is_copy or (score >= least and len(shared) >= _SHARED)
    telling = sorted(sorted(shared), key=told.__getitem__, reverse=True)[:_SHOWN]
    return Match(same, is_copy, score, ", ".join(as_written(a, telling)), not same and score >= RELATED)


def _likeness(one: Gist, other: Gist, shared: frozenset[str], hours_apart: float, weights: Weights) -> float:
    """How alike, 0 to 1."""
    headlines = (_covered(one.title, other.stems, weights) + _covered(other.title, one.stems, weights)) / 2
    both = weights.mass_of_gist(one.stems) * weights.mass_of_gist(other.stems)
    whole = _mass(shared, weights) / max(1.0, sqrt(both))
    ample = log1p(fsum(map(weights.__getitem__, shared))) / log1p(_AMPLE)
    fading = max(0.0, 1 - hours_apart / _FADED_H)
    return round(min(1.0, (headlines + _WHOLE * whole) / (1 + _WHOLE) * ample * fading), 3)


def _covered(title: frozenset[str], stems: frozenset[str], weights: Weights) -> float:
    """How much of a headline another item says too."""
    return _mass(title & stems, weights) / max(1.0, weights.mass_of_gist(title))


def _mass(words: Iterable[str], weights: Mapping[str, float]) -> float:
    """Squares, so that one telling word outweighs many common ones."""
    told = list(map(weights.__getitem__, words))
    return fsum(map(mul, told, told))


def _guess(word: str) -> float:
    if word in _COMMON_STEMS:
        return _COMMON
    if word in NAMES:
        return _NATION
    return _NUMBER if word[0].isdigit() else _RARE


_GUESSES = Remembered(_guess)


def _is_copy(one: Gist, other: Gist) -> bool:
    """Whether the words are the same but for spelling and a few; a headline alone must say the same by itself."""
    title, whole = _overlap(one.title, other.title), _overlap(one.stems, other.stems)
    if one.is_round_up or other.is_round_up:
        return title == 1 and whole >= _VERY
    if one.stems == one.title or other.stems == other.title:
        return title >= _VERY
    return min(title, whole) >= COPY


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
