"""What an edit changed, word by word; in a script without blanks, character by character."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

Kept = Literal["same", "removed", "added"]
MOST_PAIRS = 10_000
"""How often words of one text meet themselves in the other: the comparison takes so long. Beyond it all is replaced."""

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
_WORD = re.compile(rf"(?:[{_WIDE}]|[^\s{_WIDE}]+)\s*")


class Stretch(NamedTuple):
    """Words that stayed, went or came, with the blanks after them."""

    kept: Kept
    words: str


@lru_cache(maxsize=256)
def word_diff(before: str, after: str) -> tuple[Stretch, ...]:
    """Stretches in reading order, what went before what came; those that are not removed give `after`."""
    old, new = words_in(before), words_in(after)
    stretches: list[Stretch] = []
    for is_same, a, b, c, d in _steps([word.rstrip() for word in old], [word.rstrip() for word in new]):
        if not is_same:
            stretches.append(Stretch("removed", "".join(old[a:b])))
        stretches.append(Stretch("same" if is_same else "added", "".join(new[c:d])))
    return tuple(stretch for stretch in stretches if stretch.words)


def words_in(text: str) -> list[str]:
    """The words of a text, each with the blanks after it."""
    return _WORD.findall(text.strip())


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Is it the same, from where to where in the old words, and in the new; most edits are in one place."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    yield True, 0, start, 0, start
    often = Counter(right)
    if sum(often[word] for word in left) > MOST_PAIRS:
        yield False, start, start + len(left), start, start + len(right)
    else:
        for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            yield kind == "equal", start + a, start + b, start + c, start + d
    yield True, len(old) - end, len(old), len(new) - end, len(new)


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    return next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
