"""The fields of the query language: what each one takes, and the SQL it becomes. storage/query.py reads the grammar."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass

from storage.items.verdicts import STANCES

FIELDS: dict[str, str] = {
    "tag": "a label: withdrawal, escalation, deescalation or your own",
    "stance": "asserted, claimed, denied, doubted, conditional, historical",
    "rule": "the id of the lexicon rule that tagged it, or its beginning with a *",
    "side": "a side of the config: of the source, of somebody quoted, or of whose word it is",
    "source": "part of a source's name, or its family",
    "kind": "wire, official, press, state, analysis, aggregator",
    "grade": "A to F, also <=C (A, B or C) and >=D",
    "language": "the source's language: en, ru, uk",
    "speaker": "part of the name of a person or organisation that is quoted or holds a label",
    "primary": "part of the name of whose word it is: an organisation, else a speaker, else the writer",
    "origin": "part of the name of who wrote it: an agency, or the outlet itself",
    "severity": "flash, urgent, notice, info: named by a rule as such or graver",
    "since": "seen in the last 45m, 6h, 2d",
    "before": "seen longer ago than 45m, 6h, 2d",
    "is": "new, acked, dismissed, starred, edited, copy, alerting, disputed, corrected",
    "story": "the number of a story; one that was merged leads to where it went",
}

_VALUES: dict[str, tuple[str, ...]] = {
    "stance": STANCES,
    "kind": ("wire", "official", "press", "state", "analysis", "aggregator"),
    "severity": ("info", "notice", "urgent", "flash"),
    "is": ("new", "acked", "dismissed", "starred", "edited", "copy", "alerting", "disputed", "corrected"),
}

_IS: dict[str, str] = {
    "new": "item.state = 'new'",
    "acked": "item.state = 'acked'",
    "dismissed": "item.state = 'dismissed'",
    "starred": "item.starred = 1",
    "edited": "item.revision > 1",
    "copy": "item.copy_of IS NOT NULL",
    "alerting": "item.severity > 0",
    "disputed": "item.story_id IN (SELECT id FROM story WHERE disputed <> '')",
    "corrected": "item.id IN (SELECT item_id FROM verdict)",
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
class Clause:
    """A piece of SQL with its values; pieces of a tag (its field says which) wait to be joined with their neighbours."""

    sql: str
    values: tuple[Parameter, ...] = ()
    of_tag: str = ""


def example(name: str) -> str:
    """A value that a field would take, for an error's words."""
    return {
        "since": "6h",
        "before": "2d",
        "grade": "<=C",
        "story": "12",
        "side": "ru",
        "language": "en",
        "rule": "w.*",
    }.get(name, _VALUES.get(name, ("tass" if name == "source" else "withdrawal" if name == "tag" else "…",))[0])


def compile_field(name: str, values: list[str], column: int) -> Clause:
    """The clause of a field and its values, which begin at `column`. Raises QueryError."""
    return _COMPILE[name](name, values, column)


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


def _tag(_: str, values: list[str], column: int) -> Clause:
    return Clause(f"label IN ({_marks(values)})", tuple(values), of_tag="tag")


def _stance(name: str, values: list[str], column: int) -> Clause:
    return Clause(f"stance IN ({_marks(values)})", tuple(_checked(name, values, column)), of_tag="stance")


def _rule(_: str, values: list[str], column: int) -> Clause:
    ends = [value.removesuffix("*") + "\U0010ffff" if value.endswith("*") else value for value in values]
    bounds = [bound for value, end in zip(values, ends, strict=True) for bound in (value.removesuffix("*"), end)]
    return Clause(f"({' OR '.join(['rule BETWEEN ? AND ?'] * len(values))})", tuple(bounds), of_tag="rule")


def _of_source(condition: str) -> str:
    return f"item.source_id IN (SELECT id FROM source WHERE {condition})"


def _said_by(condition: str) -> str:
    """Of those whom the condition finds, under any name that papers use for them, and also where another carrier names them."""
    return (
        f"item.id IN (WITH named(id) AS (SELECT id FROM speaker WHERE {condition}), who(id) AS"
        " (SELECT id FROM named UNION SELECT speaker.id FROM named CROSS JOIN speaker ON same_as = named.id)"
        " SELECT item_id FROM who CROSS JOIN quote ON speaker_id = who.id WHERE current = 1"
        " UNION SELECT item_id FROM who CROSS JOIN tag ON speaker_id = who.id WHERE current = 1"
        " UNION SELECT item_id FROM who CROSS JOIN utterance ON utterance.speaker_id = who.id"
        " CROSS JOIN quote ON utterance_id = utterance.id WHERE current = 1)"
    )


