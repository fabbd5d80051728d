"""Where a feed lives: behaviour 23 of the design's list."""

from tests.intake.site import Reply
from tests.intake.world import DAY_S, HOUR_S, World

PACE = 'interval_min = "1h"\ninterval_max = "1h"\n'


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address_after_a_day_and_doubles_nothing(world: World) -> None:
    new = world.paper(items=5)
    old = world.site()
    old.pages["/old"] = new._answer
    world.watch(old.url("/old"), collector=PACE)
    world.live(2 * HOUR_S)
    old.pages["/old"] = Reply(301, headers={"Location": new.url})
    world.live(3 * DAY_S)
    assert world.source()["moved_url"] == new.url
    assert len(world.events("moved")) == 1
    assert len([asked for asked in old.asked if asked.at_s > 2 * DAY_S]) == 0
    assert len([asked for asked in new.asked if asked.at_s > 2 * DAY_S]) > 20
    assert world.source()["items"] == 5


def test_a_move_is_remembered_over_a_restart_and_taken_back_when_the_new_place_fails(world: World) -> None:
    new = world.paper(items=5)
    old = world.site()
    old.pages["/old"] = Reply(308, headers={"Location": new.url})
    world.watch(old.url("/old"), collector=PACE)
    world.live(1.5 * DAY_S)
    assert world.source()["moved_url"] == new.url
    new.site.pages[new.path] = Reply(404)
    world.live(2 * DAY_S)
    assert world.source()["moved_url"] == ""
    assert [asked for asked in old.asked if asked.at_s > 1.6 * DAY_S]


def test_a_maintenance_page_and_another_sources_feed_are_no_new_home(world: World) -> None:
    taken = world.paper(items=5)
    old = world.paper("/old", items=5)
    wall = world.site()
    wall.pages["/maintenance"] = Reply(200, b"<html><title>Back soon</title></html>")
    world.watch(old.url, taken.url, collector=PACE)
    world.live(2 * HOUR_S)
    old.site.pages["/old"] = Reply(301, headers={"Location": wall.url("/maintenance")})
    world.live(3 * DAY_S)
    assert (world.source(old.url)["moved_url"], world.source(old.url)["state"]) == ("", "not-a-feed")
    old.site.pages["/old"] = Reply(301, headers={"Location": taken.url})
    world.live(3 * DAY_S)
    assert world.source(old.url)["moved_url"] == ""


def test_a_new_home_that_asks_for_peace_is_left_in_peace_and_not_asked_by_way_of_the_old_one(world: World) -> None:
    new = world.paper(items=5)
    neighbour = world.paper("/neighbour", site=new.site)
    old = world.site()
    old.pages["/old"] = Reply(301, headers={"Location": new.url})
    world.watch(old.url("/old"), neighbour.url, collector=PACE)
    world.live(1.5 * DAY_S)
    assert world.source(old.url("/old"))["moved_url"] == new.url
    new.site.pages[new.path] = Reply(429, headers={"Retry-After": "7200"})
    asked = len(old.asked)
    world.live(DAY_S)
    assert world.source(old.url("/old"))["moved_url"] == new.url
    assert len(old.asked) == asked
    told = [each.at_s for each in new.asked if each.at_s > 1.5 * DAY_S]
    for at_s in told:
        assert not [each for each in new.site.asked if at_s < each.at_s < at_s + 7_199]


def test_two_sources_never_adopt_one_address(world: World) -> None:
    new = world.paper(items=5)
    olds = [world.site(), world.site()]
    for old in olds:
        old.pages["/old"] = Reply(301, headers={"Location": new.url})
    world.watch(*(old.url("/old") for old in olds), collector=PACE)
    world.live(2 * DAY_S)
    world.live(2 * DAY_S)
    assert sorted(row["moved_url"] for row in world.rows("SELECT moved_url FROM source")) == ["", new.url]


def test_a_private_address_is_refused_without_a_request_unless_the_config_allows_it(world: World) -> None:
    paper = world.paper()
    world.config.write_text(f'[[source]]\nurl = "{paper.url}"\n', "utf-8")
    world.once()
    source = world.source()
    assert source["state"] == "unreachable"
    assert "127.0.0.1" in source["reason"]
    assert paper.asked == []
