"""Our own line or theirs."""

import itertools

from feeds.manners.outage import PROBE_MS, Outage
from feeds.records import PollState

WELL, ILL = PollState(state="ok", last_ok_ms=1), PollState(state="unreachable", failures=3, last_ok_ms=1)


def test_three_hosts_that_were_well_and_fall_silent_together_are_an_outage_of_ours() -> None:
    outage = Outage()
    for n, host in enumerate(("a", "b", "c")):
        assert outage.since_ms is None
        outage.unreached(n, host, WELL, 1_000 * n)
    assert outage.since_ms == 0


def test_feeds_that_failed_before_prove_nothing() -> None:
    outage = Outage()
    for n in range(50):
        outage.unreached(n, f"host{n}", ILL, n)
    assert outage.since_ms is None


def test_three_feeds_of_one_host_prove_nothing() -> None:
    outage = Outage()
    for n in range(50):
        outage.unreached(n, "one", WELL, n)
    assert outage.since_ms is None


def test_whoever_answers_in_between_clears_us() -> None:
    outage = Outage()
    for n in range(50):
        outage.unreached(n, f"host{n}", WELL, n)
        if n % 2:
            outage.answered(100)
    assert outage.since_ms is None


def test_those_that_failed_before_it_was_noticed_are_acquitted_once_with_their_old_states() -> None:
    outage = Outage()
    for n, state in enumerate((WELL, ILL, WELL, WELL)):
        outage.unreached(n, f"host{n}", state, n)
    assert outage.acquitted() == {0: WELL, 1: ILL, 2: WELL, 3: WELL}
    assert outage.acquitted() == {}


def test_an_answer_ends_an_outage() -> None:
    outage = Outage()
    for n in range(3):
        outage.unreached(n, f"host{n}", WELL, n)
    assert outage.since_ms is not None
    outage.answered(100)
    assert outage.since_ms is None


def test_feeds_that_never_answered_prove_something_when_there_are_ten_of_them() -> None:
    outage = Outage()
    for n in range(9):
        outage.unreached(n, f"host{n}", PollState(), n)
    assert outage.since_ms is None
    outage.unreached(9, "host9", PollState(), 9)
    assert outage.since_ms == 0


def test_three_that_died_together_and_stay_dead_when_we_are_back_are_not_acquitted_twice() -> None:
    outage = Outage()
    for n in range(3):
        outage.unreached(n, f"host{n}", WELL, n)
    outage.answered(100)
    for n in range(3):
        outage.unreached(n, f"host{n}", WELL, n)
    assert outage.since_ms is None
    for n in range(3):
        outage.answered(n)
    for n in range(3):
        outage.unreached(n, f"host{n}", WELL, n)
    assert outage.since_ms is not None


def test_an_operator_s_question_does_not_wait() -> None:
    outage = Outage()
    for n in range(3):
        outage.unreached(n, f"host{n}", WELL, 0)
    assert not outage.probes(1_000)
    outage.hasten()
    assert outage.probes(1_000)
    assert not outage.probes(1_001)


def test_while_offline_one_source_is_asked_now_and_then() -> None:
    outage = Outage()
    assert not outage.probes(0)
    for n in range(3):
        outage.unreached(n, f"host{n}", WELL, 0)
    asked = [ms for ms in range(0, 10 * PROBE_MS, 1_000) if outage.probes(ms)]
    assert [later - sooner for sooner, later in itertools.pairwise(asked)] == [PROBE_MS] * (len(asked) - 1)
    assert len(asked) == 9
