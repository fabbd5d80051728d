"""The first line of the screen: parts in fixed places, each whole or left out, the weightiest first to get room."""

from collections.abc import Mapping, Sequence

from rich.segment import Segment

from tui.look import Look
from tui.present import vitals
from tui.present.vitals import Facts, Forms
from tui.text import SafeText, cells, spaces, span

_WIDE = 100
"""From so many columns on the parts stand further apart."""
_WEIGHTS = (
    "heartbeat", "trouble", "severities", "sources", "clock", "mutes", "read-only", "people", "name", "zones", "lexicon",
)  # fmt: skip
PLACES = (
    "name", "read-only", "trouble", "clock", "zones", "severities", "sources", "mutes", "lexicon", "people", "heartbeat",
)  # fmt: skip
"""From left to right; the last one stands at the right edge."""


def header_line(facts: Facts, width: int, look: Look) -> list[Segment]:
    """Exactly `width` columns."""
    gap = 3 if width >= _WIDE else 2
    shown = _fitting(vitals.parts(facts, look), width - 2, gap)
    placed = [shown[name] for name in PLACES if name in shown]
    before, last = placed[:-1], placed[-1] if placed else []
    line: list[Segment] = [span(spaces(1), look.base)]
    for part in before:
        line += [*part, span(spaces(gap), look.base)]
    rest = width - _width(line) - _width(last) - 1
    return [*line, span(spaces(rest), look.base), *last, span(spaces(1), look.base)]


def _fitting(parts: Mapping[str, Forms], room: int, gap: int) -> dict[str, Sequence[Segment]]:
    """First as many parts as have room in their shortest form, then longer forms where room is left."""
    shown: dict[str, Sequence[Segment]] = {}
    room += gap  # the first part stands beside none
    for name in _WEIGHTS:
        if parts[name] and _width(parts[name][-1]) + gap <= room:
            shown[name] = parts[name][-1]
            room -= _width(shown[name]) + gap
    for name in (name for name in _WEIGHTS if name in shown):
        taken = _width(shown[name])
        shown[name] = next(form for form in parts[name] if _width(form) - taken <= room)
        room -= _width(shown[name]) - taken
    return shown


def _width(part: Sequence[Segment]) -> int:
    return sum(cells(SafeText(segment.text)) for segment in part)
