"""What may stand after a field of a query, each value with what it is: for whoever is typing one.

Values that begin so come first, then those of which a later word does. All is looked up in small tables and in indexes; who is
asked for before a letter is typed is whoever was heard lately.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence

from storage.file.sqlite import Connection
from storage.query.values import CHOICES
from storage.severity import SEVERITIES
from storage.voices.speakers import folded

Value = tuple[str, str]
"""A value, and what it is for a person; nothing where there is nothing to say."""

_HIGH = "\U0010ffff"
_LATELY = 400
"""So many of the newest statements tell who was heard lately."""

_SAID_OF: dict[str, str] = {
    "asserted": "the paper says so itself", "claimed": "somebody says so", "denied": "somebody says it is not so",
    "doubted": "somebody questions it", "conditional": "if something else happens", "historical": "it happened long ago",
    "new": "nobody has dealt with it", "acked": "acknowledged", "dismissed": "of no interest", "starred": "marked by a star",
    "edited": "its text was changed", "copy": "another item's text", "alerting": "named by a rule",
    "evidence": "an alert rests on it", "disputed": "its story holds both sides", "corrected": "an operator has ruled on it",
    "noted": "it has a note",
    "A": "reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable", "E": "unreliable",
    "F": "cannot be judged", "<=B": "A or B", "<=C": "A, B or C", ">=D": "D, E or F",
    "1h": "an hour", "6h": "six hours", "24h": "a day", "2d": "two days", "7d": "a week",
}  # fmt: skip
_FIXED: dict[str, tuple[str, ...]] = {
    **CHOICES,
    "grade": ("A", "B", "C", "D", "E", "F", "<=B", "<=C", ">=D"),
    "since": ("1h", "6h", "24h", "2d", "7d"),
    "before": ("1h", "6h", "24h", "2d", "7d"),
}


def _different(column: str, index: str, among: str, said: str = "''") -> str:
    """The different values of an indexed column, each with what is `said` of it; each is looked up after the one before."""
    table = index.partition("_")[0]
    first = f"SELECT min({column}) FROM {table} INDEXED BY {index} WHERE {among}"
    return (
        f"WITH RECURSIVE known(value) AS ({first} UNION ALL SELECT ({first} AND {column} > known.value) FROM known"
        f" WHERE value IS NOT NULL) SELECT value, {said} FROM known WHERE value > ''"
    )


_TABLES: dict[str, str] = {
    "tag": "SELECT name, help FROM label ORDER BY place",
    "source": "SELECT name, kind || ', ' || grade FROM source WHERE active = 1 ORDER BY name",
    "language": "SELECT language, count(*) || iif(count(*) = 1, ' source', ' sources') FROM source"
    " WHERE active = 1 AND language <> '' GROUP BY language ORDER BY count(*) DESC, language",
    "rule": _different(
        "rule",
        "tag_by_rule",
        "current = 1",
        "(SELECT label FROM tag INDEXED BY tag_by_rule WHERE current = 1 AND rule = value LIMIT 1)",
    ),
    "operator": _different("operator", "item_by_operator", "operator <> ''"),
    "origin": _different("origin", "item_by_origin", "1"),
}
"""Fields whose values are so few that all of them are read."""
_ALERTS = _different(
    "rule",
    "alert_by_rule",
    "1",
    "(SELECT severity FROM alert INDEXED BY alert_by_rule WHERE rule = value ORDER BY id DESC LIMIT 1)",
)
_SIDES = (
    "SELECT side, name FROM source WHERE side <> '' AND active = 1"
    " UNION SELECT side, org FROM speaker INDEXED BY speaker_by_org WHERE side <> '' AND org <> '' ORDER BY side, name"
)
_TOLD = 3
"""So many names tell what a side is."""

_PEOPLE = "SELECT name, kind, role, org, side FROM speaker WHERE same_as IS NULL AND"
_BEGINNING = f"{_PEOPLE} norm >= ?1 AND norm < ?1 || '{_HIGH}' ORDER BY norm LIMIT ?2"
_WITH_WORD = f"{_PEOPLE} id IN (SELECT id FROM speaker WHERE instr(norm, ' ' || ?1) LIMIT ?2)"
_HEARD = (
    f"SELECT name, kind, role, org, side FROM (SELECT coalesce(same_as, id) AS who, count(*) AS times FROM"
    f" (SELECT speaker_id FROM quote ORDER BY id DESC LIMIT {_LATELY}) JOIN speaker ON id = speaker_id GROUP BY 1)"
    " JOIN speaker ON speaker.id = who ORDER BY times DESC, norm LIMIT ?"
)
_VOICES = (
    "WITH RECURSIVE known(value) AS (SELECT min(name) FROM voice WHERE name >= ?1 AND name < ?1 || ?2"
    " UNION ALL SELECT (SELECT min(name) FROM voice WHERE name > known.value AND name < ?1 || ?2) FROM known"
    " WHERE value IS NOT NULL) SELECT value FROM known WHERE value IS NOT NULL LIMIT ?3"
)
_RESTED_ON = (
    "SELECT name FROM (SELECT name FROM voice ORDER BY item_id DESC LIMIT ?) GROUP BY name ORDER BY count(*) DESC, name"
)
_ARE_VOICES = (
    "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM voice INDEXED BY voice_by_name WHERE name = value)"
)


def values(connection: Connection, field: str, start: str, limit: int) -> tuple[Value, ...]:
    """Up to so many values of a field that begin with `start`, or of which a word does; none of a field that has no list."""
    typed = start.strip().strip('"')
    if field in _MANY:
        return tuple(dict.fromkeys(_MANY[field](connection, typed, limit)))[:limit]
    return tuple(_fitting(_few(connection, field), typed.casefold()))[:limit]


def _few(connection: Connection, field: str) -> list[Value]:
    """All values of a field that has not many."""
    if field in _FIXED:
        return [(value, _SAID_OF.get(value, "")) for value in _FIXED[field]]
    if field == "alert":
        return [(rule, SEVERITIES[rank]) for rule, rank in connection.execute(_ALERTS).fetchall()]
    if field == "side":
        return _sides(connection)
    return [(row[0], row[1]) for row in connection.execute(_TABLES[field]).fetchall()] if field in _TABLES else []


def _sides(connection: Connection) -> list[Value]:
    """Each with who is on it."""
    named: dict[str, list[str]] = {}
    for side, name in connection.execute(_SIDES).fetchall():
        named.setdefault(side, []).append(name)
    return [(side, ", ".join([*names[:_TOLD], *(["…"] if names[_TOLD:] else [])])) for side, names in named.items()]


def _fitting(found: Iterable[Value], start: str) -> list[Value]:
    """Those that begin so, then those of which a word does, each in their order."""
    later = re.compile(rf"(?<![^\W_]){re.escape(start)}")
    first: list[Value] = []
    others: list[Value] = []
    for value in found:
        name = value[0].casefold()
        if name.startswith(start):
            first.append(value)
        elif later.search(name):
            others.append(value)
    return first + others


def _speakers(connection: Connection, start: str, limit: int) -> list[Value]:
    if not start:
        return [_speaker(*row) for row in connection.execute(_HEARD, (limit,)).fetchall()]
    norm = folded(start) or start
    found = connection.execute(_BEGINNING, (norm, limit)).fetchall()
    if len(found) < limit:
        found += connection.execute(_WITH_WORD, (norm, limit)).fetchall()
    return [_speaker(*row) for row in found]


def _speaker(name: str, kind: str, role: str, org: str, side: str) -> Value:
    said = ", ".join(part for part in (role, org if org != name else "") if part) or (kind if kind != "person" else "")
    return name, f"{said} [{side}]".strip() if side else said


def _primaries(connection: Connection, start: str, limit: int) -> list[Value]:
    """Names are as papers write them, so some ways to begin one are looked up; the words in it by the speakers of that name."""
    if not start:
        return [(row[0], "") for row in connection.execute(_RESTED_ON, (_LATELY,)).fetchall()]
    names: list[str] = []
    for way in dict.fromkeys((start, start[:1].upper() + start[1:], start.title(), start.upper(), start.casefold())):
        names += [row[0] for row in connection.execute(_VOICES, (way, _HIGH, limit)).fetchall()]
    if len(names) < limit:
        people = [name for name, _ in _speakers(connection, start, 2 * limit)]
        names += [row[0] for row in connection.execute(_ARE_VOICES, (json.dumps(people),)).fetchall()]
    return [(name, "") for name in names]


_MANY: dict[str, Callable[[Connection, str, int], Sequence[Value]]] = {"speaker": _speakers, "primary": _primaries}
"""Fields whose values may be tens of thousands."""
