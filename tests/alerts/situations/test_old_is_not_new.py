"""The page is not the story; old is not new: nobody is woken by menus, captions or reposts."""

import pytest

from storage.severity import SEVERITIES
from tests.alerts.situations.articles import COMMENT, COURIER, GAZETTE, MIRROR, Article
from tests.alerts.situations.newsroom import TUESDAY_MS, Newsroom

DAY_MS = 86_400_000
NEXT_YEAR_MS = TUESDAY_MS + 438 * DAY_MS
"""2027-05-15."""


def tags(newsroom: Newsroom, item_id: int) -> list[tuple[str, str]]:
    """(label, words) of each tag."""
    view = newsroom.reader().story(item_id)
    assert view is not None
    texts = {"title": view.item.title, "summary": view.summary, "text": view.text}
    return [(tag.label, texts[tag.field][tag.start : tag.end]) for tag in view.tags]


@pytest.mark.parametrize("page", [COMMENT, MIRROR])
def test_a_side_bar_is_no_escalation_and_a_caption_counts_at_most_once(newsroom: Newsroom, page: Article) -> None:
    (item_id,) = newsroom.serve(newsroom.source("Isles Chronicle"), page).new
    found = tags(newsroom, item_id)
    assert {label for label, _ in found} == {"withdrawal"}
    assert sum("pulling back" in words for _, words in found) <= 1


def test_a_line_that_promotes_another_page_is_no_tag(newsroom: Newsroom) -> None:
    (item_id,) = newsroom.serve(newsroom.source("Border Gazette"), GAZETTE).new
    assert not [words for _, words in tags(newsroom, item_id) if "retreat" in words]


def test_a_page_whose_newest_date_is_of_last_year_is_stale_and_no_louder_than_info(newsroom: Newsroom) -> None:
    newsroom.now_ms = NEXT_YEAR_MS
    mirror = newsroom.source("Night Mirror", kind="press", grade="C")
    newsroom.serve(mirror, MIRROR)
    alert = newsroom.alert("withdrawal-claimed")
    assert SEVERITIES[alert.severity] == "info"
    view = newsroom.reader().alert(alert.id)
    assert view is not None
    assert [row.flag for row in view.evidence] == ["stale"]
    assert all(notice.severity <= SEVERITIES.index("info") for notice in newsroom.notices())


def test_its_origin_is_whom_it_credits_and_never_the_aggregator(newsroom: Newsroom) -> None:
    newsroom.now_ms = NEXT_YEAR_MS
    (item_id,) = newsroom.serve(newsroom.source("Night Mirror", kind="aggregator", grade="F"), MIRROR).new
    view = newsroom.reader().story(item_id)
    assert view is not None
    assert view.origin == "Isles Chronicle"
    assert newsroom.alerts("withdrawal-claimed") == []


def test_a_feed_that_is_new_to_the_desk_rings_for_none_of_its_forty_items_and_says_so_in_one_line(
    newsroom: Newsroom,
) -> None:
    mirror = newsroom.source("Night Mirror", polled=False)
    before = newsroom.one("SELECT count(*) FROM event")
    newsroom.serve(mirror, *(COURIER._replace(guid=f"old-{n}", title=f"{COURIER.title}, part {n}") for n in range(40)))
    assert newsroom.notices() == []
    assert newsroom.one("SELECT count(*) FROM event") == int(str(before)) + 1
    ((_, _, said),) = newsroom.log("began")
    assert "40 items" in str(said)


def test_an_edited_headline_is_a_revision_that_shows_both(newsroom: Newsroom) -> None:
    courier = newsroom.source("Isles Courier")
    (item_id,) = newsroom.serve(courier, COURIER).new
    newsroom.serve(
        courier, COURIER._replace(title="Varnian defence ministry says troops leave border as Halvarn gloats")
    )
    view = newsroom.reader().story(item_id)
    assert view is not None
    assert [row.title for row in view.revisions] == [
        COURIER.title, "Varnian defence ministry says troops leave border as Halvarn gloats"
    ]  # fmt: skip


def test_a_report_that_is_withdrawn_makes_the_alert_ring_that_rests_on_it(newsroom: Newsroom) -> None:
    courier = newsroom.source("Isles Courier")
    newsroom.serve(courier, COURIER)
    newsroom.acts("ana").set_alert_state([newsroom.alert("withdrawal-claimed").id], "acked")
    newsroom.wait(15 * 60_000)
    killed = "<p>The report of this morning about the Kestrian border has been withdrawn.</p>"
    newsroom.serve(courier, COURIER._replace(title=f"WITHDRAWN: {COURIER.title}", body=killed))
    alert = newsroom.alert("withdrawal-claimed")
    assert alert.state == "new"
    assert newsroom.told("withdrawal-claimed")[-1] == "correction"
    assert "Isles Courier" in newsroom.notices()[-1].said
