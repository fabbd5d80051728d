"""Who is who: what the lists say, what operators say over them, and what follows for everything that is counted on names."""

import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from storage.file.errors import StoreError
from storage.file.sqlite import Connection, Row
from storage.voices import aliases, carriers, independence
from storage.voices.aliases import ALWAYS, Alias
from storage.voices.carriers import Move
from storage.voices.speakers import Listed, folded

_UTTERANCES = (
    "SELECT DISTINCT utterance_id FROM quote WHERE speaker_id IN (SELECT value FROM json_each(?)) AND current = 1"
    " AND utterance_id IS NOT NULL"
)
_ITEMS = (
    "SELECT item_id FROM quote WHERE speaker_id IN (SELECT value FROM json_each(?1)) AND current = 1"
    " UNION SELECT item_id FROM tag WHERE speaker_id IN (SELECT value FROM json_each(?1)) AND current = 1"
)
_MEANT = "SELECT id FROM speaker WHERE id IN (SELECT value FROM json_each(?1)) OR same_as IN (SELECT value FROM json_each(?1))"
_KNOWN_BY = (
    "UPDATE quote SET known_by = coalesce((SELECT by FROM speaker_alias WHERE norm = speaker.norm AND from_ms = ?1"
    " AND until_ms = ?2 ORDER BY by IN ('config', 'offices'), by = 'offices' LIMIT 1), '') FROM speaker"
    " WHERE speaker.id = quote.speaker_id AND quote.speaker_id IN (SELECT value FROM json_each(?3))"
)
_NAMES = (
    "UPDATE quote SET speaker = who.name FROM speaker AS said, speaker AS who WHERE said.id = quote.speaker_id"
    " AND who.id = coalesce(said.same_as, said.id) AND quote.speaker_id IN (SELECT value FROM json_each(?))"
)
_NAMED = "SELECT norm, name, role, org, side, kind FROM speaker WHERE basis = 'config'"
_CALLED = (
    "SELECT speaker_alias.norm, by, from_ms, until_ms, speaker.norm FROM speaker_alias CROSS JOIN speaker"
    " ON speaker.id = speaker_id WHERE by IN ('config', 'offices')"
)
_OPERATORS = "SELECT norm, by, from_ms, until_ms, speaker_id FROM speaker_alias WHERE norm = ? AND by NOT IN ('config', 'offices')"
_LED_HERE = (
    "SELECT speaker.id, name, speaker.norm, same_as FROM speaker JOIN speaker_alias ON speaker_alias.norm = speaker.norm"
    " WHERE by NOT IN ('config', 'offices') AND speaker_id = ? ORDER BY speaker.id"
)
_ALIAS = "SELECT speaker_id FROM speaker_alias WHERE norm = ? AND from_ms = ? AND until_ms = ? LIMIT 1"


class Identified(NamedTuple):
    """What an operator's word on a name has changed, as the log keeps it for the way back."""

    speaker_id: int
    as_speaker_id: int | None
    was: list[Alias]
    """What operators had said of the name before."""
    moves: list[Move]
    """The quotes that are now of the same utterance as others."""


def configure(connection: Connection, listed: Iterable[Listed]) -> None:
    """Bring the file in step with the lists; what operators said of identities stays.

    Mostly it is, and a start that only finds so takes a third of one that writes 1,200 aliases anew (measured).
    """
    listed = list(listed)
    if _stands(connection, listed):
        return
    before, called = _listed(connection), aliases.undated(connection)
    connection.execute("DELETE FROM speaker_alias WHERE by IN ('config', 'offices')")
    for speaker in listed:
        (speaker_id,) = connection.execute(
            "INSERT INTO speaker(name, norm, role, org, side, basis, kind) VALUES (?, ?, ?, ?, ?, 'config', ?)"
            " ON CONFLICT (norm) DO UPDATE SET name = excluded.name, role = excluded.role, org = excluded.org,"
            " side = excluded.side, basis = 'config', kind = excluded.kind RETURNING id",
            (speaker.name, folded(speaker.name), speaker.role, speaker.org, speaker.side, speaker.kind),
        ).fetchone()
        aliases.write(
            connection,
            [Alias(folded(name), speaker.by, since, until, speaker_id) for name, since, until in speaker.aliases],
        )
    changed = {speaker_id for speaker_id, known in _listed(connection).items() if before.get(speaker_id) != known}
    _settle(connection, changed | aliases.settle(connection, called))


def identify(connection: Connection, speaker_id: int, as_name: str | None, operator: str) -> list[Identified]:
    """Let a name be somebody, by an operator's word; None: what the lists say of it counts again.

    What operators say is taken back of the very name, else of all the names that they say are this speaker's. Raises
    StoreError where there is no such speaker, where there is nothing to take back, and where a name would be itself.
    """
    name = _speaker(connection, speaker_id)
    if as_name is None:
        return [_identified(connection, each, None, operator) for each in _spoken_of(connection, name)]
    known = _speaker(connection, _named(connection, as_name))
    if (known["same_as"] or known["id"]) == speaker_id:
        raise StoreError(f"{known['name']} is {name['name']} already")
    return [_identified(connection, name, known["id"], operator)]


def told(connection: Connection, changes: Iterable[Identified]) -> str:
    """What an operator has said, for the log."""
    return "; ".join(
        f"{_speaker(connection, each.speaker_id)['name']} is "
        + (_speaker(connection, each.as_speaker_id)["name"] if each.as_speaker_id else "who the lists say")
        for each in changes
    )


