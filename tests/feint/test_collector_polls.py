"""A collector from the socket to the rows: real transport, real workers, a real file; only the feeds are ours."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from feint.collector import setup
from feint.collector.job import Job, Read
from feint.collector.workers import WorkerPool
from storage.file import sqlite
from tests.feint.desk import Desk
from tests.feint.loopback import Answer, Loopback, rss

SAID = "“The last column left the training ground this morning,” said Anna Petrova, a spokeswoman for the ministry."
WITHDRAWAL = "Ministry says troops are withdrawing from the border"
RING = '[[rule]]\nid = "garrison"\nkind = "match"\nseverity = "urgent"\nquery = "garrison"\n'


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# ------------------------------------------------------------------------------------------------ what is stored


async def test_an_entry_comes_from_the_socket_into_rows_with_its_tags_and_quotes(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/post.xml", WITHDRAWAL, summary=SAID))
    summary = await desk.once()
    assert (summary.polled, summary.new_items, summary.failed) == (1, 1, 0)
    item = desk.one("SELECT * FROM item")
    assert (item["title"], item["summary"]) == (WITHDRAWAL, SAID)
    tags = desk.rows("SELECT * FROM tag WHERE label = 'withdrawal' AND field = 'title'")
    assert [(tag["stance"], "withdrawing" in WITHDRAWAL[tag["start"] : tag["end"]]) for tag in tags] == [
        ("claimed", True)
    ]
    quote = desk.one("SELECT * FROM quote WHERE kind = 'direct'")
    assert (quote["speaker"], quote["text"]) == ("Anna Petrova", SAID[1 : SAID.index("”")])
    assert desk.source()["title"] == "Harbour Post"


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
    assert (desk.source()["state"], desk.source()["items"]) == ("not-a-feed", 0)


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
    down = desk.source()
    assert (down["state"], down["reason"], down["failures"]) == ("http-error", "HTTP 503", 2)
    assert list(summary.failures.values()) == ["HTTP 503"]
    server.feed("/post.xml", "Ferry resumes")
    await desk.once()
    well = desk.source()
    assert (well["state"], well["reason"], well["failures"], well["items"]) == ("ok", "", 0, 1)


async def test_trouble_backs_off_and_recovery_needs_nobody(server: Loopback, desk: Desk) -> None:
    quick = 'interval = "1s"\ninterval_min = "1s"\ninterval_max = "1s"\n'
    desk.watch(server.answer("/post.xml", Answer(500)), collector=quick)
    async with desk.collecting() as running:
        await running.until(lambda: desk.source()["failures"] == 1)
        waits = desk.source()
        server.feed("/post.xml", "Ferry resumes")
        await running.until(lambda: desk.source()["state"] == "ok")
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
    assert (summary.failed, desk.source()["state"], desk.source()["reason"]) == (1, "timeout", "timeout: no answer")


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
        patched.setattr("storage.alerting.shelf.put", broken)
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
    events = desk.rows("SELECT * FROM event WHERE subject = 'source' ORDER BY n")
    acts = [(row["act"], json.loads(row["subject_ids"])) for row in events]
    assert acts == [("began", [1]), ("http-error", [1]), ("ok", [1])]
