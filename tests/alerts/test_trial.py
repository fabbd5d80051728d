"""Trying out a rule on what is stored, and bringing in what it missed."""

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts import backfill, trial
from alerts.rules import Channel, Rule, Rules
from alerts.trial import Trial
from storage.alerting import rehearsal
from storage.file import sqlite
from storage.log.events import last_number
from tests.storage import ruling
from tests.storage.desk import HOUR_MS, MINUTE_MS, NOW_MS, Desk, entry, open_desk, tag
from tests.storage.ruling import rule

CLAIM = rule("claim", ruling.match("tag:withdrawal"), "urgent")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without rules, whose sources are an hour past their first poll."""
    with open_desk(tmp_path / "desk.db") as desk:
        for name in ("wire", "post", "herald"):
            desk.source(name)
        desk.wait(HOUR_MS)
        yield desk


def silently(done: int, of: int) -> None:
    """Nobody waits."""


def tried(desk: Desk, given: Rule, rules: Rules | None = None) -> Trial:
    settled = rules or Rules(channels={"desk": Channel("desk", "terminal", least=2)})
    return trial.tried(desk.path, settled, given, NOW_MS, desk.now_ms + 1_000, silently)


def report(desk: Desk, source_id: int, title: str) -> None:
    """A source brings something that speaks of a withdrawal, published a minute ago."""
    desk.poll(source_id, entry(title, tags=[tag("withdrawal")]), age_ms=MINUTE_MS)


def test_it_raises_what_the_rule_would_have_raised_and_says_when_and_why(desk: Desk) -> None:
    report(desk, 1, "column leaves the northern barracks")
    at_ms = desk.now_ms
    desk.poll(2, entry("harbour frozen over"))
    done = tried(desk, CLAIM)
    (raised,), (rang,) = done.raised, done.rang
    assert (raised.title, raised.at_ms, raised.severity) == ("column leaves the northern barracks", at_ms, 3)
    assert (rang.title, rang.at_ms, rang.reason) == (raised.title, at_ms, "first")
    assert rang.said
    assert done.items == 2


def test_nothing_is_written_to_the_file(desk: Desk) -> None:
    report(desk, 1, "column leaves the northern barracks")
    before, lines = _digest(desk.path), last_number(desk.connection)
    assert tried(desk, CLAIM).raised
    assert (_digest(desk.path), last_number(desk.connection)) == (before, lines)
    assert desk.one("SELECT count(*) FROM alert") == 0
    assert desk.one("SELECT max(severity) FROM item") == 0


def test_alerts_that_the_file_has_already_make_no_difference(desk: Desk) -> None:
    desk.rules = ruling.rules(CLAIM)
    report(desk, 1, "column leaves the northern barracks")
    assert desk.one("SELECT count(*) FROM alert") == 1
    assert [each.title for each in tried(desk, CLAIM).raised] == ["column leaves the northern barracks"]


def test_a_first_poll_rings_for_nobody(desk: Desk) -> None:
    late = desk.source("gazette", polled=False)
    report(desk, late, "column leaves the northern barracks")
    assert tried(desk, CLAIM).raised == []


def test_a_quorum_does_not_see_what_was_yet_to_come(desk: Desk) -> None:
    both = rule("both", ruling.quorum("tag:withdrawal", within_min=60, origins=2), "urgent")
    report(desk, 1, "column leaves the northern barracks")
    desk.wait(10 * MINUTE_MS)
    report(desk, 2, "column leaves the northern barracks again")
    at_ms = desk.now_ms
    desk.wait(HOUR_MS)
    report(desk, 3, "column leaves the northern barracks at last")
    (raised,) = tried(desk, both).raised
    assert raised.at_ms == at_ms


def test_a_rung_that_evidence_reaches_rings_again(desk: Desk) -> None:
    climbing = rule("claim", ruling.match("tag:withdrawal"), "notice", ruling.rung("urgent", within_min=60, origins=2))
    report(desk, 1, "column leaves the northern barracks")
    report(desk, 2, "column leaves the northern barracks again")
    assert [(rang.severity, rang.reason) for rang in tried(desk, climbing).rang] == [(2, "first"), (3, "raised")]


def test_somebody_acknowledges_so_that_nothing_rings_all_day(desk: Desk) -> None:
    report(desk, 1, "column leaves the northern barracks")
    desk.wait(20 * HOUR_MS)
    desk.poll(2, entry("harbour frozen over"))
    insistent = Rules(urgencies={3: ruling.urgency(renotify_min=10, ack_timeout_min=120)}, channels=_desks())
    assert len(tried(desk, CLAIM, insistent).rang) == 1
    assert tried(desk, CLAIM, insistent).an_hour < 0.1


def test_what_is_too_slight_for_its_channels_is_raised_but_no_alarm(desk: Desk) -> None:
    report(desk, 1, "column leaves the northern barracks")
    done = tried(desk, CLAIM._replace(severity=1))
    assert (len(done.raised), done.rang) == (1, [])


def test_what_goes_to_other_channels_is_an_alarm_and_is_sent_to_nobody(desk: Desk) -> None:
    report(desk, 1, "column leaves the northern barracks")
    duty = Rules(channels={"duty": Channel("duty", "webhook", least=3)})
    assert len(tried(desk, CLAIM._replace(to=("duty",)), duty).rang) == 1
    assert desk.one("SELECT count(*) FROM outbox") == 0


def test_a_source_that_falls_silent_is_tried_against_the_others(desk: Desk) -> None:
    silent = rule("silent", ruling.silence(60, sources=["wire"]), group_by=("source",))
    report(desk, 1, "column leaves the northern barracks")
    for n in range(12):
        desk.wait(10 * MINUTE_MS)
        desk.poll(2, entry(f"harbour frozen on day {n}"))
    (raised,) = tried(desk, silent).raised
    assert raised.title.startswith("wire: nothing new for")


def test_an_hour_in_which_nothing_was_collected_is_nobodys_silence(desk: Desk) -> None:
    silent = rule("silent", ruling.silence(90), group_by=("source",))
    report(desk, 1, "column leaves the northern barracks")
    desk.wait(72 * HOUR_MS)
    desk.poll(2, entry("harbour frozen over"))
    assert tried(desk, silent).raised == []


def test_a_rate_is_tried_against_what_was_usual(desk: Desk) -> None:
    many = rule("burst", ruling.rate("withdraw*", least=3), group_by=("rule",))
    for day in range(5):
        desk.poll(1, entry(f"fog over the harbour on day {day}"))
        desk.wait(24 * HOUR_MS)
    for n, name in enumerate(("wire", "post", "herald"), 1):
        report(desk, n, f"they withdraw, the {name} {'very ' * n}learns")
    (raised,) = tried(desk, many).raised
    assert raised.at_ms == desk.now_ms
    assert desk.one("SELECT max(severity) FROM item") == 0


@pytest.mark.parametrize("seed", range(3))
def test_a_trial_says_what_a_desk_with_the_rule_would_have_done(desk: Desk, seed: int) -> None:
    """The same days: lived through with the rule and an operator, and tried afterwards."""
    chance = random.Random(seed)
    given = rule("claim", ruling.match("tag:withdrawal"), "notice", ruling.rung("urgent", within_min=120, origins=2))
    desk.rules = ruling.rules(given)
    columns = ["northern barracks column", "southern port fleet", "western bridge engineers"]
    for n in range(30):
        _wait_with_an_operator(desk, chance.choice([3, 20, 55]) * MINUTE_MS)
        words = f"{chance.choice(columns)} leaves {'again ' * chance.randint(0, 1)}on day {n}"
        tags = [tag("withdrawal")] if chance.random() < 0.8 else []
        desk.poll(chance.randint(1, 3), entry(words, tags=tags), age_ms=MINUTE_MS)
    _wait_with_an_operator(desk, HOUR_MS // 2)
    lived = [tuple(row) for row in desk.all("SELECT raised_ms, severity, title, fingerprint FROM alert ORDER BY id")]
    done = tried(desk, given, Rules(channels=_desks()))
    assert lived
    assert [tuple(each) for each in done.raised] == lived
    assert [rang.reason for rang in done.rang] == desk.rang()


def _wait_with_an_operator(desk: Desk, ms: int) -> None:
    """Let time pass while somebody deals with alerts as a trial has it."""
    dealt = (("new", "acked", trial.ACKNOWLEDGED_MS), ("acked", "resolved", trial.RESOLVED_MS))
    until_ms = desk.now_ms + ms
    while True:
        waiting = [(rehearsal.next_act(desk.connection, state), after_ms) for state, _, after_ms in dealt]
        due_ms = min((since_ms + after_ms for since_ms, after_ms in waiting if since_ms is not None), default=until_ms)
        desk.wait(max(0, min(due_ms, until_ms) - desk.now_ms))
        if due_ms >= until_ms:
            return
        for state, then, after_ms in dealt:
            rehearsal.act(desk.connection, state, then, after_ms, desk.now_ms)


def test_progress_counts_the_items(desk: Desk) -> None:
    report(desk, 1, "column leaves the northern barracks")
    desk.poll(2, entry("harbour frozen over"), entry("ferry resumes"))
    told: list[tuple[int, int]] = []
    trial.tried(desk.path, Rules(), CLAIM, NOW_MS, desk.now_ms + 1, lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (3, 3)]


def test_a_file_without_items_brings_nothing(desk: Desk) -> None:
    done = tried(desk, CLAIM)
    assert (done.items, done.raised, done.an_hour) == (0, [], 0.0)


def test_every_table_that_alerts_are_written_to_is_hidden(desk: Desk) -> None:
    with rehearsal.rehearsing(desk.path, NOW_MS) as connection:
        hidden = {name for (name,) in connection.execute("SELECT name FROM sqlite_temp_schema WHERE type = 'table'")}
        assert {"alert", "alert_evidence", "alert_fact", "notice", "outbox", "event", "event_alert", "mute"} <= hidden
        indexes = "SELECT name FROM {} WHERE type = 'index' AND tbl_name IN ('alert', 'notice', 'outbox') ORDER BY name"
        assert (
            connection.execute(indexes.format("sqlite_temp_schema")).fetchall()
            == connection.execute(indexes.format("main.sqlite_schema")).fetchall()
        )


# ------------------------------------------------------------------------------ backfill


def brought_in(desk: Desk, given: Rule, *sources: int) -> list[int]:
    """Raise what a rule missed; returns the alerts."""
    rules, raised = ruling.rules(given), []
    found = backfill.missing(desk.path, rules, given, NOW_MS, desk.now_ms + 1, sources, silently)
    for each in found.alerts:
        with sqlite.transaction(desk.connection):
            raised.append(backfill.bring_in(desk.connection, rules, found.firings[each.fingerprint], desk.now_ms))
    return [alert_id for alert_id in raised if alert_id is not None]


def test_what_a_rule_missed_is_raised_silently_with_all_its_evidence(desk: Desk) -> None:
    report(desk, 1, "column leaves the northern barracks")
    report(desk, 2, "column leaves the northern barracks again")
    (alert_id,) = brought_in(desk, CLAIM)
    desk.rules = ruling.rules(CLAIM)
    desk.look()
    assert desk.rang() == []
    assert desk.one("SELECT count(*) FROM alert_evidence WHERE alert_id = ?", alert_id) == 2
    assert desk.one("SELECT state FROM alert WHERE id = ?", alert_id) == "new"


def test_what_has_an_alert_already_gets_no_other_one(desk: Desk) -> None:
    report(desk, 1, "column leaves the northern barracks")
    assert len(brought_in(desk, CLAIM)) == 1
    assert brought_in(desk, CLAIM) == []


def test_a_rule_that_finds_everything_is_not_brought_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfill, "MOST", 1)
    report(desk, 1, "column leaves the northern barracks")
    report(desk, 1, "fleet is withdrawn from the southern port")
    assert backfill.missing(desk.path, ruling.rules(CLAIM), CLAIM, NOW_MS, desk.now_ms + 1, (), silently).is_cut


def test_a_first_poll_can_be_brought_in_by_its_source(desk: Desk) -> None:
    gazette = desk.source("gazette", polled=False)
    report(desk, gazette, "column leaves the northern barracks")
    report(desk, 1, "fleet is withdrawn from the southern port")
    (alert_id,) = brought_in(desk, CLAIM, gazette)
    assert desk.one("SELECT title FROM alert WHERE id = ?", alert_id) == "column leaves the northern barracks"


def test_an_alert_that_was_brought_in_rings_for_what_is_news_from_then_on(desk: Desk) -> None:
    report(desk, 1, "column leaves the northern barracks")
    brought_in(desk, CLAIM)
    desk.rules = ruling.rules(CLAIM)
    desk.wait(HOUR_MS)
    desk.poll(2, entry("column leaves the northern barracks again", tags=[tag("withdrawal")]), age_ms=MINUTE_MS)
    desk.look()
    assert desk.rang() == ["primary"]


def test_it_is_noted_in_the_log_by_whom(desk: Desk) -> None:
    report(desk, 1, "column leaves the northern barracks")
    alert_ids = brought_in(desk, CLAIM)
    desk.commit(lambda run: backfill.note(run, "ana", "claim", alert_ids, desk.now_ms))
    assert desk.log("backfilled") == [("ana", "[1]", "rule claim: 1 raised without ringing")]


def _desks() -> dict[str, Channel]:
    return {"desk": Channel("desk", "terminal", least=2)}


def _digest(path: Path) -> list[str]:
    return [
        hashlib.sha256(each.read_bytes()).hexdigest()
        for each in (path, path.with_name(path.name + "-wal"))
        if each.exists()
    ]
