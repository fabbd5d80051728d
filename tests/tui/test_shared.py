"""Several desks on one file: who was first, who is where, what is asked before it is taken back."""

import pytest

from storage.rows import ItemRow, PresentRow
from tests.tui.desks import opened, pane, screen, states, typed, until, walking
from tests.tui.rows import ITEM
from tests.tui.scene import NOW_MS, Scene
from tui.desk import Desk
from tui.present.whereabouts import watched
from tui.watch.presence import Gaze

FIRST = "A town remembers the retreat of 1943"


def asleep(desk: Desk) -> None:
    """Its screen shows nothing new from now on: the fifth of a second in which somebody else may be first."""
    desk._pulse.stop()


async def test_who_comes_second_is_told_in_words_and_stays_on_the_row(scene: Scene) -> None:
    async with opened(scene) as (ana, ana_pilot), opened(scene, operator="ben") as (ben, ben_pilot):
        asleep(ben)
        await ana_pilot.press("a")
        before = ben.queue.item_id
        await ben_pilot.press("d")
        assert "ana acknowledged it first" in screen(ben)[-2]
        assert ben.queue.item_id == before
        assert states(scene)[FIRST] == "acked"
        assert "✓" in pane(ben, "queue")[1]
        assert "ana" in pane(ben, "queue")[1]
        assert "first" not in screen(ana)[-2]


async def test_who_has_seen_it_may_still_decide_otherwise(scene: Scene) -> None:
    async with opened(scene) as (_, ana_pilot), opened(scene, operator="ben") as (ben, ben_pilot):
        await ana_pilot.press("a")
        await until(lambda: "✓" in pane(ben, "queue")[1])
        await ben_pilot.press("d")
        assert f"dismissed “{FIRST}”" in screen(ben)[-2]
        assert states(scene)[FIRST] == "dismissed"


async def test_of_several_rows_only_those_that_somebody_else_was_first_with_are_left(scene: Scene) -> None:
    async with opened(scene) as (_, ana_pilot), opened(scene, operator="ben") as (ben, ben_pilot):
        asleep(ben)
        await ana_pilot.press("d")
        await ben_pilot.press("space", "space", "a")
        assert "ana had dismissed 1" in screen(ben)[-2]
        assert sorted(states(scene).values()) == ["acked", "dismissed", *["new"] * 7]


async def test_an_alert_has_one_owner(scene: Scene) -> None:
    async with opened(scene) as (_, ana_pilot), opened(scene, operator="ben") as (ben, ben_pilot):
        asleep(ben)
        await ben_pilot.press("3")
        await ana_pilot.press("3", "a")
        await ben_pilot.press("a")
        assert "ana acknowledged it first" in screen(ben)[-2]
        assert "ana" in pane(ben, "alerts")[1]
        assert ben.alerts.rows_of.cursor == 0


async def test_a_story_page_is_as_little_a_way_around_a_colleague(scene: Scene) -> None:
    async with opened(scene) as (_, ana_pilot), opened(scene, operator="ben") as (ben, ben_pilot):
        asleep(ben)
        await ben_pilot.press("5")
        await ana_pilot.press("a")
        await ben_pilot.press("d")
        assert "ana acknowledged it first" in screen(ben)[-2]
        assert "acknowledged by ana" in pane(ben, "story")[0]


@pytest.mark.parametrize(("answer", "left"), [("y", "new"), ("n", "acked")])
async def test_taking_back_what_somebody_else_has_touched_since_asks_first(
    scene: Scene, answer: str, left: str
) -> None:
    async with opened(scene) as (ana, ana_pilot), opened(scene, operator="ben") as (ben, ben_pilot):
        await ana_pilot.press("space", "space", "a")
        await until(lambda: "✓" in pane(ben, "queue")[1])
        await ben_pilot.press("d")
        await ana_pilot.press("z")
        assert "ben" in screen(ana)[-2]
        assert "y/N" in screen(ana)[-2]
        assert sorted(states(scene).values())[:2] == ["acked", "dismissed"]
        await ana_pilot.press(answer)
        assert states(scene)[FIRST] == "dismissed"
        assert sorted(states(scene).values())[0] == (left if left == "acked" else "dismissed")


