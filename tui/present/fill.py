"""The last hand on a line: exactly as wide as its place, in as few segments as show the same."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style

from tui.look import Look
from tui.text import SafeText, cells, spaces, span


def filled(segments: list[Segment], width: int, look: Look) -> list[Segment]:
    """Exactly `width` columns."""
    taken = sum(cells(SafeText(segment.text)) for segment in segments)
    if taken < width:
        return [*segments, span(spaces(width - taken), look.base)]
    return list(Segment.adjust_line_length(segments, width)) if taken > width else segments


def joined(segments: Iterable[Segment]) -> list[Segment]:
    """Neighbours that look alike as one: each segment costs some 45 bytes of colour on the wire.

    A blank takes its neighbour's ink, for it shows none.
    """
    line: list[Segment] = []
    for segment in segments:
        if not segment.text:
            continue
        before = line[-1] if line else None
        if before is not None and (before.style == segment.style or _blank_like(segment, before)):
            line[-1] = Segment(before.text + segment.text, before.style)
        elif before is not None and _blank_like(before, segment):
            line[-1] = Segment(before.text + segment.text, segment.style)
        else:
            line.append(segment)
    return line


def _blank_like(blank: Segment, other: Segment) -> bool:
    """Is it only ground, and the same ground as the other's?"""
    ground = _ground(blank.style)
    return blank.text.isspace() and ground is not None and ground == _ground(other.style)


def _ground(style: Style | None) -> object:
    """What a blank in this style shows; None where it shows a line or is reversed."""
    if style is None:
        return ""
    return None if style.underline or style.strike or style.reverse else style.bgcolor or ""
