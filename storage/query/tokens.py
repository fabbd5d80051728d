"""The words and signs of a query, before they mean anything. Pure."""

import re
from dataclasses import dataclass

from storage.query.values import QueryError

_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<paren>[()])|(?P<minus>-(?=[^\s)]))"""
    r"""|(?P<field>[A-Za-z_]+:)|(?P<phrase>"[^"]*"?\*?)|(?P<word>[^\s()"]+)"""
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of a query."""

    kind: str  # "(", ")", "-", "or", "field", "phrase", "word"
    text: str
    column: int


def tokens_of(text: str) -> list[Token]:
    """Cut a query up. Raises QueryError."""
    tokens, at = [], 0
    while at < len(text):
        read = _TOKEN.match(text, at)
        if read is None:
            raise QueryError(f"{text[at]!r} cannot be read here", at)
        kind, said = str(read.lastgroup), read.group()
        if kind == "phrase" and (len(said.rstrip("*")) < 2 or not said.rstrip("*").endswith('"')):
            raise QueryError('a " without its closing "', at)
        if kind != "space":
            if kind == "word" and said == "OR":
                kind = "or"
            tokens.append(Token(said if kind in ("paren", "minus") else kind, said, at))
        at = read.end()
    return tokens
