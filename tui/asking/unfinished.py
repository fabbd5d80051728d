"""Queries as they stand while they are typed: what of them is still being written, and how words are asked for that begin so."""

import re

from storage.query import FIELDS

_TERM = re.compile(r'[^\s()"]*"[^"]*"?[^\s()]*|[^\s()]+')
"""A word, a phrase, a field with its value."""
_WORD = re.compile(r"[^\W_]{3,}")


def last_word(query: str) -> int:
    """Where the last word begins, a phrase and a field with its value being one; the end, where a new one may begin."""
    start, in_quotes = 0, False
    for at, character in enumerate(query):
        in_quotes ^= character == '"'
        if not in_quotes and (character.isspace() or character in "()"):
            start = at + 1
    return start


def is_beginning(query: str) -> bool:
    """May the last word be the beginning of a field's name? Then nobody wants it looked up as a word yet."""
    word = query[last_word(query) :].removeprefix("-").lower()
    return bool(word) and any(name.startswith(word) for name in FIELDS)


def starred(query: str) -> str:
    """The query for all that begins like its words; empty where it has no word to begin like."""
    begun = _TERM.sub(lambda term: f"{term[0]}*" if _WORD.fullmatch(term[0]) else term[0], query)
    return begun if begun != query else ""
