"""Delivering in a collector at work: no poll and no other channel feels what a receiver does, and a kill loses nothing."""

import asyncio
import json
import signal
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest

from feint.collector import duties
from storage.file import sqlite
from storage.file.errors import Superseded
from tests.feint.desk import Desk, Running
from tests.feint.loopback import WAIT_S, Loopback
from tests.feint.outgoing import notice
from tests.feint.receiver import OK_HEAD, Receiver, answers, drips, floods, raw, receiving, then_hangs
from tests.storage import fresh

FEEDS = 5
SOON_S = 2.0
"""From asking for feeds that serve an item to the receiver that has its notice; the receivers' time limit is ten."""


def _hook(id: str, receiver: Receiver, more: str = "") -> str:
    return f'[[channel]]\nid = "{id}"\nkind = "webhook"\nurl = "{receiver.url()}"\nallow_private = true\n{more}\n'


def _rule(*channels: str) -> str:
    to = ", ".join(f'"{each}"' for each in channels)
    return f'[[rule]]\nid = "ferries"\nkind = "match"\nquery = "ferry"\ngroup_by = ["source"]\nto = [{to}]\n'


def _poll_all(running: Running) -> None:
    for source_id in range(1, FEEDS + 1):
        running.collector._poll_now(source_id)


async def test_hostile_receivers_delay_no_poll_and_no_other_channel(server: Loopback, desk: Desk) -> None:
    urls = [server.feed(f"/{n}.xml", f"Harbour {n} opens") for n in range(FEEDS)]
    log = desk.folder / "notices.jsonl"
    async with (
        receiving(then_hangs()) as silent,
        receiving(drips(OK_HEAD, b"X-A: b\r\n")) as dripping,
        receiving(floods(OK_HEAD + b"\r\n")) as flooding,
        receiving(raw(b"SSH-2.0-OpenSSH_9.2\r\n")) as foreign,
        receiving(answers(500)) as broken,
        receiving(answers(200)) as good,
    ):
        hostile = {"silent": silent, "dripping": dripping, "flooding": flooding, "foreign": foreign, "broken": broken}
        channels = "".join(_hook(id, each) for id, each in {**hostile, "good": good}.items())
        channels += f'[[channel]]\nid = "log"\nkind = "file"\npath = "{log}"\n'
        desk.watch(*urls, more=_rule("desk", *hostile, "good", "log") + channels)
        async with desk.collecting() as running:
            await running.until(lambda: running.collector.summary.polled >= FEEDS)
            served_s = monotonic()
            for n in range(FEEDS):
                server.feed(f"/{n}.xml", f"Ferry {n} resumes", f"Harbour {n} opens")
            _poll_all(running)
            while len(good.posted) < FEEDS:
                good.came.clear()
                await asyncio.wait_for(good.came.wait(), WAIT_S)
            told_s = monotonic()
            polled = running.collector.summary.polled
            _poll_all(running)
            await running.until(lambda: running.collector.summary.polled >= polled + FEEDS)
            polled_s = monotonic()
    assert told_s - served_s < SOON_S
    assert polled_s - told_s < SOON_S
    assert all(each.posted for each in hostile.values())
    assert len({posted.headers["webhook-id"] for posted in good.posted}) == FEEDS
    assert {json.loads(line)["alert"]["rule"] for line in log.read_text().splitlines()} == {"ferries"}
    states = {row["channel"]: row["state"] for row in desk.rows("SELECT channel, state FROM outbox ORDER BY id DESC")}
    assert (states["good"], states["silent"], states["dripping"]) == ("sent", "waiting", "waiting")


def _waits(desk: Desk, channel: str) -> str:
    """Put a notice for a channel into the outbox; returns its name."""
    fresh.ready(desk.database)
    with closing(sqlite.connect(desk.database, "collector")) as connection, sqlite.transaction(connection):
        return f"{notice(connection, channel)}:1:{channel}"


