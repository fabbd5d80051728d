"""Headline grammar: `X: "…"`, `"…": X mocks it`, `… "…" – X`, `X: clause` and `clause – X`."""

from classifier.names import PARTICLES, ROLES, TOPICS
from classifier.nounphrase import Range
from classifier.outer import Piece
from classifier.passage import Passage
from classifier.speakers import capital_runs, person

_LONGEST_NAME = 7
_SHORTEST_CLAUSE = 3
_DASHES = frozenset(("–", "—", "--", "-"))


def speaker_of_quote(sentence: list[Piece], at: int, passage: Passage) -> Range | None:
    """The pieces of a headline that name the speaker of the quotation at `at`."""
    prefix = _prefix(sentence, passage)
    if prefix is not None and prefix[1] < at:
        return prefix
    if at + 1 < len(sentence) and sentence[at + 1].word == ":":
        return _leading_name(sentence, at + 2, passage)
    return _suffix(sentence, passage)


def claim(sentence: list[Piece], passage: Passage) -> tuple[Range, Range] | None:
    """The speaker and the clause of `X: clause` or `clause – X`, where X is a person or an office."""
    prefix = _prefix(sentence, passage)
    if prefix is not None and len(sentence) - prefix[1] - 1 >= _SHORTEST_CLAUSE and _speaks(sentence, prefix, passage):
        return prefix, (prefix[1] + 1, len(sentence))
    suffix = _suffix(sentence, passage)
    if suffix is not None and suffix[0] - 1 >= _SHORTEST_CLAUSE and _speaks(sentence, suffix, passage):
        return suffix, (0, suffix[0] - 1)
    return None


def _prefix(sentence: list[Piece], passage: Passage) -> Range | None:
    """The few words before the first colon, if no topic."""
    for at, piece in enumerate(sentence[: _LONGEST_NAME + 1]):
        if piece.quote >= 0:
            return None
        if piece.word == ":":
            return (0, at) if at and _named(sentence, (0, at), passage) else None
    return None


def _suffix(sentence: list[Piece], passage: Passage) -> Range | None:
    """The few words behind the last dash, which stands between blanks or before a capital."""
    for at in range(len(sentence) - 1, max(0, len(sentence) - _LONGEST_NAME - 2), -1):
        piece = sentence[at]
        if piece.quote >= 0:
            return None
        if piece.word in _DASHES:
            named = (at + 1, len(sentence))
            return named if at + 1 < len(sentence) and _named(sentence, named, passage) else None
    return None


def _leading_name(sentence: list[Piece], first: int, passage: Passage) -> Range | None:
    """The capitalised words, or office, that the rest of a headline begins with."""
    end = first
    while end < len(sentence) and end - first < _LONGEST_NAME and sentence[end].token >= 0:
        if not passage.capital(sentence[end].token) and sentence[end].word not in ROLES:
            break
        end += 1
    return (first, end) if end > first else None


def _named(sentence: list[Piece], named: Range, passage: Passage) -> bool:
    """Whether the pieces are a name or an office rather than a topic."""
    pieces = sentence[named[0] : named[1]]
    if any(piece.token < 0 or piece.word in TOPICS or piece.word[0].isdigit() for piece in pieces):
        return False
    return passage.capital(pieces[0].token) or any(piece.word in ROLES for piece in pieces)


def _speaks(sentence: list[Piece], named: Range, passage: Passage) -> bool:
    """Whether the pieces hold a person or an office."""
    pieces = sentence[named[0] : named[1]]
    if any(piece.word in ROLES for piece in pieces):
        return True
    if not all(passage.capital(piece.token) or piece.word in PARTICLES for piece in pieces):
        return False
    runs = capital_runs(passage, pieces[0].token, pieces[-1].token + 1)
    return any(person(passage, *run) is not None for run in runs)
