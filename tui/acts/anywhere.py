"""What the commands do that mean the same in every pane."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from tui.acts.gravest import go_to_gravest
from tui.acts.items import close_ledger, item_actions
from tui.acts.searching import ask_search, leave_search, search
from tui.acts.views import choose_view
from tui.acts.writing import ask_log
from tui.commands import HELP, MUTES, OVERLAYS, PALETTE, PANES, QUEUE, QUOTES, REPLY
from tui.text import safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk


def desk_actions(desk: "Desk") -> Mapping[str, Callable[[], object]]:
    """Command id -> what it does, whichever pane is active."""
    return {
        **item_actions(desk),
        "down": lambda: desk.view.move(1),
        "up": lambda: desk.view.move(-1),
        "half-down": lambda: desk.view.half_page(1),
        "half-up": lambda: desk.view.half_page(-1),
        "first": lambda: _edge(desk, first=True),
        "last": lambda: _edge(desk, first=False),
        "next-pane": lambda: _next_pane(desk, 1),
        "previous-pane": lambda: _next_pane(desk, -1),
        **{f"pane-{pane}": partial(desk.go_to, pane) for pane in PANES},
        "filter": lambda: _filter(desk),
        "view": lambda: choose_view(desk),
        "search": lambda: search(desk),
        "log": lambda: ask_log(desk),
        "undo": desk.hand.take_back,
        "redo": desk.hand.do_again,
        "zoom": lambda: _zoom(desk),
        "help": partial(desk.over.show, HELP),
        "palette": partial(desk.over.show, PALETTE),
        "mute": lambda: _mute(desk),
        "mutes": partial(desk.over.show, MUTES),
        "gravest": lambda: go_to_gravest(desk),
        "reply": lambda: _reply(desk),
        "back": lambda: _back(desk),
        "redraw": lambda: desk.refresh(layout=True),
        "suspend": desk.suspend,
        "quit": lambda: desk.app.exit(return_code=0),
    }


def _edge(desk: "Desk", first: bool) -> None:
    if first:
        desk.view.first()
    else:
        desk.view.last()


def _next_pane(desk: "Desk", step: int) -> None:
    at = PANES.index(desk.active.name) if desk.active.name in PANES else 0
    desk.go_to(PANES[(at + step) % len(PANES)])


def _zoom(desk: "Desk") -> None:
    desk.zoomed = not desk.zoomed
    desk.replan()


def _mute(desk: "Desk") -> None:
    """Imported here: it is not on the first frame."""
    from tui.acts.muting import ask_to_mute

    ask_to_mute(desk)


def _reply(desk: "Desk") -> None:
    if desk.over.reply.has_been_asked:
        desk.over.show(REPLY)
    else:
        key = safe_text(desk.keymap.shown_id("palette"))
        desk.flash(say("nothing has been asked of the command line yet; {} takes its words", key))


def _filter(desk: "Desk") -> None:
    if desk.active.name == HELP:
        desk.over.help.ask()
    else:
        desk.go_to(QUEUE)
        if desk.queue.findings:
            ask_search(desk)
        else:
            desk.queue.filter.ask()


def _back(desk: "Desk") -> None:
    """Out of the innermost thing first."""
    if desk.active.name in OVERLAYS:
        desk.over.leave()
    elif desk.zoomed:
        _zoom(desk)
    elif desk.view.clear_choice():
        desk.view.repaint()
    elif desk.active.name == QUOTES and desk.quotes.ledger:
        close_ledger(desk)
    elif desk.active.name == QUEUE and desk.queue.findings:
        leave_search(desk)
    elif desk.active.name == QUEUE and desk.queue.filter.text:
        desk.queue.filter.narrow("")
    elif desk.active.name != QUEUE:
        desk.go_to(desk.beside if desk.active is desk.story else QUEUE)
    else:
        desk.flash(say("nothing to leave; {} closes the desk", safe_text(desk.keymap.shown_id("quit"))))
