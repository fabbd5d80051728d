"""Who says they are leaving? One line that says who claims a pull-out, in which words, and how independent the voices are.

The grade that a claim is worth (never confirmed or probable while all its primaries share a side) belongs to the ledger of claims
and is not asked for here; nor is the act that sets it.
"""

import pytest

from storage.severity import SEVERITIES
from tests.alerts.situations.articles import COMMENT, COURIER
from tests.alerts.situations.newsroom import Newsroom

URGENT = SEVERITIES.index("urgent")


@pytest.fixture
def feeds(newsroom: Newsroom) -> tuple[int, int]:
    """The comment and the courier's report, in feeds that the desk has watched for a while."""
    chronicle, courier = newsroom.source("Isles Chronicle"), newsroom.source("Isles Courier")
    newsroom.serve(chronicle, COMMENT)
    newsroom.serve(courier, COURIER)
    return chronicle, courier


def test_two_outlets_and_two_voices_of_one_side_are_one_urgent_alert_and_no_flash(
    newsroom: Newsroom, feeds: tuple[int, int]
) -> None:
    alert = newsroom.alert("withdrawal-claimed")
    assert (alert.evidence, alert.origins, alert.primaries, alert.sides) == (2, 2, 2, 1)
    assert alert.severity == URGENT
    view = newsroom.reader().alert(alert.id)
    assert view is not None
    assert {fact.value for fact in view.facts if fact.kind == "primary"} == {"Varnia MoD", "Varnian presidency"}
    assert {fact.value for fact in view.facts if fact.kind == "side"} == {"va"}
    assert [row.source for row in view.evidence] == ["Isles Chronicle", "Isles Courier"]
    assert all(("withdrawal", "claimed") in row.tags for row in view.evidence)


def test_it_rings_when_it_is_raised_and_when_it_climbs_and_says_why(newsroom: Newsroom, feeds: tuple[int, int]) -> None:
    first, climbed = (each for each in newsroom.notices() if each.rule == "withdrawal-claimed")
    assert (first.reason, SEVERITIES[first.severity]) == ("first", "notice")
    assert (climbed.reason, SEVERITIES[climbed.severity]) == ("raised", "urgent")
    assert "Varnia MoD (va)" in first.said
    assert "2 origins" in climbed.said


def test_the_words_that_were_tagged_are_the_evidence(newsroom: Newsroom, feeds: tuple[int, int]) -> None:
    alert = newsroom.alert("withdrawal-claimed")
    assert alert.item_id is not None
    view = newsroom.reader().story(alert.item_id)
    assert view is not None
    tagged = [
        view.summary[tag.start : tag.end] for tag in view.tags if (tag.field, tag.stance) == ("summary", "claimed")
    ]
    assert any("pull back troops" in words for words in tagged)
    assert all(tag.rule and tag.lexicon for tag in view.tags)


def test_polling_again_starting_again_and_a_third_copy_ring_for_nobody_and_the_counts_change(
    newsroom: Newsroom, feeds: tuple[int, int]
) -> None:
    told = newsroom.told("withdrawal-claimed")
    chronicle, courier = feeds
    newsroom.serve(chronicle, COMMENT._replace(age_min=22))
    newsroom.serve(courier, COURIER._replace(age_min=24))
    again = Newsroom(newsroom.path)
    again.now_ms = newsroom.now_ms
    again.look()
    again.close()
    newsroom.serve(newsroom.source("Evening Post"), COURIER._replace(guid="post-1"))
    assert newsroom.told("withdrawal-claimed") == told
    alert = newsroom.alert("withdrawal-claimed")
    assert (alert.evidence, alert.origins, alert.primaries) == (3, 2, 2)


def test_nor_does_a_copy_ring_when_the_alert_is_acknowledged(newsroom: Newsroom, feeds: tuple[int, int]) -> None:
    alert = newsroom.alert("withdrawal-claimed")
    newsroom.acts("ana").set_alert_state([alert.id], "acked")
    newsroom.serve(newsroom.source("Evening Post"), COURIER._replace(guid="post-1"))
    assert newsroom.alert("withdrawal-claimed").state == "acked"
    assert newsroom.told("withdrawal-claimed") == ["first", "raised"]
