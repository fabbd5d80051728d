"""The last line of the screen: what the keys of the active pane do."""

from rich.segment import Segment

from tui.commands import Keymap
from tui.look import Look
from tui.text import SafeText, cells, safe_text, say, spaces, span


def key_line(keys: Keymap, pane: str, width: int, look: Look) -> list[Segment]:
    """`a ack  d dismiss  Enter story  …`; whole entries only."""
    line: list[Segment] = [span(spaces(1), look.base)]
    room = width - 1
    for command in keys.labelled(pane):
        key, word = safe_text(keys.shown(command)), say(" {}  ", SafeText(command.label))
        if cells(key) + cells(word) > room:
            break
        line += [span(key, look.accent), span(word, look.dim)]
        room -= cells(key) + cells(word)
    return line
