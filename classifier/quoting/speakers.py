"""Who a speaker is: the name in the words at the quote, or whom they point back to; nobody where unsure."""

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

from classifier.quoting import opening
from classifier.quoting.designation import Designation, designated
from classifier.quoting.gender import likely_sex, sex
from classifier.quoting.grammar import DETERMINERS, RELATIVES, SUBORDINATORS, finite
from classifier.quoting.offices import holds, may_hold
from classifier.quoting.outer import Frame
from classifier.quoting.resolved import FITTING, SEXES, Resolved, one_of
from classifier.quoting.roster import Roster, acts
from classifier.words.names import DOCUMENTS, NOT_NAMES, PEOPLES, PRONOUNS, ROLES, holder, several
from classifier.words.passage import Passage

_NEAR = 200
"""Tokens: how far back a pronoun may point."""
_CLOSE = 80
"""Tokens: how far back `the billionaire` may point to somebody not known as one."""
_NOBODYS = NOT_NAMES | PRONOUNS | DETERMINERS
_PHRASE = 5
"""Words: a longer phrase says itself who is meant."""
_PASSING, _ACTING, _LEADING = range(3)
"""How somebody is named: by the way; as the subject of some clause; as the subject of the sentence, or as speaker."""
_EMBEDDING = RELATIVES | {"what", "as"}
_COMPANIES = (["the", "company"], ["the", "firm"], ["the", "airline"], ["the", "carrier"])


class _Mention(NamedTuple):
    """Somebody named at a token, and how."""

    token: int
    who: Resolved
    rank: int


class _Stage(NamedTuple):
    """Who was named in one passage; a sentence is searched for names when a pronoun asks, for most items have none."""

    mentions: list[_Mention]
    unread: list[tuple[Frame, frozenset[int]] | _Mention]
    """Speakers, and sentences not yet searched, in order."""


