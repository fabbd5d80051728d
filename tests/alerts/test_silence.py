"""Silence rules: a source that answers but brings nothing, once for each silence."""

from collections.abc import Callable, Sequence

import pytest

from alerts import engine
from alerts.rules import Rule, Rules, Silence
from storage.acting import acts as acting
from tests.storage.desk import HOUR_MS, MINUTE_MS, NOW_MS, Desk, entry

RULE = Rule("quiet", 2, Silence(HOUR_MS))
Listen = Callable[[int], None]


@pytest.fixture
def listen(desk: Desk) -> Listen:
    """Let so many milliseconds pass, watching once a minute, as a collector does that began with the desk."""
    desk.rules = Rules((RULE,))

    def pass_time(ms: int) -> None:
        until = desk.now_ms + ms
        while desk.now_ms < until:
            desk.now_ms = min(until, desk.now_ms + MINUTE_MS)
            desk.commit(lambda run: engine.watch_silence(run, desk.rules, NOW_MS, desk.now_ms))

    return pass_time


def standing(desk: Desk) -> list[tuple[str, str]]:
    return [(row.title, row.state) for row in desk.reader().alerts()]


def test_it_rings_once_when_a_source_has_been_silent_for_long_enough(desk: Desk, listen: Listen) -> None:
    source = desk.source("Wire")
    desk.item(source, "Bridge closed")
    listen(59 * MINUTE_MS)
    assert standing(desk) == []
    listen(5 * HOUR_MS)
    (alert,) = desk.reader().alerts()
    assert (alert.rule, alert.severity, alert.source_id, alert.item_id) == ("quiet", 2, source, None)
    assert alert.title == "Wire: nothing new for 60 min"
    assert [row.state for row in desk.reader().sources(desk.now_ms)] == ["quiet"]


@pytest.mark.parametrize(("hours", "said"), [(1, "60 min"), (3, "3 h"), (47, "47 h"), (48, "2 d"), (200, "8 d")])
def test_it_says_how_long(desk: Desk, hours: int, said: str) -> None:
    desk.rules = Rules((Rule("quiet", 2, Silence(hours * HOUR_MS)),))
    desk.item(desk.source("Wire"), "Bridge closed")
    now_ms = desk.now_ms + hours * HOUR_MS + 1
    desk.commit(lambda run: engine.watch_silence(run, desk.rules, NOW_MS, now_ms))
    assert standing(desk) == [(f"Wire: nothing new for {said}", "new")]


def test_a_source_that_answers_and_has_never_brought_anything_is_silent_too(desk: Desk, listen: Listen) -> None:
    desk.source("Wire")
    listen(61 * MINUTE_MS)
    assert standing(desk) == [("Wire: nothing new for 60 min", "new")]


def test_a_source_that_was_never_reached_is_not_silent(desk: Desk, listen: Listen) -> None:
    desk.source("Wire", polled=False)
    listen(3 * HOUR_MS)
    assert standing(desk) == []


def test_a_collector_that_has_just_begun_to_listen_rings_for_nobody(desk: Desk, listen: Listen) -> None:
    desk.item(desk.source("Wire"), "Bridge closed")
    began_ms = desk.now_ms + 7 * 24 * HOUR_MS

    def watch(after_ms: int) -> None:
        desk.commit(lambda run: engine.watch_silence(run, desk.rules, began_ms, began_ms + after_ms))

    watch(0)
    watch(HOUR_MS - 1)
    assert standing(desk) == []
    watch(HOUR_MS)
    assert standing(desk) == [("Wire: nothing new for 7 d", "new")]


def test_the_next_item_resolves_it_and_an_answer_without_news_does_not(desk: Desk, listen: Listen) -> None:
    source = desk.source("Wire")
    desk.item(source, "Bridge closed")
    listen(2 * HOUR_MS)
    desk.poll(source, entry("Bridge closed"))
    assert [state for _, state in standing(desk)] == ["new"]
    desk.item(source, "Rain is near")
    assert [state for _, state in standing(desk)] == ["resolved"]
    assert desk.all("SELECT act, detail FROM event ORDER BY n DESC LIMIT 1") == [("cleared", "the source speaks again")]


