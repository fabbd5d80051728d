"""Who a name is: by an alias of the config, of the list of offices or of an operator, whose word counts over both lists.

An alias without dates acts backwards too: it says of the row of a name that papers use whose name that is (`same_as`), and
takes that back when it goes. One with dates says it of single quotes, as they are stored.
"""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from storage.file.sqlite import Connection

ALWAYS = (-(1 << 62), 1 << 62)
"""From when until when an alias without dates holds."""

_LISTS = ("offices", "config")
_UNDATED = "SELECT norm, by, speaker_id FROM speaker_alias WHERE from_ms = ? AND until_ms = ?"
_CONCERNED = (
    "SELECT id, norm, same_as FROM speaker WHERE same_as IS NOT NULL OR norm IN (SELECT norm FROM speaker_alias)"
)
_CALLED = "SELECT id FROM speaker WHERE norm IN (SELECT value FROM json_each(?))"


class Alias(NamedTuple):
    """That a name is a speaker's, by somebody's word, for some time."""

    norm: str
    by: str
    from_ms: int
    until_ms: int
    speaker_id: int


def weight(by: str) -> int:
    """How much somebody's word on a name counts: an operator's most, then the config's."""
    return _LISTS.index(by) if by in _LISTS else len(_LISTS)


def write(connection: Connection, aliases: Iterable[Alias]) -> None:
    """Add aliases; of two by one hand that begin together the first holds."""
    connection.executemany(
        "INSERT OR IGNORE INTO speaker_alias(norm, by, from_ms, until_ms, speaker_id) VALUES (?, ?, ?, ?, ?)", aliases
    )


def undated(connection: Connection) -> dict[str, tuple[int, str]]:
    """The speaker of each name, and by whose word: the weightiest of those that have no dates."""
    found = connection.execute(_UNDATED, ALWAYS).fetchall()
    by_weight = sorted(found, key=lambda row: (weight(row["by"]), row["by"]))
    return {row["norm"]: (row["speaker_id"], row["by"]) for row in by_weight}


def settle(connection: Connection, before: Mapping[str, tuple[int, str]]) -> set[int]:
    """Bring what names are in step with the aliases that have no dates, which were `before`.

    Returns the names, by number, of which something else is known now.
    """
    now = undated(connection)
    whose = {norm: speaker_id for norm, (speaker_id, _) in now.items()}
    rows = connection.execute(_CONCERNED).fetchall()
    norms = {row["id"]: row["norm"] for row in rows}
    missing = json.dumps([speaker_id for speaker_id in whose.values() if speaker_id not in norms])
    found = connection.execute("SELECT id, norm FROM speaker WHERE id IN (SELECT value FROM json_each(?))", (missing,))
    norms |= {row["id"]: row["norm"] for row in found.fetchall()}
    changed = json.dumps([norm for norm in {**before, **now} if before.get(norm) != now.get(norm)])
    concerned = {row[0] for row in connection.execute(_CALLED, (changed,)).fetchall()}
    for row in rows:
        known = _followed(row["id"], whose, norms)
        if known != row["same_as"]:
            connection.execute("UPDATE speaker SET same_as = ? WHERE id = ?", (known, row["id"]))
            concerned.add(row["id"])
    return concerned


def _followed(speaker_id: int, whose: Mapping[str, int], norms: Mapping[int, str]) -> int | None:
    """Who a name is in the end, for whom an alias names may be somebody else by another; None: nobody but itself.

    Where words contradict each other in a circle, all of them are the one that came first.
    """
    way = [speaker_id]
    while (known := whose.get(norms[way[-1]], way[-1])) not in way:
        way.append(known)
    end = min(way[way.index(known) :])
    return None if end == speaker_id else end
