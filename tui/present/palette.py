"""A line of the palette: keys, what it does, and where it means something or why not now."""

from rich.segment import Segment

from tui.asking.offers import Offer
from tui.look import Look
from tui.present.columns import columns
from tui.text import EMPTY, SPACE, cells, left, say, span

WIDEST = 120
"""Columns that a line takes at most."""
_KEYS, _WHERE = 15, 16
_ROOM_FOR_PLACES, _WIDE = 60, 100


def palette_line(offer: Offer, width: int, look: Look) -> list[Segment]:
    """`   a     acknowledge, and go on to the next new one      in 2 3 5`; what is impossible now all dim."""
    width, refused = min(width, WIDEST), bool(offer.refused)
    place = EMPTY if width < _ROOM_FOR_PLACES else offer.refused or offer.where
    if place:
        place = say("  {}", place)
    keys = span(left(offer.keys, _KEYS), look.dim if refused else look.accent)
    after = left(place, max(_WHERE, cells(place))) if width >= _WIDE else place
    return columns(
        width,
        [span(SPACE, look.base), keys, span(SPACE, look.base)],
        (offer.help, look.dim if refused else look.base),
        [span(after, look.warn if refused else look.dim)],
        look,
    )
