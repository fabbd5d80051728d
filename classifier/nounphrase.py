"""Where the words that name a speaker begin and end, beside a reporting verb: rules for news prose, no parser."""

from classifier.fold import listed
from classifier.names import NATIONS, ROLES
from classifier.outer import Frame
from classifier.passage import Passage

MAX_WORDS = 18
"""A speaker that swallowed its clause is worse than none."""
_MAX_INSERT = 26

_MARKS = frozenset(".,;:!?()[]…–—-/") | {"--", "..", "..."}
_SKIPPED = listed(
    "also then later has have had earlier similarly again once further first just only simply recently previously today"
    " yesterday repeatedly himself herself itself still now did does do would will could can always never even"
    " reportedly monday tuesday wednesday thursday friday saturday sunday"
)
_STOPS = listed(
    "that but because while although though if whether which who whom when where whose than is are was were be been"
    " being am isn't wasn't aren't will would could can may might must should shall so until unless since"
)
_LINKS = listed("of for to at in on from with and by near inside behind")
_DETERMINERS = listed("the a an his her its their our my this these those another some several two three")
_LEADING = listed(
    "with as and but while when after before in on at during by for to later meanwhile earlier so then also indeed"
    " still yet of from or speaking writing however even monday tuesday wednesday thursday friday saturday sunday"
    " yesterday today amid"
)
_JOINING = listed("and but so then also still yet")
_RIGHT_STOPS = _STOPS | listed(
    "in on at during after before as to by from with about via using into through over under against late early today"
    " yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday adding saying last this following"
    " amid he she they it shortly just not also has have had upon outside inside without"
)
_NOT_APPOSED = listed(
    "who which whose adding saying speaking referring citing noting calling in on at after before when while as with"
    " where during according but and describing warning explaining writing including among according to from by"
)
_PRONOUNS = listed("he she they it i we you one")
_INTRODUCTIONS = _LEADING - _JOINING
_SUBJECT_ENDS = _MARKS | _STOPS | _SKIPPED | {""}
_BACK_ENDS = _MARKS | _STOPS | {""}
_FORWARD_ENDS = _MARKS | {""}
_OTHER_AFTER_COMMA = _NOT_APPOSED | _PRONOUNS | {""}
_CLOSERS = frozenset((".", ",", ";", "?", "!", ""))

Range = tuple[int, int]
"""Words of a frame from the first to before the second."""


def before(frame: Frame, at: int, verbs: frozenset[int]) -> Range | None:
    """The noun phrase that ends before the verb at `at`: `Ilves, the Estonian defence minister,` before `said`."""
    words = frame.words
    last = at - 1
    while last >= 0 and (words[last] in _SKIPPED or _adverb(words[last])):
        last -= 1
    if last < 0 or not words[last]:
        return None
    if words[last] != ",":
        return _back(frame, last, verbs)
    comma = _comma_before(words, last)
    if comma is None:
        return None
    base = _back(frame, comma - 1, verbs)
    if base is not None and base[0] > 1 and words[base[0] - 1] == ",":
        longer = _back(frame, base[0] - 2, verbs)
        base = (0, base[1]) if longer is not None and longer[0] == 0 else base
    if base is None or words[comma + 1] in _NOT_APPOSED or words[comma + 1].endswith("ing"):
        return base
    return base[0], last


def after(frame: Frame, at: int, passage: Passage) -> Range | None:
    """The noun phrase that begins at `at`, with one apposition: `retired general Abel Quist` after `said`."""
    words = frame.words
    end = _forward(frame, at, passage)
    if end == at:
        return None
    if end + 1 < len(words) and words[end] == ",":
        follower = words[end + 1]
        if follower not in _OTHER_AFTER_COMMA and not follower.endswith("ing"):
            apposed = _forward(frame, end + 1, passage)
            closed = apposed >= len(words) or words[apposed] in _CLOSERS
            if end + 1 < apposed and closed:
                end = apposed
    return at, end


def subject(frame: Frame, passage: Passage, verbs: frozenset[int]) -> Range | None:
    """The noun phrase that a sentence begins with, as far as it can be told without a parser."""
    words = frame.words
    at = 0
    if words and words[0] in _INTRODUCTIONS:
        comma = next((index for index, word in enumerate(words) if word in (",", "")), None)
        at = comma + 1 if comma is not None and words[comma] == "," else 0
    while at < len(words) and words[at] in _LEADING:
        at += 1
    end = at
    while end < len(words) and end - at < MAX_WORDS:
        word, token = words[end], frame.tokens[end]
        if word in _SUBJECT_ENDS or token in verbs:
            break
        if end > at and (word.endswith("ed") or _verb_after_name(frame, end, passage)) and _small(passage, token):
            break
        end += 1
        if word in _PRONOUNS:
            break
    return (at, end) if at < end < len(words) else None


def _small(passage: Passage, token: int) -> bool:
    return passage.text[passage.starts[token]].islower()


def _verb_after_name(frame: Frame, at: int, passage: Passage) -> bool:
    """A small word straight after a name is nearly always its verb."""
    word, name = frame.words[at], frame.words[at - 1]
    if not passage.capitals[frame.tokens[at - 1]] or name in _DETERMINERS or name in NATIONS:
        return False
    return not (word in _LINKS or word == "'s" or word in ROLES or word.removesuffix("s") in ROLES)


def _adverb(word: str) -> bool:
    return len(word) > 4 and word.endswith("ly")


def _comma_before(words: list[str], last: int) -> int | None:
    """The comma that opens the insertion closed by the one at `last`."""
    for index in range(last - 2, max(-1, last - _MAX_INSERT), -1):
        if not words[index]:
            return None
        if words[index] == ",":
            return index
    return None


def _back(frame: Frame, last: int, verbs: frozenset[int]) -> Range | None:
    """Leftward from the last word of a noun phrase to its first."""
    words = frame.words
    first = last + 1
    while first > 0 and last - first < MAX_WORDS:
        word = words[first - 1]
        if word in _BACK_ENDS or frame.tokens[first - 1] in verbs:
            break
        if word in _PRONOUNS:
            first = first - 1 if first - 1 == last else first
            break
        first -= 1
        linked = first > 0 and (words[first - 1] in _LINKS or words[first - 1] == "'s")
        if word in _DETERMINERS and not linked:
            break
    while first <= last and words[first] in _LEADING:
        first += 1
    if first > last or words[last] in _LINKS:
        return None
    return first, last + 1


def _forward(frame: Frame, at: int, passage: Passage) -> int:
    """Rightward from the first word of a noun phrase to behind its last."""
    words = frame.words
    end = at
    while end < len(words) and end - at < MAX_WORDS:
        word = words[end]
        if word in _FORWARD_ENDS or (word in _RIGHT_STOPS and not _named_by(frame, end, at, passage)):
            break
        if word == "and" and not (end + 1 < len(words) and words[end + 1] and passage.capitals[frame.tokens[end + 1]]):
            break
        end += 1
        if word in _PRONOUNS:
            break
    return end


def _named_by(frame: Frame, at: int, first: int, passage: Passage) -> bool:
    """Pronouns may begin a phrase, and a capital in the middle of one (`May`) is a name."""
    word = frame.words[at]
    if at == first:
        return word in _PRONOUNS
    return passage.capitals[frame.tokens[at]] and word not in _PRONOUNS and not word.endswith("day")
