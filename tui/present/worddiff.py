"""What an edit changed, word by word: `units [-begin-]{+complete+} return`."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

Kept = Literal["same", "removed", "added"]
MOST_WORDS = 400
"""The comparison is quadratic at worst; beyond this the texts are shown as replaced."""


def word_diff(before: str, after: str) -> list[tuple[Kept, str]]:
    """Stretches in reading order, what went before what came; joined by blanks, the `same` and `added` ones give `after`."""
    old, new = before.split(), after.split()
    if old == new:
        return [("same", " ".join(new))] if new else []
    if max(len(old), len(new)) > MOST_WORDS:
        return _parts(("removed", old), ("added", new))
    parts: list[tuple[Kept, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        parts += _parts(("same", new[c:d])) if kind == "equal" else _parts(("removed", old[a:b]), ("added", new[c:d]))
    return parts


def _parts(*parts: tuple[Kept, Sequence[str]]) -> list[tuple[Kept, str]]:
    return [(kept, " ".join(words)) for kept, words in parts if words]
