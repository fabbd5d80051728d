import time

from hypothesis import given
from hypothesis import strategies as st

from feeds.manners.schedule import Schedule


def test_a_source_starts_when_it_is_due_and_not_before() -> None:
    schedule = Schedule()
    schedule.put(1, "a", 5_000)
    assert schedule.take(4_999) == []
    assert schedule.wait_s(4_000) == 1.0
    assert schedule.take(5_000) == [1]


def test_nothing_waiting_means_no_time_to_wait_for() -> None:
    assert Schedule().wait_s(0) is None


def test_one_host_has_one_request_in_flight_and_a_gap_between_starts() -> None:
    schedule = Schedule(host_gap_s=1.0)
    for source in (1, 2):
        schedule.put(source, "a", 0)
    assert schedule.take(0) == [1]
    assert schedule.take(10_000) == []
    schedule.done(1)
    assert schedule.take(10_000) == [2]


def test_the_gap_counts_from_start_to_start() -> None:
    schedule = Schedule(host_gap_s=1.0)
    for source in (1, 2):
        schedule.put(source, "a", 0)
    schedule.take(0)
    schedule.done(1)
    assert schedule.take(999) == []
    assert schedule.wait_s(400) == 0.6
    assert schedule.take(1_000) == [2]


def test_other_hosts_are_not_held_up() -> None:
    schedule = Schedule()
    schedule.put(1, "a", 0)
    schedule.put(2, "a", 0)
    schedule.put(3, "b", 0)
    assert sorted(schedule.take(0)) == [1, 3]


def test_concurrency_bounds_all_hosts_together() -> None:
    schedule = Schedule(concurrency=3)
    for source in range(10):
        schedule.put(source, f"host{source}", source)
    assert schedule.take(100) == [0, 1, 2]
    assert schedule.wait_s(100) is None
    schedule.done(1)
    assert schedule.take(100) == [3]


def test_several_requests_may_run_on_one_host_when_allowed() -> None:
    schedule = Schedule(per_host=2, host_gap_s=0.0)
    for source in range(4):
        schedule.put(source, "a", 0)
    assert schedule.take(0) == [0, 1]
    schedule.done(0)
    assert schedule.take(0) == [2]


def test_a_gated_host_rests_and_the_gate_never_moves_nearer() -> None:
    schedule = Schedule()
    schedule.put(1, "a", 0)
    schedule.gate("a", 60_000)
    schedule.gate("a", 30_000)
    assert schedule.gated_until("a") == 60_000
    assert schedule.gated_until("b") == 0
    assert schedule.take(59_999) == []
    assert schedule.take(60_000) == [1]


def test_putting_again_re_times_a_source_both_ways() -> None:
    schedule = Schedule()
    schedule.put(1, "a", 1_000)
    schedule.put(1, "a", 9_000)
    assert schedule.take(8_999) == []
    schedule.put(1, "a", 2_000)
    assert schedule.take(2_000) == [1]
    schedule.done(1)
    assert schedule.take(99_000) == []


def test_a_source_can_move_to_another_host() -> None:
    schedule = Schedule()
    schedule.put(1, "a", 0)
    schedule.gate("a", 99_000)
    schedule.put(1, "b", 0)
    assert schedule.take(0) == [1]


def test_a_source_in_flight_never_starts_twice() -> None:
    schedule = Schedule(per_host=5, host_gap_s=0.0)
    schedule.put(1, "a", 0)
    schedule.take(0)
    schedule.put(1, "a", 0)
    assert schedule.take(0) == []
    schedule.done(1)
    assert schedule.take(0) == [1]


def test_a_removed_source_does_not_start() -> None:
    schedule = Schedule()
    schedule.put(1, "a", 0)
    schedule.put(2, "a", 0)
    schedule.remove(1)
    assert schedule.take(0) == [2]


def test_removing_a_source_in_flight_frees_its_slot_when_it_is_done() -> None:
    schedule = Schedule(concurrency=1)
    schedule.put(1, "a", 0)
    schedule.take(0)
    schedule.remove(1)
    schedule.done(1)
    schedule.put(2, "b", 0)
    assert schedule.take(0) == [2]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4_000)), min_size=1, max_size=40),
    st.integers(1, 4),
    st.integers(1, 3),
    st.integers(0, 900),
)
def test_manners_hold_and_everything_starts_once(
    sources: list[tuple[int, int]], concurrency: int, per_host: int, gap_ms: int
) -> None:
    schedule = Schedule(concurrency=concurrency, per_host=per_host, host_gap_s=gap_ms / 1000)
    for source, (host, due_ms) in enumerate(sources):
        schedule.put(source, str(host), due_ms)
    starts: dict[int, list[int]] = {}
    flying: dict[int, int] = {}
    started: list[int] = []
    for now_ms in range(0, 60_000, 250):
        for source in [source for source, end_ms in flying.items() if end_ms <= now_ms]:
            del flying[source]
            schedule.done(source)
        for source in schedule.take(now_ms):
            host, due_ms = sources[source]
            assert due_ms <= now_ms
            assert not starts.get(host) or now_ms - starts[host][-1] >= gap_ms
            starts.setdefault(host, []).append(now_ms)
            flying[source] = now_ms + 700
            started.append(source)
        assert len(flying) <= concurrency
        assert all(sum(sources[source][0] == host for source in flying) <= per_host for host in starts)
    assert sorted(started) == list(range(len(sources)))


def test_five_thousand_sources_on_one_host_cost_little_each() -> None:
    schedule = Schedule(concurrency=64, per_host=64, host_gap_s=0.0)
    for source in range(5_000):
        schedule.put(source, "a", source)
    began = time.process_time()
    count = 0
    while batch := schedule.take(10_000):
        for source in batch:
            schedule.done(source)
            schedule.put(source, "a", 99_000)
        count += len(batch)
    assert count == 5_000
    assert time.process_time() - began < 1.0


def test_many_that_are_due_in_one_second_are_spread_over_the_next_ones() -> None:
    schedule = Schedule()
    for source in range(10):
        schedule.put(source, f"host{source}", 5_400, spread=True)
    started = [(second, len(schedule.take(second * 1_000 + 999))) for second in range(5, 10)]
    for source in range(10):
        schedule.done(source)
    assert started == [(5, 3), (6, 3), (7, 3), (8, 1), (9, 0)]


def test_a_thousand_are_spread_over_no_more_than_a_hundred_seconds() -> None:
    schedule = Schedule(concurrency=1_000)
    for source in range(1_000):
        schedule.put(source, f"host{source}", 0, spread=True)
    taken = [len(schedule.take(second * 1_000 + 999)) for second in range(200)]
    assert sum(taken) == 1_000
    assert max(taken) <= 10
    assert not any(taken[170:])


def test_a_source_that_is_put_anew_gives_its_second_back() -> None:
    schedule = Schedule()
    for _ in range(50):
        for source in range(3):
            schedule.put(source, f"host{source}", 1_000, spread=True)
    assert len(schedule.take(1_999)) == 3


def test_no_more_start_than_were_asked_for() -> None:
    schedule = Schedule()
    for source in range(5):
        schedule.put(source, f"host{source}", source)
    assert schedule.take(100, most=1) == [0]
    assert schedule.take(100, most=2) == [1, 2]
    assert schedule.take(100) == [3, 4]
