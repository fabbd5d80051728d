"""One line of the quotes: who, through how many carriers, in which words."""

from rich.segment import Segment

from storage.rows import UtteranceRow
from tui.ages import age
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import columns
from tui.text import SPACE, SafeText, cut, left, right, safe_text, say, span


def quote_line(said: UtteranceRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """`M. Zakharova  ×2  2m WD- “…the day that western war pro…”`; a name taken from another carrier has a `?`."""
    glyphs = look.glyphs
    room = 18 if width >= 60 else 13
    name = safe_text(said.speaker)
    shown = say("{}?", cut(name, room - 1, glyphs.ellipsis)) if said.inferred else cut(name, room, glyphs.ellipsis)
    line = [
        span(left(shown or SafeText("-"), room), look.strong if name else look.faint),
        span(SPACE, look.base),
        span(left(say("{}{}", glyphs.copies, min(said.carriers, 99)), 3), look.warn if said.carriers > 1 else look.dim),
        span(SPACE, look.base),
        span(right(age(said.last_seen_ms, now_ms), 3), look.dim),
        span(SPACE, look.base),
    ]
    if width >= 60:
        line += [*badges(said.tags, 4, look), span(SPACE, look.base)]
    words = safe_text(said.text)
    whole = words if said.kind == "indirect" else say("{}{}{}", glyphs.opening, words, glyphs.closing)
    return columns(width, line, (whole, look.base), (), look)