async def test_doing_it_again_asks_as_well(scene: Scene) -> None:
    async with opened(scene) as (ana, ana_pilot), opened(scene, operator="ben") as (ben, ben_pilot):
        asleep(ben)
        await ana_pilot.press("space", "space", "a", "z")
        await ben_pilot.press("d")
        await ana_pilot.press("Z")
        assert "y/N" in screen(ana)[-2]
        await ana_pilot.press("y")
        assert sorted(states(scene).values())[:2] == ["acked", "dismissed"]


async def test_where_a_colleague_looks_their_initials_stand_at_the_row(scene: Scene) -> None:
    async with (
        opened(scene, now=walking()) as (ana, ana_pilot),
        opened(scene, operator="bengt", now=walking()) as (_, ben_pilot),
    ):
        await ben_pilot.press("j")
        await until(lambda: "@ben" in pane(ana, "queue")[2])
        assert "@" not in pane(ana, "queue")[1]
        await ben_pilot.press("j", "j")
        await until(lambda: "@ben" in pane(ana, "queue")[4] and "@ben" not in pane(ana, "queue")[2])
        assert "ana* bengt" in screen(ana)[0]
        assert "@ana" not in "".join(pane(ana, "queue"))
        await ana_pilot.press("g")


async def test_who_leaves_looks_at_nothing_any_more(scene: Scene) -> None:
    async with opened(scene, now=walking()) as (ana, _):
        async with opened(scene, operator="ben", now=walking()) as (_, ben_pilot):
            await ben_pilot.press("j")
            await until(lambda: "@ben" in pane(ana, "queue")[2])
        await until(lambda: "@ben" not in pane(ana, "queue")[2] and "ben" not in screen(ana)[0])


async def test_a_line_in_the_log_is_told_to_the_others(scene: Scene) -> None:
    async with opened(scene) as (ana, ana_pilot), opened(scene, operator="ben") as (ben, _):
        await typed(ana, ana_pilot, "l", "two buses")
        await until(lambda: "ana: two buses" in screen(ben)[-2])
        assert "of the log" in screen(ana)[-2]


# When it is told what is looked at


def test_what_the_cursor_only_passes_is_not_told() -> None:
    gaze = Gaze()
    assert [gaze.is_news(item, NOW_MS + 200 * n) for n, item in enumerate(range(20))] == [False] * 20


def test_what_it_rests_on_is_told_once() -> None:
    gaze = Gaze()
    assert [gaze.is_news(7, NOW_MS + 500 * n) for n in range(8)] == [False] * 3 + [True] + [False] * 4


def test_two_tellings_are_at_least_two_seconds_apart() -> None:
    gaze = Gaze()
    gaze.is_news(7, NOW_MS)
    assert gaze.is_news(7, NOW_MS + 1_500)
    gaze.is_news(8, NOW_MS + 1_600)
    assert not gaze.is_news(8, NOW_MS + 3_200)
    assert gaze.is_news(8, NOW_MS + 3_500)


def test_that_nothing_is_looked_at_is_told_too() -> None:
    gaze = Gaze()
    gaze.is_news(7, NOW_MS)
    gaze.is_news(7, NOW_MS + 2_000)
    gaze.is_news(None, NOW_MS + 3_000)
    assert gaze.is_news(None, NOW_MS + 5_000)


def rows(ids: object) -> dict[int, ItemRow]:
    return {ITEM.id: ITEM}


def test_a_story_is_watched_by_the_others_each_named_once() -> None:
    present = [PresentRow(name, NOW_MS, ITEM.id) for name in ("ana", "bengt", "bengt", "carla")]
    assert watched(present, "ana", rows) == {ITEM.story_id: ["ben", "car"]}


def test_nobody_watches_an_item_that_is_gone_and_nobody_at_all_costs_no_reading() -> None:
    assert watched([PresentRow("ben", NOW_MS, 99)], "ana", rows) == {}
    assert watched([PresentRow("ben", NOW_MS, None), PresentRow("ana", NOW_MS, 1)], "ana", never) == {}


def never(ids: object) -> dict[int, ItemRow]:
    raise AssertionError(f"{ids} were read for nothing")
