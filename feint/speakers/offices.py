"""Public offices, and bodies that speak without a person's name: the tables of offices.toml."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from msgspec import Struct, field

_STALE = timedelta(days=548)
"""Eighteen months: by then a government may well have gone."""

Nations = Mapping[str, tuple[str, ...]]
"""By side, the words for which `*` stands in an alias: `Russian`, `Russia's`."""
Mistake = tuple[str, str]
"""A key below a table, and what is wrong with it."""


class Holder(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody in an office; the day `until` is no longer in the term."""

    name: str
    aliases: tuple[str, ...] = ()
    """Other forms of the name, each unmistakable whoever is in office."""
    since: date | None = field(default=None, name="from")
    until: date | None = None
    """Where nobody follows, the holder is not known beyond it."""


class Office(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[office]]`: what one person at a time is called by, and who that was."""

    id: str
    title: str = ""
    """The role of its holders, as quotes show it."""
    org: str = ""
    """Whom its holders speak for: the primary that a story counts."""
    side: str = ""
    aliases: tuple[str, ...] = ()
    """What papers write instead of the name."""
    holders: tuple[Holder, ...] = ()
    checked: date | None = None
    """When the holders were last looked up."""
    disabled: bool = False

    def mistakes(self, nations: Collection[str]) -> Iterator[Mistake]:
        """Find what the types can't say."""
        yield from ((f".{key}", "is missing") for key in ("title", "org", "aliases") if not getattr(self, key))
        yield from _nationless(self, nations)
        for n, holder in enumerate(self.holders):
            if _begin(holder) >= _end(holder):
                yield f".holders[{n}]", f"{holder.name} would leave before taking office: from is not before until"
        for holder, other in combinations(self.holders, 2):
            if _begin(holder) < _end(other) and _begin(other) < _end(holder):
                yield ".holders", f"{holder.name} and {other.name} would hold it at one time"


class Organisation(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[organisation]]`: what speaks without a person's name."""

    name: str
    side: str = ""
    aliases: tuple[str, ...] = ()
    disabled: bool = False

    def mistakes(self, nations: Collection[str]) -> Iterator[Mistake]:
        """Find what the types can't say."""
        yield from _nationless(self, nations)


class Offices(NamedTuple):
    """The lists laid over each other, without what is disabled."""

    nations: Nations
    offices: tuple[Office, ...]
    organisations: tuple[Organisation, ...]

    def aliases(self, each: Office | Organisation) -> tuple[str, ...]:
        """What papers call an office or an organisation, `*` written out."""
        return tuple(written for alias in each.aliases for written in self._written(alias, each.side))

    def stale(self, today: date) -> list[str]:
        """The offices whose holders nobody has looked up for too long, by id."""
        return [office.id for office in self.offices if office.checked and office.checked + _STALE < today]

    def _written(self, alias: str, side: str) -> Iterator[str]:
        if "*" not in alias:
            yield alias
        else:
            yield from (alias.replace("*", nation) for nation in self.nations[side])


def _nationless(each: Office | Organisation, nations: Collection[str]) -> Iterator[Mistake]:
    if each.side not in nations and any("*" in alias for alias in each.aliases):
        yield ".aliases", f'"*" stands for nothing: [nations] has no {each.side or "side of this"}'


def _begin(holder: Holder) -> date:
    return holder.since or date.min


def _end(holder: Holder) -> date:
    return holder.until or date.max
