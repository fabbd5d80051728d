"""What happens when: restart, first poll, import, outage, leaps of the clock, churn. Nobody is rung for any of it.

One row of the table of such events after the other. A dead collector and a full disk: test_kill.py here, and tests/intake.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from alerts.delivery.hearing import Hearing, Quiet, hears
from alerts.life import looking
from storage.acting import acts
from storage.file.errors import StoreError
from storage.items.intake import AnalysedEntry
from storage.severity import SEVERITIES
from tests.storage.desk import HOUR_MS, MINUTE_MS, Desk, by, entry, open_desk, tag
from tests.storage.ruling import altered, match, rule, rules, rung, urgency
from tests.storage.wholeness import faults_of

LEAVING = rule("leaving", match("tag:withdrawal stance:claimed"), "notice", rung("urgent", origins=2, within_min=60))
URGENCIES = {"notice": urgency(renotify_min=20), "urgent": urgency(renotify_min=10, ack_timeout_min=120)}
AGENCY, NEIGHBOUR = by("Ministry of Roads"), by("Ministry of Rivers")


@pytest.fixture(autouse=True)
def _rules(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    desk.begin(rules(LEAVING, **URGENCIES))
    monkeypatch.setattr(acts, "_now", lambda: desk.now_ms)
    yield
    assert faults_of(desk.path) == []


def claim(title: str = "Units leave the garrison", *, guid: str = "", link: str = "", text: str = "") -> AnalysedEntry:
    """Somebody says that they are leaving."""
    tags = [tag("withdrawal", "claimed", holder=AGENCY)]
    return entry(title, summary=text, guid=guid or title, link=link, tags=tags)


def states(desk: Desk) -> list[str]:
    return [row.state for row in desk.reader().alerts()]


# ------------------------------------------------------------------------------------------ restart, crash, reboot
def test_after_a_restart_an_overdue_reminder_rings_once(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), claim())
    desk.now_ms += 3 * HOUR_MS
    desk.look()
    desk.look()
    assert desk.rang() == ["first", "renotify"]


def test_after_a_restart_what_was_being_gathered_rings(desk: Desk) -> None:
    desk.rules = rules(rule("leaving", match("tag:withdrawal"), "notice", hold_min=5))
    desk.poll(desk.source("Wire"), claim())
    assert desk.rang() == []
    desk.now_ms += HOUR_MS
    desk.look()
    assert desk.rang() == ["first"]


def test_after_a_restart_what_was_snoozed_is_new_and_says_how_late(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), claim())
    desk.acts("ana").snooze([1], desk.now_ms + 5 * MINUTE_MS)
    desk.now_ms += HOUR_MS
    desk.look()
    assert states(desk) == ["new"]
    assert desk.rang() == ["first", "snooze"]
    assert "55 min late" in desk.notices()[-1].said


def test_after_a_restart_nothing_fires_again(desk: Desk) -> None:
    wire = desk.source("Wire")
    desk.poll(wire, claim())
    with open_desk(desk.path, rules=desk.rules) as again:
        again.now_ms = desk.now_ms + MINUTE_MS
        again.look()
        again.poll(wire, claim())
        assert again.rang() == ["first"]
    assert states(desk) == ["new"]


# ------------------------------------------------------------------------------------------ first poll, import
def test_a_first_poll_rings_for_nobody(desk: Desk) -> None:
    desk.poll(desk.source("Wire", polled=False), *(claim(f"Unit {n} leaves its garrison") for n in range(40)))
    desk.wait(HOUR_MS)
    assert desk.notices() == []


def test_fifty_feeds_that_are_imported_ring_for_nobody_and_say_a_line_each(desk: Desk) -> None:
    for n in range(50):
        desk.poll(desk.source(f"Paper {n}", polled=False), claim(f"Unit {n} leaves {n} its {n} garrison"))
    desk.wait(HOUR_MS)
    assert desk.notices() == []
    assert len(desk.log("began")) == 50


def test_what_comes_after_the_first_poll_rings(desk: Desk) -> None:
    wire = desk.source("Wire", polled=False)
    desk.poll(wire, claim("Old claim of a departure"))
    desk.poll(wire, claim(), age_ms=MINUTE_MS)
    assert desk.rang() == ["first"]


# ------------------------------------------------------------------------------------------ outage, then catch-up
def test_after_an_outage_what_is_fresh_rings_with_one_notice_a_rule_and_says_that_it_is_late(desk: Desk) -> None:
    desk.rules = rules(LEAVING, rule("roads", match("road"), "notice"))
    wire = desk.source("Wire")
    desk.wait(9 * HOUR_MS, answering=False)
    news = [claim(f"{word} {word}{n} departs {word}") for n, word in enumerate(("Alpha", "Bravo", "Delta", "Gamma"))]
    desk.poll(
        wire, *news, entry("Coast road shut", tags=[]), entry("Hill road open again today"), age_ms=30 * MINUTE_MS
    )
    desk.wait(2 * MINUTE_MS)
    rang = [notice for notice in desk.notices() if not notice.held]
    assert sorted((notice.rule, notice.reason) for notice in rang) == [("leaving", "late"), ("roads", "late")]
    assert "4 alerts" in next(notice.said for notice in rang if notice.rule == "leaving")
    assert len(states(desk)) == 6


def test_after_an_outage_what_is_older_than_the_catch_up_is_back_fill(desk: Desk) -> None:
    wire = desk.source("Wire")
    desk.wait(9 * HOUR_MS, answering=False)
    desk.poll(wire, claim(), age_ms=3 * HOUR_MS)
    desk.wait(HOUR_MS)
    assert desk.notices() == []
    assert desk.one("SELECT count(*) FROM item") == 1


# ------------------------------------------------------------------------------------------ the clock
def test_a_clock_that_leaps_on_by_a_day_neither_reminds_nor_expires(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), claim())
    leap_ms = 25 * HOUR_MS
    desk.commit(lambda run: looking.shift(run, leap_ms, desk.now_ms + leap_ms))
    desk.now_ms += leap_ms
    desk.look()
    assert (desk.rang(), states(desk)) == (["first"], ["new"])
    desk.wait(21 * MINUTE_MS)
    assert desk.rang() == ["first", "renotify"]


def test_a_clock_that_is_set_back_delays_no_reminder(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), claim())
    leap_ms = -6 * HOUR_MS
    desk.commit(lambda run: looking.shift(run, leap_ms, desk.now_ms + leap_ms))
    desk.now_ms += leap_ms
    desk.wait(19 * MINUTE_MS)
    assert desk.rang() == ["first"]
    desk.wait(2 * MINUTE_MS)
    assert desk.rang() == ["first", "renotify"]


def test_a_leap_is_in_the_log(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), claim())
    desk.commit(lambda run: looking.shift(run, HOUR_MS, desk.now_ms + HOUR_MS))
    assert len(desk.log("clock_jump")) == 1


# ------------------------------------------------------------------------------------------ dates of publishers
@pytest.mark.parametrize("ahead_min", [20, 23 * 60])
def test_what_is_dated_a_little_ahead_rings_when_it_is_seen(desk: Desk, ahead_min: int) -> None:
    desk.poll(desk.source("Wire"), claim(), age_ms=-ahead_min * MINUTE_MS)
    assert desk.rang() == ["first"]


def test_what_is_dated_more_than_a_day_ahead_rings_for_nobody(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), claim(), age_ms=-25 * HOUR_MS)
    desk.wait(HOUR_MS)
    assert desk.notices() == []


def test_what_was_published_long_before_it_is_seen_rings_for_nobody_and_can_be_found(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), claim(), age_ms=7 * HOUR_MS)
    desk.wait(HOUR_MS)
    assert desk.notices() == []
    assert desk.one("SELECT count(*) FROM item_fts WHERE item_fts MATCH 'garrison'") == 1


# ------------------------------------------------------------------------------------------ the same again
def test_a_duplicate_is_evidence_and_raises_no_rung(desk: Desk) -> None:
    for n in range(12):
        desk.poll(desk.source(f"Paper {n}"), claim())
    (alert,) = desk.reader().alerts()
    assert (alert.evidence, alert.severity) == (12, SEVERITIES.index("notice"))
    assert desk.rang() == ["first"]


def test_guids_that_change_with_every_poll_ring_once(desk: Desk) -> None:
    wire = desk.source("Wire")
    for n in range(6):
        desk.poll(wire, claim(guid=f"guid-{n}", link="https://wire.example/units"), age_ms=n * MINUTE_MS)
    assert desk.rang() == ["first"]


def test_a_feed_that_serves_all_it_has_under_new_guids_and_links_rings_for_nobody(desk: Desk) -> None:
    wire = desk.source("Wire", polled=False)
    words = ("Alpha", "Bravo", "Delta", "Gamma", "Kappa", "Omega", "Sigma", "Theta")
    desk.poll(wire, *(claim(f"{word} leaves {word}town by {word}rail", guid=f"old-{word}") for word in words))
    anew = [claim(f"{word} quits {word}ville by {word}road", guid=f"new-{word}") for word in words]
    desk.poll(wire, *anew, total=len(anew), age_ms=3 * HOUR_MS)
    desk.wait(HOUR_MS)
    assert desk.notices() == []


def test_cosmetic_edits_every_minute_ring_for_nobody(desk: Desk) -> None:
    wire = desk.source("Wire")
    for n in range(10):
        desk.poll(wire, claim(text=f"Updated {n} minutes ago."), age_ms=n * MINUTE_MS)
        desk.now_ms += 50_000
    assert desk.rang() == ["first"]


# ------------------------------------------------------------------------------------------ kill, correction
def test_an_edit_that_takes_the_claim_back_makes_the_alert_ring_that_rests_on_it(desk: Desk) -> None:
    desk.rules = rules(LEAVING, rule("killed", altered(), "urgent"), **URGENCIES)
    wire = desk.source("Wire")
    desk.poll(wire, claim(guid="1"))
    desk.acts("ana").set_alert_state([1], "acked")
    desk.wait(11 * MINUTE_MS)
    desk.poll(wire, entry("Units stay in the garrison", guid="1", tags=[tag("withdrawal", "denied", holder=AGENCY)]))
    assert desk.rang() == ["first", "correction"]
    assert states(desk) == ["new"]


# ------------------------------------------------------------------------------------------ rules
def test_a_rule_that_is_edited_fires_for_nothing_of_before_and_open_alerts_keep_theirs(desk: Desk) -> None:
    wire = desk.source("Wire")
    desk.poll(wire, claim(), entry("Bridge shut"))
    (before,) = desk.reader().alerts()
    desk.begin(rules(rule("leaving", match("tag:withdrawal OR bridge"), "urgent")))
    desk.wait(5 * MINUTE_MS)
    desk.poll(wire, claim(), entry("Bridge shut"))
    (after,) = desk.reader().alerts()
    assert (after.rule_rev, after.severity) == (before.rule_rev, before.severity)
    desk.poll(wire, entry("Harbour bridge collapses in storm"), age_ms=0)
    newest = desk.reader().alerts()[0]
    assert newest.rule_rev == before.rule_rev + 1


def test_an_alert_outlives_its_rule_until_somebody_closes_it(desk: Desk) -> None:
    wire = desk.source("Wire")
    desk.poll(wire, claim())
    desk.begin(rules())
    desk.wait(2 * HOUR_MS)
    desk.poll(wire, claim("Further units leave the garrison"), age_ms=0)
    (alert,) = desk.reader().alerts()
    assert (alert.rule, alert.state, alert.evidence) == ("leaving", "new", 1)
    view = desk.reader().alert(alert.id)
    assert view is not None
    assert "leaving" in view.definition
    desk.acts("ana").set_alert_state([alert.id], "resolved")
    assert states(desk) == ["resolved"]


# ------------------------------------------------------------------------------------------ two operators
def test_of_two_operators_the_second_hears_who_was_first(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), claim())
    seen = {1: ("new", "")}
    desk.acts("ana").set_alert_state([1], "acked", seen)
    with pytest.raises(StoreError, match="ana"):
        desk.acts("ben").set_alert_state([1], "acked", seen)
    assert [row.owner for row in desk.reader().alerts()] == ["ana"]


# ------------------------------------------------------------------------------------------ daylight saving
def test_quiet_hours_go_by_the_clock_on_the_wall_through_both_changes_of_it() -> None:
    night = Hearing("ana", quiet=(Quiet(23 * 60, 6 * 60),), zone=ZoneInfo("Europe/Kyiv"))

    def rings(day: str, hour: int, severity: str = "urgent") -> bool:
        moment = datetime.fromisoformat(f"{day}T{hour:02}:30:00Z")
        return hears(night, SEVERITIES.index(severity), round(moment.timestamp() * 1_000))

    assert [rings("2026-03-28", hour) for hour in (3, 4)] == [False, True]  # winter: six is four in UTC
    assert [rings("2026-03-29", hour) for hour in (2, 3)] == [False, True]  # that night it became summer
    assert [rings("2026-10-25", hour) for hour in (0, 1, 3, 4)] == [False, False, False, True]  # three comes twice
    assert rings("2026-10-25", 0, "flash")
