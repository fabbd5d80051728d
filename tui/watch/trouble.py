"""What goes wrong on a desk: told once, and where the file is no longer the one to use, the end of all reading and acting."""

from pathlib import Path
from typing import TYPE_CHECKING

from storage.file import sqlite
from storage.file.errors import StoreError, Superseded
from storage.file.sqlite import SqliteError
from tui.text import SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk


class Trouble:
    """Takes what was raised and says it to the operator."""

    def __init__(self, desk: "Desk", database: Path) -> None:
        self._desk = desk
        self._database = database
        self.is_final = False
        """The file is not ours to use any more: the screen stays as it was, under a line that says why."""

    def tell(self, error: Exception) -> None:
        """On the message line."""
        self._desk.log.error(error)
        if isinstance(error, Superseded):
            self._stand_still(error)
        else:
            self._desk.flash(self._words(error), bad=True)

    def tell_of_beat(self, error: Exception) -> None:
        """Of the pulse: what cannot be read now is tried again, so it is told once and stands in the header meanwhile."""
        if isinstance(error, (StoreError, SqliteError)) and not isinstance(error, Superseded):
            self._desk.lookout.cannot_read(self._words(error))
        else:
            self.tell(error)

    def _words(self, error: Exception) -> SafeText:
        """Without the name of the file: a desk has one."""
        if isinstance(error, SqliteError):
            error = sqlite.failed(self._database, error)
        if not isinstance(error, StoreError):
            return safe_text(f"{type(error).__name__}: {error}")
        return safe_text(str(error).removeprefix(f"{self._database}: "))

    def _stand_still(self, error: Superseded) -> None:
        self.is_final = True
        self._desk.stop()
        self._desk.footer.stand(say("the database: {}", self._words(error)))
