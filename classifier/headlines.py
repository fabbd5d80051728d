"""Headline grammar: `X: "…"`, `"…": X mocks it`, `… "…" – X`, `X: clause` and `clause – X`."""

from classifier.names import PARTICLES, PLACES, ROLES, TOPICS
from classifier.nounphrase import Range
from classifier.outer import Frame
from classifier.passage import Passage
from classifier.speakers import capital_runs, person

_LONGEST_NAME = 7
_SHORTEST_CLAUSE = 3
_DASHES = frozenset(("–", "—", "--", "-"))
JOINTS = _DASHES | {":"}
"""What stands between the speaker of a headline and the words."""


def speaker_of_quote(sentence: Frame, at: int, passage: Passage) -> Range | None:
    """The words of a headline that name the speaker of the quotation at `at`."""
    prefix = _prefix(sentence, passage)
    if prefix is not None and prefix[1] < at:
        return prefix
    if sentence.words[at + 1 : at + 2] == [":"]:
        return _leading_name(sentence, at + 2, passage)
    return _suffix(sentence, passage)


def claim(sentence: Frame, passage: Passage) -> tuple[Range, Range] | None:
    """The speaker and the clause of `X: clause` or `clause – X`, where X is a person or an office."""
    end = len(sentence.words)
    prefix = _prefix(sentence, passage)
    if prefix is not None and end - prefix[1] - 1 >= _SHORTEST_CLAUSE and _speaks(sentence, prefix, passage):
        return prefix, (prefix[1] + 1, end)
    suffix = _suffix(sentence, passage)
    if suffix is not None and suffix[0] - 1 >= _SHORTEST_CLAUSE and _speaks(sentence, suffix, passage):
        return suffix, (0, suffix[0] - 1)
    return None


def _prefix(sentence: Frame, passage: Passage) -> Range | None:
    """The few words before the first colon, if no topic."""
    for at, word in enumerate(sentence.words[: _LONGEST_NAME + 1]):
        if not word:
            return None
        if word == ":":
            return (0, at) if at and _named(sentence, (0, at), passage) else None
    return None


def _suffix(sentence: Frame, passage: Passage) -> Range | None:
    """The few words behind the last dash, which stands between blanks or before a capital, or behind the last colon."""
    words = sentence.words
    for at in range(len(words) - 1, max(0, len(words) - _LONGEST_NAME - 2), -1):
        if not words[at]:
            return None
        if words[at] in JOINTS:
            named = (at + 1, len(words))
            return named if at + 1 < len(words) and _named(sentence, named, passage) else None
    return None


def _leading_name(sentence: Frame, first: int, passage: Passage) -> Range | None:
    """The capitalised words, or office, that the rest of a headline begins with."""
    words = sentence.words
    end = first
    while end < len(words) and end - first < _LONGEST_NAME and words[end]:
        if not passage.capitals[sentence.tokens[end]] and words[end] not in ROLES:
            break
        end += 1
    return (first, end) if end > first else None


def _named(sentence: Frame, named: Range, passage: Passage) -> bool:
    """Whether the words are a name or an office rather than a topic."""
    words = sentence.words[named[0] : named[1]]
    if any(not word or word in TOPICS or word[0].isdigit() for word in words):
        return False
    return passage.capitals[sentence.tokens[named[0]]] or not ROLES.isdisjoint(words)


def _speaks(sentence: Frame, named: Range, passage: Passage) -> bool:
    """Whether the words hold a person or an office."""
    words, tokens = sentence.words[named[0] : named[1]], sentence.tokens[named[0] : named[1]]
    if not ROLES.isdisjoint(words):
        return True
    if words[-1] in PLACES or not all(
        passage.capitals[token] or word in PARTICLES for word, token in zip(words, tokens, strict=True)
    ):
        return False
    runs = capital_runs(passage, tokens[0], tokens[-1] + 1)
    return any(person(passage, *run) is not None for run in runs)
