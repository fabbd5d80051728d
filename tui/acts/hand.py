"""The operator's hand on the file: every act of the desk goes through here and is told on the message line."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from storage.acting.acts import Acts, Done
from storage.acting.sight import Beaten
from storage.acting.undo import Touched
from storage.file.errors import StoreError
from tui.asking.prompts import Question
from tui.text import SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk

NOTHING = SafeText("nothing to do")
READ_ONLY = SafeText("read-only desk")
_WAYS_BACK = ("undone", "redone")


class Hand:
    """Carries out acts; the hand of a read-only desk is empty."""

    def __init__(self, desk: "Desk", acts: Acts | None) -> None:
        self._desk = desk
        self._acts = acts

    def perform(
        self,
        act: Callable[[Acts], Done | Touched | None],
        nothing: SafeText = NOTHING,
        confirmed: Callable[[int], object] | None = None,
    ) -> Done | None:
        """Carry out an act, tell the operator, repaint what it touched; None when it failed or there was nothing to do.

        Where others have touched the rows since, the operator is asked first; a yes goes to `confirmed`.
        """
        if self._acts is None:
            self._desk.flash(READ_ONLY)
            return None
        try:
            answer = act(self._acts)
        except StoreError as error:
            if isinstance(error, Beaten):
                self._show_anew()
            self._desk.trouble.tell(error)
            return None
        if isinstance(answer, Done):
            self._show_anew(answer)
            self._desk.flash(self._said(answer))
            return answer
        if isinstance(answer, Touched) and confirmed is not None:
            left = partial(self._desk.flash, SafeText("nothing changed"))
            self._desk.ask(Question(safe_text(answer.text), partial(confirmed, answer.n), left=left))
        else:
            self._desk.flash(nothing)
        return None

    def _said(self, done: Done) -> SafeText:
        """What was done; of many rows at once also the way back."""
        if len(done.item_ids) + len(done.alert_ids) < 2 or done.act in _WAYS_BACK:
            return safe_text(done.text)
        return say("{}; {} takes it back", safe_text(done.text), safe_text(self._desk.keymap.shown_id("undo")))

    def take_back(self, confirmed: int | None = None) -> None:
        """Undo the operator's last act."""
        self._go_to(self.perform(lambda acts: acts.undo(confirmed), SafeText("nothing to take back"), self.take_back))

    def do_again(self, confirmed: int | None = None) -> None:
        """Redo what was taken back last."""
        self._go_to(self.perform(lambda acts: acts.redo(confirmed), SafeText("nothing to do again"), self.do_again))

    def _go_to(self, done: Done | None) -> None:
        """The operator wants to see what has come back; where it is not in the list, that is said."""
        if done is None:
            return
        queue, alerts = self._desk.queue, self._desk.alerts
        listed = alerts.rows_of.go_to(*done.alert_ids) | queue.go_to(*done.item_ids)
        alerts.widget.update()
        if not listed and (done.alert_ids or done.item_ids):
            self._desk.flash(say("{}: not in this list", safe_text(done.text)))

    def _show_anew(self, done: Done | None = None) -> None:
        """Read anew what an act has touched; without an act, whatever somebody else may have."""
        desk = self._desk
        desk.queue.widget.forget()
        if done is None or done.alert_ids:
            desk.alerts.load()
        if done is not None and not done.alert_ids and not done.item_ids:
            desk.quotes.load()  # somebody has said who a speaker is
            desk.sources.load()  # or how reliable a source is
        desk.story.load()
