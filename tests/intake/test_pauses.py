"""Sources that operators pause while a collector runs: left alone within a second, due at once when they go on."""

import asyncio
from collections.abc import Callable
from contextlib import closing

import pytest

from feint.collector import duties
from feint.collector.job import Job, Read
from storage.acting import acts as acting
from storage.acting.acts import Acts
from tests.intake.site import Paper
from tests.intake.world import HOUR_S, MINUTE_S, InlinePool, World

SHORT = 'interval = "5m"\ninterval_max = "5m"'


@pytest.fixture(autouse=True)
def listening(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A collector that looks for requests as often as ever, and operators whose clock is the world's."""
    monkeypatch.setattr(duties, "_LOOK_S", 0.5)
    monkeypatch.setattr(acting, "_now", lambda: round(world.epoch_s * 1000))


def act(world: World, what: Callable[[Acts], object]) -> Callable[[], None]:
    """An operator's act, to happen some time."""

    def happen() -> None:
        with closing(Acts(world.database, "ana")) as acts:
            what(acts)

    return happen


def between(paper: Paper, from_s: float, until_s: float) -> list[float]:
    """When it was asked for."""
    return [asked.at_s for asked in paper.asked if from_s <= asked.at_s < until_s]


def test_a_paused_source_is_left_alone_and_is_due_at_once_when_it_goes_on(world: World) -> None:
    papers = [world.paper(f"/{n}", site=world.site()) for n in range(2)]
    world.watch(*(paper.url for paper in papers), collector=SHORT)
    world.live(
        3 * HOUR_S,
        (HOUR_S, act(world, lambda acts: acts.pause([1], True))),
        (2 * HOUR_S, act(world, lambda acts: acts.pause([1], False))),
    )
    paused, other = papers
    assert len(between(paused, 0, HOUR_S)) >= 11
    assert between(paused, HOUR_S + 1, 2 * HOUR_S) == []
    assert len(between(paused, 2 * HOUR_S, 2 * HOUR_S + 2)) == 1
    assert len(between(paused, 2 * HOUR_S, 3 * HOUR_S)) >= 11
    assert len(between(other, HOUR_S, 2 * HOUR_S)) >= 11
    assert (world.events("paused"), world.events("resumed")) == (["paused Paper"], ["resumed Paper"])


def test_the_way_back_is_heard_as_the_act_was(world: World) -> None:
    paper = world.paper()
    world.watch(paper.url, collector=SHORT)
    world.live(
        3 * HOUR_S,
        (HOUR_S, act(world, lambda acts: acts.pause([1], True))),
        (1.5 * HOUR_S, act(world, Acts.undo)),
        (2 * HOUR_S, act(world, Acts.redo)),
    )
    assert between(paper, HOUR_S + 1, 1.5 * HOUR_S) == between(paper, 2 * HOUR_S + 1, 3 * HOUR_S) == []
    assert len(between(paper, 1.5 * HOUR_S, 2 * HOUR_S)) >= 5


def test_a_source_that_is_paused_while_it_is_polled_is_stored_and_then_left_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, pause = InlinePool.read, act(world, lambda acts: acts.pause([1], True))

    async def read_slowly(pool: InlinePool, job: Job) -> Read:
        pause()
        await asyncio.sleep(5)
        return await read(pool, job)

    monkeypatch.setattr(InlinePool, "read", read_slowly)
    paper = world.paper()
    world.watch(paper.url, collector=SHORT)
    world.live(HOUR_S)
    assert len(paper.asked) == 1
    assert world.one("SELECT count(*) AS n FROM item") == {"n": 3}


def test_who_asks_for_a_paused_source_gets_it_once(world: World) -> None:
    paper = world.paper()
    world.watch(paper.url, collector=SHORT)
    world.live(
        2 * HOUR_S,
        (10 * MINUTE_S, act(world, lambda acts: acts.pause([1], True))),
        (HOUR_S, act(world, lambda acts: acts.poll_now([1]))),
    )
    assert len(between(paper, 11 * MINUTE_S, 2 * HOUR_S)) == 1
    assert len(between(paper, HOUR_S, HOUR_S + 2)) == 1


def test_a_pause_outlives_collectors_and_is_passed_by_when_all_are_polled_once(world: World) -> None:
    papers = [world.paper(f"/{n}") for n in range(2)]
    world.watch(*(paper.url for paper in papers))
    world.once()
    act(world, lambda acts: acts.pause([1], True))()
    summary = world.once()
    assert (summary.sources, summary.polled, summary.failed) == (1, 1, 0)
    world.live(HOUR_S, (600, act(world, lambda acts: acts.pause([2], True))))
    assert [len(paper.asked) for paper in papers] == [1, 2]
    world.live(HOUR_S, (600, act(world, lambda acts: acts.pause([1, 2], False))))
    assert all(between(paper, world.now_s - HOUR_S + 600, world.now_s - HOUR_S + 605) for paper in papers)


def test_a_paused_source_raises_no_alert_of_silence_and_goes_on_with_a_clean_slate(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "_SILENCE_S", MINUTE_S)
    monkeypatch.setattr(duties, "_LOOK_S", MINUTE_S)
    paper = world.paper()
    world.watch(paper.url, more='[[rule]]\nid = "quiet"\nkind = "silence"\nafter = "6h"')
    raised = "SELECT raised_ms FROM alert WHERE rule = 'quiet'"
    world.live(
        24 * HOUR_S,
        (4 * HOUR_S, act(world, lambda acts: acts.pause([1], True))),
        (20 * HOUR_S, act(world, lambda acts: acts.pause([1], False))),
    )
    assert world.rows(raised) == []
    resumed_ms = round((world.epoch_s - 4 * HOUR_S) * 1000)
    world.live(12 * HOUR_S)
    (alert,) = world.rows(raised)
    assert (alert["raised_ms"] - resumed_ms) / 1000 >= 6 * HOUR_S


def test_a_mute_that_ends_while_nobody_looks_is_told_by_the_collector(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "_MUTES_S", MINUTE_S)
    paper = world.paper()
    world.watch(paper.url, more='[[rule]]\nid = "any"\nkind = "match"\nquery = "item"')
    world.once()
    ends_ms = round((world.epoch_s + HOUR_S) * 1000)
    act(world, lambda acts: acts.mute("alert:any", ends_ms, "drill"))()
    world.live(2 * HOUR_S, (600, lambda: paper.publish("late", "Item of today", world.epoch_s)))
    assert world.events("unmuted") == ["mute ended: alert:any, held back 1 notice, the gravest notice"]
    (line,) = world.rows("SELECT at_ms FROM event WHERE act = 'unmuted'")
    assert ends_ms <= line["at_ms"] <= ends_ms + 61_000
