"""What the words that name a speaker say of them: a name, an office, whom they speak for, and what kind of speaker."""

from itertools import pairwise
from typing import NamedTuple

from classifier.quoting.grammar import CLOSE_TO, DETERMINERS
from classifier.quoting.persons import capital_runs, person
from classifier.records import SpeakerKind
from classifier.words.fold import listed
from classifier.words.names import (
    ADDRESSES,
    DOCUMENTS,
    GENERIC_BODIES,
    NATIONS,
    ORGANISATIONS,
    PARTICLES,
    PEOPLES,
    PORTFOLIOS,
    PRONOUNS,
    ROLES,
    holder,
    several,
)
from classifier.words.passage import Passage

_TIES = listed("of for from at in to with on by inside near behind around")
_BREAKS = frozenset((",", "(", ")", "[", "]", "–", "—", "--", "-", "/", "named"))
_ONE_OF_MANY = listed("a an one another some any")
_COUNTS = listed("both many several some most two three four five six dozens hundreds all few others")
_GROUPS = _COUNTS | listed(
    "critics experts witnesses analysts sources lots democrats republicans others couple pair trio group"
)
_RATINGS = listed(
    "senior top high-ranking ranking leading junior longtime veteran embattled outgoing new other unnamed"
)
"""Words before an office that do not belong to it."""
_ISSUED = frozenset(("from", "by", "of"))
_ANYBODY = listed("man men woman women people person persons boy boys girl girls friend friends member members")
"""Words for people that say of no office."""
_QUALIFIERS = NATIONS | ORGANISATIONS | PARTICLES | {"'s"}
_VOICES = ("spokes", "press secretary")
_SOURCES = listed("source sources insider insiders")


class Designation(NamedTuple):
    """The parts of a speaker's words, which truly begin at the token `first`; `name` is a range of tokens."""

    first: int
    name: tuple[int, int] | None
    role: str
    org: str
    kind: SpeakerKind


class _Part(NamedTuple):
    """Words between two commas: `first` to `end`, of which those before `tie` stand before the first preposition."""

    first: int
    tie: int
    end: int


def designated(passage: Passage, first: int, end: int) -> Designation:
    """Take a speaker's words apart; a statement from somebody is theirs."""
    parts = _parts(passage, first, end)
    words, opening = passage.words, parts[0]
    if words[opening.tie - 1] in DOCUMENTS and opening.tie + 1 < opening.end and words[opening.tie] in _ISSUED:
        return designated(passage, opening.tie + 1, end)
    name, named = _name(passage, parts)
    kind = _kind(passage, opening, name)
    for part in parts:
        role = _role(passage, part, name if part is named else None)
        if role is not None:
            return Designation(first, name, _without_article(passage, *role), _org(passage, part, role), kind)
    org = _behind_tie(passage, named) if named else _without_article(passage, opening.first, opening.end)
    return Designation(first, name, "", org if named or kind == "organisation" else "", kind)


def _parts(passage: Passage, first: int, end: int) -> list[_Part]:
    words = passage.words
    while end - 1 > first and words[end - 1] == "'s":
        end -= 1
    if _BREAKS.isdisjoint(words[first:end]):
        return [_part(passage, first, end)]
    edges = [first - 1, *[at for at in range(first, end) if words[at] in _BREAKS], end]
    parts = [_part(passage, before + 1, until) for before, until in pairwise(edges) if before + 1 < until]
    return parts or [_Part(first, end, end)]


def _part(passage: Passage, first: int, end: int) -> _Part:
    """A part with its preposition; the `of` of `Secretary of State Ana Reyes` is none."""
    words = passage.words
    tie = min(first + 1, end)
    while tie < end and words[tie] not in _TIES:
        tie += 1
    if tie + 1 < end and words[tie] == "of" and (words[tie + 1] in ROLES or words[tie + 1] in PORTFOLIOS):
        runs = capital_runs(passage, tie + 1, end)
        name = person(passage, *runs[0]) if runs and runs[0][0] == tie + 1 else None
        if name is not None and name[0] > tie + 1:
            tie = name[1]
    return _Part(first, tie, end)


