"""The one-line head of a pane: number, name, notes, counts on a rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from tui.look import Look
from tui.text import EMPTY, SafeText, cells, cut, say, span


@dataclass(frozen=True, slots=True)
class Note:
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
    """`── 2 Queue ── PAUSED 12 new ──────── 412/10,233 ──`; what does not fit goes, the notes before the count."""
    rule = look.glyphs.rule
    style = look.title_active if active else look.title
    name = say(" {} {} ", title.number, title.name) if title.number else say(" {} ", title.name)
    count = say(" {} ", title.count) if title.count else EMPTY
    room = width - cells(name) - cells(count) - 2
    line = [span(rule, look.faint), span(cut(name, max(0, width - 2), look.glyphs.ellipsis), style)]
    for note in title.notes:
        text = say(" {} ", note.text)
        if cells(text) + 1 > room:
            break
        line += [span(rule, look.faint), span(text, note.style)]
        room -= cells(text) + 1
    line.append(span(SafeText(rule * max(0, room)), look.faint))
    if room >= 0:
        line += [span(count, style), span(rule, look.faint)]
    return line
