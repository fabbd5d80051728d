"""kill -9 at a hundred random points under load: what was acknowledged is there, what was not is there whole or not at all.

A collector stores batches that ring and checkpoints, an operator acts beside it; one of the two is killed, in the middle of
what the test is about, while the other goes on.
"""

import json
import random
import time
from contextlib import closing
from pathlib import Path

import pytest

from storage.file import sqlite
from tests.storage.desk import Desk
from tests.storage.load import BATCH, RANG, RINGING, Process, collect, operate
from tests.storage.wholeness import faults_of, start

POINTS = 25


@pytest.mark.parametrize("struck", ["poll", "checkpoint", "act", "anything"])
def test_every_acknowledged_write_outlives_kill_9_and_nothing_is_half_there(tmp_path: Path, struck: str) -> None:
    path = tmp_path / "feint.db"
    desk = Desk(path)
    desk.source("Herald")
    desk.close()
    chance, batches, lines, in_the_middle = random.Random(struck), 0, 0, 0
    for point in range(POINTS):
        with Process(collect, path, batches) as collector, Process(operate, path, "ana", point) as operator:
            killed, spared = (operator, collector) if struck == "act" else (collector, operator)
            _kill_within(killed, struck, chance)
            in_the_middle += killed.was_at != ""
            spared.stop()
        start(path)
        assert faults_of(path) == []
        polls, acts = collector.done("poll"), operator.done("act")
        batches = _whole_batches(path, max([batches, *(n + 1 for n in polls)]))
        lines = _lines_of_ana(path, max([lines, *acts]))
        _assert_all_is_as_the_log_says(path)
    assert in_the_middle >= POINTS // 3, "this test no longer strikes where it says"


def _kill_within(process: Process, what: str, chance: random.Random) -> None:
    """Kill a process at a random moment of something that it does, by how long the same took before."""
    begun = process.until(lambda said: said.what in (what, "poll") and not said.done)
    began = time.perf_counter()
    process.until(lambda said: said.done and said.what == begun.what)
    lasted_s = time.perf_counter() - began
    if what == "anything":
        time.sleep(chance.uniform(0.0, 5 * lasted_s))
    else:
        process.until(lambda said: said.what == what and not said.done)
        strike = time.perf_counter() + chance.uniform(0.0, lasted_s)
        while time.perf_counter() < strike:
            pass
    process.kill()


def _whole_batches(path: Path, acknowledged: int) -> int:
    """How many batches are there, with all that hangs on them; one more than was acknowledged may be."""
    with closing(sqlite.connect(path, "reader")) as connection:
        counted = connection.execute(
            "SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM tag), (SELECT count(*) FROM quote),"
            " (SELECT count(*) FROM utterance), (SELECT count(*) FROM item_words), (SELECT sum(items) FROM source),"
            " (SELECT count(*) FROM item_fts WHERE item_fts MATCH 'one*')"
        ).fetchone()
        rang = set(connection.execute(RANG).fetchone())
    assert len(set(counted)) == 1
    batches, rest = divmod(counted[0], BATCH)
    assert rest == 0
    assert rang == {RINGING * batches}
    assert acknowledged <= batches <= acknowledged + 1
    return int(batches)


def _lines_of_ana(path: Path, acknowledged: int) -> int:
    """The number of the operator's last line, at or after the last one that was acknowledged."""
    with closing(sqlite.connect(path, "reader")) as connection:
        (last,) = connection.execute("SELECT coalesce(max(n), 0) FROM event WHERE operator = 'ana'").fetchone()
    assert last >= acknowledged
    return int(last)


def _assert_all_is_as_the_log_says(path: Path) -> None:
    """Replay the operator's lines: an act whose line is there is there itself, and no other is."""
    states: dict[int, tuple[str, str]] = {}
    stars: dict[int, int] = {}
    alerts: dict[int, tuple[str, str]] = {}
    with closing(sqlite.connect(path, "reader")) as connection:
        lines = {line["n"]: line for line in connection.execute("SELECT * FROM event WHERE operator = 'ana'")}
        for line in lines.values():
            ids = json.loads(line["subject_ids"])
            if line["subject"] == "alert":
                taken_on = line["act"] == "acknowledged"
                alerts.update(dict.fromkeys(ids, ("acked", "ana") if taken_on else ("new", "")))
            elif line["act"] in ("acknowledged", "dismissed"):
                state = {"acknowledged": "acked"}.get(line["act"], line["act"])
                states.update(dict.fromkeys(ids, (state, "ana")))
            elif line["act"] in ("starred", "unstarred"):
                stars.update(dict.fromkeys(ids, int(line["act"] == "starred")))
            elif line["act"] == "undone":
                for item_id, *was in json.loads(lines[line["undoes"]]["before"]):
                    if len(was) == 1:
                        stars[item_id] = was[0]
                    else:
                        states[item_id] = (was[0], was[1])
        for item_id, state, operator, starred in connection.execute("SELECT id, state, operator, starred FROM item"):
            assert (state, operator) == states.get(item_id, ("new", ""))
            assert starred == stars.get(item_id, 0)
        for alert_id, state, owner in connection.execute("SELECT id, state, owner FROM alert"):
            assert (state, owner) == alerts.get(alert_id, ("new", ""))
