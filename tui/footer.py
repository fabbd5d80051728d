"""The two lines at the foot: what is said or asked above, what the keys do below."""

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment

from storage.acting.acts import Acts
from tui.arrange import KEYS, MESSAGE
from tui.asking.prompts import Asking, Prompt
from tui.commands import PANES, Command
from tui.present.keyline import key_line, welcome_line
from tui.text import EMPTY, SafeText, cut, left, safe_text, say, span
from tui.watch.welcome import Welcome
from tui.widgets.oneline import OneLine

if TYPE_CHECKING:
    from tui.desk import Desk

SHOWN_MS = 8_000


class Flash(NamedTuple):
    """A word to the operator, for a while."""

    words: SafeText
    bad: bool
    until_ms: int
    answers: bool
    """To what the operator did: it goes with the next thing that the operator does."""


class Footer:
    """Message line and key line; while something is asked, the keys come here."""

    def __init__(self, desk: "Desk", acts: Acts | None = None) -> None:
        self._desk = desk
        self._welcome = Welcome(desk, acts)
        self.message = OneLine(MESSAGE, self._message_line, desk.look)
        self.keys = OneLine(KEYS, self._key_line, desk.look)
        self._asking: Asking | None = None
        self._flash: Flash | None = None
        self.standing = EMPTY
        """What stands there until the desk is closed, and ends all asking."""

    def repaint(self) -> None:
        """Both lines."""
        self.message.repaint()
        self.keys.repaint()

    def ask(self, asking: Asking) -> None:
        """Send the keys there until it is done; an answer to something before is none to what is asked."""
        self._asking = asking
        self.forget_answer()
        self.repaint()

    @property
    def is_asking(self) -> bool:
        """Do the keys go to something that is asked?"""
        return self._asking is not None

    @property
    def is_welcoming(self) -> bool:
        """Is the hint of an operator's first desk still due?"""
        return self._welcome.is_due

    def takes(self, key: str, character: str | None) -> bool:
        """Was the key meant for what is being asked?"""
        asking = self._asking
        if asking is None:
            return False
        if asking.key(key, character) and self._asking is asking:
            self._asking = None
        self.repaint()
        return True

    def paste(self, text: str) -> None:
        """Pasted text goes into the line being typed, and nowhere else."""
        if isinstance(self._asking, Prompt):
            self._asking.paste(text)
            self.repaint()

    def flash(self, words: SafeText, bad: bool, shown_ms: int, answers: bool = True) -> None:
        """Say something on the message line, for a while."""
        self._flash = Flash(words, bad, self._desk.now_ms() + shown_ms, answers)
        self.message.repaint()

    def forget_answer(self) -> None:
        """The operator goes on: what was said to the last key has been read."""
        if self._flash and self._flash.answers:
            self._flash = None
            self.message.repaint()

    def forget_flash(self) -> None:
        """Take it away when its time is over."""
        if self._flash and self._desk.now_ms() >= self._flash.until_ms:
            self._flash = None
            self.message.repaint()

    def did(self, command: Command) -> None:
        """A command was carried out: the hint of the first desk may go. Raises StoreError."""
        if self._welcome.did(command):
            self.message.repaint()

    def stand(self, words: SafeText) -> None:
        """Say it from now on, whatever else there was to say."""
        self.standing = words
        self._asking = self._flash = None
        self.repaint()

    def _message_line(self, width: int) -> list[Segment]:
        look = self._desk.look
        if self.standing:
            return self._standing_line(width)
        if self._asking is not None:
            return self._asking.line(width, look)
        if self._flash is not None:
            words = cut(self._flash.words, width - 2, look.glyphs.ellipsis)
            return [span(say(" {} ", words), look.flash if self._flash.bad else look.strong)]
        if self._desk.plan.cramped:
            first, last = (safe_text(self._desk.keymap.shown_id(f"pane-{pane}")) for pane in (PANES[0], PANES[-1]))
            return [span(say(" One pane fits here; {} to {}: the others", first, last), look.warn)]
        return welcome_line(self._desk.keymap, width, look) if self._welcome.is_due else []

    def _standing_line(self, width: int) -> list[Segment]:
        """All of the line reversed, so that nobody takes what is above it for the present."""
        look = self._desk.look
        return [span(left(say(" {}", cut(self.standing, width - 2, look.glyphs.ellipsis)), width), look.flash)]

    def _key_line(self, width: int) -> list[Segment]:
        look = self._desk.look
        if self.standing:
            if MESSAGE not in self._desk.plan.boxes:
                return self._standing_line(width)
            key = safe_text(self._desk.keymap.shown_id("quit"))
            return [span(say(" {}", key), look.accent), span(SafeText(" closes the desk"), look.dim)]
        if self._asking is not None:
            return self._asking.hint(width, look)
        return key_line(self._desk.keymap, self._desk.active.name, width, look, self._desk.refusal)
