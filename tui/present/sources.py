"""One source as a line of a narrow pane: the name first, then what fits of how it fares."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from storage.rows import SourceRow
from tui.ages import age
from tui.look import Look
from tui.present.columns import columns
from tui.present.faring import (
    PAUSED,
    QUIET,
    WELL,
    grade_said,
    has_fresh_gap,
    is_down,
    name_style,
    next_said,
    state_style,
    why_said,
)
from tui.present.sparkline import sparkline
from tui.text import EMPTY, SPACE, SafeText, cells, cut, left, right, safe_text, say, span

_KINDS = {"state": "S", "wire": "w", "official": "o", "press": "p", "analysis": "a", "aggregator": "g"}
_NAME = 14
"""A name has at least so many columns before there are bars."""
_BESIDE_NAME = 8
"""Columns of grade and kind, and of what is new."""
_GOOD, _GOOD_FROM = 4, 38
"""Columns of the last good poll, where the line has so many: what is well was polled just now."""
_BARS = 12
_QUIET = SafeText("~")
_TELLING = 6
"""With fewer columns a reason tells little: rather is it left out how often it failed."""
_TAIL = 4
"""Columns of how often it failed, and of when it is tried again, a blank before each."""


def source_line(source: SourceRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """`B w AFP              61 ▁▂▅▇▂`, in trouble `! w BelTA        503  ×4 10m`."""
    if source.state not in (*WELL, QUIET) or has_fresh_gap(source, now_ms):
        return _in_trouble(source, width, now_ms, look)
    sign, style = (grade_said(source), _kind_style(source, look)) if source.state in WELL else (_QUIET, look.warn)
    head = [span(say("{}{}", left(sign, 2), _kind(source)), style), span(SPACE, look.base)]
    good = EMPTY if source.last_ok_ms is None else age(source.last_ok_ms, now_ms)
    tail = [
        span(say(" {}", right(good, _GOOD - 1)) if width >= _GOOD_FROM else EMPTY, look.dim),
        span(say(" {}", right(_few(source.unread), 3)), look.strong),
        *_bars(source.hours, _bar_cells(width), look),
    ]
    name, style = safe_text(source.name), name_style(source, look)
    if "impolite" in source.waits_for:
        name, style = say("{} impolite", name), look.warn
    return columns(width, head, (name, style), tail, look)


def _in_trouble(source: SourceRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """The name, and at the right edge why, how often and when next: one shape, whatever there is to say."""
    style = look.warn if source.state in WELL else state_style(source.state, look)
    head = [span(say("{} {} ", _sign(source.state), _kind(source)), style)]
    name, why = safe_text(source.name), _why_briefly(source, now_ms)
    room = width - sum(cells(SafeText(segment.text)) for segment in head) - min(cells(name), _NAME) - 1
    then = next(
        form for form in _then(source, now_ms, look) if cells(form) + min(cells(why), _TELLING) <= room or not form
    )
    fact = cut(why, max(0, room - cells(then)), look.glyphs.ellipsis)
    tail = [span(say(" {}", fact), style), span(then, look.dim)]
    return columns(width, head, (name, look.dim if source.state == PAUSED else look.base), tail, look)


def _why_briefly(source: SourceRow, now_ms: int) -> SafeText:
    return SafeText(why_said(source, now_ms).removeprefix("HTTP ")) or safe_text(source.state)


def _then(source: SourceRow, now_ms: int, look: Look) -> Sequence[SafeText]:
    """How often it failed and when it is tried again, the fuller form first."""
    if not is_down(source.state):
        return (EMPTY,)
    times = say("{}{}", look.glyphs.copies, min(source.failures, 99)) if source.failures > 1 else EMPTY
    again = right(next_said(source, now_ms), _TAIL)
    return say("{}{}", right(times, _TAIL), again), again, EMPTY


def _sign(state: str) -> SafeText:
    if state == PAUSED:
        return SafeText("=")
    return SafeText("!") if is_down(state) else _QUIET


def _kind(source: SourceRow) -> SafeText:
    return SafeText(_KINDS.get(source.kind, " "))


def _kind_style(source: SourceRow, look: Look) -> Style:
    return look.state_media if source.kind == "state" else look.dim


def _bar_cells(width: int) -> int:
    """What is left beside a name of `_NAME` columns; of more than a few, names get two thirds."""
    spare = width - _BESIDE_NAME - (_GOOD if width >= _GOOD_FROM else 0) - _NAME - 1
    return min(_BARS, spare if spare <= 4 else 4 + (spare - 4) // 3)


def _bars(hours: Sequence[int], width: int, look: Look) -> list[Segment]:
    bars = sparkline(hours, width, look)
    return [span(say(" {}", bars), look.accent)] if bars else []


def _few(n: int) -> SafeText:
    """A count in three columns; nothing for 0."""
    if not n:
        return EMPTY
    return say("{}", n) if n < 1_000 else say("{}k", n // 1_000) if n < 100_000 else SafeText("99k")
