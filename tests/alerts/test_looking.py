"""What becomes of alerts as time passes: repeated, handed on, woken, timed out, given up, held back, gathered."""

import json
from functools import partial

import pytest

from alerts.facts import Fact
from alerts.firing import Firing, Found
from alerts.life import looking, raising
from alerts.rules import Channel, Inhibition, Rules
from storage.alerting import shelf
from tests.alerts.putting import Putting
from tests.storage.desk import Desk
from tests.storage.ruling import HOUR_MS, MINUTE_MS, match, rule, rules, rung, urgency

LEAVING = rule(
    "leaving", match("tag:withdrawal"), "notice", rung("flash", primaries=2, sides=2), to=("desk", "duty", "quiet")
)
URGENT = rule("leaving", match("tag:withdrawal"), "urgent", to=("desk", "duty"))


@pytest.fixture
def put(desk: Desk) -> Putting:
    """An urgent rule: reminded of every 15 min, handed on after 20, taken from its owner after 30."""
    given = rules(URGENT, urgent=urgency(renotify_min=15, ack_timeout_min=30, escalate=[(20, "head")]))
    channels = {
        "duty": Channel("duty", "webhook"),
        "head": Channel("head", "command"),
        "desk": Channel("desk", "terminal"),
    }
    return Putting(desk, URGENT, given._replace(channels=channels))


def raised(put: Putting) -> Putting:
    put.fire(put.item("Herald", "Units leave", "MoD"))
    return put


def minutes(put: Putting, *, held: bool = False) -> list[tuple[str, float]]:
    """Why it rang, and how many minutes after the first time."""
    told = [notice for notice in put.desk.notices() if bool(notice.held) == held]
    began_ms = put.desk.one("SELECT raised_ms FROM alert WHERE id = 1")
    assert isinstance(began_ms, int)
    return [(notice.reason, (notice.at_ms - began_ms) / MINUTE_MS) for notice in told]


class TestANewAlert:
    def test_is_told_again_and_handed_on_each_by_its_own_clock(self, put: Putting) -> None:
        raised(put).wait(46 * MINUTE_MS)
        assert minutes(put) == [("first", 0), ("renotify", 15), ("escalated", 20), ("renotify", 30), ("renotify", 45)]
        said = put.told()[1][1]
        assert said == "urgent, and nobody has acknowledged it for 15 min"
        assert put.desk.log("escalated") == [
            ("collector", "[1]", "They leave: to head: urgent, and nobody has acknowledged it for 20 min")
        ]

    def test_is_told_of_once_for_all_that_was_missed(self, put: Putting) -> None:
        raised(put)
        put.desk.now_ms += 7 * HOUR_MS
        put.wait(MINUTE_MS)
        assert put.reasons() == ["first", "escalated", "renotify"]

    def test_expires_a_day_after_its_last_evidence(self, put: Putting) -> None:
        raised(put).rules = rules(URGENT)
        put.wait(23 * HOUR_MS)
        put.fire(put.item("Tribune", "Units leave", "MoD"))
        put.wait(23 * HOUR_MS)
        assert put.alert().state == "new"
        put.wait(2 * HOUR_MS)
        assert put.alert().state == "expired"
        assert put.desk.log("expired") == [("collector", "[1]", "They leave: no new evidence for 24 h")]
        assert looking.next_wake(put.desk.connection) is None

    def test_waits_out_its_hold_and_tells_all_that_came_meanwhile_at_once(self, desk: Desk) -> None:
        put = Putting(desk, rule("leaving", match("x"), "notice", hold_min=2))
        raised(put)
        put.wait(MINUTE_MS)
        put.fire(put.item("Tribune", "Columns seen", "General Staff"))
        put.wait(10 * MINUTE_MS)
        assert put.told() == [("first", "new: MoD (ru), General Staff (ua), 2 origins")]
        assert minutes(put) == [("first", 2)]


