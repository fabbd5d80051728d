"""Nothing is missed, nothing doubled, nothing rewritten: behaviours 18 to 22 of the design's list."""

from itertools import pairwise

import pytest

from tests.intake.site import Asked, Reply, rss
from tests.intake.world import DAY_S, EPOCH_S, HOUR_S, MINUTE_S, World

PACE = 'interval_min = "10m"\ninterval_max = "10m"\n'
RING = '[[rule]]\nid = "any"\nkind = "match"\nseverity = "urgent"\nquery = "headline OR news"\n'


def titles(world: World) -> list[str]:
    """Of every item, oldest first."""
    return [row["title"] for row in world.rows("SELECT title FROM item ORDER BY id")]


# ------------------------------------------------------------------------------------------------ identity


def test_a_feed_whose_guids_change_at_every_poll_doubles_nothing(world: World) -> None:
    site = world.site()

    def churning(asked: Asked) -> Reply:
        items = [(f"{asked.at_s}-{n}", f"Headline {n}", EPOCH_S) for n in range(10)]
        body = rss(items).replace(f"/{asked.at_s}-".encode(), b"/story-")
        return Reply(200, body)

    site.pages["/feed"] = churning
    world.watch(site.url("/feed"), collector=PACE)
    world.live(DAY_S)
    assert len(site.asked) > 100
    assert len(titles(world)) == 10
    assert world.source()["identity_by"] == "link"
    assert len([said for said in world.events("identity") if said]) <= 1


def test_ten_items_under_one_guid_are_ten_items_however_often_they_are_served(world: World) -> None:
    site = world.site()
    site.pages["/feed"] = lambda asked: Reply(
        200, rss([("same", f"Headline {n}", EPOCH_S) for n in range(10)], f"<ttl>{int(asked.at_s)}</ttl>")
        .replace(b"example/same", b"example/")
    )  # fmt: skip
    world.watch(site.url("/feed"), collector=PACE)
    world.live(3 * HOUR_S)
    assert sorted(titles(world)) == [f"Headline {n}" for n in range(10)]


def test_a_feed_served_anew_in_another_order_with_other_dates_is_the_same_feed(world: World) -> None:
    paper = world.paper(items=8)
    world.watch(paper.url, collector=PACE)
    world.once()
    paper.items = [(name, headline, (at_s or 0) + 40) for name, headline, at_s in reversed(paper.items)]
    summary = world.once()
    assert (summary.new_items, summary.revisions) == (0, 0)


# ------------------------------------------------------------------------------------------------ edits


def test_an_edit_is_a_revision_that_keeps_the_words_it_replaced(world: World) -> None:
    paper = world.paper(items=1)
    world.watch(paper.url, collector=PACE)

    def edit() -> None:
        paper.items = [(name, "Troops are withdrawing, says the ministry", at_s) for name, _, at_s in paper.items]

    world.live(2 * HOUR_S, (HOUR_S, edit))
    item, old = world.one("SELECT * FROM item"), world.one("SELECT * FROM revision")
    assert (item["title"], item["revision"]) == ("Troops are withdrawing, says the ministry", 2)
    assert old["title"].startswith("Item 0")
    assert item["badges"]
    assert 0 <= item["revised_ms"] / 1000 - EPOCH_S - HOUR_S <= 11 * MINUTE_S


def test_a_text_that_changes_at_every_poll_keeps_five_revisions_an_hour_and_twenty_four_in_all(world: World) -> None:
    site = world.site()
    site.pages["/feed"] = lambda asked: Reply(200, rss([("a", f"Headline of second {asked.at_s:.0f}", EPOCH_S)]))
    world.watch(site.url("/feed"), collector='interval_min = "1m"\ninterval_max = "1m"')
    world.live(HOUR_S * 0.95)
    assert world.one("SELECT count(*) AS n FROM revision")["n"] == 5
    world.live(10 * HOUR_S)
    assert world.one("SELECT count(*) AS n FROM revision")["n"] == 24
    assert len(world.events("churns")) == 1


@pytest.mark.parametrize(("policy", "state"), [("keep", "acked"), ("reopen", "new")])
def test_an_edited_headline_of_what_was_dealt_with_does_what_the_config_says(
    world: World, policy: str, state: str
) -> None:
    paper = world.paper(items=1)
    paper.items = [(name, "Old news", world.epoch_s - 3 * DAY_S) for name, _, _ in paper.items]
    world.watch(paper.url, collector=f'{PACE}edited = "{policy}"\n')
    world.once()
    assert world.one("SELECT state FROM item")["state"] == "acked"
    paper.items = [(name, "Quite another headline", at_s) for name, _, at_s in paper.items]
    world.once()
    assert world.one("SELECT state, title FROM item") == {"state": state, "title": "Quite another headline"}


# ------------------------------------------------------------------------------------------------ clocks


