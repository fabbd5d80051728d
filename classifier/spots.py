"""What the lexicon finds in a passage: word classes, rules, idioms and cues, all from one pass of the matcher."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from classifier.lexicon import Condition, Cue, Idiom, Lexicon, Rule, WordClass
from classifier.matcher import Matcher, Span
from classifier.passage import Passage, Sentence
from classifier.phrases import expand

_LONGEST_CLASS = 8
"""No class phrase is longer, in tokens: how far before a window one may begin and still reach into it."""


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Spots:
    """Everything found in one passage, each list ordered by where it starts."""

    classes: dict[str, list[Span]]
    rules: list[tuple[Rule, Span]]
    idioms: list[Span]
    cues: list[tuple[Cue, Span]]


class Spotter:
    """A lexicon compiled into one matcher."""

    def __init__(self, lexicon: Lexicon) -> None:
        parts = (lexicon.classes, lexicon.idioms, lexicon.cues, lexicon.rules)
        self._entries: list[WordClass | Idiom | Cue | Rule] = [part[key] for part in parts for key in sorted(part)]
        self._matcher = Matcher()
        for number, entry in enumerate(self._entries):
            for phrase in entry.phrases:
                for sequence in expand(phrase):
                    self._matcher.add(number, sequence)

    def spots(self, passage: Passage) -> Spots:
        """Sort the matcher's hits by what they are."""
        found = Spots({}, [], [], [])
        for number, span in self._matcher.scan(passage.words):
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
