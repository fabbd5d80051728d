"""Every command of the desk, declared once: footer, help, palette and keymap are read from here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SOURCES, QUEUE, ALERTS, QUOTES, STORY, HELP = "sources", "queue", "alerts", "quotes", "story", "help"
PANES = (SOURCES, QUEUE, ALERTS, QUOTES, STORY)
"""In the order of their number keys, 1 to 5."""
ANYWHERE: frozenset[str] = frozenset((*PANES, HELP))


class KeyConflict(ValueError):
    """Keys that cannot be bound as asked; `str(error)` is one line a trouble."""


@dataclass(frozen=True, slots=True)
class Command:
    """What an operator can ask for."""

    id: str
    keys: tuple[str, ...]
    """The first one is shown."""
    help: str
    scope: frozenset[str]
    """Panes in which the keys mean this."""
    label: str = ""
    """A word for the key line; empty keeps it off."""
    acts: bool = False
    """Writes to the file; what it writes about items and alerts can be undone."""


def _command(
    id: str, keys: str, help: str, scope: Iterable[str] = ANYWHERE, label: str = "", acts: bool = False
) -> Command:
    return Command(id, tuple(keys.split()), help, frozenset(scope), label, acts)


_LISTS = (SOURCES, QUEUE, ALERTS, QUOTES)
_WITH_ITEM = (QUEUE, ALERTS, QUOTES, STORY)

COMMANDS: tuple[Command, ...] = (
    _command("acknowledge", "a", "acknowledge, and go on to the next new one", (QUEUE, ALERTS, STORY), "ack", True),
    _command("acknowledge-shown", "A", "acknowledge every new item of the list, after a question", (QUEUE,), "", True),
    _command("dismiss", "d", "dismiss, and go on to the next new one", (QUEUE, STORY), "dismiss", True),
    _command("resolve", "d", "resolve the alert", (ALERTS,), "resolve", True),
    _command("back-to-new", "u", "set back to new", (QUEUE, ALERTS, STORY), "", True),
    _command("open", "enter", "go to the story", (QUEUE, ALERTS, QUOTES), "story"),
    _command("filter-source", "enter", "show only this source in the queue", (SOURCES,), "its items"),
    _command("run", "enter", "do what the line says", (HELP,), "do it"),
    _command("poll", "r", "poll the source now", (SOURCES,), "poll now", True),
    _command("identify", "i", "say who the speaker is; an empty name takes it back", (QUOTES,), "who", True),
    _command("evidence", "e", "show the next evidence in the story", _WITH_ITEM, "evidence"),
    _command("why", "w", "say why: words, rule, anchor, cue and its reach", _WITH_ITEM, "why"),
    _command("why-source", "w", "say how the source fares, and what it waits for", (SOURCES,), "why"),
    _command("ledger", "L", "all that the speaker has said, in order; again: back", (QUEUE, QUOTES, STORY), "ledger"),
    _command("filter", "/", "filter the queue, or the help", label="filter"),
    _command("search", "S", "search everywhere, archived months too; again: ranked or newest first"),
    _command("undo", "z", "take back your last act", label="undo", acts=True),
    _command("redo", "Z", "do again what was taken back", acts=True),
    _command("follow", "f", "follow the newest item until you move", (QUEUE,), "follow"),
    _command("star", "s", "star, or take the star away", (QUEUE, STORY), "star", True),
    _command("tag", "t", "say yourself which label holds, and in what stance", (QUEUE, STORY), "tag", True),
    _command(
        "merge", "M", "make one story of the marked rows, or of the marked one and this", (QUEUE, STORY), "", True
    ),
    _command("split", "X", "split the row, or the marked rows, off into a story of its own", (QUEUE, STORY), "", True),
    _command("note", "N", "write a note into the log of the item", (QUEUE, STORY), "note", True),
    _command("log", "l", "write a line into the desk's log; 10:20 before it says when it happened", acts=True),
    _command("copy-quote", "Y", "copy the quote with speaker, outlet, time and link", (QUEUE, QUOTES, STORY), "copy"),
    _command("copy-link", "y", "copy the link", _WITH_ITEM),
    _command("open-link", "o", "open the link in a browser", _WITH_ITEM),
    _command("mark", "space", "mark the row for the next command", (QUEUE, ALERTS)),
    _command("range", "v", "begin a range of marks, or end it", (QUEUE, ALERTS)),
    _command("down", "j down", "one row down"),
    _command("up", "k up", "one row up"),
    _command("half-down", "ctrl+d pagedown", "half a page down"),
    _command("half-up", "ctrl+u pageup", "half a page up"),
    _command("first", "g home", "to the newest, with what waits above the view"),
    _command("last", "G end", "to the oldest"),
    _command("next-new", "n", "next new one", (QUEUE, ALERTS)),
    _command("previous-new", "p", "previous new one", (QUEUE, ALERTS)),
    _command("refresh", "r", "apply the view again", (QUEUE, ALERTS, QUOTES, STORY)),
    _command("view", "V", "another view of the queue: then its key"),
    _command("zoom", "+", "give the pane the whole screen, or take it back"),
    _command("next-pane", "tab", "next pane"),
    _command("previous-pane", "shift+tab", "previous pane"),
    _command("pane-sources", "1", "to the sources"),
    _command("pane-queue", "2", "to the queue"),
    _command("pane-alerts", "3", "to the alerts"),
    _command("pane-quotes", "4", "to the quotes"),
    _command("pane-story", "5", "to the story"),
    _command("palette", ":", "find a command by its words"),
    _command("help", "?", "this list of keys", label="help"),
    _command("back", "q escape", "back: out of help, zoom, marks, ledger, search, filter"),
    _command("redraw", "ctrl+l", "draw the whole screen again"),
    _command("suspend", "ctrl+z", "suspend the desk"),
    _command("quit", "Q", "close the desk", label="quit"),
)
BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}


@dataclass(frozen=True, slots=True)
class Keymap:
    """Which key means what in which pane."""

    bound: Mapping[tuple[str, str], Command]
    """(pane, key) -> command."""
    keys: Mapping[str, tuple[str, ...]]
    """Command id -> its keys, the shown one first."""
    acting: bool = True
    """False: commands that write to the file are offered nowhere."""

    @property
    def offered(self) -> list[Command]:
        """The commands that a line or a list may name."""
        return [command for command in COMMANDS if self.acting or not command.acts]

    def command(self, pane: str, key: str) -> Command | None:
        """What a key means in a pane."""
        return self.bound.get((pane, key))

    def shown(self, command: Command) -> str:
        """The key as an operator reads it: `a`, `^d`, `Enter`."""
        return self.shown_id(command.id)

    def shown_id(self, id: str) -> str:
        """The shown key of a command, by its id."""
        return shown_key(self.keys[id][0])

    def labelled(self, pane: str) -> list[Command]:
        """The commands of a pane's key line, at most eight: five of its own, then those of every pane."""
        here = [command for command in self.offered if command.label and pane in command.scope]
        own = [command for command in here if command.scope != ANYWHERE][:5]
        return [*own, *(command for command in here if command.scope == ANYWHERE)][:8]


