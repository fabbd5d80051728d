"""Who said what in one passage: quotations with their speakers, headline forms, and indirect clauses."""

from typing import NamedTuple

from classifier import headlines, nounphrase
from classifier.attribution import Source, Speech, Verb
from classifier.fold import listed
from classifier.marks import Marked, has_marks
from classifier.matcher import Span
from classifier.names import PRONOUNS
from classifier.nounphrase import Range
from classifier.outer import Frame, Paragraph, paragraphs
from classifier.passage import ENDS, Passage
from classifier.records import Quote, QuoteKind
from classifier.speakers import Cast, Resolved
from classifier.spots import NOWHERE, Spots

MAX_QUOTES = 200
"""An item with more is a list of something else."""

_MOST_MARKED = 1_000
"""Quotations of a passage, most of which would be titles and scare words."""
_CONFIDENCE = {"beside": 96, "left": 88, "inherited": 88, "headline": 85, "later": 76, "before": 60}
"""How often each rule names the right speaker, in percent (measured on political news)."""
_PRONOUN_PENALTY = 15
_UNATTRIBUTED = 40
_TITLE_NOUNS = listed(
    "film movie book novel play song album series show programme program documentary magazine essay article titled"
    " entitled headlined single painting exhibition called so-called so named nicknamed"
)
_CLAUSE_WORDS = 3
_JOINTS = frozenset((",", "but", "and"))
_TURNS = frozenset(("but", "while", "yet", "though", "although", "whereas"))
"""Words after a comma with which the writer takes over again; also without one, before a new subject."""
_LINKS = listed("after before when since while until")
"""Words that tie a reporting clause to what it stands behind as its time: `an hour after X announced a truce`."""
_NEW_SUBJECT = listed("the a an his her its their another both several some many two three no all there")
_NO_CLAUSE = frozenset(("on", "in", "at", "of", ","))
"""Words after `said` that begin no clause: `said on Tuesday`."""
_KEPT_WORDS = 5
"""A quotation this long is somebody's words even where nobody is named."""


class Utterance(NamedTuple):
    """A quote and the tokens of the reporting words that attribute it."""

    quote: Quote
    cue: Span


class _Speaker(NamedTuple):
    resolved: Resolved
    surface: str | None
    cue: Span
    rule: str


_NOBODY = _Speaker(Resolved(None, "none"), None, NOWHERE, "")


def utterances(passages: list[Passage], spots: list[Spots], language: str) -> list[list[Utterance]]:
    """Every quote of each of an item's passages in reading order, at most MAX_QUOTES a passage."""
    speeches = [Speech(passage, found) for passage, found in zip(passages, spots, strict=True)]
    quoting = [_may_quote(passage, speech) for passage, speech in zip(passages, speeches, strict=True)]
    found: list[list[Utterance]] = [[] for _ in passages]
    if any(quoting):
        cast = Cast.of(passages, language)
        for number, passage in enumerate(passages):
            cast.enter(passage)
            if quoting[number]:
                found[number] = _spoken(passage, speeches[number], cast)
    return found


def _may_quote(passage: Passage, speech: Speech) -> bool:
    """Whether there is a mark, a reporting word, or a headline with a colon or dash behind which somebody may speak."""
    if speech.tokens or has_marks(passage.text):
        return True
    return _opens_with_headline(passage) and not headlines.JOINTS.isdisjoint(passage.words)


def _opens_with_headline(passage: Passage) -> bool:
    return any(sentence.headline for sentence in passage.sentences[:1])


def _spoken(passage: Passage, speech: Speech, cast: Cast) -> list[Utterance]:
    written = paragraphs(passage, speech.tokens)
    reader = _Reader(passage, speech, cast, any(_has_pronoun(paragraph) for paragraph in written))
    found: list[Utterance] = []
    for number, paragraph in enumerate(written):
        headline = passage.field == "title" or (number == 0 and _opens_with_headline(passage))
        found += reader.read(paragraph, headline)
        if len(found) >= MAX_QUOTES:
            break
    return found[:MAX_QUOTES]


def _has_pronoun(paragraph: Paragraph) -> bool:
    """Whether the writer, outside quotations, leaves a speaker to be found by a pronoun."""
    return any(not PRONOUNS.isdisjoint(sentence.words) for sentence in paragraph.sentences)


