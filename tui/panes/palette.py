"""The palette: a line of words, and every command that they may mean; or the words of the command line."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from tui.acts.obeying import obey
from tui.acts.refusing import refusal
from tui.asking.completing import Completions
from tui.asking.offers import Offer, narrowed, nearest, offers
from tui.asking.prompts import Prompt
from tui.asking.words import TAKE_A_QUERY, Way, way
from tui.commands import PALETTE
from tui.present.palette import palette_line
from tui.present.title import Title
from tui.text import EMPTY, SafeText, safe_text, say
from tui.widgets.idlist import IdList

if TYPE_CHECKING:
    from tui.desk import Desk

_REMEMBERED = 5


class Palette:
    """Painter and keeper of the palette; its ids are places in the list."""

    name = PALETTE
    archive = ""
    item_id: int | None = None

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.widget: IdList[Offer] = IdList(PALETTE, self, desk.look)
        self._every: Sequence[Offer] = ()
        self._offered: Sequence[Offer] = ()
        self._recent: tuple[str, ...] = ()
        """The commands that were run from here last, the latest first."""
        self.actions: Mapping[str, Callable[[], object]] = {}

    def rows(self, ids: Sequence[int]) -> Mapping[int, Offer]:
        """The offers by their place."""
        return {id: self._offered[id] for id in ids}

    def paint(self, row: Offer, width: int) -> list[Segment]:
        """One offer."""
        return palette_line(row, width, self._desk.look)

    def title(self) -> Title:
        """`Commands ── 64`."""
        return Title(0, SafeText("Commands"), (), say("{}", len(self._offered)))

    def empty(self) -> Sequence[SafeText]:
        """Nothing is called so."""
        return (SafeText("No command by these words, and no word of the command line."),)

    def load(self) -> None:
        """Every command as it stands where the palette is opened, and the line to type on."""
        desk, from_pane = self._desk, self._desk.active.name
        helps = desk.options.words.helps if desk.options.words else {}
        self._every = tuple(
            offers(desk.keymap, helps, lambda command: refusal(desk, command, from_pane), self._refused_word)
        )
        self._narrow("")
        desk.queue.completer.forget()
        self._ask()

    def _ask(self) -> None:
        prompt = Prompt(
            SafeText(":"),
            accepted=self._accept,
            left=self._desk.over.leave,
            changed=self._narrow,
            verdict=lambda: self._verdict(prompt.text),
            completed=self._completed,
            elsewhere=self._move,
            enter=SafeText("do it"),
        )
        self._desk.ask(prompt)

    def _way(self, line: str) -> Way | None:
        return way(line, self._desk.options.read_only)

    def _refused_word(self, word: str) -> SafeText:
        opened = self._way(word)
        return safe_text(opened.why) if opened else EMPTY

    def _narrow(self, line: str) -> None:
        """What the words may mean; of a line of the command line, its first word."""
        opened = self._way(line)
        if opened is None:
            self._offered = narrowed(self._every, line, self._recent)
        else:
            self._offered = [each for each in self._every if each.id == opened.word and _is_taken_by(each, opened)]
        self.widget.model.replace(array("q"))
        self.widget.model.replace(array("q", range(len(self._offered))))
        self.widget.forget()

    def _verdict(self, line: str) -> tuple[SafeText, bool]:
        """What Enter leads to, where that is not the line under the cursor."""
        opened = self._way(line)
        if opened is None:
            return EMPTY, True
        if opened.kind == "refused":
            return safe_text(opened.why), False
        return (SafeText("the command line"), True) if opened.kind == "run" else (EMPTY, True)

    def _completed(self, line: str, cursor: int) -> Completions | None:
        """The first word; after one that takes a query, what the query may go on with."""
        word, blank, rest = line[:cursor].partition(" ")
        if not line:
            return None
        if not blank:
            values = tuple(
                (each.id, each.help) for each in self._every if each.id.startswith(word) and not each.refused
            )
            return Completions(0, cursor, tuple(dict(values).items())) if values else None
        found = self._desk.queue.completer(rest, len(rest)) if word in TAKE_A_QUERY else None
        if found is None:
            return None
        before = cursor - len(rest)
        return Completions(before + found.start, before + found.end, found.values)

    def _move(self, key: str) -> None:
        match key:
            case "down" | "up":
                self.widget.move(-1 if key == "up" else 1)
            case "pagedown" | "pageup":
                self.widget.half_page(-1 if key == "pageup" else 1)

    def _accept(self, line: str) -> None:
        """Do what the line or the cursor says, where the palette was opened."""
        offer, opened = self.widget.current, self._way(line)
        self._desk.over.leave()
        if opened is not None:
            obey(self._desk, opened)
        elif offer is None:
            self._say_nearest(line)
        elif offer.command is None:
            obey(self._desk, self._way(offer.id) or Way("run", offer.id, (offer.id,)))
        else:
            self._recent = (offer.id, *(id for id in self._recent if id != offer.id))[:_REMEMBERED]
            self._desk.run_command(offer.command)

    def _say_nearest(self, line: str) -> None:
        word = next(iter(line.split()), "")
        near = nearest(word, self._every)
        hint = say("; did you mean {}?", safe_text(near)) if near else EMPTY
        self._desk.flash(say("no command {}{}", safe_text(line), hint), bad=True)


def _is_taken_by(offer: Offer, opened: Way) -> bool:
    """Of a command and a word of the same name, is it the one that the line goes to?"""
    return (offer.command is not None) == (opened.kind == "own")