def turn(connection: Connection, line: Row, *, back: bool) -> list[int]:
    """Take back what `identify` did, or do it again, unless somebody has spoken since; returns the speakers concerned."""
    turned = []
    for speaker_id, as_speaker_id, was, moves in json.loads(line["before"]):
        norm = _speaker(connection, speaker_id)["norm"]
        before = [Alias(*each) for each in was]
        after = [Alias(norm, line["operator"], *ALWAYS, as_speaker_id)] if as_speaker_id else []
        here, there = (after, before) if back else (before, after)
        if _said_of(connection, norm) != here:
            continue
        touched = carriers.put_back(connection, [Move(*each) for each in moves]) if back else set()
        _say(connection, norm, there)
        independence.settle(connection, carriers.settle(connection, touched))
        turned.append(speaker_id)
    return turned


def items(connection: Connection, speaker_ids: Collection[int]) -> set[int]:
    """The items whose count of voices rests on these speakers."""
    speakers = json.dumps(sorted(speaker_ids))
    return _items(connection, speakers, _utterances(connection, speakers)) if speaker_ids else set()


def _identified(connection: Connection, name: Row, as_speaker_id: int | None, operator: str) -> Identified:
    was = _said_of(connection, name["norm"])
    said = [Alias(name["norm"], operator, *ALWAYS, as_speaker_id)] if as_speaker_id else []
    return Identified(name["id"], as_speaker_id, was, _say(connection, name["norm"], said))


def _spoken_of(connection: Connection, name: Row) -> list[Row]:
    """The names to take back what operators say of."""
    if _said_of(connection, name["norm"]):
        return [name]
    found: list[Row] = connection.execute(_LED_HERE, (name["id"],)).fetchall()
    if not found:
        raise StoreError(f"nobody has said who {name['name']} is")
    return found


def _said_of(connection: Connection, norm: str) -> list[Alias]:
    """What operators say of a name."""
    return [Alias(*row) for row in connection.execute(_OPERATORS, (norm,)).fetchall()]


def _named(connection: Connection, name: str) -> int:
    """Whom a name that an operator gives leads to, else a new speaker."""
    norm = folded(name)
    row = connection.execute("SELECT id FROM speaker WHERE norm = ?", (norm,)).fetchone()
    row = row or connection.execute(_ALIAS, (norm, *ALWAYS)).fetchone()
    if row is not None:
        return int(row[0])
    made = connection.execute(
        "INSERT INTO speaker(name, norm, basis, kind) VALUES (?, ?, 'seen', 'person')", (" ".join(name.split()), norm)
    ).lastrowid
    assert made is not None
    return made


def _say(connection: Connection, norm: str, said: Collection[Alias]) -> list[Move]:
    """Let this be all that operators say of a name; returns the quotes that are now of the same utterance as others."""
    called = aliases.undated(connection)
    connection.execute("DELETE FROM speaker_alias WHERE norm = ? AND by NOT IN ('config', 'offices')", (norm,))
    aliases.write(connection, said)
    return _settle(connection, aliases.settle(connection, called))


def _settle(connection: Connection, speaker_ids: Collection[int]) -> list[Move]:
    """Bring all that is counted on names in step with who they are now."""
    if not speaker_ids:
        return []
    concerned = json.dumps(sorted(speaker_ids))
    meant = json.dumps([row[0] for row in connection.execute(_MEANT, (concerned,)).fetchall()])
    connection.execute(_KNOWN_BY, (*ALWAYS, concerned))
    connection.execute(_NAMES, (meant,))
    utterances = _utterances(connection, meant)
    changed = carriers.settle(connection, utterances)
    moves = carriers.gather(connection, utterances)
    changed |= carriers.settle(connection, {each for move in moves for each in (move.from_id, move.to_id)})
    if touched := changed | _items(connection, meant, utterances):
        independence.settle(connection, touched)
    return moves


def _utterances(connection: Connection, speakers: str) -> list[int]:
    return [row[0] for row in connection.execute(_UTTERANCES, (speakers,)).fetchall()]


def _items(connection: Connection, speakers: str, utterances: Collection[int]) -> set[int]:
    """The items in which speakers say something, and those that carry their words without the name."""
    named = {row[0] for row in connection.execute(_ITEMS, (speakers,)).fetchall()}
    return named | carriers.items(connection, utterances)


def _speaker(connection: Connection, speaker_id: int) -> Row:
    row: Row | None = connection.execute(
        "SELECT id, name, norm, same_as FROM speaker WHERE id = ?", (speaker_id,)
    ).fetchone()
    if row is None:
        raise StoreError(f"there is no speaker {speaker_id}")
    return row


def _stands(connection: Connection, listed: Iterable[Listed]) -> bool:
    """Whether the file says of the lists' names just what the lists say; of two aliases that begin together the first counts."""
    known: dict[str, tuple[str, ...]] = {}
    wanted: dict[tuple[str, str, int], tuple[int, str]] = {}
    for each in listed:
        norm = folded(each.name)
        known[norm] = (each.name, each.role, each.org, each.side, each.kind)
        for name, since, until in each.aliases:
            wanted.setdefault((folded(name), each.by, since), (until, norm))
    held = {row[0]: tuple(row)[1:] for row in connection.execute(_NAMED).fetchall()}
    called = {tuple(row)[:3]: tuple(row)[3:] for row in connection.execute(_CALLED).fetchall()}
    return called == wanted and known.items() <= held.items()


def _listed(connection: Connection) -> dict[int, tuple[str, ...]]:
    """What is known of the speakers of the lists."""
    rows = connection.execute("SELECT id, name, role, org, side, kind FROM speaker WHERE basis = 'config'").fetchall()
    return {row["id"]: tuple(row)[1:] for row in rows}
