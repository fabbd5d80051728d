"""Where everything stands at which size: a pure plan of boxes.

At 140 columns and 30 rows all five panes; at 100 columns two side by side under a line of tabs; at 60 columns and 15 rows one;
below that the queue alone.
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
    """Too small for any pane but the queue."""


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
    if cramped:
        return Plan(boxes | {(QUEUE if active in PANES else active): body}, cramped=True)
    if zoomed or active not in PANES:
        return Plan(boxes | {active: body})
    if width >= 140 and height >= 30:
        return _five(boxes, body)
    boxes[TABS] = Box(0, 1, width, 1)
    body = Box(0, 2, width, body.height - 1)
    return _two(boxes, body, beside) if width >= 100 else Plan(boxes | {active: body})


def _five(boxes: dict[str, Box], body: Box) -> Plan:
    """Sources, queue, alerts above; quotes and story below."""
    upper = body.height * 11 // 20
    side = min(44, max(31, body.width // 5))
    middle = body.width - 2 * side - 2
    below = Box(0, body.y + upper, body.width, body.height - upper)
    left = min(max(48, body.width * 2 // 5), 90)
    panes = {
        SOURCES: Box(0, body.y, side, upper),
        QUEUE: Box(side + 1, body.y, middle, upper),
        ALERTS: Box(side + middle + 2, body.y, side, upper),
        QUOTES: Box(0, below.y, left, below.height),
        STORY: Box(left + 1, below.y, body.width - left - 1, below.height),
    }
    walls = (
        Box(side, body.y, 1, upper),
        Box(side + middle + 1, body.y, 1, upper),
        Box(left, below.y, 1, below.height),
    )
    return Plan(boxes | panes, walls)


def _two(boxes: dict[str, Box], body: Box, beside: str) -> Plan:
    """A list and the story side by side."""
    left = body.width * 11 // 20
    panes = {
        beside: Box(0, body.y, left, body.height),
        STORY: Box(left + 1, body.y, body.width - left - 1, body.height),
    }
    return Plan(boxes | panes, (Box(left, body.y, 1, body.height),))
