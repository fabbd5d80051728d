"""What an arrival has a desk read: what it shows of the story that the item is of, at once; all else in its own time."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from storage.reads.reader import Reader
from tests.tui.desks import opened
from tests.tui.scene import EVENING, NOW_MS, Item, Scene
from tui.desk import Desk

SECOND_MS, AGES_MS = 1_000, 10_000


class Clock:
    """Stands still but where a test moves it."""

    def __init__(self) -> None:
        self.now_ms = NOW_MS

    def __call__(self) -> int:
        return self.now_ms

    def goes_on(self, desk: Desk, by_ms: int) -> None:
        """So much later the pulse beats."""
        self.now_ms += by_ms
        desk.lookout.tick()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the desk has read, in order."""
    found: list[str] = []
    for name in ("story", "sources"):
        monkeypatch.setattr(Reader, name, _counting(name, getattr(Reader, name), found))
    return found


def _counting(name: str, kept: Callable[..., object], found: list[str]) -> Callable[..., object]:
    def counting(*given: object) -> object:
        found.append(name)
        return kept(*given)

    return counting


async def test_an_item_of_another_story_has_neither_page_nor_sources_read_anew_at_once(
    scene: Scene, read: list[str]
) -> None:
    clock = Clock()
    async with opened(scene, now=clock) as (desk, _):
        desk._pulse.stop()
        read.clear()
        scene.poll(Item("Harvest of the north is late", minutes_ago=0))
        clock.goes_on(desk, SECOND_MS)
        assert len(desk.queue.rows_of) == 10
        assert read == []
        clock.goes_on(desk, AGES_MS)
        assert read == ["story", "sources"]


async def test_a_copy_of_what_is_in_view_is_counted_within_a_second_on_row_and_page(
    scene: Scene, read: list[str]
) -> None:
    clock = Clock()
    async with opened(scene, now=clock) as (desk, _):
        desk._pulse.stop()
        row = desk.queue.current
        assert row is not None
        shown = next(item for item in EVENING if item.title == row.title)
        read.clear()
        scene.poll(replace(shown, source="Baltic Desk", identity="a copy", minutes_ago=0))
        clock.goes_on(desk, SECOND_MS)
        assert read == ["story"]
        assert desk.queue.current is not None
        assert desk.queue.current.copies == row.copies + 1
