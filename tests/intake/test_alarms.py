"""Whom a collector rings for through a restart, an import, an outage, a full disk: for what is new, once, and for nothing else."""

import pytest

from storage.file.reserve import Reserve
from storage.items import intake
from tests.intake.test_full_disk import finds_no_room
from tests.intake.world import HOUR_S, MINUTE_S, World

RULES = """
[[rule]]
id = "leaving"
kind = "match"
query = "withdraw*"
severity = "notice"
"""
PACE = 'interval = "10m"'


def rang(world: World) -> list[tuple[str, str, str]]:
    """(rule, reason, title) of each notice."""
    rows = world.rows(
        "SELECT rule, notice.reason, title FROM notice JOIN alert ON alert.id = alert_id ORDER BY notice.id"
    )
    return [(row["rule"], row["reason"], row["title"]) for row in rows]


def test_a_collector_that_starts_again_rings_for_nothing_of_before(world: World) -> None:
    paper = world.paper()
    world.watch(paper.url, source=PACE, more=RULES)
    headline = "Kora garrison withdraws from the upper dam"
    world.live(3 * HOUR_S, (HOUR_S, lambda: paper.publish("a", headline, world.epoch_s)))
    for _ in range(3):
        world.live(HOUR_S)
    assert rang(world) == [("leaving", "first", headline)]


def test_fifty_feeds_that_are_imported_ring_for_nobody(world: World) -> None:
    site = world.site()
    papers = [world.paper(f"/{n}", items=1, site=site) for n in range(50)]
    for n, paper in enumerate(papers):
        paper.publish("a", f"Garrison {n} withdraws from bridge {n} of the canal {n}", world.epoch_s)
    world.watch(*(paper.url for paper in papers), source=PACE, collector='host_gap = "0s"', more=RULES)
    world.live(2 * HOUR_S)
    assert world.one("SELECT count(*) AS n FROM item WHERE title LIKE 'Garrison%'")["n"] == 50
    assert rang(world) == []
    assert len([said for said in world.events("began") if "first poll" in said]) == 50


def test_after_a_night_without_a_collector_what_is_fresh_rings_together_and_the_rest_for_nobody(world: World) -> None:
    paper = world.paper()
    world.watch(paper.url, source=PACE, more=RULES)
    world.live(HOUR_S)
    published_s = world.epoch_s
    world.set_back_s -= 9 * HOUR_S  # it was off, and the wall's clock went on
    for n, place in enumerate(("Kora", "Lutz", "Brask", "Ostrel")):
        paper.publish(place, f"{place} garrison withdraws by the {place} road", published_s + (n + 1) * 2 * HOUR_S)
    world.live(HOUR_S)
    ((rule, reason, title),) = rang(world)
    assert (rule, reason) == ("leaving", "late")
    assert "Ostrel" in title
    assert world.one("SELECT count(*) AS n FROM item WHERE title LIKE '%garrison%'")["n"] == 4


def test_what_came_while_the_disk_was_full_rings_once_when_there_is_room(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = world.paper()
    world.watch(paper.url, source=PACE, more=RULES)
    monkeypatch.setattr(Reserve, "restore", lambda self: world.now_s > 2 * HOUR_S)
    store, headline = intake.store, "Kora garrison withdraws from the upper dam"

    def fills() -> None:
        monkeypatch.setattr(intake, "store", finds_no_room)
        paper.publish("a", headline, world.epoch_s)

    world.live(
        4 * HOUR_S, (HOUR_S, fills), (2 * HOUR_S - MINUTE_S, lambda: monkeypatch.setattr(intake, "store", store))
    )
    assert [each for each in rang(world) if each[0] == "leaving"] == [("leaving", rang(world)[-1][1], headline)]
    assert ("disk-full", "first") in [(rule, reason) for rule, reason, _ in rang(world)]
