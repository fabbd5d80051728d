"""Match rules: a story rings once, and what is only repeated is evidence."""

import pytest

from alerts import engine
from alerts.rules import Altered, Counts, Match, Need, Rule, Rules, Rung
from storage.alerting import shelf
from storage.query import parse
from storage.rows import AlertRow
from tests.alerts.plans import scans
from tests.storage.desk import Desk, by, entry, tag

LEAVING = Rule("leaving", 3, Match(parse("tag:withdrawal stance:claimed")))
GARRISON = Rule("garrison", 1, Match(parse("garrison")))
CLAIM = entry("Units leave the garrison", tags=[tag("withdrawal", "claimed")])


@pytest.fixture(autouse=True)
def _rules(desk: Desk) -> None:
    desk.rules = Rules((LEAVING,))


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
    assert [(notice.reason, notice.held) for notice in desk.reader().notices_after(0)] == [("first", "")]


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
    assert [notice.reason for notice in desk.reader().notices_after(0)] == ["first"]


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
    desk.rules = Rules((LEAVING, GARRISON))
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

    monkeypatch.setattr(shelf, "put", fall)
    with pytest.raises(RuntimeError, match="half-way"):
        desk.poll(source, CLAIM)
    assert desk.one("SELECT count(*) FROM item") == 0


def test_an_edit_of_what_a_first_poll_brought_rings_if_it_makes_the_item_match_and_else_does_not(desk: Desk) -> None:
    wire = desk.source("Wire", polled=False)
    held = entry("Units leave", guid="1", tags=[tag("withdrawal", "claimed")])
    desk.poll(wire, held, entry("Ferry is late", guid="2"))
    desk.poll(wire, entry("Units leave tonight", guid="1", tags=[tag("withdrawal", "claimed")]))
    assert alerts(desk) == []
    desk.poll(wire, entry("Ferry brings units away", guid="2", tags=[tag("withdrawal", "claimed")]))
    assert [row.title for row in alerts(desk)] == ["Ferry brings units away"]


@pytest.mark.parametrize(
    ("query", "rings"),
    [("rail bridge", ["Rail bridge is shut"]), ("source:wire", []), ("is:edited", ["Rail bridge is shut"])],
)
def test_an_edit_matches_newly_where_it_brings_what_the_query_asks_for(
    desk: Desk, query: str, rings: list[str]
) -> None:
    desk.rules = Rules((Rule("r", 2, Match(parse(query))),))
    wire = desk.source("Wire", polled=False)
    desk.poll(wire, entry("Rail is shut", guid="1"))
    desk.poll(wire, entry("Rail bridge is shut", guid="1"))
    assert [row.title for row in alerts(desk)] == rings
    desk.poll(wire, entry("Rail bridge is shut tonight", guid="1"))
    assert len(alerts(desk)) == len(rings)


def test_a_rule_may_ring_once_a_source_a_label_or_in_all(desk: Desk) -> None:
    both = [tag("withdrawal", "claimed"), tag("escalation", "claimed")]
    query = Match(parse("tag:withdrawal,escalation stance:claimed"))
    desk.rules = Rules(
        (
            Rule("each", 2, query, group_by=("source",)),
            Rule("label", 2, query, group_by=("label",)),
            Rule("one", 2, query, group_by=("rule",)),
            Rule("story", 2, query, group_by=("story", "source")),
        )
    )
    wire, paper = desk.source("Wire"), desk.source("Paper")
    desk.poll(wire, entry("Units leave the garrison", tags=both))
    desk.poll(paper, entry("Harvest pulled back everywhere", tags=both[:1]))
    fingerprints = {str(value) for (value,) in desk.all("SELECT fingerprint FROM alert")}
    assert fingerprints == {
        f"each/source/{wire}", f"each/source/{paper}", "label/label/withdrawal", "label/label/escalation", "one",
        f"story/story/1/source/{wire}", f"story/story/2/source/{paper}",
    }  # fmt: skip


def test_by_side_each_side_of_those_whose_word_it_is_rings_by_itself(desk: Desk) -> None:
    desk.rules = Rules((Rule("r", 2, Match(parse("tag:withdrawal stance:claimed")), group_by=("story", "side")),))
    for name, side in (("Harbour Office", "va"), ("River Guard", "ke")):
        desk.speaker(name, side=side)
    said = [tag("withdrawal", "claimed", holder=by(name)) for name in ("Harbour Office", "River Guard")]
    desk.poll(desk.source("Wire"), entry("Units leave", tags=said))
    desk.poll(
        desk.source("Paper"), entry("Units leave the coast", tags=[tag("withdrawal", "claimed", holder=by(None))])
    )
    groups = [
        str(value).removeprefix("r/story/1/") for (value,) in desk.all("SELECT fingerprint FROM alert ORDER BY id")
    ]
    assert groups == ["side/va", "side/ke", "side/none"]


