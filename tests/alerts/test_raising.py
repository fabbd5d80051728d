"""What a firing does to its alert: it is raised, grown, opened again, or told apart from the one before."""

import pytest

from alerts.facts import Fact
from alerts.firing import Found
from alerts.life import raising
from storage.severity import SEVERITIES
from tests.alerts.putting import Putting
from tests.storage.desk import Desk
from tests.storage.ruling import HOUR_MS, MINUTE_MS, contradict, match, rate, rule, rung, silence

LEAVING = rule(
    "leaving",
    match("tag:withdrawal"),
    "notice",
    rung("urgent", origins=2, within_min=60),
    rung("flash", primaries=2, sides=2),
)


@pytest.fixture
def put(desk: Desk) -> Putting:
    return Putting(desk, LEAVING)


def severity(put: Putting, alert_id: int = 1) -> str:
    return SEVERITIES[put.alert(alert_id).severity]


class TestAnAlert:
    def test_is_raised_with_its_evidence_and_told_with_whose_word_it_is(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"))
        assert put.told() == [("first", "new: MoD (ru), 1 origin")]
        alert = put.alert()
        assert (alert.fingerprint, alert.state, severity(put)) == ("leaving/story/1", "new", "notice")
        assert (alert.origins, alert.primaries, alert.sides, alert.story_id) == (1, 1, 1, 1)
        assert put.desk.log("raised") == [("collector", "[1]", "notice, rule leaving: They leave")]

    def test_names_how_grave_its_items_are_and_again_when_it_climbs(self, put: Putting) -> None:
        first = put.item("Herald", "Units leave", "MoD")
        put.fire(first)
        second = put.item("Tribune", "Columns seen going home", "MoD")
        put.fire(second)
        assert put.desk.all("SELECT id, severity FROM item") == [(first, 3), (second, 3)]

    def test_knows_the_revision_of_its_rule(self, put: Putting) -> None:
        put.desk.commit(lambda run: run.execute("INSERT INTO rule_rev VALUES ('leaving', 7, 'd', 'said', 0)"))
        put.fire(put.item("Herald", "Units leave", "MoD"))
        assert put.desk.one("SELECT rule_rev FROM alert") == 7


class TestEvidence:
    def test_of_the_same_word_is_taken_in_and_rings_for_nobody(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"))
        put.wait(2 * HOUR_MS)
        put.fire(put.item("Herald", "More units leave now", "MoD"))
        put.wait(HOUR_MS)
        assert put.reasons() == ["first"]
        assert put.desk.one("SELECT count(*) FROM alert_evidence") == 2

    def test_of_another_primary_rings_after_the_cooldown(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"))
        put.fire(put.item("Herald", "Presidency on the units", "Kremlin"))
        assert put.reasons() == ["first"]
        put.wait(HOUR_MS)
        assert put.told()[1:] == [("primary", "a second primary: Kremlin (ru)")]
        first, second = put.desk.notices()
        assert second.at_ms - first.at_ms == 10 * MINUTE_MS

    def test_that_makes_it_graver_rings_at_once_and_says_why(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"))
        put.fire(put.item("Tribune", "Columns seen going home", "General Staff"))
        assert put.told()[1] == (
            "raised",
            "graver, flash: 2 primaries, 2 sides; a second side: General Staff (ua)",
        )

    def test_reaches_a_rung_only_within_its_window(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"))
        put.wait(61 * MINUTE_MS)
        put.fire(put.item("Tribune", "Columns seen going home", "MoD"))
        assert severity(put) == "notice"
        put.wait(30 * MINUTE_MS)
        put.fire(put.item("Courier", "Trains full of tanks", "MoD"))
        assert severity(put) == "urgent"

    def test_that_is_a_copy_counts_once_however_many_print_it(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave the garrison", "MoD"))
        for paper in ("Tribune", "Courier", "Post"):
            put.fire(put.item(paper, "Units leave the garrison", "MoD"))
        put.wait(HOUR_MS)
        assert (severity(put), put.alert().origins, put.reasons()) == ("notice", 1, ["first"])
        assert put.desk.one("SELECT count(*) FROM alert_evidence") == 4

    def test_that_is_a_copy_which_names_somebody_new_is_news(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave the garrison"))
        put.fire(put.item("Tribune", "Units leave the garrison", "MoD"))
        put.wait(HOUR_MS)
        assert put.reasons() == ["first", "side"]

    def test_of_whom_an_operator_has_found_to_be_another_says_nothing_new(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "Press Office"))
        put.item("Echo", "Harvest comes early", "Kremlin")
        (speaker_id,) = put.desk.all("SELECT id FROM speaker WHERE name = 'Press Office'")[0]
        put.desk.acts("ana").identify(int(str(speaker_id)), "Kremlin")
        put.fire(put.item("Herald", "Office on more units", "Press Office"))
        put.fire(put.item("Herald", "Presidency on the units", "Kremlin"))
        put.wait(HOUR_MS)
        assert (put.reasons(), put.alert().primaries) == (["first"], 1)

    def test_beyond_what_is_weighed_counts_on(self, put: Putting, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(raising, "_WEIGHED", 2)
        for n, (paper, who) in enumerate(
            (("Herald", "MoD"), ("Tribune", "Kremlin"), ("Courier", "MoD"), ("Post", "MoD"))
        ):
            put.fire(put.item(paper, f"Column {n} is seen {n * 7} miles off", who))
            put.desk.now_ms += HOUR_MS
        put.fire(put.item("Post", "Presidency on columns and trains", "Kremlin"))
        assert (put.alert().origins, put.alert().primaries) == (3, 2)
        assert sum(reason == "primary" for reason in put.reasons()) == 1

    def test_that_is_found_again_changes_nothing(self, put: Putting) -> None:
        item = put.item("Herald", "Units leave", "MoD")
        put.fire(item)
        before = put.desk.all("SELECT * FROM alert")
        put.desk.now_ms += HOUR_MS
        put.fire(item)
        assert put.desk.all("SELECT * FROM alert") == before

    def test_of_a_contradiction_is_on_both_hands_where_both_queries_find_it(self, put: Putting) -> None:
        item = put.item("Herald", "Units leave", "MoD")
        put.fire(Found(item, put.desk.now_ms, part="left"))
        put.fire(Found(item, put.desk.now_ms, part="right"))
        assert put.desk.one("SELECT part FROM alert_evidence") == "both"


class TestAClosedAlert:
    @pytest.fixture(autouse=True)
    def raised(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave the garrison", "MoD"))
        put.wait(11 * MINUTE_MS)

    @pytest.mark.parametrize("state", ["resolved", "dismissed", "expired"])
    def test_takes_copies_in_quietly(self, put: Putting, state: str) -> None:
        put.turn(state)
        put.fire(put.item("Tribune", "Units leave the garrison", "MoD"))
        put.fire(put.item("Herald", "Ministry repeats it", "MoD"))
        put.wait(HOUR_MS)
        assert (put.alert().state, put.reasons()) == (state, ["first"])
        assert put.desk.one("SELECT count(*) FROM alert_evidence") == 3

    @pytest.mark.parametrize("state", ["resolved", "expired"])
    def test_opens_again_for_a_new_fact_that_comes_soon(self, put: Putting, state: str) -> None:
        put.turn(state)
        put.fire(put.item("Herald", "Presidency on the units", "Kremlin"))
        assert put.told()[1:] == [("reopened", "open again: a second primary: Kremlin (ru)")]
        assert (put.alert().state, put.alert().owner) == ("new", "")
        assert put.desk.log("reopened") == [
            ("collector", "[1]", "They leave: open again: a second primary: Kremlin (ru)")
        ]
        assert put.desk.log("rang again") == []

    def test_is_another_alert_for_a_new_fact_that_comes_late_and_that_one_knows_what_was_told(
        self, put: Putting
    ) -> None:
        put.turn("resolved")
        put.desk.now_ms += 3 * HOUR_MS
        assert put.fire(put.item("Herald", "Presidency on the units", "Kremlin")) == 2
        put.fire(put.item("Herald", "Ministry repeats it", "MoD"))
        put.wait(HOUR_MS)
        assert put.told()[1:] == [("first", "new: Kremlin (ru), 1 origin")]
        assert (put.alert(1).state, put.alert(2).state) == ("resolved", "new")

    def test_that_was_dismissed_comes_back_only_graver(self, put: Putting) -> None:
        put.turn("dismissed")
        put.desk.now_ms += 5 * HOUR_MS
        put.fire(put.item("Herald", "Presidency on the units", "Kremlin"))
        assert put.alert().state == "dismissed"
        put.fire(put.item("Herald", "Staff has seen it too", "General Staff"))
        assert (put.alert().state, severity(put)) == ("new", "flash")
        assert put.reasons() == ["first", "reopened"]

    def test_is_not_opened_by_what_an_operator_has_seen(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Presidency on the units", "Kremlin"), look=False)
        put.desk.now_ms += 1
        put.turn("resolved")
        put.wait(HOUR_MS)
        assert (put.alert().state, put.reasons()) == ("resolved", ["first"])


class TestAContradiction:
    DISPUTED = rule("disputed", contradict("stance:claimed", "stance:doubted"), "urgent")

    def test_is_news_once_and_then_rings_for_sides_alone(self, desk: Desk) -> None:
        put = Putting(desk, self.DISPUTED)
        pair = Fact("contradiction", "ru|ua")
        put.fire(put.item("Herald", "Units leave", "MoD"), put.item("Tribune", "No", "General Staff"), facts=[pair])
        assert put.told() == [("first", "new: ua doubts what ru claims, 2 origins")]
        put.wait(HOUR_MS)
        put.fire(put.item("Post", "Presidency on it", "Kremlin"), facts=[pair])
        put.wait(HOUR_MS)
        assert put.reasons() == ["first"]
        put.fire(put.item("Courier", "Nor here", "Pentagon"), facts=[pair, Fact("contradiction", "ru|us")])
        put.wait(HOUR_MS)
        assert put.told()[1:] == [("side", "a third side: us")]


class TestWhatComesRoundAgain:
    SILENT = rule("silent", silence(60), "notice", group_by=("source",))

    @pytest.fixture
    def quiet(self, desk: Desk) -> Putting:
        put = Putting(desk, self.SILENT)
        put.group = (("source", 1),)
        return put

    def clear(self, put: Putting) -> None:
        put.desk.commit(lambda run: raising.clear(run, "silent/source/1", put.desk.now_ms, "it speaks"))

    def test_rings_once_for_each_time_however_often_one_says_so(self, quiet: Putting) -> None:
        for _ in range(5):
            quiet.fire(facts=[Fact("episode", "1")])
            quiet.wait(HOUR_MS)
        assert quiet.reasons() == ["first"]

    def test_stays_resolved_by_hand_while_it_goes_on(self, quiet: Putting) -> None:
        quiet.fire(facts=[Fact("episode", "1")])
        quiet.turn("resolved")
        quiet.fire(facts=[Fact("episode", "1")])
        quiet.wait(9 * HOUR_MS)
        quiet.fire(facts=[Fact("episode", "1")])
        assert (quiet.alert().state, quiet.reasons()) == ("resolved", ["first"])

    def test_opens_the_same_alert_again_soon_after_and_another_one_later(self, quiet: Putting) -> None:
        quiet.fire(facts=[Fact("episode", "1")])
        self.clear(quiet)
        quiet.wait(HOUR_MS)
        quiet.fire(facts=[Fact("episode", "2")])
        assert quiet.told()[1:] == [("reopened", "open again")]
        self.clear(quiet)
        quiet.wait(3 * HOUR_MS)
        assert quiet.fire(facts=[Fact("episode", "3")]) == 2

    def test_lasts_as_long_as_its_cause(self, quiet: Putting) -> None:
        quiet.fire(facts=[Fact("episode", "1")])
        quiet.wait(99 * HOUR_MS)
        assert quiet.alert().state == "new"

    def test_of_a_source_that_speaks_again_is_resolved_by_the_collector(self, quiet: Putting) -> None:
        quiet.fire(facts=[Fact("episode", "1")])
        assert raising.is_open(quiet.desk.connection, "silent/source/1")
        self.clear(quiet)
        self.clear(quiet)
        assert not raising.is_open(quiet.desk.connection, "silent/source/1")
        assert quiet.desk.log("cleared") == [("collector", "[1]", "it speaks")]
        assert quiet.desk.one("SELECT reason FROM alert") == "it speaks"

    def test_of_what_is_no_story_is_raised_anew_by_any_new_text(self, desk: Desk) -> None:
        put = Putting(desk, rule("herald", match("source:Herald"), group_by=("source",)))
        put.group = (("source", 1),)
        put.fire(put.item("Herald", "Units leave the garrison", "MoD"))
        put.turn("resolved")
        put.wait(30 * HOUR_MS)
        assert put.fire(put.item("Herald", "Something else of theirs", "MoD")) == 2
        assert put.reasons() == ["first", "first"]


def test_a_burst_rings_for_no_voice(desk: Desk) -> None:
    put = Putting(desk, rule("burst", rate("x"), group_by=("rule",)))
    put.group = (("rule", "burst"),)
    put.fire(put.item("Herald", "Units leave", "MoD"), facts=[Fact("episode", "1")])
    put.fire(put.item("Tribune", "Columns seen", "General Staff"), facts=[Fact("episode", "1")])
    put.wait(HOUR_MS)
    assert put.reasons() == ["first"]
    assert put.alert().sides == 2


class TestEvidenceThatChanges:
    WITHDRAWN = Fact("withdrawn", "1", 1)

    def tell(self, put: Putting, fact: Fact, flag: str = "withdrawn") -> None:
        found = (Found(1, put.desk.now_ms, 2, flag=flag),)
        put.desk.commit(lambda run: raising.tell(run, put.rules, 1, (fact,), put.desk.now_ms, found))
        put.look()

    def test_rings_again_for_whom_has_acknowledged_it(self, put: Putting) -> None:
        item = put.item("Herald", "Units leave", "MoD")
        put.fire(item)
        put.turn("acked")
        put.wait(11 * MINUTE_MS)
        (rests,) = raising.live_on(put.desk.connection, put.rules, [item, 99], put.desk.now_ms)
        assert (rests.alert_id, rests.item_id, rests.rule) == (1, item, "leaving")
        self.tell(put, self.WITHDRAWN)
        assert put.told()[1:] == [("correction", "evidence withdrawn by Herald")]
        assert put.alert().state == "new"
        assert put.desk.all("SELECT flag, revision FROM alert_evidence") == [("withdrawn", 2)]
        self.tell(put, self.WITHDRAWN)
        put.wait(HOUR_MS)
        assert len(put.told()) == 2

    def test_counts_no_more_at_once_and_for_what_comes_later(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"))
        self.tell(put, self.WITHDRAWN)
        assert (put.alert().origins, put.alert().primaries, put.alert().sides) == (0, 0, 0)
        put.fire(put.item("Tribune", "Columns seen going home", "MoD"))
        assert severity(put) == "notice"

    def test_is_no_louder_for_being_edited(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"), flag="stale")
        self.tell(put, Fact("correction", "1:2", 1), "edited")
        put.fire(put.item("Tribune", "Columns seen going home", "MoD"), flag="stale")
        assert severity(put) == "info"
        assert put.desk.one("SELECT flag FROM alert_evidence WHERE item_id = 1") == "stale"

    def test_opens_what_was_resolved_lately_and_leaves_what_was_dismissed(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"))
        put.turn("dismissed")
        self.tell(put, Fact("correction", "1:2", 1), "edited")
        assert put.alert().state == "dismissed"
        put.turn("resolved")
        self.tell(put, self.WITHDRAWN)
        put.wait(HOUR_MS)
        assert put.reasons() == ["first", "reopened"]
