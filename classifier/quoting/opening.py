"""What a sentence is about: the noun phrase that it begins with, as far as it can be told without a parser."""

from classifier.quoting.grammar import ADVERBS, DETERMINERS, LINKS, MARKS, PRONOUN_SUBJECTS, STATES, finite
from classifier.quoting.insertions import SUBJECT_FORMS
from classifier.quoting.nounphrase import (
    LEADING,
    MAX_WORDS,
    STOPS,
    Range,
    capital,
    forward,
    may_be_apposed,
    noun_here,
    noun_phrase_begins,
    small,
    verb_form,
)
from classifier.quoting.outer import Frame
from classifier.words.fold import listed
from classifier.words.names import NATIONS, ORGANISATIONS, holder
from classifier.words.passage import Passage

_JOINING = listed("and but so then also still yet")
_INTRODUCTIONS = (LEADING - _JOINING) | listed("asked pressed though although if since because according despite like")
_STOPS = MARKS | STOPS | ADVERBS


def subject(frame: Frame, passage: Passage, verbs: frozenset[int]) -> Range | None:
    """The noun phrase that a sentence begins with; `verbs` are the tokens of reporting words."""
    words = frame.words
    first = _behind_introduction(frame)
    while first < len(words) and words[first] in LEADING:
        first += 1
    end = first
    while end < len(words) and end - first < MAX_WORDS and not _ends(frame, end, end > first, passage, verbs):
        if words[end] in PRONOUN_SUBJECTS:
            return _pronoun(frame, first, end)
        end += 2 if words[end] == "named" and end + 1 < len(words) else 1
    while end > first and words[end - 1] in LINKS:
        end -= 1
    return (first, _with_apposition(frame, end, passage)) if first < end < len(words) else None


def _ends(frame: Frame, at: int, inside: bool, passage: Passage, verbs: frozenset[int]) -> bool:
    """Whether the subject, if there are words of it before (`inside`), ends before a word."""
    words = frame.words
    if words[at] in _STOPS or (frame.tokens[at] in verbs and not noun_here(words, at)):
        return True
    if words[at] == "named" and at + 1 < len(words) and capital(frame, at + 1, passage):
        return False
    verb = verb_form(words, at) or _verb_after_name(frame, at, passage)
    return inside and small(passage, frame.tokens[at]) and verb


def _pronoun(frame: Frame, first: int, at: int) -> Range | None:
    """A pronoun begins the subject anew: `in a letter she said`; but `they doubt it` is about them."""
    words = frame.words
    if at + 1 >= len(words):
        return None
    if at > first and words[at] not in SUBJECT_FORMS and not finite(words[at + 1]):
        return (first, at - 1) if first < at - 1 else None
    return at, at + 1


def _behind_introduction(frame: Frame) -> int:
    """The word behind the comma that closes `In a statement,` or `Asked about it in Reno, Nev.,`."""
    words = frame.words
    if not words or not (words[0] in _INTRODUCTIONS or words[0].endswith("ing")):
        return 0
    for at, word in enumerate(words):
        if not word:
            return 0
        if word == "," and (at + 1 == len(words) or words[at + 1] not in STATES):
            return at + 1
    return 0


def _with_apposition(frame: Frame, end: int, passage: Passage) -> int:
    """Behind the apposition that closes at a comma: `His rival, state auditor Ines Marrow,`."""
    words = frame.words
    if words[end] != "," or not may_be_apposed(words, end + 1):
        return end
    apposed = forward(frame, end + 1, passage)
    closed = words[apposed : apposed + 1] == [","] and words[apposed + 1 : apposed + 2] != [""]
    return apposed if closed and apposed > end + 1 and noun_phrase_begins(frame, end + 1, passage) else end


def _verb_after_name(frame: Frame, at: int, passage: Passage) -> bool:
    """A small word straight after a name is nearly always its verb."""
    word, name = frame.words[at], frame.words[at - 1]
    if not capital(frame, at - 1, passage) or name in DETERMINERS or name in NATIONS:
        return False
    return not (word in LINKS or word == "'s" or word in ORGANISATIONS or holder(word))