def test_reading_the_items_again_and_other_rules_fire_nothing_by_themselves(desk: Desk) -> None:
    desk.rules = Rules()
    desk.poll(desk.source("Wire"), entry("Units stay"), CLAIM)
    desk.rules = Rules((LEAVING, GARRISON))
    desk.use("fedcba987654")
    desk.retag_all("fedcba987654", lambda _: [tag("withdrawal", "claimed")])
    desk.poll(1, entry("Ferry is late"))
    assert alerts(desk) == []


def test_what_rules_look_for_is_found_by_index_however_many_items_and_alerts_there_are(desk: Desk) -> None:
    asked: list[str] = []
    source = desk.source("Wire")
    desk.poll(source, CLAIM)
    desk.connection.set_trace_callback(asked.append)
    desk.poll(desk.source("Paper"), CLAIM, entry("Units leave", tags=[tag("withdrawal", "claimed")]))
    desk.poll(source, entry("Units leave at dawn", guid=CLAIM.entry.guid, tags=[tag("withdrawal", "claimed")]))
    desk.connection.set_trace_callback(None)
    assert scans(desk, asked, ("alert", "alert_evidence", "item", "tag", "revision", "quote")) == []


def test_of_a_poll_without_the_labels_that_they_need_ten_rules_ask_no_more_than_one(desk: Desk) -> None:
    def asked(rules: int) -> int:
        desk.rules = Rules(tuple(Rule(f"r{n}", 2, LEAVING.when) for n in range(rules)))
        statements: list[str] = []
        desk.connection.set_trace_callback(statements.append)
        desk.commit(lambda run: engine.after_poll(run, desk.rules, stored, desk.now_ms))
        desk.connection.set_trace_callback(None)
        return len(statements)

    stored = desk.poll(desk.source("Wire"), entry("Ferry is late", tags=[tag("escalation")]))
    assert asked(10) == asked(1) <= 5


def test_by_side_an_alert_rests_on_the_voices_of_its_side_alone(desk: Desk) -> None:
    grave = (Rung(4, Need(Counts(sides=2))), Rung(4, Need(Counts(primaries=2))))
    desk.rules = Rules(
        (Rule("r", 2, Match(parse("tag:withdrawal stance:claimed")), grave, group_by=("story", "side")),)
    )
    for name, side in (("Harbour Office", "va"), ("River Guard", "ke")):
        desk.speaker(name, side=side)
    said = [tag("withdrawal", "claimed", holder=by(name)) for name in ("Harbour Office", "River Guard")]
    desk.poll(desk.source("Wire"), entry("Units leave", tags=said))
    assert [(row.severity, row.primaries, row.sides) for row in alerts(desk)] == [(2, 1, 1), (2, 1, 1)]
    assert {notice.said for notice in desk.notices()} == {
        "new: Harbour Office (va), 1 origin",
        "new: River Guard (ke), 1 origin",
    }


def test_by_label_an_alert_rests_on_who_holds_that_label(desk: Desk) -> None:
    desk.rules = Rules(
        (Rule("r", 2, Match(parse("tag:withdrawal,escalation stance:claimed")), group_by=("story", "label")),)
    )
    tags = [
        tag("withdrawal", "claimed", holder=by("Harbour Office")),
        tag("escalation", "claimed", holder=by("River Guard")),
    ]
    desk.poll(desk.source("Wire"), entry("Units leave", tags=tags))
    assert {notice.said for notice in desk.notices()} == {
        "new: Harbour Office, 1 origin",
        "new: River Guard, 1 origin",
    }


def test_an_edit_that_brings_somebody_else_s_word_is_news(desk: Desk) -> None:
    desk.rules = Rules((LEAVING,), cooldown_ms=0)
    wire = desk.source("Wire")
    tags = [tag("withdrawal", "claimed", holder=by(name)) for name in ("Harbour Office", "River Guard")]
    for held in (tags[:1], tags[:1], tags, tags, tags[:1], tags):
        text = f"Edition {desk.now_ms}"
        desk.poll(wire, entry("Units leave, as it happens", guid="live", text=text, tags=held))
    assert [notice.said for notice in desk.notices()] == [
        "new: Harbour Office, 1 origin",
        "a second primary: River Guard",
    ]


def test_what_an_edit_has_made_say_something_else_counts_no_more(desk: Desk) -> None:
    graver = Rung(4, Need(Counts(origins=2)))
    desk.rules = Rules((LEAVING._replace(rungs=(graver,)), Rule("changed", 2, Altered(frozenset({"tag_removed"})))))
    wire = desk.source("Wire")
    desk.poll(wire, entry("Units leave the garrison", guid="1", tags=[tag("withdrawal", "claimed")]))
    desk.poll(wire, entry("Units leave the garrison in peace", guid="1"))
    desk.poll(desk.source("Paper"), entry("Units leave the garrison by rail", tags=[tag("withdrawal", "claimed")]))
    (alert,) = alerts(desk)
    assert (alert.severity, alert.origins) == (3, 1)
