"""The mutes that run, as a table: how much longer, what is quiet, why, who wanted it."""

from rich.segment import Segment

from storage.rows import MuteRow
from tui.ages import stamp, wait
from tui.look import Look
from tui.present.table import Cell, table_line
from tui.text import SafeText, safe_text

_GAP = 2
_LEFT, _UNTIL, _BY = 4, 13, 10
_WIDE = 72
"""From so many columns on it is also said until when."""


def mute_heading(width: int, look: Look) -> list[Segment]:
    """The names of the columns."""
    names = ("ends", "until", "what is quiet", "why", "by")
    left, until, what, why, by = (SafeText(name) for name in names)
    return _line((left, until, what, why, by), width, look, heading=True)


def mute_line(mute: MuteRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """`1h  21 Nov 12:40Z  source:"TASS"  the same drill all day  ana`."""
    said = (
        wait(mute.ends_ms, now_ms),
        stamp(mute.ends_ms),
        safe_text(mute.query),
        safe_text(mute.reason),
        safe_text(mute.operator),
    )
    return _line(said, width, look, heading=False)


def _line(
    said: tuple[SafeText, SafeText, SafeText, SafeText, SafeText], width: int, look: Look, *, heading: bool
) -> list[Segment]:
    left, until, what, why, by = said
    ink, strong, dim = (look.dim,) * 3 if heading else (look.base, look.strong, look.dim)
    shown = [Cell(left, ink, _LEFT, to_right=True)]
    if width >= _WIDE:
        shown.append(Cell(until, dim, _UNTIL))
    rest = width - sum(cell.width for cell in shown) - _BY - _GAP * (len(shown) + 2)
    shown += [Cell(what, strong, rest // 2), Cell(why, ink, rest - rest // 2), Cell(by, dim, _BY)]
    return table_line(shown, _GAP, look)
