"""Where the words that name a speaker begin and end, beside a reporting verb: rules for news prose, no parser."""

from classifier.fold import listed
from classifier.names import NATIONS, ROLES
from classifier.outer import Piece
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

Range = tuple[int, int]
"""Pieces from the first to before the second."""


def before(pieces: list[Piece], at: int, verbs: frozenset[int]) -> Range | None:
    """The noun phrase that ends before the verb at `at`: `Ilves, the Estonian defence minister,` before `said`."""
    last = at - 1
    while last >= 0 and (pieces[last].word in _SKIPPED or _adverb(pieces[last].word)):
        last -= 1
    if last < 0 or pieces[last].quote >= 0:
        return None
    if pieces[last].word != ",":
        return _back(pieces, last, verbs)
    comma = _comma_before(pieces, last)
    if comma is None:
        return None
    base = _back(pieces, comma - 1, verbs)
    if base is not None and base[0] > 1 and pieces[base[0] - 1].word == ",":
        longer = _back(pieces, base[0] - 2, verbs)
        base = (0, base[1]) if longer is not None and longer[0] == 0 else base
    if base is None or pieces[comma + 1].word in _NOT_APPOSED or pieces[comma + 1].word.endswith("ing"):
        return base
    return base[0], last


def after(pieces: list[Piece], at: int, passage: Passage) -> Range | None:
    """The noun phrase that begins at `at`, with one apposition: `retired general Abel Quist` after `said`."""
    end = _forward(pieces, at, passage)
    if end == at:
        return None
    if end + 1 < len(pieces) and pieces[end].word == ",":
        follower = pieces[end + 1]
        if follower.quote < 0 and follower.word not in _NOT_APPOSED | _PRONOUNS and not follower.word.endswith("ing"):
            apposed = _forward(pieces, end + 1, passage)
            closed = (
                apposed >= len(pieces)
                or pieces[apposed].word in (".", ",", ";", "?", "!")
                or pieces[apposed].quote >= 0
            )
            if end + 1 < apposed and closed:
                end = apposed
    return at, end


def subject(pieces: list[Piece], passage: Passage, verbs: frozenset[int]) -> Range | None:
    """The noun phrase that a sentence begins with, as far as it can be told without a parser."""
    at = 0
    if pieces and pieces[0].word in _LEADING - _JOINING:
        comma = next((index for index, piece in enumerate(pieces) if piece.word == "," or piece.quote >= 0), None)
        at = comma + 1 if comma is not None and pieces[comma].word == "," else 0
    while at < len(pieces) and pieces[at].word in _LEADING:
        at += 1
    end = at
    while end < len(pieces) and end - at < MAX_WORDS:
        piece = pieces[end]
        if piece.quote >= 0 or piece.token in verbs or piece.word in _MARKS or piece.word in _STOPS | _SKIPPED:
            break
        small = passage.text[passage.starts[piece.token]].islower()
        if end > at and small and (piece.word.endswith("ed") or _verb_after_name(pieces, end, passage)):
            break
        end += 1
        if pieces[end - 1].word in _PRONOUNS:
            break
    return (at, end) if at < end < len(pieces) else None


def _verb_after_name(pieces: list[Piece], at: int, passage: Passage) -> bool:
    """A small word straight after a name is nearly always its verb."""
    word, name = pieces[at].word, pieces[at - 1]
    if word in _LINKS or word == "'s" or word in ROLES or word.removesuffix("s") in ROLES:
        return False
    return passage.capital(name.token) and name.word not in _DETERMINERS and name.word not in NATIONS


def _adverb(word: str) -> bool:
    return len(word) > 4 and word.endswith("ly")


def _comma_before(pieces: list[Piece], last: int) -> int | None:
    """The comma that opens the insertion closed by the one at `last`."""
    for index in range(last - 2, max(-1, last - _MAX_INSERT), -1):
        if pieces[index].quote >= 0:
            return None
        if pieces[index].word == ",":
            return index
    return None


def _back(pieces: list[Piece], last: int, verbs: frozenset[int]) -> Range | None:
    """Leftward from the last word of a noun phrase to its first."""
    first = last + 1
    while first > 0 and last - first < MAX_WORDS:
        piece = pieces[first - 1]
        if (
            piece.quote >= 0
            or piece.word in _MARKS
            or piece.word[:1] == "\n"
            or piece.word in _STOPS
            or piece.token in verbs
        ):
            break
        if piece.word in _PRONOUNS:
            first = first - 1 if first - 1 == last else first
            break
        first -= 1
        linked = first > 0 and (pieces[first - 1].word in _LINKS or pieces[first - 1].word == "'s")
        if piece.word in _DETERMINERS and not linked:
            break
    while first <= last and pieces[first].word in _LEADING:
        first += 1
    if first > last or pieces[last].word in _LINKS:
        return None
    return first, last + 1


def _forward(pieces: list[Piece], at: int, passage: Passage) -> int:
    """Rightward from the first word of a noun phrase to behind its last."""
    end = at
    while end < len(pieces) and end - at < MAX_WORDS:
        piece = pieces[end]
        if (
            piece.quote >= 0
            or piece.word in _MARKS
            or (piece.word in _RIGHT_STOPS and not _named_by(pieces, end, at, passage))
        ):
            break
        if piece.word == "and" and not (
            end + 1 < len(pieces) and pieces[end + 1].token >= 0 and passage.capital(pieces[end + 1].token)
        ):
            break
        end += 1
        if piece.word in _PRONOUNS:
            break
    return end


def _named_by(pieces: list[Piece], at: int, first: int, passage: Passage) -> bool:
    """Pronouns may begin a phrase, and a capital in the middle of one (`May`) is a name."""
    word = pieces[at].word
    if at == first:
        return word in _PRONOUNS
    return passage.capital(pieces[at].token) and word not in _PRONOUNS and not word.endswith("day")
