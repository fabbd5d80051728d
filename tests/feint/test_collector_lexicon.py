"""The lexicon in a collector with real workers: from the file to the alert, through a reload, and through kills."""

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from feint.collector import reload
from feint.collector.job import Job, Read
from feint.collector.ledger import Ledger
from feint.collector.workers import WorkerPool
from storage.file.sqlite import Connection
from tests.feint.desk import Desk, Row, Running
from tests.feint.lexicons import BROKEN, FERRIES, PRISONERS
from tests.feint.loopback import WAIT_S, Loopback

RULE = '[[rule]]\nid = "captives"\nkind = "match"\nseverity = "urgent"\nquery = "tag:prisoner"\n'
T = TypeVar("T")
Committed = Callable[[Running], None]


@pytest.fixture
def layer(desk: Desk) -> Path:
    """Where the user's layer is, or is to be."""
    return desk.folder / "lexicon.toml"


@pytest.fixture
def on_commit(monkeypatch: pytest.MonkeyPatch) -> Committed:
    """Have `until` of a collector at work wake at every commit, and files be looked at all the time."""
    monkeypatch.setattr(reload, "_LOOK_S", 0.01)
    write = Ledger.write

    def wake(running: Running) -> None:
        async def watched(ledger: Ledger, work: Callable[[Connection], T], *, reserve: bool = False) -> T:
            try:
                return await write(ledger, work, reserve=reserve)
            finally:
                running.note(0, 0, "")

        monkeypatch.setattr(Ledger, "write", watched)

    return wake


def state(desk: Desk) -> Row:
    return desk.one("SELECT * FROM lexicon_state")


def badges(desk: Desk) -> dict[str, str]:
    return {row["title"]: row["badges"] for row in desk.rows("SELECT title, badges FROM item")}


def test_an_operators_own_label_goes_from_the_file_to_the_tag_the_list_the_rule_and_the_alert(
    server: Loopback, desk: Desk, layer: Path
) -> None:
    layer.write_text(PRISONERS)
    desk.watch(server.feed("/a.xml", "Ferry resumes"), more=RULE)
    assert desk.run("collect", "--once").code == 0
    server.feed("/a.xml", "Captives cross the bridge", "Ferry resumes")
    assert desk.run("collect", "--once").code == 0
    (line,) = desk.run("items", "--json", "--query", "tag:prisoner").out.splitlines()
    assert [(tag["tag"], tag["rule"]) for tag in json.loads(line)["tags"]] == [("prisoner", "p.captive")]
    (alert,) = desk.rows("SELECT rule, title FROM alert")
    assert alert == {"rule": "captives", "title": "Captives cross the bridge"}
    assert "POW" in desk.run("lexicon", "labels").out


@pytest.mark.parametrize(
    "words", [("collect", "--once"), ("desk",), ("analyze", "Ferry resumes"), ("lexicon", "labels")]
)
@pytest.mark.parametrize("text", [BROKEN, "[[rule"], ids=["breaks its word", "not TOML"])
def test_a_broken_lexicon_at_the_start_is_one_line_and_the_words_or_file_are_wrong(
    server: Loopback, desk: Desk, layer: Path, words: tuple[str, ...], text: str
) -> None:
    layer.write_text(text)
    desk.watch(server.feed("/a.xml", "Ferry resumes"))
    ran = desk.run(*words)
    (line,) = ran.err.splitlines()
    assert (ran.code, ran.out) == (2, "")
    assert line.startswith(f"feint: {layer}:")
    assert server.asked() == []


async def test_a_reload_teaches_the_workers_and_reads_what_is_stored_again(
    server: Loopback, desk: Desk, layer: Path, on_commit: Committed
) -> None:
    desk.watch(server.feed("/a.xml", "Captives cross the bridge", "Ferry resumes"))
    async with desk.collecting() as running:
        on_commit(running)
        await running.until(lambda: len(badges(desk)) == 2)
        layer.write_text(PRISONERS)
        await running.until(lambda: badges(desk)["Captives cross the bridge"] == "prisoner:asserted")
        assert badges(desk)["Ferry resumes"] == ""
        layer.write_text(PRISONERS + FERRIES)
        await running.until(lambda: badges(desk)["Ferry resumes"] == "ferry:asserted")


async def test_workers_keep_the_last_good_lexicon_when_the_file_broke_and_they_are_replaced(
    server: Loopback, desk: Desk, layer: Path, on_commit: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feint.collector.workers._JOBS_A_LIFE", 1)
    layer.write_text(PRISONERS)
    desk.watch(server.feed("/a.xml", "Ferry resumes"))
    async with desk.collecting() as running:
        on_commit(running)
        await running.until(lambda: badges(desk))
        layer.write_text(BROKEN)
        await running.until(lambda: state(desk)["trouble"])
        server.feed("/a.xml", "Captives cross the bridge", "Ferry resumes")
        running.collector._poll_now(1)
        await running.until(lambda: len(badges(desk)) == 2)
    assert badges(desk)["Captives cross the bridge"] == "prisoner:asserted"


def test_a_collector_killed_while_it_reads_again_goes_on_where_it_was(
    server: Loopback, desk: Desk, layer: Path
) -> None:
    count = 1_000
    desk.watch(server.feed("/a.xml", *(f"Captives {n} cross the bridge" for n in range(count))))
    desk.run("collect", "--once")
    layer.write_text(PRISONERS)
    first = desk.start("collect")
    done = _until_some_are_done(desk, first)
    assert 0 < done < count
    second = desk.run("collect", "--once", "--json")
    assert json.loads(second.out)["retagged"] == count - done
    assert set(badges(desk).values()) == {"prisoner:asserted"}
    assert (state(desk)["retag_total"], state(desk)["retag_changed"]) == (count, count)


def _until_some_are_done(desk: Desk, process: "subprocess.Popen[str]") -> int:
    """Kill a collector in the middle of it; returns how far it came."""
    reader = desk.follow("SELECT retag_done FROM lexicon_state")
    for row in reader:
        if row["retag_done"] > 200:
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=WAIT_S)
            break
    return int(state(desk)["retag_done"])


def test_once_brings_up_what_is_behind_before_it_sums_up(server: Loopback, desk: Desk, layer: Path) -> None:
    desk.watch(server.feed("/a.xml", "Captives cross the bridge", "Ferry resumes"))
    assert json.loads(desk.run("collect", "--once", "--json").out)["retagged"] == 0
    layer.write_text(PRISONERS)
    assert json.loads(desk.run("collect", "--once", "--json").out)["retagged"] == 2
    assert badges(desk)["Captives cross the bridge"] == "prisoner:asserted"
    assert json.loads(desk.run("collect", "--once", "--json").out)["retagged"] == 0


async def test_an_item_read_by_a_worker_of_before_and_stored_after_is_read_again(
    server: Loopback, desk: Desk, layer: Path, on_commit: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = WorkerPool.read
    desk.watch(server.feed("/a.xml", "Captives cross the bridge"))
    async with desk.collecting() as running:

        async def held_up(pool: WorkerPool, job: Job) -> Read:
            answer = await read(pool, job)
            layer.write_text(PRISONERS)
            await running.until(lambda: state(desk)["since_ms"] and len(desk.rows("SELECT * FROM lexicon_rev")) == 2)
            return answer

        monkeypatch.setattr(WorkerPool, "read", held_up)
        on_commit(running)
        await running.until(lambda: badges(desk) == {"Captives cross the bridge": "prisoner:asserted"})
