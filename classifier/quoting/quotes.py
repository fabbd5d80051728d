"""Who said what in one passage: quotations with their speakers, headline forms, and indirect clauses."""

from typing import NamedTuple

from classifier.lexicon.matcher import Span
from classifier.lexicon.spots import NOWHERE, Spots
from classifier.quoting import headlines, opening
from classifier.quoting.attribution import Source, Speech
from classifier.quoting.clauses import clauses
from classifier.quoting.german import is_german
from classifier.quoting.keeping import Place, somebodys
from classifier.quoting.marks import has_marks
from classifier.quoting.nounphrase import Range
from classifier.quoting.outer import Frame, Paragraph, paragraphs
from classifier.quoting.reporting import reporting
from classifier.quoting.resolved import Resolved
from classifier.quoting.speakers import Cast
from classifier.quoting.subjects import Verb
from classifier.records import Attribution, Quote, QuoteKind
from classifier.words.passage import ENDS, Passage

MAX_QUOTES = 200
"""An item with more is a list of something else."""

_MOST_MARKED = 1_000
"""Quotations of a passage, most of which would be titles and scare words."""
_CONFIDENCE = {
    "beside": 96, "left": 92, "governed": 85, "inherited": 90, "headline": 80, "later": 80, "owner": 75, "colon": 80,
    "plain": 60, "carried": 60, "before": 70, "next": 60,
}  # fmt: skip
"""How often each rule names the right speaker, in percent: measured on the open sets, less where few quotations tell."""
_PRONOUN_PENALTY = 5
_UNATTRIBUTED = 40
_NO_PERSONS = frozenset(("it", "there", "here", "this", "that"))


class Utterance(NamedTuple):
    """A quote and the tokens of the reporting words that attribute it."""

    quote: Quote
    cue: Span


class Said(NamedTuple):
    """What is quoted in each passage of an item, and who is named in it."""

    spoken: list[list[Utterance]]
    cast: Cast


class _Speaker(NamedTuple):
    resolved: Resolved
    surface: str | None
    cue: Span
    rule: str


_NOBODY = _Speaker(Resolved(None, "none"), None, NOWHERE, "")


def utterances(passages: list[Passage], spots: list[Spots], language: str) -> Said:
    """Every quote of each of an item's passages in reading order, at most MAX_QUOTES a passage."""
    quoting = [_may_quote(passage, spotted) for passage, spotted in zip(passages, spots, strict=True)]
    found: list[list[Utterance]] = [[] for _ in passages]
    cast = Cast.of(passages, language)
    if any(quoting):
        german = is_german(language, passages)
        cast.silent = cast.silent or german
        for number, passage in enumerate(passages):
            if quoting[number]:
                cast.enter(passage)
                found[number] = _spoken(passage, Speech(passage, spots[number]), cast, german)
    return Said(found, cast)


def _may_quote(passage: Passage, spotted: Spots) -> bool:
    """Whether there is a mark, a verb that reports clauses, or a headline with a colon or dash where somebody may speak."""
    if "SAY" in spotted.classes or "ACCORDING" in spotted.classes or has_marks(passage.text):
        return True
    return _opens_with_headline(passage) and not headlines.JOINTS.isdisjoint(passage.words)


def _opens_with_headline(passage: Passage) -> bool:
    return bool(passage.sentences) and passage.sentences[0].headline


def _spoken(passage: Passage, speech: Speech, cast: Cast, german: bool) -> list[Utterance]:
    reader = _Reader(passage, speech, cast, german)
    found: list[Utterance] = []
    for number, paragraph in enumerate(paragraphs(passage, speech.tokens)):
        headline = passage.field == "title" or (number == 0 and _opens_with_headline(passage))
        found += reader.read(paragraph, headline)
        if len(found) >= MAX_QUOTES:
            break
    return found[:MAX_QUOTES]