def _name(passage: Passage, parts: list[_Part]) -> tuple[tuple[int, int] | None, _Part | None]:
    """The first name that a part ends in, before its preposition; of two names together neither."""
    words = passage.words
    for part in parts:
        runs = capital_runs(passage, part.first, part.tie)
        if not runs or runs[-1][1] != part.tie:
            continue
        name = person(passage, *runs[-1])
        if name is None or (name[0] == runs[-1][0] and words[name[0] - 1 : name[0]] == ["the"]):
            continue
        together = len(runs) > 1 and words[runs[-1][0] - 1] == "and" and runs[-2][1] == runs[-1][0] - 1
        return (None, None) if together else (name, part)
    return None, None


def _role(passage: Passage, part: _Part, name: tuple[int, int] | None) -> tuple[int, int] | None:
    """The office in a part: `foreign ministry spokeswoman`, `secretary of state`."""
    words = passage.words
    last = name[0] if name else part.tie
    while name and last > part.first and not _office(words[last - 1]):
        last -= 1
    if last == part.first or not _office(words[last - 1]) or "and" in words[part.first : last]:
        return None
    if words[last - 1] in ADDRESSES:
        return None
    first = last
    while first > part.first and (_of_office(passage, first - 1) or words[first - 1] == "of"):
        first -= 1
    return first, last + 2 if words[last : last + 2] == ["of", "state"] else last


def _office(word: str) -> bool:
    return word not in _ANYBODY and (holder(word) or word == "state")


def _of_office(passage: Passage, token: int) -> bool:
    """Whether a word before an office belongs to it: `deputy transport`, `harbour` master."""
    word = passage.words[token]
    if holder(word) or word in GENERIC_BODIES or word in PORTFOLIOS:
        return True
    return word.isalpha() and not (
        passage.capitals[token] or word in DETERMINERS or word in NATIONS or word in _TIES or word in _RATINGS
    )


def _org(passage: Passage, part: _Part, role: tuple[int, int]) -> str:
    """Whom the holder of an office speaks for: `Clinton campaign` manager, `Russian foreign ministry` spokeswoman."""
    words = passage.words
    first, last = role
    bodies = [at for at in range(first, last) if words[at] in GENERIC_BODIES]
    before = _before_role(passage, part.first, first)
    if bodies:
        return _without_article(passage, before, bodies[-1] + 1)
    if before < first:
        return _without_article(passage, before, first - (words[first - 1] == "'s"))
    return _behind_tie(passage, part) if part.tie >= last else ""


def _behind_tie(passage: Passage, part: _Part) -> str:
    """Whom somebody is `of` or `for`: `a spokesman for the Marlow campaign`."""
    words, tie = passage.words, part.tie
    if (
        tie + 1 >= part.end
        or words[tie] not in ("of", "for", "from", "at", "to", "with")
        or words[tie + 1] in PORTFOLIOS
    ):
        return ""
    return _without_article(passage, tie + 1, part.end)


def _before_role(passage: Passage, first: int, end: int) -> int:
    """Where the words that own or qualify an office start: `Clinton's`, `the Estonian`, `a senior White House`."""
    words = passage.words
    begin = end
    while begin > first and (
        passage.capitals[begin - 1]
        or words[begin - 1] in _QUALIFIERS
        or (words[begin] == "'s" and words[begin - 1] not in PRONOUNS)
    ):
        begin -= 1
    while begin < end and words[begin] in DETERMINERS:
        begin += 1
    return begin


def _without_article(passage: Passage, first: int, end: int) -> str:
    while first < end and (passage.words[first] in DETERMINERS or passage.words[first] == "one"):
        first += 1
    return passage.surface(first, end)


def _kind(passage: Passage, part: _Part, name: tuple[int, int] | None) -> SpeakerKind:
    """What kind of speaker the first part of a phrase names."""
    words = passage.words
    opening, head = words[part.first], words[part.tie - 1]
    if head in CLOSE_TO and part.tie - 1 > part.first:
        head = words[part.tie - 2]
    if name is not None:
        return "person"
    if opening in _COUNTS or "and" in words[part.first : part.tie] or head in _GROUPS or several(head):
        return "anonymous" if head in _SOURCES else "group"
    if opening == "one" or head in _SOURCES:
        return "anonymous"
    if holder(head) or head in PEOPLES:
        unnamed = opening in _ONE_OF_MANY and not head.startswith(_VOICES)
        return "anonymous" if unnamed else "office"
    if head in ORGANISATIONS or passage.capitals[part.tie - 1]:
        return "organisation"
    return ""
