"""From a feed that has news to BEL in a real pty: a collector of a thousand sources, a desk, forty alerts one after another.

What is measured begins with the answer that holds the item: how long the feed waited to be asked is its pace, not ours.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles

from bench.belfry import WORD, token
from bench.farm import config_of
from bench.opened import Opened, environment, opened
from bench.serving import server
from bench.table import judged, row
from tui.tty.bell import LEAST_GAP_MS

_SOURCES, _ITEMS, _RINGS = 1_000, 5, 40
_PACE = 'interval = "60s"\ninterval_max = "60s"\n'
_RULE = f"""
[[rule]]
id = "bell"
kind = "match"
query = "{WORD}"
severity = "urgent"
group_by = ["source"]

[[channel]]
id = "desk"
kind = "terminal"
flood = "1000 per 1m"
"""
_COLD_S, _RINGS_WITHIN_S = 300.0, 90.0
_LOOK_S = 0.01
BEL = b"\x07"


def main(sources: int = _SOURCES, rings: int = _RINGS) -> None:
    """Poll all once, then let one feed after another have news."""
    with server("bench.belfry", str(sources), str(_ITEMS)) as port, tempfile.TemporaryDirectory() as folder:
        config, database = Path(folder) / "bench.toml", Path(folder) / "bench.db"
        config.write_text(_config([f"http://127.0.0.1:{port}/{n}.xml" for n in range(sources)]))
        with _collecting(config, database):
            _wait_until_known(database, sources)
            with opened(database, config) as desk:
                desk.until(b"5 Story")
                desk.type("2f")
                desk.read(2.0)
                found = [_ring(desk, f"http://127.0.0.1:{port}/control", n) for n in range(rings)]
    what = f"{sources:,} sources, {len(found)} rings"
    _tell(f"{what}: from the answer to BEL", [bell_s for bell_s, _ in found], 2.0)
    _tell(f"{what}: from the answer to the screen", [screen_s for _, screen_s in found], 1.0)


def _config(urls: Sequence[str]) -> str:
    """The farm's own, each feed asked once a minute, with a rule that finds the news."""
    return config_of(urls).replace("[collector]\n", f"[collector]\n{_PACE}", 1) + _RULE


@contextmanager
def _collecting(config: Path, database: Path) -> Iterator[None]:
    words = [sys.executable, "-m", "feint", "collect", "--config", str(config), "--database", str(database)]
    process = subprocess.Popen(words, env=environment(), stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait_until_known(database: Path, sources: int) -> None:
    """Until every source has been polled: what a first poll brings rings for nobody."""
    began = time.monotonic()
    while _known(database) < sources:
        if time.monotonic() - began > _COLD_S:
            raise SystemExit(f"only {_known(database)} of {sources} sources were polled in {_COLD_S:.0f} s")
        time.sleep(0.5)
    row(f"{sources:,} sources polled for the first time", time.monotonic() - began, "s")


def _known(database: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT count(*) FROM source WHERE last_ok_ms IS NOT NULL").fetchone()
    except sqlite3.Error:  # not made yet, or just being made
        return 0
    return int(found[0])


def _ring(desk: Opened, control: str, n: int) -> tuple[float, float]:
    """Seconds from the answer that holds the news to BEL, and to its words on the screen."""
    desk.read(LEAST_GAP_MS / 1_000 + 0.1)
    start, wanted = len(desk.bytes), {BEL: 0.0, token(n).encode(): 0.0}
    _ask(f"{control}/arm")
    end = time.monotonic() + _RINGS_WITHIN_S
    while not all(wanted.values()):
        if time.monotonic() > end:
            raise SystemExit(f"ring {n} was not heard; the last was {desk.bytes[-300:]!r}")
        desk.read(_LOOK_S)
        wanted = {each: at or (time.monotonic() if each in desk.bytes[start:] else 0.0) for each, at in wanted.items()}
    answered = max(_ask(f"{control}/rung").values())
    bell, screen = wanted.values()
    return bell - answered, screen - answered


def _ask(url: str) -> dict[str, float]:
    with urllib.request.urlopen(url) as answer:
        found: dict[str, float] = json.load(answer)
    return found


def _tell(what: str, seconds: Sequence[float], bound: float) -> None:
    row(f"{what}, p50", median(seconds), "s")
    judged(f"{what}, p95", quantiles(seconds, n=20, method="inclusive")[-1], "s", bound)
    row(f"{what}, worst", max(seconds), "s")
