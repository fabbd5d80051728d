"""Whose word a tag is: of the quote it stands in, or of whoever denies, doubts or claims it; else the outlet's own."""

from functools import cached_property

from classifier.lexicon.matcher import Span
from classifier.quoting import insertions, nounphrase
from classifier.quoting.attribution import Speech
from classifier.quoting.grammar import DASHES
from classifier.quoting.nounphrase import Range
from classifier.quoting.outer import Frame, paragraphs
from classifier.quoting.speakers import Cast
from classifier.quoting.subjects import Verb
from classifier.records import Attribution, Quote
from classifier.tagging.stance import Reading
from classifier.tagging.windows import Scene
from classifier.words.fold import listed
from classifier.words.passage import Passage

_CONFIDENCE = 88
_VOICED = ("claimed", "denied", "doubted")
_SAYING = (
    "deny", "deni", "denying", "reject", "dismiss", "refut", "rebut", "disavow", "repudiat", "debunk", "disput", "challeng",
    "question", "doubt", "mock", "ridicul", "scoff", "mistrust", "distrust", "contradict", "tear", "tore",
)  # fmt: skip
"""How verbs begin by which somebody speaks against something."""
_PHRASAL = listed(
    "brush brushed brushes shrug shrugged shrugs laugh laughed laughs pour poured pours rule rules ruled play plays"
    " played cast casts"
)
"""Verbs that do so with the word behind: `brushed aside`, `ruled out`, `cast doubt on`."""
_PARTICLES = listed("aside away off out cold down doubt doubts scorn")
_ATTITUDES = listed(
    "sceptical skeptical wary unconvinced unimpressed hesitant doubtful suspicious reluctant unwilling slow sure"
    " certain believe believes believed trust trusts think thinks expect expects convinced persuaded"
)
"""Words for not believing: their subject stands before them and its `is` and `not`."""
_COPULAS = listed(
    "remain remains remained seem seems seemed appear appears appeared look looks looked sound sounds stay stays"
)
_SEEING = listed(
    "see sees saw seen seeing find finds found observe observed detect detected notice noticed register registered spot"
    " spotted has have had got"
)
_SIGNS = _SEEING - listed("has have had got") | listed(
    "sign signs evidence indication indications proof hint hints trace traces confirmation guarantee guarantees"
)
"""Words of a cue such as `no sign of`, which somebody sees or has."""
_BEFORE_SIGN = 3
_MET = listed("by from among in")
_SPEAKS = ("person", "office", "organisation", "group", "anonymous")


class Holders:
    """Whoever voices the cues of one passage."""

    def __init__(self, scene: Scene, cast: Cast) -> None:
        self.scene = scene
        self.passage = scene.passage
        self.cast = cast

    @cached_property
    def speech(self) -> Speech:
        """The reporting words of the passage."""
        return Speech(self.passage, self.scene.spots)

    @cached_property
    def places(self) -> dict[int, tuple[Frame, int]]:
        """Of each token of the writer's own, its sentence and place there.

        The cast hears the sentences if nobody is quoted, for a pronoun to point back to.
        """
        sentences = [frame for part in paragraphs(self.passage, self.speech.tokens) for frame in part.sentences]
        self.cast.enter(self.passage)
        if self.cast.unheard:
            for sentence in sentences:
                self.cast.hear(sentence, self.speech.tokens)
        return {
            token: (sentence, at) for sentence in sentences for at, token in enumerate(sentence.tokens) if token >= 0
        }

    def holder(self, read_as: Reading, told: Quote | None) -> Attribution | None:
        """Whose word a trigger is that is read so, and stands in this quote or clause, if in any."""
        own = told.by if told and told.by.surface else None
        if told is not None and (told.kind != "indirect" or not _inside(read_as, told, self.passage)):
            return own
        voice = self._voice(read_as.span) if read_as.stance in _VOICED and read_as.span.end else None
        return own if voice is None or (own and voice.basis == "pronoun") else voice

    def _voice(self, cue: Span) -> Attribution | None:
        """Who speaks by a cue."""
        place = None if self.cast.silent else self.places.get(cue.first)
        if place is None:
            return None
        named = self._subject(*place, cue)
        return self._resolved(place[0], named) if named else None

    def _subject(self, sentence: Frame, at: int, cue: Span) -> Range | None:
        """Who is named in a cue (`– Army`, `Army:`), or the subject of its first word that somebody says, sees or believes."""
        tokens, words = sentence.tokens, sentence.words
        end = next((place for place in range(at, len(tokens)) if not 0 <= tokens[place] < cue.end), len(tokens))
        if words[at] in DASHES:
            return (at + 1, end) if at + 1 < end else None
        if words[end - 1] == ":":
            return nounphrase.back(sentence, end - 2, self.passage, self.speech.tokens) if end - 1 > at else None
        spoken = next((place for place in range(at, end) if tokens[place] in self.speech.tokens), None)
        if spoken is not None:
            return self.speech.named(sentence, self.speech.verb(sentence, spoken))
        for place in range(at, end):
            word = words[place]
            if word.startswith(_SAYING) or (word in _PHRASAL and not _PARTICLES.isdisjoint(words[place + 1 : end])):
                return self.speech.subjects.subject(sentence, Verb(place, end, cue, "SAY"))
            if word in _ATTITUDES:
                return self._believer(sentence, place)
        if words[at] == "with" and end < len(words) and words[end] in _MET:
            return nounphrase.after(sentence, end + 1, self.passage)
        return self._seeing(sentence, at, end) if not _SIGNS.isdisjoint(words[at:end]) else None

    def _believer(self, sentence: Frame, at: int) -> Range | None:
        """`Kyiv remains sceptical`, `officials do not believe`."""
        while at and sentence.words[at - 1] in _COPULAS:
            at -= 1
        return insertions.before(sentence, at, self.passage, self.speech.tokens)

    def _seeing(self, sentence: Frame, at: int, end: int) -> Range | None:
        """`NATO has seen no sign of`."""
        for place in range(max(0, at - _BEFORE_SIGN), end):
            if sentence.words[place] in _SEEING:
                return insertions.before(sentence, place, self.passage, self.speech.tokens)
        return None

    def _resolved(self, sentence: Frame, named: Range) -> Attribution | None:
        if not nounphrase.animate(sentence, named, self.passage):
            return None
        first, end = sentence.tokens[named[0]], sentence.tokens[named[1] - 1] + 1
        if not 0 <= first < end:
            return None
        who = self.cast.means(self.passage, first, end)
        if who.kind not in _SPEAKS:
            return None
        surface = self.passage.surface(first, end)
        return Attribution(who.name, surface, who.kind, who.role, who.org, who.basis, _CONFIDENCE)


def _inside(read_as: Reading, told: Quote, passage: Passage) -> bool:
    """Whether a cue stands in a reported clause itself: `Hale said the army denied a retreat`."""
    span = read_as.span
    return bool(span.end) and told.start <= passage.starts[span.first] < told.end
