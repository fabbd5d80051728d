"""One line of the quotes: how long ago, who, how far it has travelled, what it takes a stand on, in which words."""

from typing import NamedTuple

from rich.segment import Segment

from storage.rows import LedgerRow, UtteranceRow
from tui.ages import age
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import columns
from tui.present.speaker import speaker_run
from tui.text import EMPTY, SPACE, SafeText, cells, cut, left, right, safe_text, say, span


class _Columns(NamedTuple):
    name: int
    """The speaker, with how far the words have travelled at the right end."""
    side: int
    role: int
    badges: int


def _columns(width: int) -> _Columns:
    """What a list of this width has room for; the words keep half of it."""
    if width >= 120:
        return _Columns(28, 3, 28, 9)
    if width >= 76:
        return _Columns(23, 0, 0, 8)
    return _Columns(20, 0, 0, 4) if width >= 56 else _Columns(16, 0, 0, 4)


def quote_line(said: UtteranceRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """`  2m M. Zakharova ×5/2 WD- “…the day that western war pro…”`; a name taken from another carrier has a `?`."""
    shape = _columns(width)
    line = [span(right(age(said.last_seen_ms, now_ms), 3), look.dim), span(SPACE, look.base)]
    line += [*_name_and_spread(said, shape.name, look), span(SPACE, look.base)]
    if shape.role:
        role = cut(safe_text(said.role), shape.role, look.glyphs.ellipsis)
        line.append(
            span(say("{} {} ", left(safe_text(said.side.upper()), shape.side), left(role, shape.role)), look.dim)
        )
    line += [*badges(said.tags, shape.badges, look), span(SPACE, look.base)]
    return columns(width, line, (words_of(said, look), look.base), (), look)


def _name_and_spread(said: UtteranceRow, width: int, look: Look) -> list[Segment]:
    """Exactly `width` columns."""
    spread = _spread(said, 6, look)
    room = width - cells(spread) - 1 if spread else width
    name, style = speaker_run(said.speaker, said.who, said.inferred, room, look)
    line = [span(left(name, room), style)]
    if spread:
        line += [span(SPACE, look.base), span(spread, look.warn if said.outlets > 1 else look.dim)]
    return line


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
