"""A line of the log for a person, for a screen reader, and for scripts."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import click

from feint.cli.lines import Row
from feint.cli.plain import fields, plain
from storage.file.sqlite import Connection
from storage.log import reading
from storage.log.reading import Line
from storage.reads.jsonrows import iso

_LONGEST_NAME = 32
_TELLING = 30
"""So much of a name tells it from others."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def for_a_person(connection: Connection, found: list[Line]) -> list[str]:
    """Lines under each other; one that was corrected is struck, and says by which."""
    from feint.cli.columns import aligned

    names, corrected = reading.names(connection, found), reading.corrections(connection, found)
    rows = [_cells(line, names, len(str(found[-1].n))) for line in found]
    apart = any(row[2] for row in rows)
    shown = aligned([row if apart else row[:2] + row[3:] for row in rows])
    return [_struck(words, corrected.get(line.n, [])) for line, words in zip(found, shown, strict=True)]


def for_a_reader(connection: Connection, found: list[Line]) -> Iterator[str]:
    """Plain lines, none wider or narrower for the others' sake."""
    names, corrected = reading.names(connection, found), reading.corrections(connection, found)
    for line in found:
        yield in_words(line, name_of(line, names), corrected.get(line.n, ()))


def in_words(line: Line, name: str, corrected_by: Sequence[int] = ()) -> str:
    """When it was entered, its number, who, what, about what, when it happened if at another time, and what corrects it."""
    happened = "" if line.occurred_ms is None else f"happened {minute(line.occurred_ms)}"
    corrected = f"corrected by {', '.join(map(str, corrected_by))}" if corrected_by else ""
    about = (line.operator, line.act, _about(line, name), happened, line.detail)
    return fields(iso(line.at_ms), f"line {line.n}", *about, corrected)


def name_of(line: Line, names: Mapping[tuple[str, int], str]) -> str:
    """What the first subject of a line is called, or nothing."""
    return names.get((line.subject, line.subject_ids[0]), "") if line.subject_ids else ""


def _cells(line: Line, names: Mapping[tuple[str, int], str], digits: int) -> tuple[str, ...]:
    return (
        f"{line.n:>{digits}}",
        _at(line.at_ms).strftime("%Y-%m-%d %H:%M:%SZ"),
        "" if line.occurred_ms is None else f"({minute(line.occurred_ms)})",
        plain(line.operator),
        plain(line.act),
        _about(line, _short(name_of(line, names))),
        plain(" ".join(line.detail.split())),
    )


def _struck(words: str, by: list[int]) -> str:
    if not by:
        return words
    return f"{click.style(words, strikethrough=True)}  (corrected by {', '.join(map(str, by))})"


def _about(line: Line, name: str) -> str:
    """`item 12 Bridge closed`, `item 12` where the words name it, `3 items`, `line 17`; nothing where a line is about no row."""
    if not line.subject_ids:
        return ""
    if len(line.subject_ids) > 1:
        return f"{len(line.subject_ids):,} {plain(line.subject)}s"
    subject = "line" if line.subject == "event" else plain(line.subject)
    is_named = f"“{name[:_TELLING]}" in line.detail
    return f"{subject} {line.subject_ids[0]} {'' if is_named else plain(name)}".rstrip()


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def for_scripts(line: Line) -> str:
    """A line as JSON, with all that its hash covers. Field names are a contract."""
    return json.dumps(record(line), ensure_ascii=False)


def record(line: Line) -> Row:
    """A line as scripts get it."""
    return {
        "n": line.n,
        "at": _iso(line.at_ms),
        "occurred": None if line.occurred_ms is None else _iso(line.occurred_ms),
        "operator": line.operator,
        "act": line.act,
        "subject": line.subject,
        "ids": line.subject_ids,
        "detail": line.detail,
        "before": line.before,
        "undoes": line.undoes,
        "corrects": line.corrects,
        "hash": line.hash.hex(),
    }


def _iso(ms: int) -> str:
    """To the millisecond: a line's hash covers it."""
    return _at(ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def minute(ms: int) -> str:
    """A time to the minute, in UTC."""
    return _at(ms).strftime("%Y-%m-%d %H:%MZ")


def _at(ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ms)
