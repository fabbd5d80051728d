"""The help: the keys of the pane that it was opened from, those of all the others, and what the signs mean."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from tui.asking.prompts import Prompt
from tui.commands import HELP
from tui.present.help import Entry, entries, help_line
from tui.present.title import Note, Title
from tui.text import SafeText, safe_text, say
from tui.widgets.idlist import IdList

if TYPE_CHECKING:
    from tui.desk import Desk


class Help:
    """Painter and commands of the help; its ids are places in the list."""

    name = HELP
    archive = ""
    item_id: int | None = None

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.widget: IdList[Entry] = IdList(HELP, self, desk.look)
        self._entries: Sequence[Entry] = ()
        self._pane = ""
        """Where it was opened."""
        self._words = ""
        self.actions: Mapping[str, Callable[[], object]] = {"run": self._run}

    def rows(self, ids: Sequence[int]) -> Mapping[int, Entry]:
        """The lines by their place."""
        return {id: self._entries[id] for id in ids}

    def paint(self, row: Entry, width: int) -> list[Segment]:
        """One line."""
        return help_line(row, width, self._desk.look)

    def title(self) -> Title:
        """`Help ── queue ── / quote ── Enter does it, / narrows, q leaves`."""
        look = self._desk.look
        notes = [Note(safe_text(self._pane), look.dim)]
        if self._words:
            notes.append(Note(say("/ {}", safe_text(self._words)), look.accent))
        return Title(0, SafeText("Help"), notes, SafeText("Enter does it, / narrows, q leaves"))

    def empty(self) -> Sequence[SafeText]:
        """No line holds the words."""
        return (SafeText("No key, sign or label by these words."),)

    def load(self) -> None:
        """All lines, for the pane that is left for the help."""
        if self._desk.active is not self:
            self._pane = self._desk.active.name
        self._narrow("")

    def _narrow(self, words: str) -> None:
        """Only lines that hold all of the words; the cursor on the first below its heading."""
        self._words = words
        desk = self._desk
        self._entries = entries(desk.keymap, words, desk.lookout.labels, self._pane, desk.look.glyphs)
        model = self.widget.model
        model.replace(array("q"))
        model.replace(array("q", range(len(self._entries))))
        model.go(min(1, len(model) - 1))
        model.top = 0
        self.widget.forget()

    def ask(self) -> None:
        """Type words that narrow the list; arrows move meanwhile."""
        self._desk.ask(
            Prompt(
                SafeText("/"),
                accepted=lambda _: None,
                left=lambda: self._narrow(""),
                changed=self._narrow,
                elsewhere=self._move,
                text=self._words,
                cursor=len(self._words),
            )
        )

    def _move(self, key: str) -> None:
        if key in ("down", "up"):
            self.widget.move(-1 if key == "up" else 1)

    def _run(self) -> None:
        entry = self.widget.current
        if entry is not None and entry.command is not None:
            self._desk.over.leave()
            self._desk.run_command(entry.command)
