"""The answer of the command line to the words after `:`, on a page over the screen."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.commands import REPLY
from tui.options import Answer, Running
from tui.present.reply import reply_lines
from tui.present.title import Note, Title
from tui.text import SafeText, safe_text, say, span
from tui.widgets.page import Page

if TYPE_CHECKING:
    from tui.desk import Desk


class Reply:
    """Asks the command line, one question at a time, and shows what it has written."""

    name = REPLY
    archive = ""
    item_id: int | None = None

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.widget = Page(REPLY, desk.look)
        self._words: Sequence[str] = ()
        self._running: Running | None = None
        self._answer: Answer | None = None
        self.actions: Mapping[str, Callable[[], object]] = {}

    @property
    def has_been_asked(self) -> bool:
        """Is there an answer, or one to come?"""
        return bool(self._words)

    def ask(self, words: Sequence[str]) -> None:
        """Begin a command; what an earlier one has still to say is of no interest."""
        desk, line = self._desk, self._desk.options.words
        if line is None:
            desk.flash(SafeText("this desk has no command line"), bad=True)
            return
        self.stop()
        try:
            self._running = line.start(words, max(20, desk.size.width - 2))
        except (OSError, ValueError) as error:
            desk.flash(say("{}: {}", safe_text(words[0]), safe_text(str(error))), bad=True)
            return
        self._words, self._answer = words, None
        desk.over.show(REPLY)
        self.widget.first()
        desk.beside_the_keys(self._hear(self._running))

    async def _hear(self, running: Running) -> None:
        """Its answer, unless another has been asked meanwhile."""
        answer = await asyncio.to_thread(running.answer)
        if running is not self._running:
            return
        self._running, self._answer = None, answer
        self.load()
        if self._desk.active is not self:
            key = safe_text(self._desk.keymap.shown_id("reply"))
            self._desk.flash(say("{}: exit {}; {} shows the answer", self._line(), answer.code, key))

    def stop(self) -> None:
        """End what runs."""
        if self._running is not None:
            self._running.stop()
            self._running = None

    def load(self) -> None:
        """Set the page for the width there is."""
        look = self._desk.look
        if self._answer is None:
            asked = span(SafeText("The command line is asked; keys go on meanwhile, and q leaves."), look.dim)
            self.widget.show(self._title(Note(SafeText("running"), look.warn)), [[], [asked]], True)
            return
        lines = reply_lines(self._answer.lines, self.widget.text_width, look)
        nothing = [span(SafeText("It has written nothing."), look.dim)]
        code = self._answer.code
        exit_note = Note(say("exit {}", code), look.bad if code else look.good)
        self.widget.show(self._title(exit_note), lines or [[], nothing], False)

    def _title(self, note: Note) -> Title:
        look = self._desk.look
        return Title(0, SafeText("Reply"), (Note(self._line(), look.accent), note), SafeText("q leaves"))

    def _line(self) -> SafeText:
        return safe_text(" ".join(self._words))
