"""What a desk reads of alerts: the list, one alert with all that is known of it, what rang, and who there is to give one to."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.file.readonly import reading
from storage.file.sqlite import Connection
from storage.reads.listing import alert_rows
from storage.reads.notices import of_alert
from storage.reads.reader import Reader
from storage.rows import DeliveryRow, EvidenceRow, FactRow
from tests.storage.alerted import raised, told
from tests.storage.desk import MINUTE_MS, NOW_MS, Desk, by, entry, open_desk, tag

SAID = by("Petrov", role="minister", org="Ministry")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "feint.db") as desk:
        yield desk


def known(run: Connection, alert_id: int, notice_id: int) -> None:
    """What an alert knows, and who was sent it."""
    run.execute(
        "UPDATE alert SET rule_rev = 2, noticed_ms = ?, origins = 2, sides = 1 WHERE id = ?", (NOW_MS, alert_id)
    )
    facts = [(alert_id, "primary", "Ministry", NOW_MS + 5, 1, None), (alert_id, "raised", "", NOW_MS, None, notice_id)]
    run.executemany("INSERT INTO alert_fact VALUES (?, ?, ?, ?, ?, ?)", facts)
    run.executemany("INSERT INTO rule_rev VALUES ('r', ?, '', ?, 0)", [(1, "tag:escalation"), (2, "tag:withdrawal")])
    run.execute(
        "INSERT INTO outbox(delivery, channel, notice_id, severity, payload, made_ms, state, attempts, due_ms, receipt)"
        " VALUES ('1:1:hook', 'hook', ?, 3, '{}', 7, 'failed', 4, 7, '404')",
        (notice_id,),
    )


def test_an_alert_is_shown_with_all_that_is_known_of_it(desk: Desk) -> None:
    wire = desk.source("Wire", kind="wire", grade="B")
    link = "https://w.example/1"
    (first,) = desk.poll(wire, entry("Units leave", link=link, tags=[tag("withdrawal", "claimed", holder=SAID)])).new
    desk.now_ms += MINUTE_MS
    second = desk.item(wire, "Units leave, says the ministry")
    alert = raised(desk, title="Units leave", story=1, items=(second,))
    desk.commit(
        lambda run: run.execute("INSERT INTO alert_evidence VALUES (?, ?, 9, 2, 'left', 'edited')", (alert, first))
    )
    notice = told(desk, alert, said="new: two origins", channels="desk hook")
    desk.commit(lambda run: known(run, alert, notice))
    desk.acts("ana").note_alert(alert, "rang them")
    view = desk.reader().alert(alert, desk.now_ms)
    assert view is not None
    (row,) = desk.reader().alerts(now_ms=desk.now_ms)
    assert view.alert == row
    assert (row.evidence, row.item_id, row.rule_rev, row.origins, row.sides) == (2, second, 2, 2, 1)
    assert (row.said, row.noticed_ms, row.state_ms) == ("new: two origins", NOW_MS, row.raised_ms)
    assert view.fingerprint == "r/story/1"
    tags = (("withdrawal", "claimed"),)
    assert view.evidence[0] == EvidenceRow(
        first, "Wire", "B", "Units leave", link, 9, 2, "left", "edited", tags, ("Ministry",)
    )
    assert [each.item_id for each in view.evidence] == [first, second]
    assert view.facts == (
        FactRow("raised", "", NOW_MS, None, notice),
        FactRow("primary", "Ministry", NOW_MS + 5, 1, None),
    )
    assert [(each.id, each.said, each.channels, each.rule, each.title) for each in view.notices] == [
        (notice, "new: two origins", ("desk", "hook"), "r", "Units leave")
    ]
    assert view.deliveries == (DeliveryRow(notice, "hook", "failed", 4, 7, None, "404"),)
    assert [line.act for line in view.log] == ["raised", "noted"]
    assert view.definition == "tag:withdrawal"


def test_of_an_alert_that_there_is_not_nothing_is_shown(desk: Desk) -> None:
    assert desk.reader().alert(1) is None


def test_a_rule_that_says_of_itself_nothing_has_no_definition(desk: Desk) -> None:
    view = desk.reader().alert(raised(desk))
    assert view is not None
    assert (view.definition, view.evidence, view.notices, view.alert.said) == ("", (), (), "")


def test_desks_read_on_from_the_last_notice_that_they_know(desk: Desk) -> None:
    reader: Reader = desk.reader()
    assert (reader.last_notice(), reader.notices_after(0)) == (0, [])
    one, other = raised(desk, "one", title="Bridges"), raised(desk, "other", "flash", title="Shells")
    first = told(desk, one)
    later = told(desk, other, severity="flash", reason="raised", held="mute 1 by ana: drill", channels="desk")
    assert reader.last_notice() == later
    (notice,) = reader.notices_after(first)
    assert (notice.alert_id, notice.rule, notice.title, notice.severity) == (other, "other", "Shells", 4)
    assert (notice.reason, notice.held, notice.channels) == ("raised", "mute 1 by ana: drill", ("desk",))
    assert [each.id for each in reader.notices_after(0)] == [first, later]


def test_an_alert_can_be_given_to_who_is_here_and_to_who_ever_was(desk: Desk) -> None:
    assert desk.reader().operators() == ()
    zoe, ana, ben = (desk.acts(name) for name in ("zoe", "ana", "ben"))
    for acts in (ben, ana):
        acts.log("a line")
    zoe.arrive(desk.now_ms)
    raised(desk)
    assert desk.reader().operators(desk.now_ms) == ("zoe", "ana", "ben")


def test_the_header_counts_what_rests_and_tells_of_channels_that_take_nothing(desk: Desk) -> None:
    raised(desk, "one")
    raised(desk, "other")
    desk.acts().snooze([1, 2], round(time.time() * 1_000) + MINUTE_MS)
    desk.acts().set_alert_state([2], "acked")
    desk.commit(lambda run: run.execute("INSERT INTO channel VALUES ('hook', '', 7, 'gone'), ('pager', '', NULL, '')"))
    status = desk.reader().status(desk.now_ms)
    assert (status.alerts_acked, status.alerts_snoozed) == (1, 1)
    assert (status.channels_off, status.flooded) == ((("hook", "gone"),), ())


def test_a_reminder_is_not_why_it_rang(desk: Desk) -> None:
    alert = raised(desk, title="Units leave")
    told(desk, alert, said="new: two origins")
    told(desk, alert, reason="renotify", said="urgent, and nobody has acknowledged it for 10 min")
    told(desk, alert, reason="escalated", said="urgent, and nobody has acknowledged it for 20 min")
    (row,) = desk.reader().alerts(now_ms=desk.now_ms)
    assert row.said == "new: two origins"
    with reading(desk.path) as connection:
        assert [each["why"] for each in alert_rows(connection, [alert], desk.now_ms)] == ["new: two origins"]


def test_what_it_told_is_not_lost_behind_its_reminders(desk: Desk) -> None:
    alert = raised(desk, title="Units leave")
    told(desk, alert, said="new: two origins")
    for _ in range(6):
        told(desk, alert, reason="renotify", said="nobody has acknowledged it")
    with reading(desk.path) as connection:
        assert [row.said for row in of_alert(connection, alert, 2)] == [
            "new: two origins",
            *["nobody has acknowledged it"] * 2,
        ]
