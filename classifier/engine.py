"""The classifier: one item in, its tags and quotes out. Read this file downward to follow an item through the room."""

from collections.abc import Iterable
from pathlib import Path

from classifier.lexicon.document import Layer, read_layers
from classifier.lexicon.entries import Lexicon
from classifier.lexicon.layers import merged, packaged
from classifier.lexicon.spots import Spots, Spotter
from classifier.matching.fingerprint import recognisable
from classifier.quoting.quotes import Said, utterances
from classifier.records import Analysis, Label
from classifier.tagging.tags import tags_of
from classifier.tagging.why import Why, why_of
from classifier.tagging.windows import scenes_of
from classifier.words.furniture import bare
from classifier.words.passage import Passage, read
from classifier.words.wording import tokens

ENGINE = "4"
"""Raised whenever the code, rather than the lexicon, changes what an item is tagged with."""

Fields = tuple[tuple[str, str], ...]
"""Names of fields, each with its text."""


class Classifier:
    """A compiled lexicon; immutable, so one serves every thread and task of a process."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.digest = lexicon.digest(ENGINE)
        self.labels: tuple[Label, ...] = tuple(lexicon.labels.values())
        self._spotter = Spotter(lexicon)

    @classmethod
    def load(cls, *paths: Path) -> "Classifier":
        """The packaged lexicon with these TOML layers over it. Raises LexiconError."""
        return cls.of(read_layers(paths))

    @classmethod
    def of(cls, layers: Iterable[Layer]) -> "Classifier":
        """The packaged lexicon with the texts of these layers over it, whatever became of their files. Raises LexiconError."""
        return cls(merged([*read_layers(packaged()), *layers]))

    def analyze(self, text: str, language: str = "", dated_ms: int | None = None) -> Analysis:
        """A bare text, whose first line may be a headline; its tags are in the field `text`.

        `dated_ms` is when it was published: a year is history only if it lies two or more before.
        """
        text = bare(text)
        return self._analysis((("text", text),), tokens(text, ""), language, dated_ms)

    def analyze_item(
        self, title: str, summary: str, text: str, language: str = "", dated_ms: int | None = None
    ) -> Analysis:
        """An item's title, and its text or else its summary; anchors and names count across both."""
        summary, text = bare(summary), bare(text)
        return self._analysis(_fields(title, summary, text), tokens(title, summary), language, dated_ms)

    def why(self, text: str, language: str = "", dated_ms: int | None = None) -> Why:
        """What `analyze` considered."""
        return self._why((("text", bare(text)),), language, dated_ms)

    def why_item(self, title: str, summary: str, text: str, language: str = "", dated_ms: int | None = None) -> Why:
        """What `analyze_item` considered."""
        return self._why(_fields(title, bare(summary), bare(text)), language, dated_ms)

    def _analysis(self, fields: Fields, words: tuple[str, ...], language: str, dated_ms: int | None) -> Analysis:
        passages, spots, said = self._found(fields, language)
        tags = tags_of(scenes_of(passages, spots, dated_ms), said) if any(found.rules for found in spots) else []
        quotes = tuple([recognisable(utterance.quote) for spoken in said.spoken for utterance in spoken])
        return Analysis(tuple(tags), quotes, words, self.digest)

    def _why(self, fields: Fields, language: str, dated_ms: int | None) -> Why:
        passages, spots, said = self._found(fields, language)
        return why_of(scenes_of(passages, spots, dated_ms), said, self.digest)

    def _found(self, fields: Fields, language: str) -> tuple[list[Passage], list[Spots], Said]:
        """Each field that holds a text, cut into words; what the lexicon finds in it; and who is quoted in it."""
        passages = [read(field, text) for field, text in fields if text]
        spots = self._spotter.spots(passages)
        return passages, spots, utterances(passages, spots, language)


def _fields(title: str, summary: str, text: str) -> Fields:
    return (("title", title), ("text", text) if text else ("summary", summary))
