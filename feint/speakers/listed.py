"""The config's speakers and the public offices together, as storage takes them; the config has the last word."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product

from feint.config_reading import ConfigError
from feint.config_tables import Config
from feint.speakers.lists import offices_of, own_file
from feint.speakers.terms import Span, Term, clash, conflicts, of_config, of_offices
from storage.voices.speakers import Listed, folded

_SPELLINGS = {
    "adviser": ("advisor",),
    "defence": ("defense",),
    "director-general": ("director general",),
    "secretary-general": ("secretary general",),
    "spokesman": ("spokeswoman", "spokesperson"),
    "uk": ("U.K.",),
    "un": ("U.N.",),
    "us": ("U.S.",),
}
"""Words of titles that papers write in other ways too."""
_RECENT_MS = 400 * 86_400_000
"""Items are read again for at most about as long: who left office before that is nobody's spokesman any more."""

Taken = dict[str, list[tuple[Span, str]]]
"""What the config calls people, and whom."""


def check_speakers(config: Config) -> list[str]:
    """Every name of the config that leads to two speakers at one time, one line each."""
    return list(_told(of_config(config)))


def known(config: Config) -> list[Term]:
    """Everybody whom the desk knows, the config's own first. Raises ConfigError for a list that cannot be used."""
    own = of_config(config)
    public = of_offices(offices_of(config), config.sides)
    # Of the packaged list alone the tests ask.
    if wrong := [*_told(own), *(_told(public) if own_file(config) else ())]:
        raise ConfigError(*wrong)
    return [*own, *_as_the_config_calls_them(public, own)]


def listed(terms: Sequence[Term], now_ms: int) -> Iterator[Listed]:
    """Bring the terms of each speaker together: the name with what it is now, and what it is called by when.

    Holders of public offices who left long ago are left out. Who is back in office goes by every form of the name again.
    """
    by_name: dict[str, list[Term]] = {}
    taken: Taken = {}
    for term in terms:
        by_name.setdefault(folded(term.name), []).append(term)
        for span in term.spans() if term.by == "config" else ():
            taken.setdefault(folded(span[0]), []).append((span, term.name))
    for held in by_name.values():
        who = (held[0].name, held[0].kind, *standing(held, now_ms))
        if own := dict.fromkeys(span for term in held if term.by == "config" for span in term.spans()):
            yield Listed(*who, tuple(own), "config")
        recent = [term for term in held if term.by == "offices" and term.until_ms > now_ms - _RECENT_MS]
        forms = tuple(dict.fromkeys(form for term in held if term.by == "offices" for form in term.forms))
        called = dict.fromkeys(span for term in recent for span in _written(term._replace(forms=forms)))
        if taken:
            called = {span: None for span in called if not _elsewhere(span, held[0], taken)}
        if called:
            yield Listed(*who, tuple(called), "offices")


def standing(held: Iterable[Term], now_ms: int) -> tuple[str, str, str]:
    """Role, organisation and side of somebody with these terms: of the first that holds now; out of office none."""
    return next(((term.role, term.org, term.side) for term in held if term.holds(now_ms)), ("", "", ""))


@cache
def spellings(called: str) -> tuple[str, ...]:
    """A title as it stands, and the other ways to write it."""
    words = called.split()
    if _SPELLINGS.keys().isdisjoint(called.casefold().split()):
        return (called,)
    return tuple(" ".join(each) for each in product(*((word, *_SPELLINGS.get(word.casefold(), ())) for word in words)))


def _told(terms: Iterable[Term]) -> Iterator[str]:
    for name, one, other in conflicts(terms):
        yield f'{other.place}: "{name}" would be {other.name} and {one.name} ({one.place}) at one time'


def _as_the_config_calls_them(public: Iterable[Term], own: Iterable[Term]) -> Iterator[Term]:
    """Give a holder of an office the name that the config has, where either list has the other's name for them."""
    by_name = {folded(term.name): term.name for term in own}
    by_form = by_name | {folded(form): term.name for term in own for form in term.forms}
    for term in public:
        known_as = by_form.get(folded(term.name)) or next(filter(None, map(by_name.get, map(folded, term.forms))), None)
        yield term._replace(name=known_as, forms=(*term.forms, term.name)) if known_as else term


def _written(term: Term) -> Iterator[Span]:
    """What the holder of a public office is called, in every spelling."""
    for called, since_ms, until_ms in term.spans():
        for spelling in spellings(called):
            yield spelling, since_ms, until_ms


def _elsewhere(span: Span, mine: Term, taken: Taken) -> bool:
    """Does the config lead by this name to somebody else?"""
    held = taken.get(folded(span[0]))
    return held is not None and any(name != mine.name and clash(span, other) for other, name in held)
