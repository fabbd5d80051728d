"""What is said of an alert: why it rings, and what would make it ring again."""

from collections.abc import Sequence

import pytest

from alerts import facts
from alerts.facts import Stand
from alerts.rules import Condition, Counts, Rule, Rules
from storage.alerting.facts import Untold
from storage.rows import AlertRow, AlertView, EvidenceRow, FactRow
from tests.storage.ruling import altered, contradict, match, rate, rule, rules, rung, urgency

NOW_MS = 1_800_000_000_000
MINUTE_MS = 60_000
LEAVING = rule(
    "leaving",
    match("tag:withdrawal"),
    "notice",
    rung("urgent", origins=2, within_min=60),
    rung("flash", primaries=2, sides=2),
)
DISPUTED = rule("disputed", contradict("stance:claimed", "stance:doubted"), "urgent")


def untold(kind: str, value: str = "", side: str = "", source: str = "") -> Untold:
    return Untold(kind, value, NOW_MS, 1, side, source)


def standing(*, owner: str = "", until: int | None = None, **counts: int) -> Stand:
    return Stand(2, Counts(**counts), owner, until)


def said(*news: Untold, stand: Stand | None = None, rule: Rule | None = LEAVING) -> str:
    return facts.sentence(news, stand or standing(), rule)


def view(
    state: str = "new",
    severity: int = 2,
    *,
    known: Sequence[tuple[str, str]] = (),
    owner: str = "ana",
    until: int | None = None,
) -> AlertView:
    """An alert that rests on one item."""
    alert = AlertRow(
        1, "leaving", severity, state, "They leave", NOW_MS, NOW_MS, owner, 1, None, 1, 1, state_ms=NOW_MS,
        snoozed_until_ms=until, origins=1, primaries=len(known), sides=1,
    )  # fmt: skip
    evidence = EvidenceRow(1, "Desk", "C", "They leave", "", NOW_MS, 1, "", "", (), ())
    told = tuple(FactRow(kind, value, NOW_MS, 1, 1) for kind, value in known)
    return AlertView(alert, "leaving/story/1", (evidence,), told, (), (), (), "")


def test_the_first_notice_says_who_says_it_and_how_many_wrote_it() -> None:
    news = (untold("primary", "MoD", "ru"), untold("raised"), untold("rung", "2"), untold("side", "ru"))
    assert said(*news, stand=standing(origins=1, primaries=1, sides=1)) == "new: MoD (ru), 1 origin"
    assert facts.reason(news) == "first"


def test_what_names_nobody_leaves_it_to_its_title() -> None:
    assert said(untold("raised"), untold("rung", "2")) == "new"
    assert said(untold("raised"), untold("late")) == "late, after an outage"


@pytest.mark.parametrize(
    ("news", "stand", "sentence", "reason"),
    [
        ([untold("primary", "General Staff", "ua")], standing(primaries=2), "a second primary: General Staff (ua)", "primary"),
        ([untold("primary", "Somebody")], standing(primaries=3), "a third primary: Somebody", "primary"),
        ([untold("side", "ua")], standing(sides=2), "a second side: ua", "side"),
        (
            [untold("primary", "General Staff", "ua"), untold("side", "ua")],
            standing(sides=2, primaries=2),
            "a second side: General Staff (ua)",
            "side",
        ),
        ([untold("rung", "3")], standing(origins=2), "graver, urgent: 2 origins within 60 min", "raised"),
        ([untold("rung", "4")], standing(), "graver, flash: 2 primaries, 2 sides", "raised"),
        ([untold("withdrawn", "7", source="Herald")], standing(), "evidence withdrawn by Herald", "correction"),
        ([untold("correction", "7:2", source="Herald")], standing(), "evidence corrected by Herald", "correction"),
        (
            [untold("rung", "3"), untold("primary", "Kremlin", "ru")],
            standing(primaries=2),
            "graver, urgent: 2 origins within 60 min; a second primary: Kremlin (ru)",
            "raised",
        ),
        ([untold("reopened", "5"), untold("side", "uk")], standing(sides=2), "open again: a second side: uk", "reopened"),
        ([untold("timeout", str(NOW_MS - 30 * MINUTE_MS))], standing(), "acknowledged, and no word for 30 min", "timeout"),
        ([untold("snooze", "1")], standing(until=NOW_MS), "it was snoozed until 08:00Z", "snooze"),
        ([untold("snooze", "1")], standing(until=NOW_MS - 35 * MINUTE_MS), "it was snoozed until 07:25Z, 35 min late", "snooze"),
        ([untold("late"), untold("raised")], standing(origins=1), "late, after an outage: 1 origin", "late"),
    ],
)  # fmt: skip
def test_each_fact_is_said_in_its_words(news: list[Untold], stand: Stand, sentence: str, reason: str) -> None:
    assert said(*news, stand=stand) == sentence
    assert facts.reason(news) == reason


