"""The first line of the screen: what is always there has columns of its own, what comes and goes stands before the heartbeat.

So at one width the left half has one shape, whatever there is to say: the weightiest parts get room first, and keep it.
"""

from collections.abc import Mapping, Sequence

from rich.segment import Segment

from tui.look import Look
from tui.present import vitals
from tui.present.vitals import Facts, Forms, Part
from tui.text import SafeText, cells, spaces, span

_GAPS = ((140, 3), (60, 2), (0, 1))
"""(columns from which on, columns between two parts)."""
_STANDING = ("heartbeat", "flood", "trouble", "severities", "sources", "clock", "read-only", "name", "zones")
_GROWING = ("trouble", "heartbeat", "severities", "name", "zones", "sources", "flood")
"""Which has its longer form first where there is room left."""
_PASSING = ("mutes", "people", "lexicon", "polling")
"""What has no room of its own; the last one is the first to go."""
PLACES = (
    ("name", "read-only", "clock", "zones", "severities", "sources"),
    ("polling", "lexicon", "people", "mutes", "flood", "trouble", "heartbeat"),
)
"""The left half and the right one, each from left to right."""
_MUTES_FROM = 70
"""From so many columns on there is always room for a word on mutes: nothing else goes when it comes."""


def header_line(facts: Facts, width: int, look: Look) -> list[Segment]:
    """Exactly `width` columns."""
    gap = next(gap for least, gap in _GAPS if width >= least)
    said, inside = vitals.parts(facts, look), width - 2
    kept = len("muted 12") + gap if width >= _MUTES_FROM else 0
    shown = _fitting(said, _STANDING, _GROWING, inside + gap - kept, gap)
    left = _side(shown, PLACES[0], gap, look)
    if left and left[-1].text.isspace():  # the room of the last part is nobody's but its own: what passes may have it
        left.pop()
    room = inside - _width(left) - sum(_width(shown[name]) + gap for name in PLACES[1] if name in shown)
    shown |= _fitting(said, _PASSING, _PASSING, room, gap)
    right = _side(shown, PLACES[1], gap, look)
    edge = [span(spaces(1), look.base)]
    return [*edge, *left, span(spaces(max(0, inside - _width(left) - _width(right))), look.base), *right, *edge]


def _fitting(
    said: Mapping[str, Forms], names: Sequence[str], growing: Sequence[str], room: int, gap: int
) -> dict[str, Part]:
    """First as many parts as have room in their shortest form, a gap behind each; then longer forms where room is left."""
    shown: dict[str, Part] = {}
    for name in names:
        if said[name] and _width(said[name][-1]) + gap <= room:
            shown[name] = said[name][-1]
            room -= _width(shown[name]) + gap
    for name in (name for name in growing if name in shown):
        taken = _width(shown[name])
        shown[name] = next(form for form in said[name] if _width(form) - taken <= room)
        room -= _width(shown[name]) - taken
    return shown


def _side(shown: Mapping[str, Part], places: Sequence[str], gap: int, look: Look) -> list[Segment]:
    """What is shown of these, a gap between two."""
    line: list[Segment] = []
    for name in places:
        if name in shown:
            line += [*([span(spaces(gap), look.base)] if line else ()), *shown[name]]
    return line


def _width(part: Sequence[Segment]) -> int:
    return sum(cells(SafeText(segment.text)) for segment in part)
