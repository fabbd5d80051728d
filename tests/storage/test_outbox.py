"""The outbox: each row under one name for ever, one end for each, and no look that reads more than what waits."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from storage.alerting import channels, outbox
from storage.alerting.mailbox import Mailbox
from storage.alerting.outbox import Due, Waiting
from tests.storage.desk import Desk, open_desk

NOW_MS = 1_800_000_000_000
FAR_MS = NOW_MS + 7_200_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "feint.db") as opened:
        yield opened


def _put(desk: Desk, *names: str, channel: str = "duty", payload: str = "{}") -> None:
    for name in names:
        waiting = Waiting(name, channel, None, 2, payload, NOW_MS, NOW_MS)
        desk.commit(partial(outbox.put, waiting=waiting))


def _states(desk: Desk) -> list[object]:
    return [state for (state,) in desk.all("SELECT state FROM outbox ORDER BY id")]


def test_a_name_is_put_once_and_keeps_its_words(desk: Desk) -> None:
    _put(desk, "1:1:duty", payload="first")
    _put(desk, "1:1:duty", payload="second")
    assert desk.all("SELECT payload FROM outbox") == [("first",)]


def test_a_year_of_ended_rows_is_small(desk: Desk) -> None:
    """At 6 alarms an hour and three channels it has 158,000 of them: their payloads would be 2 GB."""
    _put(desk, *(f"{n}:1:duty" for n in range(300)), payload="x" * 12_000)
    (waiting,) = desk.all("PRAGMA page_count")
    desk.commit(lambda run: outbox.give_up(run, list(range(2, 301)), "the channel is off", NOW_MS))
    desk.commit(lambda run: outbox.settle(run, 1, "sent", "ticket 1", NOW_MS))
    (free,) = desk.all("PRAGMA freelist_count")
    assert int(str(free[0])) > 300 * 12_000 / 4_096
    assert int(str(waiting[0])) - int(str(free[0])) < 300


def test_what_has_come_to_its_end_is_no_parcel(desk: Desk) -> None:
    _put(desk, "a")
    assert outbox.parcel(desk.connection, 1) is not None
    desk.commit(lambda run: outbox.settle(run, 1, "sent", "ticket 1", NOW_MS))
    assert outbox.parcel(desk.connection, 1) is None


def test_what_is_due_comes_in_the_order_of_its_making(desk: Desk) -> None:
    _put(desk, "a", "b", "c")
    _put(desk, "d", channel="head")
    desk.commit(lambda run: outbox.put_off(run, 1, NOW_MS + 5_000, "connection refused"))
    assert outbox.due(desk.connection, "duty", NOW_MS, FAR_MS) == [
        Due(2, 2, is_digest=True, tried=False, put_off=False),
        Due(3, 2, is_digest=True, tried=False, put_off=False),
    ]
    assert outbox.next_due(desk.connection, "duty", NOW_MS) == NOW_MS + 5_000
    assert outbox.due(desk.connection, "duty", NOW_MS + 5_000, FAR_MS)[0] == Due(1, 2, True, True, True)


def test_what_a_clock_put_off_that_was_set_back_since_is_due(desk: Desk) -> None:
    _put(desk, "a")
    desk.commit(lambda run: outbox.put_off(run, 1, NOW_MS + 86_400_000, "connection refused"))
    assert [row.id for row in outbox.due(desk.connection, "duty", NOW_MS, FAR_MS)] == [1]


def test_what_waits_goes_along_with_a_leap_of_the_clock_and_what_is_done_does_not(desk: Desk) -> None:
    _put(desk, "a", "b")
    desk.commit(lambda run: outbox.settle(run, 1, "sent", "ticket 1", NOW_MS))
    desk.commit(lambda run: outbox.hold(run, [2], NOW_MS + 600_000))
    desk.commit(lambda run: outbox.shift(run, -3_600_000))
    hour_ago_ms = NOW_MS - 3_600_000
    assert desk.all("SELECT made_ms, due_ms FROM outbox") == [(NOW_MS, NOW_MS), (hour_ago_ms, hour_ago_ms + 600_000)]


def test_an_end_is_an_end(desk: Desk) -> None:
    _put(desk, "a")
    desk.commit(lambda run: outbox.settle(run, 1, "sent", "ticket 1", NOW_MS))
    desk.commit(lambda run: outbox.settle(run, 1, "failed", "HTTP 404", NOW_MS + 1))
    desk.commit(lambda run: outbox.put_off(run, 1, NOW_MS + 1, "again"))
    desk.commit(lambda run: outbox.give_up(run, [1], "off", NOW_MS + 1))
    assert desk.all("SELECT state, attempts, receipt, done_ms FROM outbox") == [("sent", 1, "ticket 1", NOW_MS)]


def test_a_digest_stands_for_its_rows_and_is_sent_in_their_place(desk: Desk) -> None:
    _put(desk, "a", "b", "c")
    digest = Waiting("digest:1:duty", "duty", None, 4, "{}", NOW_MS, NOW_MS)
    desk.commit(lambda run: outbox.digest(run, [1, 2], digest, NOW_MS))
    assert _states(desk) == ["digested", "digested", "waiting", "waiting"]
    assert desk.all("SELECT digest_id FROM outbox") == [(4,), (4,), (None,), (None,)]


def test_only_what_is_held_back_by_a_cap_is_a_flood(desk: Desk) -> None:
    _put(desk, "a", "b")
    desk.commit(lambda run: outbox.put_off(run, 1, NOW_MS + 5_000, "connection refused"))
    assert channels.flooded(desk.connection) == ()
    desk.commit(lambda run: outbox.hold(run, [2], NOW_MS + 600_000))
    assert channels.flooded(desk.connection) == ("duty",)


def test_a_channel_is_on_again_when_its_config_changes_and_only_then(desk: Desk) -> None:
    assert desk.commit(lambda run: channels.configure(run, {"duty": "1", "head": "1"})) == []
    desk.commit(lambda run: channels.turn_off(run, "duty", "HTTP 410", NOW_MS))
    assert channels.off(desk.connection) == (("duty", "HTTP 410"),)
    assert desk.commit(lambda run: channels.configure(run, {"duty": "1", "head": "2"})) == []
    assert channels.is_off(desk.connection, "duty")
    assert desk.commit(lambda run: channels.configure(run, {"duty": "2", "head": "2"})) == ["duty"]
    assert channels.troubled(desk.connection) == ()


def test_a_channel_that_the_config_names_no_more_is_forgotten(desk: Desk) -> None:
    desk.commit(lambda run: channels.configure(run, {"duty": "1"}))
    desk.commit(lambda run: channels.turn_off(run, "duty", "HTTP 410", NOW_MS))
    assert desk.commit(lambda run: channels.configure(run, {})) == ["duty"]
    assert desk.all("SELECT * FROM channel") == []


def test_trouble_says_nothing_over_why_a_channel_is_off(desk: Desk) -> None:
    desk.commit(lambda run: channels.configure(run, {"duty": "1"}))
    desk.commit(lambda run: channels.turn_off(run, "duty", "HTTP 410", NOW_MS))
    desk.commit(lambda run: channels.trouble(run, "duty", ""))
    assert channels.off(desk.connection) == (("duty", "HTTP 410"),)


def test_a_mailbox_sees_that_something_was_committed(desk: Desk) -> None:
    mailbox = Mailbox(desk.path)
    mailbox.changed()
    assert not mailbox.changed()
    _put(desk, "a")
    assert mailbox.changed()
    mailbox.close()


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (outbox.WAITING, "outbox_waiting"),
        (outbox.NEXT_DUE, "outbox_waiting"),
        (outbox.MADE_BEFORE, "outbox_waiting"),
        (outbox.RECENT, "outbox_done"),
        (channels.FLOODED, "outbox_flooded"),
        ("SELECT 1 FROM outbox WHERE digest_id = ?", "outbox_by_digest"),
    ],
)
def test_a_look_reads_what_waits_and_not_what_has_been_sent(desk: Desk, sql: str, index: str) -> None:
    values = [None] * sql.count("?")
    plan = " ".join(str(row["detail"]) for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))
    assert f"INDEX {index}" in plan
    assert "SCAN outbox " not in plan.replace(f"SCAN outbox USING INDEX {index}", "").replace(
        f"SCAN outbox USING COVERING INDEX {index}", ""
    )
