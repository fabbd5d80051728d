"""Whom the desk knows, for a person or a script: each speaker with what they are called, by whom and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from feint.speakers.listed import spellings, standing
from feint.speakers.terms import Term
from storage.voices.speakers import ALWAYS, folded


@dataclass(frozen=True, slots=True)
class Called:
    """A name by which somebody goes, from a day until another (ISO 8601; None: always) and by whose word."""

    alias: str
    since: str | None
    until: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A speaker: role, organisation and side as they are now, empty for who is out of office."""

    name: str
    kind: str
    role: str
    org: str
    side: str
    aliases: tuple[Called, ...]


def profiles(terms: Iterable[Term], now_ms: int) -> list[Profile]:
    """Everybody in the order of the lists."""
    by_name: dict[str, list[Term]] = {}
    for term in terms:
        by_name.setdefault(folded(term.name), []).append(term)
    return [
        Profile(held[0].name, held[0].kind, *standing(held, now_ms), tuple(dict.fromkeys(_called(held))))
        for held in by_name.values()
    ]


def named(name: str, among: Sequence[Profile]) -> list[Profile]:
    """Those who are called so, now or at some time; else those in one of whose names it occurs."""
    norm = folded(name)
    exact = [each for each in among if norm in _norms(each)]
    return exact or [each for each in among if norm and any(norm in other for other in _norms(each))]


def _norms(profile: Profile) -> set[str]:
    called = (profile.name, *(each.alias for each in profile.aliases))
    return {folded(spelling) for each in called for spelling in spellings(each)}


def _called(held: Iterable[Term]) -> Iterable[Called]:
    for term in held:
        for alias, since_ms, until_ms in term.spans():
            if folded(alias) != folded(term.name):
                yield Called(alias, _day(since_ms), _day(until_ms), term.by)


def _day(ms: int) -> str | None:
    return None if ms in ALWAYS else datetime.fromtimestamp(ms / 1000, UTC).date().isoformat()
