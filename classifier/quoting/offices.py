"""Whether somebody known by some offices holds, or may hold, the one that a writer speaks of."""

from classifier.words.names import ADDRESSES, RANKS

_DEPUTIES = frozenset(("deputy", "vice", "acting"))
"""Words that make an office another one."""
_UNIFORMED = frozenset(("commander", "officer", "chief", "soldier", "pilot", "spokesman", "spokeswoman"))
"""Offices whose holders have a rank."""
_PARTIES = frozenset(
    ("republican", "democrat", "liberal", "conservative", "tory", "labour", "candidate", "nominee", "member")
)


def holds(office: frozenset[str], offices: set[str]) -> bool:
    """Whether somebody of these offices holds this one; a deputy is not the minister."""
    return office <= offices and _DEPUTIES & offices == _DEPUTIES & office


def may_hold(office: frozenset[str], offices: set[str]) -> bool:
    """Whether somebody of these offices may be meant by another: a commander may be a major, a mayor none, anybody a
    Republican."""
    offices = offices - ADDRESSES
    if not office or not offices or office <= _PARTIES:
        return True
    return office <= RANKS and offices.isdisjoint(RANKS) and not offices.isdisjoint(_UNIFORMED)
