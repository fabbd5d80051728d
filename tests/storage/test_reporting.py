"""How the watch went: alarms for each hour in which somebody was there, how soon somebody answered, what rang in vain."""

from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.acting import acts as acting
from storage.acting.acts import Acts
from storage.reads import answering, watches
from storage.reads.answering import Moment, Ring
from storage.reads.reporting import Report, Sent, report
from storage.reads.watches import Coming, Span
from tests.storage.alerted import cleared, raised, told
from tests.storage.desk import HOUR_MS, MINUTE_MS, NOW_MS, Desk, open_desk

IN_TIME_MS = {4: 2 * MINUTE_MS}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(tmp_path / "feint.db") as desk:
        monkeypatch.setattr(acting, "_now", lambda: desk.now_ms)
        yield desk


@pytest.fixture
def ana(desk: Desk) -> Acts:
    return desk.acts("ana")


def at(desk: Desk, minutes: float) -> None:
    desk.now_ms = NOW_MS + round(minutes * MINUTE_MS)


def rings(desk: Desk, rule: str = "r", severity: str = "urgent", *, held: str = "") -> int:
    alert = raised(desk, rule, severity, about=str(desk.now_ms))
    told(desk, alert, severity=severity, held=held)
    return alert


def figures(desk: Desk, since_ms: int = NOW_MS) -> Report:
    return report(desk.path, since_ms, desk.now_ms + 1, IN_TIME_MS)


def test_of_a_watch_on_which_nothing_happened_all_figures_are_nought(desk: Desk) -> None:
    at(desk, 60)
    found = figures(desk)
    assert (found.alarms, found.alerts, found.watched_ms, found.per_hour, found.worst, found.worst_ms) == (
        0,
        0,
        0,
        None,
        0,
        None,
    )
    assert (found.rings, found.median_ms, found.p95_ms, found.late, found.never, found.noisiest) == (
        0,
        None,
        None,
        0,
        0,
        "",
    )
    assert (found.false, found.held_by_mutes, found.held_by_alerts, found.channels) == (0, 0, 0, ())


def test_alarms_count_for_the_hours_in_which_somebody_had_a_desk_open(desk: Desk, ana: Acts) -> None:
    rings(desk)
    at(desk, 10)
    ana.arrive(desk.now_ms)
    for minute in (20, 30, 40):
        at(desk, minute)
        rings(desk, held="" if minute != 40 else "mute 1 by ana: drill")
    at(desk, 130)
    ana.leave()
    at(desk, 200)
    found = figures(desk)
    assert (found.alarms, found.attended, found.watched_ms, found.per_hour) == (3, 2, 2 * HOUR_MS, 1.0)


def test_a_desk_that_is_open_still_counts_and_one_that_was_killed_until_its_operators_last_line(
    desk: Desk, ana: Acts
) -> None:
    ana.arrive(desk.now_ms)
    at(desk, 30)
    ana.log("still here")
    desk.commit(lambda run: run.execute("DELETE FROM desk"))
    at(desk, 60)
    ben = desk.acts("ben")
    ben.arrive(desk.now_ms)
    at(desk, 90)
    ben.seen(desk.now_ms)
    at(desk, 95)
    assert figures(desk).watched_ms == 60 * MINUTE_MS


def test_the_worst_ten_minutes_are_those_with_the_most_alarms(desk: Desk) -> None:
    for minute in (0, 9, 30, 31, 39.5, 40, 60):
        at(desk, minute)
        rings(desk)
    found = figures(desk)
    assert (found.worst, found.worst_ms) == (3, NOW_MS + 30 * MINUTE_MS)


def test_how_soon_somebody_answered_and_what_was_late_or_never_answered(desk: Desk, ana: Acts) -> None:
    alerts = [
        rings(desk, rule, severity) for rule, severity in (("one", "urgent"), ("two", "flash"), ("three", "urgent"))
    ]
    at(desk, 1)
    ana.set_alert_state(alerts[:1], "acked")
    at(desk, 5)
    told(desk, alerts[1], reason="renotify")
    ana.assign(alerts[1:2], "ben")
    at(desk, 40)
    found = figures(desk)
    assert (found.rings, found.answered, found.late, found.never) == (3, 2, 1, 1)
    assert (found.median_ms, found.p95_ms) == (MINUTE_MS, 5 * MINUTE_MS)


def test_what_ended_by_itself_soon_after_it_rang_needed_no_answer(desk: Desk) -> None:
    alert = rings(desk)
    at(desk, 5)
    cleared(desk, alert)
    at(desk, 300)
    assert (figures(desk).rings, figures(desk).never) == (1, 0)


def test_an_alert_that_rings_again_after_it_was_answered_is_another_ring(desk: Desk, ana: Acts) -> None:
    alert = rings(desk)
    at(desk, 2)
    ana.snooze([alert], desk.now_ms + HOUR_MS)
    at(desk, 20)
    told(desk, alert, reason="primary")
    at(desk, 50)
    ana.set_alert_state([alert], "resolved")
    found = figures(desk)
    assert (found.rings, found.answered, found.late) == (2, 2, 1)
    assert (figures(desk, NOW_MS + 10 * MINUTE_MS).rings, found.alerts) == (1, 1)