async def test_a_kill_between_send_and_receipt_sends_the_same_name_and_words_again(
    server: Loopback, desk: Desk
) -> None:
    async with receiving(then_hangs()) as silent:
        desk.watch(server.feed("/a.xml"), more=_hook("duty", silent))
        name = _waits(desk, "duty")
        process = desk.start("collect")
        await asyncio.wait_for(silent.came.wait(), WAIT_S)
        process.kill()
        await asyncio.to_thread(process.wait)
        assert desk.one("SELECT state, attempts FROM outbox") == {"state": "waiting", "attempts": 0}
    async with receiving(answers(200, b"ticket 4711")) as good:
        desk.watch(server.feed("/a.xml"), more=_hook("duty", good))
        await desk.once()
    sent = {"delivery": name, "state": "sent", "receipt": "ticket 4711"}
    assert desk.one("SELECT delivery, state, receipt FROM outbox") == sent
    (before,), (after,) = silent.posted, good.posted
    assert before.headers["webhook-id"] == after.headers["webhook-id"] == name
    assert before.body == after.body


async def test_sigterm_ends_it_in_time_with_deliveries_under_way_and_they_wait_for_the_next(
    server: Loopback, desk: Desk
) -> None:
    pid = desk.folder / "pid"
    sleeper = json.dumps(["/bin/sh", "-c", f"echo $$ > {pid}; sleep 60"])
    async with receiving(then_hangs()) as silent:
        ticket = f'[[channel]]\nid = "ticket"\nkind = "command"\nargv = {sleeper}\n'
        desk.watch(server.feed("/a.xml"), more=_hook("duty", silent) + ticket)
        _waits(desk, "duty")
        _waits(desk, "ticket")
        process = desk.start("collect")
        await asyncio.wait_for(silent.came.wait(), WAIT_S)
        await asyncio.wait_for(asyncio.to_thread(_until_written, pid), WAIT_S)
        began_s = monotonic()
        process.send_signal(signal.SIGTERM)
        code = await asyncio.to_thread(process.wait)
        assert monotonic() - began_s < 5
    assert (code, process.stderr.read() if process.stderr else "") == (0, "")
    assert [row["state"] for row in desk.rows("SELECT state FROM outbox")] == ["waiting", "waiting"]
    assert not Path(f"/proc/{pid.read_text().strip()}").exists()


def _until_written(path: Path) -> None:
    until_s = monotonic() + WAIT_S
    while not (path.exists() and path.read_text()):
        assert monotonic() < until_s


async def test_once_sends_what_waits(server: Loopback, desk: Desk) -> None:
    async with receiving(answers(200)) as good:
        desk.watch(server.feed("/a.xml", "Harbour opens"), more=_hook("duty", good))
        name = _waits(desk, "duty")
        await desk.once()
        assert [posted.headers["webhook-id"] for posted in good.posted] == [name]
    assert desk.one("SELECT state FROM outbox") == {"state": "sent"}


async def test_a_file_that_is_taken_away_is_told_past_it(
    server: Loopback, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "_FILE_S", 0.05)
    async with receiving(answers(200)) as good:
        desk.watch(server.feed("/a.xml", "Harbour opens"), more=_hook("duty", good, "emergency = true"))
        with pytest.raises(Superseded):
            await _lose(desk)
    told = json.loads(good.posted[0].body)
    assert (told["notification_reason"], told["cause"]) == ("emergency", "stopped")
    assert "desk.db" in told["said"]


async def _lose(desk: Desk) -> None:
    """Have a collector at work lose its file."""
    async with desk.collecting() as running:
        await running.until(lambda: running.collector.summary.polled)
        desk.database.unlink()
        await asyncio.wait_for(running.work, WAIT_S)


async def test_heartbeat_and_figures_come_from_a_collector_at_work(server: Loopback, desk: Desk) -> None:
    figures = desk.folder / "feint.prom"
    async with receiving(answers(200)) as outside:
        more = f'[heartbeat]\nurl = "{outside.url("/alive")}"\nallow_private = true\n'
        more += f'[metrics]\nfile = "{figures}"\n'
        desk.watch(server.feed("/a.xml", "Harbour opens"), more=more)
        async with desk.collecting():
            await asyncio.wait_for(outside.came.wait(), WAIT_S)
    assert outside.posted[0].path == "/alive"
    assert "feint_beat_lag_seconds" in figures.read_text()
