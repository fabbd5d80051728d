"""The names that a mistyped one may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from storage.voices.speakers import folded


def nearest(name: str, known: Iterable[str], most: int = 5) -> list[str]:
    """The known names nearest to a wrong one, or to whose last word it is near; the nearest first."""
    choices: dict[str, str] = {}
    for each in known:
        norm = folded(each)
        choices.setdefault(norm, each)
        choices.setdefault(norm.rpartition(" ")[2], each)
    return list(dict.fromkeys(choices[norm] for norm in get_close_matches(folded(name), choices, n=2 * most)))[:most]
