"""The one query language of filter line, views, rules and command line, compiled to SQL with bound parameters.

    "rail head" troop* -drill tag:withdrawal stance:doubted,denied (side:ru OR source:tass) grade:<=C since:6h is:edited

Words are looked up in title and text; terms side by side must all hold; `-` negates; commas join a field's values.
`tag:` and `stance:` side by side speak of one and the same tag, a second `tag:` of another. Anything that cannot be read
raises QueryError.
"""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

_MAX_LENGTH = 2_000
_MAX_DEPTH = 40
_MAX_MANY = 200
"""Words and signs of a query, values of a field: SQLite takes no expression that is 1,000 deep."""

FIELDS: dict[str, str] = {
    "tag": "a label: withdrawal, escalation, deescalation or your own",
    "stance": "asserted, claimed, denied, doubted, conditional, historical",
    "side": "a side of the config: of the source or of somebody quoted",
    "source": "part of a source's name, or its family",
    "kind": "wire, official, press, state, analysis, aggregator",
    "grade": "A to F, also <=C (A, B or C) and >=D",
    "language": "the source's language: en, ru, uk",
    "speaker": "part of a quoted person's or organisation's name",
    "severity": "flash, urgent, notice, info: named by a rule as such or graver",
    "since": "seen in the last 45m, 6h, 2d",
    "before": "seen longer ago than 45m, 6h, 2d",
    "is": "new, acked, dismissed, starred, edited, copy, alerting",
    "story": "the number of a story",
}

_VALUES: dict[str, tuple[str, ...]] = {
    "stance": ("asserted", "claimed", "denied", "doubted", "conditional", "historical"),
    "kind": ("wire", "official", "press", "state", "analysis", "aggregator"),
    "severity": ("info", "notice", "urgent", "flash"),
    "is": ("new", "acked", "dismissed", "starred", "edited", "copy", "alerting"),
}

_IS: dict[str, str] = {
    "new": "item.state = 'new'",
    "acked": "item.state = 'acked'",
    "dismissed": "item.state = 'dismissed'",
    "starred": "item.starred = 1",
    "edited": "item.revision > 1",
    "copy": "item.copy_of IS NOT NULL",
    "alerting": "item.severity > 0",
}

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


class QueryError(Exception):
    """A query that cannot be read: what is wrong, where, and what was probably meant."""

    def __init__(self, message: str, column: int, suggestion: str = "") -> None:
        """`column` counts code points from 0."""
        super().__init__(message)
        self.message = message
        self.column = column
        self.suggestion = suggestion

    def __str__(self) -> str:
        hint = f"; did you mean {self.suggestion}?" if self.suggestion else ""
        return f"column {self.column + 1}: {self.message}{hint}"


@dataclass(frozen=True, slots=True)
class Ago:
    """A moment so many milliseconds before the query runs."""

    ms: int


