"""An operator's own line in the log."""

import pytest

from tests.tui.desks import opened, screen, typed
from tests.tui.scene import Scene

# The scene's clock stands at 21 Sep 2026, 14:13 UTC.


@pytest.mark.parametrize("pane", ["1", "2", "3", "4", "5", "?"])
async def test_it_is_written_from_every_pane(scene: Scene, pane: str) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press(pane)
        await typed(desk, pilot, "l", "buses at the bridge")
        assert "of the log, 21 Sep" in screen(desk)[-2]
        assert "buses at the bridge" in screen(desk)[-2]
        line = desk.reader.events_after(0)[-1]
        assert (line.act, line.operator, line.detail) == ("logged", "ana", "buses at the bridge")
        assert f"line {line.n} " in screen(desk)[-2]


@pytest.mark.parametrize(("text", "at"), [("10:20 buses", "10:20Z"), ("10:20 HLV buses", "07:20Z"), ("buses", "Z")])
async def test_a_time_before_it_says_when_it_happened(scene: Scene, text: str, at: str) -> None:
    async with opened(scene, zones=(("HLV", "Europe/Helsinki"),)) as (desk, pilot):
        await typed(desk, pilot, "l", text)
        assert f"{at}: buses" in screen(desk)[-2]
        assert desk.reader.events_after(0)[-1].detail == "buses"


async def test_while_it_is_typed_it_says_how_it_is_read(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("l")
        assert "10:20 before it says when" in screen(desk)[-1]
        await pilot.press(*"09:59 ten")
        assert "happened 21 Sep 09:59Z " in screen(desk)[-1]
        await pilot.press("ctrl+u", *"23:50 x")
        assert "happened 20 Sep 23:50Z, yesterday" in screen(desk)[-1]
        await pilot.press("ctrl+u", *"25:99 x")
        assert "no such time" in screen(desk)[-1]
        before = desk.reader.last_event()
        await pilot.press("enter")
        assert "log: 25:99 x" in screen(desk)[-2]
        assert "no such time" in screen(desk)[-1]
        assert not [line for line in desk.reader.events_after(before) if line.act == "logged"]


@pytest.mark.parametrize("keys", [("enter",), ("space", "enter"), ("x", "escape")])
async def test_no_words_are_no_line(scene: Scene, keys: tuple[str, ...]) -> None:
    async with opened(scene) as (desk, pilot):
        before = desk.reader.last_event()
        await pilot.press("l", *keys)
        assert not [line for line in desk.reader.events_after(before) if line.act == "logged"]
