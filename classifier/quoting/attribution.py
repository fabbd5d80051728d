"""Which words attribute a quotation: beside it, before it in the sentence, or later in the sentence."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from classifier.lexicon.matcher import Span
from classifier.lexicon.spots import NOWHERE, Spots
from classifier.quoting import insertions, nounphrase
from classifier.quoting.grammar import CONJUNCTIONS, DASHES, DETERMINERS, FORMS_OF_BE, LINKS, PRONOUN_SUBJECTS
from classifier.quoting.nounphrase import Range
from classifier.quoting.outer import Frame
from classifier.quoting.subjects import Subjects, Verb, passive
from classifier.words.fold import listed
from classifier.words.passage import Passage

_PAUSES = DASHES | {","}
_KINDS = ("SAY", "CALL", "ACCORDING")
_FEW = 6
"""Reporting words on a side of a quotation that are looked at; a sentence of prose has no more."""
_FAR = 100
"""Words between a quotation and the reporting words behind its speaker: no speaker's name and titles are as long."""
_CARRIERS = listed(
    "claim claims promise promises pledge pledges vow vows call calls demand demands comment comments remark remarks"
    " statement statements assertion assertions accusation accusations allegation allegations argument suggestion"
    " belief characterization characterisation description warning warnings insistence contention declaration"
    " announcement response reply question criticism words phrase slogan quip line joke message tweet tweets post"
    " speech letter memo rhetoric pitch mantra proposal plan policy attack attacks term motto catchphrase admission"
    " concession prediction view opinion conviction hope fear"
)
"""Nouns for what somebody said; behind a quotation they make its owner the speaker."""
_BEFORE_LATER = DASHES | {",", "that", "what", "which", "as", "how"}
"""What stands between a quotation and a speaker who is named later in the sentence."""
_ADVERBS = 2
"""Words that may stand between a subject and its own verb: `has repeatedly`."""
_HINGES = listed("that to of about on for , :")
_OWNED = 4
"""Words from an owner to what is owned: `his now famous pledge`; to a word that is mostly a verb (`her calls`) one."""
_HANGS = 12
"""Words between such a noun and the quotation."""
_FINITE = [[word] for word in ("has", "have", "had", "is", "are", "was", "were", "will", "would")]
_OWNERS = listed("his her their")


class Source(NamedTuple):
    """The words that name a speaker, the reporting words, and the rule that joined them to the quotation."""

    named: Range
    cue: Span
    rule: str


