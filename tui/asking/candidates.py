"""What Tab would put into a line: the next one with what it means, then the others."""

from rich.segment import Segment

from tui.asking.completing import Completions
from tui.look import Look
from tui.text import SafeText, cells, cut, safe_text, say, span

_SHOWN = 8
_MEANING = 48
"""Columns for what the next one means."""
_AFTER = 4
"""Columns behind them: a sign that there are more, and a gap."""


def candidates(offered: Completions, turn: int, look: Look, room: int) -> list[Segment]:
    """` Tab withdrawal pulling back  escalation  deescalation …`, from the one whose turn it is; whole ones, or none."""
    values = [*offered.values[turn:], *offered.values[:turn]]
    value, meaning = safe_text(values[0][0]), safe_text(values[0][1])
    room -= _AFTER + len(" Tab ") + cells(value)
    if room < 0:
        return []
    line = [span(SafeText(" Tab "), look.accent), span(value, look.strong)]
    if meaning and room > 1:
        means = say(" {}", cut(meaning, min(_MEANING, room - 1), look.glyphs.ellipsis))
        line.append(span(means, look.dim))
        room -= cells(means)
    shown = 1
    for other, _ in values[1:_SHOWN]:
        words = say("  {}", safe_text(other))
        room -= cells(words)
        if room < 0:
            break
        line.append(span(words, look.base))
        shown += 1
    if shown < len(values):
        line.append(span(say(" {}", look.glyphs.ellipsis), look.dim))
    return [*line, span(SafeText("  "), look.base)]
