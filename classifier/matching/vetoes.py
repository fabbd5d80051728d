"""What keeps two alike items apart: another rank, number, day, actor, name or phase, a negation, an opposite.

The oldest trap of folding news is the same sentence with one word changed: the fifth package and the sixth, the mayor arrested
and the mayor freed. So most vetoes hold between headlines that are otherwise alike; where two papers word an event each in its
own way, a name that only one of them gives tells nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from classifier.matching.contradictions import likeness, opposed, shown
from classifier.matching.quantities import Quantity
from classifier.matching.storytext import Profile
from classifier.words.fold import listed
from classifier.words.nations import NAMES
from classifier.words.wording import stem

_DAY_APART_H = 20.0
"""Items further apart in time than this, which name different weekdays, tell of different days."""
_DENIED_AT_ONCE_H = 12.0
_TALLY_H = 30.0
"""A toll is counted on for so long."""
_TALLY_GROWS = 3.0
_AT_ONCE_H, _ENOUGH = 8.0, 3
_EXACT = 20
_ROUNDED = 0.04
_PLAIN_UNITS = ("", "%")


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, listed(words)))


_TALLIED = _stems("killed injured missing people person case arrested trapped feared evacuated infected")
_MILESTONES = _stems("pass passes passed top tops topped exceed exceeds exceeded cross crosses crossed")
_REFUSALS = listed(
    "refuse refuses refused reject rejects rejected fail fails failed ignore ignores ignored snub snubs snubbed"
)
"""Who says so denies in other words."""
_PHASES = (
    _stems("arrest arrested detained"),
    _stems("charge charged indicted"),
    _stems("convict convicted guilty acquitted acquits"),
    _stems("sentence sentenced"),
    _stems("release freed pardoned bail"),
    _stems("nominate nominated nominee"),
    _stems("resign resigns resigned"),
    _stems("sworn inaugurated"),
)
"""Steps of one affair, each news of its own."""
_IN_PHASE = frozenset().union(*_PHASES)


class Veto(NamedTuple):
    """Why two items are not one event."""

    kind: str
    shown: str
    """For a person."""


def veto(one: Profile, other: Profile, hours_apart: float) -> Veto | None:
    """The first contradiction between two items, the plainest kind first."""
    return next((found for look in _LOOKS if (found := look(one, other, hours_apart))), None)


def says_else(one: Profile, other: Profile) -> bool:
    """Whether each says what the other does not, as no two prints of one text do: a denial, or figures with days or words."""
    if one.negated != other.negated:
        return True
    left, right = one.title - other.stems, other.title - one.stems
    counted, also = _counted(one), _counted(other)
    if counted.keys() - also.keys() and also.keys() - counted.keys():
        other_days = one.days and other.days and not one.days & other.days
        if other_days or (_but_figures(left, counted) and _but_figures(right, also)):
            return True
    return bool(left & one.opening_stems and right & other.opening_stems)


def _counted(each: Profile) -> dict[float, str]:
    """What is counted or measured, by the figure; no ranks, no dates."""
    return {found.value: found.after for found in each.quantities if found.unit not in ("th", "date")}


def _but_figures(words: frozenset[str], counted: Mapping[float, str]) -> frozenset[str]:
    """Words without those of figures and measures: six metres are twenty feet."""
    return frozenset(
        word for word in words.difference(counted.values()) if word.endswith("th") or not word[0].isdigit()
    )


def _ranks(one: Profile, other: Profile, _: float) -> Veto | None:
    """The fifth package and the sixth, day 34 and day 35; a rank may stand below the headline."""
    here, there = _ranked(one, "th"), _ranked(other, "th")
    return _apart("rank", here, there) or _apart("date", _ranked(one, "date"), _ranked(other, "date"))


def _ranked(each: Profile, unit: str) -> dict[str, set[float]]:
    """The ranks, or days of the month, by the word that they rank, or the month."""
    in_title = _by_neighbour(each.title_quantities, unit)
    return in_title or (_by_neighbour(each.quantities, unit) if unit == "th" else {})


def _by_neighbour(among: Sequence[Quantity], unit: str) -> dict[str, set[float]]:
    found: dict[str, set[float]] = {}
    for quantity in among:
        if quantity.unit == unit:
            for word in filter(None, (quantity.after, quantity.before)):
                found.setdefault(word, set()).add(quantity.value)
    return found


def _apart(kind: str, here: dict[str, set[float]], there: dict[str, set[float]]) -> Veto | None:
    for word in (each for each in here if each in there):
        if not here[word] & there[word]:
            return Veto(kind, f"{_figures(here[word])} / {_figures(there[word])}")
    return None


def _numbers(one: Profile, other: Profile, hours_apart: float) -> Veto | None:
    """Different numbers of the same thing; a toll may have grown in between."""
    if one.scores and other.scores and not one.scores & other.scores:
        return Veto("score", f"{shown(one.scores)} / {shown(other.scores)}")
    if one.currencies != other.currencies:
        return None
    said, also_said = ({quantity.value for quantity in each.quantities} for each in (one, other))
    for counted, mine, theirs in _same_slots(one.title_quantities, other.title_quantities):
        is_known = len(mine) == len(theirs) == 1 and (mine[0] in also_said or theirs[0] in said)
        if not is_known and _all_differ(mine, theirs) and not _is_toll(one, other, counted, mine, theirs, hours_apart):
            return Veto("number", f"{_figures(mine)} / {_figures(theirs)}")
    return None


def _same_slots(one: Sequence[Quantity], other: Sequence[Quantity]) -> Iterator[tuple[str, list[float], list[float]]]:
    """What both count, with their numbers in order: by the word behind, or at the end of a text by the word before."""
    for unit in _PLAIN_UNITS:
        for behind in (True, False):
            here, there = _by_slot(one, unit, behind=behind), _by_slot(other, unit, behind=behind)
            for word in sorted(here.keys() & there.keys()):
                yield word, here[word], there[word]


def _by_slot(among: Sequence[Quantity], unit: str, *, behind: bool) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for quantity in among:
        word = quantity.after if behind else "" if quantity.after else quantity.before
        if quantity.unit == unit and word:
            found.setdefault(word, []).append(quantity.value)
    return found


def _all_differ(mine: list[float], theirs: list[float]) -> bool:
    """In order where there are as many of them: `28 of 35` is not `35 of 38`."""
    if len(mine) == len(theirs):
        return not any(_close(a, b) for a, b in zip(mine, theirs, strict=True))
    return not any(_close(a, b) for a in mine for b in theirs)


def _close(one: float, other: float) -> bool:
    """Whether one is the other rounded; small numbers are exact."""
    return one == other or (min(one, other) > _EXACT and abs(one - other) <= _ROUNDED * max(one, other))


def _is_toll(
    one: Profile, other: Profile, counted: str, mine: list[float], theirs: list[float], hours_apart: float
) -> bool:
    """Whether both count the victims of one event: a name of both, no nation, speaks for it, or the hour and the words."""
    if counted not in _TALLIED or (one.title | other.title) & _MILESTONES or hours_apart > _TALLY_H:
        return False
    low, high = sorted((max(mine), max(theirs)))
    is_one = (one.names & other.names) - NAMES or (hours_apart <= _AT_ONCE_H and len(one.title & other.title) > _ENOUGH)
    return high <= low * _TALLY_GROWS and bool(is_one)


def _figures(values: Iterable[float]) -> str:
    return ", ".join(f"{value:,g}" for value in sorted(values)[:3])


def _days(one: Profile, other: Profile, hours_apart: float) -> Veto | None:
    here, there = one.title_days, other.title_days
    if not (here and there) and hours_apart > _DAY_APART_H:
        here, there = one.days, other.days
    return Veto("day", f"{shown(here)} / {shown(there)}") if here and there and not here & there else None


def _negations(one: Profile, other: Profile, hours_apart: float) -> Veto | None:
    """What is denied at once is that very claim; what is not so a day later has changed."""
    if hours_apart <= _DENIED_AT_ONCE_H:
        return None
    for here, there in ((one, other), (other, one)):
        said = here.negated & there.title
        if said and not there.negated and not there.title_words & _REFUSALS and _headlines_alike(one, other):
            return Veto("negation", shown(said))
    return None


def _opposites(one: Profile, other: Profile, _: float) -> Veto | None:
    found = opposed(one.title_words - other.title_words, other.title_words - one.title_words)
    return Veto("opposites", found.removeprefix("opposites: ")) if found and _headlines_alike(one, other) else None


def _phases(one: Profile, other: Profile, _: float) -> Veto | None:
    if _IN_PHASE.isdisjoint(one.title) or _IN_PHASE.isdisjoint(other.title):
        return None
    for first, here in enumerate(_PHASES):
        for there in _PHASES[first + 1 :]:
            for a, b in ((one, other), (other, one)):
                if a.title & here and b.title & there and not (a.stems & there or b.stems & here):
                    return Veto("phase", f"{shown(a.title & here)} / {shown(b.title & there)}")
    return None


def _actors(one: Profile, other: Profile, _: float) -> Veto | None:
    """Two nations, each of its own headline, or anybody who does a thing to each other."""
    (actor, act), (another, also) = one.opening, other.opening
    if actor == another:
        return None
    known, also_known = actor in other.stems, another in one.stems
    if not known and not also_known and {actor, another} <= NAMES:
        return Veto("actor", f"{actor} / {another}")
    is_active = "by" not in one.title_words | other.title_words
    return Veto("actor", f"{actor} / {another}") if known and also_known and act == also != "" and is_active else None


def _names(one: Profile, other: Profile, _: float) -> Veto | None:
    """Different names in one place: beside the same word, or where it happened."""
    here = {place: name for name, place in sorted(one.slots) if name not in other.stems}
    there = {place: name for name, place in sorted(other.slots) if name not in one.stems}
    for place in sorted(here.keys() & there.keys()):
        pair = here[place], there[place]
        if not likeness(*pair, 0.8) and _headlines_alike(one, other, frozenset(pair)):
            return Veto("name", " / ".join(pair))
    return None


def _headlines_alike(one: Profile, other: Profile, names: frozenset[str] = frozenset()) -> bool:
    """Whether the headlines have half of their words in common, these names aside: what differs then tells them apart."""
    shared, short = len(one.title & other.title), min(len(one.title - names), len(other.title - names))
    return 2 * shared >= short


_LOOKS: tuple[Callable[[Profile, Profile, float], Veto | None], ...] = (
    _ranks, _numbers, _days, _negations, _opposites, _phases, _actors, _names,
)  # fmt: skip
