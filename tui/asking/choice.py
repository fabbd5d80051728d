"""One of a few keys: each stands on the screen however narrow it is, its words as far as there is room."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment

from tui.look import Look
from tui.text import EMPTY, SafeText, cells, cut, say, spaces, span

Offered = tuple[SafeText, SafeText]
"""A key, and what it leads to."""

_LEAVES, _ESC = SafeText("   Esc leaves"), SafeText("  Esc")
_GAPS = (3, 2, 1)
_LEAST = 3
"""Columns of a word that still say something."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Keys to choose from, on the message line, and more of them on the key line."""

    words: SafeText
    """What is asked."""
    choices: Mapping[str, Callable[[], object]]
    offered: Sequence[Offered] = ()
    also: Sequence[Offered] = ()
    also_words: SafeText = EMPTY
    """What these are."""
    left: Callable[[], object] | None = None

    def key(self, key: str, character: str | None) -> bool:
        """A key that is offered is taken, any other leaves."""
        chosen = self.choices.get(character or key, self.left)
        if chosen:
            chosen()
        return True

    def line(self, width: int, look: Look) -> list[Segment]:
        """What is asked and offered."""
        below = self._is_below(width)
        room = width - 2 if below or not self.offered else max(width // 2, width - 4 - _taken(self.offered, _GAPS[0]))
        words = say(" {} ", cut(self.words, room, look.glyphs.ellipsis))
        offered = (
            [] if below else [span(SafeText(" "), look.base), *_keyed(self.offered, width - cells(words) - 1, look)]
        )
        return [span(words, look.strong), *(offered if self.offered else [])]

    def hint(self, width: int, look: Look) -> list[Segment]:
        """More of what is offered, and the way out."""
        offered = self.offered if self._is_below(width) else self.also
        if not offered:
            return [span(SafeText(" any other key leaves"), look.dim)]
        words = say(" {}  ", self.also_words) if self.also_words else SafeText(" ")
        taken = cells(words) + _taken(offered, _GAPS[0])
        way = _LEAVES if taken + cells(_LEAVES) <= width else _ESC
        keyed = _keyed(offered, width - cells(words) - cells(way), look)
        return [span(words, look.dim), *keyed, span(way, look.dim)]

    def _is_below(self, width: int) -> bool:
        """Do the keys with their words go on the key line, for want of room beside the question?"""
        return not self.also and bool(self.offered) and cells(self.words) + 3 + _taken(self.offered, 2) > width


def _keyed(offered: Sequence[Offered], room: int, look: Look) -> list[Segment]:
    """`a asserted   c claimed`: where room is short the gaps shrink, then the words are cut, and the keys stay."""
    gap, longest = next(_fitting(offered, room))
    line = list[Segment]()
    for n, (key, words) in enumerate(offered):
        line.append(span(say("{}{}", spaces(gap if n else 0), key), look.accent))
        if shown := cut(words, longest, look.glyphs.ellipsis):
            line.append(span(say(" {}", shown), look.strong))
    return line


def _fitting(offered: Sequence[Offered], room: int) -> Iterator[tuple[int, int]]:
    """Gaps between them and columns of the longest word, the best first."""
    longest = max((cells(words) for _, words in offered), default=0)
    yield from ((gap, longest) for gap in _GAPS if _taken(offered, gap, longest) <= room)
    yield from ((1, n) for n in range(longest - 1, _LEAST - 1, -1) if _taken(offered, 1, n) <= room)
    yield 1, 0


def _taken(offered: Sequence[Offered], gap: int, longest: int = 1_000) -> int:
    """How many columns they take."""
    words = sum(1 + min(cells(words), longest) for _, words in offered if words and longest)
    return sum(cells(key) for key, _ in offered) + words + gap * (len(offered) - 1)
