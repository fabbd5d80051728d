"""The wall's clock is set back by a day while no host answers: the question whether one does again is not put off."""

import pytest

from tests.intake.world import DAY_S, HOUR_S, World


@pytest.mark.parametrize("days", [-1, 1])
def test_a_line_that_is_back_is_noticed_at_once_whatever_the_clock_says(world: World, days: int) -> None:
    papers = [world.paper(f"/{n}", site=world.site()) for n in range(4)]
    world.watch(*(paper.url for paper in papers), source='interval = "5m"')
    sites = list(world.sites)

    def goes() -> None:
        for paper in papers:
            world.loop.create_task(paper.site.close())

    def is_set() -> None:
        world.set_back_s -= days * DAY_S

    def comes() -> None:
        for site in sites:
            world.loop.create_task(site.open())
        for paper in papers:
            paper.publish("late", f"Ferry at {paper.path} resumes", world.epoch_s)

    told: list[str] = []

    def look() -> None:
        told.extend(row["title"] for row in world.rows("SELECT title FROM item WHERE title LIKE 'Ferry%'"))

    world.live(5 * HOUR_S, (HOUR_S, goes), (2 * HOUR_S, is_set), (3 * HOUR_S, comes), (3.25 * HOUR_S, look))
    assert len(told) == 4
    assert [row["state"] for row in world.rows("SELECT state FROM alert WHERE rule = 'offline'")] == ["resolved"]
