"""A line of the palette: keys, what it does, and where it means something or why not now."""

from rich.segment import Segment

from tui.asking.offers import Offer
from tui.look import Look
from tui.present.columns import columns
from tui.text import EMPTY, SPACE, cells, left, say, span

WIDEST = 120
"""Columns that a line takes at most."""
_KEYS, _WHERE = 15, 30
_ROOM_FOR_REASONS = 60


def palette_line(offer: Offer, width: int, look: Look) -> list[Segment]:
    """`   a     acknowledge, and go on to the next new one      queue, alerts, story`; what is impossible now all dim."""
    width, refused = min(width, WIDEST), bool(offer.refused)
    place = EMPTY if width < _ROOM_FOR_REASONS else offer.refused or (offer.where if width >= 100 else EMPTY)
    keys = span(left(offer.keys, _KEYS), look.dim if refused else look.accent)
    after = left(say("  {}", place), max(_WHERE if width >= 100 else 0, cells(place) + 2)) if place else EMPTY
    return columns(
        width,
        [span(SPACE, look.base), keys, span(SPACE, look.base)],
        (offer.help, look.dim if refused else look.base),
        [span(after, look.warn if refused else look.dim)],
        look,
    )
