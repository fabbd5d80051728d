"""The sources as a table, where their pane is wide enough: one heading, one line a source, columns that stand still."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from rich.segment import Segment
from rich.style import Style

from storage.rows import SourceRow
from tui.ages import age
from tui.look import Look
from tui.present.faring import PAUSED, cadence_said, grade_said, is_down, name_style, next_said, state_style, why_said
from tui.present.sparkline import sparkline
from tui.present.table import Cell, table_line
from tui.text import EMPTY, SafeText, safe_text, say

TABLE_FROM = 72
"""Columns from which on there is a table."""
_FULL = 96
"""From so many on it also says how many in all, and shows the day."""
_COUNTING = 118
"""From so many on it counts what is new."""
_TIMED = 132
"""From so many on it says how often: before that names and reasons need the room."""
_AIRY = 170
"""From so many on the columns stand two apart."""
_NAME_CELLS = (14, 32)
"""At least and at most."""
_BARS = ((84, 24), (58, 12), (42, 8), (0, 6))
"""(columns left beside the others, bars): names and reasons have the rest."""

_Said: TypeAlias = tuple[SafeText, Style]


class _Column(NamedTuple):
    heading: SafeText
    width: int
    """0: of what is left."""
    said: Callable[[SourceRow, int, int, Look], _Said]
    """(source, width, now_ms, look)."""
    to_right: bool = False
    least: int = 0
    """It is left out of a table that is narrower."""


def source_heading(width: int, look: Look) -> list[Segment]:
    """The names of the columns."""
    cells = [Cell(column.heading, look.dim, column.width, column.to_right) for column in _columns(width)]
    return table_line(cells, _gap(width), look)


def source_row(source: SourceRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """`B* wire  AFP  ok    2m  3m 4m, learned  61  112  10,233 ▁▂▅▇`."""
    cells = [
        Cell(*column.said(source, column.width, now_ms, look), column.width, column.to_right)
        for column in _columns(width)
    ]
    return table_line(cells, _gap(width), look)


def _gap(width: int) -> int:
    return 2 if width >= _AIRY else 1


def _columns(width: int) -> list[_Column]:
    """Those that have room, each with its width."""
    kept = [column for column in _COLUMNS if width >= column.least]
    left = width - sum(column.width for column in kept) - _gap(width) * (len(kept) - 1)
    has_day = any(column.said is _day for column in kept)
    bars = next(bars for least, bars in _BARS if left >= least) if has_day else 0
    name = min(max((left - bars) // 2, _NAME_CELLS[0]), _NAME_CELLS[1])
    widths = {"source": name, "why": left - bars - name, "24 h": bars}
    return [column._replace(width=column.width or widths[column.heading]) for column in kept]


def _grade(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    return grade_said(source), look.accent if source.graded_by else look.dim


def _kind(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    return safe_text(source.kind), look.state_media if source.kind == "state" else look.dim


def _name(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    return safe_text(source.name), name_style(source, look)


def _state(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    return safe_text(source.state), state_style(source.state, look)


def _why(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    why = SafeText(why_said(source, now_ms).removeprefix("paused "))
    if is_down(source.state) and source.failures > 1:
        why = say("{} {}{}", why, look.glyphs.copies, min(source.failures, 999))
    return why, look.base


def _last_ok(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    return (EMPTY if source.last_ok_ms is None else age(source.last_ok_ms, now_ms)), look.dim


def _next(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    if source.state == PAUSED:
        return EMPTY, look.dim
    return next_said(source, now_ms), look.dim


def _every(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    return cadence_said(source), look.warn if "impolite" in source.waits_for else look.dim


def _new(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    return (say("{}", source.unread) if source.unread else EMPTY), look.strong


def _today(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    return (say("{}", sum(source.hours)) if any(source.hours) else EMPTY), look.base


def _items(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    return say("{}", source.items), look.dim


def _day(source: SourceRow, width: int, now_ms: int, look: Look) -> _Said:
    return sparkline(source.hours, width, look), look.accent


_COLUMNS = (
    _Column(SafeText("gr"), 2, _grade),
    _Column(SafeText("kind"), 10, _kind),
    _Column(SafeText("source"), 0, _name),
    _Column(SafeText("state"), 11, _state),
    _Column(SafeText("why"), 0, _why),
    _Column(SafeText("last ok"), 7, _last_ok, to_right=True),
    _Column(SafeText("next"), 4, _next, to_right=True),
    _Column(SafeText("every"), 12, _every, least=_TIMED),
    _Column(SafeText("new"), 5, _new, to_right=True, least=_COUNTING),
    _Column(SafeText("today"), 5, _today, to_right=True),
    _Column(SafeText("items"), 7, _items, to_right=True, least=_FULL),
    _Column(SafeText("24 h"), 0, _day, least=_FULL),
)
