"""Host manners, as the servers see them: how many at once, how far apart, and who wants to be left alone."""

import asyncio
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.feint.desk import MANNERLESS, Desk
from tests.feint.loopback import Answer, Loopback

HOUR_MS = 3_600_000


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_a_retry_after_speaks_for_the_whole_host_also_after_a_restart(server: Loopback, desk: Desk) -> None:
    busy = server.answer("/a.xml", Answer(429, headers={"Retry-After": "3600"}))
    desk.watch(busy, server.feed("/b.xml", "Ferry resumes"), collector='host_gap = "50ms"\n')
    first = await desk.once()
    assert (first.polled, server.asked("/b.xml")) == (1, [])
    again = await desk.once()
    assert (again.polled, len(server.asked())) == (0, 1)
    server.feed("/a.xml", "Bridge opens")
    desk.ahead_ms = 2 * HOUR_MS
    assert (await desk.once()).polled == 2


async def test_without_a_host_gap_a_retry_after_speaks_for_its_feed_alone_also_to_once(
    server: Loopback, desk: Desk
) -> None:
    busy = server.answer("/a.xml", Answer(503, headers={"Retry-After": "3600"}))
    desk.watch(busy, server.feed("/b.xml", "Ferry resumes"))
    assert (await desk.once()).polled == 2
    assert (await desk.once()).polled == 1
    assert (len(server.asked("/a.xml")), len(server.asked("/b.xml"))) == (1, 2)
    desk.ahead_ms = 48 * HOUR_MS
    assert (await desk.once()).polled == 2


async def test_no_host_is_asked_more_often_or_by_more_at_once_than_agreed(server: Loopback, desk: Desk) -> None:
    paths = [f"/{n}.xml" for n in range(5)]
    urls = [server.feed(path, f"Ferry {path} resumes") for path in paths]
    desk.watch(*urls, collector='host_gap = "200ms"\nper_host = 2\n')
    server.hold(*paths)
    polling = asyncio.create_task(desk.once())
    await asyncio.to_thread(server.until_asked, times=2)
    server.release()
    await polling
    starts = [asked.began_s for asked in server.asked()]
    assert server.most_at_once == 2
    assert starts[-1] - starts[0] >= 4 * 0.2 - 0.05
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 0.1


async def test_one_request_a_host_is_in_flight_unless_more_are_allowed(server: Loopback, desk: Desk) -> None:
    desk.watch(*(server.feed(f"/{n}.xml", f"Ferry {n} resumes") for n in range(4)), collector='host_gap = "0s"\n')
    await desk.once()
    assert (server.most_at_once, len(server.asked())) == (1, 4)


async def test_never_more_requests_than_the_concurrency_are_in_flight(server: Loopback, desk: Desk) -> None:
    paths = [f"/{n}.xml" for n in range(5)]
    desk.watch(
        *(server.feed(path, f"Ferry {path} resumes") for path in paths), collector=MANNERLESS + "concurrency = 3\n"
    )
    server.hold(*paths)
    polling = asyncio.create_task(desk.once())
    await asyncio.to_thread(server.until_asked, times=3)
    server.release()
    assert (await polling).polled == 5
    assert server.most_at_once == 3
