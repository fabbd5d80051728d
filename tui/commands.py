"""Every command of the desk, declared once: footer, help, palette and keymap are read from here."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tui.keynames import normal_key, shown_key, wrong_key

SOURCES, QUEUE, ALERTS, QUOTES, STORY = "sources", "queue", "alerts", "quotes", "story"
PANES = (SOURCES, QUEUE, ALERTS, QUOTES, STORY)
"""In the order of their number keys, 1 to 5."""
HELP, PALETTE, MUTES, REPLY = "help", "palette", "mutes", "reply"
OVERLAYS = (HELP, PALETTE, MUTES, REPLY)
"""Panes that take the whole screen for a while."""
ANYWHERE: frozenset[str] = frozenset((*PANES, *OVERLAYS))
NO_KEY = "none"
"""What takes a command's keys away; the palette still has it."""


class KeyConflict(ValueError):
    """Keys that cannot be bound as asked; `str(error)` is one line a trouble."""


class Command(NamedTuple):
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
    on_row: bool = False
    """Means the row under the cursor, and nothing where there is none."""
    asks: bool = False
    """The keys that follow it belong to it: a line to type, or one more key."""

    @property
    def places(self) -> str:
        """`2 3 5`, the keys of the panes in which it means something, else an overlay's name; empty: everywhere."""
        if self.scope == ANYWHERE:
            return ""
        numbers = [str(n) for n, pane in enumerate(PANES, 1) if pane in self.scope]
        return " ".join(numbers or sorted(self.scope))


def _command(
    id: str,
    keys: str,
    help: str,
    scope: Iterable[str] = ANYWHERE,
    label: str = "",
    acts: bool = False,
    asks: bool = False,
) -> Command:
    return Command(id, tuple(keys.split()), help, frozenset(scope), label, acts, asks=asks)


def _on_row(
    id: str, keys: str, help: str, scope: Iterable[str], label: str = "", acts: bool = False, asks: bool = False
) -> Command:
    return Command(id, tuple(keys.split()), help, frozenset(scope), label, acts, on_row=True, asks=asks)


_WITH_ITEM = (QUEUE, ALERTS, QUOTES, STORY)
_MARKED = (SOURCES, QUEUE, ALERTS)
_MUTED = (SOURCES, QUEUE, ALERTS, STORY)

COMMANDS: tuple[Command, ...] = (
    _on_row("acknowledge", "a", "acknowledge, and go on to the next new one", (QUEUE, ALERTS, STORY), "ack", True),
    _command(
        "acknowledge-shown", "A", "acknowledge every new item of the list, after a question", (QUEUE,), "", True, True
    ),
    _on_row("dismiss", "d", "dismiss, and go on to the next new one", (QUEUE, STORY), "dismiss", True),
    _on_row("resolve", "x", "resolve the alert, and say why", (ALERTS,), "resolve", True, True),
    _on_row("dismiss-alert", "d", "dismiss the alert: false, double, not ours", (ALERTS,), "dismiss", True, True),
    _on_row("snooze", "b", "let the alert rest for a while; a new fact wakes it", (ALERTS,), "snooze", True, True),
    _on_row("assign", "O", "give the alert to somebody", (ALERTS,), "", True, True),
    _on_row("back-to-new", "u", "set back to new", (QUEUE, ALERTS, STORY), "", True),
    _on_row("open", "enter", "go to the story, of an alert to its page", (QUEUE, ALERTS, QUOTES), "story"),
    _on_row("filter-source", "enter", "show only this source in the queue", (SOURCES,), "its items"),
    _on_row("run", "enter", "do what the line says", (HELP,), "do it"),
    _on_row("poll", "r", "poll the source now", (SOURCES,), "poll now", True),
    _on_row("pause", "P", "pause the source, or let it go on", (SOURCES,), "pause", True),
    _on_row("grade", "t", "say yourself how reliable the source is, A to F", (SOURCES,), "grade", True, True),
    _command("mute", "m", "ring no more for this: what, how long, why", _MUTED, "", True, True),
    _command("mutes", "U", "the mutes that run; Enter ends one"),
    _on_row("end-mute", "enter", "end the mute, after a question", (MUTES,), "end it", True),
    _on_row("identify", "i", "say who the speaker is; an empty name takes it back", (QUOTES,), "who", True, True),
    _on_row("evidence", "e", "show the next evidence in the story", _WITH_ITEM, "evidence"),
    _on_row("why", "w", "say why: words, rule, anchor, cue and its reach", (QUEUE, QUOTES, STORY), "why"),
    _on_row("why-alert", "w", "say why it rang, and what would ring again", (ALERTS,), "why"),
    _on_row("why-source", "w", "say how the source fares, and what it waits for", (SOURCES,), "why"),
    _command("ledger", "L", "all that the speaker has said, in order; again: back", (QUEUE, QUOTES, STORY), "ledger"),
    _command("filter", "/", "filter the queue, or the help", label="filter"),
    _command("search", "S", "search everywhere, archived months too; again: ranked or newest first"),
    _command("undo", "z", "take back your last act", label="undo", acts=True),
    _command("redo", "Z", "do again what was taken back", acts=True),
    _command("follow", "f", "follow the newest item until you move", (QUEUE,), "follow"),
    _on_row("star", "s", "star, or take the star away", (QUEUE, STORY), "star", True),
    _on_row("tag", "t", "say yourself which label holds, and in what stance", (QUEUE, STORY), "tag", True, True),
    _on_row("merge", "M", "make one story of the marked rows and this", (QUEUE, STORY), "", True, True),
    _on_row("split", "X", "split the row, or the marked ones, off into a story", (QUEUE, STORY), "", True),
    _on_row("note", "N", "write a note into the log of the item, or alert", (QUEUE, ALERTS, STORY), "note", True, True),
    _command("log", "l", "write a line into the desk's log; 10:20 before it: when", acts=True, asks=True),
    _on_row("copy-quote", "Y", "copy the quote with speaker, outlet, time and link", (QUEUE, QUOTES, STORY), "copy"),
    _on_row("copy-link", "y", "copy the link", _WITH_ITEM),
    _on_row("open-link", "o", "open the link in a browser", _WITH_ITEM),
    _on_row("mark", "space", "mark the row for the next command", _MARKED),
    _on_row("range", "v", "begin a range of marks, or end it", _MARKED),
    _command("down", "j down", "one row down"),
    _command("up", "k up", "one row up"),
    _command("half-down", "ctrl+d pagedown", "half a page down"),
    _command("half-up", "ctrl+u pageup", "half a page up"),
    _command("first", "g home", "to the newest, with what waits above the view"),
    _command("last", "G end", "to the oldest"),
    _command("next-new", "n", "next new one", (QUEUE, ALERTS)),
    _command("previous-new", "p", "previous new one", (QUEUE, ALERTS)),
    _command("gravest", "!", "to the next new item of the highest severity"),
    _command("save-view", "W", "keep what the queue shows as a view under a digit", (QUEUE,), "", True, True),
    _command("refresh", "r", "apply the view again", _WITH_ITEM),
    _command("view", "V", "another view of the queue: then its key"),
    _command("zoom", "+", "give the pane the whole screen, or take it back"),
    _command("next-pane", "tab", "next pane"),
    _command("previous-pane", "shift+tab", "previous pane"),
    _command("pane-sources", "1", "to the sources"),
    _command("pane-queue", "2", "to the queue"),
    _command("pane-alerts", "3", "to the alerts"),
    _command("pane-quotes", "4", "to the quotes"),
    _command("pane-story", "5", "to the story"),
    _command("palette", ":", "any command by its words; the words of the command line too"),
    _command("reply", "R", "what the command line answered last"),
    _command("help", "?", "this list of keys", label="help"),
    _command("back", "q escape", "back: out of help, zoom, marks, ledger, search, filter"),
    _command("redraw", "ctrl+l", "draw the whole screen again"),
    _command("suspend", "ctrl+z", "suspend the desk"),
    _command("quit", "Q", "close the desk", label="quit"),
)
BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}


