"""Rates: far more than is usual at this hour, by those who write it; once, until it has been low for a while."""

import pytest

from alerts import engine
from alerts.rules import DAY_MS, HOUR_MS, MINUTE_MS, Match, Rate, Rule, Rules
from storage.items.intake import AnalysedEntry
from storage.query import parse
from storage.rows import AlertRow
from tests.alerts.plans import scans
from tests.storage.desk import Desk, entry, tag

QUERY = parse("tag:escalation stance:asserted")
WHEN = Rate(QUERY, "origins", HOUR_MS, 28 * DAY_MS, 3.0, 4, 1.5, 30 * MINUTE_MS)
RULES = Rules((Rule("burst", 2, WHEN, group_by=("rule",)),))


def shelling(n: int, *, copy: bool = False) -> AnalysedEntry:
    """The n-th of items that share no words, or another print of one text."""
    said = (
        "the very same words of it" if copy else " ".join(f"{word}{n}" for word in ("shells", "fall", "ridge", "dusk"))
    )
    return entry(said, guid=str(n), tags=[tag("escalation")], published_ms=None)


@pytest.fixture
def papers(desk: Desk) -> list[int]:
    """Twelve papers, after eight days on each of which one of them had one item an hour."""
    desk.rules = Rules()
    papers = [desk.source(f"Paper {n}") for n in range(12)]
    for hour in range(8 * 24):
        desk.now_ms += HOUR_MS
        if hour % 24 in (22, 23, 0, 1, 2):
            desk.poll(papers[hour % 12], shelling(hour))
    desk.now_ms += HOUR_MS
    desk.rules = RULES
    return papers


def alerts(desk: Desk) -> list[AlertRow]:
    return desk.reader().alerts()


def burst(desk: Desk, papers: list[int], *, copies: bool = False) -> None:
    for paper in papers:
        desk.poll(paper, shelling(10_000 + paper, copy=copies))


def wait(desk: Desk, ms: int) -> None:
    """Let time pass, with a look each minute."""
    until_ms = desk.now_ms + ms
    while desk.now_ms < until_ms:
        desk.now_ms += MINUTE_MS
        desk.commit(lambda run: engine.watch_rates(run, desk.rules, desk.now_ms))


def test_it_fires_when_there_is_far_more_than_at_this_hour_of_other_days(desk: Desk, papers: list[int]) -> None:
    burst(desk, papers[:3])
    assert alerts(desk) == []
    burst(desk, papers[3:6])
    (alert,) = alerts(desk)
    assert (alert.rule, alert.severity, alert.story_id, alert.source_id) == ("burst", 2, None, None)
    assert alert.title == "burst: 4 origins within 60 min, 1 is usual"
    assert alert.evidence == 6
    assert {str(flag) for (flag,) in desk.all("SELECT flag FROM alert_evidence")} <= {"", "late"}


def test_one_text_in_twelve_papers_is_one_writer_s(desk: Desk, papers: list[int]) -> None:
    burst(desk, papers, copies=True)
    assert alerts(desk) == []


def test_what_a_new_source_brings_at_first_is_no_burst(desk: Desk, papers: list[int]) -> None:
    for n in range(12):
        desk.poll(desk.source(f"New {n}", polled=False), shelling(20_000 + n))
    assert alerts(desk) == []


def test_in_the_first_day_of_a_desk_nothing_is_far_more_than_usual(desk: Desk) -> None:
    desk.rules = RULES
    papers = [desk.source(f"Paper {n}") for n in range(12)]
    desk.poll(papers[0], shelling(1))
    desk.now_ms += DAY_MS // 2
    burst(desk, papers)
    assert alerts(desk) == []


def test_while_it_is_open_it_grows_and_rings_no_more(desk: Desk, papers: list[int]) -> None:
    burst(desk, papers)
    assert [alert.evidence for alert in alerts(desk)] == [12]
    assert [notice.reason for notice in desk.reader().notices_after(0)] == ["first"]


def test_it_is_over_when_it_has_been_low_for_long_enough_and_not_before(desk: Desk, papers: list[int]) -> None:
    burst(desk, papers[:6])
    wait(desk, HOUR_MS + 25 * MINUTE_MS)
    assert [alert.state for alert in alerts(desk)] == ["new"]
    wait(desk, 10 * MINUTE_MS)
    assert [alert.state for alert in alerts(desk)] == ["resolved"]
    assert [detail for _, _, detail in desk.log("cleared")] == ["back to usual: 0 origins within 60 min"]


def test_what_flares_up_meanwhile_begins_the_waiting_anew(desk: Desk, papers: list[int]) -> None:
    burst(desk, papers[:6])
    wait(desk, HOUR_MS + 15 * MINUTE_MS)
    for n, paper in enumerate(papers[:6]):
        desk.poll(paper, shelling(30_000 + n))
    wait(desk, 40 * MINUTE_MS)
    assert [alert.state for alert in alerts(desk)] == ["new"]


def test_what_somebody_has_closed_does_not_ring_again_before_it_has_been_low(desk: Desk, papers: list[int]) -> None:
    burst(desk, papers[:6])
    desk.acts().set_alert_state([1], "dismissed", reason="duplicate")
    burst(desk, papers[6:])
    assert [alert.state for alert in alerts(desk)] == ["dismissed"]
    wait(desk, 2 * HOUR_MS)
    for n, paper in enumerate(papers[:6]):
        desk.poll(paper, shelling(30_000 + n))
    assert [alert.state for alert in alerts(desk)] == ["new", "dismissed"]


def test_items_can_be_counted_instead_of_writers(desk: Desk, papers: list[int]) -> None:
    when = Rate(QUERY, "items", HOUR_MS, 28 * DAY_MS, 3.0, 4, 1.5, 30 * MINUTE_MS)
    desk.rules = Rules((Rule("burst", 2, when, group_by=("rule",)),))
    for n in range(5):
        desk.poll(papers[0], shelling(10_000 + n))
    assert len(alerts(desk)) == 1


def test_what_it_costs_is_found_by_index(desk: Desk, papers: list[int]) -> None:
    asked: list[str] = []
    desk.connection.set_trace_callback(asked.append)
    burst(desk, papers)
    wait(desk, 3 * MINUTE_MS)
    desk.connection.set_trace_callback(None)
    assert scans(desk, asked, ("alert", "alert_evidence", "item", "tag")) == []


def test_other_rules_live_beside_it(desk: Desk, papers: list[int]) -> None:
    desk.rules = Rules((*RULES.rules, Rule("each", 1, Match(QUERY))))
    burst(desk, papers[:2])
    assert {alert.rule for alert in alerts(desk)} == {"each"}
