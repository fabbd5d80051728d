"""Whose word a reporting verb reports: its subject, by the clause that the verb stands in."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from classifier.lexicon.matcher import Span
from classifier.quoting import insertions, nounphrase, opening
from classifier.quoting.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DASHES,
    DETERMINERS,
    FORMS_OF_BE,
    LINKS,
    PRONOUN_SUBJECTS,
    RELATIVES,
    adverb,
    finite,
)
from classifier.quoting.nounphrase import Range
from classifier.quoting.outer import Frame
from classifier.words.fold import listed
from classifier.words.names import DOCUMENTS, holder
from classifier.words.passage import ENDS, Passage

_FAR = 45
"""Words: how far before a verb without a subject of its own the verb with that subject may stand."""
_VERBS = 6
"""Verbs that are asked for their subject."""
_THAT = 6
"""Words between a verb and its `that`."""
_TITLE = 4
"""Words from an article to the office behind it: `the former mayor`."""
_AGENT = 12
"""Words between a passive and its `by`."""
_QUOTING = listed("quoted quotes quoting cited cites citing reported")
_NAMING = listed("called dubbed termed labeled labelled titled named nicknamed branded deemed")
"""Participles that straight before a quotation name something, unless what they name stands before their subject."""
_HAVE_OR_SUBJECT = listed("has have had he she they we i")
_ARTICLES = listed("the a an his her its their our my your no any every")
_NOUNS = listed(
    "claim claims report reports comment comments answer answers demand demands promise promises pledge pledges vow"
    " vows warning reading saying question questions hint hints estimate estimates object notes details attack attacks"
    " forecast forecasts hit hits stress tells calls"
)
"""Reporting words that are also nouns: their subject must be somebody, or a paper."""
_GERUND_OPENERS = listed("after before while when without despite since upon besides than through")
_PREPOSITIONS = listed("regarding considering concerning")


class Verb(NamedTuple):
    """Reporting words at the words `first` to before `end`; `kind` is SAY, CALL or ACCORDING."""

    first: int
    end: int
    span: Span
    kind: str


class Subjects:
    """The subjects of the verbs of one passage; `verbs` holds the tokens where its reporting words start."""

    def __init__(self, passage: Passage, verbs: frozenset[int]) -> None:
        self.passage = passage
        self.verbs = verbs

    def subject(self, frame: Frame, verb: Verb) -> Range | None:
        """Who speaks by a verb: its subject, its agent if it is a passive, else a name that fills the clause behind it."""
        words, at = frame.words, verb.first
        if self._nominal(frame, at):
            return self._owner(frame, at)
        found = self._subject(frame, verb)
        if found is None or words[at] not in _NOUNS or self._speaks(frame, found):
            return found
        return None

    def _speaks(self, frame: Frame, named: Range) -> bool:
        documents = DOCUMENTS.intersection(frame.words[named[0] : named[1]])
        return bool(documents) or nounphrase.animate(frame, named, self.passage)

    def _subject(self, frame: Frame, verb: Verb) -> Range | None:
        words, at = frame.words, verb.first
        if words[at] in _PREPOSITIONS:
            return None
        if words[at].endswith("ing"):
            return self._of_participle(frame, at)
        lead = _lead(words, at)
        if passive(frame, verb, self.passage):
            return self.agent(frame, verb)
        while lead >= 0 and (words[lead] in AUXILIARIES or adverb(words[lead])):
            lead -= 1
        if lead < 0:
            return None
        if words[lead] == "to" or words[lead] in CONJUNCTIONS:
            return self.governor(frame, at)
        if words[lead] in RELATIVES:
            return insertions.antecedent(frame, lead, self.passage, self.verbs)
        found = insertions.before(frame, at, self.passage, self.verbs)
        if found is not None and "" not in words[found[0] : found[1]]:
            return found
        return self._inverted(frame, verb) or (
            self.governor(frame, at) if words[lead] in DASHES or words[lead] == "," else None
        )

    def governor(self, frame: Frame, at: int) -> Range | None:
        """The subject of the verb that governs the one at `at`, which has none of its own: `X laughed and said`."""
        thing: Range | None = None
        for place in islice(self._finite_before(frame, at), _VERBS):
            found = insertions.before(frame, place, self.passage, self.verbs)
            if found is None or self._complement(frame, found):
                continue
            if nounphrase.animate(frame, found, self.passage):
                return found
            thing = found
        return thing or self._fronted(frame, at) or opening.subject(frame, self.passage, self.verbs)

    def _finite_before(self, frame: Frame, at: int) -> Iterator[int]:
        """The finite verbs before a word, the nearest first, as far as the clause before a semicolon."""
        for place in range(at - 1, max(-1, at - _FAR), -1):
            if frame.words[place] == ";":
                return
            if self._finite(frame, place):
                yield place

    def _fronted(self, frame: Frame, at: int) -> Range | None:
        """The subject behind the comma that ends an opening with the verb in it: `Days after promising more, X left`."""
        words = frame.words
        far = min(len(words), at + _FAR)
        comma = next((place for place in range(at, far) if words[place] == ","), far)
        end = comma + 1
        if not nounphrase.noun_phrase_begins(frame, end, self.passage):
            return None
        far = min(len(words), end + nounphrase.MAX_WORDS)
        while end < far and words[end] and not self._finite(frame, end) and words[end] not in ENDS:
            end += 1
        if end >= far or not self._finite(frame, end):
            return None
        return comma + 1, end - (words[end - 1] == ",")

    def agent(self, frame: Frame, verb: Verb) -> Range | None:
        """Who does what a passive says: `by X` behind the verb, or behind the quotation that follows it."""
        words = frame.words
        for at in range(verb.end, min(len(words), verb.end + _AGENT)):
            if words[at] in ENDS or words[at] == ";":
                break
            if words[at] == "by" and nounphrase.noun_phrase_begins(frame, at + 1, self.passage):
                return nounphrase.after(frame, at + 1, self.passage)
        return None

    def _of_participle(self, frame: Frame, at: int) -> Range | None:
        """Who is saying: the noun before it, whoever is quoted `as saying`, or the subject of the verb that governs it."""
        words = frame.words
        lead = _lead(words, at)
        if lead < 0 or words[lead] in ("", ",", "and", "or") or words[lead] in DASHES:
            return self.governor(frame, at)
        if words[lead] in FORMS_OF_BE:
            return insertions.before(frame, lead, self.passage, self.verbs)
        if words[lead] == "as":
            return self._quoted_as(frame, lead) or self.governor(frame, at)
        if words[lead] in ("for", "of"):
            return self._object(frame, lead) or self.governor(frame, at)
        if words[lead] in LINKS or words[lead] in _GERUND_OPENERS:
            return self.governor(frame, at)
        return self._reduced(frame, lead)

    def _reduced(self, frame: Frame, last: int) -> Range | None:
        """The noun that a participle stands straight behind: `a sign reading`, `with Hale saying`."""
        found = nounphrase.back(frame, last, self.passage, self.verbs)
        if found is None:
            return None
        tie = next((at for at in range(found[1] - 1, found[0] - 1, -1) if frame.words[at] in ("with", "by")), None)
        return found if tie is None else (tie + 1, found[1])

    def _quoted_as(self, frame: Frame, at: int) -> Range | None:
        """`quoted X as saying` and `X was quoted as saying`."""
        words = frame.words
        quoting = next((place for place in range(at - 1, max(-1, at - 25), -1) if words[place] in _QUOTING), None)
        if quoting is None:
            return None
        if any(words[place] in FORMS_OF_BE for place in range(max(0, quoting - 3), quoting)):
            return insertions.before(frame, quoting, self.passage, self.verbs)
        last = at - 1 if words[at - 1] == "," else at
        return (quoting + 1, last) if quoting + 1 < last else None

    def _object(self, frame: Frame, at: int) -> Range | None:
        """Whom the nearest reporting verb is about: Y in `X mocked Y for calling it` and `X accused Y of calling it`."""
        verb = next((place for place in range(at - 1, max(-1, at - 12), -1) if frame.tokens[place] in self.verbs), None)
        if verb is None or verb + 1 >= at or not nounphrase.noun_phrase_begins(frame, verb + 1, self.passage):
            return None
        return verb + 1, at

    def _inverted(self, frame: Frame, verb: Verb) -> Range | None:
        """`The troops left, said X.` and `The plan, said X, is dead`: a name behind the verb that fills its clause."""
        words = frame.words
        if not verb.first or words[verb.first - 1] != ",":
            return None
        found = nounphrase.after(frame, verb.end, self.passage)
        if found is None or not nounphrase.animate(frame, found, self.passage):
            return None
        return found if found[1] == len(words) or words[found[1]] in ENDS or words[found[1]] == "," else None

    def _nominal(self, frame: Frame, at: int) -> bool:
        """Whether reporting words are a noun: `the report`, `Hale's claim`, `his latest promise`; not `the mayor claims`."""
        words = frame.words
        if not at:
            return False
        if words[at - 1] in _ARTICLES or words[at - 1] == "'s":
            return words[at - 1] != "her" or nounphrase.noun_here(words, at)
        if words[at] not in _NOUNS or at < 2 or (words[at - 2] not in _ARTICLES and words[at - 2] != "'s"):
            return False
        return not nounphrase.animate(frame, (at - 1, at), self.passage)

    def _owner(self, frame: Frame, at: int) -> Range | None:
        """X of `X's claim`, `his latest claim`."""
        words = frame.words
        for place in range(at - 1, max(-1, at - 4), -1):
            if words[place] == "'s":
                return nounphrase.back(frame, place, self.passage, self.verbs)
            if words[place] in ("his", "her", "their"):
                return place, place + 1
        return None

    def _finite(self, frame: Frame, at: int) -> bool:
        words = frame.words
        if not words[at] or words[at].endswith("ing") or not nounphrase.small(self.passage, frame.tokens[at]):
            return False
        if at and words[at - 1] in DETERMINERS:
            return False
        return (frame.tokens[at] in self.verbs and words[at] != "states") or finite(words[at])

    def _complement(self, frame: Frame, named: Range) -> bool:
        """Whether it is the subject of what somebody says: `X said he believes`, `X said that the judge was late and`."""
        first, end = named
        if not first:
            return False
        if frame.words[first - 1] != "that":
            return frame.tokens[first - 1] in self.verbs
        if end - first == 1 and frame.words[first] in PRONOUN_SUBJECTS:
            return True
        return not self.verbs.isdisjoint(frame.tokens[max(0, first - _THAT) : first - 1])


def passive(frame: Frame, verb: Verb, passage: Passage) -> bool:
    """Whether what stands before a verb is spoken of: `was described as`, `a plan dubbed "…"`."""
    words, at = frame.words, verb.first
    lead = _lead(words, at)
    if words[at].endswith("ing"):
        return False
    if lead >= 0 and words[lead] in FORMS_OF_BE:
        return True
    named = words[at] in _NAMING and words[verb.end : verb.end + 1] == [""]
    return named and not _object_before(frame, lead, passage)


def _lead(words: list[str], at: int) -> int:
    """The last word before the one at `at` that is no adverb."""
    lead = at - 1
    while lead >= 0 and adverb(words[lead]):
        lead -= 1
    return lead


def _object_before(frame: Frame, lead: int, passage: Passage) -> bool:
    """Whether what is named stands before the one who names it: `what he called "…"`, `a finish Hale called "…"`."""
    words = frame.words
    if lead >= 0 and words[lead] in _HAVE_OR_SUBJECT:
        return True
    if any(word in ("what", "which", "that", "as") for word in words[max(0, lead - 8) : lead + 1]):
        return True
    named = lead
    if lead >= 0 and holder(words[lead]):
        while lead > 0 and named - lead < _TITLE and words[lead] not in DETERMINERS:
            lead -= 1
        return lead > 0 and words[lead] in DETERMINERS and _noun_ends(words[lead - 1])
    while lead >= 0 and nounphrase.capital(frame, lead, passage):
        lead -= 1
    return 0 <= lead < named and _noun_ends(words[lead])


def _noun_ends(word: str) -> bool:
    """Whether a word may be the last one of what is named."""
    return word.isalpha() and not (word in LINKS or word in CONJUNCTIONS or finite(word))
