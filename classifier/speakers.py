"""Who a speaker is: the name in the words at the quote, or the person they point back to; nobody where unsure."""

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import compress
from typing import NamedTuple

from classifier.names import HE, NEVER_LAST, NO_NAMES, NOT_NAMES, ORGANISATIONS, PARTICLES, PRONOUNS, ROLES, SHE
from classifier.passage import Passage

_STATEMENTS = ("a statement from ", "a statement by ", "statement from ", "a spokesperson for the office of ")
_OFFICIALS = frozenset(f"{role}s" for role in ROLES)
"""Words that name several holders of an office."""
_GROUPS = ORGANISATIONS | _OFFICIALS
_NOBODYS = NOT_NAMES | PRONOUNS
_NEAR = 160
"""Tokens: how far back a pronoun or an office may point."""
_CLOSE = 60
"""Tokens: how far back somebody of no known office may hold one, or the subject of a sentence be meant by `he`."""


class Resolved(NamedTuple):
    """A speaker's name (None where unsure) and what the answer rests on."""

    name: str | None
    basis: str


class Mention(NamedTuple):
    """A person named at a token."""

    token: int
    name: str


@dataclass(slots=True)
class Cast:
    """The persons of one item, and who spoke last in the passage being read."""

    silent: bool
    people: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)
    """By field, every person named: where the run of capitals starts, and where the name starts and ends."""
    full_names: dict[str, str] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    subject: tuple[int, str] | None = None
    """The person that the latest sentence began with."""
    last_person: tuple[int, str] | None = None
    last_group: tuple[int, str] | None = None

    @classmethod
    def of(cls, passages: list[Passage], language: str) -> "Cast":
        """Learn the full names that an item uses. German verbs stand too far off: its speakers stay blank."""
        cast = cls(silent=language[:2].lower() == "de")
        seen: dict[str, set[str]] = {}
        for passage in passages:
            cast.people[passage.field] = people = _people(passage)
            for _, first, end in people:
                if end - first > 1:
                    seen.setdefault(passage.words[end - 1], set()).add(passage.surface(first, end))
        cast.full_names = {surname: name for surname, names in seen.items() if (name := _only(names))}
        return cast

    def enter(self, passage: Passage) -> None:
        """Begin a passage: forget who spoke, note who is named where."""
        self.subject = self.last_person = self.last_group = None
        self.mentions = []
        for run, first, end in self.people[passage.field]:
            full = self.full_names.get(passage.words[end - 1])
            if full is None and end - first < 2:
                continue
            shown = full or passage.surface(first, end)
            self.mentions.append(Mention(run, shown))
            roles = self.roles.setdefault(shown, set())
            roles.update(ROLES.intersection(passage.words[max(0, run - 4) : first]))

    def resolve(self, passage: Passage, first: int, end: int) -> Resolved:
        """The speaker named by the tokens from `first` to before `end`, remembered as the last to speak."""
        words = passage.words[first:end]
        if words and words[0] in PRONOUNS and len(words) == 1:
            return self._pronoun(words[0], first)
        names = [name for run in capital_runs(passage, first, end) if (name := self._person(passage, *run))]
        if names:
            name = max(names, key=lambda span: self._likeness(passage, span))
            shown = self.full_names.get(passage.words[name[1] - 1]) or passage.surface(*name)
            self.roles.setdefault(shown, set()).update(ROLES.intersection(words))
            self.last_person = (first, shown)
            return Resolved(shown, "explicit")
        return self._office(passage, first, end)

    def _person(self, passage: Passage, first: int, end: int) -> tuple[int, int] | None:
        """A person's name; a lone unknown capital behind `the` is an organisation."""
        name = person(passage, first, end)
        if name is None or name[1] - name[0] > 1 or passage.words[name[0]] in self.full_names:
            return name
        bare = name[0] == first or passage.words[first] == "the"
        behind = passage.words[name[0] - 1] if name[0] else ""
        return None if bare and behind in ("the", "'s") else name

    def _likeness(self, passage: Passage, name: tuple[int, int]) -> tuple[bool, bool, bool]:
        """What makes a name the speaker's among several: no owner (`New Zealand's`), two words, known in full."""
        owner = passage.words[name[1] : name[1] + 1] == ["'s"]
        return not owner, name[1] - name[0] > 1, passage.words[name[1] - 1] in self.full_names

    def hear(self, passage: Passage, first: int, end: int) -> None:
        """Note what a sentence is about: a person that `he` may mean, an organisation or group for `it` and `they`."""
        names = [name for run in capital_runs(passage, first, end) if (name := self._person(passage, *run))]
        words = passage.words[first:end]
        if names:
            surname = passage.words[names[0][1] - 1]
            self.subject = (first, self.full_names.get(surname) or passage.surface(*names[0]))
        elif not _GROUPS.isdisjoint(words):
            self.last_group = (first, passage.surface(first, end))

    def _office(self, passage: Passage, first: int, end: int) -> Resolved:
        """`the colonel`: the person known by that office, else the only person near, else the office itself."""
        words = passage.words[first:end]
        if _NOBODYS.issuperset(words):
            return Resolved(None, "none")
        surface = _plain(passage.surface(first, end))
        if words[0] == "the" and len(words) <= 4 and _GROUPS.isdisjoint(words):
            name = self._holder(first, ROLES.intersection(words))
            if name:
                self.last_person = (first, name)
                return Resolved(name, "role")
        self.last_group = (first, surface)
        return Resolved(surface or None, "explicit")

    def _holder(self, token: int, office: frozenset[str]) -> str:
        """The one person near who is known by this office (a deputy is not the minister), else the one of no office."""
        if not office:
            return ""
        near = {mention.name: self.roles.get(mention.name, set()) for mention in self._near(token)}
        known = [
            name for name, roles in near.items() if office <= roles and ("deputy" in roles) == ("deputy" in office)
        ]
        close = {mention.name for mention in self._near(token) if token - mention.token <= _CLOSE}
        free = [name for name, roles in near.items() if not roles and name in close]
        chosen = known or free
        return chosen[0] if len(chosen) == 1 else ""

    def _near(self, token: int) -> list[Mention]:
        first = bisect_left(self.mentions, token - _NEAR, key=lambda mention: mention.token)
        return self.mentions[first : bisect_left(self.mentions, token, key=lambda mention: mention.token)]

    def _pronoun(self, word: str, token: int) -> Resolved:
        """The person who spoke last, else the one person named just before; a group for `they` and `it`."""
        if word in ("it", "they", "one", "es"):
            if not self.last_group or not 0 < token - self.last_group[0] < _NEAR:
                return Resolved(None, "pronoun")
            group = self.last_group[1]
            if word == "one" and group.split()[-1].lower() in _OFFICIALS:
                group = f"a {group[:-1]}"
                self.last_group = (token, group)
            return Resolved(group, "pronoun")
        about, spoke = self.subject, self.last_person
        if (
            about
            and 0 < token - about[0] < _CLOSE
            and (not spoke or about[0] > spoke[0])
            and self._fits(word, about[1])
        ):
            return Resolved(about[1], "pronoun")
        if spoke and token - spoke[0] < _NEAR and not self._against(word, spoke[1]):
            return Resolved(spoke[1], "pronoun")
        near = [mention.name for mention in self._near(token) if self._fits(word, mention.name)]
        return Resolved(near[-1], "pronoun") if near else Resolved(None, "pronoun")

    def _fits(self, word: str, name: str) -> bool:
        """Whether this is a person for sure, and nothing known speaks against the pronoun."""
        return (" " in name or bool(self.roles.get(name))) and not self._against(word, name)

    def _against(self, word: str, name: str) -> bool:
        """Whether an office or form of address is known that the pronoun does not go with."""
        roles = self.roles.get(name, set())
        return bool(roles & (SHE if word == "he" else HE if word == "she" else frozenset()))


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


