"""What a line of words after `:` leads to, where it names no command of the desk."""

from typing import TYPE_CHECKING

from tui.acts.muting import ask_to_mute_query
from tui.acts.searching import search_for
from tui.acts.writing import write_log
from tui.asking.words import Way
from tui.commands import QUEUE
from tui.text import safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk


def obey(desk: "Desk", opened: Way) -> None:
    """Run it, go the desk's own way, or say why not."""
    if opened.kind == "refused":
        desk.flash(say("{}: {}", safe_text(opened.word), safe_text(opened.why)), bad=True)
    elif opened.kind == "run":
        desk.over.reply.ask(opened.words)
    else:
        _go_own_way(desk, opened)


def _go_own_way(desk: "Desk", opened: Way) -> None:
    match opened.word:
        case "search":
            search_for(desk, opened.rest)
        case "filter":
            _filter(desk, opened.rest)
        case "mute":
            ask_to_mute_query(desk, opened.rest)
        case "log":
            write_log(desk, opened.rest)


def _filter(desk: "Desk", query: str) -> None:
    """A query that cannot be read changes nothing."""
    desk.queue.close_search()
    desk.go_to(QUEUE)
    if not desk.queue.filter.take(query):
        desk.flash(desk.queue.filter.complaint, bad=True)
