"""One line of the alerts: how old, where it stands, how grave, what it is about; with room, since when, by which rule, whose."""

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style

from storage.rows import AlertRow
from tui.ages import stamp
from tui.look import Look
from tui.present.columns import columns, taken
from tui.present.queue import LETTERS, lead
from tui.present.whereabouts import initials
from tui.present.wrap import Run
from tui.text import EMPTY, SPACE, SafeText, cells, cut, left, right, safe_text, say, span

_IN_FULL = 110
"""Columns from which an alert is told in full."""
_RULE_SURE = 60
"""Columns from which the rule has a part of the line whatever the title needs."""
_LEAST_RULE = 8
"""Columns in which a rule can be told from others."""
_DATE = 7
"""Columns of a stamp that are its date and a blank."""


def alert_line(alert: AlertRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """` 14m F shelling near the line ×3`, acknowledged `  2m✓U contradiction ana`, muted `  9m∅N three claims`."""
    rank = look.severity[alert.severity] if alert.state != "resolved" else look.dim
    line = lead(alert.updated_ms, now_ms, _sign(alert, look), (LETTERS[alert.severity], rank), look)
    title = safe_text(alert.title)
    style = _title_style(alert, look)
    if width < _IN_FULL:
        after = [span(*run) for run in _after(alert, look)]
        room = width - taken(line) - taken(after)
        return columns(width, line, (title, style), [*_rule(alert, room - cells(title), width, look), *after], look)
    if alert.muted:
        title = say("{} ({})", title, safe_text(alert.muted))
    return columns(width, [*line, *_in_full(alert, look)], (title, style), (), look)


def _sign(alert: AlertRow, look: Look) -> Run:
    if alert.state == "acked":
        return look.glyphs.done, look.good
    if alert.state == "resolved":
        return look.glyphs.gone, look.dim
    return (look.glyphs.muted, look.dim) if alert.muted else (SPACE, look.base)


def _title_style(alert: AlertRow, look: Look) -> Style:
    """What rings steps forward, the graver the more; what is settled or muted steps back."""
    if alert.state == "resolved":
        return look.struck
    if alert.muted or alert.state == "acked":
        return look.dim
    return look.strong if alert.severity >= 3 else look.base


def _rule(alert: AlertRow, spare: int, width: int, look: Look) -> Iterator[Segment]:
    """The rule in what the title leaves; from sixty columns on a fifth of the line is its own."""
    room = max(spare, width // 5 if width >= _RULE_SURE else 0) - 1
    if room >= _LEAST_RULE:
        yield span(say(" {}", cut(safe_text(alert.rule), room, look.glyphs.ellipsis)), look.dim)


def _after(alert: AlertRow, look: Look) -> Iterator[Run]:
    """How many items it rests on, and whose it is."""
    if alert.evidence > 1:
        yield say(" {}{}", look.glyphs.copies, min(alert.evidence, 999)), look.dim
    if alert.owner and alert.state != "new":
        yield say(" {}", initials(alert.owner)), look.accent


def _in_full(alert: AlertRow, look: Look) -> list[Segment]:
    """`withdrawal-claimed     ana       ×4  22 Nov 14:38Z to 17:02Z  `: rule, owner, evidence, raised and touched last."""
    rule = cut(safe_text(alert.rule), 22, look.glyphs.ellipsis)
    owner = cut(safe_text(alert.owner), 8, look.glyphs.ellipsis)
    times = say("{}{}", look.glyphs.copies, min(alert.evidence, 999)) if alert.evidence > 1 else EMPTY
    return [
        span(say("{} ", left(rule, 22)), look.dim),
        span(say("{} ", left(owner, 8)), look.accent),
        span(say("{}  {}  ", right(times, 4), left(_from_to(alert), 23)), look.dim),
    ]


def _from_to(alert: AlertRow) -> SafeText:
    """`22 Nov 14:38Z to 17:02Z`, on another day `21 Nov 14:38Z to 22 Nov`."""
    raised, touched = stamp(alert.raised_ms), stamp(alert.updated_ms)
    if raised == touched:
        return raised
    is_same_day = raised[:_DATE] == touched[:_DATE]
    return say("{} to {}", raised, SafeText(touched[_DATE:] if is_same_day else touched[: _DATE - 1]))
