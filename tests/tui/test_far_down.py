"""The next new row, where a hundred thousand lie between that have been dealt with: no key waits for that."""

import time
from collections.abc import Iterator

import pytest
from textual import events

from tests.tui.desks import opened, until
from tests.tui.scene import Item, Scene
from tui.desk import Desk

ROWS = 100_000
BOUND_MS = 20
"""Of CPU; row by row it is 720."""


@pytest.fixture(scope="module")
def dealt_with(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One new item, then rows upon rows that are acknowledged, then two new ones."""
    scene = Scene(tmp_path_factory.mktemp("far") / "desk.db")
    scene.poll(Item("The oldest of all", minutes_ago=60), Item("Port traffic steady", minutes_ago=59))
    columns = [row["name"] for row in scene.connection.execute("PRAGMA table_info(item)") if row["name"] != "id"]
    given = {"identity": "'far ' || n", "state": "'acked'"}
    scene.connection.execute(
        f"WITH RECURSIVE far(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM far WHERE n < {ROWS})"
        f" INSERT INTO item({', '.join(columns)}) SELECT {', '.join(given.get(each, each) for each in columns)}"
        " FROM far CROSS JOIN item WHERE item.id = 2"
    )
    scene.connection.execute("UPDATE item SET state = 'acked' WHERE id = 2")
    scene.poll(Item("Bridge reopens to lorries", minutes_ago=2), Item("Ferry runs again at night", minutes_ago=1))
    yield scene
    scene.close()


def takes_ms(desk: Desk, key: str) -> float:
    """Of the thread's CPU."""
    before = time.thread_time()
    desk.on_key(events.Key(key, key))
    return (time.thread_time() - before) * 1_000


def title(desk: Desk) -> str:
    return desk.queue.current.title if desk.queue.current else ""


@pytest.mark.parametrize("text", ["", "source:AFP"])
async def test_n_p_and_a_pass_by_what_has_been_dealt_with(dealt_with: Scene, text: str) -> None:
    async with opened(dealt_with) as (desk, pilot):
        if text:
            await pilot.press("/")
            desk.footer.paste(text)
            await pilot.press("enter")
        await until(lambda: len(desk.queue.rows_of) == ROWS + 4 and desk.queue.listing.is_whole)
        desk.on_key(events.Key("g", "g"))
        assert title(desk) == "Ferry runs again at night"
        for key, wanted in (("n", "Bridge reopens to lorries"), ("n", "The oldest of all"), ("n", "The oldest of all"),
                            ("p", "Bridge reopens to lorries"), ("a", "The oldest of all"), ("z", "Bridge reopens to lorries"),
                            ("!", "Ferry runs again at night")):  # fmt: skip
            took = takes_ms(desk, key)
            assert title(desk) == wanted, key
            assert key in "z" or took < BOUND_MS, f"{key}: {took:.0f} ms"
