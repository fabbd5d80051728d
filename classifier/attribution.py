"""Which words attribute a quotation: beside it, before it in the sentence, or later in the sentence."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from classifier import nounphrase
from classifier.matcher import Span
from classifier.names import PRONOUNS
from classifier.nounphrase import Range
from classifier.outer import Frame
from classifier.passage import ENDS, Passage
from classifier.spots import Spots

_DASHES = frozenset((",", "–", "—", "--", "-"))
_KINDS = ("SAY", "CALL", "ACCORDING")
_FEW = 6
"""Reporting words on a side of a quotation that are looked at; a sentence of prose has no more."""
_FAR = 100
"""Words between a quotation and the reporting words behind its speaker: no speaker's name and titles are as long."""


class Verb(NamedTuple):
    """Reporting words at the words `first` to before `end`; `kind` is SAY, CALL or ACCORDING."""

    first: int
    end: int
    span: Span
    kind: str


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
        self.clausal = frozenset(span.first for span in spots.classes.get("REPORT", ()))

    def verbs(self, sentence: Frame) -> list[Verb]:
        """The reporting words of a sentence, in order and not overlapping."""
        tokens = sentence.tokens
        verbs: list[Verb] = []
        if self.tokens.isdisjoint(tokens):
            return verbs
        for at in [at for at, token in enumerate(tokens) if token in self.tokens]:
            if not verbs or tokens[at] >= verbs[-1].span.end:
                span, kind = self._at[tokens[at]]
                end = at + 1
                while end < len(tokens) and 0 <= tokens[end] < span.end:
                    end += 1
                verbs.append(Verb(at, end, span, kind))
        return verbs

    def source(self, sentence: Frame, at: int, verbs: list[Verb]) -> Source | None:
        """Who the quotation at `at` is attributed to, by the surest rule that applies."""
        return self._beside(sentence, at, verbs) or self._left(sentence, at, verbs) or self._later(sentence, at, verbs)

    def named(self, sentence: Frame, verb: Verb) -> Range | None:
        """The speaker of reporting words: after `according to`, else before the verb, else the sentence's subject."""
        if verb.kind == "ACCORDING":
            return nounphrase.after(sentence, verb.end, self.passage)
        found = nounphrase.before(sentence, verb.first, self.tokens) or self._inverted(sentence, verb)
        if found is None and verb.first and sentence.words[verb.first - 1]:
            found = nounphrase.subject(sentence, self.passage, self.tokens)
        return found

    def _inverted(self, sentence: Frame, verb: Verb) -> Range | None:
        """`The troops left, said X.`: a name behind the verb that fills the sentence's end."""
        words = sentence.words
        if not verb.first or words[verb.first - 1] != "," or words[verb.first].endswith("ing"):
            return None
        found = nounphrase.after(sentence, verb.end, self.passage)
        ends = found is not None and (found[1] == len(words) or words[found[1]] in ENDS)
        return found if ends else None

    def _beside(self, sentence: Frame, at: int, verbs: list[Verb]) -> Source | None:
        """`"…," said X` and `"…," X said`."""
        words = sentence.words
        begin = at + 1
        while begin < len(words) and words[begin] in _DASHES:
            begin += 1
        verb = next(iter(_behind(verbs, begin)), None)
        if verb is None or verb.first - begin > _FAR or "" in words[begin : verb.first]:
            return None
        if verb.first == begin:
            found = nounphrase.after(sentence, verb.end, self.passage)
        else:
            found = nounphrase.before(sentence, verb.first, self.tokens)
            if found is not None and found[0] != begin:
                found = None
        return _source(sentence, found, verb, "beside")

    def _left(self, sentence: Frame, at: int, verbs: list[Verb]) -> Source | None:
        """`X said … "…"`: the nearest reporting words before the quotation."""
        pronoun: Source | None = None
        for verb in reversed(_before(verbs, at)):
            found = self.named(sentence, verb)
            if found is None and verb.first and not sentence.words[verb.first - 1]:
                found = nounphrase.after(sentence, verb.end, self.passage)
            if found is not None and found[1] <= at:
                source = _source(sentence, found, verb, "left")
                if source is None or pronoun is not None or not self._repeats(sentence, found, verbs):
                    return source or pronoun
                pronoun = source
        return pronoun

    @staticmethod
    def _repeats(sentence: Frame, named: Range, verbs: list[Verb]) -> bool:
        """Whether the phrase is a pronoun straight after other reporting words: `X said he believes`."""
        alone = named[1] - named[0] == 1 and sentence.words[named[0]] in PRONOUNS
        return alone and any(0 <= named[0] - verb.end <= 1 for verb in _before(verbs, named[0])[-1:])

    def _later(self, sentence: Frame, at: int, verbs: list[Verb]) -> Source | None:
        """`The "…" was real, X said.`"""
        for verb in _behind(verbs, at + 1):
            found = self.named(sentence, verb)
            if found is None and sentence.words[verb.first - 1] == ",":
                found = nounphrase.after(sentence, verb.end, self.passage)
            if found is not None and found[0] > at:
                return _source(sentence, found, verb, "later")
        return None


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
