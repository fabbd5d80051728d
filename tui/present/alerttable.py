"""The alerts as a table, where their pane is wide enough: a heading, a line an alert, columns that stand still."""

from collections.abc import Callable
from typing import NamedTuple

from rich.segment import Segment

from storage.rows import AlertRow
from tui.look import Look
from tui.present.columns import taken
from tui.present.queue import LETTERS, lead
from tui.present.standing import rank_style, standing_said, standing_sign, standing_style, title_style, voices_said
from tui.present.table import Cell, table_line
from tui.present.wrap import Run
from tui.text import SPACE, SafeText, left, safe_text, say, spaces, span

TABLE_FROM = 96
"""Columns from which on there is a table: below, a line has more room for what it is about, and the rule."""
_TELLING = 124
"""From so many on it says why it rang."""
_GAP = 1
_RULE = (16, 26)
"""Columns of a rule's name, at least and at most."""


class _Column(NamedTuple):
    heading: SafeText
    width: int
    """0: of what is left."""
    said: Callable[[AlertRow, int, Look], Run]
    """(alert, now_ms, look)."""
    to_right: bool = False


def alert_heading(width: int, look: Look) -> list[Segment]:
    """The names of the columns."""
    cells = [Cell(column.heading, look.dim, column.width, column.to_right) for column in _columns(width)]
    return [span(left(SafeText("age"), _LEAD), look.dim), *table_line(cells, _GAP, look)]


def alert_row(alert: AlertRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """` 14m F new  shelling-near  ana  4/2/1  12  shelling near the line  a second primary: Kyiv`."""
    severity = LETTERS[alert.severity], rank_style(alert, look)
    begun = lead(alert.state_ms, now_ms, standing_sign(alert, look), severity, look)
    cells = [Cell(*column.said(alert, now_ms, look), column.width, column.to_right) for column in _columns(width)]
    return [*begun, span(spaces(_LEAD - taken(begun)), look.base), *table_line(cells, _GAP, look)]


_LEAD = 7
"""Columns with which a line of a list begins, and how far the table stands from them."""


def _columns(width: int) -> list[_Column]:
    """Those that have room, each with its width."""
    kept = _COLUMNS if width >= _TELLING else _COLUMNS[:-1]
    rest = width - _LEAD - sum(column.width for column in kept) - _GAP * (len(kept) - 1)
    rule = min(max(_RULE[0], rest // 5), _RULE[1])
    why = (rest - rule) // 2 if width >= _TELLING else 0
    widths = {"rule": rule, "alert": rest - rule - why, "why it rang last": why}
    return [column._replace(width=column.width or widths[column.heading]) for column in kept]


def _state(alert: AlertRow, now_ms: int, look: Look) -> Run:
    return standing_said(alert, now_ms), standing_style(alert, look)


def _rule(alert: AlertRow, now_ms: int, look: Look) -> Run:
    return safe_text(alert.rule), look.dim


def _owner(alert: AlertRow, now_ms: int, look: Look) -> Run:
    return safe_text(alert.owner), look.accent


def _voices(alert: AlertRow, now_ms: int, look: Look) -> Run:
    return voices_said(alert, sides=True), look.dim if alert.primaries < 2 else look.base


def _items(alert: AlertRow, now_ms: int, look: Look) -> Run:
    return (say("{}", min(alert.evidence, 99_999)) if alert.evidence else SPACE), look.dim


def _title(alert: AlertRow, now_ms: int, look: Look) -> Run:
    return safe_text(alert.title), title_style(alert, look)


def _why(alert: AlertRow, now_ms: int, look: Look) -> Run:
    """The last notice's sentence; why nobody hears of it comes before."""
    if alert.muted and alert.state == "new":
        return safe_text(alert.muted), look.warn
    return safe_text(alert.reason or alert.said), look.dim


_COLUMNS = (
    _Column(SafeText("state"), 11, _state),
    _Column(SafeText("rule"), 0, _rule),
    _Column(SafeText("owner"), 8, _owner),
    _Column(SafeText("o/p/s"), 6, _voices),
    _Column(SafeText("items"), 5, _items, to_right=True),
    _Column(SafeText("alert"), 0, _title),
    _Column(SafeText("why it rang last"), 0, _why),
)
