"""Hand over and walk out: ben takes over what ana leaves, alert by alert, and nothing is lost with her.

The list that is handed over, its acceptance line by line and the replay of a shift are still to come; here is what alerts bring to
it: who owns what, what is put off until when, and that both see each act at once.
"""

import pytest

from storage.rows import AlertRow
from tests.alerts.situations.articles import COURIER, REPORTS
from tests.alerts.situations.newsroom import Newsroom
from tests.storage.desk import MINUTE_MS


@pytest.fixture
def alerts(newsroom: Newsroom) -> tuple[AlertRow, AlertRow]:
    """A claim, and on another story an urgent contradiction."""
    for n, article in enumerate((COURIER, *REPORTS[:3])):
        newsroom.serve(newsroom.source(f"Paper {n}"), article)
    claims = newsroom.alerts("withdrawal-claimed")
    return min(claims, key=lambda alert: alert.id), newsroom.alert("contradiction")


def test_what_is_assigned_is_the_other_s_from_that_moment_with_both_names_in_the_log(
    newsroom: Newsroom, alerts: tuple[AlertRow, AlertRow]
) -> None:
    newsroom.acts("ana").set_alert_state([alerts[0].id], "acked")
    newsroom.acts("ana").assign([alerts[0].id], "ben")
    (found,) = (row for row in newsroom.reader().alerts() if row.id == alerts[0].id)
    assert (found.owner, found.state) == ("ben", "acked")
    view = newsroom.reader().alert(found.id)
    assert view is not None
    (line,) = (line for line in view.log if "ben" in line.detail)
    assert line.operator == "ana"


def test_an_act_is_seen_by_a_reader_that_was_open_before(newsroom: Newsroom, alerts: tuple[AlertRow, AlertRow]) -> None:
    ben = newsroom.reader()
    assert {row.state for row in ben.alerts()} == {"new"}
    newsroom.acts("ana").set_alert_state([alerts[0].id], "acked")
    assert next(row for row in ben.alerts() if row.id == alerts[0].id).owner == "ana"


def test_what_ana_has_put_off_rings_in_ben_s_shift(newsroom: Newsroom, alerts: tuple[AlertRow, AlertRow]) -> None:
    newsroom.acts("ana").snooze([alerts[0].id], newsroom.now_ms + 90 * MINUTE_MS)
    newsroom.wait(89 * MINUTE_MS)
    assert [each.reason for each in newsroom.notices() if each.alert_id == alerts[0].id] == ["first"]
    newsroom.wait(2 * MINUTE_MS)
    assert [each.reason for each in newsroom.notices() if each.alert_id == alerts[0].id][-1] == "snooze"


def test_what_ana_has_acknowledged_and_forgotten_comes_back(
    newsroom: Newsroom, alerts: tuple[AlertRow, AlertRow]
) -> None:
    newsroom.acts("ana").set_alert_state([alerts[1].id], "acked")
    newsroom.wait(121 * MINUTE_MS)
    view = newsroom.reader().alert(alerts[1].id)
    assert view is not None
    assert view.alert.state == "new"
    assert view.notices[-1].reason == "timeout"
    assert "ana" in view.notices[-1].said


def test_open_alerts_come_by_what_they_ask_for_new_ones_first(
    newsroom: Newsroom, alerts: tuple[AlertRow, AlertRow]
) -> None:
    newsroom.acts("ana").set_alert_state([alerts[1].id], "acked")
    states = [row.state for row in newsroom.reader().alerts()]
    assert states == sorted(states, key=["new", "acked"].index)
