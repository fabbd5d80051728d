"""An operator's hand on stories: M makes one of several, X splits rows off, z takes it back."""

from storage.reads.reader import Reader
from storage.rows import ItemRow
from tests.tui.desks import opened, screen
from tests.tui.scene import Scene
from tests.tui.test_tagging import page
from tui.desk import Desk

CLAIM, SHELLING, GRAIN = (
    "Moscow says tank units begin return to garrison after drills",
    "Shelling reported",
    "Grain index",
)


def item_of(desk: Desk, title: str) -> int:
    rows = desk.reader.item_rows(desk.queue.rows_of.ids)
    return next(id for id, row in rows.items() if row.title.startswith(title))


def go_to(desk: Desk, title: str) -> None:
    assert desk.queue.rows_of.go_to(item_of(desk, title))
    desk.queue.widget.update()


def stories(scene: Scene, *titles: str) -> list[int]:
    """The story of the item of each title."""
    reader = Reader(scene.path)
    rows = reader.item_rows(reader.item_ids()).values()
    reader.close()
    return [next(row.story_id for row in rows if row.title.startswith(title)) for title in titles]


async def test_marked_rows_of_two_stories_become_one_after_a_question_and_two_again_by_z(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        for title in (SHELLING, GRAIN):
            go_to(desk, title)
            await pilot.press("space")
        await pilot.press("M")
        assert "Make one story of 2 rows from 2 stories? y/N" in screen(desk)[-2]
        assert "Shelling reported" in screen(desk)[-1]
        assert "Grain index" in screen(desk)[-1]
        await pilot.press("n")
        assert "nothing merged" in screen(desk)[-2]
        await pilot.press("M", "y")
        one, other = stories(scene, SHELLING, GRAIN)
        assert one == other
        assert not desk.queue.rows_of.marks
        await pilot.press("z")
        one, other = stories(scene, SHELLING, GRAIN)
        assert one != other


async def test_with_one_row_marked_the_row_under_the_cursor_is_the_other(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        go_to(desk, SHELLING)
        await pilot.press("space")
        go_to(desk, GRAIN)
        await pilot.press("M", "y")
        one, other = stories(scene, SHELLING, GRAIN)
        assert one == other


async def test_a_row_alone_is_no_story_of_several(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        await pilot.press("M")
        assert "one story already: mark a row of another one with Space first" in screen(desk)[-2]


async def test_any_other_answer_leaves_the_stories_apart(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        go_to(desk, SHELLING)
        await pilot.press("space")
        go_to(desk, GRAIN)
        await pilot.press("M", "n")
        one, other = stories(scene, SHELLING, GRAIN)
        assert one != other
        assert len(desk.queue.rows_of.marks) == 1


async def test_the_story_on_the_page_takes_in_the_rows_that_are_marked(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        go_to(desk, SHELLING)
        await pilot.press("space")
        go_to(desk, GRAIN)
        await pilot.press("5", "M", "y")
        one, other = stories(scene, SHELLING, GRAIN)
        assert one == other
        assert "this one: ana made them one story" in " ".join(page(desk).split())


async def test_a_row_is_split_off_its_story_at_once_and_put_back_by_z(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        go_to(desk, "Kyiv doubts")
        before = stories(scene, CLAIM, "Kyiv doubts")
        assert before[0] == before[1]
        await pilot.press("X")
        one, other = stories(scene, CLAIM, "Kyiv doubts")
        assert one != other
        await pilot.press("z")
        assert stories(scene, CLAIM, "Kyiv doubts") == before


async def test_rows_of_two_stories_are_split_off_after_a_question(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        for title in ("Kyiv doubts", GRAIN):
            go_to(desk, title)
            await pilot.press("space")
        await pilot.press("X")
        assert "Split 2 rows off 2 stories into one new story? y/N" in screen(desk)[-2]
        await pilot.press("y")
        one, other, claim = stories(scene, "Kyiv doubts", GRAIN, CLAIM)
        assert one == other != claim


async def test_the_other_rows_of_a_story_show_their_new_counts(scene: Scene) -> None:
    async with opened(scene) as (desk, pilot):
        claim = item_of(desk, CLAIM)
        before = desk.queue.widget.row(claim)
        go_to(desk, "Kyiv doubts")
        await pilot.press("X")
        after = desk.queue.widget.row(claim)
        assert isinstance(before, ItemRow)
        assert isinstance(after, ItemRow)
        assert after.origins == before.origins - 1