class Keymap(NamedTuple):
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
        """The key as an operator reads it: `a`, `^d`, `Enter`; `:star` where there is none."""
        return self.shown_id(command.id)

    def shown_id(self, id: str) -> str:
        """The shown key of a command, by its id."""
        return next(map(shown_key, self.keys[id]), f":{id}")

    def labelled(self, pane: str) -> list[Command]:
        """The commands of a pane's key line, at most eight: five of its own, then those of every pane."""
        here = [each for each in self.offered if each.label and pane in each.scope and self.keys[each.id]]
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
    """What is wrong with an operator's own keys and how to mend it, a line each; empty when nothing is."""
    wrong = {id: list(_troubles(id, keys)) for id, keys in rebound.items()}
    right = {id: keys for id, keys in rebound.items() if not wrong[id]}
    return [f"keys.{id}: {words}" for id in wrong for words in wrong[id]] + [
        f"keys.{loser}: {shown_key(key)} already means {winner}; give one of them another key, or {NO_KEY}"
        for loser, key, winner in _conflicts(right)
    ]


def _troubles(id: str, keys: str) -> Iterator[str]:
    """What is wrong with the keys of one command, whatever the others have."""
    if id not in BY_ID:
        yield f"no such command{_meant(id)}"
    elif not keys.strip():
        yield f"no key is given; {NO_KEY} takes its keys away"
    elif keys.strip() == NO_KEY:
        if id == "palette":
            yield "the palette keeps a key: commands without one are found there"
    else:
        yield from filter(None, (wrong_key(normal_key(key)) for key in keys.split()))


def _conflicts(rebound: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(command, key, command that has it already), the rebound one of the two first: its line is the one to mend."""
    taken: dict[tuple[str, str], str] = {}
    keys = _keys(rebound)
    for id in sorted(keys, key=lambda id: id in rebound):
        for key in keys[id]:
            rivals = {taken.setdefault((pane, key), id) for pane in BY_ID[id].scope} - {id}
            yield from ((id, key, rival) for rival in sorted(rivals))


def _keys(rebound: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {command.id: _given(rebound[command.id]) if command.id in rebound else command.keys for command in COMMANDS}


def _given(keys: str) -> tuple[str, ...]:
    return () if keys.strip() == NO_KEY else tuple(dict.fromkeys(map(normal_key, keys.split())))


def _meant(id: str) -> str:
    from difflib import get_close_matches

    nearest = get_close_matches(id, BY_ID, 1)
    return f"; did you mean {nearest[0]}?" if nearest else "; `feint check --keys` lists them"
