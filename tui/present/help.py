"""The help: every command with its keys, then what the letters and signs mean."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.segment import Segment

from storage.rows import LabelRow
from tui.commands import ANYWHERE, QUEUE, Command, Keymap
from tui.keynames import shown_key
from tui.look import UNICODE, Glyphs, Look
from tui.present.badges import badges
from tui.present.columns import columns
from tui.present.signs import STANCES, signs
from tui.text import EMPTY, SPACE, SafeText, cells, left, safe_text, say, span

WIDEST = 110
"""Columns that a line takes at most: the eye has to find the way to its end."""
_WIDE, _ROOM_FOR_PLACES = 100, 60
_KEYS = (7, 13)
"""Columns of the keys, in a narrow list and in a wide one: where it is narrow the sentences need the room."""
_PLACES = 13


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the help: a command, a sign and its meaning, or the heading over some of them."""

    keys: SafeText
    words: SafeText
    where: SafeText
    command: Command | None = None
    tag: tuple[str, str] | None = None
    is_heading: bool = False


Part = tuple[SafeText, Sequence[Entry]]
"""A heading and the lines under it."""


def entries(
    keys: Keymap, words: str, labels: Sequence[LabelRow] = (), pane: str = QUEUE, glyphs: Glyphs = UNICODE
) -> list[Entry]:
    """What the help lists when it is opened from a pane, narrowed to the lines that hold all of the words.

    The pane's own commands first, those of every pane, those of others, then what the signs and labels mean; each part
    under a heading. A part whose heading is named comes before lines that happen to hold its words.
    """
    wanted = words.lower().split()
    every = sorted(
        (*_of_commands(keys, pane), *_of_signs(keys, labels, glyphs)), key=lambda part: not _names(part[0], wanted)
    )
    parts = [
        (heading, [each for each in part if _names(heading, wanted) or _holds(each, wanted)]) for heading, part in every
    ]
    return [each for heading, part in parts if part for each in (Entry(EMPTY, heading, EMPTY, is_heading=True), *part)]


def _names(heading: SafeText, wanted: Sequence[str]) -> bool:
    """Do all of the words begin words of a heading? Then all that is under it is meant."""
    return all(any(name.startswith(word) for name in heading.lower().split()) for word in wanted)


def _holds(entry: Entry, wanted: Sequence[str]) -> bool:
    id = entry.command.id if entry.command else ""
    searched = f"{id} {entry.keys} {entry.words} {entry.where}".lower()
    return all(word in searched for word in wanted)


def _of_commands(keys: Keymap, pane: str) -> Iterator[Part]:
    everywhere = [command for command in keys.offered if command.scope == ANYWHERE]
    elsewhere = [command for command in keys.offered if command.scope != ANYWHERE]
    here = [command for command in elsewhere if pane in command.scope]
    yield say("in the {}", safe_text(pane)), _commands(here, keys)
    yield SafeText("in every pane"), _commands(everywhere, keys)
    yield SafeText("in other panes"), _commands([each for each in elsewhere if each not in here], keys)


def _commands(commands: Iterable[Command], keys: Keymap) -> Sequence[Entry]:
    return [Entry(_keys(command, keys), SafeText(command.help), _where(command), command) for command in commands]


def _keys(command: Command, keys: Keymap) -> SafeText:
    """All of them; where there is none, how the palette is asked."""
    return safe_text(" ".join(map(shown_key, keys.keys[command.id])) or keys.shown(command))


def _where(command: Command) -> SafeText:
    return say("in {}", safe_text(command.places)) if command.places else EMPTY


def _of_signs(keys: Keymap, labels: Sequence[LabelRow], glyphs: Glyphs) -> Iterator[Part]:
    yield SafeText("signs"), [Entry(sign, words, EMPTY) for sign, words in signs(glyphs, keys)]
    yield SafeText("labels and stances"), _labels(labels)


def _labels(labels: Sequence[LabelRow]) -> Sequence[Entry]:
    """The labels of the lexicon in use, the first of them in every stance."""
    stances = [Entry(SPACE, words, EMPTY, tag=(row.name, stance)) for row in labels[:1] for stance, words in STANCES]
    return [*stances, *(Entry(SPACE, _meaning(row), EMPTY, tag=(row.name, "")) for row in labels)]


def _meaning(row: LabelRow) -> SafeText:
    name, words = safe_text(row.name), safe_text(row.help)
    return say("{}: {}", name, words) if words else name


def help_line(entry: Entry, width: int, look: Look) -> list[Segment]:
    """`   a       acknowledge, and go on to the next new one        queue, alerts`."""
    width = min(width, WIDEST)
    if entry.is_heading:
        rule = SafeText(look.glyphs.rule * max(0, width - cells(entry.words) - 2))
        return [span(say(" {} ", entry.words), look.dim), span(rule, look.line)]
    keys = badges([entry.tag], _KEYS[0], look) if entry.tag else [span(_keys_shown(entry, width), look.accent)]
    where = EMPTY if width < _ROOM_FOR_PLACES or not entry.where else say(" {}", entry.where)
    if width >= _WIDE:
        where = left(where, _PLACES)
    return columns(
        width,
        [span(SPACE, look.base), *keys, span(SPACE, look.base)],
        (entry.words, look.base),
        [span(where, look.dim)],
        look,
    )


def _keys_shown(entry: Entry, width: int) -> SafeText:
    """As many keys of a command as fit into the column; a sign is shown whole."""
    column = _KEYS[width >= _WIDE]
    keys = entry.keys
    while entry.command is not None and cells(keys) > column and " " in keys:
        keys = SafeText(keys.rpartition(" ")[0])
    return left(keys, max(column, cells(keys)))
