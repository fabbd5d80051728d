"""The one query language of filter line, views, rules and command line, compiled to SQL with bound parameters.

    "rail head" troop* -drill tag:withdrawal stance:doubted,denied (side:ru OR source:tass) grade:<=C since:6h is:edited
    title:bridge before:2026-11-20T06:00 operator:ana -is:noted

Words are looked up in title and text; terms side by side must all hold; `-` negates; commas join a field's values.
`tag:` and `stance:` side by side speak of one and the same tag, a second `tag:` of another. Anything that cannot be read
raises QueryError.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.query.clauses import (
    EVERYTHING,
    Ago,
    Apiece,
    Clause,
    Known,
    Parameter,
    Values,
    Wanted,
    both,
    either,
    found,
    holding,
    neither,
)
from storage.query.fields import compile_field, of_one_tag
from storage.query.tokens import Token, tokens_of
from storage.query.values import FIELDS, QueryError, example, in_title, words_in

__all__ = ["FIELDS", "Plan", "Query", "QueryError", "parse"]

_MAX_LENGTH = 2_000
_MAX_DEPTH = 12
_MAX_MANY = 200
"""Words and signs of a query, values of a field: SQLite takes no expression that is 1,000 deep."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A condition over `item`, bounded by a window of item numbers, and what it binds. storage/query/finding.py runs it."""

    sql: str
    each: str
    """The same, as it is held against items that are named: what is told by their own lines is not looked up in a list."""
    lists: tuple[str, ...]
    """What the SQL selects from as `c0`, `c1`, …, each before those that name it."""
    known: tuple[Known, ...]
    """What it calls `known(0)`, `known(1)`, …"""
    parameters: Mapping[str, Parameter]
    """Name -> value, besides those that describe the window."""
    has_lists: bool
    """Something leads to the few that can match: it is not every item that is looked at."""


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled query."""

    text: str
    plan: Plan
    near: Plan | None
    """The same for the newest items, where the query asks for what begins with some letters; else None.

    The search index gathers all that begins so from the whole file before it names the first.
    """
    folds_copies: bool
    """Copies are left out unless the query asks for them."""
    labels: tuple[str, ...] = ()
    """The labels it names."""
    stances: tuple[str, ...] = ()
    """The stances that its tags must have; empty: for one of its tags any will do."""
    severities: tuple[str, ...] = ()
    """The severities it names, but for what must not hold."""
    needs: tuple[str, ...] = ()
    """Labels of which whatever it finds holds one; empty: not known."""
    words: tuple[Wanted, ...] = ()
    """What it looks for in the text, but for what must not stand there."""
    since: tuple[Ago | int, ...] = ()
    before: tuple[Ago | int, ...] = ()
    """No item first seen earlier, or no earlier than that, can match."""
    fields: frozenset[str] = frozenset()
    """What it asks about; an empty name: words of the text."""


def parse(text: str, *, also: str = "", rule: str | None = None) -> Query:
    """Read a query. Raises QueryError, and nothing else, whatever the text.

    `also`: a query that must hold besides. `rule`: it is to be asked of alerts of this rule, to which `alert:` then speaks.
    """
    if len(text) > _MAX_LENGTH:
        raise QueryError(f"a query of more than {_MAX_LENGTH:,} characters", _MAX_LENGTH)
    odd = re.search("[\0\ud800-\udfff]", text)
    if odd:
        raise QueryError("a character that no text can hold", odd.start())
    tokens = tokens_of(text)
    if len(tokens) > _MAX_MANY:
        raise QueryError(f"more than {_MAX_MANY} words and signs", tokens[_MAX_MANY].column)
    reader = _Reader(tokens, Values(rule=rule))
    clause = reader.whole_with(also)
    near = None
    if any(part.text.endswith("*") for part in tokens):
        again = _Reader(tokens, Values(reads_prefixes=True, rule=rule))
        near = _plan(again.whole_with(also), again.values)
    return Query(
        text=text,
        plan=_plan(clause, reader.values),
        near=near,
        folds_copies=not reader.names_copies,
        labels=tuple(reader.labels),
        stances=() if reader.any_stance else tuple(dict.fromkeys(reader.stances)),
        severities=tuple(dict.fromkeys(reader.severities)),
        needs=() if reader.has_choice else tuple(reader.needs),
        words=tuple(dict.fromkeys(reader.wanted)),
        since=clause.since,
        before=clause.before,
        fields=frozenset(reader.fields),
    )


def _plan(clause: Clause, values: Values) -> Plan:
    clause = found(clause, values)
    is_led = clause.apiece is Apiece.LIST or not clause.rows
    sql = clause.sql if is_led else f"item.id IN ({clause.rows})"
    each = clause.sql if clause.apiece is Apiece.LINE else sql
    return Plan(sql, each, tuple(values.lists), tuple(values.known), values.by_name, bool(clause.rows))


@dataclass(slots=True)
class _Reader:
    """Recursive descent over the tokens; the depth is bounded, so no text can exhaust the stack."""

    tokens: list[Token]
    values: Values
    position: int = 0
    names_copies: bool = False
    labels: list[str] = field(default_factory=list)
    stances: list[str] = field(default_factory=list)
    any_stance: bool = False
    """A tag is asked for whatever its stance."""
    severities: list[str] = field(default_factory=list)
    inside: int = 0
    """How many brackets and signs are open."""
    has_choice: bool = False
    """There is an OR outside all brackets."""
    needs: list[str] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)

    def whole_with(self, also: str) -> Clause:
        """All of it, and another query that must hold besides."""
        clause = self.whole()
        return both([clause, _Reader(tokens_of(also), self.values).whole()], self.values) if also else clause

    def whole(self) -> Clause:
        """All of it."""
        clause = self.alternatives(0) if self.tokens else EVERYTHING
        if self.position < len(self.tokens):
            raise QueryError("a ) without its (", self.tokens[self.position].column)
        return clause

    def alternatives(self, depth: int) -> Clause:
        """Terms joined by OR."""
        parts = [self.together(depth)]
        while self._next_is("or"):
            word = self._take()
            self.has_choice |= not self.inside
            if self.position >= len(self.tokens) or self._next_is(")"):
                raise QueryError("OR needs something after it", word.column)
            parts.append(self.together(depth))
        return either(parts, self.values)

    def together(self, depth: int) -> Clause:
        """Terms side by side: all must hold, and tag: and stance: speak of the same tag."""
        parts: list[Clause] = []
        while self.position < len(self.tokens) and not self._next_is(")") and not self._next_is("or"):
            parts.append(self.term(depth))
        if not parts:
            raise QueryError("something to look for is missing here", self._column())
        runs = _runs([part for part in parts if part.of_tag])
        self.any_stance |= any(all(part.of_tag != "stance" for part in run) for run in runs)
        of_tags = [of_one_tag(run, self.values) for run in runs]
        return both(of_tags + [part for part in parts if not part.of_tag], self.values)

    def term(self, depth: int) -> Clause:
        """One word, phrase, field or group, or the negation of one."""
        if depth > _MAX_DEPTH:
            raise QueryError("too many brackets or signs inside one another", self.tokens[self.position].column)
        token = self._take()
        if token.kind == "-":
            return self._negation(token, depth)
        if token.kind == "(":
            self.inside += 1
            inner = self.alternatives(depth + 1)
            self.inside -= 1
            if not self._next_is(")"):
                raise QueryError("a ( without its )", token.column)
            self._take()
            return inner
        if token.kind == "field":
            return self._field(token)
        self.fields.add("")
        self.wanted.append(words_in(token.text, token.column))
        return holding(self.wanted[-1], self.values)

    def _negation(self, token: Token, depth: int) -> Clause:
        if self.position >= len(self.tokens):
            raise QueryError("- needs something after it", token.column)
        wanted, severities = len(self.wanted), len(self.severities)
        stances, any_stance = len(self.stances), self.any_stance
        self.inside += 1
        inner = self.term(depth + 1)
        self.inside -= 1
        del self.wanted[wanted:], self.stances[stances:], self.severities[severities:]
        self.any_stance = any_stance
        return neither(of_one_tag([inner], self.values) if inner.of_tag else inner)

    def _field(self, token: Token) -> Clause:
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
        said = self._said(following.column)
        self.fields.add(name)
        self.names_copies |= name == "is" and "copy" in said
        self.labels += said if name == "tag" else ()
        self.stances += said if name == "stance" else ()
        self.severities += said if name == "severity" else ()
        if name == "tag" and not self.inside:
            self.needs = said
        if name == "title":
            self.wanted += in_title(said, following.column)
        return compile_field(name, said, following.column, self.values)

    def _said(self, column: int) -> list[str]:
        """A field's values: words and phrases that touch, split at commas outside quotes."""
        pieces: list[tuple[str, bool]] = []
        end = column
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            if token.column != end or token.kind not in ("word", "phrase", "or", "-"):
                break
            self._take()
            pieces.append((token.text, token.kind == "phrase"))
            end = token.column + len(token.text)
        values = [""]
        for text, quoted in pieces:
            if quoted:
                values[-1] += text.replace('"', "")
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

    def _take(self) -> Token:
        self.position += 1
        return self.tokens[self.position - 1]


def _runs(parts: list[Clause]) -> list[list[Clause]]:
    """One tag for each run of `tag:` and `stance:` in which neither comes twice."""
    runs: list[list[Clause]] = []
    for part in parts:
        if not runs or any(part.of_tag == other.of_tag for other in runs[-1]):
            runs.append([])
        runs[-1].append(part)
    return runs
