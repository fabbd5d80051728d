"""A channel's cap: so many go, the rest goes as one, and nothing is ever dropped."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from alerts.delivery import flood
from alerts.delivery.flood import FLASH, Candidate, Flood, Hold

TEN_MINUTES_MS = 600_000
CAP = Flood(10, TEN_MINUTES_MS)
NOTICE = 2


def _many(count: int, severity: int = NOTICE, first: int = 1, held: bool = False) -> list[Candidate]:
    return [Candidate(id, severity, held) for id in range(first, first + count)]


def test_what_is_within_the_cap_goes_at_once() -> None:
    plan = flood.plan(CAP, [], _many(10), 0)
    assert plan == ((*range(1, 11),), (), ())


def test_what_is_beyond_waits_until_there_is_room() -> None:
    plan = flood.plan(CAP, [1_000 * n for n in range(10)], _many(2), 60_000)
    assert plan == ((), (), (Hold(1, TEN_MINUTES_MS), Hold(2, TEN_MINUTES_MS)))


def test_what_has_waited_goes_as_one_when_there_is_room() -> None:
    gone = [1_000 * n for n in range(10)]
    plan = flood.plan(CAP, gone, [*_many(40, held=True), Candidate(41, NOTICE)], TEN_MINUTES_MS)
    assert plan.digest == (*range(1, 41),)
    assert plan.go == ()
    assert plan.hold == (Hold(41, TEN_MINUTES_MS + 1_000),)


def test_one_that_has_waited_alone_goes_as_itself() -> None:
    assert flood.plan(CAP, [], _many(1, held=True), TEN_MINUTES_MS) == ((1,), (), ())


def test_a_flash_goes_beyond_the_cap_up_to_as_many_again() -> None:
    plan = flood.plan(CAP, [0] * 10, [*_many(12, FLASH), *_many(1, NOTICE, first=13)], 1)
    assert plan.go == (*range(1, 11),)
    assert plan.hold == (Hold(11, TEN_MINUTES_MS), Hold(12, TEN_MINUTES_MS), Hold(13, TEN_MINUTES_MS + 1))


def test_a_desk_asks_for_one_at_a_time() -> None:
    assert flood.takes(CAP, [0] * 9, NOTICE, 1)
    assert not flood.takes(CAP, [0] * 10, NOTICE, 1)
    assert flood.takes(CAP, [0] * 19, FLASH, 1)
    assert not flood.takes(CAP, [0] * 20, FLASH, 1)
    assert flood.takes(CAP, [0] * 20, NOTICE, TEN_MINUTES_MS)


def test_what_went_in_a_time_to_come_does_not_count() -> None:
    assert flood.takes(CAP, [10**9] * 20, NOTICE, 0)


severities = st.integers(1, FLASH)
caps = st.builds(Flood, st.integers(1, 5), st.integers(1_000, 100_000))


@given(caps, st.lists(st.integers(0, 50_000)), st.lists(st.tuples(severities, st.booleans())), st.integers(0, 50_000))
def test_each_goes_waits_or_is_digested_and_nothing_else(
    cap: Flood, gone: list[int], waiting: list[tuple[int, bool]], now_ms: int
) -> None:
    candidates = [Candidate(id, *each) for id, each in enumerate(waiting)]
    plan = flood.plan(cap, gone, candidates, now_ms)
    assert sorted([*plan.go, *plan.digest, *(each.id for each in plan.hold)]) == [each.id for each in candidates]
    assert all(now_ms < each.until_ms <= now_ms + cap.most_ms for each in plan.hold)
    assert all(candidates[id].held for id in plan.digest)


@given(caps, st.lists(st.tuples(st.integers(0, 20_000), severities), max_size=60))
def test_every_notice_goes_in_the_end_and_no_window_holds_more_than_the_cap(
    cap: Flood, made: list[tuple[int, int]]
) -> None:
    sends, told = _lived(cap, made)
    assert sorted(told) == list(range(len(made)))
    for at_ms, _ in sends:
        within = [severity for other, severity in sends if at_ms - cap.most_ms < other <= at_ms]
        assert len(within) <= 2 * cap.most
    for n, (at_ms, severity) in enumerate(sends):
        before = [other for other, _ in sends[:n] if at_ms - cap.most_ms < other]
        assert severity >= FLASH or len(before) < cap.most


def _lived(cap: Flood, made: Sequence[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[int]]:
    """Send what is made after such waits, as a drain does; returns what went when, and what was told of."""
    times: list[int] = []
    for wait_ms, _ in made:
        times.append((times[-1] if times else 0) + wait_ms)
    due = dict(enumerate(times))
    held: set[int] = set()
    sends: list[tuple[int, int]] = []
    told: list[int] = []
    while due:
        now_ms = min(due.values())
        waiting = [Candidate(id, made[id][1], id in held) for id in sorted(due) if due[id] <= now_ms]
        plan = flood.plan(cap, [at_ms for at_ms, _ in sends], waiting, now_ms)
        if plan.digest:
            sends.append((now_ms, 0))
        sends += [(now_ms, made[id][1]) for id in plan.go]
        for id in (*plan.digest, *plan.go):
            told.append(id)
            del due[id]
        for each in plan.hold:
            due[each.id] = each.until_ms
            held.add(each.id)
    return sends, told