class TestWhatGoesOut:
    def test_goes_to_each_channel_of_the_collectors_that_takes_what_is_so_grave(self, desk: Desk) -> None:
        channels = {name: Channel(name, "webhook", least=least) for name, least in (("duty", 0), ("quiet", 4))}
        put = Putting(desk, LEAVING, rules(LEAVING)._replace(channels=channels))
        raised(put)
        put.fire(put.item("Tribune", "Columns seen", "General Staff"))
        assert [notice.channels for notice in desk.notices()] == [("desk", "duty"), ("desk", "duty", "quiet")]
        assert desk.all("SELECT delivery, severity FROM outbox ORDER BY id") == [
            ("1:1:duty", 2), ("1:2:duty", 4), ("1:2:quiet", 4)
        ]  # fmt: skip
        payload = json.loads(str(desk.one("SELECT payload FROM outbox WHERE delivery = '1:2:quiet'")))
        assert payload["notification_reason"] == "raised"

    def test_goes_to_whom_it_was_handed_on_from_then_on(self, put: Putting) -> None:
        raised(put).wait(31 * MINUTE_MS)
        escalated, later = put.desk.notices()[-2:]
        assert (escalated.channels, later.channels) == (("head",), ("desk", "duty", "head"))
        assert put.desk.one("SELECT count(*) FROM outbox WHERE channel = 'head'") == 2

    def test_of_a_rule_that_is_gone_goes_to_the_desks(self, put: Putting) -> None:
        raised(put).rules = Rules()
        put.desk.commit(lambda run: raising.tell(run, put.rules, 1, [Fact("correction", "1:2", 1)], put.desk.now_ms))
        put.wait(HOUR_MS)
        assert put.desk.notices()[-1].channels == ("desk",)


class TestAnAcknowledgement:
    def test_silences_and_is_forgotten_after_half_an_hour_without_a_word(self, put: Putting) -> None:
        raised(put).turn("acked")
        put.wait(31 * MINUTE_MS)
        assert put.told()[1:] == [("timeout", "acknowledged by ana, and no word for 30 min")]
        assert (put.alert().state, put.alert().owner) == ("new", "")
        assert put.desk.log("timed out") == [("collector", "[1]", "They leave: no word of ana for 30 min")]

    def test_lasts_while_somebody_has_a_word_for_it(self, put: Putting) -> None:
        raised(put).turn("acked")
        for _ in range(4):
            put.wait(25 * MINUTE_MS)
            put.turn("acked")
        assert put.reasons() == ["first"]

    def test_begins_the_escalation_anew_once_it_is_over(self, put: Putting) -> None:
        raised(put).wait(21 * MINUTE_MS)
        put.turn("acked")
        put.wait(30 * MINUTE_MS)
        put.wait(20 * MINUTE_MS)
        assert put.reasons().count("escalated") == 2

    def test_ends_with_a_new_fact_and_not_with_more_of_the_same(self, put: Putting) -> None:
        raised(put).turn("acked")
        put.wait(11 * MINUTE_MS)
        put.fire(put.item("Herald", "Ministry repeats it", "MoD"))
        assert put.alert().state == "acked"
        put.fire(put.item("Tribune", "Columns seen", "General Staff"))
        assert put.alert().state == "new"
        assert put.desk.log("rang again") == [("collector", "[1]", "They leave: a second side: General Staff (ua)")]

    def test_that_is_taken_back_makes_an_overdue_reminder_ring_at_once(self, put: Putting) -> None:
        raised(put).turn("acked")
        put.wait(20 * MINUTE_MS)
        put.turn("new", owner="")
        assert put.reasons() == ["first", "renotify"]

    def test_before_the_first_notice_keeps_silent_what_stood_there_and_not_what_comes(self, desk: Desk) -> None:
        put = Putting(desk, rule("leaving", match("x"), "notice", hold_min=5))
        raised(put).turn("acked")
        put.wait(10 * MINUTE_MS)
        put.fire(put.item("Tribune", "Columns seen", "General Staff"))
        put.wait(10 * MINUTE_MS)
        assert put.told() == [("side", "a second side: General Staff (ua)")]
        assert len(put.desk.log("rang again")) == 1


