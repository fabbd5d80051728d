"""The states of an alert, as a table."""

import itertools
from typing import get_args

import pytest

from alerts.lifecycle import Act, Firing, State, after, on_match, on_silence

WAYS: dict[tuple[State, Act], State] = {
    ("new", "acknowledge"): "acked",
    ("new", "resolve"): "resolved",
    ("acked", "resolve"): "resolved",
    ("acked", "reopen"): "new",
    ("resolved", "reopen"): "new",
}


@pytest.mark.parametrize(("state", "act"), list(itertools.product(get_args(State), get_args(Act))))
def test_an_act_leads_to_its_state_or_means_nothing(state: State, act: Act) -> None:
    assert after(state, act) == WAYS.get((state, act))


@pytest.mark.parametrize(
    ("raised_before", "first_poll", "firing"),
    [(False, False, "raise"), (False, True, "nothing"), (True, False, "evidence"), (True, True, "evidence")],
)
def test_a_match_rings_once_and_never_for_a_first_poll(raised_before: bool, first_poll: bool, firing: Firing) -> None:
    assert on_match(raised_before=raised_before, first_poll=first_poll) == firing


@pytest.mark.parametrize(
    ("has_rung", "silent_ms", "firing"),
    [(False, 59_999, "nothing"), (False, 60_000, "raise"), (True, 60_000, "nothing"), (True, 9**9, "nothing")],
)
def test_a_silence_rings_once_when_it_is_long_enough(has_rung: bool, silent_ms: int, firing: Firing) -> None:
    assert on_silence(has_rung=has_rung, silent_ms=silent_ms, after_s=60.0) == firing
