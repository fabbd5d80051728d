"""Headline grammar: `X: "…"`, `"…": X mocks it`, `… "…" – X`, `X: clause` and `clause – X`."""

from classifier.quoting.nounphrase import Range
from classifier.quoting.outer import Frame
from classifier.quoting.persons import capital_runs, person
from classifier.words.fold import listed
from classifier.words.names import PARTICLES, PLACES, ROLES, TOPICS, several
from classifier.words.passage import Passage

_LONGEST_NAME = 7
_SHORTEST_CLAUSE = 3
_COMMON = listed("how what why who when where inside man woman fresh new more two three the a an this that some many")
_ARTICLES = frozenset(("a", "an"))
_SHORT_OFFICE = 3
"""Words of `a senior minister`; `a packed race for governor` has more."""
_DASHES = frozenset(("–", "—", "--", "-"))
JOINTS = _DASHES | {":"}
_AFTER_PREDICATE = listed("over about by in on to at after amid as with for but and that despite , ; .")
"""Words behind a quotation that says what somebody is, `EU ‘concerned’ over it`; before a noun it says how that is called."""
_TOWARDS = frozenset(("to", "on", "about", "after"))
"""Words that open whom or what the speaker of a headline speaks to or of: `X to Y: “…”`."""
_PARTS = JOINTS | {";", ",", "|", "as"}
"""What stands between the speaker of a headline and the words."""


def speaker_of_quote(sentence: Frame, at: int, passage: Passage) -> Range | None:
    """The words of a headline that name the speaker of the quotation at `at`."""
    prefix = _prefix(sentence, passage)
    if prefix is not None and prefix[1] < at:
        return prefix
    if sentence.words[at + 1 : at + 2] and sentence.words[at + 1] in JOINTS:
        leading = _leading_name(sentence, at + 2, passage)
        if leading is not None or sentence.words[at + 1] == ":":
            return leading
    return _suffix(sentence, passage) or _name_before(sentence, at, passage)


def _name_before(sentence: Frame, at: int, passage: Passage) -> Range | None:
    """`EU ‘deeply concerned’`: a name alone before the quotation, with a colon, a comma or nothing before it."""
    words, first = sentence.words, at
    while first and at - first < _LONGEST_NAME and words[first - 1] and _of_a_name(sentence, first - 1, passage):
        first -= 1
    if first == at or (first and words[first - 1] not in _PARTS) or words[at - 1] in PLACES:
        return None
    alone = at + 1 == len(words) or words[at + 1] in _AFTER_PREDICATE
    return (first, at) if alone and _named(sentence, (first, at), passage) else None


def _of_a_name(sentence: Frame, at: int, passage: Passage) -> bool:
    return passage.capitals[sentence.tokens[at]] or sentence.words[at] in ROLES


def claim(sentence: Frame, passage: Passage) -> tuple[Range, Range] | None:
    """The speaker and the clause of `X: clause` or `clause – X`, where X is a person or an office."""
    if JOINTS.isdisjoint(sentence.words):
        return None
    end = len(sentence.words)
    prefix = _prefix(sentence, passage)
    if prefix is not None and _speaks(sentence, prefix, passage):
        first = sentence.words.index(":") + 1
        if end - first >= _SHORTEST_CLAUSE:
            return prefix, (first, end)
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
            end = next((place for place in range(1, at) if sentence.words[place] in _TOWARDS), at)
            return (0, end) if at and _named(sentence, (0, end), passage) else None
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
    """The capitalised words, office or people (`villagers dig in`) that the rest of a headline begins with."""
    words = sentence.words
    end = first
    while end < len(words) and end - first < _LONGEST_NAME and words[end]:
        if not passage.capitals[sentence.tokens[end]] and words[end] not in ROLES:
            break
        end += 1
    if end == first and first < len(words) and several(words[first]):
        return first, first + 1
    if end == first or (end == first + 1 and not _lone_name(sentence, first)):
        return None
    return first, end


def _lone_name(sentence: Frame, at: int) -> bool:
    """Whether a headline's first word, which has a capital anyhow, is a name: an office, or before a verb or preposition."""
    word, behind = sentence.words[at], next(iter(sentence.words[at + 1 : at + 2]), "")
    if word in TOPICS or word in _COMMON:
        return False
    return word in ROLES or not behind or behind in _AFTER_PREDICATE or behind.endswith("s")


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
        return words[0] not in _ARTICLES or words[-1] not in ROLES or len(words) <= _SHORT_OFFICE
    if words[-1] in PLACES or not all(
        passage.capitals[token] or word in PARTICLES for word, token in zip(words, tokens, strict=True)
    ):
        return False
    runs = capital_runs(passage, tokens[0], tokens[-1] + 1)
    return any(person(passage, *run) is not None for run in runs)
