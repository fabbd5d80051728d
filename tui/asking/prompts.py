"""What the desk may be waiting for besides commands: a line of text, or a yes. One of a few keys: tui/asking/choice.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rich.segment import Segment

from tui.asking.candidates import candidates
from tui.asking.completing import Completions
from tui.look import Look
from tui.text import EMPTY, SPACE, SafeText, cells, cut, safe_run, say, span

LONGEST = 2_000
KEEP = SafeText("keep")
_ROOM_FOR_TEXT = 24
"""Columns that are the text's, or half of the line."""
_ROOM_FOR_WORDS = 40
"""On a key line of fewer columns the ways out are named by their keys alone."""


class Asking(Protocol):
    """Keys go here until it says that it is done."""

    def key(self, key: str, character: str | None) -> bool:
        """Take a key; True when the asking is over."""

    def line(self, width: int, look: Look) -> list[Segment]:
        """The message line meanwhile."""

    def hint(self, width: int, look: Look) -> list[Segment]:
        """The key line meanwhile; what must be seen on it is never cut."""


@dataclass(slots=True)
class Prompt:
    """One line of text, edited in place."""

    label: SafeText
    accepted: Callable[[str], object]
    left: Callable[[], object] | None = None
    changed: Callable[[str], object] | None = None
    verdict: Callable[[], tuple[SafeText, bool]] | None = None
    """What the text leads to, and whether it is in order; what is not, Enter does not take."""
    completed: Callable[[str, int], Completions | None] | None = None
    """What may stand at the cursor; Tab takes it."""
    history: Sequence[str] = ()
    """What was typed here before, the last one last; up and down fetch it."""
    elsewhere: Callable[[str], object] | None = None
    """Takes the keys that edit nothing, such as arrows in a list beside."""
    enter: SafeText = KEEP
    """What Enter does, in a word."""
    text: str = ""
    cursor: int = 0
    _back: int = 0
    """How far back in the history the text is from."""
    _typed: str = ""
    """The text before it was fetched from there."""
    _turning: Completions | None = None
    """What Tab turns over."""
    _turn: int = 0

    def key(self, key: str, character: str | None) -> bool:
        """Edit; Enter accepts what is in order, Esc leaves."""
        if key == "enter":
            is_taken = self._judged()[1]
            if is_taken:
                self.accepted(self.text)
            return is_taken
        if key in ("escape", "ctrl+c"):
            if self.left:
                self.left()
            return True
        before = self.text
        if key == "tab" and self.completed:
            self._complete(self.completed)
        elif key in ("up", "down") and self.history:
            self._fetch(1 if key == "up" else -1)
        else:
            self._turning = None
            self._edit(key, character)
        if self.changed and self.text != before:
            self.changed(self.text)
        return False

    def paste(self, text: str) -> None:
        """Foreign text into the line."""
        self.insert(text[:LONGEST])
        if self.changed:
            self.changed(self.text)

    def insert(self, text: str) -> None:
        """Put clean text at the cursor."""
        clean = safe_run(text)[: LONGEST - len(self.text)]
        self.text = self.text[: self.cursor] + clean + self.text[self.cursor :]
        self.cursor += len(clean)

    def _complete(self, completed: Callable[[str, int], Completions | None]) -> None:
        """As far as all candidates agree, then one after the other."""
        if self._turning is None:
            offered = completed(self.text, self.cursor)
            if offered is None:
                return
            typed, common = self.text[offered.start : self.cursor], offered.common
            if len(common) > len(typed) and common.casefold().startswith(typed.casefold()):
                self._put(offered.start, common)
                return
            self._turning, self._turn = offered, -1
        self._turn = (self._turn + 1) % len(self._turning.values)
        self._put(self._turning.start, self._turning.values[self._turn][0])

    def _put(self, start: int, value: str) -> None:
        """Instead of what stands from there to the cursor."""
        self._keep(self.text[:start] + value, self.text[self.cursor :])

    def _fetch(self, step: int) -> None:
        """An earlier line, or back towards what was typed."""
        if self._back == 0:
            self._typed = self.text
        self._turning = None
        self._back = max(0, min(len(self.history), self._back + step))
        self._keep(self.history[-self._back] if self._back else self._typed, "")

    def _edit(self, key: str, character: str | None) -> None:
        if character and character.isprintable() and len(character) == 1:
            self.insert(character)
            return
        at = self.cursor
        match key:
            case "backspace" | "ctrl+h" if at:
                self._keep(self.text[: at - 1], self.text[at:])
            case "delete" | "ctrl+d":
                self._keep(self.text[:at], self.text[at + 1 :])
            case "ctrl+w":
                self._keep(self.text[:at].rstrip().rpartition(" ")[0], self.text[at:])
            case "ctrl+u":
                self._keep("", self.text[at:])
            case "ctrl+k":
                self._keep(self.text[:at], "")
            case "left" | "ctrl+b":
                self.cursor = max(0, at - 1)
            case "right" | "ctrl+f":
                self.cursor = min(len(self.text), at + 1)
            case "home" | "ctrl+a":
                self.cursor = 0
            case "end" | "ctrl+e":
                self.cursor = len(self.text)
            case _ if self.elsewhere:
                self.elsewhere(key)

    def _keep(self, before: str, after: str) -> None:
        self.text, self.cursor = before + after, len(before)

    def _judged(self) -> tuple[SafeText, bool]:
        return self.verdict() if self.verdict else (EMPTY, True)

    def line(self, width: int, look: Look) -> list[Segment]:
        """`/ tag:withdrawal_`, scrolled so that the cursor is in view; a long label leaves the text its room."""
        label = say(" {} ", cut(self.label, width - 2 - min(width // 2, _ROOM_FOR_TEXT), look.glyphs.ellipsis))
        room = max(4, width - cells(label) - 1)
        start = self.cursor
        while start and cells(safe_run(self.text[start - 1 : self.cursor])) < room - 1:
            start -= 1
        under = self.text[self.cursor : self.cursor + 1] or " "
        return [
            span(label, look.accent),
            span(safe_run(self.text[start : self.cursor]), look.strong),
            span(safe_run(under) or SPACE, look.flash),
            span(safe_run(self.text[self.cursor + 1 :]), look.strong),
        ]

    def hint(self, width: int, look: Look) -> list[Segment]:
        """What the text leads to, what may be added to it, and at the end, always, the ways out."""
        words, in_order = self._judged()
        ways = self._ways(width, look, in_order)
        room = width - sum(segment.cell_length for segment in ways)
        said = say(" {} ", cut(words, room - 2, look.glyphs.ellipsis)) if words and room > 2 else EMPTY
        return [
            span(said, look.base if in_order else look.bad),
            *self._candidates(room - cells(said), look),
            *ways,
        ]

    def _candidates(self, room: int, look: Look) -> list[Segment]:
        if self._turning is not None:
            return candidates(self._turning, self._turn, look, room)
        offered = self.completed(self.text, self.cursor) if self.completed else None
        return candidates(offered, 0, look, room) if offered else []

    def _ways(self, width: int, look: Look, in_order: bool) -> list[Segment]:
        enter, leave = (say(" {}", self.enter), SafeText(" leave")) if width >= _ROOM_FOR_WORDS else (EMPTY, EMPTY)
        taken = [span(SafeText(" Enter"), look.accent), span(enter, look.dim)] if in_order else []
        return [*taken, span(SafeText("  Esc" if in_order else " Esc"), look.accent), span(leave, look.dim)]


@dataclass(frozen=True, slots=True)
class Question:
    """`Acknowledge 37 shown? y/N`: only y does it."""

    words: SafeText
    agreed: Callable[[], object]
    also: SafeText = EMPTY
    """What it is about, on the key line."""
    left: Callable[[], object] | None = None

    def key(self, key: str, character: str | None) -> bool:
        """y agrees, any other key leaves."""
        answered = self.agreed if character in ("y", "Y") else self.left
        if answered:
            answered()
        return True

    def line(self, width: int, look: Look) -> list[Segment]:
        """The question."""
        return [span(say(" {} y/N ", cut(self.words, width - 6, look.glyphs.ellipsis)), look.flash)]

    def hint(self, width: int, look: Look) -> list[Segment]:
        """The two ways out, and what it is about."""
        ways = [span(SafeText(" y"), look.accent), span(SafeText(" yes  any other key: no"), look.dim)]
        room = width - sum(segment.cell_length for segment in ways) - 3
        return [*ways, span(say("   {}", cut(self.also, room, look.glyphs.ellipsis)), look.base)] if self.also else ways