@dataclass(slots=True)
class Cast:
    """The persons of one item, and who was named where in each passage."""

    silent: bool
    roster: Roster
    known: dict[str, Resolved] = field(default_factory=dict)
    """By full name, the fullest that has been said of a speaker."""
    stages: dict[str, _Stage] = field(default_factory=dict)
    """By field, who was named where."""
    stage: _Stage = field(default_factory=lambda: _Stage([], []))
    """Of the passage being read."""

    @classmethod
    def of(cls, passages: list[Passage], language: str) -> "Cast":
        """Learn who is named in an item. German verbs stand too far off: its speakers stay blank."""
        return cls(language[:2].lower() == "de", Roster(passages))

    def enter(self, passage: Passage) -> None:
        """Begin a passage, or come back to it: no pronoun means somebody of another one."""
        if passage.field not in self.stages:
            self.stages[passage.field] = _Stage([], [])
        self.stage = self.stages[passage.field]

    @property
    def unheard(self) -> bool:
        """Whether nothing of the passage has been heard, as where nobody is quoted."""
        return not (self.stage.mentions or self.stage.unread)

    def hear(self, sentence: Frame, verbs: frozenset[int]) -> None:
        """Keep a sentence of the writer's for a pronoun to point back to; `verbs` are the tokens of reporting words."""
        self.stage.unread.append((sentence, verbs))

    def resolve(self, passage: Passage, first: int, end: int) -> Resolved:
        """The speaker named by the tokens from `first` to before `end`, remembered as the last to speak."""
        found = self.means(passage, first, end)
        if found.name:
            self.stage.unread.append(_Mention(first, found, _ACTING if _embedded(passage, first) else _LEADING))
        return found

    def means(self, passage: Passage, first: int, end: int) -> Resolved:
        """Whoever the tokens from `first` to before `end` name in the passage entered last."""
        words = passage.words[first:end]
        alone = len(words) == 1 and words[0] in PRONOUNS
        return self._pronoun(words[0], first, passage) if alone else self._named(passage, first, end)

    def _named(self, passage: Passage, first: int, end: int) -> Resolved:
        """Who a noun phrase names: a person, an office's holder, or whatever it says."""
        if passage.words[first] in SEXES and not DOCUMENTS.isdisjoint(passage.words[first + 1 : min(end, first + 3)]):
            owner = self._pronoun(passage.words[first], first, passage)  # `his letter`
            if owner.name is not None:
                return owner
        means = designated(passage, first, end)
        if means.name is not None:
            name = self.roster.full(passage, *means.name) or passage.surface(*means.name)
            return self._remembered(Resolved(name, "explicit", means.kind, means.role, means.org))
        if means.kind != "group" and _NOBODYS.issuperset(passage.words[means.first : end]):
            return Resolved(None, "none")
        if passage.words[means.first : end] in _COMPANIES and (company := self._company(means.first, passage)):
            return company._replace(basis="role")
        if means.kind in ("office", "anonymous", "") and (person := self._holder(passage, means, end)):
            return person
        return Resolved(passage.surface(means.first, end) or None, "explicit", means.kind, means.role, means.org)

    def _remembered(self, who: Resolved) -> Resolved:
        """A person with all that the item has said of them so far."""
        name = who.name
        assert name is not None
        if before := self.known.get(name):
            who = who._replace(role=who.role or before.role, org=who.org or before.org)
        self.known[name] = who
        return who

    def _person(self, name: str) -> Resolved:
        return self.known.get(name) or Resolved(name, "explicit", "person")

    def _mentions(self, passage: Passage) -> list[_Mention]:
        """Who has been named so far, in order."""
        mentions, unread = self.stage
        waiting = unread.copy()
        unread.clear()  # First, for a sentence may begin with a pronoun, which asks again.
        for one in waiting:
            mentions += [one] if isinstance(one, _Mention) else self._named_in(passage, *one)
        return mentions

    def _named_in(self, passage: Passage, sentence: Frame, verbs: frozenset[int]) -> list[_Mention]:
        """The subject of a sentence, the offices and the persons in it."""
        tokens = [token for token in sentence.tokens if token >= 0]
        if not tokens:
            return []
        subject = self._subject(passage, sentence, verbs)
        found = [subject] if subject else []
        found += self._offices_in(passage, tokens)
        found += self._groups_in(passage, tokens)
        found += self._people_in(passage, tokens, subject.who.name if subject else None)
        return sorted(found, key=lambda mention: mention.token)

    def _subject(self, passage: Passage, sentence: Frame, verbs: frozenset[int]) -> _Mention | None:
        """What a sentence is about, unless it is only a capital by chance that it begins with."""
        about = opening.subject(sentence, passage, verbs)
        if about is None:
            return None
        first, end = sentence.tokens[about[0]], sentence.tokens[about[1] - 1] + 1
        words = passage.words[first:end]
        if not 0 <= first < end:
            return None
        found = (
            self._pronoun(words[0], first, passage) if PRONOUNS.issuperset(words) else self._named(passage, first, end)
        )
        chance = found.kind == "person" and (found.name or "").lower() == words[0] not in self.roster.capitalised
        return _Mention(first, found, _LEADING) if found.name and not chance else None

    def _offices_in(self, passage: Passage, tokens: list[int]) -> list[_Mention]:
        """Whoever is named by an office alone, with capitals: `by the Defence Secretary`."""
        words = passage.words
        found = []
        for token in [token for token in tokens if words[token] == "the"]:
            end = token + 1
            while end < len(words) and passage.capitals[end] and words[end] in ROLES:
                end += 1
            if end > token + 2:
                found.append(_Mention(token, self._named(passage, token, end), _ACTING))
        return found

    def _groups_in(self, passage: Passage, tokens: list[int]) -> list[_Mention]:
        """People who act in a clause within the sentence: `after officials found`."""
        words = passage.words
        return [
            _Mention(token, self._named(passage, token, token + 1), _ACTING)
            for token in tokens
            if 0 < token < len(words) - 1
            if words[token - 1] in SUBORDINATORS and several(words[token]) and finite(words[token + 1])
        ]

    def _people_in(self, passage: Passage, tokens: list[int], subject: str | None) -> list[_Mention]:
        """The persons whom the writer names in a sentence, but its subject."""
        named = self.roster.people[passage.field]
        low, high = bisect_left(named, (tokens[0],)), bisect_left(named, (tokens[-1] + 1,))
        own = frozenset(tokens) if high > low else frozenset()
        people = [
            (first, end, self.roster.full(passage, first, end)) for _, first, end in named[low:high] if first in own
        ]
        return [
            _Mention(first, self._person(name), _ACTING if acts(passage, end) else _PASSING)
            for first, end, name in people
            if name and name != subject
        ]

    def _holder(self, passage: Passage, means: Designation, end: int) -> Resolved | None:
        """`the colonel`, `the billionaire`: the person known by that office, else who was spoken of last."""
        words = passage.words[means.first : end]
        head = words[-1]
        if words[0] != "the" or len(words) > _PHRASE or several(head) or not (holder(head) or head in PEOPLES):
            return None
        office = ROLES.intersection(words)
        holders = [name for name, offices in self.roster.offices.items() if office and holds(office, offices)]
        if len(holders) == 1:
            return self._person(holders[0])._replace(basis="role")
        sentence = passage.sentence_at(means.first).first
        recent = self._recent(means.first, passage)
        here = {one.who.name for one in recent if one.token >= sentence}
        for one in [one for one in recent if one.rank and means.first - one.token <= _CLOSE]:
            if one.who.name not in here and self._may_be(one.who, head, office):
                return one.who._replace(basis="role")
        if office and self.roster.headliner and passage.capitals[end - 1]:
            return Resolved(self.roster.headliner, "role", "person")
        return None

    def _may_be(self, who: Resolved, head: str, office: frozenset[str]) -> bool:
        """Whether somebody spoken of may be meant by an office that the item nowhere gives them."""
        if who.kind == "person":
            if {sex("", {head}), self._sex(who)} == {"he", "she"}:
                return False
            return may_hold(office, self.roster.offices.get(who.name or "", set()))
        return who.kind in ("office", "anonymous") and head in (who.name or "").lower().split()

    def _pronoun(self, word: str, token: int, passage: Passage) -> Resolved:
        """Whom a pronoun fits in the nearest sentence that names such: one surely of that sex before one that may be."""
        fitting = [one for one in self._recent(token, passage) if self._fits(word, one)]
        if not fitting:
            thing = self._unsexed(token, passage) if word in ("it", "its") else None
            return thing._replace(basis="pronoun") if thing else Resolved(None, "pronoun")
        if word in SEXES:
            other = {"he": "she", "she": "he"}[SEXES[word]]
            fitting = [one for one in fitting if likely_sex(one.who.name or "") != other] or fitting
        sentence = passage.sentence_at(fitting[0].token)
        near = [one for one in fitting if passage.sentence_at(one.token) == sentence]
        chosen = next((one for one in near if self._sex(one.who)), near[0]) if word in SEXES else near[0]
        return one_of(chosen.who) if word == "one" else chosen.who._replace(basis="pronoun")

    def _company(self, token: int, passage: Passage) -> Resolved | None:
        """The business that `the company` stands for: the last one that a sentence was about, by its name."""
        for one in self._recent(token, passage):
            if one.rank == _LEADING and one.who.kind == "organisation" and (one.who.name or "")[:1].isupper():
                return None if (one.who.name or "").lower().startswith("the ") else one.who
        return self._unsexed(token, passage)

    def _unsexed(self, token: int, passage: Passage) -> Resolved | None:
        """What is named like a person but has no office, no sex and the word `it`: a company, a band, a ship."""
        for one in self._recent(token, passage):
            if one.rank == _LEADING and one.who.kind == "person" and not (one.who.role or self._sex(one.who)):
                return None if self.roster.offices.get(one.who.name or "") else one.who
        return None

    def _fits(self, word: str, mention: _Mention) -> bool:
        """Whether a pronoun may stand for somebody: by number, and by sex where something tells it."""
        who = mention.who
        if word in FITTING:
            return who.kind in FITTING[word]
        if who.kind not in ("person", "office", "anonymous") or (who.kind != "person" and not mention.rank):
            return False
        return self._sex(who) in ("", SEXES.get(word, ""))

    def _sex(self, who: Resolved) -> str:
        name = who.name or ""
        return sex(name, self.roster.offices.get(name, set()) | set(who.role.lower().split()))

    def _recent(self, token: int, passage: Passage) -> list[_Mention]:
        """Whoever was named before a token, the likeliest first: sentence by sentence back, subjects before others."""
        mentions = self._mentions(passage)
        sentence = passage.sentence_at(token).first
        if passage.words[token - 1] == "," and passage.words[sentence] not in SUBORDINATORS:
            # `His boss, he said, was angry`: what is spoken of does not speak.
            token = _clause_start(passage, sentence, token)
        low = bisect_left(mentions, token - _NEAR, key=lambda mention: mention.token)
        near = [mention for mention in mentions[low:] if mention.token < token]
        here = [mention for mention in near if mention.token >= sentence and mention.rank]
        before = [
            (passage.sentence_at(one.token).first, one.rank, one.who.kind == "person", at)
            for at, one in enumerate(near)
            if one.token < sentence
        ]
        return here[::-1] + [near[order[-1]] for order in sorted(before, reverse=True)]


def _clause_start(passage: Passage, sentence: int, token: int) -> int:
    """Behind the last semicolon of a sentence before a token, else its first token."""
    return next(
        (at + 1 for at in range(token - 1, max(sentence, token - _NEAR), -1) if passage.words[at] == ";"), sentence
    )


def _embedded(passage: Passage, token: int) -> bool:
    """Whether a speaker is the subject of a clause within another: `what one aide called`, `a finish Hale called`."""
    before = passage.words[max(0, token - 2) : token]
    return bool(before) and (before[-1] in _EMBEDDING or (before[0] in DETERMINERS and before[-1].isalpha()))
