"""What an operator does with the rows of the queue: acknowledge, dismiss, star, tag, merge, split, note."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from storage.acting.triage import ItemState
from storage.query import parse
from tui.acts.grouping import ask_to_merge, ask_to_split
from tui.acts.tagging import ask_for_tag
from tui.asking.prompts import Question
from tui.text import SafeText, say

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.panes.queue import Queue

_NEW = parse("is:new")


def triage_actions(desk: "Desk", queue: "Queue") -> Mapping[str, Callable[[], object]]:
    """Command id -> what it does in the queue."""
    return {
        "acknowledge": lambda: _set_state(desk, queue, "acked", advance=True),
        "dismiss": lambda: _set_state(desk, queue, "dismissed", advance=True),
        "back-to-new": lambda: _set_state(desk, queue, "new", advance=False),
        "acknowledge-shown": lambda: _ask_for_all(desk, queue),
        "star": lambda: _star(desk, queue),
        "tag": lambda: ask_for_tag(desk, queue.rows_of.chosen, queue.forget_choice),
        "merge": lambda: ask_to_merge(desk, queue.rows_of.chosen, queue.item_id, queue.forget_choice),
        "split": lambda: ask_to_split(desk, queue.rows_of.chosen, queue.forget_choice),
        "next-new": lambda: _find_new(desk, queue, 1),
        "previous-new": lambda: _find_new(desk, queue, -1),
    }


def _set_state(desk: "Desk", queue: "Queue", state: ItemState, advance: bool) -> None:
    """On the rows as they were shown: where somebody was faster, the cursor stays to let it be seen."""
    chosen = queue.rows_of.chosen
    seen = {id: queue.shown[id].state for id in chosen if id in queue.shown}
    if not chosen or desk.hand.perform(lambda acts: acts.set_state(chosen, state, seen)) is None:
        return
    queue.forget_choice()
    if advance and not (queue.current and queue.current.state == "new"):  # the cursor may stand on a row not chosen
        queue.find_new(1)


def _ask_for_all(desk: "Desk", queue: "Queue") -> None:
    new = desk.reader.matching(queue.rows_of.shown, _NEW)
    frozen = tuple(id for id in queue.rows_of.shown if id in new)
    if not frozen:
        desk.flash(SafeText("nothing new in the list"))
        return
    seen = dict.fromkeys(frozen, "new")
    desk.ask(
        Question(
            say("Acknowledge {:,} shown?", len(frozen)),
            lambda: desk.hand.perform(lambda acts: acts.set_state(frozen, "acked", seen)),
            left=partial(desk.flash, SafeText("nothing acknowledged")),
        )
    )


def _star(desk: "Desk", queue: "Queue") -> None:
    """A star for all that are chosen, unless all have one."""
    chosen = queue.rows_of.chosen
    rows = desk.reader.item_rows(chosen).values()
    on = not all(row.starred for row in rows)
    seen = {id: queue.shown[id].starred for id in chosen if id in queue.shown}
    if rows and desk.hand.perform(lambda acts: acts.star(chosen, on, seen)) is not None:
        queue.forget_choice()


def _find_new(desk: "Desk", queue: "Queue", step: int) -> None:
    if not queue.find_new(step):
        desk.flash(SafeText("no new item below") if step > 0 else SafeText("no new item above"))
