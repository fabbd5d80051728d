"""A line of the log for a person, and for scripts."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import click

from feint.cli.columns import aligned
from feint.cli.plain import plain
from storage.file.sqlite import Connection
from storage.log import reading
from storage.log.reading import Line

_LONGEST_NAME = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def for_a_person(connection: Connection, found: list[Line]) -> list[str]:
    """Lines under each other; one that was corrected is struck, and says by which."""
    names, corrected = reading.names(connection, found), reading.corrections(connection, found)
    rows = [_row(line, names, len(str(found[-1].n))) for line in found]
    apart = any(row[2] for row in rows)
    shown = aligned([row if apart else row[:2] + row[3:] for row in rows])
    return [_struck(words, corrected.get(line.n, [])) for line, words in zip(found, shown, strict=True)]


def _row(line: Line, names: Mapping[tuple[str, int], str], digits: int) -> tuple[str, ...]:
    return (
        f"{line.n:>{digits}}",
        _at(line.at_ms).strftime("%Y-%m-%d %H:%M:%SZ"),
        "" if line.occurred_ms is None else f"({minute(line.occurred_ms)})",
        plain(line.operator),
        plain(line.act),
        _about(line, names),
        plain(" ".join(line.detail.split())),
    )


def _struck(words: str, by: list[int]) -> str:
    if not by:
        return words
    return f"{click.style(words, strikethrough=True)}  (corrected by {', '.join(map(str, by))})"


def _about(line: Line, names: Mapping[tuple[str, int], str]) -> str:
    """`item 12 Bridge closed`, `3 items`, `line 17`; nothing where a line is about no row."""
    if not line.subject_ids:
        return ""
    if len(line.subject_ids) > 1:
        return f"{len(line.subject_ids):,} {plain(line.subject)}s"
    name = plain(names.get((line.subject, line.subject_ids[0]), ""))
    name = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
    subject = "line" if line.subject == "event" else plain(line.subject)
    return f"{subject} {line.subject_ids[0]} {name}".rstrip()


def for_scripts(line: Line) -> str:
    """A line as JSON, with all that its hash covers. Field names are a contract."""
    row = {
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
    return json.dumps(row, ensure_ascii=False)


def _iso(ms: int) -> str:
    """To the millisecond: a line's hash covers it."""
    return _at(ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def minute(ms: int) -> str:
    """A time to the minute, in UTC."""
    return _at(ms).strftime("%Y-%m-%d %H:%MZ")


def _at(ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ms)
