"""A collector from the socket to the rows: real transport, real workers, a real file; only the feeds are ours."""

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from feint.collector import setup
from feint.collector.job import Job, Read
from feint.collector.workers import WorkerPool
from storage import sqlite
from storage.acts import Acts
from storage.requests import Requests
from tests.feint.desk import MANNERLESS, Desk, Row, Running
from tests.feint.loopback import WAIT_S, Answer, Loopback, rss

SAID = "“The last column left the training ground this morning,” said Anna Petrova, a spokeswoman for the ministry."
WITHDRAWAL = "Ministry says troops are withdrawing from the border"
RING = '[[rule]]\nid = "garrison"\nkind = "match"\nseverity = "urgent"\nquery = "garrison"\n'
HOUR_MS = 3_600_000


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def source(desk: Desk) -> Row:
    return desk.one("SELECT * FROM source")


# ------------------------------------------------------------------------------------------------ what is stored


async def test_an_entry_comes_from_the_socket_into_rows_with_its_tags_and_quotes(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/post.xml", WITHDRAWAL, summary=SAID))
    summary = await desk.once()
    assert (summary.polled, summary.new_items, summary.failed) == (1, 1, 0)
    item = desk.one("SELECT * FROM item")
    assert (item["title"], item["summary"]) == (WITHDRAWAL, SAID)
    tags = desk.rows("SELECT * FROM tag WHERE label = 'withdrawal' AND field = 'title'")
    assert [(tag["stance"], WITHDRAWAL[tag["start"] : tag["end"]]) for tag in tags] == [
        ("claimed", "troops are withdrawing")
    ]
    quote = desk.one("SELECT * FROM quote WHERE kind = 'direct'")
    assert (quote["speaker"], quote["text"]) == ("Anna Petrova", SAID[1 : SAID.index("”")])
    assert source(desk)["title"] == "Harbour Post"


async def test_the_newest_entry_of_a_feed_gets_the_highest_number(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/post.xml", "Third", "Second", "First"))
    await desk.once()
    assert desk.titles() == ["First", "Second", "Third"]


async def test_an_edited_headline_is_a_revision_of_its_item(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/post.xml", "ferry|Ferry to resume on Monday"))
    await desk.once()
    server.feed("/post.xml", "ferry|Ferry to resume on Tuesday")
    summary = await desk.once()
    assert (summary.new_items, summary.revisions) == (0, 1)
    item = desk.one("SELECT * FROM item")
    assert (item["title"], item["revision"]) == ("Ferry to resume on Tuesday", 2)
    assert desk.one("SELECT * FROM revision")["title"] == "Ferry to resume on Monday"


async def test_a_feed_of_nothing_but_rubbish_is_remembered_as_such(server: Loopback, desk: Desk) -> None:
    desk.watch(server.answer("/post.xml", Answer(body=b"<!DOCTYPE html><title>Sign in</title>")))
    summary = await desk.once()
    assert summary.failed == 1
    assert (source(desk)["state"], source(desk)["items"]) == ("not-a-feed", 0)


# ------------------------------------------------------------------------------------------------ what is not


async def test_validators_survive_a_restart_and_a_304_writes_no_item(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/post.xml", "Ferry resumes"))
    await desk.once()
    summary = await desk.once()
    first, second = server.asked()
    assert "if-none-match" not in first.headers
    assert (second.headers["if-none-match"][:1], second.status) == ('"', 304)
    assert (summary.unchanged, summary.new_items, summary.revisions) == (1, 0, 0)
    assert desk.titles() == ["Ferry resumes"]


async def test_an_unchanged_200_is_read_by_no_worker(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.watch(server.answer("/post.xml", Answer(body=rss("Ferry resumes"), etag=False)))
    await desk.once()
    monkeypatch.setattr(WorkerPool, "read", None)
    summary = await desk.once()
    assert [asked.status for asked in server.asked()] == [200, 200]
    assert (summary.unchanged, summary.failed) == (1, 0)


async def test_a_source_that_is_not_enabled_is_left_alone(server: Loopback, desk: Desk) -> None:
    url = server.feed("/post.xml", "Ferry resumes")
    desk.watch(server.feed("/gazette.xml", "Bridge opens"), more=f'[[source]]\nurl = "{url}"\nenabled = false\n')
    assert (await desk.once()).sources == 1
    assert server.asked("/post.xml") == []


# ------------------------------------------------------------------------------------------------ trouble


async def test_a_503_is_remembered_with_its_reason_and_forgotten_when_it_is_over(server: Loopback, desk: Desk) -> None:
    desk.watch(server.answer("/post.xml", Answer(503)))
    await desk.once()
    summary = await desk.once()
    down = source(desk)
    assert (down["state"], down["reason"], down["failures"]) == ("http-error", "HTTP 503", 2)
    assert list(summary.failures.values()) == ["HTTP 503"]
    server.feed("/post.xml", "Ferry resumes")
    await desk.once()
    well = source(desk)
    assert (well["state"], well["reason"], well["failures"], well["items"]) == ("ok", "", 0, 1)


async def test_trouble_backs_off_and_recovery_needs_nobody(server: Loopback, desk: Desk) -> None:
    quick = 'interval = "1s"\ninterval_min = "1s"\ninterval_max = "1s"\n'
    desk.watch(server.answer("/post.xml", Answer(500)), collector=quick)
    async with desk.collecting() as running:
        await running.until(lambda: source(desk)["failures"] == 1)
        waits = source(desk)
        server.feed("/post.xml", "Ferry resumes")
        await running.until(lambda: source(desk)["state"] == "ok")
    assert waits["next_attempt_ms"] - waits["last_attempt_ms"] >= 1_000
    first, second = server.asked()[:2]
    assert second.began_s - first.began_s >= 0.9


async def test_a_hanging_server_delays_nobody_else(server: Loopback, desk: Desk) -> None:
    urls = [server.feed(f"/{n}.xml", f"Ferry {n} resumes") for n in range(4)]
    desk.watch(server.answer("/dead.xml", Answer(hangs=True)), *urls, collector='host_gap = "0s"\nper_host = 2\n')
    async with desk.collecting() as running:
        await running.until(lambda: len(desk.titles()) == 4)
        assert [asked.ended_s for asked in server.asked("/dead.xml")] == [0.0]


async def test_a_server_that_never_answers_is_given_up_at_the_deadline(server: Loopback, desk: Desk) -> None:
    desk.watch(server.answer("/dead.xml", Answer(hangs=True)), collector='timeout = "1s"\n')
    summary = await desk.once()
    assert (summary.failed, source(desk)["state"], source(desk)["reason"]) == (1, "timeout", "no answer in 1 s")


async def test_a_feed_that_makes_the_reader_fail_costs_only_itself(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "_JOB_DEADLINE_S", 0.3)
    endless = rss(*(f"Troops withdraw from valley {n}" for n in range(12_000)), summary=SAID)
    desk.watch(
        server.answer("/endless.xml", Answer(body=endless)),
        *(server.feed(f"/{n}.xml", f"Ferry {n} resumes") for n in range(3)),
    )
    summary = await desk.once()
    assert (summary.polled, summary.failed, summary.new_items) == (4, 1, 3)
    states = desk.rows("SELECT state, reason FROM source ORDER BY id")
    assert states[0] == {"state": "malformed", "reason": "could not be read in 0.3 s"}
    assert [row["state"] for row in states[1:]] == ["ok"] * 3


async def test_one_sources_surprise_is_told_and_ends_nothing(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read = WorkerPool.read

    async def surprised(self: WorkerPool, job: Job) -> Read:
        if b"Bridge" in job.body:
            raise ZeroDivisionError("nobody thought of it")
        return await read(self, job)

    monkeypatch.setattr(WorkerPool, "read", surprised)
    desk.watch(server.feed("/bad.xml", "Bridge opens"), server.feed("/good.xml", "Ferry resumes"))
    summary = await desk.once()
    assert (summary.polled, summary.failed, summary.new_items) == (1, 1, 1)
    assert list(summary.failures.values()) == ["unexpected ZeroDivisionError: nobody thought of it"]
    assert "Traceback" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------------ host manners


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


# ------------------------------------------------------------------------------------------------ the file in trouble


async def test_a_poll_that_cannot_be_stored_is_made_again_and_nothing_is_half_written(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("feint.collector.collect._AFTER_STORE_ERROR_S", 0.1)
    monkeypatch.setitem(sqlite._BUSY_MS, "collector", 50)
    desk.watch(server.feed("/post.xml", "Second", "First"))
    server.hold("/post.xml")
    async with desk.collecting() as running:
        await asyncio.to_thread(server.until_asked, "/post.xml")
        with closing(sqlite.connect(desk.database, "desk")) as other:
            other.execute("BEGIN IMMEDIATE")
            server.release()
            await asyncio.to_thread(server.until_asked, "/post.xml", 2)
            assert (desk.titles(), source(desk)["last_attempt_ms"]) == ([], None)
            other.execute("ROLLBACK")
        await running.until(desk.titles)
    assert desk.titles() == ["First", "Second"]
    assert source(desk)["failures"] == 0
    assert "another process holds it for too long" in capsys.readouterr().err


async def test_a_full_disk_is_waited_for(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("feint.collector.collect._AFTER_STORE_ERROR_S", 0.1)
    desk.watch(server.feed("/post.xml", *(f"Ferry {n} resumes" for n in range(100)), summary=SAID * 20))
    server.hold("/post.xml")
    async with desk.collecting() as running:
        await asyncio.to_thread(server.until_asked, "/post.xml")
        await _with_room_for(running, 5)
        server.release()
        await asyncio.to_thread(server.until_asked, "/post.xml", 2)
        assert desk.titles() == []
        await _with_room_for(running, 1 << 20)
        await running.until(desk.titles)
    assert len(desk.titles()) == 100
    assert "the disk is full" in capsys.readouterr().err


async def _with_room_for(running: Running, pages: int) -> None:
    """Let the file grow by so many pages: for SQLite the disk is full at the next one."""

    def limit(file: sqlite.Connection) -> None:
        (used,) = file.execute("PRAGMA page_count").fetchone()
        file.execute(f"PRAGMA max_page_count = {used + pages}").fetchone()

    await asyncio.wrap_future(running.collector._hands.writer.do(limit))


async def test_a_stop_while_a_poll_waits_for_the_file_still_ends_in_order(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.watch(server.feed("/post.xml", "Ferry resumes"))
    server.hold("/post.xml")
    async with asyncio.timeout(WAIT_S / 2), desk.collecting() as running:
        await asyncio.to_thread(server.until_asked, "/post.xml")
        writer, waiting = running.collector._hands.writer, asyncio.Event()
        do = writer.do

        def noted(work: Callable[[sqlite.Connection], object]) -> "Future[object]":
            waiting.set()
            return do(work)

        with closing(sqlite.connect(desk.database, "desk")) as other:
            other.execute("BEGIN IMMEDIATE")
            monkeypatch.setattr(writer, "do", noted)
            server.release()
            await waiting.wait()
            await running.stop()
            other.execute("ROLLBACK")
    assert desk.rows("SELECT * FROM lease") == []


async def test_once_names_what_could_not_be_stored_and_leaves_the_telling_to_its_caller(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sqlite._BUSY_MS, "collector", 50)
    desk.watch(server.feed("/post.xml", "Ferry resumes"))
    server.hold("/post.xml")
    polling = asyncio.create_task(desk.once())
    await asyncio.to_thread(server.until_asked)
    with closing(sqlite.connect(desk.database, "desk")) as other:
        other.execute("BEGIN IMMEDIATE")
        server.release()
        summary = await polling
        other.execute("ROLLBACK")
    assert (summary.failed, len(summary.failures), capsys.readouterr().err) == (1, 1, "")


async def test_a_once_that_is_interrupted_remembers_nothing_of_what_was_under_way(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.watch(server.answer("/endless.xml", Answer(body=rss(*(f"Ferry {n} resumes" for n in range(12_000))))))
    reading, read = asyncio.Event(), WorkerPool.read

    async def noted(self: WorkerPool, job: Job) -> Read:
        reading.set()
        return await read(self, job)

    monkeypatch.setattr(WorkerPool, "read", noted)
    async with desk.at_hand() as collector:
        polling = asyncio.create_task(collector.once())
        await reading.wait()
        polling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await polling
    assert (source(desk)["state"], source(desk)["failures"], desk.titles()) == ("new", 0, [])


async def test_what_failed_is_kept_once_a_source_however_long_a_collector_lives(server: Loopback, desk: Desk) -> None:
    desk.watch(server.answer("/post.xml", Answer(500)))
    async with desk.at_hand() as collector:
        for _ in range(3):
            summary = await collector.once()
    assert (summary.failed, len(summary.failures)) == (3, 1)


async def test_operators_are_heard_again_after_a_look_that_failed(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks, look = [sqlite.SqliteError("database is locked")], Requests.to_poll

    def locked_at_first(self: Requests) -> list[int]:
        if looks:
            raise looks.pop()
        return look(self)

    monkeypatch.setattr(Requests, "to_poll", locked_at_first)
    monkeypatch.setattr("feint.collector.collect._LOOK_S", 0.05)
    desk.watch(server.feed("/post.xml", "Ferry resumes"))
    async with desk.collecting() as running:
        await running.until(desk.titles)
        with closing(Acts(desk.database, "ana")) as acts:
            acts.poll_now([1])
        await asyncio.to_thread(server.until_asked, "/post.xml", 2)
    assert looks == []


async def test_what_operators_ask_for_is_polled_before_its_time(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/post.xml", "Ferry resumes"), server.feed("/other.xml", "Bridge opens"))
    async with desk.collecting() as running:
        await running.until(lambda: len(desk.titles()) == 2)
        server.feed("/post.xml", "Ferry stops again", "Ferry resumes")
        (row,) = desk.rows("SELECT id FROM source WHERE url LIKE '%/post.xml'")
        with closing(Acts(desk.database, "ana")) as acts:
            acts.poll_now([row["id"]])
        await running.until(lambda: "Ferry stops again" in desk.titles())
    assert (len(server.asked("/post.xml")), len(server.asked("/other.xml"))) == (2, 1)


# ------------------------------------------------------------------------------------------------ what rings


async def test_the_first_poll_rings_for_nothing_and_the_next_one_for_what_is_new(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/post.xml", "Old column seen near the garrison"), more=RING)
    await desk.once()
    assert desk.rows("SELECT * FROM alert") == []
    server.feed("/post.xml", "Second garrison ordered home", "Old column seen near the garrison")
    await desk.once()
    alert = desk.one("SELECT * FROM alert")
    assert (alert["rule"], alert["state"], alert["title"]) == ("garrison", "new", "Second garrison ordered home")
    evidence = desk.one("SELECT title FROM alert_evidence JOIN item ON item.id = item_id")
    assert evidence["title"] == "Second garrison ordered home"


async def test_an_item_and_its_alert_are_committed_together_or_not_at_all(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.watch(server.feed("/post.xml", "Ferry resumes"), more=RING)
    await desk.once()
    server.feed("/post.xml", "Second garrison ordered home", "Ferry resumes")

    def broken(*_: object) -> None:
        raise sqlite.SqliteError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr("alerts.engine.shelf.raise_alert", broken)
        summary = await desk.once()
    assert (summary.failed, desk.titles(), desk.rows("SELECT * FROM alert")) == (1, ["Ferry resumes"], [])
    summary = await desk.once()
    assert (summary.new_items, len(desk.rows("SELECT * FROM alert"))) == (1, 1)


async def test_the_log_tells_of_a_source_that_went_down_and_came_back(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/post.xml", "Ferry resumes"))
    await desk.once()
    server.answer("/post.xml", Answer(500))
    await desk.once()
    await desk.once()
    server.feed("/post.xml", "Ferry resumes")
    await desk.once()
    acts = [(row["act"], json.loads(row["subject_ids"])) for row in desk.rows("SELECT * FROM event ORDER BY n")]
    assert acts == [("began", [1]), ("http-error", [1]), ("ok", [1])]
