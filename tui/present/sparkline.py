"""A day as one row of bars: each the sum of its hours against the fullest."""

from collections.abc import Sequence

from tui.look import Look
from tui.text import EMPTY, SafeText

_LEAST = 3
"""Fewer bars than this say nothing."""


def sparkline(hours: Sequence[int], width: int, look: Look) -> SafeText:
    """`width` bars, oldest left; an hour that brought anything shows. Empty where there is no room for bars that say something."""
    if width < _LEAST:
        return EMPTY
    sums = [sum(hours[len(hours) * i // width : len(hours) * (i + 1) // width]) for i in range(width)]
    bars, most = look.glyphs.bars, max(sums, default=0)
    steps = len(bars) - 1
    return SafeText("".join(bars[-(-value * steps // most)] if most else bars[0] for value in sums))
