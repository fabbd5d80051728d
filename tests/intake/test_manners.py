"""What servers ask of us: behaviours 5, 6, 9, 10 and 11 of the design's list."""

import itertools
from collections import Counter
from email.utils import formatdate

import pytest

from tests.intake.site import Paper, Reply
from tests.intake.world import DAY_S, HOUR_S, MINUTE_S, World

OFFICIAL = 'kind = "official"'


def gaps(paper: Paper) -> list[float]:
    """Seconds between the requests for a feed."""
    times = [asked.at_s for asked in paper.asked]
    return [later - sooner for sooner, later in itertools.pairwise(times)]


# ------------------------------------------------------------------------------------------------ freshness


@pytest.mark.parametrize("source", ["", OFFICIAL])
def test_no_request_comes_before_max_age_is_over(world: World, source: str) -> None:
    paper = world.paper(headers={"Cache-Control": "max-age=3000, public", "Age": "300"})
    world.watch(paper.url, source=source)
    world.live(9 * HOUR_S)
    assert 2_700 <= min(gaps(paper)) <= max(gaps(paper)) <= 3_000
    assert world.source()["waits_for"] == "the server's max-age"


@pytest.mark.parametrize(("source", "hours"), [("", 5), (OFFICIAL, 1)])
def test_ten_years_of_freshness_are_hours(world: World, source: str, hours: int) -> None:
    paper = world.paper(headers={"Cache-Control": "max-age=315360000"})
    world.watch(paper.url, source=source)
    world.live(2 * DAY_S)
    assert hours * HOUR_S <= min(gaps(paper)) <= max(gaps(paper)) <= hours * HOUR_S * 1.1 + 5


def test_expires_counts_where_max_age_is_missing(world: World) -> None:
    paper = world.paper()
    paper.headers = {"Date": formatdate(0), "Expires": formatdate(2_000)}
    world.watch(paper.url)
    world.live(DAY_S)
    assert min(gaps(paper)) >= 2_000


@pytest.mark.parametrize("value", ["no-cache, max-age=3000", "no-store"])
def test_what_may_not_be_cached_is_polled_at_its_own_pace(world: World, value: str) -> None:
    paper = world.paper(headers={"Cache-Control": value, "Expires": "0"})
    world.watch(paper.url, source=OFFICIAL, collector='interval_min = "30s"\ninterval_max = "10m"')
    world.live(DAY_S)
    assert max(gaps(paper)) <= 700


def test_an_operator_who_asks_more_often_than_the_server_likes_is_told_so(world: World) -> None:
    paper = world.paper(headers={"Cache-Control": "max-age=3000"})
    world.watch(paper.url, source='interval = "5m"')
    world.live(DAY_S)
    assert 300 <= min(gaps(paper)) <= max(gaps(paper)) <= 340
    assert world.source()["waits_for"] == "its own interval, impolite: the server says 50 min"


