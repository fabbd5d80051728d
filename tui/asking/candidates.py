"""What Tab would put into a line: the next one with what it means, then the others."""

from rich.segment import Segment

from tui.asking.completing import Completions
from tui.look import Look
from tui.text import SafeText, cut, safe_text, say, span

_SHOWN = 8
_MEANING = 48
"""Columns for what the next one means."""


def candidates(offered: Completions, turn: int, look: Look) -> list[Segment]:
    """` Tab withdrawal pulling back  escalation  deescalation …`, from the one whose turn it is."""
    values = [*offered.values[turn:], *offered.values[:turn]]
    value, meaning = values[0]
    line = [span(SafeText(" Tab "), look.accent), span(safe_text(value), look.strong)]
    if meaning:
        line.append(span(say(" {}", cut(safe_text(meaning), _MEANING, look.glyphs.ellipsis)), look.dim))
    line += [span(say("  {}", safe_text(other)), look.base) for other, _ in values[1:_SHOWN]]
    if len(values) > _SHOWN:
        line.append(span(say(" {}", look.glyphs.ellipsis), look.dim))
    return [*line, span(SafeText("  "), look.base)]
