"""The mutes that run, as a table: how much longer, how many notices each has held back, what is quiet, why, who wanted it."""

from typing import NamedTuple

from rich.segment import Segment

from storage.rows import MuteRow
from tui.ages import stamp, wait
from tui.look import Look
from tui.present.table import Cell, table_line
from tui.text import SafeText, safe_text, say

_GAP = 2
_LEFT, _UNTIL, _HELD, _BY = 4, 13, 4, 10
_COUNTED, _WIDE = 56, 72
"""From so many columns on it is also said how many notices were held back; until when."""


class _Said(NamedTuple):
    left: SafeText
    until: SafeText
    held: SafeText
    what: SafeText
    why: SafeText
    by: SafeText


def mute_heading(width: int, look: Look) -> list[Segment]:
    """The names of the columns."""
    names = ("ends", "until", "held", "what is quiet", "why", "by")
    return _line(_Said(*map(SafeText, names)), width, look, heading=True)


def mute_line(mute: MuteRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """`1h  21 Nov 12:40Z  23  source:"TASS"  the same drill all day  ana`."""
    said = _Said(
        wait(mute.ends_ms, now_ms),
        stamp(mute.ends_ms),
        say("{}", min(mute.held, 9_999)),
        safe_text(mute.query),
        safe_text(mute.reason),
        safe_text(mute.operator),
    )
    return _line(said, width, look, heading=False)


def _line(said: _Said, width: int, look: Look, *, heading: bool) -> list[Segment]:
    ink, strong, dim = (look.dim,) * 3 if heading else (look.base, look.strong, look.dim)
    shown = [Cell(said.left, ink, _LEFT, to_right=True)]
    if width >= _WIDE:
        shown.append(Cell(said.until, dim, _UNTIL))
    if width >= _COUNTED:
        shown.append(Cell(said.held, dim, _HELD, to_right=True))
    rest = width - sum(cell.width for cell in shown) - _BY - _GAP * (len(shown) + 2)
    shown += [Cell(said.what, strong, rest // 2), Cell(said.why, ink, rest - rest // 2), Cell(said.by, dim, _BY)]
    return table_line(shown, _GAP, look)
