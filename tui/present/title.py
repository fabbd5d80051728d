"""The one-line head of a pane: number, name, notes, counts on a rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from tui.look import Look
from tui.text import EMPTY, SafeText, cells, cut, say, span


class Note(NamedTuple):
    """A word in a pane's head and how it looks."""

    text: SafeText
    style: Style


@dataclass(frozen=True, slots=True)
class Title:
    """What a pane's head says."""

    number: int
    """The key of the pane; 0 where it has none."""
    name: SafeText
    notes: Sequence[Note] = ()
    count: SafeText = EMPTY


def title_line(title: Title, width: int, active: bool, look: Look) -> list[Segment]:
    """`━ 2 Queue  PAUSED 12 new ━━━━━━━━ 412/10,233 ━`; what does not fit goes, the notes before the count.

    The rule of the pane that takes the keys is heavy.
    """
    rule, rule_style = (look.glyphs.rule_active, look.accent) if active else (look.glyphs.rule, look.line)
    style = look.title_active if active else look.title
    name = say(" {} {} ", title.number, title.name) if title.number else say(" {} ", title.name)
    count = say(" {} ", title.count) if title.count else EMPTY
    room = width - cells(name) - cells(count) - 2
    line = [span(rule, rule_style), span(cut(name, max(0, width - 2), look.glyphs.ellipsis), style)]
    for note in title.notes:
        text = say(" {} ", note.text)
        if cells(text) + 1 > room:
            break
        line.append(span(text, note.style))
        room -= cells(text)
    line.append(span(SafeText(rule * max(0, room)), rule_style))
    if room >= 0:
        line += [span(count, style), span(rule, rule_style)]
    return line
