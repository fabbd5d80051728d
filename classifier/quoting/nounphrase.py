"""Where the words that name somebody begin and end: rules for news prose, no parser."""

from classifier.quoting.grammar import (
    ADVERBS,
    AUXILIARIES,
    CLOSE_TO,
    DAYS,
    DETERMINERS,
    FORMS_OF_BE,
    LINKS,
    MARKS,
    NOUNS_IN_ING,
    OWNERS,
    PRONOUN_SUBJECTS,
    REDUCED,
    RELATIVES,
    SUBORDINATORS,
    TIMES,
    adverb,
    finite,
)
from classifier.quoting.outer import Frame
from classifier.words.fold import listed
from classifier.words.names import NATIONS, ORGANISATIONS, ROLES, holder, several
from classifier.words.passage import Passage

MAX_WORDS = 18
"""A speaker that swallowed its clause is worse than none."""
STOPS = RELATIVES | SUBORDINATORS | FORMS_OF_BE | AUXILIARIES | {"but", "so", ""}
"""Words that no noun phrase goes on over."""
LEADING = (
    listed(
        "with as and but while when after before in on at during by for to later meanwhile earlier so then also indeed"
        " still yet of from or speaking writing however even yesterday today amid nor named"
    )
    | DAYS
)
"""Words at the head of a sentence that are no part of its subject."""
_NOT_APPOSED = listed(
    "who which whose whom adding saying speaking referring citing noting calling in on at after before when while as"
    " with where during according but and describing warning explaining writing including among to from by for asked"
    " pressed flanked dressed joined"
)
"""Words behind a comma that do not say who somebody is."""
_RIGHT_STOPS = (
    STOPS
    | ADVERBS
    | listed(
        "in on at during after before as to by from with about via using into through over under against late early"
        " yesterday tomorrow adding saying last this following amid he she they it we i shortly upon outside inside"
        " without"
    )
)
_NEVER_NOUNS = listed(
    "say add admit acknowledge argue announce concede deny explain insist tell suggest warn call describe"
)
"""Reporting words before which `her` is an object: `people close to her say`."""
_AMOUNTS = listed("few dozen couple handful hundred thousand million great number lot")
_DOCUMENT_NOUNS = listed("report statement comment answer reply note post tweet warning claim complaint")
_ADJECTIVAL = ("al", "est", "ic", "ous", "ary", "ive", "ful", "ent", "page", "ly")
_BACK_ENDS = MARKS | STOPS
_NO_NAMES = NATIONS | ORGANISATIONS | ROLES
_OTHER_AFTER_COMMA = _NOT_APPOSED | PRONOUN_SUBJECTS | {""}
_CLOSERS = frozenset((".", ",", ";", "?", "!", ""))

Range = tuple[int, int]
"""Words of a frame from the first to before the second."""


def after(frame: Frame, at: int, passage: Passage) -> Range | None:
    """The noun phrase that begins at `at`, with one apposition: `retired general Abel Quist` after `said`."""
    words = frame.words
    end = forward(frame, at, passage)
    if end == at:
        return None
    if words[end : end + 1] != [","] or not may_be_apposed(words, end + 1):
        return at, end
    apposed = forward(frame, end + 1, passage)
    closed = apposed >= len(words) or words[apposed] in _CLOSERS
    return at, apposed if closed and end + 1 < apposed else end


def may_be_apposed(words: list[str], at: int) -> bool:
    """Whether the word behind a comma may begin an apposition: who somebody is, not what they do or where."""
    return at < len(words) and words[at] not in _OTHER_AFTER_COMMA and not words[at].endswith("ing")


def back(frame: Frame, last: int, passage: Passage, verbs: frozenset[int]) -> Range | None:
    """Leftward from the last word of a noun phrase to its first; `verbs` are the tokens of reporting words."""
    if last < 0 or frame.words[last] in LINKS:
        return None
    return without_opening(frame, reach(frame, last, passage, verbs), last)


def without_opening(frame: Frame, first: int, last: int) -> Range | None:
    """The words from `first` to `last` without prepositions and the like at their head; None if no more are left."""
    while first <= last and frame.words[first] in LEADING:
        first += 1
    return (first, last + 1) if first <= last else None


def reach(frame: Frame, last: int, passage: Passage, verbs: frozenset[int]) -> int:
    """How far left the words before `last` may belong to its phrase, prepositions at its head included."""
    words = frame.words
    first = last + 1
    while first > 0 and last - first < MAX_WORDS:
        at = first - 1
        word = words[at]
        if word in _BACK_ENDS or (frame.tokens[at] in verbs and not noun_here(words, at)):
            break
        if word in PRONOUN_SUBJECTS and word != "one":
            return at if at == last else first
        if at < last and _ends_before(frame, at, passage):
            break
        first = at
        before = words[first - 1] if first else ""
        if word in DETERMINERS and not (before in LINKS or before in DETERMINERS or before == "'s"):
            break
    return last if _one_before_many(words, first, last) else first


