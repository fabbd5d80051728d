"""The persons of one item: their full names, the offices it gives them, and who acts in its headline."""

from functools import cached_property

from classifier.quoting.grammar import finite
from classifier.quoting.persons import capital_runs, people, surname_at
from classifier.words.fold import listed
from classifier.words.names import holder
from classifier.words.passage import Passage

_MANY = 1_000
"""Persons of a passage: a text that names more is a list."""
_LONG = 5
"""Letters of a surname from which on one may be wrong."""
_VERY_LONG = 8
"""Letters from which on two may be."""
_APPOSED = 10
"""Words behind a name and a comma in which an office may stand."""
_ADDRESSED = listed("mr ms mrs")
_APPOSITION_ENDS = listed(", . who said")
_SHORT = {
    "gov.": "governor", "sen.": "senator", "rep.": "representative", "gen.": "general", "lt.": "lieutenant",
    "col.": "colonel", "sgt.": "sergeant", "capt.": "captain", "maj.": "major", "adm.": "admiral", "dr.": "doctor",
    "prof.": "professor", "pm": "minister", "mp": "lawmaker",
}  # fmt: skip
"""Offices written short."""


class Roster:
    """Who is who in an item; what only some items need is worked out when they do."""

    def __init__(self, passages: list[Passage]) -> None:
        self.passages = passages

    @cached_property
    def runs(self) -> dict[str, list[tuple[int, int]]]:
        """By field, the runs of capitals."""
        return {passage.field: capital_runs(passage, 0, len(passage.words)) for passage in self.passages}

    @cached_property
    def people(self) -> dict[str, list[tuple[int, int, int]]]:
        """By field, every person named: where the run of capitals starts, and where the name starts and ends."""
        return {passage.field: people(passage, self.runs[passage.field])[:_MANY] for passage in self.passages}

    @cached_property
    def full_names(self) -> dict[str, str]:
        """By surname; a lone capital, which most are, is no full name and not looked at."""
        seen: dict[str, set[str]] = {}
        for passage in self.passages:
            longer = [run for run in self.runs[passage.field] if run[1] - run[0] > 1]
            for _, first, end in people(passage, longer)[:_MANY]:
                if end - first > 1:
                    seen.setdefault(passage.words[surname_at(passage.words, end)], set()).add(
                        passage.surface(first, end)
                    )
        return {surname: name for surname, names in seen.items() if (name := _only(names))}

    def full(self, passage: Passage, first: int, end: int) -> str | None:
        """The full name behind a name as written; None for a lone word that nothing tells to be a person."""
        surname = passage.words[surname_at(passage.words, end)]
        name = self.full_names.get(surname)
        if name is not None and (end - first == 1 or name[0] == passage.text[passage.starts[first]]):
            return name
        addressed = first > 0 and passage.words[first - 1] in _ADDRESSED
        if end - first > 1 or addressed or passage.words[end : end + 1] == ["'s"]:
            return passage.surface(first, end)
        return self._drifted(surname)

    def _drifted(self, surname: str) -> str | None:
        """The one full name whose surname is spelt nearly so."""
        if len(surname) < _LONG:
            return None
        near = [name for known, name in self.full_names.items() if _nearly(surname, known)]
        return near[0] if len(near) == 1 else None

    @cached_property
    def offices(self) -> dict[str, set[str]]:
        """By full name, the words of the offices and forms of address that the item gives a person."""
        found: dict[str, set[str]] = {}
        for passage in self.passages:
            for run, first, end in self.people[passage.field]:
                if (name := self.full(passage, first, end)) is not None:
                    found.setdefault(name, set()).update(_offices(passage, run, first, end))
        return found

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """Words of names that have their capital inside a sentence as well."""
        found: set[str] = set()
        for passage in self.passages:
            starts = {sentence.first for sentence in passage.sentences}
            for run, first, end in self.people[passage.field]:
                if run not in starts and passage.words[run - 1] != '"':
                    found.update(passage.words[first:end])
        return frozenset(found)

    @cached_property
    def headliner(self) -> str:
        """The one lone name with a verb behind it in the headline, if the text never gives it."""
        named = [(passage, first, end) for passage in self.passages for _, first, end in self.people[passage.field]]
        words = [passage.words[first] for passage, first, _ in named]
        lone = [
            passage.surface(first, end)
            for passage, first, end in named
            if end - first == 1 and passage.sentence_at(first).headline and acts(passage, end)
            if passage.words[first] not in self.full_names and words.count(passage.words[first]) == 1
        ]
        return lone[0] if len(lone) == 1 else ""


def acts(passage: Passage, end: int) -> bool:
    """Whether a verb, or what is owned, follows the name that ends before a token."""
    if end >= len(passage.words) or passage.capitals[end]:
        return False
    word = passage.words[end]
    return word == "'s" or finite(word) or (len(word) > 4 and word.endswith("s"))


def _offices(passage: Passage, run: int, first: int, end: int) -> set[str]:
    """Words for what somebody is, straight before a name, or beside it between commas."""
    words = passage.words
    found = {word for word in words[run:first] if holder(word)}
    at = run - 2 if run > 1 and words[run - 1] == "," else run - 1
    while at >= 0 and (holder(words[at]) or words[at] == "of"):
        found.add(words[at])
        at -= 1
    if words[end : end + 1] == [","]:
        for word in words[end + 1 : end + _APPOSED]:
            if word in _APPOSITION_ENDS:
                break
            if holder(word):
                found.add(word)
    return {_SHORT.get(word, word) for word in found}


def _only(names: set[str]) -> str:
    """The one full name behind a surname, the longest of several that contain each other, or none."""
    if len(names) == 1:
        return next(iter(names))
    longest = max(sorted(names), key=len)
    return longest if all(name[0] == longest[0] for name in names) else ""


def _nearly(one: str, other: str) -> bool:
    """Whether two spellings differ by one letter, in long names by two."""
    if one[0] != other[0] or abs(len(one) - len(other)) > 2:
        return False
    return _distance(one, other) <= (2 if min(len(one), len(other)) >= _VERY_LONG else 1)


def _distance(one: str, other: str) -> int:
    """The letters to change, add or drop between two words."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        previous, row[0] = row[0], at
        for place, twin in enumerate(other, 1):
            previous, row[place] = row[place], min(previous + (letter != twin), row[place] + 1, row[place - 1] + 1)
    return row[-1]
