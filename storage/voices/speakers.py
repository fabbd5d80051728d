"""Speakers: who is named in a paper, by an alias or by the very same name, never by likeness."""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from storage.file.sqlite import Connection, Row
from storage.voices import aliases
from storage.voices.aliases import ALWAYS as ALWAYS

if TYPE_CHECKING:  # a desk that counts voices must not load the classifier's room
    from classifier.records import Analysis, Attribution

_ALIASES = (
    "SELECT speaker_alias.norm, from_ms, until_ms, by, who.id AS who, name, role, org, side, kind FROM speaker_alias"
    " CROSS JOIN (SELECT id, coalesce(same_as, id) AS who FROM speaker) AS meant ON meant.id = speaker_alias.speaker_id"
    " CROSS JOIN speaker AS who ON who.id = meant.who WHERE speaker_alias.norm IN (SELECT value FROM json_each(?))"
)
_NAMES = (
    "SELECT said.norm, said.id, who.id AS who, who.name, who.role, who.org, who.side, who.kind FROM speaker AS said"
    " CROSS JOIN speaker AS who ON who.id = coalesce(said.same_as, said.id)"
    " WHERE said.norm IN (SELECT value FROM json_each(?))"
)
NAMED = ("person", "organisation")
"""The kinds of those who are somebody in every paper."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A speaker as the config, or the list of public offices, names them."""

    name: str
    kind: str
    role: str
    org: str
    side: str
    aliases: tuple[tuple[str, int, int], ...]
    """Each with when it begins to hold and when it ends, UTC epoch milliseconds."""
    by: str
    """`config` or `offices`."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it, and the words for the screen."""

    id: int | None
    """The row of the name that the paper uses; None where nobody is known."""
    name: str
    org: str
    side: str
    kind: str = ""
    known_by: str = ""
    """By whose alias: `config`, `offices`, an operator; empty: by the very name."""
    identity: int | None = None
    """The row of who that is."""
    role: str = ""

    @property
    def is_named(self) -> bool:
        """A person or an organisation, not an office, several people or somebody who is not named."""
        return self.kind in NAMED

    @property
    def words(self) -> str | None:
        """Name, office and organisation, as a judge of quotes reads them; None: nobody is known."""
        held = ", ".join(part for part in (self.name, self.role if self.is_named else "") if part)
        return f"{held} for {self.org}" if held and self.org else held or None


NOBODY = Speaker(None, "", "", "")


class _Name(NamedTuple):
    """A name as an alias knows it."""

    since_ms: int
    until_ms: int
    who: Speaker

    @property
    def is_dated(self) -> bool:
        return (self.since_ms, self.until_ms) != ALWAYS


@lru_cache(4_096)  # the names of a list are folded several times over, and those of the news come again
def folded(name: str) -> str:
    """The form under which two spellings of a name are one: case, space, accents, possessives and a first article folded."""
    words = (name if name.isascii() else _unaccented(name)).replace("’", "'").split()
    if len(words) > 1 and _is_article(words[0], words[1]):
        del words[0]
    return " ".join(word.casefold().removesuffix("'s").removesuffix("'") or word for word in words)


def attributions(analyses: Iterable["Analysis"]) -> Iterator["Attribution"]:
    """Everybody to whom something is attributed, by quotes and by tags."""
    for analysis in analyses:
        yield from (quote.by for quote in analysis.quotes)
        yield from (tag.holder for tag in analysis.tags if tag.holder)


