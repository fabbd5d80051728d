"""How long a word stays on the message line."""

from tests.tui.desks import opened, screen, until
from tests.tui.scene import Scene
from tui.text import SafeText

ANSWER, ALARM = SafeText("starred it"), SafeText("ALERT F a bridge is closed")


async def test_an_answer_goes_with_what_the_operator_does_next_and_an_alarm_stays(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        for key in ("j", "3", "M", "/"):
            desk.flash(ANSWER)
            assert ANSWER in screen(desk)[-2]
            await pilot.press(key, "escape")
            assert ANSWER not in screen(desk)[-2]
        desk.tell(ALARM)
        await pilot.press("j", "2", "/")
        assert ALARM not in screen(desk)[-2]
        await pilot.press("escape")
        assert ALARM in screen(desk)[-2]


async def test_the_story_is_that_of_the_list_in_which_the_keys_act(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        for key in ("4", "j", "3", "2"):
            await pilot.press(key)
            assert desk.active.item_id is not None
            await until(lambda: desk.story.item_id == desk.active.item_id)
        desk.open_story(1)
        await pilot.press("?", "q")
        assert desk.story.item_id == 1