class _Reader:
    """Reads one passage's paragraphs in order, carrying who spoke last."""

    def __init__(self, passage: Passage, speech: Speech, cast: Cast, german: bool) -> None:
        self.passage = passage
        self.speech = speech
        self.cast = cast
        self.german = german
        self.last = _NOBODY
        self.previous = Frame([], [])
        """The sentence before, which may name who speaks next."""
        self.patience = _MOST_MARKED
        """How many more quotations are looked at, whether they are kept or not."""
        self.spoke = False
        """Whether the sentence before, in the same paragraph, holds somebody's words."""
        self.unclosed = False
        """Whether the paragraph before ended inside its quotation."""

    def read(self, paragraph: Paragraph, headline: bool) -> list[Utterance]:
        """The utterances of one paragraph."""
        found: list[Utterance] = []
        self.spoke = False
        for number, sentence in enumerate(paragraph.sentences):
            before = len(found)
            if len(found) >= MAX_QUOTES:
                break
            verbs = self.speech.verbs(sentence)
            quoted = "" in sentence.words
            if verbs or quoted:
                verbs = reporting(sentence, verbs, paragraph.quotes, self.passage, quoted)
            self.cast.hear(sentence, self.speech.tokens)  # for a pronoun may point back to it
            spoken = self._quoted(paragraph, number, verbs, headline) if quoted else []
            found += spoken
            if verbs or headline:
                found += self._indirect(sentence, verbs, bool(spoken), headline)
            self.previous = sentence
            self.spoke = len(found) > before
        self.unclosed = bool(paragraph.quotes) and not paragraph.quotes[-1].closed
        return sorted(found, key=lambda utterance: utterance.quote.start)

    def _quoted(self, paragraph: Paragraph, number: int, verbs: list[Verb], headline: bool) -> list[Utterance]:
        """The quotations of a paragraph's sentence that are somebody's words."""
        sentence = paragraph.sentences[number]
        found: list[Utterance] = []
        here: _Speaker | None = None
        alone = not any(word and word not in ENDS for word in sentence.words)
        quoted = [at for at, word in enumerate(sentence.words) if not word][: self.patience]
        self.patience -= len(quoted)
        for at in quoted:
            place = Place(self.passage, sentence, at, paragraph.quotes[~sentence.tokens[at]], verbs, headline)
            speaker = self._explicit(place) or here or (self._implied(paragraph, number) if alone else _NOBODY)
            if somebodys(place, speaker.rule, self.german):
                if speaker is _NOBODY and self.spoke:
                    speaker = self._continued("carried")
                here = self.last = speaker
                found.append(self._utterance(place.mark.start, place.mark.end, _kind(place), speaker))
        return found

    def _explicit(self, place: Place) -> _Speaker | None:
        source = self.speech.source(place.sentence, place.at, place.verbs)
        if source is None and place.headline:
            named = headlines.speaker_of_quote(place.sentence, place.at, self.passage)
            source = Source(named, NOWHERE, "headline") if named else None
        return self._speaker(place.sentence, source) if source else None

    def _implied(self, paragraph: Paragraph, number: int) -> _Speaker:
        """A quotation that is a sentence: whoever was speaking goes on, or a sentence beside it names the speaker."""
        goes_on = "" in self.previous.words if number else self.unclosed
        if goes_on and self.last is not _NOBODY:
            return self._continued()
        before = self._about(self.previous, "before")
        if before is not None:
            return before
        if self.last is not _NOBODY:
            return self._continued()
        following = paragraph.sentences[number + 1 : number + 2]
        return (self._about(following[0], "next") if following else None) or _NOBODY

    def _continued(self, rule: str = "inherited") -> _Speaker:
        inherited = self.last.resolved._replace(basis="inherited")
        return _Speaker(inherited, self.last.surface, self.last.cue, rule)

    def _about(self, sentence: Frame, rule: str) -> _Speaker | None:
        """Whom a sentence without reporting words for the quotation is about."""
        named = opening.subject(sentence, self.passage, self.speech.tokens)
        if named is not None and sentence.words[named[0]] == "it" and "when" in sentence.words:
            at = sentence.words.index("when") + 1  # `It began when X rose.` is about X.
            sentence = Frame(sentence.words[at:], sentence.tokens[at:])
            named = opening.subject(sentence, self.passage, self.speech.tokens)
        if named is None or "" in sentence.words[named[0] : named[1]] or sentence.words[named[0]] in _NO_PERSONS:
            return None
        return self._speaker(sentence, Source(named, NOWHERE, rule))

    def _speaker(self, sentence: Frame, source: Source) -> _Speaker:
        if self.cast.silent:
            return _Speaker(_NOBODY.resolved, None, source.cue, "")
        first, end = sentence.tokens[source.named[0]], sentence.tokens[source.named[1] - 1] + 1
        resolved = self.cast.resolve(self.passage, first, end)
        if source.rule == "headline":
            resolved = resolved._replace(basis="headline")
        return _Speaker(resolved, self.passage.surface(first, end), source.cue, source.rule)

    def _indirect(self, sentence: Frame, verbs: list[Verb], quoted: bool, headline: bool) -> list[Utterance]:
        """What a sentence reports without quotation marks; whether somebody is `quoted` in it as well."""
        claimed = headlines.claim(sentence, self.passage) if headline and "" not in sentence.words else None
        if claimed is not None:
            speaker = self._speaker(sentence, Source(claimed[0], NOWHERE, "headline"))
            return [self._clause(sentence, claimed[1], speaker)]
        found: list[Utterance] = []
        for clause in clauses(sentence, verbs, self.speech, quoted):
            if clause.named is not None:
                speaker = self._speaker(sentence, Source(clause.named, clause.verb.span, "left"))
            elif quoted:
                speaker = self.last._replace(cue=clause.verb.span)
            else:
                continue
            self.last = speaker
            found.append(self._clause(sentence, clause.words, speaker))
        return found

    def _clause(self, sentence: Frame, clause: Range, speaker: _Speaker) -> Utterance:
        start = self.passage.starts[sentence.tokens[clause[0]]]
        end = self.passage.ends[sentence.tokens[clause[1] - 1]]
        return self._utterance(start, end, "indirect", speaker)

    def _utterance(self, start: int, end: int, kind: QuoteKind, speaker: _Speaker) -> Utterance:
        resolved, cue = speaker.resolved, speaker.cue
        confidence = _CONFIDENCE.get(speaker.rule, _UNATTRIBUTED) - _PRONOUN_PENALTY * (resolved.basis == "pronoun")
        basis = "inherited" if speaker.rule == "inherited" else resolved.basis
        quote = Quote(
            field=self.passage.field,
            start=start,
            end=end,
            kind=kind,
            text=self.passage.text[start:end],
            cue=self.passage.surface(cue.first, cue.end),
            by=Attribution(
                speaker=resolved.name,
                surface=speaker.surface,
                kind=resolved.kind,
                role=resolved.role,
                org=resolved.org,
                basis=basis,
                confidence=confidence,
            ),
        )
        return Utterance(quote, cue)


def _kind(place: Place) -> QuoteKind:
    """Mixed where the quotation is part of the writer's own clause, direct where it stands by itself."""
    before = place.sentence.words[place.at - 1] if place.at else ""
    if place.at == 0 or before in (",", ":") or place.passage.text[place.mark.start].isupper():
        return "direct"
    return "mixed"