class Speakers:
    """The speakers of a poll's quotes, looked up together: most quotes of a feed are of a few people."""

    def __init__(self, connection: Connection, attributions: Iterable["Attribution"]) -> None:
        self._connection = connection
        said = {name for by in attributions for name in (by.speaker, by.surface) if name}
        self._folded = {name: folded(name) for name in said}
        norms = json.dumps(sorted(set(self._folded.values())))
        self.learnt: set[int] = set()
        """Those of whom a paper has told the organisation that nobody told before."""
        self._by_alias: dict[str, list[_Name]] = {}
        self._by_name: dict[str, Speaker] = {}
        if said:
            rows = connection.execute(_ALIASES, (norms,)).fetchall()
            for row in sorted(rows, key=lambda row: aliases.weight(row["by"]), reverse=True):
                name = _Name(row["from_ms"], row["until_ms"], _speaker(row, row["who"], row["by"]))
                self._by_alias.setdefault(row["norm"], []).append(name)
            for row in connection.execute(_NAMES, (norms,)).fetchall():
                self._by_name[row["norm"]] = _speaker(row, row["id"], "")

    def of(self, by: "Attribution", at_ms: int) -> Speaker:
        """Who it is: by an alias that holds then, else under the very name that the item gives, else nobody."""
        for said in _called(by):
            norm = self._folded[said]
            for alias in self._by_alias.get(norm, ()):
                if alias.is_dated and alias.since_ms <= at_ms < alias.until_ms:
                    return alias.who
                if not alias.is_dated:
                    return replace(alias.who, id=self._row_of(said, norm, by, alias.who))
        if not by.speaker:
            return NOBODY
        norm = self._folded[by.speaker]
        known = self._by_name.get(norm)
        return self._learnt(known, norm, by) if known else self._new(by.speaker, norm, by, None)

    def _row_of(self, said: str, norm: str, by: "Attribution", who: Speaker) -> int | None:
        """The row of a name that somebody's alias is: what the alias says is taken back where the alias goes."""
        known = self._by_name.get(norm)
        return (known or self._new(said, norm, by, who)).id

    def _new(self, said: str, norm: str, by: "Attribution", who: Speaker | None) -> Speaker:
        kind = by.kind or (who.kind if who else "person")
        identity = who.identity if who else None
        speaker_id = self._connection.execute(
            "INSERT INTO speaker(name, norm, role, org, basis, kind, same_as) VALUES (?, ?, ?, ?, 'seen', ?, ?)",
            (said, norm, by.role, by.org, kind, identity),
        ).lastrowid
        seen = Speaker(speaker_id, said, by.org, "", kind, "", speaker_id, by.role)
        speaker = self._by_name[norm] = replace(who, id=speaker_id) if who else seen
        return speaker

    def _learnt(self, known: Speaker, norm: str, by: "Attribution") -> Speaker:
        """A speaker with the organisation that this paper is the first to give."""
        if known.org or not by.org or known.kind != "person" or known.id is None or known.id != known.identity:
            return known
        self._connection.execute(
            "UPDATE speaker SET org = ?, role = iif(role = '', ?, role) WHERE id = ? AND basis = 'seen'",
            (by.org, by.role, known.id),
        )
        self.learnt.add(known.id)
        learnt = self._by_name[norm] = replace(known, org=by.org, role=known.role or by.role)
        return learnt


def _called(by: "Attribution") -> list[str]:
    """What the item calls the speaker: a name stands for itself, an office also for what the words say there."""
    is_named = by.speaker and by.kind == "person"
    return [said for said in (by.speaker, None if is_named else by.surface) if said]


def _speaker(row: Row, speaker_id: int, known_by: str) -> Speaker:
    return Speaker(speaker_id, row["name"], row["org"], row["side"], row["kind"], known_by, row["who"], row["role"])


def _is_article(first: str, second: str) -> bool:
    """`An official` begins with one, `An Nguyen` with a name."""
    return first.casefold() == "the" or (first.casefold() in ("a", "an") and (first.islower() or second[0].islower()))


def _unaccented(name: str) -> str:
    return "".join(map(_base, unicodedata.normalize("NFC", name)))


def _base(letter: str) -> str:
    """A Latin letter without its accent; of the others only ё is another letter's."""
    plain = unicodedata.normalize("NFD", letter)[0]
    return plain if plain.isascii() or letter in "ёЁ" else letter
