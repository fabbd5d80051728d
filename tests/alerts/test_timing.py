"""When an alert is told of, repeated, handed on, given up: each by its own clock."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.life import timing
from alerts.life.timing import AGAIN_MS, GATHER_MS, Next, Terms, Times
from alerts.rules import Step
from storage.alerting.facts import Untold
from tests.storage.ruling import HOUR_MS, MINUTE_MS, match, rule, rules, urgency

T = 1_800_000_000_000
TERMS = Terms(
    hold_ms=0,
    cooldown_ms=10 * MINUTE_MS,
    expire_ms=24 * HOUR_MS,
    renotify_ms=15 * MINUTE_MS,
    ack_timeout_ms=30 * MINUTE_MS,
    escalate=(Step(5 * MINUTE_MS, "duty"), Step(20 * MINUTE_MS, "head")),
)
NEW = Times("new", T, 3, T, noticed_ms=T, noticed_severity=3)
PLAIN = replace(TERMS, renotify_ms=None, escalate=())


def fact(kind: str, at_ms: int = T) -> Untold:
    return Untold(kind, "", at_ms)


def due(times: Times, terms: Terms = TERMS) -> tuple[str | None, int]:
    """What is done first, and how long after T, when one looks just when one was told to."""
    now_ms, do, look_ms = T, *timing.next_step(times, terms, T)
    while do is None and look_ms is not None:
        now_ms = look_ms
        do, look_ms = timing.next_step(times, terms, now_ms)
    return do, now_ms - T


class TestTheFirstNotice:
    RAISED = replace(NEW, noticed_ms=None, noticed_severity=0, untold=(fact("raised"), fact("primary")))

    def test_is_told_at_once(self) -> None:
        assert due(self.RAISED) == ("tell", 0)

    def test_waits_for_the_hold_to_the_millisecond(self) -> None:
        held = replace(TERMS, hold_ms=90_001)
        assert due(self.RAISED, held) == ("tell", 90_001)
        assert timing.next_step(self.RAISED, held, T + 90_000) == Next(None, T + 90_001)

    def test_of_a_catch_up_waits_for_the_others(self) -> None:
        late = replace(self.RAISED, untold=(*self.RAISED.untold, fact("late")))
        assert due(late) == ("tell", GATHER_MS)
        assert due(late, replace(TERMS, hold_ms=2 * GATHER_MS)) == ("tell", 2 * GATHER_MS)

    def test_comes_before_any_repetition_or_escalation(self) -> None:
        patient = replace(TERMS, hold_ms=HOUR_MS)
        assert due(self.RAISED, patient) == ("tell", HOUR_MS)

    def test_whose_hold_ran_out_while_nobody_looked_is_due_now(self) -> None:
        assert timing.next_step(self.RAISED, TERMS, T + HOUR_MS).do == "tell"


class TestNews:
    FACT = replace(NEW, untold=(fact("side", T + MINUTE_MS),))

    def test_waits_for_the_cooldown_since_the_last_notice(self) -> None:
        assert due(self.FACT, PLAIN) == ("tell", 10 * MINUTE_MS)

    def test_is_told_at_once_where_the_alert_is_graver_than_was_told(self) -> None:
        assert due(replace(self.FACT, severity=4), PLAIN) == ("tell", MINUTE_MS)

    def test_goes_along_with_a_repetition_that_comes_before_the_cooldown_is_over(self) -> None:
        assert due(self.FACT, replace(TERMS, renotify_ms=2 * MINUTE_MS)) == ("tell", 2 * MINUTE_MS)

    @pytest.mark.parametrize("state", ["acked", "snoozed"])
    def test_rings_for_what_somebody_has_taken_on_or_laid_aside(self, state: str) -> None:
        later = replace(self.FACT, state=state, snoozed_until_ms=T + HOUR_MS)
        assert due(later, PLAIN) == ("tell", 10 * MINUTE_MS)

    @pytest.mark.parametrize("state", ["acked", "snoozed"])
    def test_that_stood_there_when_somebody_acted_has_been_seen(self, state: str) -> None:
        seen = replace(self.FACT, state=state, state_ms=T + 2 * MINUTE_MS)
        assert due(seen, replace(PLAIN, ack_timeout_ms=None)) == ("expire", 24 * HOUR_MS + 2 * MINUTE_MS)

    @pytest.mark.parametrize("state", ["resolved", "dismissed", "expired"])
    def test_is_nothing_to_what_is_closed(self, state: str) -> None:
        assert timing.next_step(replace(self.FACT, state=state), TERMS, T + 99 * HOUR_MS) == Next(None, None)

    def test_is_told_before_an_alert_expires(self) -> None:
        patient = replace(PLAIN, cooldown_ms=48 * HOUR_MS)
        assert due(self.FACT, patient) == ("tell", 48 * HOUR_MS)


class TestRepetition:
    STEADY = replace(TERMS, escalate=())

    def test_counts_from_the_last_notice(self) -> None:
        assert due(NEW, self.STEADY) == ("repeat", 15 * MINUTE_MS)
        assert due(replace(NEW, noticed_ms=T + 7), self.STEADY) == ("repeat", 15 * MINUTE_MS + 7)

    def test_keeps_to_its_time_though_it_is_shorter_than_the_cooldown(self) -> None:
        assert due(NEW, replace(self.STEADY, renotify_ms=2 * MINUTE_MS)) == ("repeat", 2 * MINUTE_MS)

    def test_that_is_overdue_by_hours_is_made_once(self) -> None:
        now_ms = T + 5 * HOUR_MS
        assert timing.next_step(NEW, self.STEADY, now_ms).do == "repeat"
        sent = replace(NEW, noticed_ms=now_ms)
        assert timing.next_step(sent, self.STEADY, now_ms) == Next(None, now_ms + 15 * MINUTE_MS)

    def test_is_for_what_is_new_alone(self) -> None:
        assert due(replace(NEW, state="acked"), replace(self.STEADY, ack_timeout_ms=None))[0] == "expire"

    def test_of_what_was_acknowledged_and_set_back_is_due_at_once(self) -> None:
        assert timing.next_step(replace(NEW, state_ms=T + HOUR_MS), self.STEADY, T + HOUR_MS).do == "repeat"

    def test_of_what_was_held_back_from_the_beginning_counts_from_when_it_became_new(self) -> None:
        assert due(replace(NEW, noticed_ms=None), self.STEADY) == ("repeat", 15 * MINUTE_MS)

    def test_that_is_held_back_is_tried_again_after_a_while(self) -> None:
        held, late_ms = replace(NEW, is_held=True), T + HOUR_MS
        assert timing.next_step(held, TERMS, late_ms) == Next(None, late_ms + AGAIN_MS)

    def test_is_not_for_what_was_brought_in_silently(self) -> None:
        assert due(replace(NEW, is_quiet=True)) == ("expire", 24 * HOUR_MS)


class TestEscalation:
    def test_counts_from_when_it_became_new_and_goes_on_step_by_step(self) -> None:
        silent = replace(TERMS, renotify_ms=None)
        assert due(NEW, silent) == ("escalate", 5 * MINUTE_MS)
        assert due(replace(NEW, escalated=1), silent) == ("escalate", 20 * MINUTE_MS)
        assert due(replace(NEW, escalated=2), silent) == ("expire", 24 * HOUR_MS)

    def test_goes_by_its_own_clock_whatever_was_told_meanwhile(self) -> None:
        assert due(replace(NEW, noticed_ms=T + 4 * MINUTE_MS)) == ("escalate", 5 * MINUTE_MS)

    def test_ends_with_an_acknowledgement(self) -> None:
        assert due(replace(NEW, state="acked")) == ("time out", 30 * MINUTE_MS)


class TestAcknowledgement:
    ACKED = replace(NEW, state="acked")

    def test_times_out(self) -> None:
        assert due(self.ACKED) == ("time out", 30 * MINUTE_MS)

    def test_holds_on_from_the_last_line_about_the_alert(self) -> None:
        assert due(replace(self.ACKED, line_ms=T + 20 * MINUTE_MS)) == ("time out", 50 * MINUTE_MS)

    def test_does_not_hold_on_for_a_line_of_times_to_come(self) -> None:
        now_ms = T + 30 * MINUTE_MS
        assert timing.next_step(replace(self.ACKED, line_ms=now_ms + HOUR_MS), TERMS, now_ms).do == "time out"

    def test_whose_time_is_out_rings_whatever_the_cooldown(self) -> None:
        again = replace(NEW, state_ms=T + 5, noticed_ms=T, untold=(fact("timeout", T + 5),))
        assert timing.next_step(again, TERMS, T + 5).do == "tell"


class TestRest:
    SNOOZED = replace(NEW, state="snoozed", snoozed_until_ms=T + HOUR_MS)

    def test_ends_at_its_time(self) -> None:
        assert due(self.SNOOZED) == ("wake", HOUR_MS)

    def test_that_ended_while_nobody_looked_ends_now(self) -> None:
        assert timing.next_step(self.SNOOZED, TERMS, T + 3 * HOUR_MS).do == "wake"

    def test_is_never_cut_short_by_age(self) -> None:
        long = replace(self.SNOOZED, snoozed_until_ms=T + 72 * HOUR_MS)
        assert due(long) == ("wake", 72 * HOUR_MS)


class TestAge:
    def test_counts_from_the_newest_evidence_or_the_last_act(self) -> None:
        assert due(replace(NEW, evidence_ms=T + HOUR_MS), PLAIN) == ("expire", 25 * HOUR_MS)
        assert due(replace(NEW, state_ms=T + 2 * HOUR_MS), PLAIN) == ("expire", 26 * HOUR_MS)

    def test_is_nothing_to_an_alert_without_evidence_which_lasts_as_long_as_its_cause(self) -> None:
        assert timing.next_step(replace(NEW, evidence_ms=None), PLAIN, T + 999 * HOUR_MS) == Next(None, None)


def test_a_rule_has_its_own_hold_and_cooldown_and_a_severity_its_own_urgency() -> None:
    own = rule("own", match("x"), hold_min=1, cooldown_min=2)
    desk = rules(own, urgent=urgency(renotify_min=3, ack_timeout_min=4, escalate=[(5, "duty")]))
    assert timing.terms(desk, own, 3) == Terms(
        MINUTE_MS, 2 * MINUTE_MS, 24 * HOUR_MS, 3 * MINUTE_MS, 4 * MINUTE_MS, (Step(5 * MINUTE_MS, "duty"),)
    )
    assert timing.terms(desk, None, 2) == Terms(0, 10 * MINUTE_MS, 24 * HOUR_MS)


MOMENTS = st.integers(T - HOUR_MS, T + 48 * HOUR_MS)
SOME_TIMES = st.builds(
    Times,
    state=st.sampled_from(["new", "acked", "snoozed", "resolved", "dismissed", "expired"]),
    state_ms=MOMENTS,
    severity=st.integers(1, 4),
    evidence_ms=st.none() | MOMENTS,
    snoozed_until_ms=st.none() | MOMENTS,
    noticed_ms=st.none() | MOMENTS,
    noticed_severity=st.integers(0, 4),
    escalated=st.integers(0, 2),
    line_ms=st.none() | MOMENTS,
    untold=st.lists(
        st.builds(
            fact,
            st.sampled_from(["raised", "late", "rung", "primary", "side", "timeout", "snooze", "reopened"]),
            MOMENTS,
        ),
        max_size=3,
    ).map(tuple),
    is_quiet=st.booleans(),
    is_held=st.booleans(),
)
SOME_TERMS = st.builds(
    Terms,
    hold_ms=st.integers(0, HOUR_MS),
    cooldown_ms=st.integers(0, HOUR_MS),
    expire_ms=st.integers(HOUR_MS, 24 * HOUR_MS),
    renotify_ms=st.none() | st.integers(MINUTE_MS, HOUR_MS),
    ack_timeout_ms=st.none() | st.integers(MINUTE_MS, HOUR_MS),
    escalate=st.just(TERMS.escalate),
)


@given(SOME_TIMES, SOME_TERMS, MOMENTS, st.integers(0, 48 * HOUR_MS))
def test_nothing_is_due_before_the_time_one_was_told_to_look(
    times: Times, terms: Terms, now_ms: int, later_ms: int
) -> None:
    do, look_ms = timing.next_step(times, terms, now_ms)
    if do is None and look_ms is not None:
        assert look_ms > now_ms
        between_ms = min(now_ms + later_ms, look_ms - 1)
        again = timing.next_step(times, terms, between_ms)
        assert again.do is None
        assert again.look_ms is not None
        assert times.is_held or again.look_ms == look_ms or times.line_ms is not None
    if do is None and look_ms is None:
        assert timing.next_step(times, terms, now_ms + later_ms) == Next(None, None)


@given(SOME_TIMES, SOME_TERMS, MOMENTS)
def test_an_open_alert_with_evidence_is_always_looked_at_again(times: Times, terms: Terms, now_ms: int) -> None:
    do, look_ms = timing.next_step(times, terms, now_ms)
    is_open = times.state in ("new", "acked") and times.evidence_ms is not None
    assert not is_open or do is not None or look_ms is not None
