"""Why a command cannot be carried out now: nothing to write with, nothing to write to, nothing that it could mean."""

from typing import TYPE_CHECKING

from tui.acts.hand import READ_ONLY
from tui.commands import ALERTS, ANYWHERE, OVERLAYS, PANES, STORY, Command
from tui.text import EMPTY, SafeText, safe_text, say
from tui.widgets.page import Page

if TYPE_CHECKING:
    from tui.desk import Desk, Pane


def meant(command: Command, pane: str) -> str:
    """The pane in which a command acts: this one, or the first where it has a meaning."""
    return pane if pane in command.scope else next(each for each in (*PANES, *OVERLAYS) if each in command.scope)


def refusal(desk: "Desk", command: Command, from_pane: str) -> SafeText:
    """Why a command given in a pane cannot be carried out, or empty."""
    name = meant(command, from_pane)
    if name in OVERLAYS and name != from_pane:
        return say("only in the {}", safe_text(name))
    if command.acts and desk.options.read_only:
        return READ_ONLY
    pane = desk.pane(name)
    if command.acts and pane.archive and command.scope != ANYWHERE:
        return say("archived in {}: it can be read, not changed", safe_text(pane.archive))
    if command.on_row and not _is_on_row(desk, pane):
        return say("nothing under the cursor in the {}", safe_text(name))
    return _refused_by_alerts(desk, command, name)


def _is_on_row(desk: "Desk", pane: "Pane") -> bool:
    widget = pane.widget
    if isinstance(widget, Page):
        return pane.item_id is not None or (pane is desk.story and desk.story.alert is not None)
    return widget.model.cursor_id is not None


def _refused_by_alerts(desk: "Desk", command: Command, pane: str) -> SafeText:
    """What an alert's state gives no meaning to."""
    if pane == ALERTS:
        return desk.alerts.refusal(command)
    return desk.story.refusal(command) if pane == STORY else EMPTY