def _one_before_many(words: list[str], first: int, last: int) -> bool:
    """Whether `a` and a plural cannot be one phrase: `a policy critics call “cruel”`."""
    if first >= last - 1 or words[first] not in ("a", "an") or not several(words[last]):
        return False
    return words[first + 1] not in _AMOUNTS and LINKS.isdisjoint(words[first:last])


def _ends_before(frame: Frame, at: int, passage: Passage) -> bool:
    """Whether the word at `at` stands before the phrase to its right rather than in it."""
    words = frame.words
    word, follower = words[at], words[at + 1]
    if word in TIMES:
        return follower not in LINKS and follower != "'s"
    if word == "and":
        return not at or not (capital(frame, at - 1, passage) or holder(words[at - 1]) or words[at - 1] in TIMES)
    if not small(passage, frame.tokens[at]):
        return False
    if verb_form(words, at):
        return True
    plain = not (word in DETERMINERS or word in LINKS or word in NATIONS or holder(word) or word[0] == "'")
    led = at > 0 and (words[at - 1] == "'s" or (capital(frame, at - 1, passage) and words[at - 1] not in DETERMINERS))
    return plain and not led and capital(frame, at + 1, passage) and follower not in _NO_NAMES


def verb_form(words: list[str], at: int) -> bool:
    """Whether a small word is a verb rather than a participle before its noun: `the convicted lawyer`."""
    if at and (words[at - 1] in DETERMINERS or words[at - 1] == "'s"):
        return False
    return finite(words[at]) or (words[at].endswith("ing") and words[at] not in NOUNS_IN_ING and _goes_on(words, at))


def _goes_on(words: list[str], at: int) -> bool:
    """Whether an object or a place follows a participle, rather than its noun: `hiding in a cellar`, `negotiating team`."""
    follower = words[at + 1] if at + 1 < len(words) else ""
    return not follower or follower in LINKS or follower in STOPS or follower in DETERMINERS or adverb(follower)


def noun_here(words: list[str], at: int) -> bool:
    """Whether reporting words are a noun: `the report`, `Hale's claim`."""
    before = words[at - 1] if at else ""
    if before == "her" and at > 1 and words[at] in _NEVER_NOUNS:
        return words[at - 2] not in LINKS
    if words[at] in _DOCUMENT_NOUNS and at > 1 and small_adjective(before):
        return words[at - 2] in OWNERS or words[at - 2] in ("the", "a", "an", "'s")
    return before in DETERMINERS or before == "'s"


def small_adjective(word: str) -> bool:
    """Whether a word has the shape of an adjective: `annual`, `latest`, `public`."""
    return word in ("new", "final", "draft", "first", "second", "own") or word.endswith(_ADJECTIVAL)


def forward(frame: Frame, at: int, passage: Passage) -> int:
    """Rightward from the first word of a noun phrase to behind its last."""
    words = frame.words
    end = at
    while end < len(words) and end - at < MAX_WORDS:
        word = words[end]
        if not word or word in MARKS or (word in _RIGHT_STOPS and not _named_by(frame, end, at, passage)):
            break
        if end > at and word in REDUCED and small(passage, frame.tokens[end]):
            break
        if word == "and" and not (end + 1 < len(words) and words[end + 1] and capital(frame, end + 1, passage)):
            break
        end += 1
        if word in PRONOUN_SUBJECTS and word != "one":
            break
    return end


def _named_by(frame: Frame, at: int, first: int, passage: Passage) -> bool:
    """Pronouns may begin a phrase, a capital in the middle (`May`) is a name, a source may be close to something."""
    word = frame.words[at]
    if at == first:
        return word in PRONOUN_SUBJECTS or word in DETERMINERS
    if frame.words[at - 1] in CLOSE_TO:
        return word in LINKS
    return capital(frame, at, passage) and word not in PRONOUN_SUBJECTS and word not in DAYS


def small(passage: Passage, token: int) -> bool:
    """Whether a token is written with a small letter."""
    return token >= 0 and passage.text[passage.starts[token]].islower()


def capital(frame: Frame, at: int, passage: Passage) -> bool:
    """Whether a word of a frame has a capital letter."""
    token = frame.tokens[at]
    return token >= 0 and passage.capitals[token]


def noun_phrase_begins(frame: Frame, at: int, passage: Passage) -> bool:
    """Whether the word at `at` may begin a phrase that names somebody."""
    if at >= len(frame.words) or not frame.words[at]:
        return False
    word = frame.words[at]
    return capital(frame, at, passage) or word in DETERMINERS or word in PRONOUN_SUBJECTS or holder(word)


def animate(frame: Frame, named: Range, passage: Passage) -> bool:
    """Whether a noun phrase may speak: a pronoun, a name, or an office, before its first preposition."""
    first, end = named
    tie = next((at for at in range(first + 1, end) if frame.words[at] in LINKS), end)
    head = frame.words[tie - 1]
    if head in DETERMINERS and head not in ("both", "many", "most", "some", "several", "all"):
        return False
    return head in PRONOUN_SUBJECTS or holder(head) or head in ORGANISATIONS or capital(frame, tie - 1, passage)
