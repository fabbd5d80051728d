"""Who is meant by a name or a title at a time, and where two lists lead to two people at once."""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import NamedTuple

from feint.config_reading import where
from feint.config_tables import Config
from feint.speakers.offices import Office, Offices
from storage.voices.speakers import ALWAYS, folded

_DAY_MS = 86_400_000
_EPOCH = date(1970, 1, 1).toordinal()

Span = tuple[str, int, int]
"""What somebody is called, and from when until when, UTC epoch milliseconds."""


class Term(NamedTuple):
    """What somebody is for a time, and what papers call them."""

    name: str
    kind: str
    role: str
    org: str
    side: str
    forms: tuple[str, ...]
    """Other forms of the name: they hold whatever the office."""
    titles: tuple[str, ...]
    """What is said instead of the name: it holds during the term."""
    since_ms: int
    until_ms: int
    by: str
    """`config` or `offices`."""
    place: str
    """Where it is written, for a person."""

    def spans(self) -> Iterator[Span]:
        """The name and everything that stands for it."""
        yield from ((form, *ALWAYS) for form in (self.name, *self.forms))
        yield from ((title, self.since_ms, self.until_ms) for title in self.titles)

    def holds(self, at_ms: int) -> bool:
        """Is the term under way?"""
        return self.since_ms <= at_ms < self.until_ms


Conflict = tuple[str, Term, Term]
"""A name, and two terms of different speakers to which it leads at one time."""


def of_config(config: Config) -> list[Term]:
    """The terms of the `[[speaker]]` tables, in their order."""
    terms = []
    for n, speaker in enumerate(config.speakers):
        forms = tuple(alias for alias in speaker.aliases if _is_form(alias, speaker.name))
        terms.append(
            Term(
                name=speaker.name,
                kind=speaker.kind or ("person" if speaker.role else "organisation"),
                role=speaker.role,
                org=speaker.org,
                side=speaker.side,
                forms=forms,
                titles=tuple(alias for alias in speaker.aliases if alias not in forms),
                since_ms=day_ms(speaker.since, ALWAYS[0]),
                until_ms=day_ms(speaker.until, ALWAYS[1]),
                by="config",
                place=where(f"speaker[{n}]", config.path, config.lines),
            )
        )
    return terms


def of_offices(lists: Offices, sides: Container[str]) -> list[Term]:
    """The terms of the list of offices; a side that the config does not have is none."""
    return [
        *(term for office in lists.offices for term in _holders(office, lists.aliases(office), sides)),
        *(
            Term(
                name=each.name,
                kind="organisation",
                role="",
                org=each.name,
                side=each.side if each.side in sides else "",
                forms=lists.aliases(each),
                titles=(),
                since_ms=ALWAYS[0],
                until_ms=ALWAYS[1],
                by="offices",
                place="organisation of the list of offices",
            )
            for each in lists.organisations
        ),
    ]


def conflicts(terms: Iterable[Term]) -> Iterator[Conflict]:
    """Find the names that lead to two speakers at one time, each once."""
    called: dict[str, list[tuple[Span, Term]]] = {}
    for term in terms:
        for span in term.spans():
            called.setdefault(folded(span[0]), []).append((span, term))
    for held in called.values():
        if len({folded(term.name) for _, term in held}) > 1:
            yield from _clashes(held)


def clash(one: Span, other: Span) -> bool:
    """Do two names of one wording hold at one time?"""
    return one[1] < other[2] and other[1] < one[2]


def day_ms(day: date | None, default_ms: int) -> int:
    """When a day begins, UTC epoch milliseconds."""
    return default_ms if day is None else (day.toordinal() - _EPOCH) * _DAY_MS


def _holders(office: Office, titles: tuple[str, ...], sides: Container[str]) -> Iterator[Term]:
    for holder in office.holders:
        yield Term(
            name=holder.name,
            kind="person",
            role=office.title,
            org=office.org,
            side=office.side if office.side in sides else "",
            forms=holder.aliases,
            titles=titles,
            since_ms=day_ms(holder.since, ALWAYS[0]),
            until_ms=day_ms(holder.until, ALWAYS[1]),
            by="offices",
            place=f"office {office.id}",
        )


def _clashes(held: list[tuple[Span, Term]]) -> Iterator[Conflict]:
    for (span, term), (other_span, other) in combinations(held, 2):
        if folded(term.name) != folded(other.name) and clash(span, other_span):
            yield span[0], term, other
            return


def _is_form(alias: str, name: str) -> bool:
    """Is an alias a form of the name, and no title: does it hold a word of it?"""
    return not set(folded(alias).split()).isdisjoint(folded(name).split())
