"""A collector that cannot write, or is told to stop: nothing half-written, nothing lost, and it goes on by itself."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path

import pytest

from feint.collector.job import Job, Read
from feint.collector.workers import WorkerPool
from storage.acting.acts import Acts
from storage.file import sqlite
from storage.log.requests import Asked, Requests
from tests.feint.desk import Desk
from tests.feint.loopback import WAIT_S, Answer, Loopback, rss

SAID = "“The last column left the training ground this morning,” said Anna Petrova, a spokeswoman for the ministry."


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_a_poll_that_cannot_be_stored_is_made_again_and_nothing_is_half_written(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("feint.collector.collect._AFTER_STORE_ERROR_MS", 100)
    monkeypatch.setitem(sqlite._BUSY_MS, "collector", 50)
    desk.watch(server.feed("/post.xml", "Second", "First"))
    server.hold("/post.xml")
    async with desk.collecting() as running:
        await asyncio.to_thread(server.until_asked, "/post.xml")
        with closing(sqlite.connect(desk.database, "desk")) as other:
            other.execute("BEGIN IMMEDIATE")
            server.release()
            await asyncio.to_thread(server.until_asked, "/post.xml", 2)
            assert (desk.titles(), desk.source()["last_attempt_ms"]) == ([], None)
            other.execute("ROLLBACK")
        await running.until(desk.titles)
    assert desk.titles() == ["First", "Second"]
    assert desk.source()["failures"] == 0
    assert "another process holds it for too long" in capsys.readouterr().err


async def test_a_stop_while_a_poll_waits_for_the_file_still_ends_in_order(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.watch(server.feed("/post.xml", "Ferry resumes"))
    server.hold("/post.xml")
    async with asyncio.timeout(WAIT_S / 2), desk.collecting() as running:
        await asyncio.to_thread(server.until_asked, "/post.xml")
        writer, waiting = running.collector._hands.ledger._writer, asyncio.Event()
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
    assert (desk.source()["state"], desk.source()["failures"], desk.titles()) == ("new", 0, [])


async def test_what_failed_is_kept_once_a_source_however_long_a_collector_lives(server: Loopback, desk: Desk) -> None:
    desk.watch(server.answer("/post.xml", Answer(500)))
    async with desk.at_hand() as collector:
        for _ in range(3):
            summary = await collector.once()
    assert (summary.failed, len(summary.failures)) == (3, 1)


async def test_operators_are_heard_again_after_a_look_that_failed(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks, look = [sqlite.SqliteError("database is locked")], Requests.look

    def locked_at_first(self: Requests) -> Asked:
        if looks:
            raise looks.pop()
        return look(self)

    monkeypatch.setattr(Requests, "look", locked_at_first)
    monkeypatch.setattr("feint.collector.duties._LOOK_S", 0.05)
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
