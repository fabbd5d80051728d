"""One line of the quotes: who, how far it has travelled, how long ago, what it takes a stand on, in which words."""

from dataclasses import dataclass

from rich.segment import Segment

from storage.rows import LedgerRow, UtteranceRow
from tui.ages import age
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import columns
from tui.present.speaker import speaker_run
from tui.text import EMPTY, SPACE, SafeText, cells, cut, left, right, safe_text, say, span


@dataclass(frozen=True, slots=True)
class _Columns:
    name: int
    side: int
    role: int
    spread: int
    badges: int


def _columns(width: int) -> _Columns:
    """What a list of this width has room for; the words keep two fifths of it."""
    if width >= 120:
        return _Columns(24, 3, 28, 6, 9)
    if width >= 76:
        return _Columns(21, 0, 0, 6, 8)
    return _Columns(18, 0, 0, 5, 4) if width >= 60 else _Columns(13, 0, 0, 4, 4)


def quote_line(said: UtteranceRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """`M. Zakharova  ×5/2  2m WD- “…the day that western war pro…”`; a name taken from another carrier has a `?`."""
    shape = _columns(width)
    name, style = speaker_run(said.speaker, said.who, said.inferred, shape.name, look)
    line = [span(left(name, shape.name), style), span(SPACE, look.base)]
    if shape.role:
        role = cut(safe_text(said.role), shape.role, look.glyphs.ellipsis)
        line.append(
            span(say("{} {} ", left(safe_text(said.side.upper()), shape.side), left(role, shape.role)), look.dim)
        )
    line += [
        span(left(_spread(said, shape.spread, look), shape.spread), look.warn if said.outlets > 1 else look.dim),
        span(SPACE, look.base),
        span(right(age(said.last_seen_ms, now_ms), 3), look.dim),
        span(SPACE, look.base),
        *badges(said.tags, shape.badges, look),
        span(SPACE, look.base),
    ]
    return columns(width, line, (words_of(said, look), look.base), (), look)


def words_of(said: UtteranceRow | LedgerRow, look: Look) -> SafeText:
    """The words between quotation marks, unless they are not the speaker's own."""
    words = safe_text(said.text)
    return words if said.kind == "indirect" else say("{}{}{}", look.glyphs.opening, words, look.glyphs.closing)


def _spread(said: UtteranceRow, room: int, look: Look) -> SafeText:
    """`×5/2`: printed five times, by two outlets; `×2` where each printed it once; nothing where it stands alone."""
    carriers, outlets, times = min(said.carriers, 999), min(said.outlets, 99), look.glyphs.copies
    if carriers < 2:
        return EMPTY
    both = say("{}{}/{}", times, carriers, outlets)
    return both if outlets < carriers and cells(both) <= room else say("{}{}", times, carriers)
