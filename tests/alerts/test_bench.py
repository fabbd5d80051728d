"""The bench that counts alarms: a figure that docs/alarms.md quotes must mean what it says."""

from pathlib import Path

import pytest

from bench import replaying, shift
from bench.alarms import as_published, days, worst
from bench.replaying import Record
from feint.config import load
from tests.alerts.situations.articles import REPORTS
from tests.alerts.situations.newsroom import SHIPPED

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
BEGAN_MS = 1_772_496_000_000
"""2026-03-03, midnight."""


def record(source: str, hours: float, title: str, body: str = "", published_hours: float | None = None) -> Record:
    at_ms = BEGAN_MS + round(hours * HOUR_MS)
    published_ms = at_ms if published_hours is None else BEGAN_MS + round(published_hours * HOUR_MS)
    link = f"https://{source}.example/{title.replace(' ', '-')}"
    return Record(source, at_ms, title, body, link, published_ms)


def claims(hours: float) -> list[Record]:
    """The deputy minister's word, in each of three papers, an hour apart."""
    return [record(f"Paper {n}", hours + n, REPORTS[0].title, REPORTS[0].body) for n in range(3)]


@pytest.mark.parametrize(("at", "most"), [([], 0), ([5], 1), ([0, 9, 11, 12], 3), ([0, 10, 20], 2)])
def test_the_worst_ten_minutes_are_those_with_the_most(at: list[int], most: int) -> None:
    assert worst([minute * MINUTE_MS for minute in at]) == most


def test_an_entry_comes_with_the_first_poll_after_it_was_published_but_for_what_was_there_at_first_and_edits() -> None:
    there = record("Paper", 0, "Ferry resumes", published_hours=-3)
    later = record("Paper", 3, "Bridge opens", published_hours=1.05)
    edited = later._replace(at_ms=BEGAN_MS + 5 * HOUR_MS, title="Bridge opens late")
    before = record("Paper", 3, "Harbour dredged", published_hours=-1)
    moved = list(as_published([there, later, before, edited]))
    assert [(each.at_ms - BEGAN_MS) / HOUR_MS for each in moved] == pytest.approx([0, 1 + 10 / 60, 3, 5])


def test_a_day_has_its_items_alerts_rings_and_none_of_a_first_poll(tmp_path: Path) -> None:
    quiet = [record(f"Paper {n}", 0.1 * n, f"Ferry {n} resumes after the storm in the bay") for n in range(3)]
    records = [*quiet, *claims(2)]
    outlets = [replaying.outlet(f"Paper {n}") for n in range(3)]
    with shift.on(tmp_path / "desk.db", load(SHIPPED), outlets, BEGAN_MS) as desk:
        desk.work(records)
        (day,) = days(desk.connection, desk.first_items, BEGAN_MS, desk.now_ms)
    assert (day.day, day.items, day.raised) == ("03 Mar", 6, (0, 1, 0, 0))
    assert (day.rang, day.worst, day.from_first, day.twice) == (1, 1, 0, 0)
    assert day.an_hour == pytest.approx(1 / 4, abs=0.01)


def test_what_a_first_poll_brings_rings_for_nobody(tmp_path: Path) -> None:
    outlets = [replaying.outlet(f"Paper {n}") for n in range(3)]
    with shift.on(tmp_path / "desk.db", load(SHIPPED), outlets, BEGAN_MS) as desk:
        desk.work(claims(0))
        (day,) = days(desk.connection, desk.first_items, BEGAN_MS, desk.now_ms)
    assert (day.items, day.rang, sum(day.raised)) == (3, 0, 0)