def test_the_next_silence_opens_the_alert_again_and_one_much_later_is_another(desk: Desk, listen: Listen) -> None:
    source = desk.source("Wire")
    for title in ("Bridge closed", "Rain is near"):
        desk.item(source, title)
        listen(2 * HOUR_MS)
    assert [state for _, state in standing(desk)] == ["new"]
    assert [notice.reason for notice in desk.reader().notices_after(0)] == ["first", "reopened"]
    for n in range(6):
        desk.item(source, f"Ferry {n} is late")
        listen(HOUR_MS // 2)
    listen(HOUR_MS)
    assert [state for _, state in standing(desk)] == ["new", "resolved"]


@pytest.mark.parametrize("state", ["acked", "resolved"])
def test_a_silence_that_somebody_has_dealt_with_does_not_ring_again(desk: Desk, listen: Listen, state: str) -> None:
    desk.item(desk.source("Wire"), "Bridge closed")
    listen(2 * HOUR_MS)
    desk.acts().set_alert_state([1], "acked" if state == "acked" else "resolved")
    listen(5 * HOUR_MS)
    assert [found for _, found in standing(desk)] == [state]


@pytest.mark.parametrize("state", ["unreachable", "http-error", "rate-limited", "malformed", "gone"])
def test_a_source_out_of_reach_is_not_silent_and_its_silence_counts_from_its_return(
    desk: Desk, listen: Listen, state: str
) -> None:
    source = desk.source("Wire")
    desk.item(source, "Bridge closed")
    desk.poll(source, state=state)
    listen(5 * HOUR_MS)
    assert standing(desk) == []
    desk.poll(source)
    listen(59 * MINUTE_MS)
    assert standing(desk) == []
    listen(2 * MINUTE_MS)
    assert standing(desk) == [("Wire: nothing new for 60 min", "new")]


def test_a_paused_source_is_not_silent_and_its_silence_counts_from_when_it_goes_on(
    desk: Desk, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acting, "_now", lambda: desk.now_ms)
    source, acts = desk.source("Wire"), desk.acts()
    desk.item(source, "Bridge closed")
    acts.pause([source], True)
    listen(5 * HOUR_MS)
    acts.pause([source], False)
    listen(59 * MINUTE_MS)
    assert standing(desk) == []
    listen(2 * MINUTE_MS)
    assert standing(desk) == [("Wire: nothing new for 60 min", "new")]
    acts.undo()
    listen(HOUR_MS)
    assert [state for _, state in standing(desk)] == ["new"]


def test_a_silence_that_rings_already_outlives_an_outage_without_ringing_again(desk: Desk, listen: Listen) -> None:
    source = desk.source("Wire")
    desk.item(source, "Bridge closed")
    listen(2 * HOUR_MS)
    desk.poll(source, state="timeout")
    desk.poll(source)
    listen(5 * HOUR_MS)
    assert [state for _, state in standing(desk)] == ["new"]


@pytest.mark.parametrize(
    ("when", "rings_for"),
    [
        (Silence(HOUR_MS), ["Wire", "Herald"]),
        (Silence(HOUR_MS, kinds=frozenset({"wire"})), ["Wire"]),
        (Silence(HOUR_MS, sources=frozenset({"Herald"})), ["Herald"]),
        (Silence(HOUR_MS, frozenset({"wire"}), frozenset({"Herald"})), ["Wire", "Herald"]),
        (Silence(HOUR_MS, kinds=frozenset({"state"})), []),
    ],
)
def test_a_rule_speaks_of_the_kinds_and_sources_it_names(
    desk: Desk, listen: Listen, when: Silence, rings_for: list[str]
) -> None:
    desk.rules = Rules((Rule("r", 2, when),))
    desk.source("Wire", kind="wire")
    desk.source("Herald")
    listen(2 * HOUR_MS)
    assert {title.partition(":")[0] for title, _ in standing(desk)} == set(rings_for)


def learning(desk: Desk, listen: Listen, gaps: Sequence[int]) -> int:
    """A source that has kept quiet for so many minutes between its items, after six days of one an hour."""
    desk.rules = Rules()
    source = desk.source("Wire")
    for n in range(6 * 24):
        desk.now_ms += HOUR_MS
        desk.item(source, f"Ferry {n} is late")
    for n, minutes in enumerate(gaps):
        desk.now_ms += minutes * MINUTE_MS
        desk.item(source, f"Bridge {n} is shut")
    desk.rules = Rules((Rule("quiet", 2, Silence(None)),))
    return source


def test_learnt_it_rings_when_a_source_keeps_quiet_for_longer_than_its_gaps(desk: Desk, listen: Listen) -> None:
    learning(desk, listen, [60] * 10)
    listen(60 * MINUTE_MS)
    assert standing(desk) == []
    listen(5 * MINUTE_MS)
    assert standing(desk) == [("Wire: nothing new for 61 min", "new")]


def test_learnt_it_is_at_least_four_polls(desk: Desk, listen: Listen) -> None:
    source = learning(desk, listen, [60] * 10)
    desk.connection.execute("UPDATE source SET interval_s = 3600 WHERE id = ?", (source,))
    listen(4 * HOUR_MS - MINUTE_MS)
    assert standing(desk) == []
    listen(2 * MINUTE_MS)
    assert standing(desk) == [("Wire: nothing new for 4 h", "new")]


def test_of_whom_too_little_is_known_nothing_is_said(desk: Desk, listen: Listen) -> None:
    desk.rules = Rules((Rule("quiet", 2, Silence(None)),))
    desk.item(desk.source("Wire"), "Bridge closed")
    listen(20 * HOUR_MS)
    assert standing(desk) == []


@pytest.fixture
def faults(desk: Desk) -> int:
    desk.rules = Rules((Rule("quiet", 2, Silence(HOUR_MS, fault_after=3)),))
    return desk.source("Wire")


def fail(desk: Desk, source: int, times: int, state: str = "http-error") -> None:
    """The source fails so often in a row, as the poller counts it."""
    desk.poll(source, state=state, reason="HTTP 503")
    desk.connection.execute(
        "UPDATE source SET failures = ?, last_ok_ms = coalesce(last_ok_ms, 1) WHERE id = ?", (times, source)
    )
    desk.commit(lambda run: engine.watch_silence(run, desk.rules, NOW_MS, desk.now_ms))


def test_a_source_that_fails_often_in_a_row_is_another_alert_than_one_that_is_quiet(desk: Desk, faults: int) -> None:
    fail(desk, faults, 2)
    assert standing(desk) == []
    fail(desk, faults, 3)
    fail(desk, faults, 4, "timeout")
    assert standing(desk) == [("Wire: cannot be had, 3 times in a row: HTTP 503", "new")]
    assert desk.one("SELECT fingerprint FROM alert") == f"quiet/source/{faults}/fault/fetch"
    fail(desk, faults, 0, "ok")
    assert [state for _, state in standing(desk)] == ["resolved"]


def test_a_fault_that_somebody_has_dealt_with_does_not_ring_again_before_the_source_has_answered(
    desk: Desk, faults: int
) -> None:
    fail(desk, faults, 3)
    desk.acts().set_alert_state([1], "resolved", reason="known")
    fail(desk, faults, 9, "timeout")
    assert [state for _, state in standing(desk)] == ["resolved"]


def test_while_nobody_answers_and_of_what_is_gone_there_is_no_fault(desk: Desk, faults: int) -> None:
    for state in ("offline", "gone"):
        fail(desk, faults, 20, state)
    assert standing(desk) == []