class _Reader:
    """Reads one passage's paragraphs in order, carrying who spoke last."""

    def __init__(self, passage: Passage, speech: Speech, cast: Cast, pronouns: bool) -> None:
        self.passage = passage
        self.speech = speech
        self.cast = cast
        self.pronouns = pronouns
        self.last = _NOBODY
        self.previous = Frame([], [])
        """The sentence before, which may name who speaks next."""
        self.patience = _MOST_MARKED
        """How many more quotations are looked at, whether they are kept or not."""
        self.unclosed = False
        """Whether the paragraph before ended inside its quotation."""

    def read(self, paragraph: Paragraph, headline: bool) -> list[Utterance]:
        """The utterances of one paragraph."""
        found: list[Utterance] = []
        for number, sentence in enumerate(paragraph.sentences):
            if len(found) >= MAX_QUOTES:
                break
            verbs = self.speech.verbs(sentence)
            if self.pronouns:
                self._hear(sentence)
            if "" in sentence.words:
                found += self._quoted(sentence, verbs, paragraph.quotes, headline, number == 0)
            elif verbs or headline:
                found += self._indirect(sentence, verbs, headline)
            self.previous = sentence
        self.unclosed = bool(paragraph.quotes) and not paragraph.quotes[-1].closed
        return sorted(found, key=lambda utterance: utterance.quote.start)

    def _hear(self, sentence: Frame) -> None:
        """Let the cast know what the sentence is about, for a pronoun may point back to it."""
        about = nounphrase.subject(sentence, self.passage, self.speech.tokens)
        if about is not None:
            self.cast.hear(self.passage, sentence.tokens[about[0]], sentence.tokens[about[1] - 1] + 1)

    def _quoted(
        self, sentence: Frame, verbs: list[Verb], marks: list[Marked], headline: bool, opens: bool
    ) -> list[Utterance]:
        found: list[Utterance] = []
        here: _Speaker | None = None
        alone = not any(word and word not in ENDS for word in sentence.words)
        quoted = [at for at, word in enumerate(sentence.words) if not word][: self.patience]
        self.patience -= len(quoted)
        for at in quoted:
            mark = marks[~sentence.tokens[at]]
            speaker = self._explicit(sentence, at, verbs, headline) or here or self._implied(alone, opens)
            if not self._keeps(sentence, at, mark, speaker):
                continue
            here = self.last = speaker
            found.append(self._utterance(mark.start, mark.end, _kind(self.passage, sentence, at, mark), speaker))
        return found

    def _explicit(self, sentence: Frame, at: int, verbs: list[Verb], headline: bool) -> _Speaker | None:
        source = self.speech.source(sentence, at, verbs)
        if source is None and headline:
            named = headlines.speaker_of_quote(sentence, at, self.passage)
            source = Source(named, NOWHERE, "headline") if named else None
        return self._speaker(sentence, source) if source else None

    def _implied(self, alone: bool, opens: bool) -> _Speaker:
        """A quotation that is a sentence: whoever was speaking goes on, or the sentence before names the speaker."""
        if not alone:
            return _NOBODY
        continues = self.unclosed if opens else "" in self.previous.words
        if continues and self.last is not _NOBODY:
            return _Speaker(_inherited(self.last.resolved), self.last.surface, self.last.cue, "inherited")
        named = nounphrase.subject(self.previous, self.passage, self.speech.tokens)
        if named is not None and "" not in self.previous.words[named[0] : named[1]]:
            return self._speaker(self.previous, Source(named, NOWHERE, "before"))
        if self.last is not _NOBODY:
            return _Speaker(_inherited(self.last.resolved), self.last.surface, self.last.cue, "inherited")
        return _NOBODY

    def _speaker(self, sentence: Frame, source: Source) -> _Speaker:
        if self.cast.silent:
            return _Speaker(_NOBODY.resolved, None, source.cue, "")
        first, end = sentence.tokens[source.named[0]], sentence.tokens[source.named[1] - 1] + 1
        resolved = self.cast.resolve(self.passage, first, end)
        if source.rule == "headline":
            resolved = Resolved(resolved.name, "headline")
        return _Speaker(resolved, self.passage.surface(first, end), source.cue, source.rule)

    def _keeps(self, sentence: Frame, at: int, mark: Marked, speaker: _Speaker) -> bool:
        """Whether the marks hold somebody's words rather than a title, a scare word or a credit."""
        words = self.passage.text[mark.start : mark.end]
        if len(words) > 3 and words.isupper() and ("/" in words or speaker is _NOBODY):
            return False
        before = sentence.words[at - 1] if at else ""
        if _is_title(words) and (before in _TITLE_NOUNS or len(words.split()) > 2) and speaker.rule != "headline":
            return False
        if before == "called" and at > 1 and sentence.words[at - 2] == "so":
            return False
        return speaker is not _NOBODY or len(words.split()) >= _KEPT_WORDS

    def _indirect(self, sentence: Frame, verbs: list[Verb], headline: bool) -> list[Utterance]:
        """The clauses that a sentence without quotation marks reports."""
        claimed = headlines.claim(sentence, self.passage) if headline else None
        if claimed is not None:
            return [
                self._clause(sentence, claimed[1], self._speaker(sentence, Source(claimed[0], NOWHERE, "headline")))
            ]
        found: list[Utterance] = []
        for number, verb in enumerate(verbs[:MAX_QUOTES]):
            named = self.speech.named(sentence, verb) if verb.kind != "CALL" else None
            if named is None:
                continue
            until = verbs[number + 1].first if number + 1 < len(verbs) else len(sentence.words)
            clausal = verb.span.first in self.speech.clausal
            clause = _clause_of(sentence, verb, named, until, clausal, self.passage)
            if clause is not None:
                speaker = self._speaker(sentence, Source(named, verb.span, "left"))
                self.last = speaker
                found.append(self._clause(sentence, clause, speaker))
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
            speaker=resolved.name,
            speaker_surface=speaker.surface,
            cue=self.passage.surface(cue.first, cue.end),
            basis=basis,
            confidence=confidence,
        )
        return Utterance(quote, cue)