class Speech:
    """The reporting words of a passage."""

    def __init__(self, passage: Passage, spots: Spots) -> None:
        self.passage = passage
        self._at: dict[int, tuple[Span, str]] = {}
        for kind in _KINDS:
            for span in spots.classes.get(kind, ()):
                if span.first not in self._at or self._at[span.first][0].end < span.end:
                    self._at[span.first] = (span, kind)
        self.tokens = frozenset(self._at)
        self.clausal = frozenset([span.first for span in spots.classes.get("REPORT", ())])
        self.subjects = Subjects(passage, self.tokens)

    def verbs(self, sentence: Frame) -> list[Verb]:
        """The reporting words of a sentence, in order and not overlapping."""
        verbs: list[Verb] = []
        at = 0
        for token in sorted(self.tokens.intersection(sentence.tokens)):
            at = sentence.tokens.index(token, at)
            if not verbs or token >= verbs[-1].span.end:
                verbs.append(self.verb(sentence, at))
        return verbs

    def verb(self, sentence: Frame, at: int) -> Verb:
        """The reporting words that begin at a word whose token is among `tokens`."""
        span, kind = self._at[sentence.tokens[at]]
        end = at + 1
        while end < len(sentence.tokens) and 0 <= sentence.tokens[end] < span.end:
            end += 1
        return Verb(at, end, span, kind)

    def source(self, sentence: Frame, at: int, verbs: list[Verb]) -> Source | None:
        """Who the quotation at `at` is attributed to, by the surest rule that applies."""
        return (
            self._beside(sentence, at, verbs)
            or self._agent_behind(sentence, at, verbs)
            or self._owner(sentence, at)
            or self._left(sentence, at, verbs)
            or self._later(sentence, at, verbs)
            or self._uncued(sentence, at)
        )

    def named(self, sentence: Frame, verb: Verb) -> Range | None:
        """The speaker of reporting words: after `according to`, else the subject of their clause."""
        if verb.kind == "ACCORDING":
            return nounphrase.after(sentence, verb.end, self.passage)
        return self.subjects.subject(sentence, verb)

    def _beside(self, sentence: Frame, at: int, verbs: list[Verb]) -> Source | None:
        """`"…," said X` and `"…," X said`."""
        words = sentence.words
        begin = at + 1
        while begin < len(words) and words[begin] in _PAUSES:
            begin += 1
        for verb in _behind(verbs, begin):
            if verb.first - begin > _FAR or "" in words[begin : verb.first]:
                return None
            if verb.first == begin and not words[begin].endswith("ing"):
                found = self._inverted(sentence, verb)
            else:
                found = self.named(sentence, verb)
                found = found if found is not None and found[0] == begin else None
            if found is not None:
                return _source(sentence, found, verb, "beside")
        return None

    def _inverted(self, sentence: Frame, verb: Verb) -> Range | None:
        """X of `said X`; in `says Tehran has been` it is no speaker."""
        found = nounphrase.after(sentence, verb.end, self.passage)
        return None if found is not None and sentence.words[found[1] : found[1] + 1] in _FINITE else found

    def _agent_behind(self, sentence: Frame, at: int, verbs: list[Verb]) -> Source | None:
        """`dubbed "…" by X`."""
        if sentence.words[at + 1 : at + 2] != ["by"]:
            return None
        verb = next(iter(_before(verbs, at)[-1:]), None)
        if verb is None or not passive(sentence, verb, self.passage):
            return None
        return _source(sentence, nounphrase.after(sentence, at + 2, self.passage), verb, "left")

    def _owner(self, sentence: Frame, at: int) -> Source | None:
        """`X's "…" remark`, `his so-called "…" plan`, `in X's words, "…"`, `X's promise to "…"`."""
        words = sentence.words
        owned = at if not _CARRIERS.isdisjoint(words[at + 1 : at + 4]) else self._carrier(sentence, at)
        if owned is None:
            return None
        far = 2 if owned < at and sentence.tokens[owned] in self.tokens else _OWNED
        for place in range(owned - 1, max(-1, owned - far), -1):
            if words[place] in _OWNERS:
                return Source((place, place + 1), NOWHERE, "owner")
            if words[place] == "'s":
                named = nounphrase.back(sentence, place, self.passage, self.tokens)
                return Source(named, NOWHERE, "owner") if named is not None else None
            if not words[place] or sentence.tokens[place] in self.tokens:
                return None
        return None

    def _carrier(self, sentence: Frame, at: int) -> int | None:
        """The noun before a quotation that what is said hangs on, with no verb of saying between: `promise to "…"`."""
        words = sentence.words
        for place in range(at - 1, max(-1, at - _HANGS), -1):
            if words[place] in _CARRIERS and (place + 1 == at or words[place + 1] in _HINGES):
                return place
            if not words[place] or sentence.tokens[place] in self.tokens:
                return None
        return None

    def _left(self, sentence: Frame, at: int, verbs: list[Verb]) -> Source | None:
        """`X said … "…"`: the nearest reporting words before the quotation."""
        pronoun: Source | None = None
        for verb in reversed(_before(verbs, at)):
            if ";" in sentence.words[verb.end : at]:
                break
            found = self.named(sentence, verb)
            if found is None and verb.first and not sentence.words[verb.first - 1]:
                found = nounphrase.after(sentence, verb.end, self.passage)
            if found is not None and not found[0] <= at < found[1]:
                source = _source(sentence, found, verb, _nearness(found, verb))
                if source is None or pronoun is not None or not self._repeats(sentence, found, verbs):
                    return source or pronoun
                pronoun = source
        return pronoun

    @staticmethod
    def _repeats(sentence: Frame, named: Range, verbs: list[Verb]) -> bool:
        """Whether the phrase is a pronoun straight after other reporting words: `X said he believes`."""
        words = sentence.words[named[0] : named[1]]
        alone = (len(words) == 1 and words[0] in PRONOUN_SUBJECTS) or words in (["the", "two"], ["the", "pair"])
        return alone and any(0 <= named[0] - verb.end <= 1 for verb in _before(verbs, named[0])[-1:])

    def _later(self, sentence: Frame, at: int, verbs: list[Verb]) -> Source | None:
        """`The "…" was real, X said.`"""
        for verb in _behind(verbs, at + 1):
            found = self.named(sentence, verb)
            if found is None or found[0] < at:
                continue
            begins = min(found[0], verb.first)
            if verb.kind == "ACCORDING" or sentence.words[begins - 1] in _BEFORE_LATER:
                return _source(sentence, found, verb, "later")
        return None

    def _uncued(self, sentence: Frame, at: int) -> Source | None:
        """`X did not hesitate: "…"`, `X intoned "…"`, `X plans to "…"`: a verb that reports only here."""
        words = sentence.words
        if not at or not words[at - 1]:
            return None
        if words[at - 1] in (":", ","):
            found = self.subjects.governor(sentence, at) if at > 1 else None
            return _source_of(sentence, found, "colon", self.passage) if words[at - 1] == ":" else None
        before = words[at - 1]
        if before == "to" and at > 1:
            return _source_of(sentence, self.subjects.governor(sentence, at), "plain", self.passage)
        if before in LINKS or before in DETERMINERS or before in FORMS_OF_BE or before in CONJUNCTIONS:
            return None
        found = insertions.before(sentence, at - 1, self.passage, self.tokens)
        if found is not None and not insertions.opens_clause(sentence, found[0], self.tokens):
            return None
        return _source_of(sentence, found, "plain", self.passage)


def _source_of(sentence: Frame, named: Range | None, rule: str, passage: Passage) -> Source | None:
    if named is None or not nounphrase.animate(sentence, named, passage) or "" in sentence.words[named[0] : named[1]]:
        return None
    if sentence.words[named[0]] == "it":
        return None
    return Source(named, NOWHERE, rule)


def _nearness(named: Range, verb: Verb) -> str:
    """`left` for a subject beside its own verb, `governed` for one found over a clause or an insertion."""
    beside = verb.kind == "ACCORDING" or 0 <= verb.first - named[1] <= _ADVERBS
    return "left" if beside else "governed"


def _behind(verbs: list[Verb], at: int) -> list[Verb]:
    """The first reporting words that begin at a word or behind."""
    first = bisect_left(verbs, (at,))
    return verbs[first : first + _FEW]


def _before(verbs: list[Verb], at: int) -> list[Verb]:
    """The last reporting words that end before a word, in order."""
    end = bisect_right(verbs, at, key=lambda verb: verb.end)
    return verbs[max(0, end - _FEW) : end]


def _source(sentence: Frame, named: Range | None, verb: Verb, rule: str) -> Source | None:
    if named is None or "" in sentence.words[named[0] : named[1]]:
        return None
    return Source(named, verb.span, rule)