def test_a_late_entry_is_new_whatever_its_date_and_rings_for_nobody(world: World) -> None:
    paper = world.paper(items=5)
    world.watch(paper.url, collector=PACE, more=RING)
    world.once()
    paper.publish("late", "Headline of last week", world.epoch_s - 7 * DAY_S)
    assert world.once().new_items == 1
    late = world.one("SELECT * FROM item WHERE title = 'Headline of last week'")
    assert (late["state"], late["first_seen_ms"]) == ("new", round(world.epoch_s * 1000))
    assert world.rows("SELECT * FROM alert") == []


def test_a_first_poll_rings_for_nothing_and_what_is_older_than_two_days_is_seen(world: World) -> None:
    paper = world.paper(items=0)
    for days in (10, 3, 1):
        paper.publish(f"d{days}", f"Headline {days} days old", world.epoch_s - days * DAY_S)
    world.watch(paper.url, collector=PACE, more=RING)
    world.once()
    assert [row["state"] for row in world.rows("SELECT state FROM item ORDER BY id")] == ["acked", "acked", "new"]
    assert world.rows("SELECT * FROM alert") == []


def test_a_date_ahead_of_us_is_kept_and_moves_nothing(world: World) -> None:
    paper = world.paper(items=0)
    paper.publish("ahead", "Headline of tomorrow", world.epoch_s + DAY_S)
    paper.publish("undated", "Headline without a date", None)
    world.watch(paper.url, collector=PACE)
    world.once()
    world.once()
    ahead, undated = world.rows("SELECT * FROM item ORDER BY title DESC")[::-1]
    if ahead["title"] != "Headline of tomorrow":
        ahead, undated = undated, ahead
    assert ahead["published_ms"] == round((EPOCH_S + DAY_S) * 1000)
    assert (undated["published_ms"], undated["published_basis"]) == (None, "")
    assert ahead["first_seen_ms"] == undated["first_seen_ms"] == round(EPOCH_S * 1000)


def test_a_source_may_say_which_zone_its_dates_are_in(world: World) -> None:
    site = world.site()
    body = rss([("a", "Headline", None)]).replace(b"</item>", b"<pubDate>2026-09-21 17:00:00</pubDate></item>")
    site.pages["/feed"] = Reply(200, body)
    world.watch(site.url("/feed"), source='timezone = "Europe/Moscow"')
    world.once()
    item = world.one("SELECT * FROM item")
    assert (item["published_ms"], item["published_basis"]) == (1_789_999_200_000, "assumed")


# ------------------------------------------------------------------------------------------------ gaps


def test_a_window_that_was_replaced_altogether_is_a_possible_gap_and_the_source_is_watched_closely(
    world: World,
) -> None:
    paper = world.paper(items=5, window=5)
    world.watch(paper.url, collector='interval_min = "1m"\ninterval_max = "30m"', source='kind = "official"')

    def flood() -> None:
        for n in range(9):
            paper.publish(f"flood-{n}", f"News {n}", world.epoch_s)

    world.live(3 * HOUR_S, (2 * HOUR_S, flood))
    source = world.source()
    assert source["gap_from_ms"] < source["gap_to_ms"]
    assert 0 <= source["gap_to_ms"] / 1000 - EPOCH_S - 2 * HOUR_S <= 31 * MINUTE_S
    assert len(world.events("gap")) == 1
    assert source["state"] == "ok"


def test_pages_of_older_entries_close_a_gap(world: World) -> None:
    site = world.site()
    items = [(f"n{n}", f"News {n}", EPOCH_S - 600 + n) for n in range(40)]
    shown = [10]

    def page(asked: Asked) -> Reply:
        first = int(asked.path.partition("=")[2] or 0)
        newest_first = items[: shown[0]][::-1][first : first + 10]
        older = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="{site.url(f"/feed?from={first + 10}")}"/>'
        return Reply(200, rss(newest_first, older))

    for path in ("/feed", "/feed?from=10", "/feed?from=20", "/feed?from=30", "/feed?from=40"):
        site.pages[path] = page
    neighbours = [world.paper(f"/n{n}", site=site, items=1) for n in range(5)]
    urls = [site.url("/feed"), *(paper.url for paper in neighbours)]
    world.watch(*urls, collector='interval_min = "1s"\ninterval_max = "10s"\ninterval = "5s"\n')
    world.live(20)
    shown[0], began_s = 38, world.now_s
    world.live(2 * MINUTE_S)
    assert len([title for title in titles(world) if title.startswith("News")]) == 38
    assert world.source(site.url("/feed"))["gap_to_ms"] is None
    paged = [asked for asked in site.asked if "?" in asked.path]
    assert len(paged) == 2
    starts = [asked.at_s for asked in site.asked if asked.at_s > began_s]
    assert min(later - sooner for sooner, later in pairwise(starts)) >= 0.999
    assert site.most_at_once == 1
