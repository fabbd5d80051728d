"""One line of the alerts: how old, where it stands, how grave, what it is about, on how many voices it rests, whose it is."""

from collections.abc import Iterator

from rich.segment import Segment

from storage.rows import AlertRow
from tui.look import Look
from tui.present.columns import columns, taken
from tui.present.queue import LETTERS, lead
from tui.present.standing import rank_style, standing_sign, time_left, title_style, voices_said
from tui.present.whereabouts import initials
from tui.present.wrap import Run
from tui.text import EMPTY, SafeText, cells, cut, safe_text, say, span

_RULE_SURE = 60
"""Columns from which the rule has a part of the line whatever the title needs."""
_LEAST_RULE = 8
"""Columns in which a rule can be told from others."""
_COUNTED_FROM = 48
"""Columns from which it is also counted how many items there are, and sides."""


def alert_line(alert: AlertRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """` 14m F shelling near the line 4/2`, acknowledged `  2m✓U contradiction ana`, snoozed ` 1hzN three claims in 40m`."""
    severity = LETTERS[alert.severity], rank_style(alert, look)
    line = lead(alert.state_ms, now_ms, standing_sign(alert, look), severity, look)
    title, style = safe_text(alert.title), title_style(alert, look)
    after = [span(*run) for run in _after(alert, cells(title), width - taken(line), width, now_ms, look)]
    room = width - taken(line) - taken(after)
    return columns(width, line, (title, style), [*_rule(alert, room - cells(title), width, look), *after], look)


def _after(alert: AlertRow, title: int, room: int, width: int, now_ms: int, look: Look) -> list[Run]:
    """What the title leaves room for, or half of the line; when it wakes and whose it is come before counts."""
    is_taken = bool(alert.owner) and alert.state != "new"
    left = time_left(alert, now_ms)
    parts = (
        (say(" in {}", left) if left else EMPTY, look.accent),
        (say(" {}", initials(alert.owner)) if is_taken else EMPTY, look.accent),
        (_counts(alert, width, look), look.dim),
    )
    room -= min(title, width // 2)
    shown: list[Run] = []
    for words, style in parts:
        if cells(words) <= room:
            shown.insert(0, (words, style))
            room -= cells(words)
    return shown


def _counts(alert: AlertRow, width: int, look: Look) -> SafeText:
    """` 4/2`, with room ` ×12 4/2/1`; one item, and one voice, are not worth saying."""
    items = say(" {}{}", look.glyphs.copies, min(alert.evidence, 999)) if alert.evidence > 1 else EMPTY
    if max(alert.origins, alert.primaries) < 2 and alert.evidence < 2:
        return EMPTY
    voices = voices_said(alert, sides=width >= _COUNTED_FROM)
    if not voices:
        return items
    return say("{} {}", items, voices) if width >= _COUNTED_FROM else say(" {}", voices)


def _rule(alert: AlertRow, spare: int, width: int, look: Look) -> Iterator[Segment]:
    """The rule in what the title leaves; from sixty columns on a fifth of the line is its own."""
    room = max(spare, width // 5 if width >= _RULE_SURE else 0) - 1
    if room >= _LEAST_RULE:
        yield span(say(" {}", cut(safe_text(alert.rule), room, look.glyphs.ellipsis)), look.dim)
