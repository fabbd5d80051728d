"""Contradictions: what one side says and others doubt, counted by whose word it is and not by who prints it."""

import pytest

from alerts.rules import HOUR_MS, Contradict, Rule, Rules
from classifier.records import Stance
from storage.items.intake import AnalysedEntry
from storage.query import parse
from storage.rows import AlertRow
from tests.storage.desk import Desk, by, entry, tag

LEFT, RIGHT = parse("tag:withdrawal stance:claimed,asserted"), parse("tag:withdrawal stance:denied,doubted")
TITLES = ("Units leave the garrison", "Units leave the garrison by rail", "Units leave the garrison, say some")
PEOPLE = {"Harbour Office": "va", "River Guard": "va", "Coast Council": "ke", "Hill League": "ui", "Island Post": "mo"}


@pytest.fixture(autouse=True)
def _desk(desk: Desk) -> None:
    desk.rules = rules()
    for name, side in PEOPLE.items():
        desk.speaker(name, side=side)


def rules(left_sides: int = 1, right_sides: int = 2) -> Rules:
    return Rules((Rule("c", 3, Contradict(LEFT, RIGHT, 6 * HOUR_MS, left_sides, right_sides)),))


def item(n: int, **said: Stance) -> AnalysedEntry:
    """An item in which each of these takes that stance: `Harbour_Office="claimed"`."""
    tags = [tag("withdrawal", stance, holder=by(name.replace("_", " "))) for name, stance in said.items()]
    return entry(TITLES[n], guid=f"{n} {said}", tags=tags, published_ms=None)


def alerts(desk: Desk) -> list[AlertRow]:
    return desk.reader().alerts()


def facts(desk: Desk) -> set[str]:
    return {str(value) for (value,) in desk.all("SELECT value FROM alert_fact WHERE kind = 'contradiction'")}


def parts(desk: Desk) -> list[str]:
    return [str(part) for (part,) in desk.all("SELECT part FROM alert_evidence ORDER BY item_id")]


def test_it_fires_once_when_the_second_side_beside_the_claimant_s_doubts(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), item(0, Harbour_Office="claimed"))
    desk.poll(desk.source("Paper"), item(1, Coast_Council="doubted"))
    assert alerts(desk) == []
    desk.poll(desk.source("Gazette"), item(2, Hill_League="denied"))
    (alert,) = alerts(desk)
    assert (alert.rule, alert.severity, alert.title, alert.evidence, alert.sides) == ("c", 3, TITLES[0], 3, 3)
    assert facts(desk) == {"va|ke", "va|ui"}
    assert parts(desk) == ["left", "right", "right"]
    assert [notice.reason for notice in desk.reader().notices_after(0)] == ["first"]


def test_one_press_review_that_quotes_all_of_them_is_enough(desk: Desk) -> None:
    review = item(0, Harbour_Office="claimed", Coast_Council="doubted", Hill_League="denied")
    desk.poll(desk.source("Wire"), review)
    assert [alert.evidence for alert in alerts(desk)] == [1]
    assert parts(desk) == ["both"]


def test_three_papers_that_quote_one_doubter_are_no_contradiction(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), item(0, Harbour_Office="claimed"))
    for n, paper in enumerate(("Paper", "Gazette", "Herald")):
        desk.poll(desk.source(paper), item(n % 3, Coast_Council="doubted"))
    assert alerts(desk) == []


def test_a_doubter_on_the_claimant_s_own_side_does_not_count(desk: Desk) -> None:
    desk.rules = rules(right_sides=1)
    desk.poll(desk.source("Wire"), item(0, Harbour_Office="claimed", River_Guard="doubted"))
    assert alerts(desk) == []
    desk.poll(desk.source("Paper"), item(1, Coast_Council="doubted"))
    assert facts(desk) == {"va|ke"}


def test_who_has_no_side_contradicts_nobody(desk: Desk) -> None:
    desk.rules = rules(right_sides=1)
    desk.poll(desk.source("Wire"), item(0, Harbour_Office="claimed", Old_Ferryman="doubted"))
    assert alerts(desk) == []


def test_the_claim_may_have_to_be_of_several_sides(desk: Desk) -> None:
    desk.rules = rules(left_sides=2, right_sides=1)
    desk.poll(desk.source("Wire"), item(0, Harbour_Office="claimed", Hill_League="doubted"))
    assert alerts(desk) == []
    desk.poll(desk.source("Paper"), item(1, Coast_Council="claimed"))
    assert facts(desk) == {"va|ui", "ke|ui"}


def test_later_doubters_attach_and_a_new_side_rings_though_it_was_acknowledged(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), item(0, Harbour_Office="claimed", Coast_Council="doubted", Hill_League="denied"))
    desk.acts("ana").set_alert_state([1], "acked")
    desk.now_ms += HOUR_MS
    desk.poll(desk.source("Paper"), item(1, Coast_Council="denied"))
    assert [(alert.state, alert.evidence) for alert in alerts(desk)] == [("acked", 2)]
    desk.poll(desk.source("Gazette"), item(2, Island_Post="doubted"))
    assert [(alert.state, alert.evidence, alert.sides) for alert in alerts(desk)] == [("new", 3, 4)]
    assert [notice.reason for notice in desk.reader().notices_after(0)] == ["first", "side"]


def test_both_must_be_within_the_window(desk: Desk) -> None:
    desk.rules = rules(right_sides=1)
    desk.poll(desk.source("Wire"), item(0, Harbour_Office="claimed"))
    desk.now_ms += 7 * HOUR_MS
    desk.poll(desk.source("Paper"), item(1, Coast_Council="doubted"))
    assert alerts(desk) == []


def test_who_takes_back_what_they_said_contradicts_themselves(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), item(0, Harbour_Office="claimed"))
    desk.poll(desk.source("Paper"), item(1, Harbour_Office="denied"))
    assert facts(desk) == {"Harbour Office|Harbour Office"}
    assert len(alerts(desk)) == 1


@pytest.mark.parametrize("order", [("denied", "claimed"), ("doubted", "claimed")])
def test_who_first_denies_and_then_says_so_takes_nothing_back(desk: Desk, order: tuple[Stance, Stance]) -> None:
    for n, (name, stance) in enumerate(zip(("Wire", "Paper"), order, strict=True)):
        desk.poll(desk.source(name), item(n, Harbour_Office=stance))
    assert alerts(desk) == []


def test_a_first_poll_contradicts_nothing_by_itself(desk: Desk) -> None:
    review = item(0, Harbour_Office="claimed", Coast_Council="doubted", Hill_League="denied")
    desk.poll(desk.source("Wire", polled=False), review)
    assert alerts(desk) == []


def test_an_open_one_knows_each_side_that_doubts_and_is_told_of_the_first_alone(desk: Desk) -> None:
    desk.rules = rules(right_sides=1)
    desk.poll(desk.source("Wire"), item(0, Harbour_Office="claimed", Coast_Council="doubted"))
    desk.poll(desk.source("Paper"), item(1, Hill_League="denied", River_Guard="claimed"))
    assert facts(desk) == {"va|ke", "va|ui"}
    assert parts(desk) == ["both", "both"]
    told = desk.all("SELECT value FROM alert_fact WHERE kind = 'contradiction' AND notice_id > 0")
    assert told == [("va|ke",)]