def test_hours_of_rest_are_heeded(world: World) -> None:
    """The world begins at 14:13 UTC."""
    paper = world.paper(channel="<skipHours><hour>16</hour><hour>17</hour><hour>18</hour></skipHours>")
    world.watch(paper.url)
    world.live(DAY_S)
    hours = Counter(int((asked.at_s + 14 * HOUR_S + 800) // HOUR_S) % 24 for asked in paper.asked)
    assert set(range(24)) - set(hours) == {16, 17, 18}


# ------------------------------------------------------------------------------------------------ Retry-After


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_silences_the_whole_host_over_kills_and_restarts(world: World, status: int) -> None:
    site = world.site()
    papers = [world.paper(f"/{n}", site=site) for n in range(5)]
    other = world.paper()
    world.watch(*(paper.url for paper in papers), other.url, collector='interval = "2m"\ninterval_max = "2m"')
    world.live(10 * MINUTE_S)
    calm = papers[2]._answer
    site.pages["/2"] = Reply(status, headers={"Retry-After": "7200"})
    world.live(10 * MINUTE_S)
    told_s = next(asked.at_s for asked in site.of("/2") if asked.at_s > 10 * MINUTE_S)
    site.pages["/2"] = calm
    for _ in range(6):
        world.live(30 * MINUTE_S)
    silent = [asked.at_s for asked in site.asked if asked.at_s > told_s + 5]
    assert told_s + 7_199 <= min(silent) <= told_s + 7_200 * 1.1 + 60
    assert max(gaps(other)) < 10 * MINUTE_S
    assert len(site.of("/2")) > 5


def test_retry_after_may_be_a_date(world: World) -> None:
    paper = world.paper()
    paper.site.pages[paper.path] = Reply(429, headers={"Retry-After": formatdate(world.epoch_s + 5_000, usegmt=True)})
    world.watch(paper.url)
    world.live(2 * HOUR_S)
    assert gaps(paper)[0] >= 4_990


def test_two_days_of_peace_are_granted_and_not_a_month(world: World) -> None:
    paper = world.paper()
    paper.site.pages[paper.path] = Reply(429, headers={"Retry-After": str(30 * 86_400)})
    world.watch(paper.url)
    world.live(5 * DAY_S)
    assert 2 * DAY_S <= gaps(paper)[0] <= 2.3 * DAY_S


def test_a_429_without_a_time_holds_ten_minutes_then_twice_as_long_up_to_six_hours(world: World) -> None:
    paper = world.paper()
    paper.site.pages[paper.path] = Reply(429)
    world.watch(paper.url)
    world.live(4 * DAY_S)
    waits = gaps(paper)
    for nth, least in enumerate((600, 1_200, 2_400, 4_800, 9_600, 19_200, 21_600, 21_600)):
        assert least <= waits[nth] <= least * 1.1 + 60


# ------------------------------------------------------------------------------------------------ hosts


def test_fifty_feeds_of_one_host_are_asked_one_by_one_and_fifty_others_do_not_wait_for_them(world: World) -> None:
    site = world.site()
    crowd = [world.paper(f"/{n}", site=site, items=1) for n in range(50)]
    others = [world.paper(items=1) for _ in range(50)]
    world.watch(*(paper.url for paper in (*crowd, *others)), collector='interval_min = "10m"\ninterval_max = "10m"')
    world.live(20 * MINUTE_S)
    assert site.most_at_once == 1
    starts = [asked.at_s for asked in site.asked]
    assert min(later - sooner for sooner, later in itertools.pairwise(starts)) >= 0.999
    assert all(len(paper.asked) >= 1 for paper in crowd)
    assert max(paper.asked[0].at_s for paper in others) <= 40


def test_a_304_is_never_asked_again(world: World) -> None:
    paper = world.paper()
    world.watch(paper.url, collector='interval_min = "10m"\ninterval_max = "10m"')
    world.live(DAY_S)
    assert min(gaps(paper)) >= 9 * MINUTE_S


def test_no_second_of_a_day_sees_more_than_three_starts(world: World) -> None:
    papers = [world.paper(items=1) for _ in range(200)]
    world.watch(*(paper.url for paper in papers), source='interval = "4h"')
    world.live(DAY_S)
    seconds = Counter(int(asked.at_s + 0.01) for paper in papers for asked in paper.asked)
    assert sum(seconds.values()) >= 200 * 5
    assert max(seconds.values()) <= 3


def test_a_restart_with_nothing_due_asks_nobody(world: World) -> None:
    papers = [world.paper() for _ in range(20)]
    world.watch(*(paper.url for paper in papers), source='interval = "6h"')
    world.live(HOUR_S)
    asked = [len(paper.asked) for paper in papers]
    for _ in range(5):
        world.live(10 * MINUTE_S)
    assert asked == [len(paper.asked) for paper in papers]


@pytest.mark.parametrize("days", [-1, 1])
@pytest.mark.parametrize("running", [True, False])
def test_a_clock_that_is_set_by_a_day_starts_no_burst_and_stops_no_poll(world: World, days: int, running: bool) -> None:
    papers = [world.paper(items=1) for _ in range(60)]
    world.watch(*(paper.url for paper in papers), source='interval = "1h"')

    def leap() -> None:
        world.set_back_s -= days * DAY_S

    if running:
        world.live(4.5 * HOUR_S, (1.5 * HOUR_S, leap))
    else:
        world.live(1.5 * HOUR_S)
        leap()
        world.live(3 * HOUR_S)
    seconds = Counter(int(asked.at_s + 0.01) for paper in papers for asked in paper.asked)
    assert max(seconds.values()) <= 3
    assert all(4 <= len(paper.asked) <= 6 for paper in papers)
    assert max(max(gaps(paper)) for paper in papers) <= 1.2 * HOUR_S


# ------------------------------------------------------------------------------------------------ pace


def test_after_news_an_official_is_watched_closely_for_half_an_hour(world: World) -> None:
    paper = world.paper(items=10)
    for n, (name, headline, _) in enumerate(paper.items):
        paper.items[n] = (name, headline, world.epoch_s - (n + 1) * DAY_S)
    world.watch(paper.url, source=OFFICIAL, collector='interval_max = "20m"')
    world.live(6 * HOUR_S, (3 * HOUR_S, lambda: paper.publish("flash", "Flash", world.epoch_s)))
    seen_s = world.one("SELECT first_seen_ms FROM item WHERE title = 'Flash'")["first_seen_ms"] / 1000 - 1_790_000_000
    close = [at for at in (asked.at_s for asked in paper.asked) if seen_s < at <= seen_s + 29 * MINUTE_S]
    assert 50 <= len(close) <= 66
    later = [asked.at_s for asked in paper.asked if asked.at_s > seen_s + 60 * MINUTE_S]
    assert len(later) <= 10
