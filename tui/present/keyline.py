"""The last line of the screen: what the keys of the active pane do."""

from collections.abc import Callable, Sequence

from rich.segment import Segment

from tui.commands import Command, Keymap
from tui.look import Look
from tui.text import EMPTY, SafeText, cells, safe_text, say, spaces, span

_WELCOME = (("acknowledge", "acknowledge"), ("open", "story"), ("filter", "filter"), ("help", "every key"))
"""What a new operator is told besides how to move: a command's id and a word for it."""


def possible(command: Command) -> SafeText:
    """Nothing is refused."""
    return EMPTY


def key_line(
    keys: Keymap, pane: str, width: int, look: Look, refusal: Callable[[Command], SafeText] = possible
) -> list[Segment]:
    """`a ack  d dismiss  Enter story  …  ? help`: whole entries only, the last one always; dim what is refused now."""
    commands = keys.labelled(pane)
    entries = [_entry(keys, command, look, bool(refusal(command))) for command in commands]
    room = width - 1 - sum(map(_width, entries[-1:]))
    line: list[Segment] = [span(spaces(1), look.base)]
    for entry in entries[:-1]:
        room -= _width(entry)
        if room < 0:
            break
        line += entry
    return [*line, *(segment for entry in entries[-1:] for segment in entry)]


def _entry(keys: Keymap, command: Command, look: Look, refused: bool) -> list[Segment]:
    word = say(" {}  ", SafeText(command.label))
    return [
        span(safe_text(keys.shown(command)), look.faint if refused else look.accent),
        span(word, look.faint if refused else look.dim),
    ]


def _width(entry: Sequence[Segment]) -> int:
    return sum(cells(SafeText(segment.text)) for segment in entry)


def welcome_line(keys: Keymap, width: int, look: Look) -> list[Segment]:
    """` New here?  j k move  a acknowledge  Enter story  / filter  ? every key`, and when that goes, if there is room to say it."""
    move = say("{} {}", safe_text(keys.shown_id("down")), safe_text(keys.shown_id("up")))
    pairs = [(move, SafeText("move")), *((safe_text(keys.shown_id(id)), SafeText(word)) for id, word in _WELCOME)]
    line = [span(SafeText(" New here?  "), look.strong)]
    for key, word in pairs:
        line += [span(key, look.accent), span(say(" {}  ", word), look.dim)]
    goes = SafeText("goes with your first act")
    return [*line, span(goes, look.faint)] if _width(line) + cells(goes) <= width else line
