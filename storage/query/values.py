"""The fields of the query language and what may stand after each; what may not raises QueryError."""

import datetime
import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from storage.items.verdicts import STANCES
from storage.query.clauses import Ago, Wanted
from storage.severity import SEVERITIES

FIELDS: dict[str, str] = {
    "tag": "a label: withdrawal, escalation, deescalation or your own",
    "stance": "asserted, claimed, denied, doubted, conditional, historical",
    "rule": "the id of the lexicon rule that tagged it, or its beginning with a *",
    "title": 'words of the headline: title:bridge, title:"rail head", title:troop*',
    "side": "a side of the config: of the source, of somebody quoted, or of whose word it is",
    "source": "part of a source's name, or its family",
    "kind": "wire, official, press, state, analysis, aggregator",
    "grade": "A to F, also <=C (A, B or C) and >=D",
    "language": "the source's language: en, ru, uk",
    "speaker": "part of the name of a person or organisation that is quoted or holds a label",
    "primary": "part of the name of whose word it is: an organisation, else a speaker, else the writer",
    "origin": "part of the name of who wrote it: an agency, or the outlet itself",
    "severity": "flash, urgent, notice, info: named by a rule as such or graver",
    "since": "seen in the last 45m, 6h, 2d, or since 2026-11-20, 2026-11-20T06:00 (UTC)",
    "before": "seen longer ago than 45m, 6h, 2d, or before 2026-11-20, 2026-11-20T06:00 (UTC)",
    "is": "new, acked, dismissed, starred, edited, copy, alerting, evidence, disputed, corrected, noted",
    "operator": "who dealt with it: the name of an operator",
    "story": "the number of a story; one that was merged leads to where it went",
    "alert": "the id of a rule of the config, or its beginning with a *: what its alerts rest on",
}

STATES = ("new", "acked", "dismissed")
CHOICES: dict[str, tuple[str, ...]] = {
    "stance": STANCES,
    "kind": ("wire", "official", "press", "state", "analysis", "aggregator"),
    "severity": SEVERITIES[1:],
    "is": (*STATES, "starred", "edited", "copy", "alerting", "evidence", "disputed", "corrected", "noted"),
}
"""Fields that know but a few values."""
_EXAMPLES = {
    "since": "6h",
    "before": "2d",
    "grade": "<=C",
    "story": "12",
    "side": "ru",
    "language": "en",
    "rule": "w.*",
    "source": "tass",
    "tag": "withdrawal",
    "title": "bridge",
    "operator": "ana",
    "alert": "withdrawal-claimed",
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


def example(name: str) -> str:
    """A value that a field would take, for an error's words."""
    return _EXAMPLES.get(name) or CHOICES.get(name, ("…",))[0]


def words_in(text: str, column: int) -> Wanted:
    """A word, "phrase" or prefix* as it was typed. Raises QueryError."""
    words = text.strip('"*').replace('"', " ")
    if not any(character.isalnum() for character in words):
        raise QueryError("there is no letter or digit to look for", column)
    return Wanted(words, text.endswith("*"))


def in_title(said: Sequence[str], column: int) -> list[Wanted]:
    """Words of a headline. Raises QueryError."""
    return [replace(words_in(each, column), in_title=True) for each in said]


def checked(name: str, said: list[str], column: int) -> list[str]:
    """Values of which a field knows but a few."""
    for value in said:
        if value not in CHOICES[name]:
            near = difflib.get_close_matches(value, CHOICES[name], n=1)
            raise QueryError(
                f"{name}: is one of {', '.join(CHOICES[name])}, not {value}", column, near[0] if near else ""
            )
    return said


def letters(said: Sequence[str], column: int) -> list[str]:
    """The grades that are meant."""
    grades: set[str] = set()
    for value in said:
        read = re.fullmatch(r"(<=|>=|<|>|)([a-f])", value)
        if read is None:
            raise QueryError(
                f"grade: is a letter A to F, with <= or >= before it if you like, not {value}", column, "<=C"
            )
        sign, letter = read.groups()
        holds: dict[str, Callable[[str], bool]] = {
            "": letter.__eq__, "<=": letter.__ge__, ">=": letter.__le__, "<": letter.__gt__, ">": letter.__lt__
        }  # fmt: skip
        grades |= {grade.upper() for grade in "abcdef" if holds[sign](grade)}
    return sorted(grades)


def moment(name: str, said: Sequence[str], column: int) -> Ago | int:
    """A length of time, a day or a time of a day."""
    found = _moment(said[0]) if len(said) == 1 else None
    if found is None:
        example = "a length of time such as 45m, 6h or 2d, or a time such as 2026-11-20 or 2026-11-20T06:00"
        raise QueryError(f"{name}: is {example}, not {','.join(said)}", column, "6h")
    return found


def _moment(said: str) -> Ago | int | None:
    if ago := re.fullmatch(r"(\d{1,6})([smhdw])", said, re.ASCII):
        return Ago(int(ago[1]) * _SECONDS[ago[2]] * 1_000)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(t\d\d:\d\d(:\d\d)?z?)?", said, re.ASCII):
        return None
    try:
        moment = datetime.datetime.fromisoformat(said.removesuffix("z").upper())
    except ValueError:
        return None
    return int(moment.replace(tzinfo=datetime.UTC).timestamp()) * 1_000
