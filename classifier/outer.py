"""A paragraph as the writer's own words: each quotation is one piece, so that verbs and names inside it mislead nobody."""

from typing import NamedTuple

from classifier.marks import Marked, marked
from classifier.passage import ENDS, Passage

_LOOK_AHEAD = 14


class Piece(NamedTuple):
    """A token outside any quotation (`word`), or a whole quotation (`quote` is its number, `word` is empty)."""

    word: str
    token: int
    quote: int


class Paragraph(NamedTuple):
    """The quotations between two line breaks, and the sentences around them."""

    quotes: list[Marked]
    sentences: list[list[Piece]]


def paragraphs(passage: Passage, speech: frozenset[int]) -> list[Paragraph]:
    """Every paragraph; `speech` holds the tokens where reporting words start."""
    found: list[Paragraph] = []
    first = 0
    count = len(passage.words)
    for token in range(count + 1):
        if token == count or passage.words[token][0] == "\n":
            if first < token:
                found.append(_paragraph(passage, first, token, speech))
            first = token + 1
    return found


def _paragraph(passage: Passage, first: int, end: int, speech: frozenset[int]) -> Paragraph:
    start = passage.ends[first - 1] if first else 0
    stop = passage.starts[end] if end < len(passage.words) else len(passage.text)
    quotes = marked(passage.text, start, stop)
    return Paragraph(quotes, _sentences(passage, _pieces(passage, first, end, quotes), quotes, speech))


def _pieces(passage: Passage, first: int, end: int, quotes: list[Marked]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for token in range(first, end):
        while at < len(quotes) and passage.starts[token] >= quotes[at].outer_end:
            at += 1
        if at < len(quotes) and passage.starts[token] >= quotes[at].outer_start:
            if not pieces or pieces[-1].quote != at:
                pieces.append(Piece("", -1, at))
        elif passage.words[token] != '"':
            pieces.append(Piece(passage.words[token], token, -1))
    return pieces


def _sentences(
    passage: Passage, pieces: list[Piece], quotes: list[Marked], speech: frozenset[int]
) -> list[list[Piece]]:
    """Split where an end mark, or a quotation that ends in one, is followed by a new start."""
    sentences: list[list[Piece]] = []
    first = 0
    for at in range(1, len(pieces)):
        if _begins(passage, pieces, at, quotes, speech):
            sentences.append(pieces[first:at])
            first = at
    if pieces:
        sentences.append(pieces[first:])
    return sentences


def _begins(passage: Passage, pieces: list[Piece], at: int, quotes: list[Marked], speech: frozenset[int]) -> bool:
    """Whether a sentence begins at piece `at`."""
    before, piece = pieces[at - 1], pieces[at]
    starts_anew = piece.quote >= 0 or not passage.text[passage.starts[piece.token]].islower()
    if piece.word in ENDS or not starts_anew:
        return False
    if before.quote < 0:
        return before.word in ENDS
    last = passage.text[quotes[before.quote].end - 1]
    if last not in ".!?…" or piece.word in (",", "–", "—", "-", "--", ")", ";"):
        return False
    if piece.quote >= 0 or last == ".":
        return True
    for follower in pieces[at : at + _LOOK_AHEAD]:
        if follower.quote >= 0 or follower.word in ENDS:
            break
        if follower.token in speech:
            return False
    return True
