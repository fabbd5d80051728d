"""Match rules: a story rings once, and what is only repeated is evidence."""

import pytest

from alerts.rules import MatchRule, Rules
from storage import alerts as storage_alerts
from storage.query import parse
from storage.rows import AlertRow
from tests.storage.desk import Desk, entry, tag

LEAVING = MatchRule("leaving", 3, parse("tag:withdrawal stance:claimed"))
GARRISON = MatchRule("garrison", 1, parse("garrison"))
CLAIM = entry("Units leave the garrison", tags=[tag("withdrawal", "claimed")])


@pytest.fixture(autouse=True)
def _rules(desk: Desk) -> None:
    desk.rules = Rules(matches=(LEAVING,))


def alerts(desk: Desk) -> list[AlertRow]:
    return desk.reader().alerts()


def severity(desk: Desk, item_id: int) -> int:
    return desk.reader().item_rows([item_id])[item_id].severity


def test_an_item_that_a_rule_finds_raises_an_alert_with_its_evidence_and_a_line(desk: Desk) -> None:
    (item_id,) = desk.poll(desk.source("Wire"), CLAIM).new
    (alert,) = alerts(desk)
    assert (alert.rule, alert.severity, alert.state, alert.owner) == ("leaving", 3, "new", "")
    assert (alert.title, alert.item_id, alert.evidence, alert.story_id) == ("Units leave the garrison", item_id, 1, 1)
    assert (alert.raised_ms, alert.updated_ms) == (desk.now_ms, desk.now_ms)
    assert severity(desk, item_id) == 3
    assert desk.all("SELECT operator, act, subject_ids, detail FROM event") == [
        ("collector", "raised", f"[{alert.id}]", "urgent, rule leaving: Units leave the garrison")
    ]


def test_an_item_that_no_rule_finds_raises_nothing(desk: Desk) -> None:
    item_id = desk.item(desk.source("Wire"), "Units leave", tags=[tag("withdrawal", "denied")])
    assert alerts(desk) == []
    assert severity(desk, item_id) == 0


@pytest.mark.parametrize("carriers", [2, 60])
def test_copies_add_evidence_and_never_ring_again(desk: Desk, carriers: int) -> None:
    raised_ms = 0
    for n in range(carriers):
        desk.poll(desk.source(f"Paper {n}"), CLAIM)
        raised_ms = raised_ms or desk.now_ms
    (alert,) = alerts(desk)
    assert (alert.evidence, alert.state, alert.raised_ms, alert.updated_ms) == (carriers, "new", raised_ms, desk.now_ms)
    assert desk.one("SELECT count(*) FROM event WHERE act = 'raised'") == 1


def test_more_evidence_leaves_an_acknowledged_or_resolved_alert_as_it_is(desk: Desk) -> None:
    wire = desk.source("Wire")
    desk.poll(wire, CLAIM)
    desk.acts("ana").set_alert_state([1], "acked")
    desk.poll(desk.source("Paper"), CLAIM)
    desk.acts("ana").set_alert_state([1], "resolved")
    desk.poll(desk.source("Gazette"), CLAIM)
    assert [(row.state, row.owner, row.evidence) for row in alerts(desk)] == [("resolved", "ana", 3)]


def test_another_story_rings_on_its_own(desk: Desk) -> None:
    wire = desk.source("Wire")
    desk.poll(wire, CLAIM, entry("Harvest pulled back everywhere", tags=[tag("withdrawal", "claimed")]))
    assert [row.story_id for row in alerts(desk)] == [2, 1]


def test_two_rules_raise_two_alerts_and_the_graver_names_the_severity(desk: Desk) -> None:
    desk.rules = Rules(matches=(LEAVING, GARRISON))
    (item_id,) = desk.poll(desk.source("Wire"), CLAIM).new
    assert sorted(row.rule for row in alerts(desk)) == ["garrison", "leaving"]
    assert severity(desk, item_id) == 3


def test_nothing_rings_for_a_first_poll_but_its_items_are_named(desk: Desk) -> None:
    stored = desk.poll(desk.source("Wire", polled=False), CLAIM)
    assert stored.first_poll
    assert alerts(desk) == []
    assert severity(desk, stored.new[0]) == 3


def test_a_first_poll_adds_to_what_has_rung_already(desk: Desk) -> None:
    desk.poll(desk.source("Wire"), CLAIM)
    desk.poll(desk.source("Paper", polled=False), CLAIM)
    assert [row.evidence for row in alerts(desk)] == [2]


def test_an_edit_that_makes_an_item_match_rings(desk: Desk) -> None:
    wire = desk.source("Wire")
    desk.poll(wire, entry("Units stay", guid="1"))
    desk.poll(wire, entry("Units leave", guid="1", tags=[tag("withdrawal", "claimed")]))
    assert [row.title for row in alerts(desk)] == ["Units leave"]


def test_an_edit_of_what_has_rung_does_not_ring_again(desk: Desk) -> None:
    wire = desk.source("Wire")
    for title in ("Units leave", "Units leave tonight"):
        desk.poll(wire, entry(title, guid="1", tags=[tag("withdrawal", "claimed")]))
    assert [(row.title, row.evidence) for row in alerts(desk)] == [("Units leave", 1)]


def test_an_alert_is_rolled_back_with_its_items(desk: Desk) -> None:
    source = desk.source("Wire")
    desk.connection.execute("BEGIN IMMEDIATE")
    desk.store(desk.connection, source, CLAIM)
    assert desk.one("SELECT count(*) FROM alert") == 1
    desk.connection.execute("ROLLBACK")
    for table in ("alert", "alert_evidence", "item", "event"):
        assert desk.one(f"SELECT count(*) FROM {table}") == 0


def test_an_alert_that_fails_takes_its_items_with_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    source = desk.source("Wire")

    def fall(*_: object) -> None:
        raise RuntimeError("half-way")

    monkeypatch.setattr(storage_alerts, "raise_alert", fall)
    with pytest.raises(RuntimeError, match="half-way"):
        desk.poll(source, CLAIM)
    assert desk.one("SELECT count(*) FROM item") == 0


def test_a_fingerprint_is_found_by_index_however_many_alerts_there_were(desk: Desk) -> None:
    asked: list[str] = []
    desk.connection.set_trace_callback(asked.append)
    desk.poll(desk.source("Wire"), CLAIM, CLAIM)
    desk.connection.set_trace_callback(None)
    looks = [sql for sql in asked if sql.startswith("SELECT") and "FROM alert " in sql]
    assert looks
    for sql in looks:
        plan = [str(row[3]) for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
        assert not [step for step in plan if step.startswith("SCAN")], (sql, plan)
