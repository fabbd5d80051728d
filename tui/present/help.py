"""The help: every command with its keys, then what the letters and signs mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.segment import Segment

from storage.rows import LabelRow
from tui.commands import ANYWHERE, PANES, Command, Keymap, shown_key
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import columns
from tui.text import SPACE, SafeText, left, safe_text, say, span


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
    ("ana  @ben", "ana has dealt with it; ben looks at its story now"),
    ("PAUSED", "new rows wait above the view: g shows them"),
    ("ana*", "who has a desk open; yours has the star"),
    ("RO", "a read-only desk: no key changes anything, and nobody is told of it"),
    ("DBT DNY CLM", "the story also holds who doubts it, denies it, claims it"),
    ("WD 4 ESC 31", "how many new items of the last 24 hours carry each label"),
    ("×5/2", "quoted five times, by two outlets"),
    ("Zakharova?", "another paper names the speaker, this one does not"),
    ("~officials", "several people, or somebody whom nobody names"),
    ("⇄ WD+ 3d", "goes back on what the speaker said three days before"),
    ("S w o p a g", "state media, wire, official, press, analysis, aggregator"),
)
_STANCES = (
    ("claimed", "asserted or claimed"),
    ("doubted", "doubted, or conditional"),
    ("denied", "denied"),
    ("historical", "of another time"),
)


def entries(keys: Keymap, words: str, labels: Sequence[LabelRow] = ()) -> list[Entry]:
    """What the help lists, narrowed to the lines that hold all of the words; a command of that name comes first."""
    wanted = words.lower().split()
    every = (*_commands(keys), *_signs(), *_labels(labels))
    found = [entry for entry in every if all(word in _searched(entry) for word in wanted)]
    return sorted(found, key=lambda entry: not (wanted and entry.command and entry.command.id.startswith(wanted[0])))


def _searched(entry: Entry) -> str:
    id = entry.command.id if entry.command else ""
    return f"{id} {entry.keys} {entry.words} {entry.where}".lower()


def _commands(keys: Keymap) -> Iterable[Entry]:
    for command in keys.offered:
        shown = " ".join(shown_key(key) for key in keys.keys[command.id])
        yield Entry(safe_text(shown), SafeText(command.help), _where(command), command)


def _where(command: Command) -> SafeText:
    if command.scope == ANYWHERE:
        return SafeText("everywhere")
    places = " ".join(str(number) for number, pane in enumerate(PANES, 1) if pane in command.scope)
    return SafeText(f"in {places}" if places else "here")


def _signs() -> Sequence[Entry]:
    meaning = SafeText("sign")
    return [Entry(SafeText(sign), SafeText(words), meaning) for sign, words in _SIGNS]


def _labels(labels: Sequence[LabelRow]) -> Sequence[Entry]:
    """The labels of the lexicon in use, the first of them in every stance."""
    meaning = SafeText("label")
    stances = [Entry(SPACE, SafeText(words), meaning, tag=(row.name, s)) for row in labels[:1] for s, words in _STANCES]
    said = [(row, safe_text(row.help)) for row in labels]
    return [
        *stances,
        *(
            Entry(
                SPACE,
                say("{}: {}", safe_text(row.name), words) if words else safe_text(row.name),
                meaning,
                tag=(row.name, ""),
            )
            for row, words in said
        ),
    ]


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
