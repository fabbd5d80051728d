"""May two papers mean one speaker? By the words that they use: names, offices, nations, how many."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from classifier.matching.givennames import one_given_name, sounded
from classifier.words.fold import fold, listed
from classifier.words.names import GENERIC_BODIES, ORGANISATIONS, PARTICLES, ROLES
from classifier.words.names import NATIONS as PEOPLES
from classifier.words.nations import NAMES, NATIONS
from classifier.words.wording import STOPWORDS, spelled

Speakers = Literal["same", "likely", "maybe", "doubtful", "apart"]
"""`likely`: one of them is not named, and holds an office of the other's nation that the other may hold; `maybe`: nothing
speaks against it; `doubtful`: but what is known of the one is nothing that is known of the other."""

_RANKS = {
    "capt": "captain", "sgt": "sergeant", "col": "colonel", "gen": "general", "lt": "lieutenant", "adm": "admiral",
    "cmdr": "commander", "gov": "governor", "sen": "senator", "rep": "representative", "prof": "professor",
    "dr": "doctor", "pm": "prime", "premier": "prime", "mp": "lawmaker", "mod": "defense", "fm": "foreign",
    "spokesman": "spokes", "spokeswoman": "spokes", "spokesperson": "spokes", "defence": "defense",
    "envoy": "ambassador", "presidential": "president", "chairwoman": "chairman", "chair": "chairman",
    "ceo": "executive", "boss": "executive",
}  # fmt: skip
_VAGUE = listed(
    """
    official officials source sources person people spokes diplomat diplomats officer officers aide aides adviser advisers
    advisor advisors senior top former ex retired acting deputy vice minister ministers ministry secretary chief head leader
    leaders member members resident residents witness witnesses representative representatives man woman mr mrs ms sir lord lady
    government office department administration state press news statement union national anonymous unnamed local authorities
    one another regional veteran company firm expert experts analyst analysts
    """
)
"""Words of an office that tell it from no other."""
_ANYBODY = listed(
    "official officials source sources diplomat diplomats officer officers person people resident residents"
)
_CAPITALS = listed(
    "moscow kyiv kiev beijing washington london paris berlin brussels tehran ankara warsaw jerusalem riyadh us uk eu nato"
)
_PARTS = re.compile(r"[,;(]")
_OF = re.compile(r"(?:^| )(?:of|from|at|in|for|who|with) ")
_BETWEEN = re.compile(r"[-,;:()\"/]")
_MANY = listed(
    """
    officials sources people ministers diplomats officers aides advisers advisors leaders members residents witnesses
    representatives men women experts analysts presidents spokesmen lawmakers senators soldiers rebels protesters allies generals
    commanders both several some many two three four five ministries governments
    """
)
_BLOCS = listed("west western europe european nato eu baltic nordic allied")
_ALLIANCES = listed("eu nato un")
_NOT_IN_BLOCS = listed("russia china iran belarus syria korea un")
_TITLES = listed(
    """
    commissioner investigator inspector detective superintendent councillor councilor reverend rabbi mullah chief constable coach
    engineer surgeon nurse teacher farmer pilot skipper banker businessman businesswoman activist campaigner poet novelist actor
    treasurer ombudsman rapporteur warden sheriff ranger principal dean provost rector abbot cardinal baroness baron earl duke
    count viscount emperor sultan emir tsar taoiseach delegate alderman magistrate solicitor barrister registrar clerk pastor
    priest opposition father mother brother sister uncle private witness rebel army navy police fire plant city town village
    """
)
_NO_NAMES = (
    _TITLES | ROLES | PEOPLES | ORGANISATIONS | STOPWORDS | _VAGUE | _MANY | _BLOCS | NATIONS.keys() | _RANKS.keys()
)
_OFFICES = ROLES | ORGANISATIONS | frozenset(_RANKS)
_BODIES = GENERIC_BODIES - listed("army navy police")
_SERVICES = listed("army navy air police")
_MILITARY = listed(
    """
    general colonel major captain lieutenant sergeant corporal admiral brigadier marshal commander private army navy air force
    forces marines troops soldier soldiers defense guard guards gunner pilot sailor
    """
)
_POLICE = listed(
    """
    captain lieutenant sergeant police policeman policewoman inspector detective superintendent constable sheriff commissioner
    guard guards
    """
)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """What is compared of the words for a speaker."""

    name: tuple[str, ...]
    offices: frozenset[str]
    nations: frozenset[str]
    """And whatever else an office is of."""
    known: frozenset[str]
    """Offices and nations, unless it is only some official of a nation."""
    many: bool


def compatible(one: str | None, other: str | None) -> Speakers:
    """Whether two papers may mean the same speaker."""
    if not one or not other:
        return "maybe"
    here, there = _speaker(one), _speaker(other)
    if here.name and there.name:
        return _by_name(here.name, there.name)
    if here.many != there.many and (here.name or there.name):
        return "apart"
    if _of_other_offices(here.offices, there.offices) or _of_other_nations(here.nations, there.nations):
        return "apart"
    if not here.offices & there.offices:
        return "doubtful" if _differ(here.known, there.known) else "maybe"
    if (
        not here.name
        and not there.name
        and (here.offices, here.nations, here.many) == (there.offices, there.nations, there.many)
    ):
        return "same"
    return "likely" if here.nations & there.nations else "maybe"


def _by_name(one: tuple[str, ...], other: tuple[str, ...]) -> Speakers:
    """A surname in common, and no two given names that differ."""
    if sounded(one[-1]) == sounded(other[-1]):
        differ = len(one) > 1 and len(other) > 1 and not one_given_name(one[0], other[0])
        return "apart" if differ else "same"
    return "same" if set(one) & set(other) and 1 in (len(one), len(other)) else "apart"


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)


def _of_other_offices(one: frozenset[str], other: frozenset[str]) -> bool:
    """Nothing in common, but for what sort of body it is; an army is no navy, whoever serves in it."""
    return any(_differ(one & kind, other & kind) for kind in (one | other, (one | other) - _BODIES, _SERVICES))


def _of_other_nations(one: frozenset[str], other: frozenset[str]) -> bool:
    """A bloc may be any nation but those that it stands against."""
    if _differ(one & _ALLIANCES, other & _ALLIANCES):
        return True
    if "*" in one | other:
        return bool((one | other) & _NOT_IN_BLOCS)
    return _differ(one, other)


@lru_cache(maxsize=1_024)
def _speaker(said: str) -> _Speaker:
    """The words for a speaker taken apart."""
    names: list[str] = []
    whose: set[str] = set()
    for part in _PARTS.split(said):
        head, _, tail = _OF.sub("\n", part, count=1).partition("\n")
        name, others = _name_in(_words(head))
        names = names or name
        whose.update(others, *_name_in(_words(tail)))
    kept = {word.lower() for word in _words(said)}
    plain = {word for word in _words(said) if _is_plain(word)}
    known = {_RANKS.get(word, word) for word in kept & _OFFICES | plain}
    arms = {arm for arm, ranks in (("armed", _MILITARY), ("policing", _POLICE)) if known & ranks}
    offices = known | arms
    nations = {"*" if word in _BLOCS else NATIONS[word] for word in kept if word in _BLOCS or word in NATIONS}
    nations |= kept & _ALLIANCES
    told = frozenset(map(spelled, offices - _VAGUE - _BLOCS - _CAPITALS - NATIONS.keys()))
    return _Speaker(
        name=tuple(map(spelled, names)),
        offices=told,
        nations=frozenset(whose | nations),
        known=told if kept & _ANYBODY else told | (nations & NAMES),
        many="and" in kept or not _MANY.isdisjoint(kept),
    )


def _is_plain(word: str) -> bool:
    """Whether a word is none of a name, and tells who somebody is: a trade, a place of work."""
    return word.islower() and word not in STOPWORDS | PARTICLES | PEOPLES and len(word) > 1


def _name_in(words: list[str]) -> tuple[list[str], list[str]]:
    """The name among the words for a speaker, which stands after the office, and the other words with a capital.

    A capital before an office is whose office it is (`the Karelian minister`), unless it is a whole name (`Nora Vance MP`).
    """
    folded = [word.lower() for word in words]
    unknown = [
        word[0].isupper() and plain not in _NO_NAMES | PARTICLES for word, plain in zip(words, folded, strict=True)
    ]
    office = max((at for at, word in enumerate(folded) if word in _OFFICES), default=-1)
    name = [word for at, word in enumerate(folded) if unknown[at] and at > office]
    if not name and sum(unknown) > 1 and unknown[0]:
        name = [word for word, is_name in zip(folded, unknown, strict=True) if is_name]
    return name, [word for at, word in enumerate(folded) if unknown[at] and word not in name]


def _words(said: str) -> list[str]:
    """The words for a speaker without accents and marks, each with the capital that it has."""
    said = said.replace("U.S.", "America ").replace("US ", "America ").replace("U.K.", "UK ")
    kept = "".join(plain.upper() if letter.isupper() else plain for letter, plain in zip(said, fold(said), strict=True))
    found = (word.removesuffix("'s").strip(".'") for word in _BETWEEN.sub(" ", kept).split())
    return [word for word in found if word]
