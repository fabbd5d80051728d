"""The one query language of filter line, views, rules and command line, compiled to SQL with bound parameters.

    "rail head" troop* -drill tag:withdrawal stance:doubted,denied (side:ru OR source:tass) grade:<=C since:6h is:edited

Words are looked up in title and text; terms side by side must all hold; `-` negates; commas join a field's values.
`tag:` and `stance:` side by side speak of one and the same tag, a second `tag:` of another. Anything that cannot be read
raises QueryError.
"""

import difflib
import re
from dataclasses import dataclass, field

from storage.query_fields import FIELDS, Ago, Clause, Parameter, QueryError, compile_field, example

__all__ = ["FIELDS", "Query", "QueryError", "parse"]

_MAX_LENGTH = 2_000
_MAX_DEPTH = 40
_MAX_MANY = 200
"""Words and signs of a query, values of a field: SQLite takes no expression that is 1,000 deep."""


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled query: a condition over `item`, and the values it binds."""

    text: str
    sql: str
    parameters: tuple[Parameter, ...]
    folds_copies: bool
    """Copies are left out unless the query asks for them."""
    labels: tuple[str, ...] = ()
    """The labels it names."""

    def bound(self, now_ms: int) -> list[str | int]:
        """The values to bind, with the relative times taken from `now_ms`."""
        return [now_ms - value.ms if isinstance(value, Ago) else value for value in self.parameters]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "(", ")", "-", "or", "field", "phrase", "word"
    text: str
    column: int


_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<paren>[()])|(?P<minus>-(?=[^\s)]))"""
    r"""|(?P<field>[A-Za-z_]+:)|(?P<phrase>"[^"]*"?\*?)|(?P<word>[^\s()"]+)"""
)


def parse(text: str) -> Query:
    """Read a query. Raises QueryError, and nothing else, whatever the text."""
    if len(text) > _MAX_LENGTH:
        raise QueryError(f"a query of more than {_MAX_LENGTH:,} characters", _MAX_LENGTH)
    odd = re.search("[\0\ud800-\udfff]", text)
    if odd:
        raise QueryError("a character that no text can hold", odd.start())
    reader = _Reader(_tokens(text))
    if len(reader.tokens) > _MAX_MANY:
        raise QueryError(f"more than {_MAX_MANY} words and signs", reader.tokens[_MAX_MANY].column)
    if not reader.tokens:
        return Query(text, "1", (), True)
    clause = reader.alternatives(0)
    if reader.position < len(reader.tokens):
        raise QueryError("a ) without its (", reader.tokens[reader.position].column)
    return Query(text, clause.sql, clause.values, not reader.names_copies, tuple(reader.labels))


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise QueryError(f"{text[at]!r} cannot be read here", at)
        kind, said = str(found.lastgroup), found.group()
        if kind == "phrase" and (len(said.rstrip("*")) < 2 or not said.rstrip("*").endswith('"')):
            raise QueryError('a " without its closing "', at)
        if kind != "space":
            if kind == "word" and said == "OR":
                kind = "or"
            tokens.append(_Token(said if kind in ("paren", "minus") else kind, said, at))
        at = found.end()
    return tokens