def test_a_time_out_names_who_had_it() -> None:
    since = str(NOW_MS - 30 * MINUTE_MS)
    assert said(untold("timeout", since), stand=standing(owner="ana")) == "acknowledged by ana, and no word for 30 min"


def test_a_contradiction_says_who_denies_what_whom() -> None:
    news = (untold("contradiction", "ru|ua"), untold("side", "ua"))
    assert said(news[0], rule=DISPUTED) == "first contradiction: ua doubts what ru claims"
    assert facts.reason(news) == "contradiction"
    raised = (*news, untold("contradiction", "ru|uk"), untold("raised"))
    assert said(*raised, stand=standing(origins=3), rule=DISPUTED) == "new: ua and uk doubt what ru claims, 3 origins"
    assert (
        said(untold("contradiction", "MoD|MoD"), rule=DISPUTED) == "first contradiction: MoD takes back what was said"
    )


def test_of_many_names_three_are_said() -> None:
    names = [untold("primary", f"Ministry {n}") for n in range(5)]
    assert (
        said(*names, stand=standing(primaries=5)) == "5 more primaries: Ministry 0, Ministry 1, Ministry 2 and 2 more"
    )


def test_a_sentence_is_short_whatever_feeds_call_people() -> None:
    endless = untold("primary", "x" * 5_000, "ru")
    assert len(said(endless, stand=standing(primaries=2))) < 120
    assert len(said(*[untold("withdrawn", str(n), source="y" * 900) for n in range(9)])) <= 240
    assert len(facts.gathered(["z" * 900] * 90)) <= 240


def test_one_notice_of_a_catch_up_names_some() -> None:
    assert facts.gathered(["A", "B", "C", "D"]) == "late, after an outage: 4 alerts: A; B; C and 1 more"


@pytest.mark.parametrize(
    ("when", "kinds"),
    [
        (match("x"), {"primary", "side"}),
        (contradict("x", "y"), {"side"}),
        (rate("x"), set()),
        (altered("withdrawn"), set()),
    ],
)
def test_whose_word_is_news_is_of_the_rules_kind(when: Condition, kinds: set[str]) -> None:
    assert facts.rings_for(rule("r", when)) == kinds


class TestWhatWouldRingAgain:
    DESK: Rules = rules(
        LEAVING, rule("changed", altered("withdrawn")), notice=urgency(renotify_min=10, ack_timeout_min=30)
    )

    def again(self, seen: AlertView) -> tuple[str, ...]:
        return facts.rings_again(seen, LEAVING, self.DESK)

    def test_voices_rungs_changes_and_time(self) -> None:
        assert self.again(view(known=[("primary", "MoD"), ("side", "ru")])) == (
            "another primary",
            "a side beside ru",
            "2 origins within 60 min: urgent",
            "2 primaries, 2 sides: flash",
            "evidence corrected or withdrawn",
            "no ack for 10 min",
        )

    def test_what_is_acknowledged_asks_for_a_word(self) -> None:
        assert self.again(view("acked"))[-1] == "no word for 30 min after ana's ack"

    def test_what_rests_tells_when_it_wakes(self) -> None:
        assert self.again(view("snoozed", until=NOW_MS + 15 * MINUTE_MS))[-1] == "the end of its snooze at 08:15Z"

    def test_what_is_resolved_opens_again_for_a_while(self) -> None:
        (line,) = self.again(view("resolved", 4))
        assert line == "until 10:00Z: a primary, a side, evidence corrected or withdrawn"

    def test_what_is_dismissed_comes_back_only_graver(self) -> None:
        assert self.again(view("dismissed", 3)) == ("2 primaries, 2 sides: flash",)
        assert self.again(view("dismissed", 4)) == ()

    def test_an_alert_of_a_rule_that_is_gone_says_what_is_left(self) -> None:
        assert facts.rings_again(view("acked", 1), None, Rules()) == ()
