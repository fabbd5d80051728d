"""Worker processes: a body goes in, clean and analysed entries come out, and no body can stop the next one."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from feint.collector.job import Job
from feint.collector.workers import Unreadable, WorkerPool
from tests.feint.loopback import WAIT_S, rss

SAID = "“The last column left the training ground this morning,” said Anna Petrova, a spokeswoman for the ministry."


def job(*titles: str, summary: str = "", known: tuple[bytes, ...] = ()) -> Job:
    return Job(
        rss(*titles, summary=summary), "application/rss+xml", "https://paper.example/feed", "en", "", "guid", known, 0
    )


def endless() -> Job:
    """A body that takes a worker far longer than the deadlines of these tests."""
    return job(*(f"Troops withdraw from valley {n}" for n in range(20_000)), summary=SAID)


@asynccontextmanager
async def pool(size: int = 1, deadline_s: float = WAIT_S) -> AsyncIterator[WorkerPool]:
    workers = WorkerPool(size, deadline_s)
    try:
        yield workers
    finally:
        await workers.close()


def children() -> set[int]:
    """The worker processes of this process that live."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, _, rest = status.read_text().partition(" (")
        except OSError:
            continue
        state, parent = rest.rpartition(") ")[2].split()[:2]
        if int(parent) == os.getpid() and state != "Z":
            found.add(int(pid))
    return found


@pytest.fixture
def others() -> set[int]:
    """The children that were there before the test, none of them workers."""
    return children()


async def end_of(pid: int) -> None:
    """Wait until a process is gone."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(descriptor, ended.set)
    try:
        async with asyncio.timeout(WAIT_S):
            await ended.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


async def test_entries_come_back_with_their_tags_and_quotes() -> None:
    async with pool() as workers:
        read = await workers.read(job("Ministry says troops are withdrawing from the border", summary=SAID))
    assert [entry.title for entry in read.feed.entries] == ["Ministry says troops are withdrawing from the border"]
    (analysis,) = read.analyses
    assert "withdrawal" in {tag.label for tag in analysis.tags}
    assert "Anna Petrova" in {quote.by.speaker for quote in analysis.quotes}


async def test_known_entries_are_not_read_again() -> None:
    async with pool() as workers:
        first = await workers.read(job("Ferry resumes", "Bridge opens"))
        again = await workers.read(
            job("Harbour frozen", "Ferry resumes", "Bridge opens", known=first.feed.fingerprints)
        )
    assert [entry.title for entry in again.feed.entries] == ["Harbour frozen"]
    assert len(again.feed.fingerprints) == 3


async def test_no_worker_runs_before_there_is_work_and_no_more_than_asked_for_after(others: set[int]) -> None:
    async with pool(size=2) as workers:
        assert children() == others
        await asyncio.gather(*(workers.read(job(f"Ferry {n} resumes")) for n in range(6)))
        assert len(children() - others) == 2
    assert children() == others


async def test_a_body_past_its_deadline_costs_its_worker_and_the_next_body_is_read() -> None:
    async with pool(deadline_s=0.15) as workers:
        with pytest.raises(Unreadable, match=r"could not be read in 0\.15 s"):
            await workers.read(endless())
        read = await workers.read(job("Ferry resumes"))
    assert [entry.title for entry in read.feed.entries] == ["Ferry resumes"]


async def test_starting_a_worker_is_not_on_the_bodys_account() -> None:
    # Python, the classifier and its lexicon take longer than this on any machine.
    async with pool(deadline_s=0.15) as workers:
        read = await workers.read(job("Ferry resumes"))
    assert len(read.feed.entries) == 1


async def test_a_worker_that_dies_at_work_makes_its_body_unreadable_and_the_next_body_is_read(others: set[int]) -> None:
    async with pool() as workers:
        await workers.read(job("Ferry resumes"))
        (pid,) = children() - others
        reading = asyncio.create_task(workers.read(endless()))
        await asyncio.sleep(0)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(Unreadable, match="made its reader fail"):
            await reading
        assert len((await workers.read(job("Bridge opens"))).feed.entries) == 1


async def test_a_worker_that_died_between_two_bodies_costs_neither(others: set[int]) -> None:
    async with pool() as workers:
        await workers.read(job("Ferry resumes"))
        (pid,) = children() - others
        os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(WAIT_S):
            while not all(worker.has_ended for worker in workers._alive):
                await asyncio.sleep(0)
        assert len((await workers.read(job("Bridge opens"))).feed.entries) == 1


async def test_a_cancelled_job_takes_its_worker_along_and_leaves_its_place(others: set[int]) -> None:
    async with pool() as workers:
        await workers.read(job("Ferry resumes"))
        reading = asyncio.create_task(workers.read(endless()))
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert children() == others
        assert len((await workers.read(job("Bridge opens"))).feed.entries) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_to_the_whole_group_is_the_collectors_to_heed(number: signal.Signals, others: set[int]) -> None:
    async with pool() as workers:
        await workers.read(job("Ferry resumes"))
        (pid,) = children() - others
        os.kill(pid, number)
        assert len((await workers.read(job("Bridge opens"))).feed.entries) == 1
        assert children() - others == {pid}


async def test_workers_that_prepare_are_ready_before_the_first_body_and_end_with_the_pool(others: set[int]) -> None:
    async with pool() as workers:
        workers.prepare()
        read = await workers.read(job("Ferry resumes"))
        assert [entry.title for entry in read.feed.entries] == ["Ferry resumes"]
    assert children() == others


async def test_a_pool_may_be_closed_while_its_workers_prepare(others: set[int]) -> None:
    async with pool() as workers:
        workers.prepare()
    assert children() == others


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00" * 4096, b"<rss><channel><item>", b"<!DOCTYPE html><p>Sign in", b"{" * 100_000, b"\xff\xfe\x00"],
    ids=["empty", "zeros", "cut short", "a page", "deep JSON", "half a character"],
)
async def test_no_body_ends_a_worker(body: bytes, others: set[int]) -> None:
    async with pool() as workers:
        read = await workers.read(Job(body, "text/xml", "https://paper.example/feed", "", "", "guid", (), 0))
        assert read.feed.problems
        assert len(children() - others) == 1


async def test_workers_end_with_a_collector_that_is_killed(tmp_path: Path) -> None:
    program = """
import asyncio, os, sys
from tests.feint.test_workers import children, endless, job
from feint.collector.workers import WorkerPool

async def main():
    workers = WorkerPool(2, 60.0)
    await asyncio.gather(workers.read(job("Ferry resumes")), workers.read(job("Bridge opens")))
    busy = asyncio.create_task(workers.read(endless()))
    await asyncio.sleep(0)
    print(*children(), flush=True)
    await busy

asyncio.run(main())
"""
    collector = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert collector.stdout
    pids = [int(pid) for pid in (await collector.stdout.readline()).split()]
    assert len(pids) == 2
    collector.kill()
    await asyncio.gather(collector.wait(), *map(end_of, pids))
