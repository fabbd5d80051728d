"""Those whom no paper names: under which words two of them may be one and the same, and so count as one voice."""

import re
from collections.abc import Iterable

_UNTOLD = re.compile(
    r"\b(?:an?|the|one|two|three|several|some|many|other|another|various|unnamed|unidentified|anonymous|senior|top|high-ranking"
    r"|high-level|current|former|retired)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[,;(]| (?:who|with|on condition|speaking|familiar|briefed)\b", re.IGNORECASE)
_WHOSE = re.compile(r"(\w+) (?:of|from|at|in|inside|within|close to) (.+)", re.IGNORECASE)
_PLURAL = ("s", "people", "staff")


def shared_name(name: str) -> str:
    """`a senior U.S. official` and `two officials of the US` are `US officials`: nation and office tell them apart, no more."""
    bare = " ".join(_UNTOLD.sub(" ", _AFTER.split(name, maxsplit=1)[0].replace(".", "").replace("’", "'")).split())
    if found := _WHOSE.fullmatch(bare):
        bare = f"{found[2]} {found[1].lower()}"
    if not bare:
        return name
    is_whole = bare.endswith(_PLURAL) or not bare.isascii() or bare.split()[-1].isupper()
    return bare if is_whole else f"{bare}s"


def counted(said: Iterable[tuple[str, str]]) -> int:
    """How few people (origin, shared name) pairs may be: one an origin, and under one name one for all origins."""
    names: dict[str, set[str]] = {}
    for origin, name in said:
        names.setdefault(origin, set()).add(name)
    heard: set[str] = set()
    for own in sorted(names.values(), key=len):
        if not own & heard:
            heard.add(min(own))
    return len(heard)