def _side(_: str, values: list[str], column: int) -> Clause:
    condition = f"casefold(side) IN ({_marks(values)})"
    sides = f"SELECT side FROM source WHERE {condition} UNION SELECT side FROM speaker WHERE {condition}"
    rests_on = f"item.id IN (SELECT item_id FROM voice WHERE side <> '' AND side IN ({sides}))"
    return Clause(f"({_of_source(condition)} OR {_said_by(condition)} OR {rests_on})", tuple(values) * 4)


def _source(_: str, values: list[str], column: int) -> Clause:
    condition = " OR ".join(["instr(casefold(name), ?) OR casefold(family) = ?"] * len(values))
    return Clause(_of_source(condition), tuple(value for value in values for _ in range(2)))


def _kind(name: str, values: list[str], column: int) -> Clause:
    return Clause(_of_source(f"kind IN ({_marks(values)})"), tuple(_checked(name, values, column)))


def _language(_: str, values: list[str], column: int) -> Clause:
    return Clause(_of_source(f"casefold(language) IN ({_marks(values)})"), tuple(values))


def _grade(_: str, values: list[str], column: int) -> Clause:
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
    return Clause(_of_source(f"grade IN ({_marks(found_grades)})"), tuple(found_grades))


def _speaker(_: str, values: list[str], column: int) -> Clause:
    condition = " OR ".join(["instr(norm, ?) OR instr(casefold(name), ?) OR instr(casefold(org), ?)"] * len(values))
    return Clause(_said_by(condition), tuple(value for value in values for _ in range(3)))


def _primary(_: str, values: list[str], column: int) -> Clause:
    return Clause(
        f"item.id IN (SELECT item_id FROM voice WHERE name IN ({_holding('voice', 'name', values)}))", tuple(values)
    )


def _origin(_: str, values: list[str], column: int) -> Clause:
    written = f"SELECT id FROM item WHERE origin IN ({_holding('item', 'origin', values)})"
    return Clause(f"item.id IN ({written})", tuple(values))


def _holding(table: str, column: str, values: list[str]) -> str:
    """The different values of an indexed column that hold one of these: each is looked up after the one before, none twice."""
    following = f"SELECT min({column}) FROM {table} WHERE {column} > known.value"
    parts = " OR ".join(["instr(casefold(ifnull(value, '')), ?)"] * len(values))
    return (
        f"WITH RECURSIVE known(value) AS (SELECT min({column}) FROM {table}"
        f" UNION ALL SELECT ({following}) FROM known WHERE value IS NOT NULL) SELECT value FROM known WHERE {parts}"
    )


def _severity(name: str, values: list[str], column: int) -> Clause:
    rank = min(_VALUES["severity"].index(value) for value in _checked(name, values, column)) + 1
    return Clause("item.severity >= ?", (rank,))


def _age(name: str, values: list[str], column: int) -> Clause:
    found = re.fullmatch(r"(\d{1,6})([smhdw])", values[0])
    if found is None or len(values) > 1:
        raise QueryError(f"{name}: is a length of time such as 45m, 6h or 2d, not {','.join(values)}", column, "6h")
    ago = Ago(int(found[1]) * _SECONDS[found[2]] * 1_000)
    return Clause(f"item.first_seen_ms {'>=' if name == 'since' else '<'} ?", (ago,))


def _is(name: str, values: list[str], column: int) -> Clause:
    return Clause("(" + " OR ".join(_IS[value] for value in _checked(name, values, column)) + ")")


def _story(_: str, values: list[str], column: int) -> Clause:
    if not all(value.isascii() and value.isdigit() and len(value) < 16 for value in values):
        raise QueryError("story: is a story's number", column)
    stories = (
        f"WITH RECURSIVE led(id) AS (SELECT id FROM story WHERE id IN ({_marks(values)}) UNION"
        " SELECT merged_into FROM led CROSS JOIN story ON story.id = led.id WHERE merged_into IS NOT NULL) SELECT id FROM led"
    )
    return Clause(f"item.story_id IN ({stories})", tuple(int(value) for value in values))


_COMPILE: dict[str, Callable[[str, list[str], int], Clause]] = {
    "tag": _tag,
    "stance": _stance,
    "rule": _rule,
    "side": _side,
    "source": _source,
    "kind": _kind,
    "grade": _grade,
    "language": _language,
    "speaker": _speaker,
    "primary": _primary,
    "origin": _origin,
    "severity": _severity,
    "since": _age,
    "before": _age,
    "is": _is,
    "story": _story,
}