class TestASnooze:
    def test_ends_at_its_time_and_rings(self, put: Putting) -> None:
        raised(put).turn("snoozed", until_ms=put.desk.now_ms + 5 * MINUTE_MS)
        put.wait(6 * MINUTE_MS)
        assert minutes(put) == [("first", 0), ("snooze", 5)]
        assert (put.alert().state, put.alert().snoozed_until_ms) == ("new", None)
        assert put.desk.log("woke") == [("collector", "[1]", "They leave: its rest is over")]

    def test_that_ended_while_nobody_looked_is_told_as_late(self, put: Putting) -> None:
        raised(put).turn("snoozed", until_ms=put.desk.now_ms + 5 * MINUTE_MS)
        put.desk.now_ms += 2 * HOUR_MS
        put.look()
        assert put.told()[1][1].endswith("115 min late")
        assert put.desk.log("woke") == [("collector", "[1]", "They leave: its rest is over, 115 min late")]

    def test_taken_back_and_ended_a_second_time_rings_again(self, put: Putting) -> None:
        until_ms = raised(put).desk.now_ms + 5 * MINUTE_MS
        for _ in range(2):
            put.turn("snoozed", until_ms=until_ms)
            put.wait(6 * MINUTE_MS)
        assert put.reasons() == ["first", "snooze", "snooze"]

    def test_ends_with_a_new_fact(self, put: Putting) -> None:
        raised(put).turn("snoozed", until_ms=put.desk.now_ms + 5 * HOUR_MS)
        put.wait(11 * MINUTE_MS)
        put.fire(put.item("Tribune", "Columns seen", "General Staff"))
        assert put.alert().state == "new"


class TestAMute:
    @pytest.fixture(autouse=True)
    def muted(self, put: Putting) -> None:
        until_ms = put.desk.now_ms + HOUR_MS
        put.desk.commit(
            lambda run: run.execute(
                "INSERT INTO mute(query, reason, operator, began_ms, ends_ms) VALUES ('tag:withdrawal', 'drill', 'ana', 0, ?)",
                (until_ms,),
            )
        )

    def test_holds_notices_back_while_all_else_goes_on(self, put: Putting) -> None:
        raised(put).wait(11 * MINUTE_MS)
        put.fire(put.item("Tribune", "Columns seen", "General Staff"))
        assert (put.told(), [reason for reason, _ in put.told(held=True)]) == ([], ["first", "side"])
        assert {notice.held for notice in put.desk.notices()} == {"mute 1 by ana: drill"}
        assert put.desk.all("SELECT 1 FROM outbox") == []
        assert (put.alert().sides, put.alert().noticed_ms) == (2, None)

    def test_brings_back_to_mind_after_its_end_what_nobody_has_acknowledged(self, put: Putting) -> None:
        raised(put).wait(3 * HOUR_MS)
        assert put.reasons()[:2] in (["escalated", "renotify"], ["renotify", "escalated"])
        assert 60 <= minutes(put)[0][1] <= 61
        assert len(put.told(held=True)) == 1

    def test_says_what_it_held_back_of_what_was_acknowledged(self, put: Putting) -> None:
        raised(put).turn("acked")
        put.wait(11 * MINUTE_MS)
        put.fire(put.item("Tribune", "Columns seen", "General Staff"))
        assert (put.alert().state, put.told()) == ("new", [])
        assert len(put.desk.log("held back")) == 1

    def test_lets_a_flash_pass(self, desk: Desk) -> None:
        put = Putting(desk, LEAVING)
        raised(put)
        put.fire(put.item("Tribune", "Columns seen", "General Staff"))
        assert (put.reasons(), [reason for reason, _ in put.told(held=True)]) == (["raised"], ["first"])


