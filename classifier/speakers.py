"""Who a speaker is: the name in the words at the quote, or the person they point back to; nobody where unsure."""

from dataclasses import dataclass, field

from classifier.names import HE, NATIONS, NOT_NAMES, ORGANISATIONS, PARTICLES, PRONOUNS, ROLES, SHE
from classifier.passage import Passage

_STATEMENTS = ("a statement from ", "a statement by ", "statement from ", "a spokesperson for the office of ")
_NEAR = 160
"""Tokens: how far back a pronoun or an office may point."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A speaker's name (None where unsure) and what the answer rests on."""

    name: str | None
    basis: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named at a token, with the small and office words around the name."""

    token: int
    name: str
    roles: frozenset[str]


@dataclass(slots=True)
class Cast:
    """The persons of one item, and who spoke last in the passage being read."""

    silent: bool
    full_names: dict[str, str] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    last_person: tuple[int, str] | None = None
    last_group: tuple[int, str] | None = None

    @classmethod
    def of(cls, passages: list[Passage], language: str) -> "Cast":
        """Learn the full names that an item uses. German verbs stand too far off: its speakers stay blank."""
        cast = cls(silent=language[:2].lower() == "de")
        seen: dict[str, set[str]] = {}
        for passage in passages:
            for first, end in capital_runs(passage, 0, len(passage.words)):
                name = person(passage, first, end)
                if name and name[1] - name[0] > 1:
                    seen.setdefault(passage.words[name[1] - 1], set()).add(passage.surface(*name))
        cast.full_names = {surname: _only(names) for surname, names in seen.items() if _only(names)}
        return cast

    def enter(self, passage: Passage) -> None:
        """Begin a passage: forget who spoke, note who is named where."""
        self.last_person = self.last_group = None
        self.mentions = []
        for first, end in capital_runs(passage, 0, len(passage.words)):
            name = person(passage, first, end)
            if name is None:
                continue
            full = self.full_names.get(passage.words[name[1] - 1])
            if full is None and name[1] - name[0] < 2:
                continue
            shown = full or passage.surface(*name)
            roles = frozenset(word for word in passage.words[max(0, first - 4) : name[0]] if word in ROLES)
            self.mentions.append(Mention(first, shown, roles))
            self.roles.setdefault(shown, set()).update(roles)

    def resolve(self, passage: Passage, first: int, end: int) -> Resolved:
        """The speaker named by the tokens from `first` to before `end`, remembered as the last to speak."""
        words = passage.words[first:end]
        if words and words[0] in PRONOUNS and len(words) == 1:
            return self._pronoun(words[0], first)
        names = [name for run in capital_runs(passage, first, end) if (name := person(passage, *run))]
        if names:
            name = max(names, key=lambda span: (span[1] - span[0] > 1, passage.words[span[1] - 1] in self.full_names))
            shown = self.full_names.get(passage.words[name[1] - 1]) or passage.surface(*name)
            self.roles.setdefault(shown, set()).update(word for word in words if word in ROLES)
            self.last_person = (first, shown)
            return Resolved(shown, "explicit")
        return self._office(passage, first, end)

    def _office(self, passage: Passage, first: int, end: int) -> Resolved:
        """`the colonel`: the person known by that office, else the only person near, else the office itself."""
        words = passage.words[first:end]
        held = [word for word in words if word in ROLES]
        surface = _plain(passage.surface(first, end))
        group = any(word in ORGANISATIONS or (word.endswith("s") and word[:-1] in ROLES) for word in words)
        if held and not group and words[0] == "the" and len(words) <= 4:
            known = {mention.name for mention in self._near(first) if held[-1] in self.roles.get(mention.name, ())}
            if len(known) == 1:
                name = known.pop()
                self.last_person = (first, name)
                return Resolved(name, "role")
            free = {mention.name for mention in self._near(first) if not self.roles.get(mention.name)}
            if not known and len(free) == 1:
                name = free.pop()
                self.last_person = (first, name)
                return Resolved(name, "role")
        self.last_group = (first, surface)
        return Resolved(surface or None, "explicit")

    def _near(self, token: int) -> list[Mention]:
        return [mention for mention in self.mentions if token - _NEAR <= mention.token < token]

    def _pronoun(self, word: str, token: int) -> Resolved:
        """The person who spoke last, else the one person named just before; a group for `they` and `it`."""
        if word in ("it", "they", "one", "es"):
            if self.last_group and token - self.last_group[0] < _NEAR:
                return Resolved(self.last_group[1], "pronoun")
            return Resolved(None, "pronoun")
        if self.last_person and token - self.last_person[0] < _NEAR and self._fits(word, self.last_person[1]):
            return Resolved(self.last_person[1], "pronoun")
        near = [mention.name for mention in self._near(token) if self._fits(word, mention.name)]
        return Resolved(near[-1], "pronoun") if near else Resolved(None, "pronoun")

    def _fits(self, word: str, name: str) -> bool:
        """Whether what is known of the person speaks against the pronoun."""
        roles = self.roles.get(name, set())
        return not (word == "he" and roles & SHE) and not (word == "she" and roles & HE)


def capital_runs(passage: Passage, first: int, end: int) -> list[tuple[int, int]]:
    """Runs of capitalised words set apart by single blanks, with the particles of a name between them."""
    runs: list[tuple[int, int]] = []
    text, starts, ends, words = passage.text, passage.starts, passage.ends, passage.words
    begin: int | None = None
    for token in range(first, end):
        word = words[token]
        upper = text[starts[token]].isupper()
        joined = begin is not None and starts[token] - ends[token - 1] <= 1
        if begin is not None and not (joined and (upper or _particle(passage, token, end))):
            runs.append((begin, token))
            begin = None
        if begin is None and upper and word[0].isalpha():
            begin = token
    if begin is not None:
        runs.append((begin, end))
    return runs


def _particle(passage: Passage, token: int, end: int) -> bool:
    return passage.words[token] in PARTICLES and token + 1 < end and passage.capital(token + 1)


def person(passage: Passage, first: int, end: int) -> tuple[int, int] | None:
    """The person's name within a run of capitals: offices and nations stripped; None for an organisation."""
    words = passage.words
    while first < end and words[first] in ROLES | NATIONS | NOT_NAMES | ORGANISATIONS:
        first += 1
    while end > first and (words[end - 1] in NOT_NAMES or words[end - 1] in PARTICLES):
        end -= 1
    if first >= end or end - first > 4:
        return None
    if words[end - 1] in ROLES | ORGANISATIONS | NATIONS or any(word in ORGANISATIONS for word in words[first:end]):
        return None
    return first, end


def _only(names: set[str]) -> str:
    """The one full name behind a surname, the longest of several that contain each other, or none."""
    longest = max(sorted(names), key=len)
    return longest if all(name.split()[0][0] == longest.split()[0][0] for name in names) else ""


def _plain(surface: str) -> str:
    """An organisation that speaks through a statement is the organisation."""
    for opening in _STATEMENTS:
        if surface.lower().startswith(opening):
            return surface[len(opening) :]
    return surface
