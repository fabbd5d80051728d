"""What the lexicon finds in a passage: rules and speech everywhere, the word classes, idioms and cues near a rule's words."""

from collections import defaultdict
from dataclasses import dataclass

from classifier.lexicon.entries import Condition, Cue, Idiom, Lexicon, LexiconError, Rule, WordClass
from classifier.lexicon.matcher import Hit, Matcher, Span
from classifier.lexicon.phrases import PhraseError
from classifier.lexicon.references import References, Sequence
from classifier.words.passage import Passage, Sentence

NOWHERE = Span(0, 0)
_SIGHT = 256
"""Tokens: a cue reaches 100 at most, and what it needs or heeds stands within 100 of it."""
MAX_HITS = 1_000
"""Of rules, in a passage: no article has as many, and each may become a row of the database."""
SPEECH = ("SAY", "CALL", "ACCORDING", "REPORT")
"""The classes that quotes are found by, wherever they stand."""

_Entry = WordClass | Idiom | Cue | Rule


@dataclass(frozen=True, slots=True)
class Spots:
    """Everything found in one passage, each list ordered by where it starts."""

    classes: dict[str, list[Span]]
    rules: list[tuple[Rule, Span]]
    idioms: list[tuple[Idiom, Span]]
    cues: list[tuple[Cue, Span]]


class Spotter:
    """A lexicon compiled into two matchers: one for what any text is scanned for, one for what bears on a rule's words."""

    def __init__(self, lexicon: Lexicon) -> None:
        parts = (lexicon.classes, lexicon.idioms, lexicon.cues, lexicon.rules)
        self._entries: list[_Entry] = [part[key] for part in parts for key in sorted(part)]
        self._classes = sorted(lexicon.classes)
        """The names of the first entries."""
        self._first, self._context = Matcher(), Matcher()
        references = References(lexicon.classes)
        for number, entry in enumerate(self._entries):
            first = isinstance(entry, Rule) or (isinstance(entry, WordClass) and entry.name in SPEECH)
            matcher = self._first if first else self._context
            for phrase in entry.phrases:
                matcher.add(number, _expanded(entry, phrase, references))
        self._wide_rules = frozenset(rule.id for rule in lexicon.rules.values() if _anywhere(*rule.needs, *rule.unless))
        self._wide_cues = any(_anywhere(*cue.needs, *cue.unless) for cue in lexicon.cues.values())

    def spots(self, passages: list[Passage]) -> list[Spots]:
        """Rules and speech in each of an item's passages, and the rest in the sentences where a rule's words stand.

        No scope but `item` looks beyond its sentence, and no phrase goes on behind one; where a rule looks at the whole
        item, the rest is found everywhere.
        """
        spots = [Spots(defaultdict(list), [], [], []) for _ in passages]
        for passage, found in zip(passages, spots, strict=True):
            self._sort(found, self._first.scan(passage.words))
            del found.rules[MAX_HITS:]
        rules = {rule.id for found in spots for rule, _ in found.rules}
        everywhere = bool(rules) and (self._wide_cues or not self._wide_rules.isdisjoint(rules))
        for passage, found in zip(passages, spots, strict=True):
            for first, end in _wholes(passage) if everywhere else _around(passage, found.rules):
                self._sort(found, self._context.scan(passage.words[first:end], first))
        return spots

    def _sort(self, found: Spots, hits: list[Hit]) -> None:
        """Put the matcher's hits with what was found, by what they are."""
        names, classes = self._classes, found.classes
        count = len(names)
        for numbers, span in hits:
            for number in numbers:
                if number < count:
                    classes[names[number]].append(span)
                else:
                    _keep(found, self._entries[number], span)


def _keep(found: Spots, entry: _Entry, span: Span) -> None:
    """Put a hit that is no word of a class with what was found."""
    if isinstance(entry, Rule):
        found.rules.append((entry, span))
    elif isinstance(entry, Cue):
        found.cues.append((entry, span))
    elif isinstance(entry, Idiom):
        found.idioms.append((entry, span))


def _wholes(passage: Passage) -> list[Span]:
    """Every sentence."""
    return [Span(sentence.first, sentence.end) for sentence in passage.sentences]


def _around(passage: Passage, rules: list[tuple[Rule, Span]]) -> list[Span]:
    """The sentences in which rules' words stand; of one without end what a cue or a condition can see from there."""
    seen: dict[Sentence, Span] = {}
    for _, span in rules:
        sentence = passage.sentence_at(span.first)
        before = seen.get(sentence, span)
        seen[sentence] = Span(min(before.first, span.first), max(before.end, span.end))
    return [
        Span(max(sentence.first, span.first - _SIGHT), min(sentence.end, span.end + _SIGHT))
        for sentence, span in sorted(seen.items())
    ]


def _expanded(entry: _Entry, phrase: str, references: References) -> list[Sequence]:
    try:
        return references.expand(phrase)
    except PhraseError as error:
        name = entry.name if isinstance(entry, WordClass) else entry.id
        raise LexiconError(f"{name}: phrase `{phrase}`: {error}") from error


def _anywhere(*conditions: Condition) -> bool:
    """Whether one of the conditions looks at the whole item."""
    return any(condition.scope == "item" for condition in conditions)
