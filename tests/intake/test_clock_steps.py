"""The wall's clock is stepped by a day, either way, under a collector at work: nothing rings, goes, doubles or is missed.

That no poll is missed or made in a burst is told in `test_manners`.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest

from storage.file import lease
from tests.intake.site import Paper
from tests.intake.world import DAY_S, HOUR_S, World

RULES = """
[[rule]]
id = "leaving"
kind = "match"
query = "withdraw*"
severity = "urgent"

[[rule]]
id = "quiet"
kind = "silence"
after = "6h"
"""
STEPPED_S = 3 * HOUR_S


def step(world: World, days: int) -> None:
    world.set_back_s -= days * DAY_S


def hourly(world: World, paper: Paper, hours: int) -> list[tuple[float, Callable[[], None]]]:
    """A headline at each half hour."""

    def publish(n: int) -> None:
        paper.publish(f"hour-{n}", f"Ferry {n} leaves pier {n} late", world.epoch_s)

    return [(n * HOUR_S + HOUR_S / 2, partial(publish, n)) for n in range(hours)]


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_rings_nothing_goes_and_every_item_of_that_hour_is_there(world: World, days: int) -> None:
    paper = world.paper()
    world.watch(paper.url, source='interval = "10m"', more=RULES)
    world.live(24 * HOUR_S, (STEPPED_S, lambda: step(world, days)), *hourly(world, paper, 24))
    assert world.rows("SELECT rule, title FROM alert") == []
    assert len(world.rows("SELECT 1 FROM item")) == 3 + 24
    assert world.rows("SELECT 1 FROM revision") == []
    assert [row["title"] for row in world.rows("SELECT title FROM item ORDER BY id")][3:] == [
        f"Ferry {n} leaves pier {n} late" for n in range(24)
    ]


@pytest.mark.parametrize("days", [-1, 1])
def test_a_source_that_falls_silent_after_it_rings_as_it_would_have(world: World, days: int) -> None:
    paper = world.paper()
    world.watch(paper.url, source='interval = "10m"', more=RULES)
    world.live(12 * HOUR_S, (STEPPED_S, lambda: step(world, days)), *hourly(world, paper, 4))
    assert [row["rule"] for row in world.rows("SELECT rule FROM alert")] == ["quiet"]


@pytest.mark.parametrize("days", [-1, 1])
def test_a_copy_is_known_over_it_and_its_story_rings_once(world: World, days: int) -> None:
    first, second = world.paper(items=1), world.paper(items=1)
    world.watch(first.url, second.url, source='interval = "10m"', more=RULES)
    said = "Harbour master says troops withdraw from the Kora dam tonight"
    world.live(
        6 * HOUR_S,
        (HOUR_S, lambda: first.publish("a", said, world.epoch_s)),
        (1.5 * HOUR_S, lambda: step(world, days)),
        (2 * HOUR_S, lambda: second.publish("b", said, world.epoch_s)),
    )
    one, other = world.rows("SELECT id, story_id, copy_of FROM item WHERE title = ? ORDER BY id", said)
    assert (other["story_id"], other["copy_of"]) == (one["story_id"], one["id"])
    (alert,) = world.rows("SELECT rule, state FROM alert")
    assert alert == {"rule": "leaving", "state": "new"}


@pytest.mark.parametrize("days", [-1, 2])
def test_an_open_alert_goes_along_and_neither_expires_nor_rings_for_it(world: World, days: int) -> None:
    paper = world.paper(items=1)
    world.watch(paper.url, source='interval = "10m"', more=f'[severity.urgent]\nrenotify = "off"\n{RULES}')
    world.live(
        12 * HOUR_S,
        (HOUR_S, lambda: paper.publish("a", "Troops withdraw from the Kora dam", world.epoch_s)),
        (1.5 * HOUR_S, lambda: step(world, days)),
        *((n * HOUR_S, partial(paper.publish, f"n{n}", f"Ferry {n} leaves late", 0)) for n in range(2, 12)),
    )
    (alert,) = world.rows("SELECT state, raised_ms, evidence_ms FROM alert")
    assert alert["state"] == "new"
    assert alert["evidence_ms"] - alert["raised_ms"] == pytest.approx(days * DAY_S * 1_000, abs=1_000)
    assert world.one("SELECT count(*) AS n FROM notice") == {"n": 1}
    assert world.events("clock_jump") == [f"the clock leapt by {days * DAY_S:+,.0f} s; alerts go on as if it had not"]


@pytest.mark.parametrize("days", [-1, 1])
def test_the_collector_s_heartbeat_is_of_the_new_time_within_a_beat(world: World, days: int) -> None:
    world.watch(world.paper().url)
    late_s: list[float] = []

    def look() -> None:
        late_s.append(world.epoch_s - world.one("SELECT beat_ms FROM lease")["beat_ms"] / 1_000)

    world.live(
        2 * STEPPED_S, (STEPPED_S, lambda: step(world, days)), *((STEPPED_S + n * HOUR_S, look) for n in range(1, 3))
    )
    assert all(0 <= late <= lease.BEAT_S for late in late_s)


@pytest.mark.parametrize("days", [-1, 1])
def test_back_again_after_an_hour_it_was_as_if_nothing_had_been(world: World, days: int) -> None:
    paper = world.paper()
    world.watch(paper.url, source='interval = "10m"', more=RULES)
    world.live(
        12 * HOUR_S,
        (STEPPED_S, lambda: step(world, days)),
        (STEPPED_S + HOUR_S, lambda: step(world, -days)),
        *hourly(world, paper, 12),
    )
    assert world.rows("SELECT rule FROM alert") == []
    assert len(world.rows("SELECT 1 FROM item")) == 3 + 12
    assert max(later.at_s - sooner.at_s for sooner, later in pairwise(paper.asked)) <= HOUR_S


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_for_a_day_of_running_no_item_goes_younger_than_it_is_then_the_new_time_counts(world: World, days: int) -> None:
    paper = world.paper(items=1, window=2)
    world.watch(paper.url, source='interval = "1h"', more='[storage]\nkeep_items = "7d"\narchive = "none"\n')
    gone: list[int] = []

    def count() -> None:
        gone.append(world.one("SELECT max(id) - count(*) AS gone FROM item")["gone"])

    lasts = 10 * 24
    world.live(
        lasts * HOUR_S, *hourly(world, paper, lasts), (6.5 * DAY_S, lambda: step(world, days)), (7.4 * DAY_S, count)
    )
    count()
    assert gone[0] <= 0.4 * 24 + 1
    assert gone[1] == pytest.approx((3 + days) * 24, abs=3)
