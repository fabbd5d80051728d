"""The classifier: one item in, its tags and quotes out. Read this file downward to follow an item through the room."""

from pathlib import Path

from classifier.furniture import bare
from classifier.layers import merge, packaged
from classifier.lexicon import Lexicon
from classifier.matcher import Span
from classifier.passage import Passage, read
from classifier.quotes import Utterance, utterances
from classifier.records import Analysis, Tag
from classifier.spots import Spots, Spotter
from classifier.stance import Reading, reading, standing
from classifier.triggers import Trigger, fired
from classifier.wording import tokens

ENGINE = "2"
"""Raised whenever the code, rather than the lexicon, changes what an item is tagged with."""

_HEADLINE_BONUS = 10
_COMPANY_BONUS = 5


class Classifier:
    """A compiled lexicon; immutable, so one serves every thread and task of a process."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.digest = lexicon.digest(ENGINE)
        self.labels = tuple(sorted({rule.label for rule in lexicon.rules.values()}))
        self._spotter = Spotter(lexicon)

    @classmethod
    def load(cls, *paths: Path) -> "Classifier":
        """The packaged lexicon with these TOML layers over it. Raises LexiconError."""
        return cls(merge([*packaged(), *paths]))

    def analyze(self, text: str, language: str = "") -> Analysis:
        """A bare text, whose first line may be a headline; its tags are in the field `text`."""
        text = bare(text)
        return self._analysis((("text", text),), tokens(text, ""), language)

    def analyze_item(self, title: str, summary: str, text: str, language: str = "") -> Analysis:
        """An item's title, and its text or else its summary; anchors and names count across both."""
        summary, text = bare(summary), bare(text)
        body = ("text", text) if text else ("summary", summary)
        return self._analysis((("title", title), body), tokens(title, summary), language)

    def _analysis(self, fields: tuple[tuple[str, str], ...], words: tuple[str, ...], language: str) -> Analysis:
        passages = [read(field, text) for field, text in fields if text]
        spots = self._spotter.spots(passages)
        said = utterances(passages, spots, language)
        tags = _tags(passages, spots, said) if any(found.rules for found in spots) else []
        quotes = tuple([utterance.quote for spoken in said for utterance in spoken])
        return Analysis(tuple(tags), quotes, words, self.digest)


def _tags(passages: list[Passage], spots: list[Spots], said: list[list[Utterance]]) -> list[Tag]:
    """The tags of an item, in reading order."""
    item = frozenset(name for found in spots for name in found.classes)
    triggers = [fired(passage, found, item) for passage, found in zip(passages, spots, strict=True)]
    company = [trigger.rule.label for group in triggers for trigger in group]
    return [
        _tag(passage, trigger, read_as, company.count(trigger.rule.label) > 1)
        for passage, found, spoken, group in zip(passages, spots, said, triggers, strict=True)
        for trigger, read_as in _readings(passage, found, spoken, group, item)
    ]


def _readings(
    passage: Passage, spots: Spots, spoken: list[Utterance], triggers: list[Trigger], item: frozenset[str]
) -> list[tuple[Trigger, Reading]]:
    """Each trigger with its stance."""
    if not triggers:
        return []
    cues = standing(passage, spots, item)
    return [(trigger, reading(trigger, cues, spots, _told(passage, spoken, trigger))) for trigger in triggers]


def _told(passage: Passage, spoken: list[Utterance], trigger: Trigger) -> Reading | None:
    """The claim that a trigger is part of: the words around the quote or clause that it stands in."""
    start, end = passage.starts[trigger.span.first], passage.ends[trigger.span.end - 1]
    for utterance in spoken:
        quote = utterance.quote
        if quote.start < end and start < quote.end and (quote.speaker_surface or quote.kind != "mixed"):
            return Reading("claimed", f"quote.{quote.basis}", utterance.cue)
    return None


def _tag(passage: Passage, trigger: Trigger, read_as: Reading, company: bool) -> Tag:
    first, end = trigger.span
    cue_start, cue_end = _offsets(passage, read_as.span)
    score = trigger.rule.weight + _HEADLINE_BONUS * trigger.sentence.headline + _COMPANY_BONUS * company
    return Tag(
        label=trigger.rule.label,
        stance=read_as.stance,
        field=passage.field,
        start=passage.starts[first],
        end=passage.ends[end - 1],
        rule=trigger.rule.id,
        cue=read_as.cue,
        cue_start=cue_start,
        cue_end=cue_end,
        score=min(100, score),
    )


def _offsets(passage: Passage, span: Span) -> tuple[int, int]:
    return (passage.starts[span.first], passage.ends[span.end - 1]) if span.first < span.end else (0, 0)
