"""The hint of an operator's very first desk: the keys that matter, until the first act or a look at the help."""

from typing import TYPE_CHECKING

from storage.acting.acts import Acts
from tui.commands import Command

if TYPE_CHECKING:
    from tui.desk import Desk


class Welcome:
    """Knows whether the hint is to be shown; once it has gone it is gone on every desk of that operator."""

    def __init__(self, desk: "Desk", acts: Acts | None) -> None:
        self._acts = acts
        self.is_due = acts is not None and not desk.reader.has_been_welcomed(desk.options.operator)

    def did(self, command: Command) -> bool:
        """The operator gave a command; True when the hint goes with it: an act is in the log anyway. Raises StoreError."""
        if not self.is_due or self._acts is None or not (command.acts or command.id == "help"):
            return False
        self.is_due = False
        if command.id == "help":
            self._acts.welcomed()
        return True
