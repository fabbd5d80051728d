"""What is compared of an item: its words, its numbers, its names and places, who acts and what is denied."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from classifier.matching.quantities import Quantity, quantities
from classifier.words.fold import listed
from classifier.words.furniture import bare
from classifier.words.names import ROLES
from classifier.words.nations import NAMES
from classifier.words.newswords import COMMON
from classifier.words.remembered import Remembered
from classifier.words.wording import DAYS, MONTHS, STOPWORDS, content_stems, plain, says_something, stem, words

OPENING = 600
"""Characters of a headline, and of a summary, that say what the event is; what follows is background."""
_CAPITAL = re.compile(r"\b[A-Z][\w'’-]+")
_INSIDE = re.compile(r"(?<=[\w,;:’'\"”)] )[A-Z][\w'’-]+")
"""A capital behind a word: not the first of a sentence."""
_NO_NAMES = DAYS | MONTHS | STOPWORDS | ROLES | COMMON | listed("north south east west eastern central great")
_WHERE = listed("in at near off from outside inside around on over across into toward towards")
_NOT = listed("no not never without neither nor none cannot")
"""Who denies a thing speaks of that very thing: a claim and its denial are one story."""
_SCORE = re.compile(r"(?<![\d-])([0-9]{1,3})[-–]([0-9]{1,3})(?![\d-])")
_MONEY = "$£€¥₹"
_NEGATED = 2
"""So many words that say something stand in the reach of a negation."""
_ROUND_UP = re.compile(
    r"^(?:watch )?live\b|\bliveblog\b|\blive\s*(?:$|[:–|]|updates?\b|blog\b)"
    r"|[-–—|]\s*(?:live|the latest|as it happened|podcast)\s*$|\bas it happened\b|\bday \d+\b"
    r"|\b(?:round-?up|bulletin|newsletter|press review|newswrap|recap|guide|headlines|top stories|at a glance"
    r"|(?:daily|news|market|intelligence) brief|in (?:brief|pictures)|(?:week|day) ahead|\d+ (?:\w+ )?highlights)\b"
)


class StoryText(NamedTuple):
    """What two items are compared by."""

    title: str
    summary: str


class Gist(NamedTuple):
    """What an item is about, as stems; all that most comparisons need."""

    title: frozenset[str]
    stems: frozenset[str]
    """Of title and opening."""
    is_round_up: bool
    """It reports several events, or one of them over and over."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What contradictions are looked for in. Every word is a stem, unless said otherwise."""

    title: frozenset[str]
    stems: frozenset[str]
    """Of title and opening."""
    opening_stems: frozenset[str]
    """What stands below the headline."""
    title_words: frozenset[str]
    """Folded words as they stand, without the particles of `burnt down` and `stepped up`."""
    currencies: frozenset[str]
    """The signs of money in the title."""
    title_quantities: tuple[Quantity, ...]
    quantities: tuple[Quantity, ...]
    scores: frozenset[str]
    """Of the title, the higher figure first: a match lost 0-2 is the one won 2-0."""
    names: frozenset[str]
    """Capitalised words and nations of title and opening."""
    slots: frozenset[tuple[str, str]]
    """Each name of the title with a word beside it that says something, or with `` behind `in`, `near` and the like."""
    opening: tuple[str, str]
    """The first two words of the title that say something: mostly who does what."""
    title_days: frozenset[str]
    days: frozenset[str]
    negated: frozenset[str]
    """What the title says is not so."""


class _Plain(NamedTuple):
    """The texts of an item, folded, and its opening as it stands."""

    title: str
    summary: str
    opening: str


@lru_cache(maxsize=1_024)
def gist(story: StoryText) -> Gist:
    """Read what an item is about; `cut` it before."""
    read = _plain(story)
    title_stems = content_stems(read.title)
    is_round_up = _ROUND_UP.search(read.title) is not None
    return Gist(title_stems, title_stems | content_stems(read.summary), is_round_up)


@lru_cache(maxsize=1_024)
def profile(story: StoryText) -> Profile:
    """Read an item for contradictions; `cut` it before."""
    title, summary, opening = _plain(story)
    title_words, summary_words = words(title), words(summary)
    title_quantities = quantities(title_words)
    known = gist(story)
    names = _names(story.title, opening) | (known.stems & NAMES)
    return Profile(
        title=known.title,
        stems=known.stems,
        opening_stems=frozenset(content_stems(summary)),
        title_words=_but_particles(title_words),
        currencies=frozenset(_MONEY) & frozenset(story.title),
        title_quantities=title_quantities,
        quantities=title_quantities + quantities(summary_words),
        scores=frozenset(_score(*found) for found in _SCORE.findall(title)),
        names=names,
        slots=_slots(title_words, names),
        opening=_first_two(title_words),
        title_days=frozenset(title_words) & DAYS,
        days=frozenset(title_words + summary_words) & DAYS,
        negated=_negated(title_words) - names,
    )


def cut(story: StoryText) -> StoryText:
    """As much of an item as is compared, and remembered."""
    return StoryText(story.title[:OPENING], story.summary[: 2 * OPENING])


@lru_cache(maxsize=8)
def _plain(story: StoryText) -> _Plain:
    # The item at hand is read for its gist, for contradictions and for its words, hence the cache.
    opening = bare(story.summary)[:OPENING]
    return _Plain(plain(story.title), plain(opening), opening)


def as_written(story: StoryText, stems: Sequence[str]) -> list[str]:
    """Words of an item by their stems, as it writes them first, where it does."""
    written: dict[str, str] = {}
    for word in chain.from_iterable(map(words, _plain(story)[:2])):
        if (stemmed := stem(word)) in stems:
            written.setdefault(stemmed, word)
            if len(written) == len(stems):
                break
    return [written.get(each, each) for each in stems]


def _names(title: str, opening: str) -> frozenset[str]:
    """Words with a capital inside a sentence; of a headline that writes all words so, none."""
    found = _INSIDE.findall(opening)
    written = title.split()
    if 2 * len(_CAPITAL.findall(title)) <= len(written) or len(written) <= 3:
        found += _INSIDE.findall(title)
    return frozenset(chain.from_iterable(map(_NAME_STEMS.__getitem__, found)))


def _name_stems(name: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(plain(name)) if word not in _NO_NAMES)


_NAME_STEMS = Remembered(_name_stems)


def _score(one: str, other: str) -> str:
    return "-".join(sorted((one, other), key=int, reverse=True))


def _slots(title: list[str], names: frozenset[str]) -> frozenset[tuple[str, str]]:
    behind = frozenset(
        (place, "") for where, word in pairwise(title) if where in _WHERE and (place := stem(word)) in names
    )
    said = [stem(word) for word in title if says_something(word)]
    beside = [*pairwise(said), *pairwise(reversed(said))]
    return behind | frozenset((name, other) for name, other in beside if name in names)


def _but_particles(title: list[str]) -> frozenset[str]:
    """`Up` and `down` are a direction before a figure alone."""
    behind = zip(title, [*title[1:], ""], strict=False)
    return frozenset(word for word, after in behind if word not in ("up", "down") or after[:1].isdigit())


def _first_two(title: list[str]) -> tuple[str, str]:
    first, second, *_ = [*[stem(word) for word in title if says_something(word)], "", ""]
    return first, second


def _negated(among: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for at, word in enumerate(among):
        if word in _NOT or word.endswith("n't"):
            reach = [stem(each) for each in among[at + 1 : at + 6] if says_something(each)]
            found.update(reach[:_NEGATED])
    return frozenset(found)