def _people(passage: Passage) -> list[tuple[int, int, int]]:
    found = []
    for first, end in capital_runs(passage, 0, len(passage.words)):
        name = person(passage, first, end)
        if name is not None:
            found.append((first, *name))
    return found


def person(passage: Passage, first: int, end: int) -> tuple[int, int] | None:
    """The person's name within a run of capitals: offices and nations stripped; None for an organisation."""
    words = passage.words
    while first < end and words[first] in NO_NAMES:
        first += 1
    while end > first and (words[end - 1] in NOT_NAMES or words[end - 1] in PARTICLES):
        end -= 1
    if first >= end or end - first > 4:
        return None
    if words[end - 1] in NEVER_LAST or not ORGANISATIONS.isdisjoint(words[first:end]):
        return None
    return first, end


def _only(names: set[str]) -> str:
    """The one full name behind a surname, the longest of several that contain each other, or none."""
    if len(names) == 1:
        return next(iter(names))
    longest = max(sorted(names), key=len)
    return longest if all(name.split()[0][0] == longest.split()[0][0] for name in names) else ""


def _plain(surface: str) -> str:
    """An organisation that speaks through a statement is the organisation."""
    lowered = surface.lower()
    if lowered.startswith(_STATEMENTS):
        return surface[max(len(opening) for opening in _STATEMENTS if lowered.startswith(opening)) :]
    return surface