def _is_title(words: str) -> bool:
    """Whether every longer word has a capital and nothing ends a sentence: `The Long Road Home`."""
    longer = [word for word in words.split() if len(word) > 3]
    return (
        bool(longer)
        and words[-1] not in ".!?,"
        and all(not word[0].islower() for word in longer)
        and words[0].isupper()
    )


def _inherited(resolved: Resolved) -> Resolved:
    return Resolved(resolved.name, "inherited")


def _kind(passage: Passage, sentence: Frame, at: int, mark: Marked) -> QuoteKind:
    """Mixed where the quotation is part of the writer's own clause, direct where it stands by itself."""
    before = sentence.words[at - 1] if at else ""
    if at == 0 or before in (",", ":") or passage.text[mark.start].isupper():
        return "direct"
    return "mixed"


def _clause_of(sentence: Frame, verb: Verb, named: Range, until: int, clausal: bool, passage: Passage) -> Range | None:
    """The reported clause: after the verb (behind `that`, unless the verb needs none), or all before `, X said`."""
    words = sentence.words
    end = until
    while end > verb.end and (words[end - 1] in ENDS or words[end - 1] in _JOINTS):
        end -= 1
    first = verb.end
    if "that" in words[first : min(first + 8, end)]:
        first, clausal = words.index("that", first) + 1, True
    end = next((at for at in range(first, end) if _turns(sentence, at, passage)), end)
    follows = clausal and named[0] < verb.first and end - first >= _CLAUSE_WORDS
    if follows and words[first] not in _NO_CLAUSE:
        return first, end
    begin = min(named[0], verb.first)
    if not begin or words[begin - 1] != "," or not _LINKS.isdisjoint(words[begin : verb.first]):
        return None
    opened = next((at + 1 for at in range(begin - 1, 0, -1) if words[at] == ";"), 0)
    return (opened, begin - 1) if begin - opened > _CLAUSE_WORDS else None


def _turns(sentence: Frame, at: int, passage: Passage) -> bool:
    """Whether a reported clause ends before a word: `; `, `, but`, or `but the army` without a comma."""
    words = sentence.words
    if words[at] == ";":
        return True
    if words[at] == ",":
        return at + 1 < len(words) and words[at + 1] in _TURNS
    if words[at] not in _TURNS or at + 1 >= len(words) or not words[at + 1]:
        return False
    return words[at + 1] in _NEW_SUBJECT or passage.capitals[sentence.tokens[at + 1]]
