"""What we have already is not asked for again: behaviours 1 to 4 of the design's list."""

import itertools

import pytest

from feint.collector.poll import Poller
from storage.file.errors import StoreError
from storage.items import intake
from tests.intake.site import Asked, Paper, Reply, rss
from tests.intake.world import DAY_S, EPOCH_S, HOUR_S, World

PACE = 'interval = "1h"\ninterval_min = "1h"\ninterval_max = "1h"\n'
SENT = {"ETag": 'W/"a-gzip"', "Last-Modified": "Thu, 1 Jan 2038 00:00:00 GMT"}
GIVEN_BACK = {"if-none-match": SENT["ETag"], "if-modified-since": SENT["Last-Modified"]}


def conditions(asked: Asked) -> dict[str, str]:
    """The conditional headers of a request."""
    return {name: value for name, value in asked.headers.items() if name in GIVEN_BACK}


def served(world: World, *replies: Reply) -> list[dict[str, str]]:
    """Answer each poll in turn; returns the conditional headers of each request, and of one more."""
    site = world.site()
    left = list(replies)
    site.pages["/feed"] = lambda asked: left.pop(0) if left else Reply(500)
    world.watch(site.url("/feed"), collector=PACE)
    for _ in range(len(replies) + 1):
        world.once()
    return [conditions(asked) for asked in site.asked]


def document(*names: str, **headers: str) -> Reply:
    return Reply(200, rss([(name, f"Headline {name}", EPOCH_S) for name in names]), headers)


def test_validators_go_back_byte_for_byte(world: World) -> None:
    assert served(world, document("a", **SENT)) == [{}, GIVEN_BACK]


def test_validators_that_are_served_no_more_are_sent_no_more(world: World) -> None:
    assert served(world, document("a", **SENT), document("b"))[-1] == {}


def test_a_304_renews_the_validator_it_carries(world: World) -> None:
    renewed = served(world, document("a", **SENT), Reply(304, headers={"ETag": '"b"'}))[-1]
    assert renewed == {**GIVEN_BACK, "if-none-match": '"b"'}


@pytest.mark.parametrize(
    "bad",
    [
        Reply(404, headers={"ETag": '"error"'}),
        Reply(500, headers={"ETag": '"error"'}),
        Reply(200, b"<html><title>Sign in</title>", {"ETag": '"wall"'}),
        Reply(200, b"<rss><channel><item><title>half", {"ETag": '"half"'}),
    ],
    ids=["404", "500", "a wall", "cut short"],
)
def test_an_answer_that_is_no_document_changes_no_validator(world: World, bad: Reply) -> None:
    assert served(world, document("a", **SENT), bad)[-1] == GIVEN_BACK


def test_a_poll_that_could_not_be_stored_changes_no_validator(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    site = world.site()
    site.pages["/feed"] = document("a", **SENT)
    world.watch(site.url("/feed"), collector=PACE)
    world.once()
    site.pages["/feed"] = document("b", ETag='"b"')

    def full(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(intake, "store", full)
        assert world.once().failures == {"Paper": "the disk is full"}
    world.once()
    assert conditions(site.asked[-1]) == GIVEN_BACK
    assert [row["title"] for row in world.rows("SELECT title FROM item ORDER BY id")] == ["Headline a", "Headline b"]


def test_another_user_agent_is_another_reader(world: World) -> None:
    site = world.site()
    site.pages["/feed"] = document("a", **SENT)
    world.watch(site.url("/feed"), collector=PACE)
    world.once()
    world.watch(site.url("/feed"), collector=PACE, source='user_agent = "another/1"')
    world.once()
    assert (conditions(site.asked[-1]), site.asked[-1].headers["user-agent"]) == ({}, "another/1")


def test_a_month_with_twenty_restarts_has_one_unconditional_request(world: World) -> None:
    paper = world.paper(items=5)
    world.watch(paper.url, collector=PACE)
    for day in range(20):
        world.live(1.5 * DAY_S, *((hour * HOUR_S, lambda: _news(world, paper)) for hour in (5, 12, 30)))
        assert day or paper.asked
    assert sum(not asked.conditional for asked in paper.asked) == 1
    assert 600 <= len(paper.asked) <= 900
    assert world.source()["items"] == 5 + 60


def _news(world: World, paper: Paper) -> None:
    paper.publish(f"n{world.now_s}", f"News of second {world.now_s}", world.epoch_s)


def test_the_same_bytes_under_a_new_etag_are_not_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tags = iter("abcd")
    site = world.site()
    body = rss([("a", "Headline", EPOCH_S)])
    site.pages["/feed"] = lambda asked: Reply(200, body, {"ETag": f'"{next(tags)}"'})
    world.watch(site.url("/feed"), collector=PACE)
    world.once()
    before = world.rows("SELECT n FROM event")

    async def never(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(Poller, "_read", never)
    summary = world.once()
    assert (summary.unchanged, summary.failed) == (1, 0)
    assert world.rows("SELECT n FROM event") == before
    world.once()
    assert conditions(site.asked[-1]) == {"if-none-match": '"b"'}


def test_a_new_build_date_alone_writes_no_item_no_revision_and_no_event(world: World) -> None:
    paper = world.paper()
    world.watch(paper.url, collector=PACE)
    world.once()
    before = world.rows("SELECT n FROM event"), world.rows("SELECT * FROM item"), world.rows("SELECT * FROM revision")
    paper.channel = "<lastBuildDate>Mon, 21 Sep 2026 15:00:00 GMT</lastBuildDate>"
    summary = world.once()
    assert (summary.new_items, summary.revisions, summary.failed) == (0, 0, 0)
    assert before == (
        world.rows("SELECT n FROM event"), world.rows("SELECT * FROM item"), world.rows("SELECT * FROM revision")
    )  # fmt: skip


def test_a_server_that_answers_304_to_anything_is_seen_through_within_a_day(world: World) -> None:
    paper = world.paper(items=10)
    truthful = paper._answer

    def lying(asked: Asked) -> Reply:
        return Reply(304) if asked.conditional else truthful(asked)

    paper.site.pages[paper.path] = lying
    world.watch(paper.url, collector=PACE)
    world.live(20 * DAY_S, *((hour * HOUR_S, lambda: _news(world, paper)) for hour in range(5, 20 * 24, 12)))
    unconditional = [asked.at_s for asked in paper.asked if not asked.conditional]
    gaps = [later - sooner for sooner, later in itertools.pairwise(unconditional)]
    assert min(gaps) >= DAY_S
    found = world.rows("SELECT title, first_seen_ms FROM item WHERE title LIKE 'News%'")
    waits = [row["first_seen_ms"] / 1000 - EPOCH_S - float(row["title"].split()[-1]) for row in found]
    assert len(found) >= 36
    assert max(waits) <= DAY_S + 2 * HOUR_S


def test_a_feed_that_is_truly_quiet_is_looked_behind_once_in_eight_days(world: World) -> None:
    paper = world.paper(items=10)
    world.watch(paper.url, collector=PACE)
    world.live(40 * DAY_S)
    looks = [asked.at_s for asked in paper.asked if not asked.conditional][1:]
    assert 1 <= len(looks) <= 5
    assert all(later - sooner >= 8 * DAY_S for sooner, later in itertools.pairwise(looks))