@dataclass(slots=True)
class _Reader:
    """Recursive descent over the tokens; the depth is bounded, so no text can exhaust the stack."""

    tokens: list[_Token]
    position: int = 0
    names_copies: bool = field(default=False)
    labels: list[str] = field(default_factory=list)

    def alternatives(self, depth: int) -> Clause:
        """Terms joined by OR."""
        parts = [self.together(depth)]
        while self._next_is("or"):
            word = self._take()
            if self.position >= len(self.tokens) or self._next_is(")"):
                raise QueryError("OR needs something after it", word.column)
            parts.append(self.together(depth))
        return parts[0] if len(parts) == 1 else _joined(" OR ", parts)

    def together(self, depth: int) -> Clause:
        """Terms side by side: all must hold, and tag: and stance: speak of the same tag."""
        parts: list[Clause] = []
        while self.position < len(self.tokens) and not self._next_is(")") and not self._next_is("or"):
            parts.append(self.term(depth))
        if not parts:
            raise QueryError("something to look for is missing here", self._column())
        of_tags = _in_tags_of_their_own([part for part in parts if part.of_tag])
        return _joined(" AND ", of_tags + [part for part in parts if not part.of_tag])

    def term(self, depth: int) -> Clause:
        """One word, phrase, field or group, or the negation of one."""
        if depth > _MAX_DEPTH:
            raise QueryError("too many brackets or signs inside one another", self.tokens[self.position].column)
        token = self._take()
        if token.kind == "-":
            if self.position >= len(self.tokens):
                raise QueryError("- needs something after it", token.column)
            inner = self.term(depth + 1)
            inner = _in_tags([inner]) if inner.of_tag else inner
            return Clause(f"NOT ({inner.sql})", inner.values)
        if token.kind == "(":
            inner = self.alternatives(depth + 1)
            if not self._next_is(")"):
                raise QueryError("a ( without its )", token.column)
            self._take()
            return inner
        if token.kind == "field":
            return self._field(token)
        return _words(token)

    def _field(self, token: _Token) -> Clause:
        name = token.text[:-1].lower()
        if name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, n=1)
            raise QueryError(f"there is no field {name}:", token.column, f"{near[0]}:" if near else "")
        following = self.tokens[self.position] if self.position < len(self.tokens) else None
        if (
            following is None
            or following.kind not in ("word", "phrase", "or", "-")
            or following.column != token.column + len(token.text)
        ):
            raise QueryError(f"{name}: needs a value, as in {name}:{example(name)}", token.column + len(token.text))
        values = self._values(following.column)
        self.names_copies |= name == "is" and "copy" in values
        self.labels += values if name == "tag" else ()
        return compile_field(name, values, following.column)

    def _values(self, column: int) -> list[str]:
        """A field's values: words and phrases that touch, split at commas outside quotes."""
        said: list[tuple[str, bool]] = []
        end = column
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            if token.column != end or token.kind not in ("word", "phrase", "or", "-"):
                break
            self._take()
            said.append((token.text, token.kind == "phrase"))
            end = token.column + len(token.text)
        values = [""]
        for text, quoted in said:
            if quoted:
                values[-1] += text.strip('"*')
                continue
            first, *rest = text.split(",")
            values[-1] += first
            values.extend(rest)
        if not all(values):
            raise QueryError("an empty value", column)
        if len(values) > _MAX_MANY:
            raise QueryError(f"more than {_MAX_MANY} values", column)
        return [value.casefold() for value in values]

    def _column(self) -> int:
        """Where the next token stands, or would stand."""
        if self.position < len(self.tokens):
            return self.tokens[self.position].column
        return self.tokens[-1].column + len(self.tokens[-1].text)

    def _next_is(self, kind: str) -> bool:
        return self.position < len(self.tokens) and self.tokens[self.position].kind == kind

    def _take(self) -> _Token:
        self.position += 1
        return self.tokens[self.position - 1]


def _joined(by: str, parts: list[Clause]) -> Clause:
    if len(parts) == 1:
        return parts[0]
    return Clause("(" + by.join(part.sql for part in parts) + ")", tuple(v for part in parts for v in part.values))


def _in_tags_of_their_own(parts: list[Clause]) -> list[Clause]:
    """One tag for each run of `tag:` and `stance:` in which neither comes twice."""
    groups: list[list[Clause]] = []
    for part in parts:
        if not groups or any(part.of_tag == other.of_tag for other in groups[-1]):
            groups.append([])
        groups[-1].append(part)
    return [_in_tags(group) for group in groups]


def _in_tags(parts: list[Clause]) -> Clause:
    condition = " AND ".join(part.sql for part in parts)
    values = tuple(value for part in parts for value in part.values)
    return Clause(f"item.id IN (SELECT item_id FROM tag WHERE current = 1 AND {condition})", values)


def _words(token: _Token) -> Clause:
    prefix = "*" if token.text.endswith("*") else ""
    words = token.text.strip('"*').replace('"', " ")
    if not any(character.isalnum() for character in words):
        raise QueryError("there is no letter or digit to look for", token.column)
    return Clause("item.id IN (SELECT rowid FROM item_fts WHERE item_fts MATCH ?)", (f'"{words}"{prefix}',))
