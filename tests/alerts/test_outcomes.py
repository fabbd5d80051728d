"""What an answer means: sent, once more, failed, or never again to this receiver."""

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.delivery import outcomes
from alerts.delivery.outcomes import Again, Answered, Ended, Failed, Fault, Off, Outcome, Reply, Sent, Tried

NOW_MS = 1_800_000_000_000
HOUR_MS = 3_600_000


def _of(reply: Reply, attempts: int = 0, age_ms: int = 0, jitter: float = 0.0) -> Outcome:
    return outcomes.of(reply, Tried(NOW_MS - age_ms, attempts, NOW_MS, jitter))


def _wait_ms(outcome: Outcome) -> int:
    assert isinstance(outcome, Again)
    return outcome.at_ms - NOW_MS


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_success_is_sent(status: int) -> None:
    assert _of(Answered(status)) == Sent(f"HTTP {status}")


def test_the_answers_first_line_is_the_receipt() -> None:
    assert _of(Answered(200, receipt="ticket 4711")) == Sent("ticket 4711")


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_what_may_pass_is_tried_again(status: int) -> None:
    assert isinstance(_of(Answered(status)), Again)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422, 451])
def test_a_receiver_that_refuses_is_not_asked_again(status: int) -> None:
    assert _of(Answered(status)) == Failed(f"HTTP {status}")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    outcome = _of(Answered(status))
    assert isinstance(outcome, Failed)
    assert "redirects are not followed" in outcome.why


def test_a_receiver_that_is_gone_turns_its_channel_off() -> None:
    assert _of(Answered(410)) == Off("HTTP 410")


def test_the_waits_double_from_five_seconds_to_an_hour() -> None:
    waits = [_wait_ms(_of(Fault("connection refused"), attempts=n)) // 1_000 for n in range(13)]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600]


@given(st.integers(0, 10**6), st.floats(0, 1), st.integers(0, outcomes.GIVE_UP_MS - 1))
def test_no_wait_is_shorter_than_five_seconds_or_longer_than_an_hour(attempts: int, jitter: float, age_ms: int) -> None:
    assert 5_000 <= _wait_ms(_of(Fault("no answer"), attempts, age_ms, jitter)) <= HOUR_MS


def test_what_failed_together_does_not_come_again_together() -> None:
    waits = {_wait_ms(_of(Fault("no answer"), 6, jitter=jitter / 10)) for jitter in range(11)}
    assert len(waits) == 11


@given(st.sampled_from([Fault("no answer"), Answered(503), Answered(429, "86400"), Ended(75)]), st.integers(0, 99))
def test_nothing_is_tried_for_ever(reply: Reply, attempts: int) -> None:
    outcome = _of(reply, attempts, outcomes.GIVE_UP_MS)
    assert isinstance(outcome, Failed)
    assert "after 24 h" in outcome.why


@pytest.mark.parametrize(("asked", "waited_s"), [("120", 120), ("3", 5), ("999999999999", 3_600), ("0", 5)])
def test_a_receiver_says_when_to_come_again_within_reason(asked: str, waited_s: int) -> None:
    assert _wait_ms(_of(Answered(429, asked))) == waited_s * 1_000


def test_it_may_say_so_by_a_date() -> None:
    date = formatdate(NOW_MS / 1_000 + 300, usegmt=True)
    assert _wait_ms(_of(Answered(503, date))) == 300_000


@given(st.text())
def test_no_retry_after_upsets_anything(header: str) -> None:
    assert 5_000 <= _wait_ms(_of(Answered(503, header))) <= HOUR_MS


def test_a_program_says_by_its_exit_status_what_became_of_it() -> None:
    assert _of(Ended(0, "ticket 4711")) == Sent("ticket 4711")
    assert _of(Ended(75, said="queue full")) == Again(NOW_MS + 5_000, "exit status 75: queue full")
    assert _of(Ended(1, said="no such user")) == Failed("exit status 1: no such user")


def test_a_program_that_somebody_has_ended_did_not_refuse() -> None:
    assert _of(Ended(-15)) == Again(NOW_MS + 5_000, "ended by signal 15")
