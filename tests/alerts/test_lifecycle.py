"""The states of an alert, as a table."""

import itertools
from typing import get_args

import pytest

from alerts.life.lifecycle import OPEN, Act, State, after, on_evidence

HOUR_MS = 3_600_000
CLOSED = ("resolved", "dismissed", "expired")
WAYS: dict[tuple[State, Act], State] = {
    ("new", "acknowledge"): "acked",
    ("new", "snooze"): "snoozed",
    ("new", "resolve"): "resolved",
    ("new", "dismiss"): "dismissed",
    ("new", "assign"): "acked",
    ("acked", "snooze"): "snoozed",
    ("acked", "resolve"): "resolved",
    ("acked", "dismiss"): "dismissed",
    ("acked", "reopen"): "new",
    ("acked", "assign"): "acked",
    ("snoozed", "acknowledge"): "acked",
    ("snoozed", "snooze"): "snoozed",
    ("snoozed", "resolve"): "resolved",
    ("snoozed", "dismiss"): "dismissed",
    ("snoozed", "reopen"): "new",
    ("snoozed", "assign"): "acked",
    ("resolved", "reopen"): "new",
    ("dismissed", "reopen"): "new",
    ("expired", "reopen"): "new",
}


def grown(
    state: str, *, news: bool = False, climbs: bool = False, again: bool = False, closed_ms: int = HOUR_MS
) -> str:
    """What becomes of an alert that takes back news for two hours."""
    return on_evidence(state, news=news, climbs=climbs, again=again, closed_ms=closed_ms, reopen_ms=2 * HOUR_MS)


@pytest.mark.parametrize(("state", "act"), list(itertools.product(get_args(State), get_args(Act))))
def test_an_act_leads_to_its_state_or_means_nothing(state: State, act: Act) -> None:
    assert after(state, act) == WAYS.get((state, act))


@pytest.mark.parametrize("state", sorted(OPEN))
def test_an_open_alert_takes_in_whatever_comes(state: str) -> None:
    for news, climbs, again in itertools.product((False, True), repeat=3):
        assert grown(state, news=news, climbs=climbs, again=again) == "grows"


@pytest.mark.parametrize("state", CLOSED)
def test_copies_wake_nothing_that_is_closed(state: str) -> None:
    assert grown(state) == "quietly"
    assert grown(state, closed_ms=100 * HOUR_MS) == "quietly"


@pytest.mark.parametrize("state", ["resolved", "expired"])
def test_news_opens_what_was_closed_lately_and_is_another_alert_later(state: str) -> None:
    assert grown(state, news=True) == "reopens"
    assert grown(state, news=True, closed_ms=2 * HOUR_MS) == "reopens"
    assert grown(state, news=True, closed_ms=2 * HOUR_MS + 1) == "another"


def test_what_was_dismissed_comes_back_only_where_it_is_graver_however_late() -> None:
    assert grown("dismissed", news=True) == "quietly"
    assert grown("dismissed", news=True, climbs=True) == "reopens"
    assert grown("dismissed", news=True, climbs=True, closed_ms=100 * HOUR_MS) == "reopens"


@pytest.mark.parametrize(
    ("state", "growth"), [("resolved", "reopens"), ("expired", "reopens"), ("dismissed", "another")]
)
def test_the_same_another_time_is_judged_by_itself(state: str, growth: str) -> None:
    assert grown(state, again=True) == growth
    assert grown(state, again=True, closed_ms=100 * HOUR_MS) == "another"
