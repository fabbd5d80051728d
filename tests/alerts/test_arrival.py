"""What may ring of what has come: news does; what is old, served again, late or too soon does not."""

import pytest

from alerts.arriving import arrival
from alerts.arriving.arrival import Arrived, Course, Flag, Poll
from alerts.rules import DAY_MS, HOUR_MS, MINUTE_MS, Match, Rule, Rules
from storage.items.intake import AnalysedEntry
from storage.query import parse
from storage.rows import AlertRow
from tests.storage.desk import NOW_MS, Desk, entry, tag

RULES = Rules()


def poll(
    *, is_first: bool = False, ago_ms: int | None = 15 * MINUTE_MS, interval_s: float = 900.0, total: int = 40
) -> Poll:
    return Poll(NOW_MS, is_first, None if ago_ms is None else NOW_MS - ago_ms, interval_s, total)


def arrived(ago_ms: int | None, *, revised: bool = False) -> Arrived:
    return Arrived(1, revised, None if ago_ms is None else NOW_MS - ago_ms)


@pytest.mark.parametrize(
    ("came", "items", "course"),
    [
        (poll(), [arrived(MINUTE_MS)] * 38, "usual"),
        (poll(is_first=True), [arrived(MINUTE_MS)], "first"),
        (poll(ago_ms=None), [arrived(MINUTE_MS)], "first"),
        (poll(), [arrived(HOUR_MS)] * 25, "reset"),
        (poll(), [arrived(None)] * 25, "reset"),
        (poll(), [arrived(HOUR_MS, revised=True)] * 25, "reset"),
        (poll(), [arrived(HOUR_MS)] * 24, "usual"),
        (poll(total=5), [arrived(HOUR_MS)] * 4, "usual"),
        (poll(total=0), [arrived(HOUR_MS)] * 40, "usual"),
        (poll(ago_ms=61 * MINUTE_MS), [arrived(MINUTE_MS)], "outage"),
        (poll(ago_ms=9 * HOUR_MS), [arrived(None)] * 40, "outage"),
        (poll(ago_ms=9 * HOUR_MS), [arrived(DAY_MS)] * 40, "reset"),
        (poll(ago_ms=59 * MINUTE_MS), [arrived(MINUTE_MS)], "usual"),
        (poll(ago_ms=3 * HOUR_MS, interval_s=3_600.0), [arrived(MINUTE_MS)], "usual"),
        (poll(ago_ms=-DAY_MS), [arrived(MINUTE_MS)], "usual"),
    ],
)
def test_a_poll_is_known_by_what_it_brings(came: Poll, items: list[Arrived], course: Course) -> None:
    assert arrival.course(came, items) == course


@pytest.mark.parametrize(
    ("item", "course", "flag"),
    [
        (arrived(MINUTE_MS), "usual", ""),
        (arrived(None), "usual", ""),
        (arrived(6 * HOUR_MS), "usual", ""),
        (arrived(6 * HOUR_MS + 1), "usual", "backfill"),
        (arrived(9 * DAY_MS, revised=True), "usual", ""),
        (arrived(-DAY_MS), "usual", ""),
        (arrived(-DAY_MS - 1), "usual", "embargo"),
        (arrived(MINUTE_MS), "first", "backfill"),
        (arrived(HOUR_MS), "reset", "backfill"),
        (arrived(None), "reset", "backfill"),
        (arrived(MINUTE_MS), "reset", ""),
        (arrived(2 * HOUR_MS), "outage", "late"),
        (arrived(None), "outage", "late"),
        (arrived(2 * HOUR_MS + 1), "outage", "backfill"),
    ],
)
def test_each_item_is_judged_by_the_poll_and_its_own_time(item: Arrived, course: Course, flag: Flag) -> None:
    assert arrival.flag(item, poll(), course, RULES, "Units leave") == flag


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Units left on 3 May 2011. They were back on 3 May 2011 by night.", "stale"),
        ("The war that began on 3 May 2011 is not that of 9 May 2008: units left on Tuesday.", ""),
        ("Units left the port that was leased on 3 May 2011.", ""),
        ("Units left on 3 May 2011 and again on 10 January 2027.", ""),
        ("Units left on Tuesday.", ""),
        ("They shall be back by 1 August 2031, as on 3 May 2011.", ""),
    ],
)
def test_what_dates_itself_but_not_into_the_last_weeks_is_stale(text: str, flag: Flag) -> None:
    assert arrival.flag(arrived(MINUTE_MS), poll(), "usual", RULES, "Units leave", "", text) == flag


@pytest.mark.parametrize(
    ("raw", "basis", "latest_ms"),
    [
        ("Mon, 15 Jan 2027 10:00 GMT", "zone", 0),
        ("2027-01-15T10:00:00", "assumed", 12 * HOUR_MS),
        ("2027-01-15", "offset", 24 * HOUR_MS),
        ("15 January 2027", "assumed", 36 * HOUR_MS),
    ],
)
def test_a_day_without_its_hour_is_a_day_long_and_a_time_without_zone_half_a_day(
    raw: str, basis: str, latest_ms: int
) -> None:
    assert arrival.published_ms(NOW_MS - 9 * DAY_MS, raw, basis, NOW_MS) == NOW_MS - 9 * DAY_MS + latest_ms
    assert arrival.published_ms(NOW_MS - MINUTE_MS, raw, basis, NOW_MS) in (NOW_MS - MINUTE_MS, NOW_MS)
    assert arrival.published_ms(NOW_MS + HOUR_MS, raw, basis, NOW_MS) == NOW_MS + HOUR_MS


