"""What the lexicon finds in a passage: rules and speech everywhere, the word classes, idioms and cues near a rule's words."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from classifier.lexicon import Condition, Cue, Idiom, Lexicon, Rule, WordClass
from classifier.matcher import Hit, Matcher, Span
from classifier.passage import Passage, Sentence
from classifier.phrases import expand

_LONGEST_CLASS = 8
"""No class phrase is longer, in tokens: how far before a window one may begin and still reach into it."""

NOWHERE = Span(0, 0)
SPEECH = ("SAY", "CALL", "ACCORDING", "REPORT")
"""The classes that quotes are found by, wherever they stand."""

_Entry = WordClass | Idiom | Cue | Rule


@dataclass(frozen=True, slots=True)
class Spots:
    """Everything found in one passage, each list ordered by where it starts."""

    classes: dict[str, list[Span]]
    rules: list[tuple[Rule, Span]]
    idioms: list[Span]
    cues: list[tuple[Cue, Span]]


class Spotter:
    """A lexicon compiled into two matchers: one for what any text is scanned for, one for what bears on a rule's words."""

    def __init__(self, lexicon: Lexicon) -> None:
        parts = (lexicon.classes, lexicon.idioms, lexicon.cues, lexicon.rules)
        self._entries: list[_Entry] = [part[key] for part in parts for key in sorted(part)]
        self._first, self._context = Matcher(), Matcher()
        for number, entry in enumerate(self._entries):
            first = isinstance(entry, Rule) or (isinstance(entry, WordClass) and entry.name in SPEECH)
            matcher = self._first if first else self._context
            for phrase in entry.phrases:
                for sequence in expand(phrase):
                    matcher.add(number, sequence)
        self._wide_rules = frozenset(rule.id for rule in lexicon.rules.values() if _anywhere(*rule.needs, *rule.unless))
        self._wide_cues = any(_anywhere(*cue.needs) for cue in lexicon.cues.values())

    def spots(self, passages: list[Passage]) -> list[Spots]:
        """Rules and speech in each of an item's passages, and the rest in the sentences where a rule's words stand.

        No scope but `item` looks beyond its sentence, and no phrase goes on behind one; where a rule looks at the whole
        item, the rest is found everywhere.
        """
        spots = [self._sorted(Spots({}, [], [], []), self._first.scan(passage.words)) for passage in passages]
        rules = {rule.id for found in spots for rule, _ in found.rules}
        everywhere = bool(rules) and (self._wide_cues or not self._wide_rules.isdisjoint(rules))
        for passage, found in zip(passages, spots, strict=True):
            near = {sentence_of(passage, span.first) for _, span in found.rules}
            for sentence in passage.sentences if everywhere else sorted(near):
                words = passage.words[sentence.first : sentence.end]
                self._sorted(found, self._context.scan(words, sentence.first))
        return spots

    def _sorted(self, found: Spots, hits: list[Hit]) -> Spots:
        """Put the matcher's hits with what was found, by what they are."""
        for number, span in hits:
            entry = self._entries[number]
            if isinstance(entry, WordClass):
                found.classes.setdefault(entry.name, []).append(span)
            elif isinstance(entry, Idiom):
                found.idioms.append(span)
            elif isinstance(entry, Cue):
                found.cues.append((entry, span))
            else:
                found.rules.append((entry, span))
        return found


def _anywhere(*conditions: Condition) -> bool:
    """Whether one of the conditions looks at the whole item."""
    return any(condition.scope == "item" for condition in conditions)


def sentence_of(passage: Passage, token: int) -> Sentence:
    """The sentence that holds a token."""
    return passage.sentences[bisect_right(passage.sentences, token, key=lambda sentence: sentence.first) - 1]


def holds(
    condition: Condition, span: Span, sentence: Sentence, passage: Passage, spots: Spots, item: frozenset[str]
) -> bool:
    """Whether one of the condition's classes stands near enough to `span`; `item` names the classes of the whole item."""
    if condition.scope == "item":
        return not item.isdisjoint(condition.classes)
    low = sentence.first if condition.side == "right" else max(sentence.first, span.first - condition.within)
    high = sentence.end if condition.side == "left" else min(sentence.end, span.end + condition.within)
    low = span.first if condition.side == "right" else low
    high = span.end if condition.side == "left" else high
    if condition.scope == "clause":
        low, high = _clause(span, low, high, spots)
    return any(_stands(name, low, high, sentence, passage, spots) for name in condition.classes)


def _clause(span: Span, low: int, high: int, spots: Spots) -> tuple[int, int]:
    """Narrow a window to the clause around `span`: nothing beyond a word or mark of the class CLAUSE or COMMA."""
    for name in ("CLAUSE", "COMMA"):
        marks = spots.classes.get(name, [])
        at = bisect_left(marks, (span.first,))
        if at and marks[at - 1].end > low:
            low = marks[at - 1].end
        at = bisect_left(marks, (span.end,))
        if at < len(marks) and marks[at].first < high:
            high = marks[at].first
    return low, high


def _stands(name: str, low: int, high: int, sentence: Sentence, passage: Passage, spots: Spots) -> bool:
    """Whether a word of the class reaches into the tokens from `low` to before `high`."""
    if name == "NAME":
        return any(passage.capitals[max(low, sentence.first + 1) : high])
    spans = spots.classes.get(name)
    if not spans:
        return False
    at = bisect_left(spans, (low - _LONGEST_CLASS,))
    while at < len(spans) and spans[at].first < high:
        if spans[at].end > low:
            return True
        at += 1
    return False