def keymap(rebound: Mapping[str, str], acting: bool = True) -> Keymap:
    """The keymap with an operator's own keys; raises KeyConflict, a line a trouble."""
    troubles = check_keys(rebound)
    if troubles:
        raise KeyConflict("\n".join(troubles))
    keys = _keys(rebound)
    bound = {(pane, key): command for command in COMMANDS for key in keys[command.id] for pane in command.scope}
    return Keymap(bound, keys, acting)


def check_keys(rebound: Mapping[str, str]) -> list[str]:
    """What is wrong with an operator's own keys, a line each; empty when nothing is."""
    troubles = [_unknown(id) for id in rebound if id not in BY_ID]
    troubles += [f"keys.{id}: no key is given" for id, key in rebound.items() if id in BY_ID and not key.strip()]
    taken: dict[tuple[str, str], Command] = {}
    keys = _keys(rebound)
    for command in COMMANDS:
        for key in keys[command.id]:
            rivals = {taken.setdefault((pane, key), command).id for pane in sorted(command.scope)} - {command.id}
            troubles += [f"keys.{command.id}: {shown_key(key)} already means {rival}" for rival in sorted(rivals)]
    return troubles


def _keys(rebound: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        command.id: tuple(normal_key(key) for key in rebound[command.id].split()) or command.keys
        if command.id in rebound
        else command.keys
        for command in COMMANDS
    }


def _unknown(id: str) -> str:
    import difflib

    nearest = difflib.get_close_matches(id, BY_ID, 1)
    return f"keys.{id}: no such command" + (f"; did you mean {nearest[0]}?" if nearest else "")


def normal_key(key: str) -> str:
    """`^d` and `Ctrl+D` as `ctrl+d`, `Enter` as `enter`; a single character stays as it is."""
    if len(key) == 1:
        return key
    return f"ctrl+{key[1:].lower()}" if key.startswith("^") else key.lower()


def shown_key(key: str) -> str:
    """`ctrl+d` as `^d`, `enter` as `Enter`."""
    if key.startswith("ctrl+"):
        return f"^{key[5:]}"
    return key if len(key) == 1 else "-".join(part.capitalize() for part in key.split("+"))
