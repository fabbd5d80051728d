"""`feint collect` as the process it is: its summary, its signals, who takes over, and what a kill leaves behind."""

import json
import os
import random
import signal
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from tests.feint.desk import Desk, Row
from tests.feint.loopback import WAIT_S, Answer, Loopback

KILLS = 4


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """The exit code, which must come in time, and what was said on stderr."""
    code = process.wait(timeout=5)
    assert process.stderr
    return code, process.stderr.read()


def kill(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait(timeout=WAIT_S)


def let_go(process: "subprocess.Popen[str]") -> None:
    """Close the other end of a process's standard input, as the end of a desk does."""
    assert process.stdin
    process.stdin.close()


def lease(desk: Desk) -> list[Row]:
    return desk.rows("SELECT * FROM lease")


# ------------------------------------------------------------------------------------------------ once


def test_once_prints_one_summary_and_ends_in_0(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/a.xml", "Ferry resumes", "Bridge opens"), server.feed("/b.xml", "Harbour frozen"))
    ran = desk.run("collect", "--once", "--json")
    (line,) = ran.out.splitlines()
    summary = json.loads(line)
    assert summary.pop("seconds") > 0
    assert summary == {
        "sources": 2,
        "polled": 2,
        "unchanged": 0,
        "failed": 0,
        "new_items": 3,
        "revisions": 0,
        "retagged": 0,
    }
    assert (ran.code, ran.err, lease(desk)) == (0, "", [])
    again = json.loads(desk.run("collect", "--once", "--json").out)
    assert (again["unchanged"], again["new_items"]) == (2, 0)


def test_once_ends_in_1_and_names_what_failed(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/a.xml", "Ferry resumes"), server.answer("/b.xml", Answer(503)))
    ran = desk.run("collect", "--once", "--json")
    assert (ran.code, json.loads(ran.out)["failed"], json.loads(ran.out)["new_items"]) == (1, 1, 1)
    assert ran.err == f"{server.host}/b.xml: HTTP 503\n"


def test_once_says_nothing_on_stdout_without_json(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/a.xml", "Ferry resumes"))
    ran = desk.run("collect", "--once")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_a_feed_on_the_loopback_is_refused_unless_the_config_allows_it(server: Loopback, desk: Desk) -> None:
    desk.config.write_text(f'[[source]]\nurl = "{server.feed("/a.xml", "Ferry resumes")}"\n')
    ran = desk.run("collect", "--once", "--json")
    assert (ran.code, server.asked()) == (1, [])
    assert "private address 127.0.0.1" in ran.err


def test_once_beside_a_collector_at_work_ends_in_1_with_a_line(server: Loopback, desk: Desk) -> None:
    desk.watch(server.answer("/a.xml", Answer(hangs=True)))
    desk.start("collect")
    server.until_asked("/a.xml")
    ran = desk.run("collect", "--once", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"{desk.database}: another collector is at work on it\n"


# ------------------------------------------------------------------------------------------------ its end


@pytest.mark.parametrize("words", [("collect",), ("collect", "--once")])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_in_time_and_in_order(
    server: Loopback, desk: Desk, number: signal.Signals, words: tuple[str, ...]
) -> None:
    desk.watch(server.answer("/a.xml", Answer(hangs=True)), server.answer("/b.xml", Answer(hangs=True)))
    process = desk.start(*words)
    server.until_asked(times=2)
    assert lease(desk) != []
    process.send_signal(number)
    assert ended(process) == (int("--once" in words), "")
    assert lease(desk) == []
    assert [row["state"] for row in desk.rows("SELECT state FROM source")] == ["new", "new"]


def test_a_desks_collector_ends_when_the_desk_lets_go_of_its_input(server: Loopback, desk: Desk) -> None:
    desk.watch(server.answer("/a.xml", Answer(hangs=True)))
    process = desk.start("collect", "--with-desk", stdin=subprocess.PIPE)
    server.until_asked("/a.xml")
    let_go(process)
    assert ended(process) == (0, "")
    assert lease(desk) == []


# ------------------------------------------------------------------------------------------------ standing by


def test_a_second_collector_stands_by_and_takes_over_from_one_that_is_killed(server: Loopback, desk: Desk) -> None:
    desk.watch(server.answer("/a.xml", Answer(hangs=True)))
    first = desk.start("collect")
    server.until_asked("/a.xml")
    second = standing_by(desk)
    kill(first)
    server.until_asked("/a.xml", times=2)
    assert lease(desk)[0]["holder"].endswith(f":{second.pid}")
    second.terminate()
    assert ended(second) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_one_that_stands_by(server: Loopback, desk: Desk, number: signal.Signals) -> None:
    desk.watch(server.answer("/a.xml", Answer(hangs=True)))
    first = desk.start("collect")
    server.until_asked("/a.xml")
    second = standing_by(desk)
    second.send_signal(number)
    assert ended(second) == (0, "")
    assert lease(desk)[0]["holder"].endswith(f":{first.pid}")


def test_a_desks_collector_that_stands_by_does_not_outlive_its_desk(server: Loopback, desk: Desk) -> None:
    desk.watch(server.answer("/a.xml", Answer(hangs=True)))
    desk.start("collect")
    server.until_asked("/a.xml")
    second = standing_by(desk, "--with-desk")
    let_go(second)
    assert ended(second) == (0, "")


def standing_by(desk: Desk, *words: str) -> "subprocess.Popen[str]":
    """A collector that has found another at work."""
    process = desk.start("collect", *words, stdin=subprocess.PIPE)
    assert process.stderr
    watchdog = threading.Timer(WAIT_S, process.kill)
    watchdog.start()
    assert process.stderr.readline() == "another collector is at work; standing by\n"
    watchdog.cancel()
    return process


# ------------------------------------------------------------------------------------------------ kill -9


def test_kills_at_any_moment_leave_a_whole_file_and_every_item_exactly_once(server: Loopback, desk: Desk) -> None:
    titles = {f"/{feed}.xml": [f"Ferry {feed} number {n} resumes" for n in range(40)] for feed in range(6)}
    desk.watch(*(server.feed(path, *held) for path, held in titles.items()))
    chance = random.Random(7)
    for _ in range(KILLS):
        before = len(server.asked())
        process = desk.start("collect", "--once")
        server.until_asked(times=before + 1)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=chance.uniform(0.0, 0.25))
        kill(process)
        (said,) = desk.rows("PRAGMA integrity_check")
        assert list(said.values()) == ["ok"]
    ran = desk.run("collect", "--once")
    assert (ran.code, ran.err) == (0, "")
    expected = sorted(title for held in titles.values() for title in held)
    assert sorted(desk.titles()) == expected
    assert desk.rows("PRAGMA foreign_key_check") == []
    assert sum(row["items"] for row in desk.rows("SELECT items FROM source")) == len(expected)


def test_the_file_and_the_lock_are_their_owners_alone(server: Loopback, desk: Desk) -> None:
    desk.watch(server.feed("/a.xml", "Ferry resumes"))
    desk.run("collect", "--once")
    for path in (desk.database, Path(f"{desk.database}.collector")):
        assert os.stat(path).st_mode & 0o077 == 0
