"""What a key means that nothing asked for: a command here, one of another pane, nothing, or the rest of a line that never began."""

from typing import TYPE_CHECKING

from tui.acts.hand import READ_ONLY
from tui.commands import COMMANDS, PANES, Command
from tui.keynames import shown_key
from tui.text import SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

BEHIND_S = 0.3
"""Slower than a person types a line, faster than one reads that it was refused and thinks of another key."""
_OF_A_LINE = frozenset(("enter", "escape", "backspace"))


class Hearing:
    """Runs the command that a key means.

    What is typed behind a key that should have asked for a line, or for one more key, and could not, is meant for that: a note
    that found no item would else acknowledge, undo and mute by its letters.
    """

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._unheard_until_s = 0.0

    def press(self, key: str, character: str | None, at_s: float) -> None:
        """A key, by its name and its character, at a time of a clock that only moves on."""
        if self._is_typed_behind(key, character, at_s):
            return
        plain = character if character and character.isprintable() and character != " " else None
        asks = self._asks(plain or key)
        if asks and not self._desk.footer.is_asking and not self._desk.trouble.is_final:
            self._unheard_until_s = at_s + BEHIND_S

    def forget(self) -> None:
        """What comes next is meant as it is."""
        self._unheard_until_s = 0.0

    def _is_typed_behind(self, key: str, character: str | None, at_s: float) -> bool:
        if at_s >= self._unheard_until_s:
            return False
        is_of_line = bool(character and character.isprintable()) or key in _OF_A_LINE
        goes_on = is_of_line and key not in ("enter", "escape")
        self._unheard_until_s = at_s + BEHIND_S if goes_on else 0.0
        return is_of_line

    def _asks(self, key: str) -> bool:
        """Run the command, or say where the key means something; was it to ask for more?"""
        desk = self._desk
        command = desk.keymap.command(desk.active.name, key)
        if command is not None:
            desk.run_command(command)
            return command.asks
        elsewhere = [each for each in COMMANDS if key in desk.keymap.keys[each.id] and each.scope & {*PANES}]
        desk.flash(self._said(key, elsewhere))
        return any(each.asks for each in elsewhere)

    def _said(self, key: str, elsewhere: list[Command]) -> SafeText:
        """`s: star in 2 5`; `x means nothing, ? lists the keys`."""
        keymap, shown = self._desk.keymap, safe_text(shown_key(key))
        if not elsewhere:
            return say("{} means nothing, {} lists the keys", shown, safe_text(keymap.shown_id("help")))
        able = [each for each in elsewhere if each in keymap.offered]
        means = (say("{} in {}", safe_text(each.id), safe_text(each.places)) for each in able)
        return say("{}: {}", shown, SafeText(", ".join(means))) if able else READ_ONLY
