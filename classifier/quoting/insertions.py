"""The noun phrase that a verb belongs to, over what stands between: an apposition, a bracket, a time, a relative clause."""

from classifier.quoting import nounphrase
from classifier.quoting.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DASHES,
    DETERMINERS,
    LINKS,
    MARKS,
    PRONOUN_SUBJECTS,
    RELATIVES,
    SUBORDINATORS,
    TIMES,
    adverb,
    finite,
)
from classifier.quoting.nounphrase import MAX_WORDS, Range, animate, may_be_apposed, noun_phrase_begins
from classifier.quoting.outer import Frame
from classifier.words.names import PLACES
from classifier.words.passage import Passage

_MAX_INSERT = 30
SUBJECT_FORMS = PRONOUN_SUBJECTS - {"it", "you", "one"}
"""Pronouns that are never an object."""
_THAT_TIME = DETERMINERS | {"that"}
_RELATIVE = 6
"""Words of a relative clause before its verb."""
_CLAUSE_OPENERS = MARKS | RELATIVES | CONJUNCTIONS | SUBORDINATORS | {""}
_LOOSE_LINKS = LINKS - {"of", "and"}


def before(frame: Frame, at: int, passage: Passage, verbs: frozenset[int]) -> Range | None:
    """The noun phrase that ends before the verb at `at`: `Ilves, the Estonian defence minister,` before `said`."""
    words = frame.words
    last = _last_noun(frame, at)
    if last < 0:
        return None
    if words[last] in DASHES or words[last] in ("", ","):
        return _around_insertion(frame, last, passage, verbs)
    found = _phrase(frame, last, passage, verbs)
    relative = _relative_before(frame, found, verbs) if found and words[found[0]] not in SUBJECT_FORMS else None
    return antecedent(frame, relative, passage, verbs) if relative else found


def _phrase(frame: Frame, last: int, passage: Passage, verbs: frozenset[int]) -> Range | None:
    """The phrase that ends at `last`, or the one that it is only a clause of: `a man who left`, `a man living in Torva`."""
    words = frame.words
    if words[last] in LINKS:
        return None
    first = nounphrase.reach(frame, last, passage, verbs)
    found = nounphrase.without_opening(frame, first, last)
    if found is None:
        return None
    if first and words[first - 1] in RELATIVES and not noun_phrase_begins(frame, first, passage):
        return antecedent(frame, first - 1, passage, verbs)
    if first > 1 and words[first] in LINKS and words[first - 1].endswith("ing"):
        owner = nounphrase.back(frame, first - 2, passage, verbs)
        if owner is not None and words[owner[1] - 1] not in TIMES:
            return owner
    return found


def _relative_before(frame: Frame, named: Range, verbs: frozenset[int]) -> int | None:
    """The `who` of a clause that a phrase is only the object of: `the engineer who built the bridge said`."""
    words = frame.words
    at = named[0] - 1
    if at < 1 or frame.tokens[at] in verbs or not finite(words[at]) or words[at] in AUXILIARIES:
        return None
    for place in range(at - 1, max(0, at - _RELATIVE), -1):
        if words[place] in ("who", "which", "that"):
            return place
        if words[place] in MARKS or not words[place] or frame.tokens[place] in verbs:
            break
    return None


def _last_noun(frame: Frame, at: int) -> int:
    """The last word before a verb that is no adverb, auxiliary, time or bracket: `Hale (right) on Monday also said`."""
    words = frame.words
    last = at - 1
    while last >= 0 and (adverb(words[last]) or words[last] in AUXILIARIES or words[last] in TIMES):
        step = 2 if words[last] in TIMES and words[last - 1 : last] in (["on"], ["last"], ["this"]) else 1
        if words[last] in TIMES and words[last - 1] in _THAT_TIME and words[last - 2] in LINKS:
            step = 3  # `for that year`, `in the evening`
        if last - step < 0:
            break
        last -= step
    if last > 0 and words[last] in (")", "]"):
        opened = next((index for index in range(last, max(-1, last - 8), -1) if words[index] in ("(", "[")), 0)
        last = opened - 1 if opened else last
    return last


