"""Evidence that rings for nobody, or no louder than info, and what it leaves to what is said aloud."""

import pytest

from alerts.firing import Found
from tests.alerts.putting import Putting
from tests.alerts.test_raising import LEAVING, severity
from tests.storage.desk import Desk
from tests.storage.ruling import HOUR_MS, MINUTE_MS


@pytest.fixture
def put(desk: Desk) -> Putting:
    return Putting(desk, LEAVING)


class TestQuietEvidence:
    @pytest.mark.parametrize("flag", ["backfill", "embargo"])
    def test_raises_nothing(self, put: Putting, flag: str) -> None:
        item = put.item("Herald", "Units leave", "MoD")
        assert put.fire(item, flag=flag) is None
        assert put.desk.all("SELECT * FROM alert") == []
        assert put.desk.one("SELECT severity FROM item") == 2

    def test_joins_an_alert_and_what_it_says_is_no_news_any_more(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"))
        put.fire(put.item("Tribune", "Columns seen going home", "General Staff"), flag="backfill")
        put.fire(put.item("Courier", "Staff speaks of columns", "General Staff"), flag="backfill")
        put.wait(HOUR_MS)
        assert (severity(put), put.reasons()) == ("notice", ["first"])

    @pytest.mark.parametrize("flag", ["backfill", "embargo", "stale"])
    def test_leaves_it_news_when_somebody_says_it_aloud(self, put: Putting, flag: str) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"))
        put.fire(put.item("Tribune", "Presidency speaks of columns", "Kremlin"), flag=flag)
        put.wait(HOUR_MS)
        assert put.reasons() == ["first"]
        put.fire(put.item("Herald", "Presidency on the units", "Kremlin"))
        assert put.told()[1:] == [("primary", "a second primary: Kremlin (ru)")]
        put.fire(put.item("Herald", "Presidency on them again", "Kremlin"))
        put.wait(HOUR_MS)
        assert len(put.told()) == 2

    def test_alone_makes_nothing_graver_where_what_was_heard_is_withdrawn(self, put: Putting) -> None:
        item = put.item("Herald", "Units leave", "MoD")
        put.fire(item, flag="stale")
        put.fire(Found(item, put.desk.now_ms, 2, flag="withdrawn"))
        put.fire(put.item("Tribune", "Columns seen going home", "General Staff"), flag="backfill")
        put.wait(HOUR_MS)
        assert severity(put) == "info"

    def test_that_is_brought_in_on_purpose_raises_an_alert_that_rings_only_for_news(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"), quiet="brought in")
        put.wait(HOUR_MS)
        assert (put.reasons(), put.alert().quiet) == ([], "brought in")
        put.fire(put.item("Herald", "Units still leave", "MoD"))
        put.wait(HOUR_MS)
        assert put.reasons() == []
        put.fire(put.item("Herald", "Presidency on the units", "Kremlin"))
        assert (put.reasons(), put.alert().quiet) == (["primary"], "")

    def test_counts_from_the_day_on_which_an_edit_makes_it_news(self, put: Putting) -> None:
        item = put.item("Herald", "Units leave", "MoD")
        put.fire(put.item("Tribune", "Columns seen going home", "MoD"))
        put.fire(item, flag="backfill")
        put.wait(5 * MINUTE_MS)
        put.fire(Found(item, put.desk.now_ms, 2))
        assert put.desk.one("SELECT flag FROM alert_evidence WHERE item_id = ?", item) == ""
        assert severity(put) == "urgent"


class TestStaleEvidence:
    def test_rings_no_louder_than_info(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"), flag="stale")
        put.fire(put.item("Tribune", "Columns seen going home", "General Staff"), flag="stale")
        put.wait(HOUR_MS)
        assert severity(put) == "info"
        assert [notice.severity for notice in put.desk.notices()] == [1, 1]
        assert put.desk.all("SELECT severity FROM item") == [(1,), (1,)]

    def test_makes_no_louder_alert_ring(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"))
        put.fire(put.item("Tribune", "Columns seen going home", "General Staff"), flag="stale")
        put.wait(HOUR_MS)
        assert (severity(put), put.reasons()) == ("notice", ["first"])

    def test_leaves_it_to_what_is_new_to_make_it_grave(self, put: Putting) -> None:
        put.fire(put.item("Herald", "Units leave", "MoD"), flag="stale")
        put.fire(put.item("Tribune", "Columns seen going home", "MoD"))
        assert put.told()[1] == ("raised", "graver, notice")
