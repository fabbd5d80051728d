"""Judge on actions, not words: what is promised rings as a promise, and gravely only once another side has seen it done.

Claims with a due time, their warning, observations and the matrix are the ledger of claims', which is still to come; here is what
alerts make of promise, deed and the reports between.
"""

import pytest

from storage.severity import SEVERITIES
from tests.alerts.situations.articles import CONFIRMED, REPORTS, Article
from tests.alerts.situations.newsroom import Newsroom

PROMISE = Article(
    "promise-1",
    "Tresk: Varnian brigades would leave Ostrel and the Lutz valley by Friday",
    "<p>Varnian brigades would leave Ostrel and the Lutz valley by Friday if the talks in Callis went well, deputy defence minister"
    " Ilvar Tresk said on Monday.</p>",
)
AGAIN = Article(
    "report-7",
    "Nothing is left in the Lutz valley but tyre marks, Darin tells parliament in Halvarn",
    "<p>Asked about his deputy Tresk and the talks in Callis, Varnian defence minister Oleg Darin told parliament on Monday that"
    " Varnian forces were withdrawing from Ostrel. Of the Lutz valley he said that he would show the members pictures.</p>",
)


@pytest.fixture
def press(newsroom: Newsroom) -> list[int]:
    """Three papers that have been watched for a while."""
    return [newsroom.source(f"Paper {n}") for n in range(3)]


def severity(newsroom: Newsroom) -> str:
    return SEVERITIES[newsroom.alert("withdrawal-claimed").severity]


def test_what_somebody_would_do_on_a_condition_is_no_claim_that_it_is_done(
    newsroom: Newsroom, press: list[int]
) -> None:
    newsroom.serve(press[0], PROMISE)
    assert newsroom.alerts("withdrawal-claimed") == []


def test_however_often_one_side_says_it_it_is_no_flash(newsroom: Newsroom, press: list[int]) -> None:
    newsroom.serve(press[0], REPORTS[0])
    newsroom.serve(press[1], AGAIN)
    assert severity(newsroom) == "urgent"
    assert newsroom.alert("withdrawal-claimed").sides == 1


def test_once_another_side_has_seen_it_it_is_a_flash_and_rings_for_him_too_who_has_acknowledged(
    newsroom: Newsroom, press: list[int]
) -> None:
    newsroom.serve(press[0], REPORTS[0])
    newsroom.acts("ana").set_alert_state([newsroom.alert("withdrawal-claimed").id], "acked")
    newsroom.serve(press[1], CONFIRMED)
    alert = newsroom.alert("withdrawal-claimed")
    assert (severity(newsroom), alert.state, alert.sides) == ("flash", "new", 2)
    (*_, last) = (each for each in newsroom.notices() if each.rule == "withdrawal-claimed")
    assert last.reason == "raised"
    assert "ke" in last.said
