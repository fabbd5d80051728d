"""Where everything stands at which size: a pure plan of boxes.

At 140 columns and 30 rows all five panes; at 100 columns two side by side under a line of tabs, at 40 rows two one above the
other; on anything smaller the active one, down to 60 columns and 15 rows under the tabs.
"""

from dataclasses import dataclass
from typing import NamedTuple

from tui.commands import ALERTS, PANES, QUEUE, QUOTES, SOURCES, STORY

HEADER, TABS, MESSAGE, KEYS = "header", "tabs", "message", "keys"


class Box(NamedTuple):
    """A rectangle of cells."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is on the screen and where; what has no box is not shown."""

    boxes: dict[str, Box]
    walls: tuple[Box, ...] = ()
    """One column wide."""
    cramped: bool = False
    """Too small for tabs: that there are other panes is to be said."""


def arrange(width: int, height: int, active: str, beside: str, zoomed: bool) -> Plan:
    """The plan for a size; `beside` is the pane that stands beside the story where only two have room."""
    cramped = width < 60 or height < 15
    boxes = {HEADER: Box(0, 0, width, 1)}
    footer = 0 if height < 6 else 1 if height < 10 else 2
    if footer == 2:
        boxes[MESSAGE] = Box(0, height - 2, width, 1)
    if footer:
        boxes[KEYS] = Box(0, height - 1, width, 1)
    body = Box(0, 1, width, max(0, height - 1 - footer))
    if cramped or zoomed or active not in PANES:
        return Plan(boxes | {active: body}, cramped=cramped and active in PANES)
    if width >= 140 and height >= 30:
        return _five(boxes, body)
    boxes[TABS] = Box(0, 1, width, 1)
    body = Box(0, 2, width, body.height - 1)
    if width >= 100:
        return _side_by_side(boxes, body, beside)
    return _stacked(boxes, body, beside) if height >= 40 else Plan(boxes | {active: body})


def _five(boxes: dict[str, Box], body: Box) -> Plan:
    """Sources, queue, alerts above; quotes and story below: the queue keeps the most columns, the story the most lines."""
    upper = body.height // 2
    left, right = _between(33, body.width // 6, 44), _between(35, body.width * 11 // 50, 72)
    middle = body.width - left - right - 2
    below = body.height - upper
    quotes = _between(58, body.width * 3 // 8, 120)
    panes = {
        SOURCES: Box(0, body.y, left, upper),
        QUEUE: Box(left + 1, body.y, middle, upper),
        ALERTS: Box(left + middle + 2, body.y, right, upper),
        QUOTES: Box(0, body.y + upper, quotes, below),
        STORY: Box(quotes + 1, body.y + upper, body.width - quotes - 1, below),
    }
    walls = (
        Box(left, body.y, 1, upper),
        Box(left + middle + 1, body.y, 1, upper),
        Box(quotes, body.y + upper, 1, below),
    )
    return Plan(boxes | panes, walls)


def _between(least: int, wanted: int, most: int) -> int:
    return max(least, min(wanted, most))


def _side_by_side(boxes: dict[str, Box], body: Box, beside: str) -> Plan:
    """A list, and the story at its right."""
    left = body.width * 23 // 40
    panes = {
        beside: Box(0, body.y, left, body.height),
        STORY: Box(left + 1, body.y, body.width - left - 1, body.height),
    }
    return Plan(boxes | panes, (Box(left, body.y, 1, body.height),))


def _stacked(boxes: dict[str, Box], body: Box, beside: str) -> Plan:
    """A list, and the story below it."""
    upper = body.height // 2
    return Plan(
        boxes
        | {
            beside: Box(0, body.y, body.width, upper),
            STORY: Box(0, body.y + upper, body.width, body.height - upper),
        }
    )