class TestAnInhibition:
    OUTAGE = rule("outage", match("x"), "notice")
    FLOOD = rule("flood", match("y"), "notice")
    ALL = rules(URGENT, OUTAGE, urgent=urgency(renotify_min=15))._replace(
        inhibitions=(Inhibition("outage", "leaving", ("story",)),),
    )

    @pytest.fixture
    def pair(self, desk: Desk) -> tuple[Putting, Putting]:
        """The alert that inhibits, and the one that is inhibited."""
        return Putting(desk, self.OUTAGE, self.ALL), Putting(desk, URGENT, self.ALL)

    def test_holds_back_what_agrees_with_an_open_alert_and_is_lifted_with_it(
        self, pair: tuple[Putting, Putting]
    ) -> None:
        outage, put = pair
        item = put.item("Herald", "Units leave", "MoD")
        outage.fire(item)
        put.fire(item)
        put.wait(20 * MINUTE_MS)
        assert put.alert(2).inhibited_by == 1
        assert put.told(held=True) == [("first", "new: MoD (ru), 1 origin")]
        assert put.desk.notices()[1].held == "alert 1 (outage) is open"
        put.desk.commit(lambda run: raising.clear(run, "outage/story/1", put.desk.now_ms, "over"))
        put.look()
        assert (put.alert(2).inhibited_by, put.told()[1:]) == (0, [("first", "new: MoD (ru), 1 origin")])

    def test_is_lifted_too_when_an_operator_closes_what_inhibits(self, pair: tuple[Putting, Putting]) -> None:
        outage, put = pair
        item = put.item("Herald", "Units leave", "MoD")
        put.desk.now_ms += 1
        outage.fire(item)
        put.fire(item)
        put.desk.commit(lambda run: run.execute("UPDATE alert SET state = 'resolved', wake_ms = 0 WHERE id = 1"))
        put.look()
        assert put.alert(2).inhibited_by == 0

    @pytest.mark.parametrize("circle", [("outage", "leaving"), ("leaving", "outage"), ("outage", "flood", "leaving")])
    def test_that_goes_round_in_a_circle_leaves_one_alert_that_rings(self, desk: Desk, circle: tuple[str, ...]) -> None:
        pairs = zip(circle, (*circle[1:], circle[0]), strict=True)
        given = self.ALL._replace(
            rules=(*self.ALL.rules, self.FLOOD), inhibitions=tuple(Inhibition(*pair) for pair in pairs)
        )
        puts = [Putting(desk, each, given) for each in given.rules if each.id in circle]
        for who in ("MoD", "Kremlin"):
            item = puts[0].item("Herald", f"Units leave, {who} says", who)
            for put in puts:
                put.fire(item, look=False)
            puts[0].look()
            desk.now_ms += 11 * MINUTE_MS
        assert desk.rang() == ["first", "primary"]

    def test_by_what_nobody_was_told_of_holds_nothing_back(self, pair: tuple[Putting, Putting]) -> None:
        outage, put = pair
        item = put.item("Herald", "Units leave", "MoD")
        outage.fire(item, quiet="brought in")
        put.fire(item)
        assert put.reasons() == ["first"]

    def test_leaves_alone_what_is_about_something_else(self, pair: tuple[Putting, Putting]) -> None:
        outage, put = pair
        outage.group = (("story", 7),)
        item = put.item("Herald", "Units leave", "MoD")
        outage.fire(item)
        put.fire(item)
        assert put.reasons() == ["first", "first"]


