"""Whose word an item rests on: a speaker's organisation, else the speaker, else whoever wrote it."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from storage.file.sqlite import Connection
from storage.voices.speakers import folded
from storage.voices.unnamed import shared_name

_SPEAKERS = (
    "SELECT said.id, who.name, who.org, who.side, who.kind FROM speaker AS said"
    " CROSS JOIN speaker AS who ON who.id = coalesce(said.same_as, said.id)"
    " WHERE said.id IN (SELECT value FROM json_each(?))"
)
_ORGANISATIONS = (
    "SELECT speaker_alias.norm, speaker.name, side FROM speaker_alias CROSS JOIN speaker ON speaker.id = speaker_id"
    " WHERE speaker_alias.norm IN (SELECT value FROM json_each(?)) AND kind = 'organisation' ORDER BY from_ms"
)
_SIDES = "SELECT org, min(side) FROM speaker WHERE side <> '' AND org IN (SELECT value FROM json_each(?)) GROUP BY org"
_DOUBTS = ("denied", "doubted")


@dataclass(frozen=True, slots=True)
class Primary:
    """Somebody whose word is counted, and one speaker for it."""

    name: str
    side: str
    speaker: str
    unnamed: bool
    """Officials, sources: several such may be one and the same."""


NOBODY = Primary("", "", "", False)


@dataclass(frozen=True, slots=True)
class Held:
    """That a label holds in a stance on somebody's word; None: the writer's, or nobody's whom the item names."""

    label: str
    stance: str
    holder: Primary | None


@dataclass(frozen=True, slots=True)
class Voice:
    """One primary of an item; `own`: it is the writer's own reporting."""

    name: str
    side: str
    own: bool
    unnamed: bool = False


def voices(held: Collection[Held], quoted: Iterable[Primary], writer: Voice | None) -> list[Voice]:
    """Whose word an item rests on: those who hold its labels, else those whom it quotes, else its writer.

    The writer's own word counts beside theirs where it asserts what they all deny or doubt; otherwise it hands theirs on.
    """
    named = dict.fromkeys(each.holder for each in held if each.holder) or dict.fromkeys(quoted)
    found = {each.name: Voice(each.name, each.side, False, each.unnamed) for each in named}
    if writer and (not named or any(_alone(label, held, named) for label in _asserted(held))):
        found.setdefault(writer.name, writer)
    return list(found.values())


def known(connection: Connection, speaker_ids: Iterable[int]) -> dict[int | None, Primary]:
    """Whose word the words of these speakers are, by the speaker's number."""
    rows = connection.execute(_SPEAKERS, (json.dumps(list(speaker_ids)),)).fetchall()
    organisations = _organisations(connection, {row["org"] for row in rows if row["org"]})
    found: dict[int | None, Primary] = {}
    for speaker_id, name, org, side, kind in rows:
        if kind in ("anonymous", "group"):
            found[speaker_id] = Primary(shared_name(name), side, name, True)
        else:
            whose, its_side = organisations.get(org, (name, ""))
            found[speaker_id] = Primary(whose, side or its_side, name, False)
    return found


def _organisations(connection: Connection, orgs: Collection[str]) -> dict[str, tuple[str, str]]:
    """Each organisation as papers word it -> its name as it is listed, and its side, else the side of those who speak for it."""
    norms = json.dumps([folded(org) for org in orgs])
    listed = {norm: (name, side) for norm, name, side in connection.execute(_ORGANISATIONS, (norms,)).fetchall()}
    found = {org: listed.get(folded(org), (org, "")) for org in orgs}
    sides = dict(connection.execute(_SIDES, (json.dumps([name for name, _ in found.values()]),)).fetchall())
    return {org: (name, side or sides.get(name, "")) for org, (name, side) in found.items()}


def _asserted(held: Iterable[Held]) -> set[str]:
    return {each.label for each in held if each.holder is None and each.stance == "asserted"}


def _alone(label: str, held: Iterable[Held], named: Collection[Primary]) -> bool:
    """Does everybody whom the item names deny or doubt the label?"""
    against = {each.holder for each in held if each.label == label and each.stance in _DOUBTS}
    return against.issuperset(named)
