"""What every poll and every second cost: SQLite goes by an index wherever alerts, their evidence or items are looked for."""

import pytest

from alerts.facts import Fact
from alerts.life import looking, raising
from alerts.rules import Channel, Inhibition
from tests.alerts.putting import Putting
from tests.storage.desk import Desk
from tests.storage.ruling import HOUR_MS, match, rule, rules, rung, urgency

LARGE = {
    "alert",
    "alert_evidence",
    "alert_fact",
    "notice",
    "outbox",
    "item",
    "tag",
    "voice",
    "event",
    "event_alert",
    "story",
}
LEAVING = rule("leaving", match("tag:withdrawal"), "urgent", rung("flash", primaries=2), to=("desk", "duty"))


@pytest.fixture
def put(desk: Desk) -> Putting:
    hasty = urgency(renotify_min=10, ack_timeout_min=30, escalate=[(20, "duty")])
    given = rules(LEAVING, urgent=hasty, flash=hasty)._replace(
        channels={"duty": Channel("duty", "webhook")},
        inhibitions=(Inhibition("outage", "leaving", ("story",)),),
    )
    return Putting(desk, LEAVING, given)


def scans(desk: Desk, asked: list[str]) -> set[tuple[str, str]]:
    """What goes through a large table from one end to the other."""
    assert asked
    return {
        (str(step["detail"]), sql)
        for sql in asked
        if sql.lstrip().startswith(("SELECT", "UPDATE", "WITH", "INSERT", "DELETE"))
        and not sql.endswith("DESC LIMIT 1")  # the newest line
        and "INTO event(" not in sql  # of which SQLite asks only whether a line refers to it in advance
        for step in desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
        if step["detail"].startswith("SCAN ") and step["detail"].split()[1] in LARGE
    }


@pytest.mark.parametrize("statistics", [False, True])
def test_no_alert_costs_a_walk_through_a_table(put: Putting, statistics: bool) -> None:
    desk = put.desk
    items = [
        put.item(f"Paper {n}", f"Units leave {n * 77}ville {n}", who) for n, who in enumerate(("MoD", "Kremlin", "MoD"))
    ]
    copy = put.item("Echo", "Units leave 0ville 0", "MoD")
    if statistics:
        desk.connection.execute("ANALYZE").fetchall()
        desk.connection.execute(
            "UPDATE sqlite_stat1 SET stat = (10000 * CAST(stat AS INTEGER)) || substr(stat, instr(stat, ' '))"
        )
    asked: list[str] = []
    desk.connection.set_trace_callback(asked.append)
    put.fire(items[0])
    put.fire(copy)
    put.fire(items[1], flag="late")
    put.wait(HOUR_MS)
    put.turn("acked")
    put.wait(HOUR_MS)
    put.turn("resolved")
    put.fire(items[2], facts=[Fact("correction", "1:2", items[0])])
    desk.commit(lambda run: raising.tell(run, put.rules, 1, [Fact("withdrawn", "1", items[0])], desk.now_ms))
    raising.live_on(desk.connection, put.rules, items, desk.now_ms)
    desk.commit(lambda run: raising.clear(run, "leaving/story/1", desk.now_ms, "over"))
    put.wait(99 * HOUR_MS)
    looking.next_wake(desk.connection)
    desk.connection.set_trace_callback(None)
    assert scans(desk, list(dict.fromkeys(asked))) == set()
