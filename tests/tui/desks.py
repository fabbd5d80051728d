"""Desks without a terminal: opened, looked at, waited for."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count

from textual.pilot import Pilot

from storage.reads.reader import Reader
from tests.tui.scene import NOW_MS, Scene
from tui.desk import Desk
from tui.options import DeskOptions, View
from tui.terminal import DeskApp, open_desk

VIEWS = (View("c", "claims", "tag:withdrawal stance:claimed"), View("x", "broken", "colour:red"))


@asynccontextmanager
async def opened(
    scene: Scene,
    size: tuple[int, int] = (160, 45),
    now: Callable[[], int] = lambda: NOW_MS,
    operator: str = "ana",
    read_only: bool = False,
    zones: tuple[tuple[str, str], ...] = (),
) -> AsyncIterator[tuple[Desk, Pilot[None]]]:
    """A desk on the scene's file, its first story set."""
    options = DeskOptions(operator, now=now, views=VIEWS, read_only=read_only, zones=zones)
    app: DeskApp = open_desk(scene.path, options)
    async with app.run_test(size=size) as pilot:
        desk = app.screen
        assert isinstance(desk, Desk)
        await until(lambda: desk.story.view is not None or size[0] < 100)
        yield desk, pilot


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition, at most five seconds."""
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


async def typed(desk: Desk, pilot: Pilot[None], key: str, words: str, end: str = "enter") -> None:
    """Press a key that asks for a line, and give it one at once: Pilot takes 63 ms for each letter."""
    await pilot.press(key)
    desk.footer.paste(words)
    await pilot.press(end)


def walking() -> Callable[[], int]:
    """A clock that moves on a second at each look."""
    seconds = count()
    return lambda: NOW_MS + next(seconds) * 1_000


def screen(desk: Desk) -> list[str]:
    """What the terminal would show."""
    return ["".join(segment.text for segment in strip) for strip in desk._compositor.render_strips()]


def pane(desk: Desk, name: str) -> list[str]:
    """The lines of a pane, the head first."""
    lines, box = screen(desk), desk.plan.boxes[name]
    return [line[box.x : box.x + box.width].rstrip() for line in lines[box.y : box.y + box.height]]


def states(scene: Scene) -> dict[str, str]:
    """Headline -> state, as the file has them."""
    reader = Reader(scene.path)
    found = {row.title: row.state for row in reader.item_rows(reader.item_ids()).values()}
    reader.close()
    return found
