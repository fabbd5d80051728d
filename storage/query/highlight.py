"""Where the words of a query stand in a text, read as the search index reads it (FTS5's unicode61, remove_diacritics 2).

Words are runs of letters and digits; cases are folded, and so are diacritics on letters that are ASCII without them. Characters
newer than Unicode 6.1, which the index takes for letters whatever they are, are not looked for.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from storage.query.clauses import Wanted
from storage.query.grammar import Query

Span = tuple[int, int]

_MARKS = frozenset(
    map(chr, (*range(0x300, 0x305), *range(0x306, 0x30D), 0x30F, 0x311, 0x31B, *range(0x323, 0x329), 0x32D, 0x32E, 0x330, 0x331))
)  # fmt: skip
"""What may stand on a letter without making it another; every other mark parts words."""
_MARK = "\u0301"
_LONELY = re.compile(rf"(?<!\S){_MARK}+")
_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)) + bytes(128)


def spans(text: str, query: Query | None, *, in_title: bool = True) -> list[Span]:
    """Where a query's words, phrases and prefixes stand: code points, in order and apart.

    `in_title`: the text is a headline, where words that are asked for in headlines alone count too.
    """
    if query is None or not query.words:
        return []
    return joined(span for found in places(text, query.words, in_title=in_title) for span in found)


def places(text: str, words: Sequence[Wanted], *, in_title: bool) -> list[list[Span]]:
    """The same for each thing that is wanted, in their order; one in another may overlap it."""
    read = folded(text)
    return [
        [found.span() for found in pattern.finditer(read)] if pattern and (in_title or not wanted.in_title) else []
        for wanted, pattern in zip(words, _patterns(tuple(words)), strict=True)
    ]


def holds(words: Wanted, *texts: str) -> bool:
    """Do some words stand in one of these texts?"""
    (pattern,) = _patterns((words,))
    return pattern is not None and any(pattern.search(folded(text)) for text in texts)


def joined(found: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one."""
    apart: list[Span] = []
    for start, end in sorted(found):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def folded(text: str) -> str:
    """A text as the index compares it, a character for a character: what parts words is blank, what folds away is a mark."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII).decode("ascii")
    read = text.translate(_FOLDING)
    return _LONELY.sub(lambda found: " " * len(found[0]), read) if _MARK in read else read


_CHARACTERS = 20_000


class _Folding(dict[int, str]):
    """What each character becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _CHARACTERS:
            self.clear()
        self[code] = folded = _folded(chr(code))
        return folded


_FOLDING = _Folding()


def _folded(character: str) -> str:
    if character in _MARKS:
        return _MARK
    category = unicodedata.category(character)
    if category[0] not in "LN" and category != "Co":
        return " "
    simple = character.casefold() if len(character.casefold()) == 1 else character.lower()[0]
    bare = unicodedata.normalize("NFD", simple)[0]
    return bare if bare.isascii() else simple


@lru_cache(maxsize=256)
def _patterns(words: tuple[Wanted, ...]) -> list[re.Pattern[str] | None]:
    return [_pattern(wanted) for wanted in words]


def _pattern(wanted: Wanted) -> re.Pattern[str] | None:
    """None where nothing of what was typed is a word."""
    words = folded(wanted.words).replace(_MARK, "").split()
    if not words:
        return None
    letters = [f"{re.escape(letter)}{_MARK}*" for letter in " ".join(words)]
    # It begins with a plain letter, which the search leaps to; only there it looks back for the word's beginning.
    first = rf"{letters[0].removesuffix(f'{_MARK}*')}(?<!\S.){_MARK}*"
    rest = "".join(" +" if letter.startswith("\\ ") else letter for letter in letters[1:])
    end = r"\S*" if wanted.is_prefix else r"(?!\S)"
    return re.compile(f"{first}{rest}{end}")
