"""Help and command palette in one: every command, narrowed by words, run by Enter."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from tui.asking import Prompt
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
        self._words = ""
        self.actions: Mapping[str, Callable[[], object]] = {"run": self._run}

    def rows(self, ids: Sequence[int]) -> Mapping[int, Entry]:
        """The lines by their place."""
        return {id: self._entries[id] for id in ids}

    def paint(self, row: Entry, width: int) -> list[Segment]:
        """One line."""
        return help_line(row, width, self._desk.look)

    def title(self) -> Title:
        """`Help ── / quote ── 3`."""
        notes = [Note(say("/ {}", safe_text(self._words)), self._desk.look.accent)] if self._words else []
        return Title(0, SafeText("Help"), notes, SafeText("Enter does it, / narrows, q leaves"))

    def empty(self) -> Sequence[SafeText]:
        """No line holds the words."""
        return (SafeText("No command by these words."),)

    def load(self) -> None:
        """All lines."""
        self.narrow("")

    def narrow(self, words: str) -> None:
        """Only lines that hold all of the words."""
        self._words = words
        self._entries = entries(self._desk.keymap, words, self._desk.lookout.labels)
        self.widget.model.replace(array("q"))
        self.widget.model.replace(array("q", range(len(self._entries))))
        self.widget.forget()

    def ask(self) -> None:
        """Type words; arrows move, Enter does what the cursor is on."""
        self._desk.ask(
            Prompt(
                SafeText(":"),
                accepted=lambda _: self._run(),
                left=lambda: self.narrow(""),
                changed=self.narrow,
                elsewhere=self._move,
            )
        )

    def _move(self, key: str) -> None:
        if key in ("down", "up", "tab"):
            self.widget.move(-1 if key == "up" else 1)

    def _run(self) -> None:
        entry = self.widget.current
        if entry is not None and entry.command is not None:
            self._desk.leave_help()
            self._desk.run_command(entry.command)
