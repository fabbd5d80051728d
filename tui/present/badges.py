"""A tag as two or three letters and a sign for its stance: `WD+ claimed, WD? doubted, WD- denied, WD~ long ago`."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style

from tui.look import Look
from tui.text import SPACE, SafeText, cells, safe_text, say, spaces, span

_SHORT = {"withdrawal": "WD", "escalation": "ESC", "deescalation": "DE"}
_SIGNS = {"asserted": "+", "claimed": "+", "doubted": "?", "conditional": "?", "denied": "-", "historical": "~"}


def short_label(label: str) -> SafeText:
    """The letters of a label: our three, else its first two."""
    return safe_text(_SHORT.get(label) or label[:2].upper())


def sign(stance: str) -> SafeText:
    """The shape of a stance."""
    return SafeText(_SIGNS.get(stance, "+"))


def stance_style(stance: str, look: Look) -> Style:
    """The colour of a stance."""
    match sign(stance):
        case "?":
            return look.stance.doubted
        case "-":
            return look.stance.denied
        case "~":
            return look.stance.past
        case _:
            return look.stance.said


def badges(tags: Iterable[tuple[str, str]], width: int, look: Look) -> list[Segment]:
    """Exactly `width` columns: as many badges as fit, then how many more there are."""
    shapes = list(
        dict.fromkeys((short_label(label) + sign(stance), stance_style(stance, look)) for label, stance in tags)
    )
    line: list[Segment] = []
    room, left_out = width, len(shapes)
    for text, style in shapes:
        needed = cells(SafeText(text)) + (1 if line else 0)
        kept_free = 3 if left_out > 1 and line else 0
        if needed + kept_free > room:
            break
        line += [span(SPACE, look.base), span(SafeText(text), style)] if line else [span(SafeText(text), style)]
        room -= needed
        left_out -= 1
    if left_out and room >= 3:
        line.append(span(say(" +{}", min(left_out, 9)), look.dim))
        room -= 3
    return [*line, span(spaces(room), look.base)]
