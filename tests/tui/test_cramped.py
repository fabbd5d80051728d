"""Small screens, and screens that grow: what is shown is what the keys mean."""

from tests.tui.desks import opened, pane, screen, until
from tests.tui.scene import Scene


async def test_where_one_pane_fits_it_is_the_active_one_and_that_there_are_others_is_said(scene: Scene) -> None:
    async with opened(scene, size=(40, 12)) as (desk, pilot):
        desk.footer.forget_answer()
        await pilot.press("3")
        assert pane(desk, "alerts")[0].startswith("━ 3 Alerts")
        assert screen(desk)[-2].strip() == "One pane fits here; 1 to 5: the others"
        await pilot.press("2", "enter")
        assert "5 Story" in pane(desk, "story")[0]
        await pilot.resize_terminal(20, 5)
        await until(lambda: len(screen(desk)) == 5)
        assert "5 Story" in screen(desk)[1]
        await pilot.press("q")
        assert "2 Queue" in screen(desk)[1]


async def test_a_story_that_comes_into_view_is_the_one_under_the_cursor(scene: Scene) -> None:
    async with opened(scene, size=(80, 24)) as (desk, pilot):
        await pilot.press("j", "j", "j")
        await pilot.resize_terminal(120, 30)
        await until(lambda: desk.story.item_id == desk.queue.item_id)
        await pilot.press("+", "j", "+")
        await until(lambda: desk.story.item_id == desk.queue.item_id)
        assert desk.story.item_id is not None
