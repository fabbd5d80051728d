"""It never gives up, and it knows whose fault it is: behaviours 7, 8, 12 and 13 of the design's list."""

import gzip
import itertools
from collections import Counter

import pytest

from tests.intake.site import Reply
from tests.intake.world import DAY_S, HOUR_S, MINUTE_S, World


@pytest.mark.parametrize(("source", "cap_s"), [('kind = "official"', 1_800), ("", 7_200)])
def test_two_weeks_of_errors_end_within_one_back_off_of_the_recovery(world: World, source: str, cap_s: float) -> None:
    paper = world.paper()
    paper.site.pages[paper.path] = Reply(500)
    world.watch(paper.url, source=source)

    def recover() -> None:
        paper.publish("back", "Back again", world.epoch_s)
        paper.site.pages[paper.path] = paper._answer

    world.live(14 * DAY_S + 3 * HOUR_S, (14 * DAY_S, recover))
    well = next(asked.at_s for asked in paper.asked if asked.at_s > 14 * DAY_S)
    assert well <= 14 * DAY_S + cap_s * 1.01
    assert (world.source()["state"], world.source()["failures"]) == ("ok", 0)
    assert len(world.events("http-error")) == len(world.events("ok")) == 1


def test_a_feed_that_is_gone_is_believed_after_a_day_told_once_and_looked_for_weekly(world: World) -> None:
    paper = world.paper()
    paper.site.pages[paper.path] = Reply(410)
    world.watch(paper.url)
    world.live(DAY_S * 0.9)
    assert (world.source()["state"], world.source()["reason"]) == ("http-error", "HTTP 410")
    world.live(29 * DAY_S)
    assert world.source()["state"] == "gone"
    (alert,) = world.rows("SELECT * FROM alert")
    assert (alert["rule"], alert["state"]) == ("feed-gone", "new")
    last_week = [asked for asked in paper.asked if asked.at_s > 15 * DAY_S]
    assert 1 <= len(last_week) <= 3
    paper.site.pages[paper.path] = paper._answer
    world.live(8 * DAY_S)
    assert world.source()["state"] in ("ok", "frozen")
    assert world.one("SELECT state FROM alert")["state"] == "resolved"


def test_a_cut_line_is_nobody_s_fault_and_after_it_all_are_asked_at_once_but_politely(world: World) -> None:
    sites = [world.site() for _ in range(12)]
    papers = [world.paper(f"/{n}", site=site, items=1) for site in sites for n in range(3)]
    world.watch(*(paper.url for paper in papers), collector='interval = "2m"\ninterval_max = "2m"')
    began, ended = 30 * MINUTE_S, 6.5 * HOUR_S
    cut = [(began, site.close) for site in sites]
    mended = [(ended, site.open) for site in sites]
    world.live(2 * HOUR_S, *cut)
    states = Counter(row["state"] for row in world.rows("SELECT state FROM source"))
    assert states == {"offline": len(papers)}
    world.live(6 * HOUR_S, *((after - 2 * HOUR_S, what) for after, what in mended))
    rows = world.rows("SELECT failures, state FROM source")
    assert Counter((row["state"], row["failures"]) for row in rows) == {("ok", 0): len(papers)}
    (alert,) = world.rows("SELECT rule, state FROM alert")
    assert alert == {"rule": "offline", "state": "resolved"}
    after = [[asked.at_s for asked in site.asked if asked.at_s > ended] for site in sites]
    for site, times in zip(sites, after, strict=True):
        assert {asked.path for asked in site.asked if ended < asked.at_s <= ended + 120} == {"/0", "/1", "/2"}
        assert min(later - sooner for sooner, later in itertools.pairwise(times)) >= 0.999


def test_a_desk_that_starts_without_a_network_is_offline_and_catches_up_when_there_is_one(world: World) -> None:
    papers = [world.paper(items=1) for _ in range(12)]
    world.wait(*(paper.site.close() for paper in papers))
    world.watch(*(paper.url for paper in papers))
    world.live(HOUR_S)
    assert {row["state"] for row in world.rows("SELECT state FROM source")} == {"offline"}
    assert [row["rule"] for row in world.rows("SELECT rule FROM alert")] == ["offline"]
    world.wait(*(paper.site.open() for paper in papers))
    back = world.now_s
    world.live(10 * MINUTE_S)
    assert {row["state"] for row in world.rows("SELECT state FROM source")} == {"ok"}
    assert max(paper.asked[0].at_s for paper in papers) <= back + 120


def test_dead_feeds_among_living_ones_are_no_outage(world: World) -> None:
    dead, living = [world.site() for _ in range(6)], [world.paper(items=1) for _ in range(6)]
    urls = [site.url("/feed") for site in dead] + [paper.url for paper in living]
    world.wait(*(site.close() for site in dead))
    world.watch(*urls, collector='interval = "2m"\ninterval_max = "2m"')
    world.live(2 * HOUR_S)
    states = Counter(row["state"] for row in world.rows("SELECT state FROM source"))
    assert states == {"unreachable": 6, "ok": 6}
    assert world.rows("SELECT * FROM alert") == []


def test_a_dripping_answer_is_cut_at_the_deadline_and_says_so(world: World) -> None:
    paper = world.paper()
    slow = world.site()
    slow.pages["/feed"] = Reply(200, paper.body(), drip_s=5.0)
    world.watch(slow.url("/feed"), paper.url)
    world.once()
    assert 29 <= world.now_s <= 31
    state = world.source(slow.url("/feed"))
    assert state["state"] == "timeout"
    assert state["reason"]
    assert world.source(paper.url)["items"] == 3


def test_a_bomb_is_refused_with_a_reason_and_tried_again_by_back_off(world: World) -> None:
    site = world.site()
    site.pages["/feed"] = Reply(200, gzip.compress(bytes(64 << 20)), {"Content-Encoding": "gzip"})
    world.watch(site.url("/feed"))
    world.live(10 * HOUR_S)
    state = world.source()
    assert (state["state"], state["waits_for"]) == ("too-big", "back-off")
    assert 5 <= len(site.asked) <= 60