def test_the_noisiest_rule_and_the_share_that_was_false(desk: Desk, ana: Acts) -> None:
    alerts = []
    for n, rule in enumerate(("one", "two", "two")):
        at(desk, n)
        alerts.append(rings(desk, rule))
    ana.set_alert_state(alerts[:1], "dismissed", reason="false positive")
    ana.set_alert_state(alerts[1:2], "dismissed", reason="False-positive: it was a drill")
    ana.set_alert_state(alerts[2:], "dismissed", reason="duplicate")
    found = figures(desk)
    assert (found.noisiest, found.noisiest_alarms, found.false, found.alerts) == ("two", 2, 2, 3)


def test_what_was_held_back_and_by_what(desk: Desk) -> None:
    for held in ("mute 1 by ana: drill", "mute 2 by ben: x", "alert 7 (offline) is open"):
        rings(desk, held=held)
        desk.now_ms += 1
    found = figures(desk)
    assert (found.held_by_mutes, found.held_by_alerts, found.alarms, found.rings) == (2, 1, 0, 0)


def test_what_became_of_deliveries_by_channel(desk: Desk) -> None:
    sent = (
        ("hook", "sent", 5),
        ("hook", "failed", 5),
        ("hook", "failed", 0),
        ("a", "digested", 5),
        ("a", "waiting", None),
    )
    desk.commit(
        lambda run: run.executemany(
            "INSERT INTO outbox(delivery, channel, severity, payload, made_ms, state, due_ms, done_ms) VALUES"
            " (?, ?, 3, '', 0, ?, 0, ?)",
            [(n, name, state, done and NOW_MS + done) for n, (name, state, done) in enumerate(sent) if done != 0],
        )
    )
    at(desk, 1)
    assert figures(desk).channels == (Sent("a", 0, 0, 1), Sent("hook", 1, 1, 0))


def test_who_goes_closes_the_desk_that_they_opened_last() -> None:
    comings = [Coming(1, "ana", True), Coming(2, "ben", True), Coming(3, "ana", True), Coming(5, "ana", False)]
    assert watches.unclosed(comings) == [("ana", 1), ("ben", 2)]
    assert watches.stays(comings, {("ana", 1): 2, ("ben", 2): 9}) == [Span(3, 5), Span(1, 2), Span(2, 9)]
    assert watches.stays([Coming(1, "ana", False)], {}) == []


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda ends: Span(*sorted(ends))), max_size=8)


@given(spans, st.integers(0, 40), st.integers(0, 40))
def test_times_together_are_every_moment_that_somebody_was_there_once(
    stays: list[Span], since: int, until: int
) -> None:
    found = watches.together(stays, since, until)
    there = {t for stay in stays for t in range(stay.from_ms, stay.to_ms) if since <= t < until}
    assert {t for span in found for t in range(span.from_ms, span.to_ms)} == there
    assert sum(span.to_ms - span.from_ms for span in found) == len(there)
    assert all(a.to_ms < b.from_ms for a, b in pairwise(found))


@given(st.lists(st.integers(0, 5), max_size=20), st.integers(1, 6))
def test_no_stretch_holds_more_moments_than_the_densest(gaps: list[int], long: int) -> None:
    moments = list(accumulate(gaps))
    counts = {first: sum(first <= t < first + long for t in moments) for first in moments}
    assert watches.densest(moments, long) == (
        max(counts.values(), default=0),
        max(counts, key=lambda t: counts[t], default=None),
    )


@given(st.lists(st.sampled_from(["rang", "answered", "ended"]), max_size=12))
def test_each_ring_begins_with_an_alarm_and_ends_with_what_came_next(whats: list[answering.What]) -> None:
    found = answering.rings([Moment(n, what, 3) for n, what in enumerate(whats)])
    for ring in found:
        assert whats[ring.at_ms] == "rang"
        assert "rang" in whats[ring.at_ms :]
        after = [n for n, what in enumerate(whats) if n > ring.at_ms and what != "rang"]
        assert ring.until_ms == (after[0] if after else None)
        assert ring.is_answered == bool(after and whats[after[0]] == "answered")
    covered = {n for ring in found for n in range(ring.at_ms, len(whats) if ring.until_ms is None else ring.until_ms)}
    assert all(n in covered for n, what in enumerate(whats) if what == "rang")


def test_a_ring_goes_on_until_now() -> None:
    assert (Ring(5, 3).lasted_ms(20), Ring(5, 3, 9, is_answered=True).lasted_ms(20)) == (15, 4)


@pytest.mark.parametrize(("share", "length"), [(0.5, 50), (0.95, 95), (1.0, 100), (0.001, 1)])
def test_a_quantile_is_a_length_that_there_was(share: float, length: int) -> None:
    assert answering.quantile(list(range(100, 0, -1)), share) == length
    assert answering.quantile([], share) is None