def _around_insertion(frame: Frame, last: int, passage: Passage, verbs: frozenset[int]) -> Range | None:
    """The noun phrase before an insertion that the mark at `last` closes, with it where it says who that is."""
    words = frame.words
    for opened in _openings(frame, last):
        base = _phrase(frame, opened - 1, passage, verbs)
        if base is None or words[base[1] - 1] in TIMES or not opens_clause(frame, base[0], verbs):
            continue
        if not _one_insertion(frame, opened + 1, last, verbs):
            continue
        longer = _phrase(frame, base[0] - 2, passage, verbs) if base[0] > 1 and words[base[0] - 1] == "," else None
        if longer is not None and longer[0] == 0:
            base = (0, base[1])
        return (base[0], last) if may_be_apposed(words, opened + 1) and last - base[0] <= MAX_WORDS else base
    return None


def _openings(frame: Frame, last: int) -> list[int]:
    """The marks that may open the insertion closed at `last`, the farthest first."""
    mark = frame.words[last] or ","  # American commas stand inside the quotation that they follow.
    found: list[int] = []
    for at in range(last - 2, max(-1, last - _MAX_INSERT), -1):
        if frame.words[at] in (";", ":"):
            break
        if frame.words[at] == mark and at:
            found.append(at)
    return found[::-1]


def _one_insertion(frame: Frame, first: int, last: int, verbs: frozenset[int]) -> bool:
    """Whether the words between two marks are one insertion and no clause of its own with somebody who speaks."""
    words = frame.words
    led = words[first] in RELATIVES or words[first] == "whose" or words[first].endswith("ing")
    if "" in words[first : last + 1]:
        return (led or words[first] in LINKS) and verbs.isdisjoint(frame.tokens[first:last])
    if led:
        return True
    joined = any(words[at] == "," and words[at + 1] in CONJUNCTIONS for at in range(first, last))
    return not joined and verbs.isdisjoint(frame.tokens[first:last])


def opens_clause(frame: Frame, first: int, verbs: frozenset[int]) -> bool:
    """Whether a clause begins at a word: nothing stands before it that could govern it, but a verb of saying."""
    return not first or frame.words[first - 1] in _CLAUSE_OPENERS or frame.tokens[first - 1] in verbs


def antecedent(frame: Frame, at: int, passage: Passage, verbs: frozenset[int]) -> Range | None:
    """The noun phrase that the relative pronoun at `at` takes up: `Vance, the mayor, who`, `the man who … and who`."""
    if not at:
        return None
    if frame.words[at - 1] in CONJUNCTIONS:
        joined = _first_alike(frame, at)
        return antecedent(frame, joined, passage, verbs) if joined else None
    found: Range | None = None
    last = at - 1
    if frame.words[last] in DASHES or frame.words[last] == ",":
        found = before(frame, at, passage, verbs)
        last -= 1
    found = found or _phrase(frame, last, passage, verbs)
    return _innermost(frame, found, passage, person=frame.words[at] == "who") if found else None


def _first_alike(frame: Frame, at: int) -> int | None:
    """The relative pronoun, the same as that at `at`, of the clause that `and who` goes on from."""
    words = frame.words
    before = range(at - 2, max(0, at - _MAX_INSERT), -1)
    return next((place for place in before if words[place] == words[at] and words[place - 1] not in CONJUNCTIONS), None)


def _innermost(frame: Frame, named: Range, passage: Passage, *, person: bool) -> Range:
    """What a relative clause takes up of `a response from the mayor`: what stands behind a preposition but `of`.

    `who` takes up no place: in `the minister on a visit to Norway, who` it is the minister.
    """
    first, end = named
    for tie in [at for at in range(end - 1, first, -1) if frame.words[at] in _LOOSE_LINKS]:
        place = person and (frame.words[end - 1] in PLACES or not animate(frame, (tie + 1, end), passage))
        if noun_phrase_begins(frame, tie + 1, passage) and not place:
            return tie + 1, end
        end = tie if person else end
    return first, end
