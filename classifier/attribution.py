"""Which words attribute a quotation: beside it, before it in the sentence, or later in the sentence."""

from dataclasses import dataclass

from classifier import nounphrase
from classifier.nounphrase import Range
from classifier.outer import Piece
from classifier.passage import Passage
from classifier.spots import Span, Spots

_DASHES = frozenset((",", "–", "—", "--", "-"))
_KINDS = ("SAY", "CALL", "ACCORDING")


@dataclass(frozen=True, slots=True)
class Verb:
    """Reporting words at the pieces `first` to before `end`; `kind` is SAY, CALL or ACCORDING."""

    first: int
    end: int
    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Source:
    """The pieces that name a speaker, the reporting words, and the rule that joined them to the quotation."""

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

    def verbs(self, sentence: list[Piece]) -> list[Verb]:
        """The reporting words of a sentence, in order and not overlapping."""
        verbs: list[Verb] = []
        for at, piece in enumerate(sentence):
            if piece.token in self._at and (not verbs or piece.token >= verbs[-1].span.end):
                span, kind = self._at[piece.token]
                end = at + 1
                while end < len(sentence) and 0 <= sentence[end].token < span.end:
                    end += 1
                verbs.append(Verb(at, end, span, kind))
        return verbs

    def source(self, sentence: list[Piece], at: int, verbs: list[Verb]) -> Source | None:
        """Who the quotation at piece `at` is attributed to, by the surest rule that applies."""
        return self._beside(sentence, at, verbs) or self._left(sentence, at, verbs) or self._later(sentence, at, verbs)

    def named(self, sentence: list[Piece], verb: Verb) -> Range | None:
        """The speaker of reporting words: after `according to`, else before the verb, else the sentence's subject."""
        if verb.kind == "ACCORDING":
            return nounphrase.after(sentence, verb.end, self.passage)
        found = nounphrase.before(sentence, verb.first, self.tokens)
        if found is None and verb.first and sentence[verb.first - 1].quote < 0:
            found = nounphrase.subject(sentence, self.passage, self.tokens)
        return found

    def _beside(self, sentence: list[Piece], at: int, verbs: list[Verb]) -> Source | None:
        """`"…," said X` and `"…," X said`."""
        begin = at + 1
        while begin < len(sentence) and sentence[begin].word in _DASHES:
            begin += 1
        verb = next((verb for verb in verbs if verb.first >= begin), None)
        if verb is None or any(piece.quote >= 0 for piece in sentence[begin : verb.first]):
            return None
        if verb.first == begin:
            found = nounphrase.after(sentence, verb.end, self.passage)
        else:
            found = nounphrase.before(sentence, verb.first, self.tokens)
            if found is not None and found[0] != begin:
                found = None
        return _source(sentence, found, verb, "beside")

    def _left(self, sentence: list[Piece], at: int, verbs: list[Verb]) -> Source | None:
        """`X said … "…"`: the nearest reporting words before the quotation."""
        for verb in reversed([verb for verb in verbs if verb.end <= at]):
            found = self.named(sentence, verb)
            if found is None and verb.first and sentence[verb.first - 1].quote >= 0:
                found = nounphrase.after(sentence, verb.end, self.passage)
            if found is not None and found[1] <= at:
                return _source(sentence, found, verb, "left")
        return None

    def _later(self, sentence: list[Piece], at: int, verbs: list[Verb]) -> Source | None:
        """`The "…" was real, X said.`"""
        for verb in verbs:
            if verb.first > at:
                found = self.named(sentence, verb)
                if found is None and sentence[verb.first - 1].word == ",":
                    found = nounphrase.after(sentence, verb.end, self.passage)
                if found is not None and found[0] > at:
                    return _source(sentence, found, verb, "later")
        return None


def _source(sentence: list[Piece], named: Range | None, verb: Verb, rule: str) -> Source | None:
    if named is None or any(piece.token < 0 for piece in sentence[named[0] : named[1]]):
        return None
    return Source(named, verb.span, rule)
