"""`!`: to the new item of the highest severity, and from there down, the newest first of those that are as grave."""

from typing import TYPE_CHECKING

from storage.severity import SEVERITIES
from tui.commands import QUEUE
from tui.text import SafeText, safe_text, say

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.panes.queue import Queue


def go_to_gravest(desk: "Desk") -> None:
    """To the gravest new item of the queue's list; from it, or from where the last press led, to the one that follows."""
    queue = desk.queue
    desk.go_to(QUEUE)
    queue.arrived()
    gravest, here = _new_item(desk, queue, None), queue.item_id
    following = _new_item(desk, queue, here) if _is_on_the_way(queue, gravest) else None
    target = gravest if following is None else following
    if target is None:
        desk.flash(_nothing(desk, queue))
    elif target == here:
        desk.flash(SafeText("no other new item in the list"))
    elif queue.go_to(target):
        queue.walked_to = target
        desk.flash(_arrived(queue))
    else:
        key = safe_text(desk.keymap.shown_id("refresh"))
        desk.flash(say("a graver one has come to match since the list was made: {} applies the view again", key))


def _is_on_the_way(queue: "Queue", gravest: int | None) -> bool:
    """Is the cursor where the walk has led it, on an item that is still new?"""
    here, row = queue.item_id, queue.current
    return here is not None and row is not None and row.state == "new" and here in (gravest, queue.walked_to)


def _new_item(desk: "Desk", queue: "Queue", after: int | None) -> int | None:
    """The first new item in the order of severity and age, or the one that follows another."""
    if not queue.findings:
        if queue.filter.query is not None and queue.listing.is_whole:
            return desk.reader.gravest_of(queue.items.ids, after)
        return desk.reader.gravest_new(queue.filter.query, after)
    found = queue.findings.rows(queue.rows_of.ids).values()
    places = {row.item.id: (row.item.severity, row.item.id) for row in found if not row.archive}
    new = [places[row.item.id] for row in found if row.item.id in places and row.item.state == "new"]
    behind = [place for place in new if after is None or place < places[after]]
    return max(behind)[1] if behind else None


def _arrived(queue: "Queue") -> SafeText:
    """How grave it is; what no rule named comes last."""
    severity = queue.current.severity if queue.current else 0
    if not severity:
        return SafeText("new, and named by no rule")
    return say("new: {}", safe_text(SEVERITIES[severity]))


def _nothing(desk: "Desk", queue: "Queue") -> SafeText:
    """None in the list; where a filter hides some, how to get there."""
    hidden = (queue.findings or queue.filter.query) and desk.reader.gravest_new(None) is not None
    if not hidden:
        return SafeText("nothing new")
    return say("nothing new in this list; elsewhere there is: {} leads out", safe_text(desk.keymap.shown_id("back")))