class TestACatchUp:
    def raise_late(self, put: Putting, story: int, *items: int, severity: int = 3) -> None:
        put.group = (("story", story),)
        put.fire(*items, flag="late", severity=severity)

    def test_is_told_with_one_notice_a_rule_the_gravest_alerts(self, put: Putting) -> None:
        put.rules = rules(URGENT)
        for story in range(1, 5):
            self.raise_late(
                put, story, put.item("Herald", f"Units {story} leave", "MoD"), severity=4 if story == 3 else 3
            )
        assert put.desk.notices() == []
        put.wait(HOUR_MS)
        (told,) = (notice for notice in put.desk.notices() if not notice.held)
        assert (told.alert_id, told.reason, told.severity) == (3, "late", 4)
        assert told.said.startswith("late, after an outage: 4 alerts: They leave")
        assert {notice.held for notice in put.desk.notices() if notice.held} == {"told with alert 3"}
        assert len(put.desk.notices()) == 4

    def test_of_one_alert_says_what_it_is(self, put: Putting) -> None:
        put.rules = rules(URGENT)
        self.raise_late(put, 1, put.item("Herald", "Units leave", "MoD"))
        put.wait(2 * MINUTE_MS)
        assert put.told() == [("late", "late, after an outage: MoD (ru), 1 origin")]

    def test_leaves_out_what_somebody_has_acknowledged_meanwhile(self, put: Putting) -> None:
        put.rules = rules(URGENT)
        self.raise_late(put, 1, put.item("Herald", "Units leave", "MoD"))
        self.raise_late(put, 2, put.item("Herald", "Columns seen", "MoD"))
        put.turn("acked")
        put.wait(HOUR_MS)
        assert [notice.alert_id for notice in put.desk.notices()] == [1]

    def test_that_a_mute_holds_back_is_told_for_the_others_alone(self, put: Putting) -> None:
        put.rules = rules(URGENT)
        held = put.item("Herald", "Units leave", "MoD")
        put.desk.commit(
            lambda run: run.execute(
                "INSERT INTO mute(query, reason, operator, began_ms, ends_ms) VALUES ('source:Herald', '', 'ana', 0, ?)",
                (put.desk.now_ms + HOUR_MS,),
            )
        )
        self.raise_late(put, 1, held)
        self.raise_late(put, 2, put.item("Tribune", "Columns seen", "MoD"))
        put.wait(2 * MINUTE_MS)
        assert [(notice.alert_id, notice.held) for notice in put.desk.notices()] == [
            (1, "mute 1 by ana: source:Herald"), (2, "")
        ]  # fmt: skip


class TestTheClock:
    def test_that_leaps_takes_the_times_of_open_alerts_along(self, put: Putting) -> None:
        raised(put).wait(MINUTE_MS)
        for leap_ms in (5 * HOUR_MS, -9 * HOUR_MS):
            put.desk.now_ms += leap_ms
            put.desk.commit(partial(looking.shift, leap_ms=leap_ms, now_ms=put.desk.now_ms))
            put.look()
        put.desk.commit(lambda run: run.execute("UPDATE alert SET raised_ms = ?", (put.desk.now_ms - MINUTE_MS,)))
        put.wait(15 * MINUTE_MS)
        assert put.reasons() == ["first", "renotify"]
        assert minutes(put)[1] == ("renotify", 15)
        assert [line[2] for line in put.desk.log("clock_jump")] == [
            "the clock leapt by +18,000 s; alerts go on as if it had not",
            "the clock leapt by -32,400 s; alerts go on as if it had not",
        ]

    def test_that_was_set_back_while_nobody_ran_is_made_good_at_the_beginning(self, put: Putting) -> None:
        raised(put)
        put.desk.now_ms -= 30 * HOUR_MS
        put.desk.commit(lambda run: looking.began(run, put.rules, put.desk.now_ms))
        put.wait(15 * MINUTE_MS)
        assert put.reasons() == ["first", "renotify"]

    def test_a_collector_that_begins_goes_by_the_rules_of_today(self, put: Putting) -> None:
        raised(put)
        hasty = put.rules._replace(urgencies={3: urgency(renotify_min=2)})
        put.desk.now_ms += 3 * MINUTE_MS
        put.desk.commit(lambda run: looking.began(run, hasty, put.desk.now_ms))
        assert put.reasons() == ["first", "renotify"]


def test_a_look_that_finds_nothing_awake_asks_but_once(put: Putting) -> None:
    raised(put)
    asked: list[str] = []
    put.desk.connection.set_trace_callback(asked.append)
    looking.look(put.desk.connection, put.rules, put.desk.now_ms)
    put.desk.connection.set_trace_callback(None)
    assert len(asked) == 1


def test_alerts_of_a_rule_whose_name_begins_like_another_are_not_mixed_up(put: Putting) -> None:
    raised(put)
    twin = rule("leaving-town", match("x"), "urgent")
    firing = Firing(twin, (("story", 1),), "They leave", 3, (Found(1, put.desk.now_ms),), story_id=1)
    put.desk.commit(lambda run: raising.fire(run, put.rules, firing, put.desk.now_ms))
    assert [alert.id for alert in shelf.open_of(put.desk.connection, "leaving")] == [1]
    assert [alert.id for alert in shelf.open_of(put.desk.connection, "leaving-town")] == [2]
