"""The help: every command with its keys, then what the letters and signs mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.segment import Segment

from tui.commands import ANYWHERE, COMMANDS, PANES, Command, Keymap, shown_key
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import columns
from tui.text import SPACE, SafeText, left, safe_text, span


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the help: a command, or a sign and its meaning."""

    keys: SafeText
    words: SafeText
    where: SafeText
    command: Command | None = None
    tag: tuple[str, str] | None = None


_SIGNS = (
    ("F U N i", "severity: flash, urgent, notice, info"),
    ("4/2", "four different writers, two primary voices"),
    ("×3", "printed three times, folded into one line"),
    ("Δ2", "edited twice since it was first seen"),
    ("★", "starred"),
    ("PAUSED", "new rows wait above the view: g shows them"),
    ("ana*", "who has a desk open; yours has the star"),
    ("S w o p a g", "state media, wire, official, press, analysis, aggregator"),
)
_TAGS = (
    ("withdrawal", "claimed", "withdrawal, claimed: WD withdrawal, ESC escalation, DE deescalation"),
    ("withdrawal", "doubted", "doubted, or conditional"),
    ("withdrawal", "denied", "denied"),
    ("withdrawal", "historical", "of another time"),
)


def entries(keys: Keymap, words: str) -> list[Entry]:
    """What the help lists, narrowed to the lines that hold all of the words; a command of that name comes first."""
    wanted = words.lower().split()
    found = [entry for entry in (*_commands(keys), *_signs()) if all(word in _searched(entry) for word in wanted)]
    return sorted(found, key=lambda entry: not (wanted and entry.command and entry.command.id.startswith(wanted[0])))


def _searched(entry: Entry) -> str:
    id = entry.command.id if entry.command else ""
    return f"{id} {entry.keys} {entry.words} {entry.where}".lower()


def _commands(keys: Keymap) -> Iterable[Entry]:
    for command in COMMANDS:
        shown = " ".join(shown_key(key) for key in keys.keys[command.id])
        yield Entry(safe_text(shown), SafeText(command.help), _where(command), command)


def _where(command: Command) -> SafeText:
    if command.scope == ANYWHERE:
        return SafeText("everywhere")
    places = " ".join(str(number) for number, pane in enumerate(PANES, 1) if pane in command.scope)
    return SafeText(f"in {places}" if places else "here")


def _signs() -> Sequence[Entry]:
    meaning = SafeText("sign")
    signs = [Entry(SafeText(sign), SafeText(words), meaning) for sign, words in _SIGNS]
    return [*signs, *(Entry(SPACE, SafeText(words), meaning, tag=(label, stance)) for label, stance, words in _TAGS)]


def help_line(entry: Entry, width: int, look: Look) -> list[Segment]:
    """`   a       acknowledge, and go on to the next new one        queue, alerts`."""
    keys = badges([entry.tag], 13, look) if entry.tag else [span(left(entry.keys, 13), look.accent)]
    where = left(entry.where, 12 if width >= 60 else 0)
    return columns(
        width,
        [span(SPACE, look.base), *keys, span(SPACE, look.base)],
        (entry.words, look.base),
        [span(where, look.dim)],
        look,
    )