def claim(n: int, *, guid: str = "", ago_ms: int | None = MINUTE_MS, now_ms: int = NOW_MS) -> AnalysedEntry:
    """The n-th of items that share no words."""
    said = f"ferry{n} dawn{n} leaves{n} harbour{n}"
    published_ms = None if ago_ms is None else now_ms - ago_ms
    return entry(said, guid=guid or said, tags=[tag("withdrawal", "claimed")], published_ms=published_ms)


def alerts(desk: Desk) -> list[AlertRow]:
    return desk.reader().alerts()


def lines(desk: Desk, act: str) -> list[str]:
    return [str(detail) for _, _, detail in desk.log(act)]


@pytest.fixture(autouse=True)
def _rules(desk: Desk) -> None:
    desk.rules = Rules((Rule("leaving", 3, Match(parse("tag:withdrawal stance:claimed"))),))


def test_a_new_source_is_one_line_and_rings_for_nobody(desk: Desk) -> None:
    desk.poll(desk.source("Wire", polled=False), *(claim(n) for n in range(40)), entry("Rain is near"))
    assert alerts(desk) == []
    assert lines(desk, "began") == ["first poll: 41 items; nothing rings for them; 40 would have matched leaving"]
    assert desk.one("SELECT count(*) FROM event") == 1


def test_a_feed_that_serves_all_it_has_under_new_guids_rings_for_what_is_new_alone(desk: Desk) -> None:
    wire = desk.source("Wire")
    desk.poll(wire, entry("Rain is near"), total=1)
    again = [claim(n, guid=f"again-{n}", ago_ms=HOUR_MS) for n in range(20)]
    desk.poll(wire, *again, claim(99, ago_ms=-5_000), total=21)
    assert [alert.title for alert in alerts(desk)] == ["ferry99 dawn99 leaves99 harbour99"]
    assert lines(desk, "reset") == [
        "21 of 21 entries served anew; nothing rings for what is old; 20 would have matched leaving"
    ]


def test_after_an_outage_what_is_of_the_last_two_hours_rings_as_late_and_the_rest_does_not(desk: Desk) -> None:
    wire = desk.source("Wire")
    desk.now_ms += 9 * HOUR_MS
    now_ms = desk.now_ms
    items = [claim(n, ago_ms=n * HOUR_MS, now_ms=now_ms) for n in (5, 4, 3)]
    desk.poll(wire, *items, claim(1, ago_ms=HOUR_MS, now_ms=now_ms), total=40)
    assert [alert.title for alert in alerts(desk)] == ["ferry1 dawn1 leaves1 harbour1"]
    assert desk.one("SELECT flag FROM alert_evidence") == "late"
    assert len(lines(desk, "caught up")) == 1


def test_what_is_quiet_is_evidence_of_an_alert_that_there_is(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), claim(1))
    desk.poll(desk.source("Paper", polled=False), claim(1, guid="x"))
    desk.poll(desk.source("Herald"), claim(1, guid="y", ago_ms=9 * HOUR_MS))
    desk.poll(desk.source("Gazette"), claim(1, guid="z", ago_ms=-26 * HOUR_MS))
    assert [alert.evidence for alert in alerts(desk)] == [4]
    flags = [str(flag) for (flag,) in desk.all("SELECT flag FROM alert_evidence ORDER BY item_id")]
    assert flags == ["", "backfill", "backfill", "embargo"]
    assert len(desk.reader().notices_after(0)) == 1


def test_what_is_stale_is_no_louder_than_info(desk: Desk) -> None:
    old = entry(
        "Units leave",
        text="They left on 3 May 2011, and on 3 May 2011 they were back.",
        tags=[tag("withdrawal", "claimed")],
        published_ms=None,
    )
    desk.poll(desk.source("Wire"), old)
    assert [alert.severity for alert in alerts(desk)] == [1]


def test_a_source_whose_dates_are_always_hours_behind_is_heard_and_what_is_late_by_its_own_habit_is_not(
    desk: Desk,
) -> None:
    wire = desk.source("Wire")
    for n in range(6):
        desk.poll(wire, entry(f"Harvest {n} comes early"), age_ms=8 * HOUR_MS + n * MINUTE_MS)
    desk.poll(wire, entry("Units leave the garrison", tags=[tag("withdrawal", "claimed")]), age_ms=8 * HOUR_MS)
    assert len(alerts(desk)) == 1
    desk.poll(wire, entry("Brigades go home by rail", tags=[tag("withdrawal", "claimed")]), age_ms=15 * HOUR_MS)
    assert len(alerts(desk)) == 1


@pytest.mark.parametrize("polls", [4, 6])
def test_a_source_that_has_been_in_time_or_is_hardly_known_has_no_such_habit(desk: Desk, polls: int) -> None:
    wire = desk.source("Wire")
    for n in range(polls):
        desk.poll(wire, entry(f"Harvest {n} comes early"), age_ms=MINUTE_MS if n == 5 else 8 * HOUR_MS)
    desk.poll(wire, entry("Units leave the garrison", tags=[tag("withdrawal", "claimed")]), age_ms=8 * HOUR_MS)
    assert alerts(desk) == []


def test_after_an_outage_too_such_a_source_is_heard(desk: Desk) -> None:
    wire = desk.source("Wire")
    for n in range(6):
        desk.poll(wire, entry(f"Harvest {n} comes early"), age_ms=5 * HOUR_MS)
    desk.wait(9 * HOUR_MS, answering=False)
    desk.poll(wire, entry("Units leave the garrison", tags=[tag("withdrawal", "claimed")]), age_ms=6 * HOUR_MS)
    desk.poll(wire, entry("Brigades go home by rail", tags=[tag("withdrawal", "claimed")]), age_ms=MINUTE_MS)
    assert desk.all("SELECT flag FROM alert_evidence ORDER BY item_id") == [("late",), ("",)]