Parameter = str | int | Ago


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled query: a condition over `item`, and the values it binds."""

    text: str
    sql: str
    parameters: tuple[Parameter, ...]
    folds_copies: bool
    """Copies are left out unless the query asks for them."""

    def bound(self, now_ms: int) -> list[str | int]:
        """The values to bind, with the relative times taken from `now_ms`."""
        return [now_ms - value.ms if isinstance(value, Ago) else value for value in self.parameters]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "(", ")", "-", "or", "field", "phrase", "word"
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class _Clause:
    """A piece of SQL with its values; pieces of a tag (its field says which) wait to be joined with their neighbours."""

    sql: str
    values: tuple[Parameter, ...] = ()
    of_tag: str = ""


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
    return Query(text, clause.sql, clause.values, not reader.names_copies)


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

    def alternatives(self, depth: int) -> _Clause:
        """Terms joined by OR."""
        parts = [self.together(depth)]
        while self._next_is("or"):
            word = self._take()
            if self.position >= len(self.tokens) or self._next_is(")"):
                raise QueryError("OR needs something after it", word.column)
            parts.append(self.together(depth))
        return parts[0] if len(parts) == 1 else _joined(" OR ", parts)

    def together(self, depth: int) -> _Clause:
        """Terms side by side: all must hold, and tag: and stance: speak of the same tag."""
        parts: list[_Clause] = []
        while self.position < len(self.tokens) and not self._next_is(")") and not self._next_is("or"):
            parts.append(self.term(depth))
        if not parts:
            raise QueryError("something to look for is missing here", self._column())
        of_tags = _in_tags_of_their_own([part for part in parts if part.of_tag])
        return _joined(" AND ", of_tags + [part for part in parts if not part.of_tag])

    def term(self, depth: int) -> _Clause:
        """One word, phrase, field or group, or the negation of one."""
        if depth > _MAX_DEPTH:
            raise QueryError("too many brackets or signs inside one another", self.tokens[self.position].column)
        token = self._take()
        if token.kind == "-":
            if self.position >= len(self.tokens):
                raise QueryError("- needs something after it", token.column)
            inner = self.term(depth + 1)
            inner = _in_tags([inner]) if inner.of_tag else inner
            return _Clause(f"NOT ({inner.sql})", inner.values)
        if token.kind == "(":
            inner = self.alternatives(depth + 1)
            if not self._next_is(")"):
                raise QueryError("a ( without its )", token.column)
            self._take()
            return inner
        if token.kind == "field":
            return self._field(token)
        return _words(token)

    def _field(self, token: _Token) -> _Clause:
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
            raise QueryError(f"{name}: needs a value, as in {name}:{_example(name)}", token.column + len(token.text))
        values = self._values(following.column)
        self.names_copies |= name == "is" and "copy" in values
        return _COMPILE[name](name, values, following.column)

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


def _joined(by: str, parts: list[_Clause]) -> _Clause:
    if len(parts) == 1:
        return parts[0]
    return _Clause("(" + by.join(part.sql for part in parts) + ")", tuple(v for part in parts for v in part.values))


def _in_tags_of_their_own(parts: list[_Clause]) -> list[_Clause]:
    """One tag for each run of `tag:` and `stance:` in which neither comes twice."""
    groups: list[list[_Clause]] = []
    for part in parts:
        if not groups or any(part.of_tag == other.of_tag for other in groups[-1]):
            groups.append([])
        groups[-1].append(part)
    return [_in_tags(group) for group in groups]


def _in_tags(parts: list[_Clause]) -> _Clause:
    condition = " AND ".join(part.sql for part in parts)
    values = tuple(value for part in parts for value in part.values)
    return _Clause(f"item.id IN (SELECT item_id FROM tag WHERE current = 1 AND {condition})", values)


def _words(token: _Token) -> _Clause:
    prefix = "*" if token.text.endswith("*") else ""
    words = token.text.strip('"*').replace('"', " ")
    if not any(character.isalnum() for character in words):
        raise QueryError("there is no letter or digit to look for", token.column)
    return _Clause("item.id IN (SELECT rowid FROM item_fts WHERE item_fts MATCH ?)", (f'"{words}"{prefix}',))


def _example(name: str) -> str:
    return {"since": "6h", "before": "2d", "grade": "<=C", "story": "12", "side": "ru", "language": "en"}.get(
        name, _VALUES.get(name, ("tass" if name == "source" else "withdrawal" if name == "tag" else "…",))[0]
    )


def _checked(name: str, values: list[str], column: int) -> list[str]:
    for value in values:
        if value not in _VALUES[name]:
            near = difflib.get_close_matches(value, _VALUES[name], n=1)
            raise QueryError(
                f"{name}: is one of {', '.join(_VALUES[name])}, not {value}", column, near[0] if near else ""
            )
    return values


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))


def _tag(_: str, values: list[str], column: int) -> _Clause:
    return _Clause(f"label IN ({_marks(values)})", tuple(values), of_tag="tag")


def _stance(name: str, values: list[str], column: int) -> _Clause:
    return _Clause(f"stance IN ({_marks(values)})", tuple(_checked(name, values, column)), of_tag="stance")


def _of_source(condition: str) -> str:
    return f"item.source_id IN (SELECT id FROM source WHERE {condition})"


def _quoting(condition: str) -> str:
    speakers = f"SELECT id FROM speaker WHERE {condition}"
    return f"item.id IN (SELECT item_id FROM quote WHERE current = 1 AND speaker_id IN ({speakers}))"


def _side(_: str, values: list[str], column: int) -> _Clause:
    condition = f"casefold(side) IN ({_marks(values)})"
    return _Clause(f"({_of_source(condition)} OR {_quoting(condition)})", tuple(values) * 2)


def _source(_: str, values: list[str], column: int) -> _Clause:
    condition = " OR ".join(["instr(casefold(name), ?) OR casefold(family) = ?"] * len(values))
    return _Clause(_of_source(condition), tuple(value for value in values for _ in range(2)))


def _kind(name: str, values: list[str], column: int) -> _Clause:
    return _Clause(_of_source(f"kind IN ({_marks(values)})"), tuple(_checked(name, values, column)))


def _language(_: str, values: list[str], column: int) -> _Clause:
    return _Clause(_of_source(f"casefold(language) IN ({_marks(values)})"), tuple(values))


def _grade(_: str, values: list[str], column: int) -> _Clause:
    grades: set[str] = set()
    for value in values:
        found = re.fullmatch(r"(<=|>=|<|>|)([a-f])", value)
        if found is None:
            raise QueryError(
                f"grade: is a letter A to F, with <= or >= before it if you like, not {value}", column, "<=C"
            )
        sign, letter = found.groups()
        holds: dict[str, Callable[[str], bool]] = {
            "": letter.__eq__, "<=": letter.__ge__, ">=": letter.__le__, "<": letter.__gt__, ">": letter.__lt__
        }  # fmt: skip
        grades |= {grade.upper() for grade in "abcdef" if holds[sign](grade)}
    found_grades = sorted(grades)
    return _Clause(_of_source(f"grade IN ({_marks(found_grades)})"), tuple(found_grades))


def _speaker(_: str, values: list[str], column: int) -> _Clause:
    condition = " OR ".join(["instr(norm, ?) OR instr(casefold(org), ?)"] * len(values))
    return _Clause(_quoting(condition), tuple(value for value in values for _ in range(2)))


def _severity(name: str, values: list[str], column: int) -> _Clause:
    rank = min(_VALUES["severity"].index(value) for value in _checked(name, values, column)) + 1
    return _Clause("item.severity >= ?", (rank,))


def _age(name: str, values: list[str], column: int) -> _Clause:
    found = re.fullmatch(r"(\d{1,6})([smhdw])", values[0])
    if found is None or len(values) > 1:
        raise QueryError(f"{name}: is a length of time such as 45m, 6h or 2d, not {','.join(values)}", column, "6h")
    ago = Ago(int(found[1]) * _SECONDS[found[2]] * 1_000)
    return _Clause(f"item.first_seen_ms {'>=' if name == 'since' else '<'} ?", (ago,))


def _is(name: str, values: list[str], column: int) -> _Clause:
    return _Clause("(" + " OR ".join(_IS[value] for value in _checked(name, values, column)) + ")")


def _story(_: str, values: list[str], column: int) -> _Clause:
    if not all(value.isascii() and value.isdigit() and len(value) < 16 for value in values):
        raise QueryError("story: is a story's number", column)
    return _Clause(f"item.story_id IN ({_marks(values)})", tuple(int(value) for value in values))


_COMPILE: dict[str, Callable[[str, list[str], int], _Clause]] = {
    "tag": _tag,
    "stance": _stance,
    "side": _side,
    "source": _source,
    "kind": _kind,
    "grade": _grade,
    "language": _language,
    "speaker": _speaker,
    "severity": _severity,
    "since": _age,
    "before": _age,
    "is": _is,
    "story": _story,
}
